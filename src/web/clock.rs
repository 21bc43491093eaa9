//! The browser's monotonic clock, and how well it sees.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};

use crate::base::{Dur, Time};

/// Readings of the clock after which the search for its step gives up.
const MOST_READINGS: u32 = 20_000_000;
/// Steps that are enough to know the smallest.
const ENOUGH_STEPS: u32 = 24;
/// After so long one step is enough (milliseconds); a coarse clock has few.
const SHORT_SPIN: f64 = 12.0;

/// `performance.now()` since a chosen origin; works on the page and in workers.
///
/// It is monotonic, so that a change of the system's date does not touch it.
/// Browsers make it coarse on purpose: see [`MonotonicClock::resolution`].
#[derive(Clone, Debug)]
pub struct MonotonicClock {
    performance: web_sys::Performance,
    origin: f64,
}

impl MonotonicClock {
    /// A clock whose zero is now; none where there is no `performance`.
    pub fn from_now() -> Option<MonotonicClock> {
        let performance = performance()?;
        let origin = performance.now();
        Some(MonotonicClock {
            performance,
            origin,
        })
    }

    /// A clock whose zero is the thread's own `performance.timeOrigin`.
    pub fn from_time_origin() -> Option<MonotonicClock> {
        Some(MonotonicClock {
            performance: performance()?,
            origin: 0.0,
        })
    }

    /// The time since the origin.
    pub fn now(&self) -> Time {
        self.at(self.performance.now())
    }

    /// A reading of this thread's `performance.now()`, in milliseconds, as time since the origin.
    pub fn at(&self, reading: f64) -> Time {
        Time(Dur::from_millis_f64(reading - self.origin).0)
    }

    /// When the thread's own zero was, in milliseconds since the Unix epoch.
    pub fn time_origin(&self) -> f64 {
        self.performance.time_origin()
    }

    /// The smallest step that the clock takes in a short spin (at most a few
    /// hundredths of a second, unless the clock is coarser than that).
    /// Chromium: 5 µs in isolated pages, 100 µs in others.
    pub fn resolution(&self) -> Dur {
        let first = self.performance.now();
        let (mut last, mut smallest, mut steps) = (first, f64::INFINITY, 0);
        for _ in 0..MOST_READINGS {
            let now = self.performance.now();
            if now > last {
                smallest = smallest.min(now - last);
                last = now;
                steps += 1;
            }
            if steps >= ENOUGH_STEPS || (steps > 0 && now - first > SHORT_SPIN) {
                break;
            }
        }
        // Infinite when no step was seen: the clock stands still, which `from_millis_f64` makes zero.
        Dur::from_millis_f64(smallest)
    }
}

/// The thread's raw reading of `performance.now()`, in milliseconds; zero where there is none.
pub fn reading() -> f64 {
    performance().map_or(0.0, |performance| performance.now())
}

/// Whether the page is cross-origin isolated, which makes the clock finer and allows shared memory.
pub fn is_isolated() -> bool {
    global("crossOriginIsolated").as_bool().unwrap_or(false)
}

/// The cores that the browser offers (`hardwareConcurrency`), if it says.
pub fn cores() -> Option<u32> {
    let cores = Reflect::get(&global("navigator"), &"hardwareConcurrency".into()).ok()?;
    let cores = cores.as_f64().filter(|n| *n >= 1.0 && *n <= 65_536.0)?;
    Some(cores as u32)
}

fn performance() -> Option<web_sys::Performance> {
    global("performance").dyn_into().ok()
}

/// A property of `window` or of a worker's global scope.
fn global(name: &str) -> JsValue {
    Reflect::get(&js_sys::global(), &name.into()).unwrap_or(JsValue::UNDEFINED)
}
