//! The words of the timeline in both languages.

use std::borrow::Cow;

use super::events::StepBy;
use crate::base::{Lang, Text};
use crate::trace::{FlowKind, State};

const fn say(ko: &'static str, en: &'static str) -> Text {
    Text {
        ko: Cow::Borrowed(ko),
        en: Cow::Borrowed(en),
    }
}

/// The name of a state, as legend, labels, table and cards show it.
pub fn state(state: State) -> Text {
    match state {
        State::Running => say("실행", "Running"),
        State::Ready => say("준비", "Ready"),
        State::BlockedIo => say("I/O 대기", "Waiting for I/O"),
        State::BlockedLock => say("락 대기", "Waiting for a lock"),
        State::BlockedGil => say("GIL 대기", "Waiting for the GIL"),
        State::BlockedQueue => say("큐 대기", "Waiting for a queue"),
        State::BlockedJoin => say("조인 대기", "Waiting to join"),
        State::Sleeping => say("잠듦", "Sleeping"),
        State::Awaiting => say("await", "Awaiting"),
        State::Switching => say("문맥 교환", "Context switch"),
        State::Serving => say("장치 동작", "Device at work"),
        State::Held => say("점유", "Held"),
        State::Terminated => say("끝남", "Ended"),
        State::Span => say("구간", "Span"),
    }
}

/// A shorter name for a label that must fit.
pub fn short_state(which: State) -> Text {
    match which {
        State::BlockedIo => say("I/O", "I/O"),
        State::BlockedLock => say("락", "Lock"),
        State::BlockedGil => say("GIL", "GIL"),
        State::BlockedQueue => say("큐", "Queue"),
        State::BlockedJoin => say("조인", "Join"),
        State::Switching => say("교환", "Switch"),
        other => state(other),
    }
}

/// One sentence on a state, for the legend and for cards.
pub fn meaning(state: State) -> Text {
    match state {
        State::Running => say("CPU를 쓰고 있다.", "It uses a CPU."),
        State::Ready => say(
            "실행할 수 있지만 코어를 기다린다.",
            "It could run and waits for a core.",
        ),
        State::BlockedIo => say(
            "장치의 답이 올 때까지 호출이 돌아오지 않는다.",
            "The call does not return until the device answers.",
        ),
        State::BlockedLock => say(
            "다른 쪽이 락을 놓기를 기다린다.",
            "It waits for another to let go of a lock.",
        ),
        State::BlockedGil => say(
            "인터프리터의 전역 락(GIL)을 기다린다.",
            "It waits for the global interpreter lock.",
        ),
        State::BlockedQueue => say(
            "큐에 항목이나 자리가 생기기를 기다린다.",
            "It waits for a queue to have an item or room for one.",
        ),
        State::BlockedJoin => say(
            "다른 실행 흐름이 끝나기를 기다린다.",
            "It waits for another to end.",
        ),
        State::Sleeping => say(
            "스스로 정한 시간만큼 쉰다.",
            "It lets a time pass by its own wish.",
        ),
        State::Awaiting => say(
            "멈춘 코루틴: 제어권은 이벤트 루프에 있다.",
            "A suspended coroutine: the event loop has control.",
        ),
        State::Switching => say(
            "코어가 문맥을 저장하고 다른 문맥을 싣는다.",
            "The core saves one context and loads another.",
        ),
        State::Serving => say("장치가 일한다.", "The device works."),
        State::Held => say(
            "누군가 가지고 있거나, 안에 무언가 있다.",
            "Somebody has it, or there is something in it.",
        ),
        State::Terminated => say("끝났다.", "It has ended."),
        State::Span => say(
            "이름만 있고 스케줄링 상태는 알려지지 않았다.",
            "A named stretch of which no scheduling state is known.",
        ),
    }
}

/// The name of a kind of flow.
pub fn flow(kind: FlowKind) -> Text {
    match kind {
        FlowKind::Spawn => say("생성", "Spawn"),
        FlowKind::Wake => say("깨움", "Wake-up"),
        FlowKind::Message => say("메시지", "Message"),
        FlowKind::Handoff => say("락 넘김", "Lock hand-over"),
        FlowKind::Result => say("결과", "Result"),
    }
}

/// What steps go to.
pub fn step_by(by: StepBy) -> Text {
    match by {
        StepBy::Event => say("사건마다", "By event"),
        StepBy::Decision => say("결정마다", "By decision"),
        StepBy::Lane => say("고른 레인", "By lane"),
    }
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident = $ko:literal, $en:literal;)+) => {$(
        $(#[$meta])*
        pub static $name: Text = say($ko, $en);
    )+};
}

words! {
    /// The name of the whole, for assistive technology.
    TIMELINE = "타임라인", "Timeline";
    /// What the canvas is, to a screen reader.
    ROLE = "타임라인 그림", "timeline drawing";
    /// How to use the canvas by keyboard.
    INSTRUCTIONS = "스페이스로 재생하고, 왼쪽·오른쪽 화살표로 사건 사이를 옮기고, 위·아래 화살표로 레인을 고릅니다. W와 S로 확대·축소, A와 D로 좌우로 옮깁니다. 같은 내용이 표에도 있습니다.",
        "Space plays, left and right arrows step from event to event, up and down arrows choose a lane. W and S zoom, A and D pan. The same facts stand in the table.";
    /// Where the source is the simulated machine.
    MODEL = "모델", "Model";
    /// Where the source is a measured clock.
    MEASURED = "실측", "Measured";
    /// Where the source is another tool's file.
    RECORDED = "기록", "Recorded";
    /// A lane's column in the table.
    LANE = "레인", "Lane";
    /// A section's column in the table.
    SECTION = "구분", "Section";
    /// A name's column in the table.
    NAME = "이름", "Name";
    /// A state's column in the table.
    STATE = "상태", "State";
    /// The beginning of a slice.
    START = "시작", "Start";
    /// The end of a slice.
    END = "끝", "End";
    /// The length of a slice.
    LENGTH = "길이", "Length";
    /// The moment that is shown.
    MOMENT = "시각", "Time";
    /// What is in a slice besides.
    ARGS = "덧붙임", "Details";
    /// Before the reason for which a thread got its core.
    PICKED = "고른 까닭", "Picked because";
    /// The list of states.
    LEGEND = "범례", "Legend";
    /// Before the colours of jobs in the legend.
    ON_CORES = "코어 레인의 작업:", "Jobs on cores:";
    /// The control of the speed.
    SPEED = "속도", "Speed";
    /// A gap between two ticks of a heartbeat.
    GAP = "박동 없음", "no heartbeat";
    /// The tick of a heartbeat, by name.
    TICK = "박동", "Tick";
    /// The line of the heartbeats.
    HEARTBEAT = "박동 간격", "Heartbeat interval";
    /// When nothing is there to be shown.
    EMPTY = "아직 보여 줄 사건이 없습니다.", "There is nothing to show yet.";
    /// The table's caption.
    TABLE = "모든 구간의 표", "Table of all slices";
    /// To the next page of the table.
    NEXT_PAGE = "다음", "Next";
    /// To the page of the table before.
    PREVIOUS_PAGE = "이전", "Previous";
    /// The play button.
    PLAY = "재생", "Play";
    /// The pause button.
    PAUSE = "멈춤", "Pause";
    /// The button of what is done more often by key.
    MORE = "더 보기", "More";
    /// A span that was measured.
    MEASURED_SPAN = "잰 구간", "Measured span";
}

/// How the playing time stands to the real one, when they differ: `10배 느리게`.
pub fn pace(slower: u64, faster: u64, lang: Lang) -> String {
    match (slower, faster, lang) {
        (1, 1, Lang::Ko) => "실제 빠르기".into(),
        (1, 1, Lang::En) => "real time".into(),
        (slow, 1, Lang::Ko) => format!("실제보다 {slow}배 느리게"),
        (slow, 1, Lang::En) => format!("{slow}× slower than real"),
        (_, fast, Lang::Ko) => format!("실제보다 {fast}배 빠르게"),
        (_, fast, Lang::En) => format!("{fast}× faster than real"),
    }
}
