//! A schedule on the timeline, beside it the programs' lines, registers, memory
//! and objects at the playhead.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::results;
use crate::base::{Lang, Problem, Time};
use crate::exploring::{
    Content, Doing, FoundOutcome, Listing, Moment, ObjectView, Playback, STEP, ThreadView, Valued,
    listings,
};
use crate::i18n as t;
use crate::sim::schedule::Schedule;
use crate::timeline::{Axis, Section, Stage};
use crate::trace::Trace;
use crate::ui::app::App;
use crate::ui::reading::{Tools, use_reading};
use crate::ui::timeline::LanesView;
use crate::web::clipboard;

thread_local! {
    /// What is replayed, for those who ask the page for its trace.
    static CURRENT: RefCell<Option<Rc<Trace>>> = const { RefCell::new(None) };
}

/// The trace that is replayed.
pub fn current() -> Option<Rc<Trace>> {
    CURRENT.with_borrow(Clone::clone)
}

/// A playback, compared by being the very same.
#[derive(Clone)]
pub struct Shown(pub Rc<Playback>);

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What a replay needs.
#[derive(Properties, PartialEq)]
pub struct ReplayProps {
    /// The page's state.
    pub app: App,
    /// The language.
    pub lang: Lang,
    /// What is replayed.
    pub shown: Shown,
    /// What comes of it, and how it was found.
    pub found: FoundOutcome,
    /// Whether it is one of the outcomes that were found.
    pub counted: bool,
    /// Where the playhead is at first.
    pub at: Option<Time>,
    /// Whether only the lanes are shown, and whether with a transport.
    pub bare: bool,
    /// Whether there is a transport.
    pub controls: bool,
    /// Whether it plays at once.
    pub autoplay: bool,
    /// How the lanes are arranged.
    pub lanes: AttrValue,
    /// They were arranged otherwise.
    pub on_lanes: Callback<String>,
    /// The playhead rests.
    pub on_rest: Callback<Time>,
}

/// The replay.
#[component]
pub fn Replay(props: &ReplayProps) -> Html {
    let lang = props.lang;
    let playback = props.shown.0.clone();
    let stage = use_memo(props.shown.clone(), |shown| {
        let trace = Rc::new(shown.0.trace());
        CURRENT.set(Some(trace.clone()));
        Stage::new(vec![Section::new("", trace)]).counted_in(Axis::Steps(STEP))
    });
    use_effect_with((), |()| || CURRENT.set(None));
    let step = use_state_eq(|| props.at.map_or(0, |at| playback.step_at(at)));
    let seek = use_state(|| props.at.map(|at| (at, 0_u32)));
    {
        // Another schedule begins at its beginning.
        let (step, seek, first) = (step.setter(), seek.clone(), use_mut_ref(|| true));
        use_effect_with(props.shown.clone(), move |_| {
            if !first.replace(false) {
                step.set(0);
                seek.set(Some((Time::ZERO, seek.map_or(1, |(_, n)| n + 1))));
            }
        });
    }
    let on_playhead = {
        let (step, playback, on_rest) = (step.setter(), playback.clone(), props.on_rest.clone());
        Callback::from(move |(time, resting): (Time, bool)| {
            step.set(playback.step_at(time));
            if resting {
                on_rest.emit(time);
            }
        })
    };
    let Tools {
        below,
        reading,
        handle,
    } = use_reading(&props.app, &stage);
    let lanes = html! {
        <div class="view"><LanesView stage={stage} {lang} controls={props.controls} lanes={props.lanes.clone()} on_lanes={props.on_lanes.clone()} autoplay={props.autoplay}
            seek={*seek} {on_playhead} {below} {reading} {handle} /></div>
    };
    if props.bare {
        return lanes;
    }
    let listed = use_listings(&props.shown);
    let moment = playback.moment(*step);
    html! { <>
        { lanes }
        <p class="note step">{ t::explore_step(lang, moment.step, playback.len()) }{ " · " }{ t::explore_steps_note(lang) }</p>
        <div class="beside">
            <section aria-label={t::explore_listing(lang)}>
                <h3>{ t::explore_listing(lang) }</h3>
                <div class="listings">{ for listed.iter().enumerate().map(|(i, listing)| program(lang, i, listing, &moment)) }</div>
            </section>
            <section aria-label={t::explore_state(lang)}>
                { threads(lang, &moment.threads) }
                { memory(lang, &moment.cells) }
                { objects(lang, &moment.objects) }
            </section>
        </div>
    </> }
}

#[hook]
fn use_listings(shown: &Shown) -> Rc<Vec<Listing>> {
    use_memo(shown.clone(), |shown| {
        listings(shown.0.image(), shown.0.last())
    })
}

/// What comes of the schedule, and how short it is.
pub fn heading(lang: Lang, found: &FoundOutcome, counted: bool) -> Html {
    let n = found.preemptions;
    let short = match (counted, found.shortest) {
        (true, true) => t::explore_shortest_of_all(lang, n),
        (true, false) => t::explore_shortest_counted(lang, n),
        _ => t::explore_of_this(lang, n),
    };
    html! {
        <div class="replay-head">
            { results::outcome(lang, found) }
            <p class="note">{ short }</p>
        </div>
    }
}

/// The colour of a thread, by its number.
fn colour(thread: usize) -> String {
    let letter = char::from(b'a' + (thread % 8) as u8);
    format!("--who:var(--job-{letter})")
}

fn who(thread: usize, view: &ThreadView) -> Html {
    html! { <b key={thread} class="who" style={colour(thread)}>{ &view.name }</b> }
}

/// A program, with the threads at its lines.
fn program(lang: Lang, key: usize, listing: &Listing, moment: &Moment) -> Html {
    let views = || {
        listing
            .threads
            .iter()
            .filter_map(|&n| Some((n, moment.threads.get(n)?)))
    };
    let names = views()
        .map(|(_, view)| view.name.clone())
        .collect::<Vec<_>>()
        .join(", ");
    html! {
        <div key={key} class="listing">
            <h4>{ names }</h4>
            <ol>{ for listing.lines.iter().enumerate().map(|(i, line)| {
                let here: Vec<_> = views().filter(|(_, view)| line.instr.is_some() && view.at == line.instr).collect();
                let next = here.iter().any(|(_, view)| view.doing == Doing::Runs);
                html! {
                    <li key={i} class={classes!(line.instr.is_none().then_some("label"), next.then_some("next"), (!here.is_empty()).then_some("here"))}
                        aria-current={next.then_some("step")}>
                        <code>{ &line.text }</code>
                        if !here.is_empty() {
                            <span class="at">
                                <span class="sr">{ if next { t::explore_runs(lang) } else { t::explore_at(lang) } }{ ": " }</span>
                                { for here.iter().map(|(n, view)| who(*n, view)) }
                            </span>
                        }
                    </li>
                }
            }) }</ol>
        </div>
    }
}

fn doing(lang: Lang, view: &ThreadView) -> String {
    match &view.doing {
        Doing::Runs => t::explore_runs(lang).to_owned(),
        Doing::Ready => t::explore_ready(lang).to_owned(),
        Doing::Waits(what) => t::explore_waits(lang, what),
        Doing::Ended => t::explore_ended(lang).to_owned(),
        Doing::Failed(fault) => {
            format!("{}: {}", t::explore_stopped(lang), fault.reason().get(lang))
        }
    }
}

fn valued(lang: Lang, of: &Valued) -> Html {
    html! {
        <code key={of.name.clone()} class={classes!("value", of.changed.then_some("changed"))}>
            { &of.name }{ " = " }<b>{ of.value }</b>
            if of.changed { <span class="sr">{ format!(" ({})", t::explore_changed(lang)) }</span> }
        </code>
    }
}

fn threads(lang: Lang, views: &[ThreadView]) -> Html {
    let title = t::explore_threads(lang);
    html! {
        <table class="facts">
            <caption>{ title }</caption>
            <thead><tr><th scope="col">{ t::explore_name(lang) }</th><th scope="col">{ t::explore_doing(lang) }</th>
                <th scope="col">{ t::explore_registers(lang) }</th></tr></thead>
            <tbody>{ for views.iter().enumerate().map(|(n, view)| html! {
                <tr key={n}><th scope="row">{ who(n, view) }</th><td>{ doing(lang, view) }</td>
                    <td class="values">{ for view.registers.iter().map(|reg| valued(lang, reg)) }</td></tr>
            }) }</tbody>
        </table>
    }
}

fn memory(lang: Lang, cells: &[Valued]) -> Html {
    if cells.is_empty() {
        return html! {};
    }
    html! {
        <div class="facts-block">
            <h4>{ t::explore_memory(lang) }</h4>
            <p class="values">{ for cells.iter().map(|cell| valued(lang, cell)) }</p>
        </div>
    }
}

fn content(lang: Lang, content: &Content) -> String {
    let names = |names: &[String]| match names {
        [] => t::explore_nobody(lang).to_owned(),
        names => names.join(", "),
    };
    match content {
        Content::Held(who) | Content::Waiting(who) => names(who),
        Content::Count(n) => n.to_string(),
        Content::Items(items) if items.is_empty() => t::explore_empty(lang).to_owned(),
        Content::Items(items) => items
            .iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join(" "),
        Content::Set(true) => t::explore_set(lang).to_owned(),
        Content::Set(false) => t::explore_unset(lang).to_owned(),
    }
}

fn objects(lang: Lang, objects: &[ObjectView]) -> Html {
    if objects.is_empty() {
        return html! {};
    }
    html! {
        <table class="facts">
            <caption>{ t::explore_objects(lang) }</caption>
            <thead><tr><th scope="col">{ t::explore_name(lang) }</th><th scope="col">{ t::explore_value(lang) }</th></tr></thead>
            <tbody>{ for objects.iter().map(|object| html! {
                <tr key={object.name.clone()}>
                    <th scope="row"><code>{ object.kind.word() }{ " " }<b>{ &object.name }</b></code></th>
                    <td><span class={classes!("value", object.changed.then_some("changed"))}>{ content(lang, &object.content) }
                        if object.changed { <span class="sr">{ format!(" ({})", t::explore_changed(lang)) }</span> }</span></td>
                </tr>
            }) }</tbody>
        </table>
    }
}

/// What the field of the schedule needs.
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// The language.
    pub lang: Lang,
    /// The schedule, as text.
    pub text: AttrValue,
    /// What is wrong with what was asked for.
    pub wrong: Option<Problem>,
    /// Replays another.
    pub on_replay: Callback<Result<Rc<Schedule>, Problem>>,
}

/// The schedule as text: to be copied, and to be pasted.
#[component]
pub fn ScheduleField(props: &FieldProps) -> Html {
    let lang = props.lang;
    let node = use_node_ref();
    let copied = use_state_eq(|| None::<bool>);
    {
        let (node, copied) = (node.clone(), copied.setter());
        use_effect_with(props.text.clone(), move |text| {
            copied.set(None);
            if let Some(input) = node.cast::<HtmlInputElement>()
                && !text.is_empty()
            {
                input.set_value(text);
            }
        });
    }
    let replay = {
        let (node, on_replay) = (node.clone(), props.on_replay.clone());
        Callback::from(move |()| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                on_replay.emit(input.value().parse::<Schedule>().map(Rc::new));
            }
        })
    };
    let onkeydown = {
        let replay = replay.clone();
        move |event: KeyboardEvent| {
            if event.code().ends_with("Enter") && !event.is_composing() {
                event.prevent_default();
                replay.emit(());
            }
        }
    };
    let on_copy = {
        let (node, copied) = (node.clone(), copied.setter());
        move |_| {
            let Some(input) = node.cast::<HtmlInputElement>() else {
                return;
            };
            let copied = copied.clone();
            spawn_local(async move {
                let done = clipboard::copy(&input.value()).await;
                if !done {
                    let _ = input.focus();
                    input.select();
                }
                copied.set(Some(done));
            });
        }
    };
    let said = match (&props.wrong, *copied) {
        (Some(problem), _) => problem.sentence(lang),
        (None, None) => String::new(),
        (None, Some(true)) => t::copied(lang).to_owned(),
        (None, Some(false)) => t::copy_failed(lang).to_owned(),
    };
    let class = props.wrong.as_ref().map(|_| "wrong");
    html! {
        <div class="schedule">
            <label><span>{ t::explore_schedule(lang) }</span>
                <input ref={node} type="text" spellcheck="false" autocomplete="off" autocapitalize="off" placeholder="v1 A3 B2 A"
                    aria-invalid={props.wrong.as_ref().map(|_| "true")} aria-describedby="explore-schedule-note" {onkeydown} /></label>
            <button type="button" onclick={on_copy}>{ t::explore_copy(lang) }</button>
            <button type="button" onclick={replay.reform(|_| ())}>{ t::explore_play(lang) }</button>
            <small id="explore-schedule-note">{ t::explore_schedule_note(lang) }</small>
            <small role="status" class={classes!("said-here", class)}>{ said }</small>
        </div>
    }
}
