//! The page that explores all schedules of a program: which of them go wrong,
//! and how the shortest of these goes.

mod editor;
mod job;
mod method;
mod replay;
mod results;
mod state;

use std::rc::Rc;

use yew::prelude::*;

use self::editor::Editor;
use self::job::{Explorer, Going, Job, Subject, use_explorer};
use self::replay::{Replay, ScheduleField, Shown};
use self::state::{Act, Desk};
use super::app::App;
use super::icons;
use super::pages::OwnPage;
use super::past;
use super::state::Action;
use super::traces::lanes_callback;
use crate::base::{Lang, Problem, Time};
use crate::exploring::{FoundOutcome, Playback, Trouble, example_of, grouped, read, result_of};
use crate::i18n as t;
use crate::share::Page;
use crate::sim::explore::examples::examples;
use crate::sim::program::Image;
use crate::sim::schedule::Schedule;
use crate::web::address::Entry;
use crate::web::window;

/// The page in the table of pages.
pub const PAGE: OwnPage = OwnPage {
    page: Page::Explore,
    style: concat!(
        include_str!("../../../static/editor.css"),
        include_str!("../../../static/explore.css")
    ),
    show: page,
    trace: |_| replay::current(),
    ahead: None,
    says_ready: false,
    sheet: None,
};

fn page(app: &App) -> Html {
    html! { <Explore key="explore" app={app.clone()} /> }
}

fn icon_play() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d="M6 4l10 6-10 6z" fill="currentColor" /></svg>
    }
}

#[derive(Properties, PartialEq)]
struct ExploreProps {
    app: App,
}

/// A text that was read: the program, or what is wrong with it.
#[derive(Clone)]
struct Program {
    text: Rc<str>,
    image: Option<Rc<Image>>,
    troubles: Vec<Trouble>,
}

impl PartialEq for Program {
    fn eq(&self, other: &Program) -> bool {
        self.text == other.text
    }
}

impl Program {
    fn read(text: &Rc<str>) -> Program {
        let (image, troubles) = read(text);
        Program {
            text: text.clone(),
            image: image.map(Rc::new),
            troubles,
        }
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject {
            text: self.text.clone(),
            image: self.image.clone()?,
            example: example_of(&self.text).map(Rc::new),
        })
    }
}

#[component]
fn Explore(props: &ExploreProps) -> Html {
    let app = &props.app;
    let lang = app.lang;
    let embed = app.embed;
    let own = app.link.own.clone();
    let desk = use_reducer(move || Desk::open(&own, embed.is_some()));
    let act = {
        let dispatch = desk.dispatcher();
        use_callback((), move |act: Act, ()| dispatch.dispatch(act))
    };
    let draft = desk.draft().clone();
    let program = use_memo(draft.text.clone(), Program::read);
    let (job, explorer) = use_explorer();
    let whole = use_link(app, &desk);
    use_first_run(&desk, &program, &explorer);
    let said = results::use_calm(lang, job.as_ref());
    // What is shown belongs to the program that was explored, until another is.
    let stale = job
        .as_ref()
        .is_some_and(|job| job.subject.text != draft.text || job.settings != draft.settings);
    let subject = job
        .as_ref()
        .map(|job| job.subject.clone())
        .or_else(|| program.subject());
    let wrong = use_state_eq(|| None::<Problem>);
    let shown = use_shown(&subject, &desk.schedule, job.as_ref());
    let on_choose = {
        let (act, dispatch, wrong) = (act.clone(), app.dispatcher(), wrong.setter());
        Callback::from(move |schedule| {
            wrong.set(None);
            act.emit(Act::Replay(Some(schedule)));
            dispatch.dispatch(Action::At(Time::ZERO));
            bring_into_sight();
        })
    };
    let replayed = replayed(app, &shown, job.as_ref());
    if embed.is_some() {
        return html! {
            <div class="explore">
                <section class="card stage" aria-label={t::stage(lang)}>{ replayed }</section>
            </div>
        };
    }
    let on_run = {
        let (program, settings, explorer) = (program.clone(), draft.settings, explorer.clone());
        let act = act.clone();
        Callback::from(move |()| {
            if let Some(subject) = program.subject() {
                act.emit(Act::Rest);
                explorer.start(subject, settings);
            }
        })
    };
    let all = use_memo((), |()| examples());
    let on_replay = {
        let (subject, on_choose, wrong) = (subject.clone(), on_choose.clone(), wrong.setter());
        let (explorer, program) = (explorer.clone(), program.clone());
        let other = job
            .as_ref()
            .is_some_and(|job| job.subject.text != draft.text);
        Callback::from(move |read: Result<Rc<Schedule>, Problem>| {
            // What is pasted is about the program that one sees.
            let subject = match other && program.image.is_some() {
                true => program.subject(),
                false => subject.clone(),
            };
            let possible = read.and_then(|schedule| match &subject {
                Some(subject) => Playback::new(&subject.image, &schedule).map(|_| schedule),
                None => Ok(schedule),
            });
            match possible {
                Ok(schedule) => {
                    if other && program.image.is_some() {
                        explorer.forget();
                    }
                    on_choose.emit(schedule);
                }
                Err(problem) => wrong.set(Some(problem)),
            }
        })
    };
    let problem = wrong
        .as_ref()
        .or((*shown).as_ref().and_then(|shown| shown.as_ref().err()))
        .cloned();
    let schedule = match &*shown {
        Some(Ok(now)) => now.playback.0.schedule().to_string(),
        _ => desk
            .schedule
            .as_ref()
            .map(|s| s.to_string())
            .unwrap_or_default(),
    };
    html! {
        <div class="explore" onkeydown={past::keys(".schedule", act.reform(Act::Turn))}>
            <div class="explore-head">
                <div><h1>{ t::explore_title(lang) }</h1><p class="lede">{ t::explore_lede(lang) }</p></div>
            </div>
            <div>{ notices(lang, &desk, &act) }</div>
            <p class="sr" role="status">{ said.as_str() }</p>
            <div class="explore-columns">
                <div class="left">
                    <section class="card program" aria-label={t::explore_program(lang)}>
                        <div class="title"><h2>{ t::explore_program(lang) }</h2>{ past::buttons(lang, desk.can(), &act.reform(Act::Turn)) }</div>
                        { editor::chooser(lang, &draft.text, &all, &act) }
                        <Editor {lang} text={AttrValue::from(draft.text.clone())} troubles={program.troubles.clone()}
                            act={act.clone()} on_run={on_run.clone()} />
                        if !whole { <p class="note" role="status">{ t::explore_no_link(lang) }</p> }
                        { editor::reference(lang) }
                    </section>
                    <section class="card" aria-label={t::explore_how(lang)}>
                        { method::method(lang, draft.settings, &act) }
                        { run_button(lang, &program, job.as_ref(), &explorer, &on_run) }
                    </section>
                </div>
                <div class="right">
                    <section class="card results" aria-label={t::explore_results(lang)}>
                        <h2>{ t::explore_results(lang) }</h2>
                        { found(lang, job.as_ref(), stale, desk.schedule.as_deref().or(chosen(&shown)), (&on_choose, &on_run)) }
                    </section>
                    <section class="card replay" aria-label={t::explore_replay(lang)}>
                        <div class="replay-top">
                            <h2>{ t::explore_replay(lang) }</h2>
                            <div role="status">{ for (*shown).as_ref().and_then(|s| s.as_ref().ok())
                                .map(|now| replay::heading(lang, &now.found, now.counted)) }</div>
                        </div>
                        <ScheduleField {lang} text={AttrValue::from(schedule)} wrong={problem} {on_replay} />
                        { replayed }
                    </section>
                </div>
            </div>
        </div>
    }
}

/// Where the replay stands far below the outcomes, in one column, it is
/// scrolled to.
fn bring_into_sight() {
    let narrow = window().match_media("(max-width: 900px)").ok().flatten();
    if narrow.is_some_and(|list| list.matches()) {
        let replay = window()
            .document()
            .and_then(|document| document.query_selector(".explore .replay").ok().flatten());
        if let Some(replay) = replay {
            replay.scroll_into_view();
        }
    }
}

/// What is replayed.
struct Now {
    playback: Shown,
    found: FoundOutcome,
    /// Whether it is one of the outcomes that were found.
    counted: bool,
}

type MaybeNow = Option<Result<Now, Problem>>;

fn chosen(shown: &MaybeNow) -> Option<&Schedule> {
    let now = shown.as_ref()?.as_ref().ok()?;
    Some(now.playback.0.schedule())
}

/// The schedule that is replayed: the one that was chosen, else that of the
/// first outcome once exploring has ended.
#[hook]
fn use_shown(
    subject: &Option<Subject>,
    wanted: &Option<Rc<Schedule>>,
    job: Option<&Job>,
) -> Rc<MaybeNow> {
    let first = || {
        let job = job.filter(|job| !job.is_going())?;
        Some(Rc::new(job.outcomes.first()?.schedule.clone()))
    };
    let schedule = wanted.clone().or_else(first);
    let known = job.and_then(|job| {
        let schedule = schedule.as_deref()?;
        let mut outcomes = job.outcomes.iter();
        outcomes.find(|one| one.schedule == *schedule).cloned()
    });
    // The playback stays the same while figures change.
    let playback = use_memo((subject.clone(), schedule), |(subject, schedule)| {
        let (subject, schedule) = (subject.as_ref()?, schedule.as_ref()?);
        let playback = Playback::new(&subject.image, schedule);
        Some(playback.map(|playback| Shown(Rc::new(playback))))
    });
    let playback = (*playback).clone();
    use_memo(
        (subject.clone(), playback, known),
        |(subject, playback, known)| {
            let playback = match playback.as_ref()? {
                Ok(playback) => playback.clone(),
                Err(problem) => return Some(Err(problem.clone())),
            };
            let counted = known.is_some();
            let example = subject.as_ref()?.example.as_deref();
            let found = match known {
                Some(found) => found.clone(),
                None => result_of(&playback.0, example),
            };
            Some(Ok(Now {
                playback,
                found,
                counted,
            }))
        },
    )
}

/// The replay, or what to do to have one.
fn replayed(app: &App, shown: &MaybeNow, job: Option<&Job>) -> Html {
    let lang = app.lang;
    let dispatch = app.dispatcher();
    let embed = app.embed;
    match shown {
        Some(Ok(now)) => html! {
            <Replay app={app.clone()} {lang} shown={now.playback.clone()} found={now.found.clone()} counted={now.counted} at={app.link.at}
                bare={embed.is_some()} controls={embed.is_none_or(|e| e.controls)} autoplay={embed.is_some_and(|e| e.autoplay)}
                lanes={app.link.lanes.clone()} on_lanes={lanes_callback(app)}
                on_rest={Callback::from(move |at| dispatch.dispatch(Action::At(at)))} />
        },
        Some(Err(problem)) if embed.is_some() => {
            html! { <p class="note">{ problem.sentence(lang) }</p> }
        }
        _ if job.is_some_and(Job::is_going) => {
            html! { <p class="note hint">{ t::explore_counting(lang) }</p> }
        }
        _ => html! { <p class="note hint">{ t::explore_replay_hint(lang) }</p> },
    }
}

/// Keeps link and store in step with the desk, and the desk with a link that
/// was opened. Gives whether everything fits in the link.
#[hook]
fn use_link(app: &App, desk: &UseReducerHandle<Desk>) -> bool {
    let here = (desk.draft().clone(), desk.schedule.clone());
    let written = use_memo(here.clone(), {
        let desk = desk.clone();
        move |_| desk.written()
    });
    {
        let (dispatch, written, desk) = (app.dispatcher(), written.clone(), desk.clone());
        let (first, embedded) = (use_mut_ref(|| true), app.embed.is_some());
        use_effect_with(here, move |_| {
            // A bare address stays bare until something is changed.
            if !first.replace(false) && !embedded {
                desk.keep();
                dispatch.dispatch(Action::Own(written.0.clone(), Entry::Same));
            }
        });
    }
    {
        let (desk, written) = (desk.clone(), written.clone());
        use_effect_with(app.link.own.clone(), move |own| {
            // What this page wrote itself says what is here; anything else was opened.
            if *own != written.0 && !desk.is(own) && !own.is_empty() {
                desk.dispatch(Act::Link(own.clone()));
            }
        });
    }
    written.1
}

/// Explores what a link or a choice of an example brought, without being asked.
#[hook]
fn use_first_run(desk: &UseReducerHandle<Desk>, program: &Rc<Program>, explorer: &Explorer) {
    let (program, explorer, settings) = (program.clone(), explorer.clone(), desk.draft().settings);
    use_effect_with(desk.explores, move |_| {
        if let Some(subject) = program.subject() {
            explorer.start(subject, settings);
        }
    });
}

/// Starts exploring, or cancels it.
fn run_button(
    lang: Lang,
    program: &Program,
    job: Option<&Job>,
    explorer: &Explorer,
    on_run: &Callback<()>,
) -> Html {
    let going = job.is_some_and(Job::is_going);
    let ready = program.image.is_some();
    let explorer = explorer.clone();
    let on_run = on_run.clone();
    // One button, so that the focus stays where it is.
    let onclick = move |_| match going {
        true => explorer.cancel(),
        false => on_run.emit(()),
    };
    html! {
        <div class="run">
            <button type="button" class={classes!((!going).then_some("primary"))} disabled={!going && !ready} {onclick}>
                { match (going, job.is_some()) {
                    (true, _) => html! { <>{ icons::stop() }{ t::explore_cancel(lang) }</> },
                    (false, true) => html! { t::explore_again(lang) },
                    (false, false) => html! { t::explore_run(lang) },
                } }</button>
            <small>{ match job.filter(|job| job.is_going()).and_then(|job| job.report.as_deref()) {
                Some(report) => t::explore_so_far(lang, &grouped(report.schedules), report.outcomes()),
                None if ready => String::new(),
                None => t::explore_mend_first(lang).to_owned(),
            } }</small>
        </div>
    }
}

/// The results, or what there is instead of them.
fn found(
    lang: Lang,
    job: Option<&Job>,
    stale: bool,
    chosen: Option<&Schedule>,
    (on_choose, on_run): (&Callback<Rc<Schedule>>, &Callback<()>),
) -> Html {
    let Some(job) = job else {
        return html! { <p class="note hint">{ t::explore_no_result(lang) }</p> };
    };
    html! { <>
        <div>{ match &job.going {
            Going::Failed(text) => html! {
                <div class="failed"><p><strong>{ t::explore_failed(lang) }</strong>{ " " }{ text.get(lang).to_owned() }
                    { if job.report.is_some() { format!(" {}", t::explore_kept(lang)) } else { String::new() } }</p>
                    <button type="button" onclick={on_run.reform(|_| ())}>{ t::retry(lang) }</button></div>
            },
            _ if job.is_going() => results::progress(lang, job),
            Going::Cancelled if job.report.is_none() => html! { <p class="note hint">{ t::explore_ended_cancelled(lang) }</p> },
            _ => html! {},
        } }</div>
        <div>if stale { <p class="stale">{ t::explore_stale(lang) }</p> }</div>
        <div class={classes!(stale.then_some("old"))}>{ results::results(lang, job, chosen, on_choose) }</div>
    </> }
}

/// What was wrong with the link.
fn notices(lang: Lang, desk: &Desk, act: &Callback<Act>) -> Html {
    if desk.notices.is_empty() {
        return html! {};
    }
    html! {
        <section class="notice" role="status">
            <h2>{ t::notice_title(lang) }</h2>
            <ul>{ for desk.notices.iter().take(6).enumerate().map(|(i, problem)| html! { <li key={i}>{ problem.sentence(lang) }</li> }) }</ul>
            <button type="button" onclick={act.reform(|_| Act::Dismiss)}>{ t::dismiss(lang) }</button>
        </section>
    }
}
