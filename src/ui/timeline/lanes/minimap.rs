//! The picture of the whole: how much goes on when, and a frame around what is
//! seen, which can be dragged, and moved and stretched by key.

use std::rc::Rc;

use web_sys::{Element, HtmlCanvasElement, HtmlElement};
use yew::prelude::*;

use super::looks::{Looks, use_across};
use super::words;
use crate::base::{Dur, Lang, Time};
use crate::timeline::layout::RIGHT;
use crate::timeline::tree::{Bucket, Overview, minimap_ops};
use crate::timeline::{Ops, Size, Stage, Window};
use crate::ui::reading::pieces;
use crate::ui::timeline::handle::TimelineHandle;
use crate::ui::timeline::listen::{SizeWatch, ThemeWatch};
use crate::ui::timeline::tell::Look;
use crate::web::surface::{Surface, page_theme};
use crate::web::window;

/// Columns of the picture: as many as a wide screen has pixels.
const COLUMNS: usize = 2_048;
/// It is summed up when the lanes have been painted, after so long, in milliseconds.
const LATER_MS: u32 = 120;
/// Slices that are summed up between two frames.
const PIECE: usize = 100_000;
/// So near to an edge of the frame a drag moves that edge, in pixels.
const EDGE: f64 = 7.0;

#[derive(Properties)]
pub struct MinimapProps {
    pub lang: Lang,
    /// What is shown, its lanes as they are at first.
    pub stage: Rc<Stage>,
    pub looks: Rc<Looks>,
    pub handle: TimelineHandle,
}

impl PartialEq for MinimapProps {
    fn eq(&self, other: &MinimapProps) -> bool {
        self.lang == other.lang
            && Rc::ptr_eq(&self.stage, &other.stage)
            && self.looks == other.looks
            && self.handle == other.handle
    }
}

/// What of the frame is held, and where, as a share of the whole.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Held {
    /// All of it, so far from its beginning.
    Whole(f64),
    /// Its beginning.
    Start,
    /// Its end.
    End,
}

/// The picture with its frame.
#[component]
pub fn Minimap(props: &MinimapProps) -> Html {
    let look = use_across(&props.looks);
    let canvas = use_node_ref();
    use_picture(&props.stage, &canvas);
    let held = use_mut_ref(|| None::<Held>);
    let Some(look) = look else {
        return html! { <div class="tl-minimap"><canvas ref={canvas} aria-hidden="true"></canvas></div> };
    };
    let whole = look.end.0.max(1) as f64;
    let (from, to) = (
        look.window.start.0 as f64 / whole,
        (look.window.end().0 as f64 / whole).min(1.0),
    );
    let down = {
        let (held, handle) = (held.clone(), props.handle.clone());
        Callback::from(move |event: PointerEvent| {
            let Some((at, width)) = share_of(&event, true) else {
                return;
            };
            let grip = grip(at, (from, to), EDGE / width.max(1.0));
            *held.borrow_mut() = Some(grip);
            drag(&handle, look, grip, at);
        })
    };
    let moved = {
        let (held, handle) = (held.clone(), props.handle.clone());
        Callback::from(move |event: PointerEvent| {
            let grip = *held.borrow();
            if let (Some(grip), Some((at, _))) = (grip, share_of(&event, false)) {
                drag(&handle, look, grip, at);
            }
        })
    };
    let up = Callback::from(move |_: PointerEvent| *held.borrow_mut() = None);
    let onkeydown = keys(&props.handle, look);
    let style = format!("left:{:.0}px;right:{RIGHT:.0}px", look.gutter);
    let frame = format!(
        "left:{:.3}%;width:{:.3}%",
        from * 100.0,
        (to - from) * 100.0
    );
    let zoomed = look.window != Window::whole(look.end);
    html! {
        <div class="tl-minimap">
            <div class={classes!("tl-whole", zoomed.then_some("tl-zoomed"))} {style} onpointerdown={down} onpointermove={moved}
                onpointerup={up.clone()} onpointercancel={up}>
                <canvas ref={canvas} aria-hidden="true"></canvas>
                <div class="tl-frame" role="slider" tabindex="0" aria-label={words::WINDOW.get(props.lang)}
                    aria-valuemin="0" aria-valuemax="1000" aria-valuenow={format!("{:.0}", from * 1_000.0)}
                    aria-valuetext={value_text(props, look)} style={frame} {onkeydown}></div>
            </div>
        </div>
    }
}

fn value_text(props: &MinimapProps, look: Look) -> String {
    let axis = props.stage.axis();
    let whole = look.end.since(Time::ZERO);
    let clock = |at: Time| axis.clock(at.min(look.end), whole);
    format!(
        "{} – {} / {}",
        clock(look.window.start),
        clock(look.window.end()),
        clock(look.end)
    )
}

/// Where a pointer is, as a share of the whole, and how wide that is in pixels.
fn share_of(event: &PointerEvent, hold: bool) -> Option<(f64, f64)> {
    let target = event.target_dyn_into::<Element>()?;
    let whole: HtmlElement =
        wasm_bindgen::JsCast::dyn_into(target.closest(".tl-whole").ok()??).ok()?;
    if hold {
        if event.button() != 0 {
            return None;
        }
        // Fails for pointers that are up already.
        let _ = whole.set_pointer_capture(event.pointer_id());
    }
    let rect = whole.get_bounding_client_rect();
    let at = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
    Some((at.clamp(0.0, 1.0), rect.width()))
}

/// What of the frame a pointer takes: an edge, or all of it; beside the frame
/// its middle comes to the pointer.
fn grip(at: f64, (from, to): (f64, f64), edge: f64) -> Held {
    let wide = to - from > 4.0 * edge;
    if (at - from).abs() < edge && wide {
        Held::Start
    } else if (at - to).abs() < edge && wide {
        Held::End
    } else if at >= from && at <= to {
        Held::Whole(at - from)
    } else {
        Held::Whole((to - from) / 2.0)
    }
}

fn drag(handle: &TimelineHandle, look: Look, grip: Held, at: f64) {
    let whole = look.end.0 as f64;
    let time = |share: f64| Time((share.clamp(0.0, 1.0) * whole).round() as u64);
    let (start, end) = (look.window.start, look.window.end());
    let range = match grip {
        Held::Start => (time(at).min(end), end),
        Held::End => (start, time(at).max(start)),
        Held::Whole(on) => {
            let start = Time(((at - on).max(0.0) * whole).round() as u64);
            (start, start + look.window.span)
        }
    };
    handle.show(Some(range));
}

/// The keys of a slider; with Shift, and with plus and minus, the frame is
/// stretched.
fn keys(handle: &TimelineHandle, look: Look) -> Callback<KeyboardEvent> {
    let handle = handle.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let window = look.window;
        let middle = window.start + window.span / 2;
        let last = Time(look.end.0.saturating_sub(window.span.0));
        let next = match (event.code().as_str(), event.shift_key()) {
            ("ArrowLeft" | "ArrowDown", false) => window.panned(-0.1),
            ("ArrowRight" | "ArrowUp", false) => window.panned(0.1),
            ("ArrowLeft" | "ArrowDown", true) | ("Equal" | "NumpadAdd", _) => {
                window.zoomed(middle, 1.25)
            }
            ("ArrowRight" | "ArrowUp", true) | ("Minus" | "NumpadSubtract", _) => {
                window.zoomed(middle, 0.8)
            }
            ("PageUp", _) => window.panned(-1.0),
            ("PageDown", _) => window.panned(1.0),
            ("Home", _) => Window {
                start: Time::ZERO,
                ..window
            },
            ("End", _) => Window {
                start: last,
                ..window
            },
            _ => return,
        };
        event.prevent_default();
        let next = next.clamped(look.end.max(Time::ZERO + Dur(1)));
        handle.show(Some((next.start, next.end())));
    })
}

/// Sums the stage up when there is time for it, and paints that whenever size
/// or theme are others.
#[hook]
fn use_picture(stage: &Rc<Stage>, canvas: &NodeRef) {
    let buckets = use_state(|| Rc::new(Vec::<Bucket>::new()));
    {
        let setter = buckets.setter();
        use_effect_with(stage.clone(), move |stage| {
            let stage = stage.clone();
            let whole = stage.clone();
            let going = pieces::start(
                LATER_MS,
                move || Overview::new(&whole, COLUMNS),
                move |overview| overview.advance(&stage, PIECE),
                move |overview| setter.set(Rc::new(overview.finish())),
            );
            move || drop(going)
        });
    }
    let shown = (*buckets).clone();
    let canvas = canvas.clone();
    use_effect_with(PictureOf(shown), move |of| {
        let watches = canvas.cast::<HtmlCanvasElement>().and_then(|canvas| {
            let of = of.0.clone();
            let parent = canvas.parent_element()?;
            let paint = move || paint(&canvas, &of);
            paint();
            Some((
                SizeWatch::new(&parent, paint.clone()),
                ThemeWatch::new(paint),
            ))
        });
        move || drop(watches)
    });
}

/// Buckets that are the same if they are the very same.
struct PictureOf(Rc<Vec<Bucket>>);

impl PartialEq for PictureOf {
    fn eq(&self, other: &PictureOf) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

fn paint(canvas: &HtmlCanvasElement, buckets: &[Bucket]) {
    let Some(mut surface) = Surface::new(canvas.clone()) else {
        return;
    };
    let Some((theme, font)) = page_theme() else {
        return;
    };
    let size = Size {
        width: f64::from(canvas.client_width()),
        height: f64::from(canvas.client_height()),
    };
    surface.set_theme(&theme, &font);
    surface.resize(size, window().device_pixel_ratio());
    let mut ops = Ops::new();
    minimap_ops(buckets, size, &mut ops);
    surface.replay(&ops);
}
