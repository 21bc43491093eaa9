//! The words around lanes that can be arranged.

use std::borrow::Cow;

use yew::prelude::*;

use crate::base::{Lang, Text};
use crate::timeline::sheet::{self, Row};

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident = $ko:literal, $en:literal;)+) => {$(
        $(#[$meta])*
        pub static $name: Text = Text { ko: Cow::Borrowed($ko), en: Cow::Borrowed($en) };
    )+};
}

words! {
    /// The tree of lanes.
    TREE = "레인 트리", "Tree of lanes";
    /// The bar that scrolls.
    SCROLL = "레인 스크롤", "Scroll the lanes";
    /// The frame in it.
    WINDOW = "보이는 시간", "Time in view";
    /// The bar above the lanes.
    LANES = "레인", "Lanes";
    /// What the bar is for.
    WHAT_FOR = "레인 찾기, 접기, 옮기기, 고정, 숨기기", "Seek, fold, move, pin, hide lanes";
    /// The edge of the names, which can be moved.
    EDGE = "이름 칸의 너비", "Width of the names";
    /// What is said while a long table is put in order.
    SORTING = "행을 정렬하고 있습니다.", "Sorting the rows.";
    /// How lanes are seen.
    VIEW = "화면의 레인", "Lanes on screen";
    /// The field in which lanes are sought.
    SEEK = "레인 찾기", "Seek lanes";
    /// What stands in it while it is empty.
    SEEK_HINT = "이름", "name";
    /// Whether it is a regular expression.
    REGEX = "정규 표현식", "Regular expression";
    /// The state that is sought.
    STATE = "상태", "State";
    /// The kind that is sought.
    KIND = "종류", "Kind";
    /// Any of them.
    ANY = "모두", "any";
    /// How deep lanes are open.
    DEPTH = "깊이", "Depth";
    /// Everything is open.
    ALL = "모두 폄", "all open";
    /// What is done to all.
    TO_ALL = "모든 레인", "All lanes";
    /// What is done to the chosen lane.
    TO_CHOSEN = "고른 레인", "Chosen lane";
    /// What is said where none is chosen.
    NONE_CHOSEN = "레인 이름을 누르거나 ↑ ↓로 고릅니다.", "Press a lane's name, or choose with ↑ ↓.";
    /// Lanes that were hidden.
    HIDDEN = "숨긴 레인", "Hidden lanes";
    /// Which of the tables is shown.
    TABLES = "표", "Tables";
    /// The table of slices.
    SLICES = "구간", "Slices";
    /// The table of the steps of counters.
    STEPS = "카운터 값", "Counter values";
    /// The table of arrows.
    FLOWS = "화살표", "Arrows";
    /// What is below a lane.
    BELOW = "아래", "Below";
    /// How many rows a lane has.
    ROWS = "줄 수", "Rows";
    /// How long something is done in a lane.
    BUSY = "일한 시간", "Busy";
    /// What takes most of a lane.
    MOST = "가장 긴 상태, 또는 눈금", "Longest state, or scale";
    /// A lane that stays in sight.
    PINNED = "고정", "pinned";
    /// A lane that is folded.
    FOLDED = "접음", "folded";
    /// The value of a counter.
    VALUE = "값", "Value";
    /// Where an arrow comes from.
    FROM = "출발", "From";
    /// Where it goes.
    TO = "도착", "To";
    /// Everything as it was at first.
    RESET = "처음 상태로", "As at first";
}

/// How many lanes are found.
pub fn found(found: usize, all: usize, lang: Lang) -> String {
    match lang {
        _ if found == all => crate::timeline::tree::about::lanes_below(all as u32, lang),
        Lang::Ko => format!("레인 {all}개 중 {found}개"),
        Lang::En => format!("{found} of {all} lanes"),
    }
}

/// What a button that shows a hidden lane again is called.
pub fn show_again(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("{name} 다시 보이기"),
        Lang::En => format!("Show {name} again"),
    }
}

/// Opens everything down to a depth.
pub fn to_depth(depth: u16, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("{depth}단계까지"),
        Lang::En => format!("to level {depth}"),
    }
}

/// The sheet of all that can be done to a timeline, as rows of the help's table.
pub fn help_rows(lang: Lang) -> Html {
    let row = |row: Row| {
        let pointer = row.pointer.as_ref().map(|pointer| pointer.get(lang));
        let button = button_in(sheet::place(row.button, lang), lang);
        html! {
            <tr key={row.id.clone()} data-does={row.id.clone()} data-press={row.press} data-button={format!("{:?}", row.button)}>
                <th scope="row"><kbd>{ row.cap }</kbd></th>
                <td>{ row.does.get(lang).to_owned() }<small>{ button }{ for pointer.map(|pointer| format!(" · {pointer}")) }</small></td>
            </tr>
        }
    };
    sheet::rows().into_iter().map(row).collect()
}

fn button_in(place: &str, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("단추: {place}"),
        Lang::En => format!("Button: {place}"),
    }
}
