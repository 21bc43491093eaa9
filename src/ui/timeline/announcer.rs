//! What happens at a step, for those who hear the page.

use yew::prelude::*;

/// What the announcer says.
#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    /// The sentences of the latest step.
    pub said: AttrValue,
}

/// A polite live region that cannot be seen.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    html! {
        <p class="tl-sr" role="status" aria-live="polite" aria-atomic="true">{ props.said.clone() }</p>
    }
}
