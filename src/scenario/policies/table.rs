//! The table itself.

use super::{Domain, Parameter, PolicyKind, Words};
use crate::scenario::{Length, Unit};

const fn parameter(key: &'static str, name: Words, domain: Domain, about: Words) -> Parameter {
    Parameter {
        key,
        name,
        about,
        domain,
    }
}

const QUANTUM: Domain = Domain::Time(Length::plain(4));
const IN_ORDER: Words = (
    "먼저 줄 선 것이 먼저이고, 같은 순간에 도착하면 목록 순서입니다.",
    "Who queued first goes first; of those that arrive together, the one that stands first in the list.",
);
const BY_ARRIVAL: Words = (
    "같으면 먼저 도착한 것, 그다음 목록 순서입니다.",
    "Equals go by arrival, then in the order of the list.",
);

/// Every policy, in the order in which they are offered.
pub const TABLE: &[PolicyKind] = &[
    PolicyKind {
        key: "fifo",
        name: ("선입 선출", "First come, first served"),
        about: (
            "준비된 순서대로 실행하고, 스스로 멈출 때까지 빼앗지 않습니다.",
            "Threads run in the order in which they became ready, until they block or end.",
        ),
        ties: IN_ORDER,
        reads: &[],
        parameters: &[],
    },
    PolicyKind {
        key: "sjf",
        name: ("최단 작업 우선", "Shortest job first"),
        about: (
            "다음 CPU 버스트가 가장 짧은 것을 끝까지 실행합니다.",
            "The thread with the shortest next CPU burst runs until it blocks or ends.",
        ),
        ties: BY_ARRIVAL,
        reads: &[],
        parameters: &[
            parameter(
                "predict",
                ("버스트 길이", "Burst lengths"),
                Domain::Word(&["stated", "average"]),
                (
                    "버스트 길이를 아는 방법: 프로그램에 적힌 값, 또는 지난 버스트의 지수 평균",
                    "How lengths are known: as programs state them, or as the exponential average of earlier bursts",
                ),
            ),
            parameter(
                "alpha_percent",
                ("마지막 버스트의 무게, %", "Weight of the last burst, %"),
                Domain::Count {
                    least: 0,
                    most: 100,
                    usual: 50,
                },
                (
                    "지수 평균에서 마지막 버스트의 무게(백분율)",
                    "The weight of the last burst in the average, in percent",
                ),
            ),
            parameter(
                "first_guess",
                ("첫 예측", "First guess"),
                Domain::Time(Length::plain(10)),
                ("첫 버스트의 예측값", "The guess for a first burst"),
            ),
        ],
    },
    PolicyKind {
        key: "srtf",
        name: ("최단 잔여 시간 우선", "Shortest remaining time first"),
        about: (
            "남은 CPU 버스트가 가장 짧은 것을 실행하고, 더 짧은 것이 오면 내어 줍니다.",
            "The thread with the least left of its CPU burst runs; a shorter one takes its core.",
        ),
        ties: (
            "같으면 실행 중인 것이 계속하고, 기다리는 것끼리는 먼저 도착한 것이 먼저입니다.",
            "Between equals a running thread goes on; of those that wait, the earlier arrival goes first.",
        ),
        reads: &[],
        parameters: &[],
    },
    PolicyKind {
        key: "round-robin",
        name: ("라운드 로빈", "Round robin"),
        about: (
            "차례로 정해진 시간만큼 실행하고 줄 끝으로 갑니다.",
            "Each thread runs for a quantum, then goes to the end of the queue.",
        ),
        ties: (
            "시간이 끝나는 순간 도착한 것은 그 스레드보다 앞에 섭니다(\"ties\"로 바꿀 수 있습니다).",
            "Who arrives just when a quantum ends is queued before the one whose quantum it was (\"ties\" changes that).",
        ),
        reads: &[],
        parameters: &[parameter(
            "quantum",
            ("타임 슬라이스", "Quantum"),
            QUANTUM,
            ("한 차례의 길이", "How long a turn is"),
        )],
    },
    PolicyKind {
        key: "priority",
        name: ("우선순위", "Priority"),
        about: (
            "우선순위가 가장 좋은 것을 실행합니다.",
            "The thread with the best priority runs.",
        ),
        ties: (
            "같은 우선순위에서는 줄 선 순서, 시간을 정하면 라운드 로빈입니다.",
            "Equals go in the order of their queue; with a quantum, round robin.",
        ),
        reads: &["priority"],
        parameters: &[
            parameter(
                "preemptive",
                ("선점", "Preemptive"),
                Domain::Flag(true),
                (
                    "더 좋은 것이 오면 바로 코어를 빼앗음",
                    "A better one takes the core at once",
                ),
            ),
            parameter(
                "first",
                ("좋은 수", "Better number"),
                Domain::Word(&["smaller", "larger"]),
                ("어느 수가 더 좋은지", "Which number is better"),
            ),
            parameter(
                "quantum",
                ("타임 슬라이스", "Quantum"),
                Domain::MaybeTime,
                (
                    "같은 우선순위끼리의 차례 길이",
                    "How long a turn is among equals",
                ),
            ),
            parameter(
                "preempted",
                ("빼앗긴 것의 자리", "Place if preempted"),
                Domain::Word(&["head", "tail"]),
                (
                    "빼앗긴 것이 같은 우선순위의 앞에 설지 뒤에 설지",
                    "Whether a preempted thread stands before or behind its equals",
                ),
            ),
            parameter(
                "keeps_quantum",
                ("남은 차례를 지킴", "Keeps the rest of a turn"),
                Domain::Flag(false),
                (
                    "빼앗긴 것이 나중에 남은 차례만 가짐",
                    "A preempted thread later has only what was left of its turn",
                ),
            ),
            parameter(
                "aging",
                ("에이징", "Aging"),
                Domain::MaybeTime,
                (
                    "이만큼 기다릴 때마다 우선순위가 좋아짐(에이징)",
                    "Waiting betters a priority at every multiple of this time (aging)",
                ),
            ),
            parameter(
                "aging_by",
                ("에이징 폭", "Aging step"),
                Domain::Count {
                    least: 1,
                    most: 1_000,
                    usual: 1,
                },
                ("그때마다 좋아지는 정도", "By how much"),
            ),
        ],
    },
    PolicyKind {
        key: "hrrn",
        name: ("최고 응답 비율 우선", "Highest response ratio next"),
        about: (
            "(기다린 시간 + 버스트) / 버스트가 가장 큰 것을 끝까지 실행합니다.",
            "The thread with the highest (waiting + burst) / burst runs until it blocks or ends.",
        ),
        ties: BY_ARRIVAL,
        reads: &[],
        parameters: &[],
    },
    PolicyKind {
        key: "mlfq",
        name: ("다단계 피드백 큐", "Multi-level feedback queue"),
        about: (
            "위 단계부터 실행하고, 단계마다 쓸 수 있는 시간을 다 쓰면 내려갑니다.",
            "The highest level runs; who has used its time at a level goes down.",
        ),
        ties: (
            "같은 단계에서는 줄 선 순서입니다. 빼앗긴 것은 제자리와 남은 시간을 지킵니다.",
            "Levels are queues; a preempted thread keeps its place and the rest of its slice.",
        ),
        reads: &[],
        parameters: &[
            parameter(
                "quanta",
                ("단계별 슬라이스", "Quanta"),
                Domain::Times(16, &[Length::plain(2), Length::plain(4), Length::plain(8)]),
                (
                    "위에서부터 각 단계의 차례 길이",
                    "How long a slice is, from the highest level to the lowest",
                ),
            ),
            parameter(
                "allotment",
                ("단계마다 차례 수", "Allotment"),
                Domain::Count {
                    least: 1,
                    most: 1_000,
                    usual: 1,
                },
                (
                    "한 단계에서 쓸 수 있는 차례 수",
                    "How many slices a thread may use at a level",
                ),
            ),
            parameter(
                "boost",
                ("끌어올림", "Boost"),
                Domain::MaybeTime,
                (
                    "이 시간마다 모두 맨 위로 올림",
                    "All are lifted to the highest level at every multiple of this time",
                ),
            ),
            parameter(
                "stay",
                ("기다리면 다시 채움", "Blocking refills"),
                Domain::Flag(false),
                (
                    "스스로 멈추면 그 단계의 시간을 다시 채움(악용할 수 있음)",
                    "A thread that blocks has its slice full again (which programs can exploit)",
                ),
            ),
            parameter(
                "io_bump",
                ("입출력 뒤 맨 앞", "Front after I/O"),
                Domain::Flag(false),
                (
                    "입출력이 끝난 것은 그 단계의 맨 앞에 섬",
                    "A thread that was blocked comes in at the head of its level",
                ),
            ),
        ],
    },
    PolicyKind {
        key: "feedback",
        name: ("피드백", "Feedback"),
        about: (
            "차례가 끝날 때 다른 것이 기다리면 한 단계 내려갑니다. 차례 중에는 빼앗지 않습니다.",
            "Who has had a slice while others wait goes down a level; slices are not cut short.",
        ),
        ties: (
            "같은 단계에서는 줄 선 순서이고, 차례가 끝나는 순간 도착한 것이 앞에 섭니다.",
            "Levels are queues; who arrives just when a slice ends stands before the one whose slice it was.",
        ),
        reads: &[],
        parameters: &[
            parameter(
                "quantum",
                ("타임 슬라이스", "Quantum"),
                Domain::Time(Length::plain(1)),
                (
                    "맨 위 단계의 차례 길이",
                    "How long a slice is at the first level",
                ),
            ),
            parameter(
                "slices",
                ("아래 단계", "Lower levels"),
                Domain::Word(&["same", "doubling"]),
                (
                    "아래 단계의 차례: 같은 길이, 또는 두 배씩",
                    "Slices of lower levels: the same, or each twice as long",
                ),
            ),
        ],
    },
    PolicyKind {
        key: "lottery",
        name: ("복권", "Lottery"),
        about: (
            "차례마다 복권을 뽑아 그 복권을 가진 것을 실행합니다.",
            "For each turn a ticket is drawn, and its holder runs.",
        ),
        ties: (
            "복권은 목록 순서대로 번호가 매겨집니다.",
            "Tickets are numbered in the order of the list.",
        ),
        reads: &["tickets"],
        parameters: &[parameter(
            "quantum",
            ("타임 슬라이스", "Quantum"),
            QUANTUM,
            ("한 차례의 길이", "How long a turn is"),
        )],
    },
    PolicyKind {
        key: "stride",
        name: ("스트라이드", "Stride"),
        about: (
            "패스가 가장 작은 것을 실행하고, 그 복권 수에 반비례하는 보폭을 더합니다.",
            "The thread with the lowest pass runs, and its pass grows by a stride that is inverse to its tickets.",
        ),
        ties: (
            "패스가 같으면 목록 순서입니다.",
            "Equal passes go in the order of the list.",
        ),
        reads: &["tickets"],
        parameters: &[
            parameter(
                "quantum",
                ("타임 슬라이스", "Quantum"),
                QUANTUM,
                ("한 차례의 길이", "How long a turn is"),
            ),
            parameter(
                "charge",
                ("차례의 값", "Charge"),
                Domain::Word(&["whole", "used"]),
                (
                    "차례를 다 쓰지 않았을 때 치르는 값: 보폭 전부, 또는 쓴 만큼",
                    "What a turn costs that was not used up: a whole stride, or what was used of it",
                ),
            ),
            parameter(
                "joins",
                ("새 것의 패스", "Joining pass"),
                Domain::Word(&["at-least", "at-own"]),
                (
                    "새로 온 것의 패스: 마지막에 실행한 것 이상, 또는 제 것",
                    "The pass of who comes in: at least that of the last one, or its own",
                ),
            ),
        ],
    },
    PolicyKind {
        key: "cfs",
        name: ("공정(CFS)", "Fair (CFS)"),
        about: (
            "가상 실행 시간이 가장 적은 것을 실행합니다. nice가 시간이 흐르는 빠르기를 정합니다.",
            "The thread with the least virtual runtime runs; nice says how fast its time goes.",
        ),
        ties: (
            "가상 실행 시간이 같으면 먼저 줄 선 것이 먼저입니다.",
            "Of equal virtual runtimes the one that queued first goes first.",
        ),
        reads: &["nice"],
        parameters: &[
            parameter(
                "latency",
                ("지연 목표", "Latency"),
                Domain::Time(Length::of(6, Unit::Millis)),
                (
                    "모두가 한 번씩 실행되어야 하는 시간",
                    "The time in which each ready thread is to have a turn",
                ),
            ),
            parameter(
                "min_granularity",
                ("가장 짧은 차례", "Least slice"),
                Domain::Time(Length::of(750, Unit::Micros)),
                ("차례의 최소 길이", "No turn is shorter"),
            ),
            parameter(
                "wakeup_granularity",
                ("깨움 여유", "Wake-up margin"),
                Domain::Time(Length::of(1, Unit::Millis)),
                (
                    "깨어난 것이 빼앗으려면 뒤져 있어야 하는 정도",
                    "How far a woken thread must be behind to take a core",
                ),
            ),
            parameter(
                "wakeup_preemption",
                ("깨어나면 선점", "Wake-up preemption"),
                Domain::Flag(true),
                (
                    "깨어난 것이 코어를 빼앗을 수 있음",
                    "Woken threads may take cores",
                ),
            ),
            parameter(
                "gentle_sleepers",
                ("반 주기만 앞섬", "Gentle sleepers"),
                Domain::Flag(true),
                (
                    "깨어난 것이 반 주기만 앞서 들어옴",
                    "A woken thread comes in half a latency ahead, not a whole one",
                ),
            ),
            parameter(
                "start_debit",
                ("새 것은 한 차례 뒤", "Start debit"),
                Domain::Flag(false),
                (
                    "새 것이 한 차례를 쓴 것처럼 들어옴",
                    "A new thread comes in as if it had had a turn",
                ),
            ),
        ],
    },
    PolicyKind {
        key: "eevdf",
        name: ("EEVDF", "EEVDF"),
        about: (
            "몫보다 덜 받은 것 가운데 가상 마감이 가장 이른 것을 실행합니다.",
            "Of the threads that have had less than their share, the one with the earliest virtual deadline runs.",
        ),
        ties: (
            "가상 마감이 같으면 먼저 줄 선 것이 먼저입니다.",
            "Of equal virtual deadlines the one that queued first goes first.",
        ),
        reads: &["nice"],
        parameters: &[
            parameter(
                "slice",
                ("요청 길이", "Slice"),
                Domain::Time(Length::of(750, Unit::Micros)),
                (
                    "한 번에 요청하는 길이",
                    "How much a thread asks for at a time",
                ),
            ),
            parameter(
                "run_to_parity",
                ("몫까지 실행", "Run to parity"),
                Domain::Flag(true),
                (
                    "요청한 만큼 받을 때까지 코어를 지킴",
                    "Who runs keeps its core until it has had what it asked for",
                ),
            ),
        ],
    },
    PolicyKind {
        key: "queues",
        name: ("큐와 일 훔치기", "Queues and work stealing"),
        about: (
            "모든 코어가 한 줄을 쓰거나, 코어마다 줄을 두고 빈 코어가 남의 줄에서 가져옵니다. 작업의 \"affinity\"를 지킵니다.",
            "All cores share a queue, or each has its own and may steal from others; the \"affinity\" of jobs is kept.",
        ),
        ties: (
            "새 작업은 코어 번호 순서로 하나씩 나누어 주고, 돌아온 작업은 마지막에 쓴 코어의 줄 끝에 섭니다.",
            "New jobs are dealt core by core; who comes back goes to the end of the queue of the core it ran on last.",
        ),
        reads: &["affinity"],
        parameters: &[
            parameter(
                "per_core",
                ("코어마다 줄", "Queue per core"),
                Domain::Flag(true),
                ("코어마다 줄을 따로 둠", "Each core has a queue of its own"),
            ),
            parameter(
                "quantum",
                ("타임 슬라이스", "Quantum"),
                Domain::MaybeTime,
                ("한 차례의 길이", "How long a turn is"),
            ),
            parameter(
                "together",
                ("함께 끝남", "Turns end together"),
                Domain::Flag(false),
                (
                    "모든 코어의 차례가 함께 끝남",
                    "The turns of all cores end together",
                ),
            ),
            parameter(
                "steal",
                ("훔치기", "Stealing"),
                Domain::Word(&["when-free", "never", "every"]),
                (
                    "언제 가져올지: 비었을 때, 안 함, 일정 시간마다",
                    "When cores steal: when they are free, never, or at intervals",
                ),
            ),
            parameter(
                "steal_every",
                ("훔치는 간격", "Stealing interval"),
                Domain::Time(Length::plain(4)),
                ("\"every\"일 때 그 간격", "The interval of \"every\""),
            ),
            parameter(
                "victim",
                ("누구에게서", "Victim"),
                Domain::Word(&["longest", "drawn"]),
                (
                    "누구에게서 가져올지: 가장 긴 줄, 또는 뽑기",
                    "From whom: the longest queue, or one that is drawn",
                ),
            ),
        ],
    },
    PolicyKind {
        key: "gang",
        name: ("갱", "Gang"),
        about: (
            "같은 갱의 작업들이 코어를 함께 받습니다. 작업의 \"gang\"이 어느 갱인지 정합니다.",
            "Jobs of a gang get their cores together; \"gang\" of a job says which gang.",
        ),
        ties: (
            "행렬의 줄이 번호 순서로 돌아가고, 갱은 자리가 있는 첫 줄에 들어갑니다.",
            "The rows of a matrix take turns in order; a gang goes into the first row that has room.",
        ),
        reads: &["gang"],
        parameters: &[
            parameter(
                "quantum",
                ("타임 슬라이스", "Quantum"),
                QUANTUM,
                ("한 줄의 차례 길이", "How long a row's turn is"),
            ),
            parameter(
                "fills_in",
                ("빈 코어 채움", "Fills in"),
                Domain::Flag(false),
                (
                    "노는 코어를 다른 갱의 작업이 씀",
                    "Idle cores run jobs of other gangs meanwhile",
                ),
            ),
        ],
    },
    PolicyKind {
        key: "edf",
        name: ("최단 마감 우선", "Earliest deadline first"),
        about: (
            "마감이 가장 이른 것을 실행합니다.",
            "The thread whose deadline is the earliest runs.",
        ),
        ties: REAL_TIME,
        reads: &["deadline", "period"],
        parameters: &[],
    },
    PolicyKind {
        key: "rate-monotonic",
        name: ("비율 단조", "Rate monotonic"),
        about: (
            "주기가 가장 짧은 것을 실행합니다.",
            "The thread with the shortest period runs.",
        ),
        ties: REAL_TIME,
        reads: &["period", "deadline"],
        parameters: &[],
    },
    PolicyKind {
        key: "fixed-priority",
        name: ("고정 우선순위", "Fixed priority"),
        about: (
            "우선순위 수가 가장 작은 것을 실행합니다(실시간).",
            "The thread with the smallest priority number runs (real time).",
        ),
        ties: REAL_TIME,
        reads: &["priority", "period", "deadline"],
        parameters: &[],
    },
];

const REAL_TIME: Words = (
    "같으면 실행 중인 것이 계속하고, 기다리는 것끼리는 목록 순서입니다.",
    "Between equals a running thread goes on; of those that wait, the one that stands first in the list goes first.",
);
