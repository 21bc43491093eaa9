//! The page of a machine of one's own.

use super::texts;

texts! {
    machine_title: "어떤 스케줄러가 무엇을 잘하나?" / "Which scheduler is good at what?";
    machine_lede: "작업과 기계를 정하고, 방식을 넷까지 한 시간축에 놓고 견줍니다. 모두 모델이며, 단위를 적지 않은 시간은 ms입니다." / "Set the jobs and the machine, and hold up to four policies against one another on one time axis. All of it is modelled; times without a unit are in ms.";

    // The bar of the whole page.
    machine_presets: "시작점" / "Start from";
    machine_random: "무작위 작업" / "Random jobs";
    machine_random_note: "다음 씨앗으로 작업을 새로 뽑습니다." / "Draws other jobs, from the next seed.";
    machine_file: "파일" / "File";
    machine_open: "열기" / "Open";
    machine_save: "저장" / "Save";
    machine_copy: "JSON 복사" / "Copy as JSON";
    machine_file_note: "JSON 파일을 이 페이지에 끌어다 놓거나, 글을 붙여 넣어도 됩니다." / "A JSON file may also be dropped on this page, or its text pasted.";
    machine_undo: "되돌리기 (Ctrl+Z)" / "Undo (Ctrl+Z)";
    machine_redo: "다시 하기 (Ctrl+Shift+Z)" / "Redo (Ctrl+Shift+Z)";
    machine_brought(name: &str): "열었습니다: {name}" / "Opened: {name}";
    machine_no_link: "링크에 담기에는 너무 큽니다. 파일로 저장해 나누세요. 이 브라우저에는 남아 있습니다." / "This is too large for a link. Save it as a file to pass it on. This browser keeps it.";

    // Jobs.
    machine_jobs: "작업" / "Jobs";
    machine_cell(column: &str, job: &str): "{job}: {column}" / "{job}: {column}";
    machine_add_job: "작업 더하기" / "Add a job";
    machine_up(job: &str): "{job} 위로" / "Move {job} up";
    machine_down(job: &str): "{job} 아래로" / "Move {job} down";
    machine_duplicate(job: &str): "{job} 복제" / "Duplicate {job}";
    machine_delete(job: &str): "{job} 삭제" / "Delete {job}";
    machine_all_columns: "모든 열" / "All columns";
    machine_actions: "바꾸기" / "Change";
    machine_keys: "화살표와 Enter로 칸을 옮기고, Ctrl+Z로 되돌립니다." / "Arrows and Enter move between cells; Ctrl+Z takes back.";
    machine_more_jobs(n: usize): "이 밖에 {n}개가 더 있습니다. 아래 JSON에서 고칠 수 있습니다." / "There are {n} more. They can be changed as JSON below.";
    machine_most_jobs(n: usize): "작업은 {n}개까지입니다." / "There may be {n} jobs at most.";

    machine_lines(job: &str): "{job}: 명령마다 한 줄" / "{job}: a line for each instruction";
    machine_one_line(job: &str): "{job}: 한 줄로" / "{job}: on one line";

    // The folds below the jobs.
    machine_folds: "그 밖의 것" / "What else there is";
    machine_add: "더하기" / "Add";
    machine_objects: "락, 큐, 셀" / "Locks, queues, cells";
    machine_objects_note: "한 줄에 하나씩 선언합니다. 선언하지 않고 쓴 이름은 보통의 것이 됩니다." / "One declaration a line. A name that is used and not declared is the usual one of its kind.";
    machine_objects_forms: "mutex m [reentrant] [inherit] [hand-off] · semaphore s 2 · condition c m · event e · barrier b 3 · rwlock w [readers|writers|fair] · queue q [2] · cell counter 0" / "mutex m [reentrant] [inherit] [hand-off] · semaphore s 2 · condition c m · event e · barrier b 3 · rwlock w [readers|writers|fair] · queue q [2] · cell counter 0";
    machine_devices: "장치" / "Devices";
    machine_devices_note: "io가 부르는 이름과, 함께 처리하는 요청 수입니다. 적지 않은 장치는 요청을 하나씩 처리합니다." / "What io names, and how many requests it serves at once. One that is not listed serves one at a time.";
    machine_networks: "네트워크" / "Networks";
    machine_networks_note: "request가 부르는 이름과, 응답이 오기까지 드는 것입니다." / "What request names, and what it takes until the answer is there.";
    machine_processes: "프로세스와 GIL" / "Processes and the GIL";
    machine_processes_note: "작업이 속하는 프로세스입니다. 적지 않으면 모두 한 프로세스의 스레드이고 GIL은 없습니다." / "What jobs belong to. Left out, all are threads of one process without a GIL.";
    machine_gil: "GIL" / "GIL";
    machine_gil_note: "한 번에 한 스레드만 실행합니다. 끄면 free-threaded입니다." / "Only one of its threads runs at a time; off: free-threaded.";
    machine_user: "사용자 수준 스레드" / "User-level threads";
    machine_user_note: "작업을 적은 수의 운반 스레드 위에서 실행합니다." / "Its jobs run on a few carrier threads.";
    machine_pools: "풀" / "Pools";
    machine_pools_note: "submit이 일을 맡기는 스레드 풀과 프로세스 풀입니다." / "Pools of threads or processes that submit gives work to.";
    machine_programs: "시작할 수 있는 프로그램" / "Programs to start";
    machine_programs_note: "작업이 spawn, fork, submit 따위로 시작하는 프로그램입니다. 이름으로 부릅니다." / "What jobs start by name, with spawn, fork, submit and the like.";
    machine_program_name: "프로그램의 이름" / "Name of the program";
    machine_program(name: &str): "프로그램 {name}" / "Program {name}";
    machine_signals: "시그널" / "Signals";
    machine_signals_note: "밖에서 프로세스로 보내는 시그널입니다." / "Sent to processes from elsewhere.";
    machine_drawn: "뽑아 더하는 작업" / "Jobs drawn besides";
    machine_drawn_note: "시드에서 뽑아 표의 작업 뒤에 더합니다. 범위는 ‘1 10’처럼 두 수로 적습니다." / "Drawn from a seed and added behind those of the table. A range is two numbers, such as 1 10.";
    machine_instructions: "명령 찾아보기" / "Instructions";
    machine_instructions_note: "프로그램은 명령을 ; 나 줄바꿈으로 이어 씁니다. D는 시간, R은 레지스터(ax, bx …), V는 수나 레지스터, P는 메모리입니다." / "A program is instructions with ; or a new line between them. D is a length of time, R a register (ax, bx …), V a number or a register, P a place of memory.";
    machine_json: "JSON" / "JSON";
    machine_json_note: "이 페이지의 모든 것이 이 글에 있습니다. 고치면 바로 반영됩니다." / "All of this page stands in this text. Changes take effect at once.";
    machine_json_kept: "글은 그대로 두고, 위에는 마지막으로 읽을 수 있던 것을 보입니다." / "The text stays; above stands what could be read last.";
    machine_json_discard: "고친 글 버리기" / "Leave the changed text";

    // Machine and policies.
    machine_settings: "기계" / "Machine";
    machine_more_settings: "기계 더 보기" / "More of the machine";
    machine_costs: "그 밖의 비용" / "Other costs";
    machine_more_rules: "규칙과 매개변수 더 보기" / "Ties and more parameters";
    machine_changed(title: &str): "‘{title}’에서 바꾼 것입니다." / "Changed from ‘{title}’.";
    machine_policies: "방식" / "Policies";
    machine_policy(n: usize): "방식 {n}" / "Policy {n}";
    machine_add_policy: "방식 더하기" / "Add a policy";
    machine_remove_policy(n: usize): "방식 {n} 빼기" / "Remove policy {n}";
    machine_unknown_policy(key: &str): "모르는 방식: {key}" / "Unknown policy: {key}";

    // What it comes to.
    machine_tab_setup: "조건" / "Settings";
    machine_tab_measures: "측정값" / "Measures";
    machine_summary: "방식별" / "By policy";
    machine_held(cell: &str): "마지막 {cell}" / "{cell} at the end";
    machine_best: "가장 좋음" / "best";
    machine_per_job(policy: &str): "작업별 · {policy}" / "By job · {policy}";
    machine_which_policy: "어느 방식" / "Which policy";
    machine_average: "평균" / "AVG";
    machine_alike(policy: &str, than: &str): "{policy}: 평균과 전체 시간이 {than}와(과) 같음" / "{policy} against {than}: the same averages and makespan";
    machine_compared(policy: &str, than: &str, difference: &str): "{policy}: {than}보다 {difference}" / "{policy} against {than}: {difference}";
    machine_problems(n: usize): "고칠 것 {n}개" / "{n} to mend";
    machine_problems_title: "고칠 것" / "To mend";
    machine_ran_one: "한 가지 방식으로 실행함" / "Run under one policy";
    machine_ran(n: usize): "{n}가지 방식으로 실행함" / "Run under {n} policies";
    machine_no_run: "실행할 것이 없습니다. 작업을 더하세요." / "There is nothing to run. Add a job.";
    machine_starting: "모형 프로그램을 불러오는 중" / "The program of the machine is being loaded";
    machine_running(run: usize, of: usize): "{of}가지 중 {run}번째를 실행하는 중" / "Run {run} of {of}";
    machine_cancel: "취소" / "Cancel";
    machine_cancelled: "실행을 취소했습니다. 아래는 그 전의 결과입니다." / "The run was cancelled. What is below is from before.";
    machine_run_again: "다시 실행" / "Run again";
    machine_why: "왜" / "Why";
    machine_why_hint: "막대를 고르면 왜 그 작업이 골라졌는지 보입니다." / "Select a bar to see why its job was picked.";
}
