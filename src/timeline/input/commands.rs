//! The table of commands: keys, buttons and help sheet come from it. With what
//! is done to lanes it makes the whole sheet ([`crate::timeline::sheet`]).

use std::borrow::Cow;

use crate::base::Text;

/// Where the button of something that has a key stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ButtonIn {
    /// Below the lanes.
    Transport,
    /// In the list that the transport's last button opens: what is done more
    /// often by key.
    More,
    /// The row of tools that help in reading.
    Reading,
    /// The tool that finds.
    Find,
    /// The tool that tells of what is chosen.
    Details,
    /// The tool that adds up a span.
    Totals,
    /// The tool that keeps notes.
    Notes,
    /// What arranges lanes, above them.
    Lanes,
}

macro_rules! commands {
    (
        every timeline { $($(#[$meta:meta])* $name:ident $code:literal $(+ $shift:ident)? $cap:literal $button:ident $ko:literal $en:literal;)+ }
        reading { $($(#[$rmeta:meta])* $rname:ident $rcode:literal $(+ $rshift:ident)? $rcap:literal $rbutton:ident $rko:literal $ren:literal;)+ }
    ) => {
        /// Something to be done that has a key, a button and a name.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Command {$($(#[$meta])* $name,)+ $($(#[$rmeta])* $rname,)+}

        /// The commands that every timeline does, with their keys and names, in
        /// the order of the help sheet.
        pub const COMMANDS: &[Binding] = &[$(commands!(@binding $name $code $($shift)?, $cap $button $ko $en)),+];

        /// The commands of what helps in reading, which not every timeline has.
        pub const READING: &[Binding] = &[$(commands!(@binding $rname $rcode $($rshift)?, $rcap $rbutton $rko $ren)),+];
    };
    (@binding $name:ident $code:literal $($shift:ident)?, $cap:literal $button:ident $ko:literal $en:literal) => {
        Binding {
            command: Command::$name,
            code: $code,
            shift: commands!(@shift $($shift)?),
            cap: $cap,
            button: ButtonIn::$button,
            label: Text { ko: Cow::Borrowed($ko), en: Cow::Borrowed($en) },
        }
    };
    (@shift shift) => { true };
    (@shift) => { false };
}

commands! {
every timeline {
    /// Plays or pauses.
    PlayPause "Space" "Space" Transport "재생 또는 멈춤" "Play or pause";
    /// To the event before.
    StepBack "ArrowLeft" "←" Transport "이전 사건" "Previous event";
    /// To the event after.
    StepOn "ArrowRight" "→" Transport "다음 사건" "Next event";
    /// To the event before, on the chosen lane.
    LaneStepBack "ArrowLeft" + shift "Shift ←" More "고른 레인의 이전 사건" "Previous event of the chosen lane";
    /// To the event after, on the chosen lane.
    LaneStepOn "ArrowRight" + shift "Shift →" More "고른 레인의 다음 사건" "Next event of the chosen lane";
    /// To the beginning.
    ToStart "Home" "Home" Transport "처음으로" "To the start";
    /// To the end.
    ToEnd "End" "End" Transport "끝으로" "To the end";
    /// Plays slower.
    Slower "Comma" "," More "더 느리게" "Slower";
    /// Plays faster.
    Faster "Period" "." More "더 빠르게" "Faster";
    /// Steps go from event to event, from decision to decision, or from event to
    /// event of the chosen lane: the next of the three.
    StepBy "KeyE" "E" Transport "걸음의 단위 바꾸기(사건, 결정, 레인)" "Step by event, decision or lane";
    /// Keeps the playhead in sight while it plays, or no longer.
    Follow "KeyU" "U" Transport "재생 위치 따라가기" "Follow the playhead";
    /// Loops the measured span, the chosen slice or what is seen; or no longer.
    Loop "KeyL" "L" Transport "구간 반복" "Loop a range";
    /// Shows less time, larger.
    ZoomIn "KeyW" "W" Transport "확대" "Zoom in";
    /// Shows more time, smaller.
    ZoomOut "KeyS" "S" Transport "축소" "Zoom out";
    /// To earlier times.
    PanLeft "KeyA" "A" Transport "왼쪽으로" "Pan left";
    /// To later times.
    PanRight "KeyD" "D" Transport "오른쪽으로" "Pan right";
    /// Shows the measured span or the chosen slice.
    FitSelection "KeyF" "F" Transport "고른 것에 맞추기" "Fit the selection";
    /// Shows everything.
    FitAll "Digit0" "0" Transport "전체 보기" "Fit all";
    /// The next drag measures.
    Measure "KeyM" "M" Transport "구간 재기" "Measure a span";
    /// Draws all flows, or those of the chosen slice only.
    Flows "KeyG" "G" Transport "화살표 모두 보기" "Show all arrows";
    /// Chooses the lane above.
    LaneUp "ArrowUp" "↑" More "위 레인" "Lane above";
    /// Chooses the lane below.
    LaneDown "ArrowDown" "↓" More "아래 레인" "Lane below";
    /// Chooses what the chosen lane does at the playhead.
    Choose "Enter" "Enter" More "지금 구간 고르기" "Choose the slice at the playhead";
    /// Gives up what is chosen and measured.
    Clear "Escape" "Esc" More "고른 것 풀기" "Clear the selection";
} reading {
    /// Looks for a name.
    Find "Slash" "/" Reading "찾기" "Find";
    /// To the next that was found.
    FindNext "KeyN" "N" Find "다음 찾은 것" "Next match";
    /// To the one before.
    FindPrevious "KeyN" + shift "Shift N" Find "이전 찾은 것" "Previous match";
    /// Shows what the chosen slice has to do with others.
    Details "KeyV" "V" Reading "고른 것 자세히" "Details of the selection";
    /// Along a flow to where it comes from.
    FlowBack "Comma" + shift "<" Details "화살표를 거슬러" "Back along an arrow";
    /// Along a flow to where it goes.
    FlowOn "Period" + shift ">" Details "화살표를 따라" "On along an arrow";
    /// To the slice around the chosen one.
    Outer "ArrowUp" + shift "Shift ↑" Details "바깥 구간" "Slice around";
    /// To the first slice within the chosen one.
    Inner "ArrowDown" + shift "Shift ↓" Details "안쪽 구간" "Slice within";
    /// To the previous slice of the same name.
    SameBack "KeyJ" "J" Details "같은 이름의 이전 구간" "Previous of the same name";
    /// To the next slice of the same name.
    SameOn "KeyK" "K" Details "같은 이름의 다음 구간" "Next of the same name";
    /// The measured span begins at the playhead.
    SpanFrom "KeyI" "I" Totals "재는 구간의 처음을 여기로" "Measure from here";
    /// The measured span ends at the playhead.
    SpanTo "KeyO" "O" Totals "재는 구간의 끝을 여기로" "Measure up to here";
    /// Measures the chosen slice.
    MeasureChosen "KeyM" + shift "Shift M" Totals "고른 구간 재기" "Measure the chosen slice";
    /// What is in the measured span.
    Totals "KeyT" "T" Reading "잰 구간의 합계" "Totals of the span";
    /// Shows what the run's length was made of, or no longer.
    CriticalPath "KeyX" "X" Reading "임계 경로" "Critical path";
    /// Writes a note at the playhead or on the measured span.
    Bookmark "KeyB" "B" Notes "메모 남기기" "Add a note";
} }

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
    /// Where its button stands, which is called as the command.
    pub button: ButtonIn,
    /// What the command is called.
    pub label: Text,
}

impl Command {
    /// Whether it is done by what helps in reading, which not every timeline has.
    pub fn is_for_reading(self) -> bool {
        self as u8 >= Command::Find as u8
    }

    /// The key and name of a command that every timeline does.
    pub fn binding(self) -> &'static Binding {
        of(COMMANDS, self)
    }

    /// The key and name of a command of what helps in reading.
    pub fn reading_binding(self) -> &'static Binding {
        of(READING, self)
    }
}

fn of(table: &'static [Binding], command: Command) -> &'static Binding {
    let found = table.iter().find(|binding| binding.command == command);
    found.unwrap_or(&table[0])
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

/// The command of a key that every timeline has.
pub fn command(key: Key) -> Option<Command> {
    at(COMMANDS, key)
}

/// The command of a key of what helps in reading.
pub fn reading_command(key: Key) -> Option<Command> {
    at(READING, key)
}

fn at(table: &[Binding], key: Key) -> Option<Command> {
    if key.other || key.composing {
        return None;
    }
    let found = table
        .iter()
        .find(|binding| binding.code == key.code && binding.shift == key.shift);
    found.map(|binding| binding.command)
}
