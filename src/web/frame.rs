//! The one owner of `requestAnimationFrame`.
//!
//! Whoever paints registers once and asks for a frame when something changed;
//! all are served in the same frame, and none is asked for while nothing is
//! wanted.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

type Paint = Rc<RefCell<dyn FnMut(f64) -> bool>>;

struct Registered {
    id: u32,
    wanted: bool,
    paint: Paint,
}

#[derive(Default)]
struct Frames {
    last_id: u32,
    painters: Vec<Registered>,
    /// The frame that was asked for.
    pending: Option<i32>,
    callback: Option<Closure<dyn FnMut(f64)>>,
}

thread_local! {
    static FRAMES: RefCell<Frames> = RefCell::default();
}

/// Somebody who paints; dropping it ends that.
#[derive(Debug)]
pub struct Painter {
    id: u32,
}

impl Painter {
    /// Registers what is to be done in a frame: it is given the frame's time in
    /// milliseconds on the page's clock and says whether it wants another.
    pub fn new(paint: impl FnMut(f64) -> bool + 'static) -> Painter {
        FRAMES.with_borrow_mut(|frames| {
            frames.last_id += 1;
            frames.painters.push(Registered {
                id: frames.last_id,
                wanted: false,
                paint: Rc::new(RefCell::new(paint)),
            });
            Painter { id: frames.last_id }
        })
    }

    /// Asks for a frame; asking twice is the same as once.
    pub fn request(&self) {
        FRAMES.with_borrow_mut(|frames| {
            for painter in &mut frames.painters {
                painter.wanted |= painter.id == self.id;
            }
            schedule(frames);
        });
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        // While the page is torn down the list may be gone already.
        let _ = FRAMES.try_with(|frames| {
            if let Ok(mut frames) = frames.try_borrow_mut() {
                frames.painters.retain(|painter| painter.id != self.id);
                if frames.painters.is_empty()
                    && let (Some(pending), Some(window)) =
                        (frames.pending.take(), web_sys::window())
                {
                    // A frame that cannot be cancelled finds nobody to serve.
                    let _ = window.cancel_animation_frame(pending);
                }
            }
        });
    }
}

fn schedule(frames: &mut Frames) {
    if frames.pending.is_some() {
        return;
    }
    let Some(window) = web_sys::window() else {
        return;
    };
    let callback = frames.callback.get_or_insert_with(|| Closure::new(serve));
    frames.pending = window
        .request_animation_frame(callback.as_ref().unchecked_ref())
        .ok();
}

fn serve(now: f64) {
    let wanted: Vec<(u32, Paint)> = FRAMES.with_borrow_mut(|frames| {
        frames.pending = None;
        frames
            .painters
            .iter_mut()
            .filter_map(|painter| {
                std::mem::take(&mut painter.wanted).then(|| (painter.id, Rc::clone(&painter.paint)))
            })
            .collect()
    });
    for (id, paint) in wanted {
        // Painters may ask for frames and come and go meanwhile.
        let again = paint.borrow_mut()(now);
        if again {
            FRAMES.with_borrow_mut(|frames| {
                for painter in &mut frames.painters {
                    painter.wanted |= painter.id == id;
                }
                schedule(frames);
            });
        }
    }
}
