//! The help sheet.

use yew::prelude::*;

use super::programs::pages;
use super::widgets::Dialog;
use crate::base::Lang;
use crate::i18n as t;
use crate::timeline::input::COMMANDS;

/// How to use the page: how to read a lane, and every key.
pub fn help(lang: Lang, on_close: Callback<()>) -> Html {
    // Only pages of the full program have what helps in reading.
    let more = !pages().all().is_empty();
    html! {
        <Dialog title={t::help_title(lang)} close={t::close(lang)} on_close={on_close}>
            <p>{ t::help_lead(lang) }</p>
            <p>{ t::help_model(lang) }</p>
            <h3>{ t::help_keys(lang) }</h3>
            <table class="keys"><tbody>{ for COMMANDS.iter().filter(|binding| more || !binding.command.is_for_reading()).map(|binding| html! {
                <tr key={binding.cap}><th scope="row"><kbd>{ binding.cap }</kbd></th><td>{ binding.label.get(lang).to_string() }</td></tr>
            }) }
                { for pages().all().iter().filter_map(|page| page.keys).map(|rows| rows(lang)) }</tbody></table>
        </Dialog>
    }
}
