//! The top bar.

use yew::prelude::*;

use super::app::App;
use super::icons;
use super::state::Action;
use super::widgets::Segmented;
use crate::base::Lang;
use crate::i18n as t;
use crate::share::{Link, Page, Theme};

/// What the top bar needs.
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The page's state.
    pub app: App,
    /// Whether the dark theme is on screen now.
    pub dark: bool,
    /// The share button was pressed.
    pub on_share: Callback<()>,
    /// The help button was pressed.
    pub on_help: Callback<()>,
}

/// The top bar: name, language, theme, share, help.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let app = &props.app;
    let lang = app.lang;
    let rail = app.rail;
    let rail_label = if rail {
        t::rail_hide(lang)
    } else {
        t::rail_show(lang)
    };
    let theme_label = if props.dark {
        t::theme_to_light(lang)
    } else {
        t::theme_to_dark(lang)
    };
    let next_theme = if props.dark {
        Theme::Light
    } else {
        Theme::Dark
    };
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
    html! {
        <header class="topbar">
            <button type="button" class="quiet square" aria-label={rail_label} title={rail_label}
                aria-expanded={rail.to_string()} aria-controls="rail" onclick={on_rail}>{ icons::list() }</button>
            <a class="name" href={Link::to(Page::Home).fragment()}>{ t::app_name(lang) }</a>
            <span class="grow"></span>
            <Segmented label={t::language(lang)} options={vec![AttrValue::from("한국어"), AttrValue::from("English")]}
                chosen={Lang::ALL.iter().position(|l| *l == lang)} on_choose={on_lang} class="languages" />
            <button type="button" class="quiet square" aria-label={theme_label} title={theme_label} onclick={on_theme}>
                { if props.dark { icons::sun() } else { icons::moon() } }
            </button>
            <button type="button" class="quiet square" aria-label={t::share(lang)} title={t::share(lang)}
                onclick={props.on_share.reform(|_| ())}>{ icons::share() }</button>
            <button type="button" class="quiet square" aria-label={t::help(lang)} title={t::help(lang)}
                onclick={props.on_help.reform(|_| ())}>{ icons::help() }</button>
        </header>
    }
}
