//! The bar that scrolls the lanes.

use std::rc::Rc;

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::looks::{Looks, use_look};
use super::words;
use crate::base::Lang;
use crate::timeline::layout::RULER;
use crate::ui::timeline::handle::TimelineHandle;

/// The shortest thumb, in pixels: a fingertip finds it.
const SHORTEST: f64 = 28.0;
/// How far a press of an arrow key scrolls, in pixels.
const STEP: f64 = 40.0;

#[derive(Properties, PartialEq)]
pub struct ScrollbarProps {
    pub lang: Lang,
    pub looks: Rc<Looks>,
    pub handle: TimelineHandle,
    /// The id of what it scrolls.
    pub controls: AttrValue,
}

/// The bar; none where everything is seen.
#[component]
pub fn Scrollbar(props: &ScrollbarProps) -> Html {
    let look = use_look(&props.looks);
    // Where on the thumb it is held.
    let held = use_mut_ref(|| None::<f64>);
    let Some(look) = look.filter(|look| look.max_scroll > 0.5) else {
        return html! {};
    };
    let top = RULER + look.pinned;
    let height = (look.height - top - 2.0).max(1.0);
    let part = look.room / (look.room + look.max_scroll);
    let thumb = (height * part).max(SHORTEST.min(height));
    let way = (height - thumb).max(1.0);
    let at = way * look.scroll / look.max_scroll;
    let to = {
        let handle = props.handle.clone();
        move |y: f64| handle.scroll_to(y / way * look.max_scroll)
    };
    let down = {
        let (held, to) = (held.clone(), to.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(bar) = bar_of(&event) else {
                return;
            };
            let _ = bar.set_pointer_capture(event.pointer_id());
            let y = y_in(&bar, &event);
            // Beside the thumb: its middle comes here.
            let on = if y >= at && y <= at + thumb {
                y - at
            } else {
                thumb / 2.0
            };
            *held.borrow_mut() = Some(on);
            to(y - on);
        })
    };
    let moved = {
        let held = held.clone();
        Callback::from(move |event: PointerEvent| {
            let on = *held.borrow();
            if let (Some(on), Some(bar)) = (on, bar_of(&event)) {
                to(y_in(&bar, &event) - on);
            }
        })
    };
    let up = Callback::from(move |_: PointerEvent| *held.borrow_mut() = None);
    let onkeydown = {
        let handle = props.handle.clone();
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.code().as_str() {
                "ArrowUp" => look.scroll - STEP,
                "ArrowDown" => look.scroll + STEP,
                "PageUp" => look.scroll - look.room,
                "PageDown" => look.scroll + look.room,
                "Home" => 0.0,
                "End" => look.max_scroll,
                _ => return,
            };
            event.prevent_default();
            handle.scroll_to(to);
        })
    };
    html! {
        <div class="tl-scrollbar" role="scrollbar" tabindex="0" aria-orientation="vertical"
            aria-controls={props.controls.clone()} aria-label={words::SCROLL.get(props.lang)}
            aria-valuemin="0" aria-valuemax={format!("{:.0}", look.max_scroll)} aria-valuenow={format!("{:.0}", look.scroll)}
            style={format!("top:{top:.1}px;height:{height:.1}px")} {onkeydown}
            onpointerdown={down} onpointermove={moved} onpointerup={up.clone()} onpointercancel={up}>
            <div style={format!("top:{at:.1}px;height:{thumb:.1}px")}></div>
        </div>
    }
}

fn bar_of(event: &PointerEvent) -> Option<HtmlElement> {
    let target = event.target_dyn_into::<Element>()?;
    let bar = target.closest("[role=scrollbar]").ok()??;
    wasm_bindgen::JsCast::dyn_into(bar).ok()
}

fn y_in(bar: &HtmlElement, event: &PointerEvent) -> f64 {
    f64::from(event.client_y()) - bar.get_bounding_client_rect().top()
}
