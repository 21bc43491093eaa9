//! The fields of a document in tables: what controls and help texts say of them.
//! Policies have a table of their own ([`super::TABLE`]).

use super::policies::Words as Sentences;

/// A field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What documents call it.
    pub key: &'static str,
    /// Its name.
    pub name: Sentences,
    /// What it means.
    pub about: Sentences,
    /// What it may be.
    pub kind: FieldKind,
}

/// What a field may be. What is left out is the usual.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// A length of time; usually nothing.
    Time,
    /// A length of time, more than nothing; usually left out.
    MaybeTime,
    /// A whole number; usually the least, or left out.
    Count(u64, u64),
    /// A whole number or `"any"`.
    CountOrAny(u64, u64),
    /// One of these words; usually the first.
    Word(&'static [&'static str]),
    /// True or false; usually false.
    Flag,
    /// A name.
    Name,
    /// An object with fields of its own.
    Fields(&'static [Field]),
    /// A list of such objects.
    List(&'static [Field]),
    /// A whole number that may be negative; usually zero.
    Whole(i64, i64),
    /// A list of whole numbers.
    Counts(u64, u64),
    /// The least and the most of what is drawn, or one number for both.
    Range,
    /// A text, or one in each language: `{"ko": …, "en": …}`.
    Words,
    /// A list of policies ([`super::TABLE`]): keys, or objects with parameters.
    Policies,
    /// A list of declarations ([`crate::sim::program::System`]).
    Objects,
    /// The text of a program ([`crate::sim::program::REFERENCE`]).
    Program,
    /// Programs by their names.
    Programs,
    /// Whole numbers by the names of registers.
    Registers,
}

impl Field {
    /// The keys of a table.
    pub fn keys(table: &[Field]) -> Vec<&'static str> {
        table.iter().map(|field| field.key).collect()
    }
}

macro_rules! fields {
    ($($key:literal $kind:expr, $name_ko:literal $name_en:literal, $ko:literal $en:literal;)+) => {
        &[$(Field {
            key: $key,
            name: ($name_ko, $name_en),
            about: ($ko, $en),
            kind: $kind,
        },)+]
    };
}

use FieldKind::{
    Count, CountOrAny, Counts, Fields, Flag, List, MaybeTime, Name, Objects, Policies, Program,
    Programs, Range, Registers, Time, Whole, Word, Words,
};

/// The most bytes per second of a network.
pub(super) const MOST_RATE: u64 = 1_000_000_000_000;
/// The most workers of a pool.
pub(super) const MOST_WORKERS: u64 = 256;
/// The most bytes of a task.
pub(super) const MOST_BYTES: u64 = 1 << 40;
/// The most KiB of memory of a process: 1 TiB.
pub(super) const MOST_KIB: u64 = 1 << 30;
/// The most connections or channels.
pub(super) const MOST_CHANNELS: u64 = 1_000_000;

/// What stands in `machine.costs`.
pub const COSTS: &[Field] = fields! {
    "thread" Time, "스레드 만들기" "Making a thread",
        "스레드를 시작하는 스레드가 쓰는 CPU 시간. 그 뒤에 새 스레드가 준비됩니다."
        "CPU time of who starts a thread, before the new one is ready.";
    "process" Time, "프로세스 만들기" "Making a process",
        "프로세스를 시작하는 스레드가 쓰는 CPU 시간."
        "CPU time of who starts a process.";
    "fork_per_kib" Time, "포크, KiB마다" "Fork, per KiB",
        "포크할 때 부모의 메모리 1KiB를 복사하는 시간."
        "Copying one KiB of the parent's memory at a fork.";
    "join" Time, "끝을 거두기" "Joining",
        "스레드나 프로세스의 끝을 기다리던 쪽이 끝을 확인하는 시간."
        "Taking notice of the end of a thread or process, of who waits for it.";
    "message" Time, "메시지 직렬화" "Serialising a message",
        "프로세스 사이의 메시지를 직렬화하는 시간. 받는 쪽도 역직렬화에 그만큼 씁니다."
        "Writing down a message between processes; reading it takes the receiver as long.";
    "message_per_kib" Time, "메시지, KiB마다" "Messages, per KiB",
        "메시지 1KiB마다 양쪽에 더 드는 시간."
        "How much longer that takes each side for each KiB of the message.";
    "migration" Time, "캐시 예열" "Cache warm-up",
        "마지막에 쓰던 코어가 아닌 코어로 옮긴 스레드의 캐시가 데워지는 시간."
        "Warming up the caches when a thread goes to another core than it ran on last.";
};

/// What a network may have.
pub const NETWORK: &[Field] = fields! {
    "name" Name, "이름" "Name", "request와 io가 부르는 이름." "What request and io call it.";
    "latency" Time, "지연" "Latency", "한쪽으로 가는 데 걸리는 시간." "How long a bit takes one way.";
    "bandwidth" Count(1, MOST_RATE), "대역폭" "Bandwidth",
        "초당 바이트 수. 적지 않으면 바이트에는 시간이 들지 않습니다."
        "Bytes per second; left out, bytes take no time.";
    "handshake" Word(&["tcp", "none", "tls1.3", "tls1.2"]), "연결 맺기" "Handshake",
        "연결을 맺는 왕복 수: tcp 1번, tls1.3 2번, tls1.2 3번, none 0번."
        "Round trips to open a connection: tcp 1, tls1.3 2, tls1.2 3, none 0.";
    "keep_alive" MaybeTime, "연결 유지" "Keep-alive",
        "쉬는 연결이 열려 있는 시간. 적지 않으면 요청마다 연결을 새로 맺습니다."
        "How long a free connection stays open; left out, each request opens one.";
    "connections" CountOrAny(1, MOST_CHANNELS), "연결 수" "Connections",
        "함께 열 수 있는 연결 수. 적지 않으면 제한이 없습니다."
        "How many connections there may be at once; left out, any number.";
};

/// What a device may have.
pub const DEVICE: &[Field] = fields! {
    "name" Name, "이름" "Name", "io가 부르는 이름." "What io calls it.";
    "channels" CountOrAny(1, MOST_CHANNELS), "채널" "Channels",
        "함께 처리하는 요청 수. 적지 않으면 하나입니다."
        "How many requests it serves at once; left out, one.";
};

/// What stands in `user_threads` of a process.
pub const USER_THREADS: &[Field] = fields! {
    "carriers" Count(1, MOST_WORKERS), "운반 스레드" "Carriers",
        "사용자 수준 스레드를 실행하는 커널 스레드의 수. 1이면 다대일, 여럿이면 다대다입니다."
        "How many threads of the system run the user-level ones: 1 is many-to-one, more is many-to-many.";
    "switch_cost" Time, "전환 비용" "Switch cost",
        "한 사용자 수준 스레드에서 다른 것으로 바꾸는 시간."
        "What it costs to go from one user-level thread to another.";
    "quantum" MaybeTime, "타임 슬라이스" "Time slice",
        "다른 스레드가 준비되어 있을 때 운반 스레드를 쓰는 시간. 적지 않으면 스스로 내놓을 때까지 씁니다."
        "How long one keeps its carrier while others are ready; left out, until it gives it up.";
};

/// What a process may have.
pub const PROCESS: &[Field] = fields! {
    "name" Name, "이름" "Name", "작업이 부르는 이름." "What jobs call it.";
    "gil" MaybeTime, "GIL 전환 간격" "GIL switch interval",
        "GIL을 가진 스레드가 놓아 달라는 요청을 받기까지의 시간. 적지 않으면 GIL이 없습니다(free-threaded)."
        "How long until the owner of the GIL is asked to let go; left out, there is no GIL (free-threaded).";
    "memory" Count(0, MOST_KIB), "메모리(KiB)" "Memory in KiB",
        "포크할 때 복사하는 메모리의 크기(KiB)."
        "How many KiB of memory a fork copies.";
    "user_threads" Fields(USER_THREADS), "사용자 수준 스레드" "User-level threads",
        "작업을 사용자 수준 스레드로 실행합니다. 적지 않으면 작업마다 커널 스레드입니다(일대일)."
        "Runs its jobs as user-level threads; left out, each is a thread of the system (one-to-one).";
};

/// What a pool may have.
pub const POOL: &[Field] = fields! {
    "name" Name, "이름" "Name", "submit이 부르는 이름." "What submit calls it.";
    "workers" Count(1, MOST_WORKERS), "일꾼 수" "Workers",
        "일꾼의 수. 처음 submit하는 스레드가 모두 시작합니다."
        "How many workers; the first thread that submits starts them all.";
    "kind" Word(&["threads", "forked", "started"]), "종류" "Kind",
        "threads는 같은 프로세스의 스레드, forked는 그 프로세스를 복사한 프로세스, started는 처음부터 시작하는 프로세스입니다."
        "threads of the same process, processes forked from it, or processes started anew.";
    "bytes" Count(0, MOST_BYTES), "크기(바이트)" "Bytes",
        "프로세스로 오가는 작업과 결과 하나의 크기."
        "How large a task and a result are, where they go between processes.";
};

/// What a signal has.
pub const SIGNAL: &[Field] = fields! {
    "at" Time, "때" "At", "보내는 때." "When it is sent.";
    "process" Name, "프로세스" "Process", "받는 프로세스." "The process that gets it.";
    "signal" Word(&["terminate", "kill"]), "시그널" "Signal",
        "terminate는 처리하지 않으면 프로세스를 끝내고, kill은 언제나 끝냅니다."
        "terminate ends the process unless it handles it; kill always does.";
};

/// What stands in `machine`, its costs aside.
pub const MACHINE: &[Field] = fields! {
    "cores" Count(1, crate::sim::Settings::MOST_CORES as u64), "코어" "Cores",
        "코어 수." "How many cores.";
    "switch_cost" Time, "전환 비용" "Switch cost",
        "코어가 다른 스레드로 바꾸는 시간." "What it costs a core to change to another thread.";
    "instruction" Time, "명령 시간" "Instruction",
        "시간을 스스로 말하지 않는 명령 하나의 시간. 적지 않으면, 명령 단위로 실행할 때 한 단위입니다."
        "How long an instruction takes that does not say it itself; left out, one unit where programs run as instructions.";
    "seed" Count(0, u64::MAX), "시드" "Seed", "모든 난수의 시드." "The seed of every random number.";
    "ties" Word(&["arrival-first", "quantum-end-first"]), "같은 순간" "Ties",
        "같은 순간에 도착하는 스레드와 타임 슬라이스가 끝나는 스레드 가운데 먼저 줄을 서는 쪽."
        "Who queues first of one that arrives and one whose time slice ends at that moment.";
    "horizon" MaybeTime, "끝" "Horizon",
        "늦어도 이때 멈춥니다. 적지 않으면 한 시간입니다."
        "The run stops here at the latest; left out, after an hour.";
    "costs" Fields(COSTS), "비용" "Costs",
        "그 밖에 CPU 시간이 드는 일." "What else takes CPU time.";
};

/// What a job may have.
pub const JOB: &[Field] = fields! {
    "name" Name, "이름" "Name", "레인의 이름." "What its lane is called.";
    "process" Name, "프로세스" "Process",
        "속한 프로세스. 적지 않으면 첫 프로세스입니다."
        "The process it belongs to; left out, the first.";
    "arrival" Time, "도착" "Arrival", "도착하는 때." "When it arrives.";
    "priority" Whole(-1_000_000, 1_000_000), "우선순위" "Priority",
        "어느 쪽이 먼저인지는 정책이 정합니다."
        "Which number goes first is the policy's.";
    "nice" Whole(-20, 19), "나이스 값" "Nice value",
        "작을수록 CPU를 많이 받습니다." "The smaller, the more CPU time it gets.";
    "tickets" Count(1, 10_000), "티켓" "Tickets",
        "추첨과 보폭 스케줄링의 몫. 적지 않으면 100입니다."
        "Its share with lottery and stride scheduling; left out, 100.";
    "deadline" MaybeTime, "마감" "Deadline",
        "도착하거나 주기가 시작하고 나서 끝나야 하기까지의 시간."
        "How long after its arrival or release it is to be done.";
    "period" MaybeTime, "주기" "Period",
        "한 번 시작하고 다음에 시작하기까지의 시간." "How long from one release to the next.";
    "releases" Count(1, 1_000_000), "횟수" "Releases",
        "주기가 있을 때 시작하는 횟수. 적지 않으면 끝까지입니다."
        "How often it is released, if it has a period; left out, until the end.";
    "affinity" Counts(0, crate::sim::Settings::MOST_CORES as u64 - 1), "코어" "Cores",
        "쓸 수 있는 코어의 번호(0부터). 적지 않으면 모두입니다."
        "Numbers of the cores that it may use, from 0; left out, any.";
    "gang" Count(0, 1_000_000), "갱" "Gang",
        "함께 코어를 받는 작업들의 번호." "The number of those that get cores together.";
    "daemon" Flag, "데몬" "Daemon",
        "프로세스에서 데몬이 아닌 마지막 스레드와 함께 끝납니다."
        "It ends with the last thread of its process that is no daemon.";
    "registers" Registers, "레지스터" "Registers",
        "레지스터의 처음 값. 적지 않으면 0입니다."
        "What its registers hold at first; left out, zero.";
    "program" Program, "프로그램" "Program", "하는 일." "What it does.";
};

/// What a group of drawn jobs may have.
pub const RANDOM: &[Field] = fields! {
    "count" Count(1, super::MOST_JOBS as u64), "작업 수" "Jobs", "몇 개를 뽑는지." "How many jobs.";
    "name" Name, "이름" "Name", "이름의 앞부분. 번호가 붙습니다." "What their names begin with; a number follows.";
    "seed" Count(0, u64::MAX), "시드" "Seed", "난수의 시드." "The seed.";
    "arrival" Range, "도착" "Arrival", "도착하는 때." "When they arrive.";
    "bursts" Range, "버스트 수" "Bursts", "작업마다 CPU를 쓰는 횟수." "How many CPU bursts each has.";
    "burst" Range, "버스트 길이" "Burst", "CPU를 한 번 쓰는 길이." "How long a CPU burst is.";
    "device" Name, "장치" "Device",
        "버스트 사이에 쓰는 장치. 적지 않으면 잡니다."
        "What they use between two bursts; left out, they sleep.";
    "io" Range, "입출력" "I/O", "버스트 사이의 길이." "How long they do so.";
    "priority" Range, "우선순위" "Priority", "우선순위의 범위." "Their priorities.";
};

/// What a document may have.
pub const DOCUMENT: &[Field] = fields! {
    "version" Count(super::VERSION, super::VERSION), "판" "Version", "문서 형식의 판." "The version of the document.";
    "title" Words, "제목" "Title", "시나리오의 이름." "What the scenario is called.";
    "about" Words, "설명" "About", "무엇을 보여 주는지." "What it shows.";
    "unit" Word(&["ms", "ns", "us", "s"]), "단위" "Unit",
        "숫자만 적은 시간의 단위." "What plain numbers of time count.";
    "machine" Fields(MACHINE), "기계" "Machine", "기계의 모습." "What the machine is like.";
    "policies" Policies, "정책" "Policies", "견주어 볼 정책, 넷까지." "The policies that are tried, at most four.";
    "devices" List(DEVICE), "장치" "Devices",
        "장치. 프로그램에만 나오는 장치는 요청을 하나씩 처리합니다."
        "Devices; one that only programs name serves one request at a time.";
    "networks" List(NETWORK), "네트워크" "Networks", "네트워크." "Networks.";
    "objects" Objects, "동기화 객체" "Objects",
        "\"mutex m\"과 같은 선언. 선언하지 않은 것은 보통의 것이 됩니다. 셀은 프로세스마다 따로 있고, 두 프로세스가 쓰는 큐와 파이프에는 메시지 비용이 듭니다."
        "Declarations such as \"mutex m\"; what is not declared is as usual. Each process has cells of its own; what goes through a queue or pipe between two processes costs a message.";
    "processes" List(PROCESS), "프로세스" "Processes",
        "프로세스. 적지 않으면 하나입니다." "Processes; left out, there is one.";
    "signals" List(SIGNAL), "시그널" "Signals",
        "밖에서 프로세스로 보내는 시그널." "Signals that processes get from elsewhere.";
    "pools" List(POOL), "풀" "Pools", "스레드 풀과 프로세스 풀." "Pools of threads or processes.";
    "programs" Programs, "프로그램" "Programs",
        "작업이 스레드, 프로세스, 풀의 작업으로 시작하는 프로그램."
        "Programs that jobs start as threads, processes or tasks.";
    "jobs" List(JOB), "작업" "Jobs", "작업." "Jobs.";
    "random" List(RANDOM), "뽑은 작업" "Drawn jobs", "난수로 뽑는 작업." "Jobs that are drawn from a seed.";
};

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Every table and where a value of it stands in a document.
    fn tables() -> Vec<(String, &'static [Field])> {
        let mut found = vec![(String::new(), DOCUMENT)];
        let mut at = 0;
        while let Some((place, table)) = found.get(at).cloned() {
            for field in table {
                let key = field.key;
                match field.kind {
                    Fields(inner) => found.push((format!("{place}/{key}"), inner)),
                    List(inner) => found.push((format!("{place}/{key}/0"), inner)),
                    _ => {}
                }
            }
            at += 1;
        }
        found
    }

    /// A document with that value at a place and nothing else.
    fn around(place: &str, value: Value) -> Value {
        place.rsplit('/').fold(value, |value, step| match step {
            "" => value,
            "0" => json!([value]),
            step => json!({step: value}),
        })
    }

    #[test]
    fn the_tables_are_bilingual_and_each_key_stands_once() {
        for (_, table) in tables() {
            for field in table {
                let keys = Field::keys(table);
                assert_eq!(keys.iter().filter(|key| **key == field.key).count(), 1);
                assert!(field.name.0 != field.name.1, "{}", field.key);
                assert!(field.about.0.ends_with('.') && field.about.1.ends_with('.'));
            }
        }
    }

    #[test]
    fn the_reader_knows_the_fields_of_the_tables_and_no_others() {
        let told = |place: &str, key: &str| {
            let document = around(place, json!({key: {"no": ["such", 1.5]}}));
            let (_, problems) = super::super::read(&document.to_string());
            let at = format!("{place}/{key}");
            let is_unknown = |problem: &crate::base::Problem| {
                problem.place == at && problem.reason.en.contains("not known")
            };
            problems.iter().any(is_unknown)
        };
        let tables = tables();
        assert!(tables.len() > 10);
        for (place, table) in &tables {
            for field in *table {
                assert!(!told(place, field.key), "{place} {}", field.key);
            }
            for (_, other) in &tables {
                for key in Field::keys(other) {
                    let is_own = Field::keys(table).contains(&key);
                    assert_eq!(told(place, key), !is_own, "{place} {key}");
                }
            }
        }
    }
}
