//! The page that `cargo xtask bench` measures in Chromium; not part of the
//! published page. It shows one timeline of as many slices as the address says
//! after `#`, and `window.bench` has:
//!
//! * `slices`: how many slices are on the stage.
//! * `sim()`: runs the simulator beside the bare heap loop and gives what they
//!   took, in milliseconds, and the table as text.

#[cfg(target_arch = "wasm32")]
#[path = "../../benches/reference/mod.rs"]
mod reference;

#[cfg(target_arch = "wasm32")]
fn main() {
    page::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a page to be measured. Run `cargo xtask bench`.");
    std::process::exit(2);
}

#[cfg(target_arch = "wasm32")]
mod page {
    use std::rc::Rc;

    use js_sys::{Object, Reflect};
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use yew::prelude::*;

    use crate::reference;
    use concurrency_lab::base::{Dur, Lang};
    use concurrency_lab::sim::workload;
    use concurrency_lab::timeline::{Filter, Section, Stage};
    use concurrency_lab::trace::{Trace, TrackKind};
    use concurrency_lab::ui::timeline::TimelineView;
    use concurrency_lab::web::window;

    /// Lanes: one for each core and each thread.
    const CORES: u32 = 4;
    const THREADS: u32 = 12;
    const QUANTUM: Dur = Dur(1_000_000);
    /// How often the simulator is timed.
    const ROUNDS: usize = 61;

    /// Shows the timeline and gives the page its interface.
    pub fn start() {
        let trace = Rc::new(trace(wanted()));
        expose(trace.slice_count());
        yew::Renderer::<Page>::with_props(PageProps {
            stage: Rc::new(stage(trace)),
        })
        .render();
    }

    /// How many slices the address asks for; 10,000 if it does not say.
    fn wanted() -> u64 {
        let hash = window().location().hash().unwrap_or_default();
        hash.trim_start_matches('#').parse().unwrap_or(10_000)
    }

    /// Round robin with at least so many slices, less than one turn of every
    /// thread more. A turn is three slices: on the core, running, and ready
    /// before it, save that the first of each core does not wait.
    fn trace(slices: u64) -> Trace {
        let turns = (slices + u64::from(CORES)).div_ceil(3 * u64::from(THREADS));
        let (machine, policy) = workload::round_robin(THREADS, CORES, QUANTUM * turns, QUANTUM);
        machine.run(policy).expect("a valid machine").trace
    }

    fn stage(trace: Rc<Trace>) -> Stage {
        let tracks = trace.tracks().iter_ids();
        let lanes = tracks
            .filter(|(_, track)| matches!(track.kind, TrackKind::Core | TrackKind::Thread))
            .map(|(id, _)| id)
            .collect();
        Stage::new(vec![
            Section::new("Round robin", trace).with_filter(Filter::Only(lanes)),
        ])
    }

    #[derive(Properties, PartialEq)]
    struct PageProps {
        stage: Rc<Stage>,
    }

    #[component]
    fn Page(props: &PageProps) -> Html {
        html! { <TimelineView stage={Rc::clone(&props.stage)} lang={Lang::En} /> }
    }

    fn expose(slices: usize) {
        let sim = Closure::<dyn Fn() -> Object>::new(sim).into_js_value();
        let bench = object(&[("slices", (slices as f64).into()), ("sim", sim)]);
        set(window().unchecked_ref(), "bench", &bench);
    }

    fn sim() -> Object {
        let clock = window().performance().expect("a clock");
        let report = reference::measure(reference::USUAL, ROUNDS, || clock.now());
        object(&[
            ("slices", (report.slices as f64).into()),
            ("machineMs", report.machine.best.into()),
            ("bareMs", report.bare.best.into()),
            ("text", report.to_string().into()),
        ])
    }

    fn object(values: &[(&str, JsValue)]) -> Object {
        let object = Object::new();
        for (key, value) in values {
            set(&object, key, value);
        }
        object
    }

    fn set(target: &Object, key: &str, value: &JsValue) {
        Reflect::set(target, &key.into(), value).expect("an object takes a value");
    }
}
