//! The page, in Yew.
use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <main><h1>{"동시성 실험실"}</h1></main> }
}

/// Mounts the page.
pub fn start() {
    yew::Renderer::<App>::new().render();
}
