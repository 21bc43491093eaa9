//! Icons as inline SVG: they take the text's colour and need no font.

use yew::prelude::*;

/// An icon of 20 by 20 from path data.
fn icon(path: &'static str) -> Html {
    html! {
        <svg class="icon" width="20" height="20" viewBox="0 0 20 20" fill="none"
            stroke="currentColor" stroke-width="1.7" stroke-linecap="round"
            stroke-linejoin="round" aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}

/// A sun: the light theme.
pub fn sun() -> Html {
    icon(
        "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1",
    )
}

/// A moon: the dark theme.
pub fn moon() -> Html {
    icon("M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z")
}

/// An arrow out of a box: share.
pub fn share() -> Html {
    icon("M10 12V3M6.5 6 10 2.7 13.5 6M5 9H4v8h12V9h-1")
}

/// A question mark: help.
pub fn help() -> Html {
    icon(
        "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.5v.1M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z",
    )
}

/// A cross: close.
pub fn close() -> Html {
    icon("M5 5l10 10M15 5 5 15")
}

/// Three lines: the list.
pub fn list() -> Html {
    icon("M3 5h14M3 10h14M3 15h14")
}

/// A stopwatch: measure.
pub fn stopwatch() -> Html {
    icon("M10 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM10 8v3l1.8 1.2M8 2h4M10 2v3M15 5.5l1-1")
}

/// A tick: visited.
pub fn tick() -> Html {
    icon("M4 10.5 8 14.5 16 6")
}

/// A stop sign: cancel.
pub fn stop() -> Html {
    icon("M5.5 5.5h9v9h-9Z")
}

/// A plus: add.
pub fn plus() -> Html {
    icon("M10 4v12M4 10h12")
}

/// An arrow up.
pub fn up() -> Html {
    icon("M10 16V5M5 9.500 10 4.500l5 5")
}

/// An arrow down.
pub fn down() -> Html {
    icon("M10 4v11M5 10.500l5 5 5-5")
}

/// Two sheets: the same once more.
pub fn copies() -> Html {
    icon("M7 7h9v9H7ZM4 13V4h9")
}

/// An arrow back: undo.
pub fn undo() -> Html {
    icon("M4 8h8a4 4 0 0 1 0 8H8M4 8l3.500-3.500M4 8l3.500 3.500")
}

/// An arrow on: redo.
pub fn redo() -> Html {
    icon("M16 8H8a4 4 0 0 0 0 8h4M16 8l-3.500-3.500M16 8l-3.500 3.500")
}

/// A die: another draw.
pub fn die() -> Html {
    icon(
        "M4 4h12v12H4ZM7.500 7.500h.01M12.500 12.500h.01M10 10h.01M12.500 7.500h.01M7.500 12.500h.01",
    )
}

/// A star: the best.
pub fn star() -> Html {
    icon("M10 3l2.100 4.600 5 .6-3.700 3.400 1 4.900L10 14l-4.400 2.500 1-4.900L2.900 8.200l5-.6Z")
}
