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
