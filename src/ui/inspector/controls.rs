//! What a learner can set.

use yew::prelude::*;

use crate::base::{Dur, Lang, sort_by_key};
use crate::experiment::{JobSetup, MAX_CORES, MAX_JOBS, QuestionId, Setup, Waiting, Way, Work};
use crate::i18n as t;
use crate::share::{Link, Page, format_millis};
use crate::ui::app::App;
use crate::ui::state::Action;
use crate::ui::widgets::{Segmented, Slider, Switch};
use crate::web::address::Entry;

/// What the settings need.
#[derive(Properties, PartialEq)]
pub struct ControlsProps {
    /// The page's state.
    pub app: App,
    /// The question that is open.
    pub question: QuestionId,
    /// What is set.
    pub setup: Setup,
}

/// Lengths of a phase that a slider offers, in nanoseconds: fine where short.
fn phase_stops() -> Vec<u64> {
    let millis = (0..10)
        .chain((10..50).step_by(5))
        .chain((50..200).step_by(10))
        .chain((200..=1000).step_by(50));
    millis.map(|ms| Dur::millis(ms).0).collect()
}

/// A length of time with its unit, for the controls.
fn shown(lang: Lang, d: Dur) -> String {
    t::millis(lang, &format_millis(d))
}

/// The settings of a question.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps {
        app,
        question,
        setup,
    } = props;
    let lang = app.lang;
    let dispatch = app.dispatcher();
    // Changes one thing; a slider on its way makes no entry in the history.
    let change = {
        let setup = setup.clone();
        Callback::from(move |(apply, done): (Apply, bool)| {
            let mut setup = setup.clone();
            apply.0(&mut setup);
            let entry = if done { Entry::New } else { Entry::Same };
            dispatch.dispatch(Action::Set(setup, entry));
        })
    };
    html! {
        <div class="controls">
            <Presets app={app.clone()} question={*question} setup={setup.clone()} />
            <Ways {lang} question={*question} ways={setup.ways.clone()} change={change.clone()} />
            <Jobs {lang} setup={setup.clone()} change={change.clone()} />
            <Machine {lang} setup={setup.clone()} change={change} />
        </div>
    }
}

/// A change of the setup.
struct Apply(Box<dyn Fn(&mut Setup)>);

fn apply(f: impl Fn(&mut Setup) + 'static) -> Apply {
    Apply(Box::new(f))
}

type Change = Callback<(Apply, bool)>;

#[component]
fn Presets(props: &ControlsProps) -> Html {
    let ControlsProps {
        app,
        question,
        setup,
    } = props;
    let lang = app.lang;
    html! {
        <fieldset>
            <legend>{ t::presets(lang) }</legend>
            <div class="chips">{ for question.presets().into_iter().map(|preset| {
                let mut link = Link { setup: Some(preset.setup.clone()), at: None, ..app.link.clone() };
                link.page = Page::Question(*question);
                let dispatch = app.dispatcher();
                html! {
                    <button key={preset.key} type="button" class="chip" data-preset={preset.key}
                        aria-pressed={(preset.setup == *setup).to_string()}
                        onclick={move |_| dispatch.dispatch(Action::Open(link.clone(), Vec::new(), Entry::New))}>
                        { preset.label.get(lang).to_string() }
                    </button>
                }
            }) }</div>
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct WaysProps {
    lang: Lang,
    question: QuestionId,
    ways: Vec<Way>,
    change: Change,
}

#[component]
fn Ways(props: &WaysProps) -> Html {
    let WaysProps {
        lang,
        question,
        ways,
        change,
    } = props;
    let (lang, question) = (*lang, *question);
    html! {
        <fieldset>
            <legend>{ t::ways(lang) }</legend>
            { for question.ways().iter().map(|&way| {
                let on = ways.contains(&way);
                let change = change.clone();
                let on_change = Callback::from(move |on: bool| change.emit((apply(move |setup| {
                    setup.ways.retain(|w| *w != way);
                    if on {
                        setup.ways.push(way);
                        // In the order in which the page offers them.
                        let order = question.ways();
                        sort_by_key(&mut setup.ways, |w| order.iter().position(|o| o == w));
                    }
                }), true)));
                html! {
                    <Switch key={way.key()} label={t::way_name(lang, Some(question), way)} {on}
                        disabled={on && ways.len() == 1} {on_change} />
                }
            }) }
            <small>{ t::ways_limit(lang) }</small>
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct PartProps {
    lang: Lang,
    setup: Setup,
    change: Change,
}

/// The parts of a job that can be set: name, reading, writing.
type Part = (
    fn(Lang) -> &'static str,
    fn(&JobSetup) -> Dur,
    fn(&mut JobSetup, Dur),
);

const PARTS: [Part; 3] = [
    (t::compute, |job| job.compute, |job, d| job.compute = d),
    (t::wait, |job| job.wait, |job, d| job.wait = d),
    (t::after, |job| job.after, |job, d| job.after = d),
];

#[component]
fn Jobs(props: &PartProps) -> Html {
    let PartProps {
        lang,
        setup,
        change,
    } = props;
    let lang = *lang;
    let count = setup.jobs.len();
    let emit = |f: fn(&mut Setup, u64)| {
        change.reform(move |(value, done): (u64, bool)| (apply(move |setup| f(setup, value)), done))
    };
    html! {
        <fieldset>
            <legend>{ t::all_jobs(lang) }</legend>
            <Slider label={t::jobs(lang)} stops={(1..=MAX_JOBS as u64).collect::<Vec<_>>()} value={count as u64}
                shown={count.to_string()} on_change={emit(|setup, n| setup.set_job_count(n as usize))} />
            <Kind {lang} setup={setup.clone()} change={change.clone()} />
            { for PARTS.iter().enumerate().map(|(i, (name, get, set))| {
                let (get, set) = (*get, *set);
                let first = get(&setup.jobs[0]);
                let same = setup.jobs.iter().all(|job| get(job) == first);
                let shown = if same { shown(lang, first) } else { t::differs(lang).into() };
                let on_change = change.reform(move |(ns, done): (u64, bool)| {
                    (apply(move |setup| setup.jobs.iter_mut().for_each(|job| set(job, Dur(ns)))), done)
                });
                html! { <Slider key={i} label={name(lang)} stops={phase_stops()} value={first.0} {shown} {on_change} /> }
            }) }
            <details>
                <summary>{ t::each_job(lang) }</summary>
                { for setup.jobs.iter().enumerate().map(|(index, job)| html! {
                    <OneJob key={index} {lang} {index} job={*job} change={change.clone()} />
                }) }
            </details>
        </fieldset>
    }
}

#[component]
fn Kind(props: &PartProps) -> Html {
    let PartProps {
        lang,
        setup,
        change,
    } = props;
    let lang = *lang;
    let kinds = [Work::Cpu, Work::Io, Work::Mixed];
    let on_work = change.reform(move |i: usize| {
        let job = match kinds.get(i) {
            Some(Work::Cpu) | None => JobSetup::millis(120, 0, 0),
            Some(Work::Io) => JobSetup::millis(20, 240, 20),
            Some(Work::Mixed) => JobSetup::millis(100, 100, 40),
        };
        (apply(move |setup| setup.jobs.fill(job)), true)
    });
    let on_waiting = change.reform(|i: usize| {
        let waiting = Waiting::ALL.get(i).copied().unwrap_or_default();
        (apply(move |setup| setup.waiting = waiting), true)
    });
    let request = setup.waiting == Waiting::Request;
    html! { <>
        <div class="field-block"><span aria-hidden="true">{ t::kind_of_work(lang) }</span>
            <Segmented label={t::kind_of_work(lang)} options={vec![
                AttrValue::from(t::work_cpu(lang)), t::work_io(lang).into(), t::work_mixed(lang).into()]}
                chosen={kinds.iter().position(|k| *k == setup.work())} on_choose={on_work} /></div>
        <div class="field-block"><span aria-hidden="true">{ t::waits_for(lang) }</span>
            <Segmented label={t::waits_for(lang)} options={vec![
                AttrValue::from(t::waiting_timer(lang)), t::waiting_request(lang).into()]}
                chosen={Waiting::ALL.iter().position(|w| *w == setup.waiting)} on_choose={on_waiting} />
            <small>{ if request { t::waiting_request_note(lang) } else { "" } }</small></div>
    </> }
}

#[derive(Properties, PartialEq)]
struct OneJobProps {
    lang: Lang,
    index: usize,
    job: JobSetup,
    change: Change,
}

#[component]
fn OneJob(props: &OneJobProps) -> Html {
    let OneJobProps {
        lang,
        index,
        job,
        change,
    } = props;
    let (lang, index) = (*lang, *index);
    let name = t::job(lang, &Setup::job_name(index));
    html! {
        <fieldset class="one-job">
            <legend>{ &name }</legend>
            { for PARTS.iter().enumerate().map(|(i, (label, get, set))| {
                let set = *set;
                let value = get(job);
                let on_change = change.reform(move |(ns, done): (u64, bool)| {
                    (apply(move |setup| if let Some(job) = setup.jobs.get_mut(index) { set(job, Dur(ns)) }), done)
                });
                html! { <Slider key={i} label={label(lang)} stops={phase_stops()} value={value.0}
                    shown={shown(lang, value)} {on_change} /> }
            }) }
        </fieldset>
    }
}

#[component]
fn Machine(props: &PartProps) -> Html {
    let PartProps {
        lang,
        setup,
        change,
    } = props;
    let lang = *lang;
    let emit = |f: fn(&mut Setup, u64)| {
        change.reform(move |(value, done): (u64, bool)| (apply(move |setup| f(setup, value)), done))
    };
    let quantum_stops: Vec<u64> = [1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1000]
        .map(|ms| Dur::millis(ms).0)
        .to_vec();
    let switch_stops: Vec<u64> = [
        0, 5, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000,
    ]
    .map(|us| Dur::micros(us).0)
    .to_vec();
    html! {
        <fieldset>
            <legend>{ t::machine(lang) }</legend>
            <Slider label={t::cores(lang)} stops={(1..=u64::from(MAX_CORES)).collect::<Vec<_>>()}
                value={u64::from(setup.cores)} shown={setup.cores.to_string()}
                on_change={emit(|setup, n| setup.cores = n as u32)} />
            <Slider label={t::quantum(lang)} note={t::quantum_note(lang)} stops={quantum_stops} value={setup.quantum.0}
                shown={shown(lang, setup.quantum)} on_change={emit(|setup, ns| setup.quantum = Dur(ns))} />
            <Slider label={t::switch_cost(lang)} stops={switch_stops} value={setup.switch_cost.0}
                shown={shown(lang, setup.switch_cost)} on_change={emit(|setup, ns| setup.switch_cost = Dur(ns))} />
            <Switch label={t::gil(lang)} note={t::gil_note(lang)} on={setup.gil}
                on_change={change.reform(|on: bool| (apply(move |setup| setup.gil = on), true))} />
        </fieldset>
    }
}
