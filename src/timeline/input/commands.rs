//! The table of commands: keys, buttons and help sheet come from it.

use std::borrow::Cow;

use crate::base::Text;

macro_rules! commands {
    ($($(#[$meta:meta])* $name:ident $code:literal $(+ $shift:ident)? $cap:literal $ko:literal $en:literal;)+) => {
        /// Something to be done that has a key, a button and a name.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Command {$($(#[$meta])* $name,)+}

        /// All commands with their keys and names, in the order of the help sheet.
        pub const COMMANDS: &[Binding] = &[$(Binding {
            command: Command::$name,
            code: $code,
            shift: commands!(@shift $($shift)?),
            cap: $cap,
            label: Text { ko: Cow::Borrowed($ko), en: Cow::Borrowed($en) },
        }),+];
    };
    (@shift shift) => { true };
    (@shift) => { false };
}

commands! {
    /// Plays or pauses.
    PlayPause "Space" "Space" "재생 또는 멈춤" "Play or pause";
    /// To the event before.
    StepBack "ArrowLeft" "←" "이전 사건" "Previous event";
    /// To the event after.
    StepOn "ArrowRight" "→" "다음 사건" "Next event";
    /// To the event before, on the chosen lane.
    LaneStepBack "ArrowLeft" + shift "Shift ←" "고른 레인의 이전 사건" "Previous event of the chosen lane";
    /// To the event after, on the chosen lane.
    LaneStepOn "ArrowRight" + shift "Shift →" "고른 레인의 다음 사건" "Next event of the chosen lane";
    /// To the beginning.
    ToStart "Home" "Home" "처음으로" "To the start";
    /// To the end.
    ToEnd "End" "End" "끝으로" "To the end";
    /// Plays slower.
    Slower "Comma" "," "더 느리게" "Slower";
    /// Plays faster.
    Faster "Period" "." "더 빠르게" "Faster";
    /// Steps go from event to event, from decision to decision, or from event to
    /// event of the chosen lane: the next of the three.
    StepBy "KeyE" "E" "걸음의 단위 바꾸기(사건, 결정, 레인)" "Step by event, decision or lane";
    /// Keeps the playhead in sight while it plays, or no longer.
    Follow "KeyU" "U" "재생 위치 따라가기" "Follow the playhead";
    /// Loops the measured span, the chosen slice or what is seen; or no longer.
    Loop "KeyL" "L" "구간 반복" "Loop a range";
    /// Shows less time, larger.
    ZoomIn "KeyW" "W" "확대" "Zoom in";
    /// Shows more time, smaller.
    ZoomOut "KeyS" "S" "축소" "Zoom out";
    /// To earlier times.
    PanLeft "KeyA" "A" "왼쪽으로" "Pan left";
    /// To later times.
    PanRight "KeyD" "D" "오른쪽으로" "Pan right";
    /// Shows the measured span or the chosen slice.
    FitSelection "KeyF" "F" "고른 것에 맞추기" "Fit the selection";
    /// Shows everything.
    FitAll "Digit0" "0" "전체 보기" "Fit all";
    /// The next drag measures.
    Measure "KeyM" "M" "구간 재기" "Measure a span";
    /// Draws all flows, or those of the chosen slice only.
    Flows "KeyG" "G" "화살표 모두 보기" "Show all arrows";
    /// Chooses the lane above.
    LaneUp "ArrowUp" "↑" "위 레인" "Lane above";
    /// Chooses the lane below.
    LaneDown "ArrowDown" "↓" "아래 레인" "Lane below";
    /// Chooses what the chosen lane does at the playhead.
    Choose "Enter" "Enter" "지금 구간 고르기" "Choose the slice at the playhead";
    /// Gives up what is chosen and measured.
    Clear "Escape" "Esc" "고른 것 풀기" "Clear the selection";
    /// Looks for a name.
    Find "Slash" "/" "찾기" "Find";
    /// To the next that was found.
    FindNext "KeyN" "N" "다음 찾은 것" "Next match";
    /// To the one before.
    FindPrevious "KeyN" + shift "Shift N" "이전 찾은 것" "Previous match";
    /// Shows what the chosen slice has to do with others.
    Details "KeyV" "V" "고른 것 자세히" "Details of the selection";
    /// Along a flow to where it comes from.
    FlowBack "Comma" + shift "<" "화살표를 거슬러" "Back along an arrow";
    /// Along a flow to where it goes.
    FlowOn "Period" + shift ">" "화살표를 따라" "On along an arrow";
    /// To the slice around the chosen one.
    Outer "ArrowUp" + shift "Shift ↑" "바깥 구간" "Slice around";
    /// To the first slice within the chosen one.
    Inner "ArrowDown" + shift "Shift ↓" "안쪽 구간" "Slice within";
    /// To the previous slice of the same name.
    SameBack "KeyJ" "J" "같은 이름의 이전 구간" "Previous of the same name";
    /// To the next slice of the same name.
    SameOn "KeyK" "K" "같은 이름의 다음 구간" "Next of the same name";
    /// The measured span begins at the playhead.
    SpanFrom "KeyI" "I" "재는 구간의 처음을 여기로" "Measure from here";
    /// The measured span ends at the playhead.
    SpanTo "KeyO" "O" "재는 구간의 끝을 여기로" "Measure up to here";
    /// Measures the chosen slice.
    MeasureChosen "KeyM" + shift "Shift M" "고른 구간 재기" "Measure the chosen slice";
    /// What is in the measured span.
    Totals "KeyT" "T" "잰 구간의 합계" "Totals of the span";
    /// Shows what the run's length was made of, or no longer.
    CriticalPath "KeyX" "X" "임계 경로" "Critical path";
    /// Writes a note at the playhead or on the measured span.
    Bookmark "KeyB" "B" "메모 남기기" "Add a note";
}

/// A command's key and name.
#[derive(Clone, PartialEq, Debug)]
pub struct Binding {
    /// What is done.
    pub command: Command,
    /// The key's place, a `KeyboardEvent.code`.
    pub code: &'static str,
    /// Whether Shift is held.
    pub shift: bool,
    /// What stands on the key.
    pub cap: &'static str,
    /// What the command is called.
    pub label: Text,
}

impl Command {
    /// Whether it is done by what helps in reading, which not every timeline has.
    pub fn is_for_reading(self) -> bool {
        self as u8 >= Command::Find as u8
    }

    /// Its key and name.
    pub fn binding(self) -> &'static Binding {
        COMMANDS
            .iter()
            .find(|binding| binding.command == self)
            .unwrap_or(&COMMANDS[0])
    }
}

/// A key that was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Key<'a> {
    /// Its place, a `KeyboardEvent.code`.
    pub code: &'a str,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Control, Alt or Meta is held: those belong to the browser.
    pub other: bool,
    /// Whether a syllable is being composed.
    pub composing: bool,
}

/// The command of a key.
pub fn command(key: Key) -> Option<Command> {
    if key.other || key.composing {
        return None;
    }
    COMMANDS
        .iter()
        .find(|binding| binding.code == key.code && binding.shift == key.shift)
        .map(|binding| binding.command)
}
