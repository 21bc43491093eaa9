//! The words that the project's own traces use for what is waited for, for
//! lanes and for reasons, in both languages. Traces keep one stable word, so
//! that a trace is the same in every language; what is not listed here (a
//! job's name, another tool's words) is shown as it is.

use std::borrow::Cow;

use crate::base::Lang;

/// Trace word, Korean, English.
const WORDS: &[(&str, &str, &str)] = &[
    ("turn", "차례", "its turn"),
    ("core", "코어", "a core"),
    ("timer", "타이머", "timer"),
    ("request", "요청", "request"),
    ("fetch", "요청(fetch)", "fetch"),
    ("network", "네트워크", "network"),
    ("event loop", "이벤트 루프", "the event loop"),
    ("events", "사건", "events"),
    ("heartbeat", "페이지 박동", "Heartbeat"),
    ("main", "주 스레드", "main thread"),
    ("program", "프로그램", "program"),
    ("machine", "기계", "machine"),
    ("tick", "박동", "tick"),
    ("frame", "화면 프레임", "frame"),
    ("poll", "물어봄(poll)", "poll"),
    ("cancelled", "취소됨", "cancelled"),
    ("start", "시작", "start"),
    ("why", "까닭", "Why"),
    ("blocked", "기다리게 됨", "blocked"),
    ("exit", "끝남", "ended"),
    (
        "gil-request",
        "GIL을 놓아 달라는 요청",
        "asked to let go of the GIL",
    ),
    ("quantum-over", "타임 슬라이스가 끝남", "time slice over"),
    ("preempted", "선점됨", "preempted"),
    ("yielded", "양보함", "yielded"),
    ("new", "새로 옴", "new"),
    ("unblocked", "기다림이 끝남", "its wait is over"),
    ("thread", "스레드", "Thread"),
    ("deadlock", "교착 상태", "deadlock"),
    ("deadline missed", "마감 놓침", "deadline missed"),
    (
        "priority inherited",
        "우선순위를 물려받음",
        "priority inherited",
    ),
    (
        "own priority again",
        "제 우선순위로 돌아옴",
        "own priority again",
    ),
    ("set", "켜짐", "set"),
    ("broken", "깨짐", "broken"),
    ("migration", "코어를 옮김", "moved to another core"),
    ("torn", "함께 끝남", "torn"),
    ("ended", "끝내짐", "ended"),
    ("for", "치른 값", "Paid for"),
    ("saves", "저장", "Saves"),
    ("loads", "복원", "Loads"),
    ("ready", "준비", "ready"),
    ("terminated", "끝남", "ended"),
    ("thread creation", "스레드 만들기", "making a thread"),
    ("process creation", "프로세스 만들기", "making a process"),
    ("serialise", "직렬화", "serialising"),
    ("deserialise", "역직렬화", "deserialising"),
    ("pool", "풀", "the pool"),
    ("carrier", "운반 스레드", "its carrier"),
    (
        "user-level threads",
        "사용자 수준 스레드",
        "user-level threads",
    ),
    (
        "user-level switch",
        "사용자 수준 전환",
        "switching user-level threads",
    ),
    ("join", "끝을 거두기", "joining"),
    ("fork", "포크", "forking"),
    ("bytes", "바이트", "Bytes"),
    ("handshake", "연결 맺기", "Handshake"),
    ("iterations", "반복 수", "Iterations"),
    ("iterations-per-ms", "1 ms당 반복 수", "Iterations per ms"),
    ("start-up", "시작하는 데 걸린 시간", "Start-up"),
    ("clock-error", "시계 오차", "Clock error"),
    (
        "time-origin-gap",
        "timeOrigin과의 차이",
        "Distance from timeOrigin",
    ),
];

/// Words that are followed by a number.
const NUMBERED: &[(&str, &str)] = &[
    ("worker ", "워커 "),
    ("core ", "코어 "),
    ("carrier ", "운반 스레드 "),
];

/// A word of a trace as a person reads it.
pub fn named(word: &str, lang: Lang) -> Cow<'_, str> {
    // What a switch saves and loads: the word, and what of the control block.
    if let Some((block, part)) = word.split_once('-')
        && matches!(block, "saves" | "loads")
    {
        let part =
            CONTROL_BLOCK
                .iter()
                .find(|(key, ..)| *key == part)
                .map_or(part, |(_, ko, en)| match lang {
                    Lang::Ko => ko,
                    Lang::En => en,
                });
        return Cow::Owned(format!("{}: {part}", named(block, lang)));
    }
    if let Some((_, ko, en)) = WORDS.iter().find(|(key, ..)| *key == word) {
        return Cow::Borrowed(match lang {
            Lang::Ko => ko,
            Lang::En => en,
        });
    }
    let numbered = NUMBERED.iter().find_map(|(prefix, ko)| {
        let number = word.strip_prefix(prefix)?;
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        (digits && lang == Lang::Ko).then(|| format!("{ko}{number}"))
    });
    numbered.map_or(Cow::Borrowed(word), Cow::Owned)
}

/// Parts of a process control block, Korean, English; others are registers.
const CONTROL_BLOCK: &[(&str, &str, &str)] = &[
    ("cpu", "쓴 CPU 시간", "CPU time used"),
    ("priority", "우선순위", "priority"),
    ("pc", "프로그램 카운터", "program counter"),
    ("state", "상태", "state"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_projects_own_words_are_translated() {
        for (word, ko, en) in [
            ("turn", "차례", "its turn"),
            ("saves-cpu", "저장: 쓴 CPU 시간", "Saves: CPU time used"),
            ("loads-ax", "복원: ax", "Loads: ax"),
            ("saves", "저장", "Saves"),
            ("worker 12", "워커 12", "worker 12"),
            ("worker x", "worker x", "worker x"),
            ("core ", "core ", "core "),
            ("A", "A", "A"),
            ("타이머", "타이머", "타이머"),
        ] {
            assert_eq!(named(word, Lang::Ko), ko);
            assert_eq!(named(word, Lang::En), en);
        }
    }
}
