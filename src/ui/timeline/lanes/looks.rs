//! What is seen, told to everything beside the lanes without rendering what is
//! around it: at every frame while one scrolls.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::ui::timeline::tell::Look;

/// An id that nothing else of the page has.
pub fn next_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Who is to hear what is seen.
#[derive(Default)]
pub struct Looks {
    now: Cell<Option<Look>>,
    heard: RefCell<Vec<(u32, Callback<Look>)>>,
    next: Cell<u32>,
}

impl PartialEq for Looks {
    /// There is one a timeline.
    fn eq(&self, other: &Looks) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Looks {
    /// Something else is seen.
    pub fn tell(&self, look: Look) {
        self.now.set(Some(look));
        let heard: Vec<_> = self
            .heard
            .borrow()
            .iter()
            .map(|(_, heard)| heard.clone())
            .collect();
        heard.iter().for_each(|heard| heard.emit(look));
    }

    fn hear(&self, callback: Callback<Look>) -> u32 {
        let id = self.next.get();
        self.next.set(id + 1);
        self.heard.borrow_mut().push((id, callback));
        id
    }

    fn forget(&self, id: u32) {
        self.heard.borrow_mut().retain(|(other, _)| *other != id);
    }
}

/// What is seen; none before anything is.
#[hook]
pub fn use_look(looks: &Rc<Looks>) -> Option<Look> {
    use_part(looks, |look| look)
}

/// What is seen from left to right: scrolling the lanes renders nothing.
#[hook]
pub fn use_across(looks: &Rc<Looks>) -> Option<Look> {
    use_part(looks, |look| {
        look.map(|look| Look {
            stage: 0,
            scroll: 0.0,
            max_scroll: 0.0,
            room: 0.0,
            pinned: 0.0,
            lane: None,
            height: 0.0,
            ..look
        })
    })
}

/// How long what is only scrolled or zoomed may be told late, in milliseconds.
const LATE_MS: u32 = 120;

/// What is seen; while lanes are only scrolled or zoomed, told now and then and
/// when that ends. For what the eye does not see, so that a frame costs nothing
/// of it.
#[hook]
pub fn use_late_look(looks: &Rc<Looks>) -> Option<Look> {
    let now = use_state_eq(|| looks.now.get());
    {
        let setter = now.setter();
        use_effect_with(looks.clone(), move |looks| {
            setter.set(looks.now.get());
            let told = Rc::new(Cell::new(looks.now.get()));
            let waiting = Rc::new(RefCell::new(None::<Timeout>));
            let is_waiting = Rc::new(Cell::new(false));
            let heard = {
                let (looks, waiting) = (looks.clone(), waiting.clone());
                Callback::from(move |look: Look| {
                    let before = told.get();
                    let is_moved = before.is_some_and(|before| before.is_moved_to(look));
                    if !is_moved {
                        told.set(Some(look));
                        setter.set(Some(look));
                    } else if !is_waiting.replace(true) {
                        let (looks, told, setter) = (looks.clone(), told.clone(), setter.clone());
                        let is_waiting = is_waiting.clone();
                        *waiting.borrow_mut() = Some(Timeout::new(LATE_MS, move || {
                            is_waiting.set(false);
                            told.set(looks.now.get());
                            setter.set(looks.now.get());
                        }));
                    }
                })
            };
            let id = looks.hear(heard);
            let looks = looks.clone();
            move || {
                looks.forget(id);
                waiting.borrow_mut().take();
            }
        });
    }
    *now
}

/// The lane that keys act on.
#[hook]
pub fn use_lane(looks: &Rc<Looks>) -> Option<usize> {
    use_part(looks, |look| look?.lane)
}

/// A part of what is seen: a change of the rest renders nothing.
#[hook]
fn use_part<T: PartialEq + Copy + 'static>(looks: &Rc<Looks>, part: fn(Option<Look>) -> T) -> T {
    let now = use_state_eq(|| part(looks.now.get()));
    {
        let setter = now.setter();
        use_effect_with(looks.clone(), move |looks| {
            setter.set(part(looks.now.get()));
            let id = looks.hear(Callback::from(move |look| setter.set(part(Some(look)))));
            let looks = looks.clone();
            move || looks.forget(id)
        });
    }
    *now
}
