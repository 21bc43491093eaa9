//! What is on screen while a page is fetched that this program does not have.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{api, programs};
use crate::base::Lang;
use crate::i18n as t;

/// What the component needs.
#[derive(Properties, PartialEq)]
pub struct OpeningProps {
    /// The language.
    pub lang: Lang,
}

/// Fetches the full program and hands the screen over to it, unless the
/// visitor has gone elsewhere meanwhile; says how it goes.
#[component]
pub fn Opening(props: &OpeningProps) -> Html {
    let lang = props.lang;
    // Which try this is, and the one that failed last.
    let (attempt, failed) = (use_state(|| 1_u32), use_state(|| 0_u32));
    {
        let failed = failed.setter();
        use_effect_with(*attempt, move |&attempt| {
            let here = Rc::new(Cell::new(true));
            let still = here.clone();
            spawn_local(async move {
                let loaded = programs::load(attempt).await;
                if !still.get() {
                    return;
                }
                match loaded {
                    Some(begin) => programs::hand_over(&begin),
                    None => {
                        failed.set(attempt);
                        api::ready();
                    }
                }
            });
            move || here.set(false)
        });
    }
    let on_retry = {
        let attempt = attempt.clone();
        move |_| attempt.set(*attempt + 1)
    };
    html! {
        <div class="opening">
            <div role="status">
                if *failed == *attempt {
                    <h1>{ t::opening_failed(lang) }</h1>
                    <p>{ t::opening_hint(lang) }</p>
                } else {
                    <p>{ t::opening_page(lang) }</p>
                }
            </div>
            <div>
                if *failed == *attempt {
                    <button type="button" class="primary" onclick={on_retry}>{ t::retry(lang) }</button>
                } else {
                    <progress aria-label={t::opening_page(lang)}></progress>
                }
            </div>
        </div>
    }
}
