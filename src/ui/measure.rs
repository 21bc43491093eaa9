//! Measuring: one live run at a time, watched and stopped from the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::UseReducerDispatcher;

use super::runs::{Measured, RunTrace};
use super::state::{Action, AppState};
use crate::base::Text;
use crate::experiment::{Experiment, Way};
use crate::live::{self, Calibration, Cancel, Control, LiveError, LiveErrorKind};
use crate::trace::Trace;

/// How runs tell the page's state what becomes of them.
pub type Dispatch = UseReducerDispatcher<AppState>;

thread_local! {
    /// What is known of this browser, shared by all runs.
    static CALIBRATION: Rc<Cell<Option<Calibration>>> = Rc::default();
    /// The wish to stop of the runs that are going on. Two at once would
    /// disturb each other's figures, so there is one place for it.
    static GOING_ON: RefCell<Option<Cancel>> = const { RefCell::new(None) };
}

/// Measures an experiment in several ways, one after another. Does nothing
/// while a measurement is going on.
pub fn start(dispatch: Dispatch, experiment: Experiment, ways: Vec<Way>) {
    let Some(cancel) = begin() else {
        return;
    };
    spawn_local(async move {
        for &way in &ways {
            dispatch.dispatch(Action::Run(experiment.clone(), way, Measured::Waiting));
        }
        for &way in &ways {
            if cancel.is_asked() {
                break;
            }
            // Failures are on the page already; the other ways can still go.
            let _ = run_one(&dispatch, &experiment, way, &cancel).await;
        }
        end();
        dispatch.dispatch(Action::RunsEnd);
    });
}

/// Whether a measurement is going on, so that another would be refused.
pub fn is_going_on() -> bool {
    GOING_ON.with_borrow(Option::is_some)
}

/// Measures an experiment in one way, for a caller who waits for the trace.
///
/// # Errors
/// What the run says, or that another is going on.
pub async fn once(
    dispatch: &Dispatch,
    experiment: &Experiment,
    way: Way,
) -> Result<Rc<Trace>, LiveError> {
    let cancel = begin().ok_or_else(busy)?;
    let result = run_one(dispatch, experiment, way, &cancel).await;
    end();
    dispatch.dispatch(Action::RunsEnd);
    result
}

/// Asks the run that is going on to stop.
pub fn cancel() {
    GOING_ON.with_borrow(|going_on| {
        if let Some(cancel) = going_on {
            cancel.ask();
        }
    });
}

fn begin() -> Option<Cancel> {
    GOING_ON.with_borrow_mut(|going_on| {
        going_on.is_none().then(|| {
            let cancel = Cancel::default();
            *going_on = Some(cancel.clone());
            cancel
        })
    })
}

fn end() {
    GOING_ON.set(None);
}

async fn run_one(
    dispatch: &Dispatch,
    experiment: &Experiment,
    way: Way,
    cancel: &Cancel,
) -> Result<Rc<Trace>, LiveError> {
    let tell = {
        let (dispatch, experiment) = (dispatch.clone(), experiment.clone());
        move |measured| dispatch.dispatch(Action::Run(experiment.clone(), way, measured))
    };
    let doing = Rc::new(RefCell::new((Text::new("준비", "getting ready"), 0.0)));
    tell(running(&doing.borrow(), None));
    let control = Control {
        progress: Some(Rc::new({
            let (tell, doing) = (tell.clone(), doing.clone());
            move |text, done| {
                *doing.borrow_mut() = (text, done as f32);
                tell(running(&doing.borrow(), None));
            }
        })),
        cancel: cancel.clone(),
        calibration: CALIBRATION.with(Rc::clone),
        ..Control::default()
    };
    let result = live::run(experiment, way, &control).await.map(Rc::new);
    match &result {
        Ok(trace) => tell(Measured::Done(RunTrace(trace.clone()))),
        Err(error) if error.kind == LiveErrorKind::Cancelled => {}
        Err(error) => tell(Measured::Failed(Text::new(
            error.sentence(crate::base::Lang::Ko),
            error.sentence(crate::base::Lang::En),
        ))),
    }
    if let Some(latency) = control.calibration.get().and_then(|c| c.request_latency) {
        dispatch.dispatch(Action::Latency(latency));
    }
    result
}

fn running((doing, done): &(Text, f32), trace: Option<RunTrace>) -> Measured {
    Measured::Running(doing.clone(), *done, trace)
}

/// Another measurement is going on.
pub fn busy() -> LiveError {
    LiveError::new(
        LiveErrorKind::Refused,
        Text::new("실측 실행", "live run"),
        (
            "다른 실행을 재고 있습니다.",
            "Another run is being measured.",
        ),
        ("끝난 뒤에 다시 시도하세요.", "Try again when it has ended."),
    )
}
