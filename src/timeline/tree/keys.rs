//! The keys of the tree of lanes, beside those of the timeline.

use std::borrow::Cow;

use crate::base::Text;
use crate::timeline::input::ButtonIn;

/// Something that is done to the chosen lane, or to all.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Act {
    /// Opens or folds it.
    Turn,
    /// Moves it up.
    MoveUp,
    /// Moves it down.
    MoveDown,
    /// Keeps it in sight at the top, or no longer.
    Pin,
    /// Hides it.
    Hide,
    /// Shows again whatever was hidden.
    ShowAll,
    /// Folds everything.
    FoldAll,
    /// Opens everything.
    OpenAll,
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
    /// Scrolls up by what is seen.
    PageUp,
    /// Scrolls down by what is seen.
    PageDown,
    /// Opens the menu of the chosen lane.
    Menu,
    /// Gives the names of lanes more room.
    NamesWider,
    /// Gives them less.
    NamesNarrower,
    /// Gives them as much as they need, within bounds.
    NamesFit,
}

/// An act's key and name.
#[derive(Clone, PartialEq, Debug)]
pub struct Binding {
    /// What is done.
    pub act: Act,
    /// The key.
    pub key: Key<'static>,
    /// What stands on the key.
    pub cap: &'static str,
    /// The same as `aria-keyshortcuts` writes it.
    pub aria: &'static str,
    /// Where its button stands, which is called as the act.
    pub button: ButtonIn,
    /// What the act is called.
    pub label: Text,
}

/// A key that was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Key<'a> {
    /// Its place, a `KeyboardEvent.code`.
    pub code: &'a str,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Control or Meta is held.
    pub control: bool,
}

const fn bind(
    act: Act,
    code: &'static str,
    held: (bool, bool, bool),
    (cap, aria): (&'static str, &'static str),
    (ko, en): (&'static str, &'static str),
) -> Binding {
    Binding {
        act,
        key: Key {
            code,
            shift: held.0,
            alt: held.1,
            control: held.2,
        },
        cap,
        aria,
        button: ButtonIn::Lanes,
        label: Text {
            ko: Cow::Borrowed(ko),
            en: Cow::Borrowed(en),
        },
    }
}

const PLAIN: (bool, bool, bool) = (false, false, false);
const SHIFT: (bool, bool, bool) = (true, false, false);
const ALT: (bool, bool, bool) = (false, true, false);
const CONTROL: (bool, bool, bool) = (false, false, true);
const CONTROL_SHIFT: (bool, bool, bool) = (true, false, true);

/// All acts with their keys and names, in the order of the help sheet.
pub const ACTS: &[Binding] = &[
    bind(
        Act::Turn,
        "KeyC",
        PLAIN,
        ("C", "C"),
        ("고른 레인 접기 또는 펴기", "Fold or open the chosen lane"),
    ),
    bind(
        Act::MoveUp,
        "ArrowUp",
        ALT,
        ("Alt ↑", "Alt+ArrowUp"),
        ("고른 레인을 위로", "Move the chosen lane up"),
    ),
    bind(
        Act::MoveDown,
        "ArrowDown",
        ALT,
        ("Alt ↓", "Alt+ArrowDown"),
        ("고른 레인을 아래로", "Move the chosen lane down"),
    ),
    bind(
        Act::Pin,
        "KeyP",
        PLAIN,
        ("P", "P"),
        (
            "고른 레인을 맨 위에 고정 또는 해제",
            "Pin the chosen lane to the top, or unpin it",
        ),
    ),
    bind(
        Act::Hide,
        "KeyH",
        PLAIN,
        ("H", "H"),
        ("고른 레인 숨기기", "Hide the chosen lane"),
    ),
    bind(
        Act::ShowAll,
        "KeyH",
        SHIFT,
        ("Shift H", "Shift+H"),
        ("숨긴 레인 모두 보이기", "Show all hidden lanes"),
    ),
    bind(
        Act::FoldAll,
        "BracketLeft",
        PLAIN,
        ("[", "["),
        ("모두 접기", "Fold all"),
    ),
    bind(
        Act::OpenAll,
        "BracketRight",
        PLAIN,
        ("]", "]"),
        ("모두 펴기", "Open all"),
    ),
    bind(
        Act::Undo,
        "KeyZ",
        CONTROL,
        ("Ctrl Z", "Control+Z"),
        ("레인 변경 되돌리기", "Undo the change of lanes"),
    ),
    bind(
        Act::Redo,
        "KeyZ",
        CONTROL_SHIFT,
        ("Ctrl Shift Z", "Control+Shift+Z"),
        ("레인 변경 다시 하기", "Redo the change of lanes"),
    ),
    bind(
        Act::PageUp,
        "PageUp",
        PLAIN,
        ("PageUp", "PageUp"),
        ("레인을 한 화면 위로", "Lanes one page up"),
    ),
    bind(
        Act::PageDown,
        "PageDown",
        PLAIN,
        ("PageDown", "PageDown"),
        ("레인을 한 화면 아래로", "Lanes one page down"),
    ),
    bind(
        Act::Menu,
        "F10",
        SHIFT,
        ("Shift F10", "Shift+F10"),
        ("고른 레인의 메뉴", "Menu of the chosen lane"),
    ),
    bind(
        Act::NamesWider,
        "BracketRight",
        SHIFT,
        ("Shift ]", "Shift+]"),
        ("이름 칸 넓게", "Wider names"),
    ),
    bind(
        Act::NamesNarrower,
        "BracketLeft",
        SHIFT,
        ("Shift [", "Shift+["),
        ("이름 칸 좁게", "Narrower names"),
    ),
    bind(
        Act::NamesFit,
        "Backslash",
        SHIFT,
        ("Shift \\", "Shift+\\"),
        ("이름 칸을 이름에 맞추기", "Names as wide as they need"),
    ),
];

impl Act {
    /// Its key and name.
    pub fn binding(self) -> &'static Binding {
        ACTS.iter()
            .find(|binding| binding.act == self)
            .unwrap_or(&ACTS[0])
    }
}

/// The act of a key.
pub fn act(key: Key) -> Option<Act> {
    ACTS.iter()
        .find(|binding| binding.key == key)
        .map(|binding| binding.act)
}
