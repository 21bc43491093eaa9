//! The page on which Python programs run.

use super::texts;

texts! {
    python_page: "파이썬" / "Python";
    python_title: "파이썬 실험대" / "Python workbench";
    python_lede: "동시성 프로그램을 붙여 넣으면 가상 시간으로 실행해, 스레드와 태스크와 프로세스가 언제 무엇을 하는지 보여 줍니다. 서버는 없습니다." / "Paste a concurrent program: it runs in virtual time, here in the browser, and shows what its threads, tasks and processes do and when.";
    python_program: "프로그램" / "Program";
    python_keys: "Ctrl+Enter 실행, Tab 들여쓰기, Ctrl+/ 주석, Alt+↑↓ 줄 옮기기. Esc 다음 Tab으로 편집기를 나갑니다." / "Ctrl+Enter runs, Tab indents, Ctrl+/ comments, Alt+↑↓ moves lines. Escape, then Tab, leaves the editor.";
    python_run: "실행" / "Run";
    python_stop: "멈춤" / "Stop";
    python_open: "열기" / "Open";
    python_save: "저장" / "Save";
    python_examples: "예제" / "Examples";
    python_own: "직접 쓴 프로그램" / "A program of one's own";
    python_stale: "고친 뒤에 아직 실행하지 않았습니다." / "Changed since it ran.";
    python_starting: "파이썬을 불러오는 중" / "Python is being loaded";
    python_running(instructions: &str, now: &str): "실행하는 중: 명령 {instructions}개, 가상 시간 {now}" / "Running: {instructions} instructions, virtual time {now}";
    python_stopped: "실행을 멈췄습니다. 아래는 그 전의 결과입니다." / "The run was stopped. What is below is from before.";
    python_no_link: "프로그램이 길어 링크에 담기지 않습니다. 이 브라우저에는 남아 있습니다. 나누려면 파일로 저장하세요." / "The program is too long for a link. This browser keeps it; save it as a file to share it.";
    python_console: "출력" / "Output";
    python_silent: "아무것도 출력하지 않았습니다." / "It printed nothing.";
    python_cut: "출력이 길어 앞부분만 보입니다." / "The output is long; only its beginning is shown.";
    python_go_to(moment: &str, lane: &str): "{moment}, {lane}: 이때로 가기" / "{moment}, {lane}: go there";
    python_ended(length: &str, instructions: &str): "끝났습니다. 가상 시간 {length}, 명령 {instructions}개." / "It ended: {length} of virtual time, {instructions} instructions.";
    python_failed(code: i32, length: &str): "종료 코드 {code}로 끝났습니다. 가상 시간 {length}." / "It ended with exit code {code} after {length} of virtual time.";
    python_stuck(length: &str): "교착 상태입니다. {length}부터 모두 오지 않을 것을 기다립니다." / "Deadlock: from {length} on everyone waits for what never comes.";
    python_over_budget(instructions: &str): "명령 {instructions}개를 실행하고 멈췄습니다. 끝나지 않는 반복이 아니라면 조건에서 한도를 올리세요." / "Stopped after {instructions} instructions. If it is no endless loop, raise the limit in the settings.";
    python_over_memory: "메모리를 너무 많이 써서 멈췄습니다. 끝없이 커지는 목록이나 객체가 있는지 보세요." / "Stopped for using too much memory. Look for a list or for objects that grow without end.";
    python_over_output: "출력이 너무 많아서 멈췄습니다. 끝나지 않는 반복문 안에서 출력하는지 보세요." / "Stopped for writing too much. Look for a loop without end that prints.";
    python_not_ended(length: &str): "{length}에서 멈췄습니다." / "It was stopped at {length}.";
    python_cores: "코어" / "Cores";
    python_gil: "GIL" / "GIL";
    python_gil_note: "끄면 프리 스레드 파이썬(3.13t)처럼 스레드가 여러 코어에서 나란히 돕니다." / "Off, threads run on several cores at once, as in free-threaded Python (3.13t).";
    python_interval: "GIL을 넘기는 간격" / "Switch interval of the GIL";
    python_cost: "명령 하나의 시간" / "Time of an instruction";
    python_cost_note: "가상 시계는 명령마다 이만큼 갑니다." / "The virtual clock goes on by this much with every instruction.";
    python_budget: "명령 한도" / "Limit of instructions";
    python_budget_note: "여기까지 실행하면 멈춥니다." / "It is stopped when it has executed so many.";
    python_million(n: u64): "{n}백만" / "{n} million";
    python_seed: "난수 씨앗" / "Seed";
    python_input: "표준 입력 (input이 읽는 것)" / "Standard input (what input() reads)";
    python_model: "시간은 모형입니다: sleep과 기다림은 적힌 만큼, 명령은 위에서 정한 만큼 걸립니다. 컴퓨터가 실제로 쓴 시간이 아닙니다." / "Time is modelled: sleeps and waits take what they say, instructions what is set above. It is not the time that this computer took.";
    python_tab_lines: "지금 줄" / "Lines now";
    python_nobody: "이때 실행 중인 것이 없습니다." / "Nobody is at work at this moment.";
    python_lane: "누가" / "Who";
    python_line: "줄" / "Line";
}
