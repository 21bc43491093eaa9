//! What `lab explore FILE.py --json` gives, for the description of all JSON.

/// Place, Korean, English.
pub(in crate::lab) const PYTHON: &[(&str, &str, &str)] = &[
    ("version", "형식의 판: 1", "the version of the shape: 1"),
    ("program", "파일", "the file"),
    (
        "threads",
        "스레드의 이름, 스케줄의 A, B, … 순서",
        "the threads' names, in the order of the letters A, B, … of schedules",
    ),
    ("counted", "schedules", "schedules"),
    (
        "most_preemptions",
        "선점의 한도, 없으면 null",
        "the bound of preemptions; null if there is none",
    ),
    ("count", "본 스케줄의 수", "how many schedules were seen"),
    (
        "complete",
        "범위 안의 스케줄을 모두 보았는지",
        "whether all within the bound were seen",
    ),
    (
        "proved",
        "그것이 증명인지: 잘리거나 반복해 기다리기만 한 것이 없음",
        "whether that is a proof: none was cut short or only waited in a loop",
    ),
    (
        "seen_preemptions",
        "선점이 이 수까지인 스케줄은 모두 봄. 하나도 다 보지 못했으면 null",
        "all schedules with at most so many preemptions were seen; null if not even those without any",
    ),
    (
        "ended",
        "complete, runs, places, outcomes, threads, unsteady, time, interrupt: 탐색을 마친 까닭",
        "complete, runs, places, outcomes, threads, unsteady, time, interrupt: why the search ended",
    ),
    (
        "runs",
        "프로그램을 실행한 횟수",
        "how often the program was run",
    ),
    (
        "steps",
        "모든 실행의 단계 수",
        "steps taken, all runs together",
    ),
    (
        "outcomes",
        "서로 다른 결과, 잘못된 것부터",
        "the distinct outcomes, what goes wrong first",
    ),
    (
        "outcomes[].kind",
        "failure, deadlock, cut, ended",
        "failure, deadlock, cut, ended",
    ),
    ("outcomes[].stdout", "출력한 것", "what was printed"),
    (
        "outcomes[].stderr",
        "표준 오류로 출력한 것",
        "what was printed to standard error",
    ),
    (
        "outcomes[].exit_code",
        "종료 코드, 끝에 이르지 못했으면 null",
        "the exit code; null if it did not come to its end",
    ),
    (
        "outcomes[].cycle",
        "교착 상태의 순환: 누가 무엇을 기다리는지",
        "the circle of a deadlock: who waits for what",
    ),
    (
        "outcomes[].cycle[].waits",
        "기다리는 스레드",
        "the thread that waits",
    ),
    (
        "outcomes[].cycle[].object",
        "기다리는 객체, 다른 스레드의 끝이면 null",
        "for which object; null if for the other's end",
    ),
    (
        "outcomes[].cycle[].held_by",
        "누구에게 있는지",
        "who has it",
    ),
    (
        "outcomes[].count",
        "이 결과의 스케줄 수",
        "how many schedules have it",
    ),
    (
        "outcomes[].schedule",
        "그중 가장 짧은 것, --schedule로 따라갈 수 있음",
        "the shortest of them, for --schedule",
    ),
    (
        "outcomes[].way",
        "스레드들이 다투는 것까지 적은 같은 스케줄: 따라갈 때 다시 찾지 않음",
        "the same with what threads contend for, so that following it need not search",
    ),
    ("outcomes[].preemptions", "그 선점 수", "its preemptions"),
    ("outcomes[].switches", "그 전환 수", "its switches"),
    ("outcomes[].steps", "그 단계 수", "its steps"),
];
