//! The list of lessons.

use yew::prelude::*;

use super::app::{App, page_name};
use super::icons;
use crate::experiment::QuestionId;
use crate::i18n as t;
use crate::share::{Link, Page};

/// The list of lessons, in the order in which they are taught.
pub fn rail(app: &App) -> Html {
    let lang = app.lang;
    let current = |page: Page| (app.link.page == page).then_some("page");
    html! {
        <nav class="rail" id="rail" aria-label={t::lessons(lang)}>
            <ul>
                <li><a href={Link::to(Page::Home).fragment()} aria-current={current(Page::Home)}>
                    <i aria-hidden="true">{ "·" }</i><span>{ t::lesson_home(lang) }</span></a></li>
                { for Page::OWN.map(|page| html! {
                    <li key={page.key()} class="narrow-only"><a href={Link::to(page).fragment()} aria-current={current(page)}>
                        <i aria-hidden="true">{ "·" }</i><span>{ page_name(lang, page) }</span></a></li>
                }) }
            </ul>
            <h2>{ t::three_questions(lang) }</h2>
            <ul>
                { for QuestionId::ALL.into_iter().enumerate().map(|(i, question)| {
                    let page = Page::Question(question);
                    let seen = app.visited.contains(&question) && app.link.page != page;
                    html! {
                        <li key={question.key()}>
                            <a href={Link::to(page).fragment()} aria-current={current(page)}>
                                <i aria-hidden="true" class={classes!(seen.then_some("done"))}>
                                    { if seen { icons::tick() } else { html! { {i + 1} } } }
                                </i>
                                <span>{ t::question_name(lang, question) }</span>
                                if seen { <span class="sr">{ format!("({})", t::seen(lang)) }</span> }
                            </a>
                        </li>
                    }
                }) }
            </ul>
        </nav>
    }
}
