//! The page's heartbeat: the moments at which the browser let it do something.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::prelude::*;

use super::recorder::Lane;
use super::signal::Signal;
use crate::base::Time;

/// How long a first animation frame may take before timer ticks are used instead.
const FIRST_FRAME_MS: u32 = 250;
/// How long a tick is awaited. A page that is hidden meanwhile gets no frames.
const TICK_LIMIT_MS: u32 = 1_000;
/// The period of timer ticks: as near to 60 a second as whole milliseconds allow.
const TIMER_MS: u32 = 16;

/// What makes the ticks. Each instant on the lane is called by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// `requestAnimationFrame`: the page could have drawn a frame.
    Frame,
    /// A timer, since the page is hidden or gets no frames.
    Timer,
}

impl Source {
    fn event(self) -> &'static str {
        match self {
            Source::Frame => "frame",
            Source::Timer => "timer",
        }
    }
}

/// Writes an instant on its lane each time the browser calls; stops when dropped.
pub struct Heartbeat {
    beat: Rc<Beat>,
    source: Source,
    _timer: Option<Interval>,
}

type FrameCallback = Closure<dyn FnMut(f64)>;

struct Beat {
    lane: Lane,
    waiting: RefCell<Vec<Signal<Time>>>,
    on_tick: Box<dyn Fn()>,
    frame: Cell<Option<i32>>,
    callback: RefCell<Option<FrameCallback>>,
}

impl Heartbeat {
    /// Starts ticking by animation frames, or by a timer if none comes.
    /// `on_tick` is called after each tick is written.
    pub async fn start(lane: Lane, on_tick: impl Fn() + 'static) -> Heartbeat {
        let beat = Rc::new(Beat {
            lane,
            waiting: RefCell::default(),
            on_tick: Box::new(on_tick),
            frame: Cell::new(None),
            callback: RefCell::new(None),
        });
        let weak = Rc::downgrade(&beat);
        *beat.callback.borrow_mut() = Some(Closure::new(move |_| {
            if let Some(beat) = weak.upgrade() {
                beat.ask_for_frame();
                beat.tick(Source::Frame);
            }
        }));
        let mut heartbeat = Heartbeat {
            beat,
            source: Source::Frame,
            _timer: None,
        };
        heartbeat.beat.ask_for_frame();
        if heartbeat.tick_within(FIRST_FRAME_MS).await.is_none() {
            heartbeat.use_timer();
        }
        heartbeat
    }

    /// What makes the ticks.
    pub fn source(&self) -> Source {
        self.source
    }

    /// Awaits so many ticks and gives the moment of the last; now, if the
    /// browser stopped them meanwhile.
    pub async fn ticks(&self, count: u32) -> Time {
        let mut last = None;
        for _ in 0..count {
            last = self.tick_within(TICK_LIMIT_MS).await;
            if last.is_none() {
                break;
            }
        }
        last.unwrap_or_else(|| self.beat.lane.now())
    }

    async fn tick_within(&self, limit_ms: u32) -> Option<Time> {
        let tick = Signal::new();
        self.beat.waiting.borrow_mut().push(tick.clone());
        match select(tick, TimeoutFuture::new(limit_ms)).await {
            Either::Left((at, _)) => Some(at),
            Either::Right(_) => None,
        }
    }

    fn use_timer(&mut self) {
        self.beat.stop();
        self.source = Source::Timer;
        let beat = self.beat.clone();
        self._timer = Some(Interval::new(TIMER_MS, move || beat.tick(Source::Timer)));
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.beat.stop();
    }
}

impl Beat {
    fn tick(&self, source: Source) {
        let at = self.lane.now();
        self.lane.event_at(source.event(), at);
        for waiting in self.waiting.take() {
            waiting.set(at);
        }
        (self.on_tick)();
    }

    fn ask_for_frame(&self) {
        let callback = self.callback.borrow();
        let (Some(window), Some(callback)) = (web_sys::window(), callback.as_ref()) else {
            return;
        };
        let asked = window.request_animation_frame(callback.as_ref().unchecked_ref());
        self.frame.set(asked.ok());
    }

    /// First the frame is cancelled, then its callback may go.
    fn stop(&self) {
        if let (Some(frame), Some(window)) = (self.frame.take(), web_sys::window()) {
            // Without a frame to cancel there is nothing to do.
            let _ = window.cancel_animation_frame(frame);
        }
        self.callback.take();
    }
}
