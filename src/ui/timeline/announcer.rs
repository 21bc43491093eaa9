//! What happens at a step, for those who hear the page.

use yew::prelude::*;

/// A polite live region that cannot be seen: it says the latest step.
pub fn announcer(said: &AttrValue) -> Html {
    html! {
        <p class="tl-sr" role="status" aria-live="polite" aria-atomic="true">{ said }</p>
    }
}
