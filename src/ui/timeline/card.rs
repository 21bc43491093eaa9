//! The card beside a slice.

use yew::prelude::*;

use super::tell;

/// The facts of the slice or lane that is pointed at or chosen. The table and the
/// announcer say the same, so it is hidden from assistive technology.
pub fn card(card: &tell::Card) -> Html {
    let tell::Card {
        title,
        lines,
        x,
        y,
        width,
        height,
    } = card;
    let across = if *x > width * 0.6 {
        format!("right:{:.0}px", (width - x + 12.0).max(4.0))
    } else {
        format!("left:{:.0}px", (x + 12.0).max(4.0))
    };
    let down = if *y > height * 0.55 {
        format!("bottom:{:.0}px", (height - y + 12.0).max(4.0))
    } else {
        format!("top:{:.0}px", (y + 14.0).max(4.0))
    };
    html! {
        <div class="tl-card" style={format!("{across};{down}")} aria-hidden="true">
            <strong>{ title.clone() }</strong>
            <dl>
                { for lines.iter().enumerate().map(|(n, (key, value))| html! {
                    <div key={n}><dt>{ key.clone() }</dt><dd>{ value.clone() }</dd></div>
                }) }
            </dl>
        </div>
    }
}
