//! The programs that the Python page offers, each with what to look at.

use crate::base::Text;

/// What a program is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// Threads and what they share.
    Threads,
    /// Processes, each with memory of its own.
    Processes,
    /// Generators: functions that stop midway.
    Generators,
    /// The event loop and its tasks.
    Asyncio,
    /// Requests over a (simulated) network.
    Network,
    /// Other programs.
    Subprocess,
    /// The same job by threads, processes and asyncio.
    ThreeWays,
    /// The language itself: nothing in it is concurrent.
    Language,
}

impl Topic {
    /// All of them, in the order of the menu.
    pub const ALL: [Topic; 8] = [
        Topic::Threads,
        Topic::Asyncio,
        Topic::Processes,
        Topic::ThreeWays,
        Topic::Generators,
        Topic::Network,
        Topic::Subprocess,
        Topic::Language,
    ];

    /// What it is called.
    pub fn title(self) -> Text {
        match self {
            Topic::Threads => Text::new("스레드 (threading)", "Threads (threading)"),
            Topic::Processes => {
                Text::new("프로세스 (multiprocessing)", "Processes (multiprocessing)")
            }
            Topic::Generators => Text::new("제너레이터", "Generators"),
            Topic::Asyncio => Text::new("이벤트 루프 (asyncio)", "The event loop (asyncio)"),
            Topic::Network => Text::new("네트워크 (모의)", "The network (simulated)"),
            Topic::Subprocess => {
                Text::new("다른 프로그램 (subprocess)", "Other programs (subprocess)")
            }
            Topic::ThreeWays => Text::new("같은 일, 세 가지 방법", "One job, three ways"),
            Topic::Language => Text::new("파이썬 언어", "The language itself"),
        }
    }
}

/// A program that the page offers.
#[derive(Clone, PartialEq, Debug)]
pub struct Example {
    /// What it is called in links.
    pub key: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// Its title.
    pub title: Text,
    /// What to look at.
    pub note: Text,
    /// The program.
    pub source: &'static str,
}

macro_rules! examples {
    ($($topic:ident $key:literal: $ko:literal / $en:literal; $look_ko:literal / $look_en:literal)+) => {
        /// All of them, in the order of the menu.
        pub fn all() -> Vec<Example> {
            vec![$(Example {
                key: $key,
                topic: Topic::$topic,
                title: Text::new($ko, $en),
                note: Text::new($look_ko, $look_en),
                source: include_str!(concat!("../../static/python/", $key, ".py")),
            }),+]
        }
    };
}

examples! {
    Threads "threads-overlap": "차례대로, 그리고 스레드로" / "One after another, and in threads";
        "앞의 세 번은 3초, 스레드 셋은 1초입니다. 기다림이 겹치기 때문입니다." /
        "The first three calls take 3 s, the three threads 1 s: their waits overlap."
    Threads "threads-join": "join의 차례" / "When to join";
        "하나씩 시작하고 기다리면 2초, 모두 시작한 다음 기다리면 1초입니다. join의 시간 제한은 기다림만 끝냅니다." /
        "Started and joined in turn: 2 s; all started, then joined: 1 s. A limit on join ends the waiting only."
    Threads "threads-daemon": "데몬 스레드" / "Daemon threads";
        "프로그램은 worker가 끝나기를 기다리지만 daemon은 기다리지 않고 잘라 냅니다." /
        "The program waits for the worker to end; the daemon is cut off."
    Threads "threads-logging": "로그와 스레드 이름" / "A log with names";
        "시작하는 스레드의 첫 줄이 main의 다음 줄보다 먼저 나옵니다. 줄마다 누가 썼는지 보입니다." /
        "The thread's first line comes before main's next; each line says who wrote it."
    Threads "threads-exception": "스레드의 오류" / "A thread that fails";
        "잡지 않은 예외는 그 스레드만 끝냅니다. 다른 스레드와 프로그램은 계속됩니다." /
        "An exception that nobody catches ends that thread alone; the others and the program go on."
    Threads "lost-update": "잃어버린 갱신" / "The lost update";
        "셋 모두 0을 읽은 다음에 씁니다. 그래서 150이 아니라 50입니다." /
        "All three read 0 before anyone writes, so that 50 is left, not 150."
    Threads "race": "경쟁 상태: 또 무엇이 나올 수 있나" / "A race: what else could it print?";
        "GIL이 있는 CPython 3.11에서는 3입니다. 언어는 이를 약속하지 않습니다. ‘또 무엇을 출력할 수 있나’로 1과 2가 나오는 순서를 찾아보세요." /
        "With its GIL, CPython 3.11 prints 3; the language does not promise it. Ask what else it could print to see the orders that give 1 and 2."
    Threads "lock": "락이 바로잡는다" / "A lock makes it right";
        "한 번에 한 스레드만 읽고 씁니다. 나머지는 락을 기다립니다." /
        "One thread at a time reads and writes; the others wait for the lock."
    Threads "lock-outsider": "락은 약속일 뿐" / "A lock is an agreement";
        "셋은 열쇠를 기다려 3초이지만, 열쇠를 묻지 않는 하나는 그냥 지나갑니다." /
        "Three wait for the key, 3 s in all; the one that never asks just walks past."
    Threads "deadlock": "교착 상태" / "Deadlock";
        "A는 오른쪽을, B는 왼쪽을 영원히 기다립니다. 서로 가진 것을 기다리는 고리가 생깁니다." /
        "A waits for the right one, B for the left one, for ever: each holds what the other wants."
    Threads "deadlock-avoided": "교착 상태 피하기" / "Deadlock avoided";
        "모두 같은 순서로 잡거나, 시간이 지나면 내려놓고 다시 시작합니다." /
        "All take the locks in one order; or they put one back when the other takes too long."
    Threads "semaphore": "세마포어: 자리가 둘" / "A semaphore: two seats";
        "한 번에 두 스레드만 들어갑니다. 누가 나가야 다음이 들어갑니다." /
        "Two threads at a time are inside; who comes next waits until one leaves."
    Threads "condition": "조건 변수" / "A condition";
        "소비자는 선반이 빌 때 기다리고, notify 한 번에 하나씩 깨어납니다." /
        "Consumers wait while the shelf is empty; each notify wakes one."
    Threads "event": "이벤트: 문이 열릴 때까지" / "An event: until the gate opens";
        "wait은 신호까지, wait(timeout)은 그동안 0.3초마다 깨어납니다." /
        "wait sleeps until the signal; with a limit it wakes every 0.3 s to look."
    Threads "barrier": "장벽" / "A barrier";
        "가장 늦은 C가 올 때까지 A와 B가 기다리고, 그다음 함께 떠납니다." /
        "A and B wait for C, the slowest, then all go on together."
    Threads "producer-consumer": "생산자와 소비자" / "Producer and consumer";
        "큐에는 둘만 들어갑니다. 가득 차면 생산자가, 비면 소비자가 기다립니다." /
        "The queue holds two: when it is full the producer waits, when it is empty the consumer."
    Threads "thread-pool": "스레드 풀" / "A pool of threads";
        "일은 넷, 일꾼은 둘입니다. as_completed는 끝나는 차례대로 줍니다." /
        "Four jobs, two workers; as_completed gives results as they end."
    Threads "futures-wait": "wait와 시간 제한" / "wait and its limit";
        "시간 제한은 기다림만 끝냅니다. 일은 끝까지 돌고, with 블록이 그것을 기다립니다." /
        "The limit ends the waiting, not the job: it runs on, and the with block waits for it."
    Threads "futures-states": "Future의 상태" / "The states of a future";
        "pending, running, done, cancelled. 이미 도는 일은 취소되지 않습니다." /
        "Pending, running, done, cancelled; what runs already cannot be cancelled."
    Threads "gil": "GIL" / "The GIL";
        "계산은 스레드를 늘려도 빨라지지 않습니다. GIL을 끄고 코어를 둘로 해 보세요." /
        "More threads do not make computing faster. Switch the GIL off and use two cores."
    Asyncio "async-gather": "await 하나씩, 그리고 gather" / "await one by one, and gather";
        "하나씩 기다리면 3초, 함께 기다리면 1초입니다. 스레드는 하나입니다." /
        "Awaited one by one 3 s, together 1 s, in a single thread."
    Asyncio "async-blocked": "루프를 막는 것" / "What blocks the loop";
        "time.sleep은 루프를 세워 심장 박동이 멎습니다. to_thread로 맡기면 계속 뜁니다." /
        "time.sleep stops the loop and its heartbeat; handed to a thread, it beats on."
    Asyncio "async-timeout": "시간 제한과 취소" / "Time limit and cancelling";
        "1초 뒤에 취소되고, finally가 먼저 돌고 나서 TimeoutError가 옵니다." /
        "After 1 s it is cancelled; finally runs first, then TimeoutError arrives."
    Asyncio "async-taskgroup": "태스크 그룹" / "A task group";
        "B가 실패하면 남은 C도 취소되고, 오류는 묶음으로 올라옵니다." /
        "When B fails, C is cancelled too, and the errors come up as a group."
    Asyncio "async-queue": "비동기 큐" / "An asynchronous queue";
        "요리사 둘이 한 스레드에서 번갈아 큐를 비웁니다." /
        "Two cooks empty the queue in turn, in one thread."
    Asyncio "async-forgotten": "빠뜨린 await와 괄호" / "Forgotten await and brackets";
        "코루틴은 부르기만 해서는 아무것도 하지 않습니다. 클래스 이름 뒤의 괄호를 빠뜨리면 TypeError입니다." /
        "Calling a coroutine runs nothing. A class without its brackets is a TypeError."
    Processes "processes": "프로세스의 시작과 끝" / "Processes begin and end";
        "자식은 저마다 상자가 있고, join은 끝을 기다립니다." /
        "Each child has a box of its own; join waits for its end."
    Processes "process-main-guard": "__main__ 가드" / "The main guard";
        "자식은 파일을 다시 읽습니다. 가드가 없으면 읽다가 또 자식을 시작하려 하고, 거절됩니다." /
        "A child reads the file again; without the guard it would start a child of its own, and is refused."
    Processes "process-output": "섞이는 출력" / "Output that runs together";
        "터미널은 함께 쓰지만 락은 없습니다. 락을 쓰거나 한 줄을 한 번에 씁니다." /
        "Processes share the terminal, not a lock for it: take one, or write each line in one piece."
    Processes "process-memory": "기억 공간은 따로" / "Memory is apart";
        "보통 변수는 자식마다 따로 50이 되고 부모에서는 0입니다. Value만 함께 씁니다." /
        "The plain variable is 50 in each child and 0 in the parent; only the Value is shared."
    Processes "process-queue": "프로세스 사이의 큐" / "A queue between processes";
        "두 코어가 반씩 더하고, 결과는 큐로 돌아옵니다." /
        "Two cores add up a half each; the results come back through a queue."
    Processes "process-terminate": "강제 종료와 종료 코드" / "terminate and exit codes";
        "terminate는 finally도 돌리지 않습니다. 종료 코드는 -15입니다." /
        "terminate does not even run finally; the exit code is -15."
    Processes "process-shared": "Value, Array, Manager" / "Value, Array, Manager";
        "자식 셋이 같은 칸에 씁니다. += 은 읽고 쓰기이므로 락이 필요합니다." /
        "Three children write to the same cells; += reads and writes, so it needs the lock."
    Processes "process-shared-memory": "공유 메모리" / "Shared memory";
        "이름으로 같은 바이트를 찾습니다. 락은 따로 있어야 하고, unlink는 한 번만 합니다." /
        "The same bytes, found by name. They bring no lock, and one process unlinks them, once."
    Processes "process-pipe": "파이프" / "A pipe";
        "일이 가고 답이 옵니다. 받기 전에 join하면 서로 기다릴 수 있습니다." /
        "Jobs go out, answers come back. Receive before you join, or both may wait."
    Processes "process-pool": "프로세스 풀" / "A pool of processes";
        "map은 차례를 지키고, imap_unordered는 끝나는 대로 줍니다." /
        "map keeps the order, imap_unordered gives what is ready."
    ThreeWays "three-io-threads": "입출력: 스레드" / "I/O: threads";
        "기다림 넷이 겹쳐 0.5초입니다." / "Four waits overlap: 0.5 s."
    ThreeWays "three-io-processes": "입출력: 프로세스" / "I/O: processes";
        "역시 0.5초이지만 프로세스 넷을 만들어야 합니다." / "0.5 s as well, at the price of four processes."
    ThreeWays "three-io-asyncio": "입출력: asyncio" / "I/O: asyncio";
        "한 스레드의 태스크 넷으로 0.5초입니다." / "Four tasks in one thread: 0.5 s."
    ThreeWays "three-cpu-threads": "계산: 스레드" / "Computing: threads";
        "GIL을 번갈아 쥐므로 빨라지지 않습니다." / "They take turns with the GIL: no gain."
    ThreeWays "three-cpu-processes": "계산: 프로세스" / "Computing: processes";
        "코어 수를 늘리면 그만큼 빨라집니다. 만드는 데 드는 시간도 보입니다." /
        "More cores make it faster; what it costs to make processes is seen, too."
    ThreeWays "three-cpu-asyncio": "계산: asyncio" / "Computing: asyncio";
        "await가 없으니 차례대로입니다. 코루틴은 계산을 빠르게 하지 않습니다." /
        "Without an await they go one after another: coroutines do not speed up computing."
    Generators "generator-basics": "yield와 next" / "yield and next";
        "만들 때는 아무것도 돌지 않습니다. next마다 다음 yield까지 갑니다." /
        "Making it runs nothing; each next goes on to the next yield."
    Generators "generator-classes": "이터레이터 클래스" / "Classes that iterate";
        "__iter__가 제너레이터면 몇 번이든, 스스로 이터레이터면 한 번만 돕니다." /
        "With a generator as __iter__ it can be walked again and again, as its own iterator once."
    Generators "generator-send": "send, throw, close" / "send, throw, close";
        "값을 넣고, 예외를 던져 넣고, 닫습니다. 첫 send는 None이어야 합니다." /
        "A value goes in, an exception goes in, it is closed. The first send must be None."
    Generators "generator-states": "제너레이터의 상태" / "The states of a generator";
        "next와 send로 멈춘 곳에서 이어 갑니다. 상태가 네 번 바뀝니다." /
        "next and send go on where it stopped; watch its four states."
    Generators "generator-scheduler": "제너레이터로 만든 스케줄러" / "A scheduler of generators";
        "큐에서 하나를 꺼내 한 걸음 돌리고 다시 넣습니다. 이벤트 루프의 씨앗입니다." /
        "Take one from the queue, run it a step, put it back: the seed of an event loop."
    Generators "generator-or-async": "제너레이터와 async def" / "Generators and async def";
        "손으로 만든 순환과 이벤트 루프가 같은 순서로 출력합니다." /
        "The loop made by hand and the event loop print in the same order."
    Network "web-requests": "requests로 여섯 쪽" / "Six pages with requests";
        "연결을 유지하면 악수가 줄고, 스레드로는 기다림이 겹칩니다." /
        "A kept connection saves handshakes; in threads the waits overlap."
    Network "web-aiohttp": "aiohttp로 여섯 쪽" / "Six pages with aiohttp";
        "요청 여섯이 한 스레드에서 한꺼번에 나갑니다." /
        "Six requests leave one thread at once."
    Subprocess "subprocess-run": "run과 출력" / "run and what it prints";
        "run은 끝을 기다리고 출력을 모읍니다. 실패는 check가 예외로 바꿉니다." /
        "run waits for the end and gathers the output; check turns failure into an exception."
    Subprocess "subprocess-poll": "poll과 시간 제한" / "poll and a time limit";
        "poll은 기다리지 않고 묻습니다. 동기-논블로킹의 실제 모습입니다." /
        "poll asks without waiting: synchronous and non-blocking in the flesh."
    Subprocess "subprocess-many": "자식 다섯" / "Five children";
        "1초에서 5초까지의 자식 다섯이 함께 돌아 5초입니다." /
        "Five children of 1 to 5 s run together: 5 s."
    Subprocess "subprocess-communicate": "communicate의 차례" / "communicate, in and out of turn";
        "이미 끝난 자식의 communicate는 바로 돌아옵니다. 시간 제한은 자식을 죽이지 않습니다." /
        "For a child that is long over it returns at once; its limit does not kill the child."
    Language "language-class": "클래스와 인스턴스" / "Class and instance";
        "틀 하나, 빵 둘. __dict__에는 인스턴스의 것만 있습니다." /
        "One mould, two buns; __dict__ has only what is the instance's own."
    Language "language-str-repr": "__str__과 __repr__" / "__str__ and __repr__";
        "print는 str을, 리스트 안에서는 repr을 씁니다." /
        "print takes str; inside a list it is repr."
    Language "language-class-variables": "클래스 변수와 __del__" / "Class variables and __del__";
        "마지막 이름이 사라질 때 __del__이 돕니다. del 문 때가 아닙니다." /
        "__del__ runs when the last name is gone, not at the del statement."
    Language "language-methods": "classmethod와 staticmethod" / "classmethod and staticmethod";
        "상속하면 차이가 보입니다. cls는 부른 클래스입니다." /
        "Inheritance shows the difference: cls is the class that was asked."
    Language "language-special-methods": "특별한 메서드" / "Special methods";
        "+, *, bool, 비교, 반복이 모두 메서드입니다." /
        "+, *, bool, comparing and iterating are all methods."
    Language "language-namedtuple": "네임드튜플" / "Named tuples";
        "선언하는 네 가지 방법. rename은 쓸 수 없는 이름을 바꿉니다." /
        "Four ways to declare one; rename mends names that cannot be."
    Language "language-packing": "패킹과 언패킹" / "Packing and unpacking";
        "*args는 리스트가 아니라 튜플입니다." /
        "*args is a tuple, not a list."
    Language "language-map-filter": "map, filter, reduce, partial" / "map, filter, reduce, partial";
        "map은 이터레이터를 줍니다. 한 번 돌면 비어 있습니다." /
        "map gives an iterator: walked once, it is empty."
    Language "language-scopes": "이름의 범위" / "Scopes";
        "이름을 다시 묶는 것과 리스트를 바꾸는 것은 다릅니다. 스레드가 리스트를 함께 쓰는 까닭입니다." /
        "Binding a name anew is not changing a list: this is why threads share lists."
    Language "language-closure": "클로저" / "Closures";
        "nonlocal은 다시 묶을 때만 필요합니다." /
        "nonlocal is needed only to bind anew."
    Language "language-decorator": "데코레이터" / "Decorators";
        "걸린 시간은 가상 시간입니다. wraps가 이름과 설명을 지킵니다." /
        "The times are virtual; wraps keeps the name and the description."
    Language "language-exceptions": "예외" / "Exceptions";
        "else, finally, 원인, 예외 묶음." / "else, finally, causes and groups."
    Language "language-with": "with와 컨텍스트 관리자" / "with and context managers";
        "나갈 때는 반대 순서로, 예외가 나도 닫습니다." /
        "They close in reverse order, also when an exception passes."
    Language "language-match": "match" / "match";
        "모양으로 고르고, 맞는 조각에 이름을 붙입니다." /
        "Chooses by shape, and names the pieces that fit."
    Language "language-records": "데이터클래스, 열거, 타입 힌트" / "Dataclasses, enums, type hints";
        "타입 힌트는 남아 있을 뿐 검사되지 않습니다." /
        "Type hints are kept, not checked."
    Language "language-clock": "시간대와 타임스탬프" / "Time zones and timestamps";
        "네 도시의 시각이 같은 타임스탬프입니다." /
        "Four cities, four clocks, one timestamp."
    Language "language-big-integers": "큰 정수와 실수" / "Large integers and floats";
        "정수는 끝이 없지만 글자로 바꾸는 데에는 한계가 있습니다." /
        "Integers have no end, turning them into text has."
    Language "language-tools": "개발 도구가 하는 일" / "What the tools do";
        "PATH는 앞의 폴더가 이깁니다. 버전은 글자가 아니라 수로 비교하고, 린터는 실행하지 않고 읽습니다." /
        "On PATH the first folder wins; versions compare as numbers; a linter reads and never runs."
    Language "language-quiz": "먼저 예측하고 실행하기" / "Predict, then run";
        "GUESSES의 초를 먼저 고쳐 보세요. 틀린 주제가 다시 읽을 곳입니다." /
        "Change the seconds in GUESSES first. The topics you miss are those to read again."
    Language "language-sources": "네 가지 호출과 공식 문서" / "Four ways to call, and the manuals";
        "동기와 블로킹은 서로 다른 물음입니다. 남의 요약보다 공식 문서에서 확인합니다." /
        "Synchronous and blocking are two questions. Check in the manual rather than in a summary."
}

/// The example of a key.
pub fn example(key: &str) -> Option<Example> {
    all().into_iter().find(|example| example.key == key)
}

/// The example that a program is, unchanged.
pub fn example_of(source: &str) -> Option<Example> {
    all().into_iter().find(|example| example.source == source)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_program_beside_the_page_is_offered_once() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/python");
        let files = fs::read_dir(folder).expect("the programs");
        let mut files: Vec<String> = files
            .map(|file| file.expect("a file").path())
            .map(|path| {
                path.file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        files.sort();
        let mut keys: Vec<&str> = all().iter().map(|example| example.key).collect();
        keys.sort_unstable();
        assert_eq!(keys, files);
        let titles: HashSet<String> = all().iter().map(|e| e.title.en.to_string()).collect();
        assert_eq!(titles.len(), all().len());
    }

    #[test]
    fn every_topic_has_programs_and_every_program_ends_its_last_line() {
        for topic in Topic::ALL {
            assert!(
                all().iter().any(|example| example.topic == topic),
                "{topic:?}"
            );
        }
        for example in all() {
            assert!(example.source.ends_with('\n'), "{}", example.key);
            assert!(example.source.lines().count() <= 60, "{}", example.key);
            assert_eq!(example_of(example.source), Some(example));
        }
    }
}
