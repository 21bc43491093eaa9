//! The top bar.

use yew::prelude::*;

use super::app::{App, page_name};
use super::icons;
use super::state::Action;
use super::widgets::{Segmented, segmented};
use crate::base::Lang;
use crate::i18n as t;
use crate::share::{Link, Page, Theme};

/// The top bar: name, language, theme, share, help.
pub fn header(app: &App, dark: bool, on_share: Callback<()>, on_help: Callback<()>) -> Html {
    let lang = app.lang;
    let rail = app.rail;
    let rail_label = if rail {
        t::rail_hide(lang)
    } else {
        t::rail_show(lang)
    };
    let theme_label = if dark {
        t::theme_to_light(lang)
    } else {
        t::theme_to_dark(lang)
    };
    let next_theme = if dark { Theme::Light } else { Theme::Dark };
    let dispatch = app.dispatcher();
    let on_rail = {
        let d = dispatch.clone();
        move |_| d.dispatch(Action::Rail(!rail))
    };
    let on_theme = {
        let d = dispatch.clone();
        move |_| d.dispatch(Action::Theme(next_theme))
    };
    let on_lang = Callback::from(move |i: usize| {
        if let Some(&lang) = Lang::ALL.get(i) {
            dispatch.dispatch(Action::Lang(lang));
        }
    });
    let languages = segmented(Segmented {
        label: t::language(lang),
        options: &["한국어", "English"],
        chosen: Lang::ALL.iter().position(|l| *l == lang),
        on_choose: on_lang,
    });
    html! {
        <header class="topbar">
            <button type="button" class="quiet square" aria-label={rail_label} title={rail_label}
                aria-expanded={rail.to_string()} aria-controls="rail" onclick={on_rail}>{ icons::list() }</button>
            <a class="name" href={Link::to(Page::Home).fragment()}>{ t::app_name(lang) }</a>
            <nav class="places" aria-label={t::places(lang)}>{ for std::iter::once(Page::Home).chain(Page::OWN).map(|page| {
                let open = match page {
                    // Lessons: whatever is not a page of its own.
                    Page::Home => !app.link.page.is_own(),
                    page => app.link.page == page,
                };
                html! {
                    <a key={page.key()} href={Link::to(page).fragment()} aria-current={open.then_some("page")}>
                        { page_name(lang, page).unwrap_or_else(|| t::lessons(lang)) }</a>
                }
            }) }</nav>
            <span class="grow"></span>
            <div class="languages">{ languages }</div>
            <button type="button" class="quiet square" aria-label={theme_label} title={theme_label} onclick={on_theme}>
                { if dark { icons::sun() } else { icons::moon() } }
            </button>
            <button type="button" class="quiet square" aria-label={t::share(lang)} title={t::share(lang)}
                onclick={on_share.reform(|_| ())}>{ icons::share() }</button>
            <button type="button" class="quiet square" aria-label={t::help(lang)} title={t::help(lang)}
                onclick={on_help.reform(|_| ())}>{ icons::help() }</button>
        </header>
    }
}
