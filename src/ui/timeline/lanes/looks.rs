//! What is seen, told to everything beside the lanes without rendering what is
//! around it: at every frame while one scrolls.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

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
