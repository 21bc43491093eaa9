//! The transport's icons as inline SVG, in the text's colour.

use yew::prelude::*;

use crate::timeline::Command;

/// The icon of a command that has a button.
pub fn of(command: Command, playing: bool) -> Html {
    let filled = match command {
        Command::ToStart => "M3 3h2v12H3zM15 3v12L6 9z",
        Command::StepBack => "M13 3v12h-2V3zM9.5 3v12L2 9z",
        Command::PlayPause if playing => "M5 3h3v12H5zM10.500 3h3v12h-3z",
        Command::PlayPause => "M5.500 3l9 6-9 6z",
        Command::StepOn => "M5 3v12h2V3zM8.500 3v12L16 9z",
        Command::ToEnd => "M13 3h2v12h-2zM3 3v12l9-6z",
        _ => "",
    };
    let stroked = match command {
        Command::Loop => {
            "M5.500 13.500h6a4 4 0 0 0 4-4M12.500 4.500h-6a4 4 0 0 0-4 4M10.500 2l2.500 2.500L10.500 7M7.500 11L5 13.500 7.500 16"
        }
        Command::ZoomIn => "M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12 12l4 4M8 6v4M6 8h4",
        Command::ZoomOut => "M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12 12l4 4M6 8h4",
        Command::PanLeft => "M14 9H4M8 4.500L3.500 9 8 13.500",
        Command::PanRight => "M4 9h10M10 4.500L14.500 9 10 13.500",
        Command::FitAll => "M2.500 3v12M15.500 3v12M5 9h8M7 7L5 9l2 2M11 7l2 2-2 2",
        Command::FitSelection => "M2.500 6V3h3M12.500 3h3v3M15.500 12v3h-3M5.500 15h-3v-3M6 9h6",
        Command::Measure => "M2.500 5v8M15.500 5v8M2.500 9h13M6 7.500v3M9 7v4M12 7.500v3",
        Command::Follow => "M9 2.500v13M5.500 9H2M16 9h-3.500M4 7L2 9l2 2M14 7l2 2-2 2",
        Command::Flows => "M3 4h4a4 4 0 0 1 4 4v6M8 11.500l3 3 3-3",
        _ => "",
    };
    icon(filled, stroked)
}

/// Three dots.
pub const MORE: &str = "M2 9a2 2 0 1 1 4 0 2 2 0 0 1-4 0zM7 9a2 2 0 1 1 4 0 2 2 0 0 1-4 0zM12 9a2 2 0 1 1 4 0 2 2 0 0 1-4 0z";

/// The icon of the button that shows more.
pub fn more() -> Html {
    icon(MORE, "")
}

/// An icon of filled and stroked paths.
pub fn icon(filled: &'static str, stroked: &'static str) -> Html {
    html! {
        <svg class="tl-icon" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
            <path d={filled} fill="currentColor" />
            <path d={stroked} fill="none" stroke="currentColor" stroke-width="1.6"
                stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}
