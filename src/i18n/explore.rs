//! The page that explores all schedules of a program.

use super::texts;

texts! {
    explore_title: "어떤 순서에서 잘못되나?" / "Which schedules go wrong?";
    explore_lede: "스레드의 명령이 섞이는 순서를 모두 실행해 보고, 결과마다 그 결과에 이르는 가장 짧은 순서를 다시 보여 줍니다. 명령 하나는 나뉘지 않고, 명령과 명령 사이라면 어디서나 다른 스레드로 바뀔 수 있습니다." / "Runs every order in which the threads' instructions can mix, and replays for each outcome the shortest schedule that leads to it. One instruction is indivisible; between any two another thread may go on.";

    // The program.
    explore_program: "프로그램" / "Program";
    explore_example: "예제" / "Example";
    explore_own: "직접 쓴 프로그램" / "A program of your own";
    explore_text: "프로그램 글" / "Text of the program";
    explore_text_keys: "Tab은 다음 칸으로 갑니다. Ctrl+Enter로 탐색하고 Ctrl+Z로 되돌립니다." / "Tab goes to the next field. Ctrl+Enter explores, Ctrl+Z takes back.";
    explore_problems(n: usize): "고칠 것 {n}개" / "{n} to mend";
    explore_fine: "읽었습니다." / "It can be read.";
    explore_reference: "쓸 수 있는 명령" / "Instructions";
    explore_reference_note: "R은 레지스터(ax … hx), V는 레지스터나 수, P는 메모리 자리(counter, 2000, [flag + bx]), D는 시간입니다. 첫 스레드 앞에 cell, mutex, semaphore, condition, event, barrier, rwlock, queue를 선언합니다. 선언하지 않은 이름은 0인 셀이나 보통 락이 됩니다." / "R is a register (ax … hx), V a register or a number, P a place of memory (counter, 2000, [flag + bx]), D a length of time. Before the first thread stand declarations: cell, mutex, semaphore, condition, event, barrier, rwlock, queue. A name that is not declared is a cell of zero, or a plain lock.";

    // How.
    explore_how: "방법" / "Method";
    explore_way_all: "모든 순서" / "All schedules";
    explore_way_bounded: "선점이 적은 순서" / "Few preemptions";
    explore_way_classes: "동치류마다 하나" / "One of each class";
    explore_way_samples: "무작위 표본" / "Random samples";
    explore_way_all_note: "순서를 하나도 빼지 않고 셉니다." / "Counts every schedule.";
    explore_way_bounded_note: "선점(preemption)은 더 갈 수 있는 스레드에게서 CPU를 빼앗는 일입니다. 오류는 대개 선점이 적은 순서에서 나타납니다." / "A preemption takes the CPU from a thread that could go on. Most errors show with few of them.";
    explore_way_classes_note: "서로 상관없는 이웃 명령의 자리만 다른 순서들은 같은 결과를 냅니다. 그 묶음(동치류)마다 하나만 셉니다." / "Schedules that differ only in the order of neighbouring steps that do not touch the same thing have the same outcome. Of each such class one is counted.";
    explore_way_samples_note: "단계마다 갈 수 있는 스레드 가운데 하나를 같은 확률로 뽑습니다." / "Each step is by a thread drawn from those that can go on, each with the same chance.";
    explore_preemptions: "선점 한도" / "Preemptions at most";
    explore_seed: "씨앗" / "Seed";
    explore_most: "순서의 수 한도" / "Schedules at most";
    explore_most_samples: "표본의 수" / "Samples";
    explore_seconds: "초 한도" / "Seconds at most";
    explore_number(least: &str, most: &str): "{least}부터 {most}까지의 정수" / "a whole number from {least} to {most}";
    explore_run: "탐색" / "Explore";
    explore_again: "다시 탐색" / "Explore again";
    explore_cancel: "취소" / "Cancel";
    explore_mend_first: "프로그램을 먼저 고쳐야 합니다." / "The program has to be mended first.";

    // Progress.
    explore_starting: "탐색 프로그램을 불러오는 중" / "Loading the explorer";
    explore_counting: "세는 중" / "Counting";
    explore_searching: "가장 짧은 순서를 찾는 중" / "Looking for the shortest schedules";
    explore_so_far(n: &str, outcomes: u64): "{n}개, 결과 {outcomes}가지" / "{n} so far, outcomes: {outcomes}";
    explore_rate(n: &str): "초당 {n}개" / "{n} per second";
    explore_states(n: &str): "상태 {n}개를 봄" / "{n} states seen";

    // What was found.
    explore_results: "결과" / "Outcomes";
    explore_no_result: "아직 탐색하지 않았습니다." / "Nothing has been explored yet.";
    explore_all(n: &str): "순서 {n}개 전부" / "All {n} schedules";
    explore_part(n: &str): "순서 {n}개" / "{n} schedules";
    explore_all_bounded(n: &str, k: u32): "선점이 {k}번까지인 순서 {n}개 전부" / "All {n} schedules with a limit of {k} on preemptions";
    explore_part_bounded(n: &str, k: u32): "선점이 {k}번까지인 순서 {n}개" / "{n} schedules with a limit of {k} on preemptions";
    explore_all_classes(n: &str): "같은 순서끼리 묶은 동치류 {n}개 전부 (줄이기 켬)" / "All {n} classes of equivalent schedules (reduction on)";
    explore_part_classes(n: &str): "같은 순서끼리 묶은 동치류 {n}개 (줄이기 켬)" / "{n} classes of equivalent schedules (reduction on)";
    explore_all_samples(n: &str): "무작위 표본 {n}개" / "{n} random samples";
    explore_outcomes(n: u64): "결과 {n}가지" / "{n} distinct outcomes";
    explore_one_outcome: "결과는 하나뿐" / "one outcome only";
    explore_wrong(n: &str, part: &str): "그중 {n}개({part})에서 잘못됩니다." / "It goes wrong in {n} of them ({part}).";
    explore_wrong_uncounted: "센 순서 가운데는 없지만, 잘못되는 순서가 있습니다." / "It goes wrong in none of those counted, but in others.";
    explore_none_wrong: "잘못되는 것이 없습니다." / "It goes wrong in none of them.";
    explore_none_wrong_yet: "지금까지 잘못된 것이 없습니다. 다 본 것이 아니므로 없다고는 할 수 없습니다." / "It has gone wrong in none of them. Not everything was seen, so that proves nothing.";
    explore_incomplete: "다 보지 못함" / "Incomplete";
    explore_ended_schedules: "수의 한도에 이르렀습니다." / "The limit of their number was reached.";
    explore_ended_time: "시간의 한도에 이르렀습니다." / "The limit of time was reached.";
    explore_ended_outcomes: "서로 다른 결과가 너무 많습니다." / "There are too many distinct outcomes.";
    explore_ended_cancelled: "취소했습니다." / "It was cancelled.";
    explore_counts_known: "아래의 수는 그때까지 센 것입니다." / "The counts below are of what was counted until then.";
    explore_repeats(n: &str): "왔던 상태로 돌아와 그만둔 {n}개는 세지 않았습니다." / "{n} that came back to a state they had been in were given up and not counted.";
    explore_took(time: &str, rate: &str): "세는 데 {time}, 초당 {rate}개 (이 브라우저에서 측정)" / "Counting took {time}, {rate} per second (measured in this browser)";
    explore_took_short(time: &str): "세는 데 {time} (이 브라우저에서 측정)" / "Counting took {time} (measured in this browser)";
    explore_more(n: &str): "결과가 {n}가지 더 있지만 표에 싣지 않았습니다." / "There are {n} more outcomes for which the table has no room.";
    explore_stale: "프로그램이나 방법이 바뀌었습니다. 아래는 바뀌기 전의 결과입니다." / "The program or the method has changed since. Below is what was found before.";
    explore_col_outcome: "끝난 모습" / "How it ends";
    explore_col_count: "수" / "Count";
    explore_col_share: "비율" / "Share";
    explore_col_preemptions: "선점" / "Preemptions";
    explore_col_preemptions_note: "이 결과에 이르는 가장 적은 선점 수" / "The fewest preemptions that lead to it";
    explore_col_replay: "다시 보기" / "Replay";
    explore_replay_of(what: &str): "다시 보기: {what}" / "Replay: {what}";
    explore_of_counted_mark: "센 것 가운데" / "of those counted";
    explore_good: "의도대로" / "As intended";
    explore_bad: "잘못됨" / "Goes wrong";
    explore_kind_ended: "모두 끝남" / "All end";
    explore_kind_deadlock: "교착 상태" / "Deadlock";
    explore_kind_waits: "끝없이 기다림" / "Waits for ever";
    explore_kind_failure: "도중에 멈춤" / "Stops midway";
    explore_kind_cut: "단계 한도에 걸림" / "Cut at the limit of steps";
    explore_not_counted: "세지 않음" / "not counted";

    // The replay.
    explore_replay: "다시 보기" / "Replay";
    explore_replay_hint: "탐색한 뒤 결과를 하나 고르면 그 순서가 여기에 펼쳐집니다." / "Choose an outcome, and the schedule that leads to it is laid out here.";
    explore_shortest_of_all(n: u32): "선점 {n}번: 이 결과에 이르는 모든 순서 가운데 가장 적음" / "Preemptions: {n}, the fewest of all schedules with this outcome";
    explore_shortest_counted(n: u32): "선점 {n}번: 센 순서 가운데 가장 적음" / "Preemptions: {n}, the fewest of those counted";
    explore_of_this(n: u32): "선점 {n}번" / "Preemptions: {n}";
    explore_schedule: "순서" / "Schedule";
    explore_schedule_note: "글자는 스레드, 수는 잇달아 가는 단계 수입니다. 고치거나 붙여 넣고 재생할 수 있습니다." / "Letters are threads, numbers how many steps in a row. It may be edited, or another pasted, and replayed.";
    explore_play: "이 순서 보기" / "Replay this";
    explore_copy: "복사" / "Copy";
    explore_step(step: usize, all: usize): "{all}단계 중 {step}단계 뒤" / "After step {step} of {all}";
    explore_steps_note: "모든 단계를 같은 길이로 그립니다. 명령에 걸리는 시간은 따지지 않습니다." / "All steps are drawn alike. How long instructions take plays no part.";
    explore_listing: "명령" / "Instructions";
    explore_state: "상태" / "State";
    explore_threads: "스레드" / "Threads";
    explore_memory: "메모리" / "Memory";
    explore_objects: "락과 동기화 객체" / "Locks and other objects";
    explore_name: "이름" / "Name";
    explore_value: "값" / "Value";
    explore_registers: "레지스터" / "Registers";
    explore_doing: "상태" / "State";
    explore_changed: "방금 바뀜" / "just changed";
    explore_next(who: &str): "다음: {who}" / "next: {who}";
    explore_at: "여기에 있는 스레드" / "threads at this line";
    explore_runs: "다음 차례" / "next";
    explore_ready: "갈 수 있음" / "ready";
    explore_waits(what: &str): "{what} 기다림" / "waits for {what}";
    explore_ended: "끝남" / "ended";
    explore_stopped: "멈춤" / "stopped";
    explore_nobody: "아무도 없음" / "nobody";
    explore_empty: "비어 있음" / "empty";
    explore_set: "켜짐" / "set";
    explore_unset: "꺼짐" / "not set";
    explore_no_link: "링크에 담기에는 너무 깁니다. 이 브라우저에는 남아 있습니다." / "This is too long for a link. This browser keeps it.";

    // What can go wrong.
    explore_failed: "탐색하지 못했습니다." / "Exploring failed.";
    explore_kept: "그때까지 센 것은 아래에 있습니다." / "What was counted until then is below.";
}
