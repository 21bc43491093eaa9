//! The opening page: the same three jobs executed four ways, and below them
//! what this browser did just now.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::app::App;
use super::measure;
use super::runs::Measured;
use super::stage::{self, Lanes, Shown};
use super::timeline::TimelineView;
use crate::experiment::{Experiment, JobSetup, QuestionId, Setup, Way};
use crate::i18n as t;
use crate::share::{Link, Page, Show};
use crate::timeline::Stage;

/// The four ways of the opening page: one core in turn, one core interleaved,
/// two cores, coroutines that wait together.
const WAYS: [Way; 4] = [Way::InTurn, Way::Interleaved, Way::Processes, Way::Joined];

/// How long the page is left alone before it measures, so that it is there first.
const BEFORE_MEASURING_MS: u32 = 400;

fn modelled() -> Experiment {
    Setup {
        jobs: vec![JobSetup::millis(60, 100, 30); 3],
        ..QuestionId::ConcurrencyParallelism.setup()
    }
    .experiment()
}

/// What is measured: short computations on two workers.
fn measured() -> Experiment {
    Setup {
        jobs: vec![JobSetup::millis(80, 0, 0); 3],
        ..QuestionId::ConcurrencyParallelism.setup()
    }
    .experiment()
}

/// What the opening page needs.
#[derive(Properties, PartialEq)]
pub struct HomeProps {
    /// The page's state.
    pub app: App,
    /// Whether the dark theme is on screen.
    pub dark: bool,
}

/// The opening page.
#[component]
pub fn Home(props: &HomeProps) -> Html {
    let app = &props.app;
    let lang = app.lang;
    let models = use_memo((), |()| {
        let models = stage::models(&modelled(), &WAYS).into_iter();
        models
            .map(|(way, model)| Shown {
                way,
                model,
                measured: None,
            })
            .collect::<Vec<_>>()
    });
    let live = app.runs.get(&measured(), Way::Processes).cloned();
    {
        let (dispatch, known) = (app.dispatcher(), live.is_some());
        use_effect_with((), move |()| {
            let timer = (!known).then(|| {
                Timeout::new(BEFORE_MEASURING_MS, move || {
                    measure::start(dispatch, measured(), vec![Way::Processes]);
                })
            });
            move || drop(timer)
        });
    }
    let mut sections =
        stage::sections(lang, None, &modelled(), &models, (Show::Model, Lanes::Jobs));
    if let Some(trace) = live.as_ref().and_then(Measured::trace) {
        let title = t::section_live(lang, t::home_live(lang));
        sections.push(stage::section(
            title,
            trace,
            &measured(),
            Lanes::HeartbeatAndThreads,
        ));
    }
    let stage = use_memo((sections, lang), |(sections, lang)| {
        Stage::new(sections.clone()).in_language(*lang)
    });
    html! {
        <div class="home">
            <div class="home-head">
                <div>
                    <h1>{ t::home_title(lang) }</h1>
                    <p class="lede">{ t::home_lede(lang) }</p>
                </div>
            </div>
            <nav class="doors" aria-label={t::home_questions(lang)}>
                { for QuestionId::ALL.into_iter().map(|question| html! {
                    <a key={question.key()} href={Link::to(Page::Question(question)).fragment()}>
                        { t::question_name(lang, question) }</a>
                }) }
            </nav>
            <section class="card stage" aria-label={t::stage(lang)}>
                <div class="view"><TimelineView stage={Rc::clone(&stage)} {lang} autoplay=true /></div>
            </section>
            <p class="note" role="status">{ match &live {
                Some(Measured::Failed(text)) => text.get(lang).to_string(),
                Some(Measured::Running(doing, ..)) => t::measuring(lang, doing.get(lang)),
                _ => t::home_live_note(lang).to_string(),
            } }</p>
        </div>
    }
}
