//! The live engine in a real browser: the ways that need no worker file.
//! Those with workers are driven end to end, on the built page.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use concurrency_lab::base::Dur;
use concurrency_lab::experiment::{Conditions, Experiment, Job, Phase, Way};
use concurrency_lab::live::{Cancel, Control, LiveErrorKind, Zero, calibrate, run};
use concurrency_lab::trace::{Clock, SliceRef, State, Trace, TrackKind, Value};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const REQUEST: Phase = Phase::Request {
    latency: Dur::millis(50),
};

/// Jobs A, B, C… of one phase each.
fn jobs(phases: &[Phase]) -> Experiment {
    let job = |(i, phase): (usize, &Phase)| Job {
        name: char::from(b'A' + i as u8).to_string(),
        phases: vec![*phase],
    };
    Experiment {
        jobs: phases.iter().enumerate().map(job).collect(),
        conditions: Conditions::default(),
    }
}

fn sleeps() -> Experiment {
    jobs(&[300, 200, 100].map(|ms| Phase::Sleep(Dur::millis(ms))))
}

fn computing(ms: &[u64]) -> Experiment {
    let phase = |ms: &u64| Phase::Compute(Dur::millis(*ms));
    jobs(&ms.iter().map(phase).collect::<Vec<_>>())
}

async fn controlled(experiment: &Experiment, way: Way, control: &Control) -> Trace {
    match run(experiment, way, control).await {
        Ok(trace) => trace,
        Err(error) => panic!("{error}"),
    }
}

async fn live(experiment: &Experiment, way: Way) -> Trace {
    controlled(experiment, way, &Control::default()).await
}

fn lane(trace: &Trace, name: &str) -> Vec<SliceRef> {
    let track = trace.find_track(name).expect("a lane of that name");
    assert_eq!(trace.track(track).rows().len(), 1, "{name} overlaps itself");
    trace.track_slices(track).collect()
}

fn end(trace: &Trace, name: &str) -> Dur {
    Dur(lane(trace, name).last().expect("a slice").end.0)
}

fn in_state(trace: &Trace, name: &str, state: State) -> Vec<SliceRef> {
    let mut slices = lane(trace, name);
    slices.retain(|slice| slice.state == state);
    slices
}

fn total(slices: &[SliceRef]) -> Dur {
    slices.iter().map(SliceRef::dur).sum()
}

fn beats(trace: &Trace) -> Vec<u64> {
    let track = trace.find_track("heartbeat").expect("the heartbeat");
    assert_eq!(trace.track(track).kind, TrackKind::Heartbeat);
    let ticks = trace.instants(track).iter();
    ticks.map(|tick| tick.at.0).collect()
}

fn longest_gap(trace: &Trace) -> Dur {
    let beats = beats(trace);
    let gaps = beats.windows(2).map(|pair| pair[1] - pair[0]);
    Dur(gaps.max().expect("two ticks"))
}

#[wasm_bindgen_test]
async fn joined_sleeps_end_in_the_order_of_their_lengths_and_under_the_sum() {
    let trace = live(&sleeps(), Way::Joined).await;
    let [a, b, c] = ["A", "B", "C"].map(|name| end(&trace, name));
    assert!(c < b && b < a, "{c} {b} {a}");
    for (end, asked) in [(a, 300), (b, 200), (c, 100)] {
        assert!(end >= Dur::millis(asked - 1), "{end} for {asked}");
    }
    assert!(a < Dur::millis(590), "{a} is not under the sum");
    let Clock::Measured(measurement) = trace.clock() else {
        panic!("the clock is measured");
    };
    assert!(measurement.resolution > Dur::ZERO);
    assert!(measurement.cores.is_some_and(|cores| cores >= 1));
}

#[wasm_bindgen_test]
async fn sleeps_awaited_in_turn_take_the_sum() {
    let trace = live(&sleeps(), Way::AwaitInTurn).await;
    let [a, b, c] = ["A", "B", "C"].map(|name| end(&trace, name));
    assert!(a < b && b < c, "{a} {b} {c}");
    assert!(c >= Dur::millis(598) && c < Dur::millis(1_200), "{c}");
    // B was ready, and not begun, until A had ended.
    let first = lane(&trace, "B")[0];
    assert_eq!(first.state, State::Ready);
    assert!(Dur(first.end.0) >= a);
}

#[wasm_bindgen_test]
async fn interleaved_jobs_alternate() {
    let mut experiment = computing(&[60, 60]);
    experiment.conditions.quantum = Dur::millis(10);
    let trace = live(&experiment, Way::Interleaved).await;
    let mut pieces: Vec<(u64, &str)> = Vec::new();
    for name in ["A", "B"] {
        let own = in_state(&trace, name, State::Running);
        assert!((6..=7).contains(&own.len()), "{} pieces", own.len());
        pieces.extend(own.iter().map(|slice| (slice.start.0, name)));
    }
    pieces.sort_unstable();
    let changes = pieces.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    assert_eq!(changes.count(), pieces.len() - 1, "{pieces:?}");
}

#[wasm_bindgen_test]
async fn a_blocking_loop_stops_the_heartbeat_for_as_long() {
    let blocked = live(&computing(&[150, 150]), Way::BlockPage).await;
    let [a, b] = ["A", "B"].map(|name| total(&in_state(&blocked, name, State::Running)));
    assert!(a + b > Dur::millis(150), "{a} {b}");
    let gap = longest_gap(&blocked);
    assert!(gap >= a + b, "{gap} {a} {b}");
    assert_eq!(beats(&blocked)[0], 0, "the jobs are released at a tick");
    assert!(beats(&blocked).len() >= 4);

    let sliced = longest_gap(&live(&computing(&[150, 150]), Way::Interleaved).await);
    assert!(sliced < gap / 4 * 3, "{sliced} {gap}");
}

#[wasm_bindgen_test]
async fn polling_asks_between_pieces_and_a_notice_comes_by_itself() {
    let experiment = jobs(&[REQUEST, Phase::Compute(Dur::millis(60))]);
    let polled = live(&experiment, Way::Polling).await;
    let asking = polled.find_track("A").expect("A");
    assert!(!polled.instants(asking).is_empty());
    let work = in_state(&polled, "B", State::Running);
    assert!(work.len() >= 5, "{} pieces", work.len());
    // The request is under way while the other job computes.
    let waited = in_state(&polled, "A", State::Awaiting);
    assert!(waited[0].end > work[0].start && waited[0].start <= work[0].start);

    let told = live(&experiment, Way::WaitForNotice).await;
    let work = in_state(&told, "B", State::Running);
    assert!(work[0].start.0 >= end(&told, "A").0);
}

#[wasm_bindgen_test]
async fn requests_are_real() {
    for way in [Way::AwaitInTurn, Way::Joined] {
        let trace = live(&jobs(&[REQUEST; 3]), way).await;
        for name in ["A", "B", "C"] {
            let waiting = in_state(&trace, name, State::Awaiting);
            assert!(waiting.iter().all(|s| trace.name(s.name) == "fetch"));
            let waited = total(&in_state(&trace, name, State::Awaiting));
            assert!(waited > Dur::ZERO && waited < Dur::secs(5), "{waited}");
        }
    }
    let blocked = live(&jobs(&[REQUEST; 2]), Way::BlockPage).await;
    assert!(!in_state(&blocked, "B", State::BlockedIo).is_empty());
}

#[wasm_bindgen_test]
async fn work_takes_about_as_long_as_planned_and_says_how_much_it_was() {
    let known = calibrate().await.expect("a calibration");
    assert!(known.rate.iterations_per_ms > 1_000, "{known:?}");
    assert!(known.resolution > Dur::ZERO, "{known:?}");
    assert!(known.resolution < Dur::millis(20), "{known:?}");
    assert!(
        known.turn > Dur::ZERO && known.turn < Dur::millis(4),
        "{known:?}"
    );
    assert!(
        known.request_latency.is_some_and(|d| d > Dur::ZERO),
        "{known:?}"
    );

    let control = Control::default();
    control.calibration.set(Some(known));
    let trace = controlled(&computing(&[100]), Way::Joined, &control).await;
    let slice = in_state(&trace, "A", State::Running)[0];
    let Some(Value::Int(iterations)) = trace.arg(slice.id, "iterations") else {
        panic!("the slice does not say its work");
    };
    let planned = known.rate.iterations(Dur::millis(100));
    assert_eq!(iterations as u64, planned);
    // A loaded machine may take longer, hardly shorter.
    let took = slice.dur();
    assert!(took > Dur::millis(50) && took < Dur::secs(1), "{took}");
}

#[wasm_bindgen_test]
async fn the_zero_is_the_release_or_the_beginning_of_recording() {
    let control = Control {
        zero: Zero::Recording,
        ..Control::default()
    };
    let trace = controlled(&computing(&[5]), Way::Joined, &control).await;
    let release = lane(&trace, "A")[0].start.0;
    let before = beats(&trace).iter().filter(|at| **at < release).count();
    assert!(release > 0 && before >= 2, "{before} before {release}");

    let trace = live(&computing(&[5]), Way::Joined).await;
    assert_eq!((beats(&trace)[0], lane(&trace, "A")[0].start.0), (0, 0));
}

#[wasm_bindgen_test]
async fn a_run_is_watched_and_stopped() {
    let shown = Rc::new(RefCell::new(Vec::new()));
    let cancel = Cancel::default();
    let (seen, stop) = (shown.clone(), cancel.clone());
    let look = move |trace: Trace| {
        seen.borrow_mut().push(end(&trace, "A"));
        if seen.borrow().len() == 2 {
            stop.ask();
        }
    };
    let control = Control {
        cancel,
        snapshot: Some(Rc::new(look)),
        ..Control::default()
    };
    let long = jobs(&[Phase::Sleep(Dur::secs(10))]);
    let error = run(&long, Way::Joined, &control).await.err();
    assert_eq!(error.map(|e| e.kind), Some(LiveErrorKind::Cancelled));
    let shown = shown.borrow();
    assert!(shown.len() == 2 && shown[0] < shown[1], "{shown:?}");
}

#[wasm_bindgen_test]
async fn what_cannot_be_is_refused_before_anything_starts() {
    for way in [Way::Threads, Way::BlockPage] {
        let error = run(&sleeps(), way, &Control::default()).await.err();
        assert_eq!(error.map(|e| e.kind), Some(LiveErrorKind::Refused));
    }
}

#[wasm_bindgen_test]
async fn a_worker_whose_file_is_missing_is_a_clear_error() {
    let error = run(&computing(&[5]), Way::InTurn, &Control::default()).await;
    let error = error.expect_err("there is no worker file here");
    assert_eq!(error.kind, LiveErrorKind::NotStarted, "{error}");
    let sentence = error.to_string();
    // The test runner wraps workers, so the browser may be the one to name the file.
    assert!(sentence.starts_with("worker 1: Its "), "{sentence}");
    assert!(sentence.contains("worker.js"), "{sentence}");
}
