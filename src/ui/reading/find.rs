//! Finding by name: the field, how many there are, and the way to the next.

use std::rc::Rc;

use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::matches::Matches;
use super::pieces;
use crate::base::{Lang, Problem};
use crate::exploring::grouped;
use crate::i18n as t;
use crate::timeline::hit::Facts;
use crate::timeline::reading::{Finder, Found, Match, Query};
use crate::timeline::{Command, Stage};
use crate::ui::icons;
use crate::ui::timeline::TimelineHandle;

/// Slices that are searched between two frames.
const PIECE: usize = 40_000;
/// How long after the last key the search begins.
const SETTLED_MS: u32 = 120;

/// How a search stands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Search {
    /// What is looked for.
    pub query: Query,
    /// What was found; none while it goes on, and of nothing.
    pub found: Option<Rc<Found>>,
    /// The stage in which it was found: places mean nothing in another.
    pub stage: Rc<Stage>,
    /// The match that one is at.
    pub at: Option<Match>,
    /// What is wrong with the query.
    pub problem: Option<Problem>,
}

/// A change of it.
pub enum Act {
    /// Something else is looked for.
    Ask(Query),
    /// That was found in a stage.
    Done(Rc<Found>, Rc<Stage>),
    /// It cannot be looked for.
    Wrong(Problem),
    /// One is at a match.
    At(Option<Match>),
    /// Other traces are shown: what was found is not in them.
    Stale,
}

impl Reducible for Search {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut search = Search::clone(&self);
        match act {
            // Asked again, it stands as it did.
            Act::Ask(query) if query == search.query => return self,
            Act::Ask(query) => {
                search = Search {
                    query,
                    ..Search::default()
                };
            }
            Act::Done(found, stage) => {
                search.found = Some(found);
                search.stage = stage;
            }
            Act::Wrong(problem) => search.problem = Some(problem),
            Act::At(at) => search.at = at,
            Act::Stale => {
                search.found = None;
                search.at = None;
            }
        }
        Rc::new(search)
    }
}

/// A search in a stage, done whenever the query or the stage is another.
#[hook]
pub fn use_search(stage: &Rc<Stage>) -> UseReducerHandle<Search> {
    let search = use_reducer_eq(Search::default);
    let dispatch = search.dispatcher();
    use_effect_with(
        (stage.clone(), search.query.clone()),
        move |(stage, query)| {
            dispatch.dispatch(Act::Stale);
            let going = (!query.text.is_empty())
                .then(|| match Finder::new(stage, query) {
                    Ok(finder) => Some(search_on(finder, stage.clone(), dispatch)),
                    Err(problem) => {
                        dispatch.dispatch(Act::Wrong(problem));
                        None
                    }
                })
                .flatten();
            move || drop(going)
        },
    );
    search
}

fn search_on(
    finder: Finder,
    stage: Rc<Stage>,
    dispatch: UseReducerDispatcher<Search>,
) -> pieces::Going {
    let within = stage.clone();
    pieces::start(
        SETTLED_MS,
        move || finder,
        move |finder| finder.advance(&stage, PIECE),
        move |finder| {
            let found = Rc::new(finder.finish());
            dispatch.dispatch(Act::Done(found, within));
        },
    )
}

/// Goes to the next match or the one before, round the end to the other.
pub fn go(search: &UseReducerHandle<Search>, handle: &TimelineHandle, forward: bool, lang: Lang) {
    let Some(found) = &search.found else {
        return;
    };
    let stage = &*search.stage;
    let from = search.at.and_then(|at| found.order(stage, at));
    let to = if forward {
        found.next(stage, from).or_else(|| found.next(stage, None))
    } else {
        found
            .previous(stage, from)
            .or_else(|| found.previous(stage, None))
    };
    let Some(to) = to else {
        handle.say(t::find_none(lang).to_owned());
        return;
    };
    go_to(search, handle, to, lang);
}

/// Goes to a match, and says which it is.
pub fn go_to(search: &UseReducerHandle<Search>, handle: &TimelineHandle, to: Match, lang: Lang) {
    let Some(found) = &search.found else {
        return;
    };
    let stage = &*search.stage;
    search.dispatch(Act::At(Some(to)));
    show(stage, handle, to);
    let place = place_of(found, stage, to, lang);
    let what = told(stage, to, lang);
    handle.say(format!("{place}: {what}"));
}

fn place_of(found: &Found, stage: &Stage, at: Match, lang: Lang) -> String {
    let rank = found
        .order(stage, at)
        .map_or(0, |order| found.rank(stage, order));
    t::find_place(lang, &grouped(rank as u64), &grouped(found.count() as u64))
}

fn show(stage: &Stage, handle: &TimelineHandle, found: Match) {
    match found {
        Match::Slice(place) => handle.select(Some(place)),
        Match::Lane(section, track) => handle.choose_track(section, track),
        Match::Instant(section, track, index) => {
            let at = &stage.sections()[section];
            handle.choose_track(section, track);
            if let Some(instant) = at.trace.instants(track).get(index as usize) {
                handle.seek(at.on_axis(instant.at));
            }
        }
    }
}

/// A match in words.
fn told(stage: &Stage, found: Match, lang: Lang) -> String {
    let lane = |section: usize, track| stage.track_label(section, track).into_owned();
    match found {
        Match::Slice(place) => {
            Facts::of_slice(stage, place).map_or_else(String::new, |facts| facts.sentence(lang))
        }
        Match::Lane(section, track) => {
            format!("{} · {}", lane(section, track), t::find_of_lane(lang))
        }
        Match::Instant(section, track, index) => {
            let trace = &stage.sections()[section].trace;
            let instant = trace.instants(track).get(index as usize);
            let name = instant.map_or("", |instant| trace.name(instant.name));
            let of = t::find_of_instant(lang);
            format!("{} · {of} · {}", lane(section, track), stage.word(name))
        }
    }
}

/// What the tab needs.
#[derive(Properties, PartialEq)]
pub struct FindProps {
    /// The language.
    pub lang: Lang,
    /// The search.
    pub search: UseReducerHandle<Search>,
    /// Goes on to the next (true) or back.
    pub on_go: Callback<bool>,
    /// Goes to a match.
    pub on_choose: Callback<Match>,
    /// Changes when the field is to have the focus.
    pub focus: u32,
}

/// The field and what came of it.
#[component]
pub fn Find(props: &FindProps) -> Html {
    let (lang, search) = (props.lang, &props.search);
    let field = use_node_ref();
    {
        let field = field.clone();
        let first = search.query.text.clone();
        use_effect_with((), {
            let field = field.clone();
            move |()| {
                // What is typed is the field's own: composing must not be disturbed.
                if let Some(field) = field.cast::<HtmlInputElement>() {
                    field.set_value(&first);
                }
            }
        });
        use_effect_with(props.focus, move |focus| {
            if let (Some(field), true) = (field.cast::<HtmlInputElement>(), *focus > 0) {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let ask = |change: fn(&mut Query, String, bool)| {
        let search = search.clone();
        move |text: String, on: bool| {
            let mut query = search.query.clone();
            change(&mut query, text, on);
            search.dispatch(Act::Ask(query));
        }
    };
    let oninput = {
        let ask = ask(|query, text, _| query.text = text);
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                ask(field.value(), false);
            }
        })
    };
    let ticked = |ask: Box<dyn Fn(String, bool)>| {
        Callback::from(move |event: Event| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                ask(String::new(), field.checked());
            }
        })
    };
    let on_regex = ticked(Box::new(ask(|query, _, on| query.regex = on)));
    let on_args = ticked(Box::new(ask(|query, _, on| query.args = on)));
    let none = search.found.as_ref().is_none_or(|found| found.count() == 0);
    let button = |forward: bool, icon: Html| {
        let command = if forward {
            Command::FindNext
        } else {
            Command::FindPrevious
        };
        let binding = command.reading_binding();
        let label = binding.label.get(lang).to_owned();
        html! {
            <button type="button" class="quiet square" aria-label={label.clone()} title={format!("{label} ({})", binding.cap)}
                data-command={format!("{command:?}")} disabled={none} onclick={props.on_go.reform(move |_| forward)}>{ icon }</button>
        }
    };
    html! {
        <div class="rd-find">
            <div class="row">
                <input type="search" class="rd-field" ref={field} aria-label={t::find_what(lang)} placeholder={t::find_what(lang)}
                    autocomplete="off" spellcheck="false" maxlength="200" {oninput} onkeydown={keys(&props.on_go)} />
                { button(false, icons::up()) }
                { button(true, icons::down()) }
                <span class="rd-count" role="status">{ standing(search, lang) }</span>
            </div>
            <div class="row">
                <label><input type="checkbox" checked={search.query.regex} onchange={on_regex} />{ t::find_regex(lang) }</label>
                <label><input type="checkbox" checked={search.query.args} onchange={on_args} />{ t::find_args(lang) }</label>
            </div>
            <p class="note">{ at_words(search, lang) }</p>
            <Matches {lang} search={search.clone()} on_choose={props.on_choose.clone()} />
        </div>
    }
}

/// How many there are, or what is wrong.
fn standing(search: &Search, lang: Lang) -> String {
    let stage = &*search.stage;
    if let Some(problem) = &search.problem {
        return format!("{} {}", problem.reason.get(lang), problem.hint.get(lang));
    }
    match (&search.found, search.at) {
        _ if search.query.text.is_empty() => String::new(),
        (None, _) => t::find_going(lang).to_owned(),
        (Some(found), _) if found.count() == 0 => t::find_none(lang).to_owned(),
        (Some(found), Some(at)) => place_of(found, stage, at, lang),
        (Some(found), None) => t::find_count(lang, &grouped(found.count() as u64)),
    }
}

fn at_words(search: &Search, lang: Lang) -> String {
    match (&search.found, search.at) {
        (Some(_), Some(at)) => told(&search.stage, at, lang),
        _ => t::find_hint(lang).to_owned(),
    }
}

/// Enter goes on, with Shift back; Escape gives the focus back to the lanes.
fn keys(on_go: &Callback<bool>) -> Callback<KeyboardEvent> {
    let on_go = on_go.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.code().as_str() {
            "Enter" | "NumpadEnter" => {
                event.prevent_default();
                on_go.emit(!event.shift_key());
            }
            "Escape" => {
                event.prevent_default();
                focus_lanes(&event);
            }
            _ => {}
        }
    })
}

/// Gives the focus to the lanes of the timeline in which something happened.
pub fn focus_lanes(event: &Event) {
    let target = event.target_dyn_into::<web_sys::Element>();
    let timeline = target.and_then(|target| target.closest(".tl").ok().flatten());
    let lanes = timeline.and_then(|tl| tl.query_selector(".tl-lanes").ok().flatten());
    if let Some(lanes) =
        lanes.and_then(|lanes| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(lanes).ok())
    {
        let _ = lanes.focus();
    }
}
