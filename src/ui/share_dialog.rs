//! Sharing what is on screen: a link, a snippet for a course page, a trace file.

use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::app::{App, page_name};
use super::widgets::{Dialog, Switch, switch};
use crate::base::Lang;
use crate::i18n as t;
use crate::share::{Embed, Theme};
use crate::web::{address, clipboard};

/// What the dialog needs.
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The page's state.
    pub app: App,
    /// Offers the current trace as a file.
    pub on_trace: Callback<()>,
    /// It was closed.
    pub on_close: Callback<()>,
}

/// The share dialog.
#[component]
pub fn ShareDialog(props: &ShareProps) -> Html {
    let app = &props.app;
    let lang = app.lang;
    let embed = use_state(|| Embed {
        lang: Some(lang),
        ..Embed::default()
    });
    let on_embed = {
        let embed = embed.setter();
        Callback::from(move |e| embed.set(e))
    };
    let fragment = app.link.fragment();
    let link = format!("{}{fragment}", address::base());
    html! {
        <Dialog title={t::share_title(lang)} close={t::close(lang)} on_close={props.on_close.clone()}>
            <h3>{ t::share_link(lang) }</h3>
            <Copied {lang} label={t::share_link(lang)} text={link} />
            <p class="note">{ t::share_link_note(lang) }</p>
            <h3>{ t::share_embed(lang) }</h3>
            { match page_name(lang, app.link.page) {
                None => html! { <p class="note">{ t::embed_home_note(lang) }</p> },
                Some(title) => {
                    // The iframe's own switches decide the language.
                    let mut link = app.link.clone();
                    link.lang = None;
                    html! { <>
                        { embed_switches(lang, *embed, &on_embed) }
                        <Copied {lang} label={t::share_embed(lang)}
                            text={embed.snippet(&address::base(), &link.fragment(), title)} />
                    </> }
                }
            } }
            <h3>{ t::share_trace(lang) }</h3>
            <p class="note">{ t::share_trace_note(lang) }</p>
            <button type="button" onclick={props.on_trace.reform(|_| ())}>{ t::download(lang) }</button>
        </Dialog>
    }
}

fn embed_switches(lang: Lang, embed: Embed, on_change: &Callback<Embed>) -> Html {
    let change = |apply: fn(&mut Embed, &str)| {
        on_change.reform(move |e: Event| {
            let mut embed = embed;
            if let Some(select) = e.target_dyn_into::<HtmlSelectElement>() {
                apply(&mut embed, &select.value());
            }
            embed
        })
    };
    let on_lang = change(|embed, value| embed.lang = Lang::from_tag(value));
    let on_theme = change(|embed, value| embed.theme = Theme::from_key(value).unwrap_or_default());
    let check = |label, on, on_change| {
        switch(Switch {
            label,
            note: None,
            on,
            disabled: false,
            on_change,
        })
    };
    let autoplay = on_change.reform(move |autoplay| Embed { autoplay, ..embed });
    let controls = on_change.reform(move |controls| Embed { controls, ..embed });
    let themes = [
        (Theme::Auto, t::embed_theme_auto(lang)),
        (Theme::Light, t::embed_theme_light(lang)),
        (Theme::Dark, t::embed_theme_dark(lang)),
    ];
    html! {
        <div class="row">
            <label>{ t::embed_lang(lang) }{ " " }
                <select onchange={on_lang}>
                    <option value="ko" selected={embed.lang == Some(Lang::Ko)}>{ "한국어" }</option>
                    <option value="en" selected={embed.lang == Some(Lang::En)}>{ "English" }</option>
                </select></label>
            <label>{ t::embed_theme(lang) }{ " " }
                <select onchange={on_theme}>
                    { for themes.into_iter().map(|(theme, name)| html! {
                        <option key={theme.key()} value={theme.key()} selected={embed.theme == theme}>{ name }</option>
                    }) }
                </select></label>
            { check(t::embed_autoplay(lang), embed.autoplay, autoplay) }
            { check(t::embed_controls(lang), embed.controls, controls) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CopiedProps {
    lang: Lang,
    label: AttrValue,
    text: AttrValue,
}

/// A text with a button that copies it.
#[component]
fn Copied(props: &CopiedProps) -> Html {
    let lang = props.lang;
    let outcome = use_state(|| None::<bool>);
    let code = use_node_ref();
    {
        let outcome = outcome.clone();
        use_effect_with(props.text.clone(), move |_| outcome.set(None));
    }
    let onclick = {
        let (text, outcome, code) = (props.text.clone(), outcome.clone(), code.clone());
        move |_| {
            let (text, outcome, code) = (text.clone(), outcome.clone(), code.clone());
            spawn_local(async move {
                let copied = clipboard::copy(&text).await;
                if !copied && let Some(code) = code.cast::<HtmlElement>() {
                    let _ = code.focus();
                }
                outcome.set(Some(copied));
            });
        }
    };
    let said = match *outcome {
        None => "",
        Some(true) => t::copied(lang),
        Some(false) => t::copy_failed(lang),
    };
    html! {
        <div class="copied">
            <pre tabindex="0" role="region" aria-label={props.label.clone()} ref={code}>{ &props.text }</pre>
            <button type="button" {onclick}>{ t::copy(lang) }</button>
            <span role="status">{ said }</span>
        </div>
    }
}
