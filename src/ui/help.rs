//! The help sheet.

use yew::prelude::*;

use super::programs::pages;
use super::widgets::Dialog;
use crate::base::Lang;
use crate::i18n as t;
use crate::timeline::input::COMMANDS;

/// How to use the page: how to read a lane, and every key.
pub fn help(lang: Lang, on_close: Callback<()>) -> Html {
    // A program with more pages than the first has its own sheet.
    let sheet = pages().all().iter().find_map(|page| page.sheet);
    let rows = sheet.map_or_else(|| keys(lang), |sheet| sheet(lang));
    html! {
        <Dialog title={t::help_title(lang)} close={t::close(lang)} on_close={on_close}>
            <p>{ t::help_lead(lang) }</p>
            <p>{ t::help_model(lang) }</p>
            <h3>{ t::help_keys(lang) }</h3>
            <table class="keys"><tbody>{ rows }</tbody></table>
        </Dialog>
    }
}

/// The keys that every timeline has.
fn keys(lang: Lang) -> Html {
    COMMANDS
        .iter()
        .map(|binding| {
            html! {
                <tr key={binding.cap} data-does={format!("{:?}", binding.command)} data-button={format!("{:?}", binding.button)}>
                    <th scope="row"><kbd>{ binding.cap }</kbd></th><td>{ binding.label.get(lang) }</td></tr>
            }
        })
        .collect()
}
