//! The sheet: everything that a hand can do to a timeline. What is done, its
//! key, where its button stands, and what a mouse or fingers do for it.
//!
//! Keys and names are those of the tables by which keys are told apart
//! ([`COMMANDS`], [`READING`], [`ACTS`]); the help of the page is this sheet,
//! and an end-to-end test goes through it row by row: by key and by button the
//! same must come of it.

use std::borrow::Cow;

use super::input::{ButtonIn, COMMANDS, Command, READING};
use super::tree::{ACTS, Act};
use crate::base::{Lang, Text};

/// One thing that can be done.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What it is called in the program: `ZoomIn`.
    pub id: String,
    /// What is done; its button is called so.
    pub does: Text,
    /// What stands on its key.
    pub cap: &'static str,
    /// Its key by its place, with what is held: `Shift+KeyN`.
    pub press: String,
    /// Where its button stands.
    pub button: ButtonIn,
    /// What a mouse or fingers do for it, if they do it on the drawing.
    pub pointer: Option<Text>,
}

/// All rows: what every timeline does, what helps in reading, what is done to
/// lanes.
pub fn rows() -> Vec<Row> {
    let commands = COMMANDS.iter().chain(READING).map(|binding| Row {
        id: format!("{:?}", binding.command),
        does: binding.label.clone(),
        cap: binding.cap,
        press: press([(binding.shift, "Shift+")], binding.code),
        button: binding.button,
        pointer: of_command(binding.command),
    });
    let acts = ACTS.iter().map(|binding| {
        let key = binding.key;
        let held = [
            (key.control, "Control+"),
            (key.alt, "Alt+"),
            (key.shift, "Shift+"),
        ];
        Row {
            id: format!("{:?}", binding.act),
            does: binding.label.clone(),
            cap: binding.cap,
            press: press(held, key.code),
            button: binding.button,
            pointer: of_act(binding.act),
        }
    });
    commands.chain(acts).collect()
}

fn press<const N: usize>(held: [(bool, &str); N], code: &str) -> String {
    let held = held.into_iter().filter(|(is_held, _)| *is_held);
    held.map(|(_, name)| name)
        .chain(std::iter::once(code))
        .collect()
}

/// Where buttons stand, in words.
pub fn place(button: ButtonIn, lang: Lang) -> &'static str {
    let (ko, en) = match button {
        ButtonIn::Transport => ("재생 줄", "transport"),
        ButtonIn::More => ("재생 줄의 더 보기", "“More” of the transport"),
        ButtonIn::Reading => ("읽기 도구", "reading tools"),
        ButtonIn::Find => ("찾기", "“Find”"),
        ButtonIn::Details => ("고른 것", "“Selection”"),
        ButtonIn::Totals => ("구간 합계", "“Span totals”"),
        ButtonIn::Notes => ("메모", "“Notes”"),
        ButtonIn::Lanes => ("레인 메뉴", "lanes panel"),
    };
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

const fn say(ko: &'static str, en: &'static str) -> Option<Text> {
    Some(Text {
        ko: Cow::Borrowed(ko),
        en: Cow::Borrowed(en),
    })
}

/// What a mouse or fingers do for a command.
fn of_command(command: Command) -> Option<Text> {
    match command {
        Command::StepBack | Command::StepOn => say(
            "눈금자 누르기: 그 시각으로",
            "Press the ruler: to that moment",
        ),
        Command::ZoomIn => say(
            "Ctrl + 휠 위로, 두 손가락 벌리기",
            "Ctrl + wheel up, spread two fingers",
        ),
        Command::ZoomOut => say(
            "Ctrl + 휠 아래로, 두 손가락 모으기",
            "Ctrl + wheel down, pinch two fingers",
        ),
        Command::PanLeft => say(
            "오른쪽으로 끌기, Shift + 휠 위로",
            "Drag to the right, Shift + wheel up",
        ),
        Command::PanRight => say(
            "왼쪽으로 끌기, Shift + 휠 아래로",
            "Drag to the left, Shift + wheel down",
        ),
        Command::Measure | Command::SpanFrom | Command::SpanTo => say(
            "눈금자에서 끌기, Shift + 끌기",
            "Drag on the ruler, Shift + drag",
        ),
        Command::LaneUp | Command::LaneDown => say("레인 이름 누르기", "Press a lane's name"),
        Command::Choose => say("구간 누르기", "Press a slice"),
        Command::Clear => say("빈 곳 누르기", "Press an empty place"),
        _ => None,
    }
}

/// What a mouse or fingers do for something that is done to lanes.
fn of_act(act: Act) -> Option<Text> {
    match act {
        Act::Turn => say("이름 앞 세모 누르기", "Press the triangle before the name"),
        Act::MoveUp | Act::MoveDown => say("마우스로 이름 끌기", "Drag the name with a mouse"),
        Act::PageUp => say("휠 위로, 아래로 끌기", "Wheel up, drag down"),
        Act::PageDown => say("휠 아래로, 위로 끌기", "Wheel down, drag up"),
        Act::NamesWider | Act::NamesNarrower => say(
            "이름 칸의 오른쪽 가장자리 끌기",
            "Drag the right edge of the names",
        ),
        Act::NamesFit => say("그 가장자리 두 번 누르기", "Press that edge twice"),
        Act::Menu => say(
            "오른쪽 단추, 손가락으로 길게 누르기",
            "The other mouse button, a finger that rests",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_the_key_or_the_name_of_something_else() {
        let rows = rows();
        for (n, row) in rows.iter().enumerate() {
            for other in &rows[n + 1..] {
                assert_ne!(row.press, other.press, "{} and {}", row.id, other.id);
                assert_ne!(row.id, other.id);
                assert_ne!(row.does.en, other.does.en);
                assert_ne!(row.does.ko, other.does.ko);
            }
            assert!(!row.cap.is_empty() && !row.does.ko.is_empty());
        }
    }

    #[test]
    fn keys_are_written_as_they_are_pressed() {
        let press = |id: &str| {
            let rows = rows();
            let row = rows.into_iter().find(|row| row.id == id);
            row.map(|row| row.press).unwrap_or_default()
        };
        for (id, expected) in [
            ("PlayPause", "Space"),
            ("FindPrevious", "Shift+KeyN"),
            ("Redo", "Control+Shift+KeyZ"),
            ("MoveUp", "Alt+ArrowUp"),
            ("Menu", "Shift+F10"),
        ] {
            assert_eq!(press(id), expected);
        }
    }

    #[test]
    fn what_is_done_to_lanes_has_its_button_at_the_lanes() {
        for row in rows() {
            let of_lanes = ACTS.iter().any(|act| format!("{:?}", act.act) == row.id);
            assert_eq!(row.button == ButtonIn::Lanes, of_lanes, "{}", row.id);
        }
    }
}
