//! What a learner can set.

use std::rc::Rc;

use yew::prelude::*;

use crate::base::{Dur, Lang, sort_by_key};
use crate::experiment::{
    JobSetup, MAX_CORES, MAX_JOBS, Preset, QuestionId, Setup, Waiting, Way, Work,
};
use crate::i18n as t;
use crate::share::{Link, Page, format_millis};
use crate::ui::app::App;
use crate::ui::state::Action;
use crate::ui::widgets::{Segmented, Slider, Switch, segmented, slider, switch};
use crate::web::address::Entry;

/// A change of the setup, and whether the back button is to undo it: of a
/// slider's movement the first value makes an entry in the history, and those
/// that follow replace it.
type Change = Callback<(Apply, bool)>;

/// What changes in the setup.
struct Apply(Box<dyn Fn(&mut Setup)>);

fn apply(f: impl Fn(&mut Setup) + 'static) -> Apply {
    Apply(Box::new(f))
}

/// What the parts of the settings share.
struct Panel<'a> {
    app: &'a App,
    lang: Lang,
    question: QuestionId,
    setup: &'a Setup,
    change: Change,
}

/// The settings of a question.
pub fn controls(app: &App, question: QuestionId, setup: &Setup) -> Html {
    let change = {
        let (setup, dispatch) = (setup.clone(), app.dispatcher());
        Callback::from(move |(apply, begins): (Apply, bool)| {
            let mut setup = setup.clone();
            apply.0(&mut setup);
            let entry = if begins { Entry::New } else { Entry::Same };
            dispatch.dispatch(Action::Set(setup, entry));
        })
    };
    let panel = Panel {
        app,
        lang: app.lang,
        question,
        setup,
        change,
    };
    html! {
        <div class="controls">
            { panel.presets() }
            { panel.ways() }
            { panel.jobs() }
            { panel.machine() }
        </div>
    }
}

/// Lengths of a phase that a slider offers, in nanoseconds: fine where short.
fn phase_stops() -> Rc<[u64]> {
    let millis = (0..10)
        .chain((10..50).step_by(5))
        .chain((50..200).step_by(10))
        .chain((200..=1000).step_by(50));
    millis.map(|ms| Dur::millis(ms).0).collect()
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

impl Panel<'_> {
    /// A length of time with its unit.
    fn shown(&self, d: Dur) -> String {
        t::millis(self.lang, &format_millis(d))
    }

    /// What a slider does with its value.
    fn setting(&self, set: impl Fn(&mut Setup, u64) + Copy + 'static) -> Callback<(u64, bool)> {
        self.change
            .reform(move |(value, begins)| (apply(move |setup| set(setup, value)), begins))
    }

    fn presets(&self) -> Html {
        let preset = |preset: Preset| {
            let link = Link {
                page: Page::Question(self.question),
                setup: Some(preset.setup.clone()),
                at: None,
                ..self.app.link.clone()
            };
            let dispatch = self.app.dispatcher();
            html! {
                <button key={preset.key} type="button" class="chip" data-preset={preset.key}
                    aria-pressed={(preset.setup == *self.setup).to_string()}
                    onclick={move |_| dispatch.dispatch(Action::Open(link.clone(), Vec::new(), Entry::New))}>
                    { preset.label.get(self.lang).to_string() }
                </button>
            }
        };
        html! {
            <fieldset>
                <legend>{ t::presets(self.lang) }</legend>
                <div class="chips">{ for self.question.presets().into_iter().map(preset) }</div>
            </fieldset>
        }
    }

    fn ways(&self) -> Html {
        let (lang, question) = (self.lang, self.question);
        let chosen = &self.setup.ways;
        let way = |&way: &Way| {
            let on = chosen.contains(&way);
            let on_change = self.change.reform(move |on: bool| {
                let set = move |setup: &mut Setup| {
                    setup.ways.retain(|w| *w != way);
                    if on {
                        setup.ways.push(way);
                        // In the order in which the page offers them.
                        let order = question.ways();
                        sort_by_key(&mut setup.ways, |w| order.iter().position(|o| o == w));
                    }
                };
                (apply(set), true)
            });
            let switch = switch(Switch {
                label: t::way_name(lang, Some(question), way),
                note: None,
                on,
                disabled: on && chosen.len() == 1,
                on_change,
            });
            html! { <div key={way.key()} data-way={way.key()}>{ switch }</div> }
        };
        html! {
            <fieldset>
                <legend>{ t::ways(lang) }</legend>
                { for question.ways().iter().map(way) }
                <small>{ t::ways_limit(lang) }</small>
            </fieldset>
        }
    }

    fn jobs(&self) -> Html {
        let (lang, jobs) = (self.lang, &self.setup.jobs);
        let part = |(i, (name, get, set)): (usize, &Part)| {
            let (get, set) = (*get, *set);
            let first = get(&jobs[0]);
            let same = jobs.iter().all(|job| get(job) == first);
            let slider = slider(Slider {
                label: name(lang),
                note: None,
                stops: phase_stops(),
                value: first.0,
                shown: match same {
                    true => self.shown(first),
                    false => t::differs(lang).into(),
                },
                on_change: self.setting(move |setup, ns| {
                    setup.jobs.iter_mut().for_each(|job| set(job, Dur(ns)));
                }),
            });
            html! { <div key={i}>{ slider }</div> }
        };
        let count = slider(Slider {
            label: t::jobs(lang),
            note: None,
            stops: (1..=MAX_JOBS as u64).collect(),
            value: jobs.len() as u64,
            shown: jobs.len().to_string(),
            on_change: self.setting(|setup, n| setup.set_job_count(n as usize)),
        });
        html! {
            <fieldset>
                <legend>{ t::all_jobs(lang) }</legend>
                { count }
                { self.kind() }
                { for PARTS.iter().enumerate().map(part) }
                <details>
                    <summary>{ t::each_job(lang) }</summary>
                    { for jobs.iter().enumerate().map(|(index, job)| self.one_job(index, job)) }
                </details>
            </fieldset>
        }
    }

    fn kind(&self) -> Html {
        let lang = self.lang;
        const KINDS: [Work; 3] = [Work::Cpu, Work::Io, Work::Mixed];
        let on_work = self.change.reform(|i: usize| {
            let job = match KINDS.get(i) {
                Some(Work::Cpu) | None => JobSetup::millis(120, 0, 0),
                Some(Work::Io) => JobSetup::millis(20, 240, 20),
                Some(Work::Mixed) => JobSetup::millis(100, 100, 40),
            };
            (apply(move |setup| setup.jobs.fill(job)), true)
        });
        let on_waiting = self.change.reform(|i: usize| {
            let waiting = Waiting::ALL.get(i).copied().unwrap_or_default();
            (apply(move |setup| setup.waiting = waiting), true)
        });
        let work = segmented(Segmented {
            label: t::kind_of_work(lang),
            options: &[t::work_cpu(lang), t::work_io(lang), t::work_mixed(lang)],
            chosen: KINDS.iter().position(|k| *k == self.setup.work()),
            on_choose: on_work,
        });
        let waiting = segmented(Segmented {
            label: t::waits_for(lang),
            options: &[t::waiting_timer(lang), t::waiting_request(lang)],
            chosen: Waiting::ALL.iter().position(|w| *w == self.setup.waiting),
            on_choose: on_waiting,
        });
        let note = match self.setup.waiting {
            Waiting::Request => t::waiting_request_note(lang),
            Waiting::Timer => "",
        };
        html! { <>
            <div class="field-block"><span aria-hidden="true">{ t::kind_of_work(lang) }</span>{ work }</div>
            <div class="field-block"><span aria-hidden="true">{ t::waits_for(lang) }</span>{ waiting }
                <small>{ note }</small></div>
        </> }
    }

    fn one_job(&self, index: usize, job: &JobSetup) -> Html {
        let lang = self.lang;
        let part = |(i, (name, get, set)): (usize, &Part)| {
            let set = *set;
            let slider = slider(Slider {
                label: name(lang),
                note: None,
                stops: phase_stops(),
                value: get(job).0,
                shown: self.shown(get(job)),
                on_change: self.setting(move |setup, ns| {
                    if let Some(job) = setup.jobs.get_mut(index) {
                        set(job, Dur(ns));
                    }
                }),
            });
            html! { <div key={i}>{ slider }</div> }
        };
        html! {
            <fieldset class="one-job" key={index}>
                <legend>{ t::job(lang, &Setup::job_name(index)) }</legend>
                { for PARTS.iter().enumerate().map(part) }
            </fieldset>
        }
    }

    fn machine(&self) -> Html {
        let (lang, setup) = (self.lang, self.setup);
        let cores = slider(Slider {
            label: t::cores(lang),
            note: None,
            stops: (1..=u64::from(MAX_CORES)).collect(),
            value: u64::from(setup.cores),
            shown: setup.cores.to_string(),
            on_change: self.setting(|setup, n| setup.cores = n as u32),
        });
        let quantum = slider(Slider {
            label: t::quantum(lang),
            note: Some(t::quantum_note(lang)),
            stops: [1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1000]
                .map(|ms| Dur::millis(ms).0)
                .into(),
            value: setup.quantum.0,
            shown: self.shown(setup.quantum),
            on_change: self.setting(|setup, ns| setup.quantum = Dur(ns)),
        });
        let switching = slider(Slider {
            label: t::switch_cost(lang),
            note: None,
            stops: [
                0, 5, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000,
            ]
            .map(|us| Dur::micros(us).0)
            .into(),
            value: setup.switch_cost.0,
            shown: self.shown(setup.switch_cost),
            on_change: self.setting(|setup, ns| setup.switch_cost = Dur(ns)),
        });
        let gil = switch(Switch {
            label: t::gil(lang),
            note: Some(t::gil_note(lang)),
            on: setup.gil,
            disabled: false,
            on_change: self
                .change
                .reform(|on: bool| (apply(move |setup| setup.gil = on), true)),
        });
        html! {
            <fieldset><legend>{ t::machine(lang) }</legend>{ cores }{ quantum }{ switching }{ gil }</fieldset>
        }
    }
}
