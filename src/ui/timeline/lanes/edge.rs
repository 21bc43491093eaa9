//! The right edge of the names, by which they are given more or less room
//! (WAI-ARIA window splitter pattern). What was chosen is remembered.

use std::rc::Rc;

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::looks::{Looks, use_across};
use super::words;
use crate::base::Lang;
use crate::timeline::layout::{LEAST_NAMES, RULER, most_names};
use crate::timeline::tree::Act;
use crate::ui::timeline::handle::TimelineHandle;
use crate::ui::timeline::tell::Look;
use crate::web::storage;

/// How far a key or a button moves the edge, in pixels.
const STEP: f64 = 24.0;
/// Under which name the width is kept.
const KEPT: &str = "names";

#[derive(Properties, PartialEq)]
pub struct EdgeProps {
    pub lang: Lang,
    pub looks: Rc<Looks>,
    pub handle: TimelineHandle,
    /// The id of the drawing.
    pub controls: AttrValue,
}

/// Gives names the room that was chosen at an earlier visit.
pub fn restore(handle: &TimelineHandle) {
    let kept = storage::get(KEPT).and_then(|kept| kept.parse::<f64>().ok());
    if let Some(kept) = kept.filter(|kept| kept.is_finite()) {
        handle.set_names(Some(kept));
    }
}

/// Gives names so many pixels, or as many as they need, and remembers it.
fn give(handle: &TimelineHandle, names: Option<f64>) {
    handle.set_names(names);
    let kept = names.map_or(String::new(), |names| format!("{names:.0}"));
    storage::set(KEPT, &kept);
}

/// Does what a key or a button of the table of acts says. Gives whether it was
/// about the names.
pub fn act(handle: &TimelineHandle, act: Act) -> bool {
    let by = match act {
        Act::NamesWider => STEP,
        Act::NamesNarrower => -STEP,
        Act::NamesFit => {
            give(handle, None);
            return true;
        }
        _ => return false,
    };
    let at = handle.look(|screen| (screen.layout().gutter, screen.layout().size.width));
    if let Some((names, width)) = at {
        give(handle, Some(bounded(names + by, width)));
    }
    true
}

fn bounded(names: f64, width: f64) -> f64 {
    names.min(most_names(width)).max(LEAST_NAMES.min(width))
}

/// The edge; none before the lanes are there.
#[component]
pub fn Edge(props: &EdgeProps) -> Html {
    let look = use_across(&props.looks);
    // How far right of the edge it is held.
    let held = use_mut_ref(|| None::<f64>);
    let Some(look) = look else {
        return html! {};
    };
    let down = {
        let held = held.clone();
        Callback::from(move |event: PointerEvent| {
            if let (Some(edge), 0) = (edge_of(&event), event.button()) {
                let _ = edge.set_pointer_capture(event.pointer_id());
                *held.borrow_mut() = x_in(&edge, &event).map(|x| x - look.gutter);
            }
        })
    };
    let moved = {
        let (held, handle) = (held.clone(), props.handle.clone());
        Callback::from(move |event: PointerEvent| {
            let on = *held.borrow();
            let at = edge_of(&event).and_then(|edge| x_in(&edge, &event));
            if let (Some(on), Some(x)) = (on, at) {
                give(&handle, Some(bounded(x - on, look.width)));
            }
        })
    };
    let up = Callback::from(move |_: PointerEvent| *held.borrow_mut() = None);
    let fit = {
        let handle = props.handle.clone();
        Callback::from(move |_: MouseEvent| give(&handle, None))
    };
    let most = most_names(look.width);
    html! {
        <div class="tl-edge" role="separator" tabindex="0" aria-orientation="vertical"
            aria-controls={props.controls.clone()} aria-label={words::EDGE.get(props.lang)}
            aria-valuemin={format!("{:.0}", LEAST_NAMES.min(most))} aria-valuemax={format!("{most:.0}")}
            aria-valuenow={format!("{:.0}", look.gutter)} style={format!("left:{:.1}px;top:{RULER:.0}px", look.gutter)}
            onkeydown={keys(props, look)} ondblclick={fit}
            onpointerdown={down} onpointermove={moved} onpointerup={up.clone()} onpointercancel={up}></div>
    }
}

fn keys(props: &EdgeProps, look: Look) -> Callback<KeyboardEvent> {
    let handle = props.handle.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let to = match event.code().as_str() {
            "ArrowLeft" => Some(look.gutter - STEP),
            "ArrowRight" => Some(look.gutter + STEP),
            "Home" => Some(0.0),
            "End" => Some(look.width),
            "Enter" | "NumpadEnter" => None,
            _ => return,
        };
        event.prevent_default();
        give(&handle, to.map(|to| bounded(to, look.width)));
    })
}

fn edge_of(event: &PointerEvent) -> Option<HtmlElement> {
    let target = event.target_dyn_into::<Element>()?;
    let edge = target.closest("[role=separator]").ok()??;
    wasm_bindgen::JsCast::dyn_into(edge).ok()
}

/// Where a pointer is, from the left of the drawing.
fn x_in(edge: &HtmlElement, event: &PointerEvent) -> Option<f64> {
    let drawing = edge.parent_element()?.get_bounding_client_rect();
    Some(f64::from(event.client_x()) - drawing.left())
}
