//! What can be done to a lane, as a menu where it is asked for: with the other
//! mouse button, with a finger that rests on it, with the menu key. On a phone
//! it is a sheet at the foot of the screen.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::base::Lang;
use crate::timeline::tree::{Act, Arrangement, Change, Tree};
use crate::ui::timeline::handle::TimelineHandle;

/// A finger that rests so long asks for it, in milliseconds.
const HOLD_MS: u32 = 550;
/// It may move so far meanwhile, in pixels.
const HOLD_SLOP: f64 = 8.0;
/// The most room that it takes, in pixels: so far from the right and lower edge
/// it opens at least.
const ROOM: (f64, f64) = (336.0, 350.0);

/// A menu that is open.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Open {
    /// The lane that it is about.
    pub lane: usize,
    /// Where it opens, from the left of the window.
    pub x: f64,
    /// From its top.
    pub y: f64,
}

#[derive(Properties)]
pub struct LaneMenuProps {
    pub lang: Lang,
    pub open: Open,
    pub tree: Rc<Tree>,
    pub how: Arrangement,
    /// What the lane is called.
    pub name: String,
    pub on_act: Callback<Act>,
    pub on_close: Callback<()>,
}

impl PartialEq for LaneMenuProps {
    fn eq(&self, other: &LaneMenuProps) -> bool {
        self.lang == other.lang && self.open == other.open && Rc::ptr_eq(&self.tree, &other.tree)
    }
}

/// The acts that it offers.
const OFFERED: [Act; 8] = [
    Act::Turn,
    Act::MoveUp,
    Act::MoveDown,
    Act::Pin,
    Act::Hide,
    Act::ShowAll,
    Act::FoldAll,
    Act::OpenAll,
];

/// Whether an act does anything to a lane.
fn can(act: Act, tree: &Tree, how: &Arrangement, lane: usize) -> bool {
    let item = tree.item_of_lane(lane);
    let does = |change: &dyn Fn(usize) -> Option<Change>| item.and_then(change).is_some();
    match act {
        Act::Turn => does(&|item| tree.turned(item)),
        Act::MoveUp => does(&|item| tree.moved(item, false)),
        Act::MoveDown => does(&|item| tree.moved(item, true)),
        Act::Pin => does(&|item| tree.pin_turned(item, how)),
        Act::Hide => does(&|item| tree.hidden_away(item)),
        Act::ShowAll => !tree.hidden().is_empty(),
        Act::FoldAll | Act::OpenAll => tree.depths() > 0,
        _ => false,
    }
}

/// The menu (WAI-ARIA menu pattern).
#[component]
pub fn LaneMenu(props: &LaneMenuProps) -> Html {
    let LaneMenuProps {
        lang, open, tree, ..
    } = props;
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| focus(&node, 0));
    }
    // The finger that opened it may be over an item when it is lifted: only
    // what begins here presses one.
    let armed = use_mut_ref(|| false);
    let on_down = {
        let armed = armed.clone();
        Callback::from(move |_: PointerEvent| *armed.borrow_mut() = true)
    };
    let onkeydown = {
        let (node, on_close) = (node.clone(), props.on_close.clone());
        Callback::from(move |event: KeyboardEvent| {
            let items = items(&node);
            let focused = event.target_dyn_into::<HtmlElement>();
            let at = focused.and_then(|focused| items.iter().position(|item| *item == focused));
            let (at, count) = (at.unwrap_or(0), items.len().max(1));
            match event.code().as_str() {
                "ArrowDown" => focus(&node, (at + 1) % count),
                "ArrowUp" => focus(&node, (at + count - 1) % count),
                "Home" => focus(&node, 0),
                "End" => focus(&node, count - 1),
                "Escape" | "Tab" => on_close.emit(()),
                // Its own keys press a button; no other acts on what is behind.
                "Enter" | "Space" | "NumpadEnter" => return event.stop_propagation(),
                _ => {}
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let size = crate::web::window();
    let side = |length: Result<wasm_bindgen::JsValue, _>| {
        length
            .ok()
            .and_then(|length| length.as_f64())
            .unwrap_or(0.0)
    };
    let (width, height) = (side(size.inner_width()), side(size.inner_height()));
    let style = format!(
        "left:{:.0}px;top:{:.0}px",
        open.x.min(width - ROOM.0).max(4.0),
        open.y.min(height - ROOM.1).max(4.0)
    );
    let item = |act: Act| {
        let binding = act.binding();
        let onclick = {
            let (on_act, on_close) = (props.on_act.clone(), props.on_close.clone());
            let armed = armed.clone();
            move |event: MouseEvent| {
                let by_key = event.detail() == 0;
                if by_key || *armed.borrow() {
                    on_close.emit(());
                    on_act.emit(act);
                }
            }
        };
        html! {
            <button key={binding.cap} type="button" role="menuitem" tabindex="-1" data-act={format!("{act:?}")} {onclick}>
                <span>{ binding.label.get(*lang) }</span><kbd>{ binding.cap }</kbd></button>
        }
    };
    let offered = OFFERED
        .into_iter()
        .filter(|act| can(*act, tree, &props.how, open.lane));
    html! { <>
        <div class="tl-menu-back" onpointerdown={props.on_close.reform(|_| ())} onmousedown={prevent()} oncontextmenu={prevent()}></div>
        <div class="tl-menu" role="menu" aria-label={props.name.clone()} ref={node} {style} {onkeydown} onpointerdown={on_down}
            onmousedown={prevent()} oncontextmenu={prevent()}>
            <p role="none">{ props.name.clone() }</p>
            { for offered.map(item) }
        </div>
    </> }
}

fn prevent() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| event.prevent_default())
}

fn items(node: &NodeRef) -> Vec<HtmlElement> {
    let menu = node.cast::<Element>();
    let list = menu.and_then(|menu| menu.query_selector_all("[role=menuitem]").ok());
    let list = list.into_iter().flat_map(|list| {
        (0..list.length()).filter_map(move |n| list.item(n)?.dyn_into::<HtmlElement>().ok())
    });
    list.collect()
}

fn focus(node: &NodeRef, place: usize) {
    if let Some(item) = items(node).get(place) {
        let _ = item.focus();
    }
}

/// What opens the menu.
#[derive(Clone)]
pub struct Asking {
    /// The other mouse button.
    pub on_context: Callback<MouseEvent>,
    /// A pointer went down: a finger may rest.
    pub on_down: Callback<PointerEvent>,
    /// A pointer moved.
    pub on_move: Callback<PointerEvent>,
    /// A pointer went up, or was taken away.
    pub on_up: Callback<PointerEvent>,
    /// A key; gives whether it was the menu's.
    pub key: Rc<dyn Fn(&KeyboardEvent) -> bool>,
    /// Opens it for the chosen lane.
    pub chosen: Callback<()>,
}

/// A finger that rests: which, where, and until when.
type Holding = (i32, f64, f64, Timeout);

/// Opens the menu when it is asked for.
#[hook]
pub fn use_asking(
    handle: &TimelineHandle,
    menu: &UseStateHandle<Option<Open>>,
    lanes_id: &AttrValue,
    is_there: bool,
) -> Asking {
    let holding = use_mut_ref(|| None::<Holding>);
    let ask = {
        let (handle, menu) = (handle.clone(), menu.setter());
        Rc::new(move |lanes: &Element, x: f64, y: f64| {
            let top = lanes.get_bounding_client_rect().top();
            let lane = handle
                .look(|screen| screen.layout().lane_at(y - top, screen.view().scroll))
                .flatten();
            let Some(lane) = lane.filter(|_| is_there).map(|lane| lane.index) else {
                return false;
            };
            handle.choose(lane);
            menu.set(Some(Open { lane, x, y }));
            true
        })
    };
    let on_context = {
        let (ask, is_open) = (ask.clone(), menu.is_some());
        Callback::from(move |event: MouseEvent| {
            let point = (f64::from(event.client_x()), f64::from(event.client_y()));
            let asked =
                lanes_of(&event).is_some_and(|lanes| is_open || ask(&lanes, point.0, point.1));
            if asked {
                event.prevent_default();
            }
        })
    };
    let on_down = {
        let (holding, ask, handle) = (holding.clone(), ask.clone(), handle.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(lanes) = lanes_of(&event).filter(|_| event.pointer_type() == "touch") else {
                return;
            };
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            let id = event.pointer_id();
            let (ask, handle) = (ask.clone(), handle.clone());
            let timer = Timeout::new(HOLD_MS, move || {
                if ask(&lanes, x, y) {
                    handle.let_go(id);
                }
            });
            // A second finger pinches.
            let second = holding.borrow().is_some();
            holding.replace((!second).then_some((id, x, y, timer)));
        })
    };
    let on_move = {
        let holding = holding.clone();
        Callback::from(move |event: PointerEvent| {
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            let moved = holding.borrow().as_ref().is_some_and(|(id, fx, fy, _)| {
                *id == event.pointer_id() && (x - fx).hypot(y - fy) > HOLD_SLOP
            });
            if moved {
                holding.replace(None);
            }
        })
    };
    let on_up = Callback::from(move |_: PointerEvent| {
        holding.replace(None);
    });
    let chosen = {
        let (handle, lanes_id, menu) = (handle.clone(), lanes_id.clone(), menu.setter());
        Rc::new(move || {
            let open = open_at_chosen(&handle, &lanes_id).filter(|_| is_there);
            let asked = open.is_some();
            if asked {
                menu.set(open);
            }
            asked
        })
    };
    // The other key of the menu, Shift and F10, stands in the table of acts.
    let key = {
        let chosen = chosen.clone();
        Rc::new(move |event: &KeyboardEvent| event.code() == "ContextMenu" && chosen())
    };
    Asking {
        on_context,
        on_down,
        on_move,
        on_up,
        key,
        chosen: Callback::from(move |()| {
            chosen();
        }),
    }
}

/// The menu beside the name of the chosen lane, which is brought into sight.
fn open_at_chosen(handle: &TimelineHandle, lanes_id: &str) -> Option<Open> {
    let lanes = crate::web::window()
        .document()?
        .get_element_by_id(lanes_id)?;
    let lane = handle.look(|screen| screen.view().lane).flatten()?;
    handle.choose(lane);
    let (x, y) = handle.look(|screen| {
        let at = screen.layout().lane(lane, screen.view().scroll);
        (screen.layout().gutter, at.y + at.h / 2.0)
    })?;
    let rect = lanes.get_bounding_client_rect();
    Some(Open {
        lane,
        x: rect.left() + x,
        y: rect.top() + y,
    })
}

/// The lanes in which something happened.
fn lanes_of(event: &Event) -> Option<Element> {
    let target = event.target_dyn_into::<Element>()?;
    target.closest(".tl-lanes").ok()?
}
