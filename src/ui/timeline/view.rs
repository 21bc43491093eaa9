//! The timeline component.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};
use yew::prelude::*;

use super::announcer::announcer;
use super::card;
use super::engine::{self, Engine, Parts, Shared};
use super::handle::TimelineHandle;
use super::legend::{self, legend};
use super::listen::{Listener, SizeWatch, ThemeWatch};
use super::tell::{self, Arranging, Reading, Shown, Tell};
use super::transport_bar::{TransportBar, transport_bar};
use crate::base::{Lang, Time};
use crate::share::Embed;
use crate::timeline::input::{Key, Pointer, Wheel};
use crate::timeline::stage::Place;
use crate::timeline::{Layout, Stage, words};
use crate::ui::pages::Tooled;
use crate::ui::programs;
use crate::web::{address, window};

/// What a timeline needs.
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// What is shown.
    pub stage: Rc<Stage>,
    /// The language.
    pub lang: Lang,
    /// Whether there is a transport below the lanes.
    #[prop_or(true)]
    pub controls: bool,
    /// Whether there is a legend.
    #[prop_or(true)]
    pub legend: bool,
    /// Whether it plays as soon as it is there; not where motion is unwanted.
    #[prop_or_default]
    pub autoplay: bool,
    /// Whether motion is unwanted; none asks the browser.
    #[prop_or_default]
    pub reduced_motion: Option<bool>,
    /// Where the playhead is to go; acts when it changes, so a counter beside
    /// the moment makes the same moment act again.
    #[prop_or_default]
    pub seek: Option<(Time, u32)>,
    /// Something else is chosen.
    #[prop_or_default]
    pub on_select: Callback<Option<Place>>,
    /// The playhead moved, and whether it rests now; told every 80 ms at most.
    #[prop_or_default]
    pub on_playhead: Callback<(Time, bool)>,
    /// What stands before the program's tools, in one row with them.
    #[prop_or_default]
    pub head: Html,
    /// What stands among them.
    #[prop_or_default]
    pub lanes_tool: Html,
    /// What stands above the lanes, below that row.
    #[prop_or_default]
    pub above: Html,
    /// What lies over the lanes, placed by what [`Arranging`] tells.
    #[prop_or_default]
    pub over: Html,
    /// What is told where lanes can be arranged.
    #[prop_or_default]
    pub arranging: Option<Arranging>,
    /// The id of the element of the lanes.
    #[prop_or_default]
    pub lanes_id: Option<AttrValue>,
    /// What stands below the transport.
    #[prop_or_default]
    pub below: Html,
    /// What is told where there is something that helps in reading.
    #[prop_or_default]
    pub reading: Option<Reading>,
    /// A handle by which others steer it.
    #[prop_or_default]
    pub handle: Option<TimelineHandle>,
}

/// Lanes on a canvas, with transport, legend, card and announcer.
#[component]
pub fn TimelineView(props: &TimelineProps) -> Html {
    let lang = props.lang;
    // Without a handle from outside it has its own, the same at every render.
    let own = use_memo((), |()| TimelineHandle::default());
    let handle = props.handle.as_ref().unwrap_or(&own);
    let shared = handle.shared.clone();
    let shown = use_state_eq(Shown::default);
    let card = use_state_eq(|| None::<tell::Card>);
    let said = use_state_eq(AttrValue::default);
    let tell = Tell {
        shown: setter(&shown),
        card: setter(&card),
        said: {
            let said = said.setter();
            Callback::from(move |text: String| said.set(AttrValue::from(text)))
        },
        selected: props.on_select.clone(),
        playhead: props.on_playhead.clone(),
        arranging: props.arranging.clone(),
        reading: props.reading.clone(),
    };
    let root = use_node_ref();
    let lanes = Canvases {
        wrapper: use_node_ref(),
        base: use_node_ref(),
        overlay: use_node_ref(),
    };
    use_engine(props, &shared, &lanes, tell);
    use_keys(&shared, &root);
    let on_command = steer(&shared, Engine::apply);
    let on_seek = steer(&shared, Engine::seek);
    let on_speed = steer(&shared, Engine::set_speed);
    let on_step_by = steer(&shared, Engine::set_step_by);
    let id = use_id();
    let more_id = AttrValue::from(format!("{id}-more"));
    let known = use_memo(Rc::clone(&props.stage), |stage| legend::Known::of(stage));
    html! {
        <div class="tl" ref={root}>
            <div class="tl-above">{ above(props, handle, *shown) }</div>
            <div class="tl-before">{ props.above.clone() }</div>
            <div class="tl-body">
                { canvases(&lanes, &shared, props, &shown, &id) }
                <div class="tl-over">{ props.over.clone() }</div>
                <div class="tl-card-place">
                    { for card.iter().map(card::card) }
                </div>
            </div>
            <p class="tl-sr" id={id.clone()}>{ words::INSTRUCTIONS.get(lang) }</p>
            { announcer(&said) }
            <div class="tl-below">
                if props.controls {
                    { transport_bar(&TransportBar { shown: *shown, lang, on_command, on_seek, on_speed, on_step_by, more_id }) }
                }
            </div>
            <div class="tl-below">{ props.below.clone() }</div>
            <div class="tl-below">
                if props.legend { { legend(&known, lang) } }
            </div>
        </div>
    }
}

/// The row above everything: what the page has there, and the program's tools.
fn above(props: &TimelineProps, handle: &TimelineHandle, shown: Shown) -> Html {
    let tooled = Tooled {
        lang: props.lang,
        stage: &props.stage,
        shown,
        handle,
    };
    let is_bare = !props.controls || Embed::parse(&address::query()).is_some();
    let tools = |at_end: bool| -> Html {
        let tools = programs::pages().tools().iter();
        let some = tools.filter(|tool| !is_bare && tool.at_end == at_end);
        some.map(|tool| (tool.show)(&tooled)).collect()
    };
    html! { <>{ props.head.clone() }{ tools(false) }{ props.lanes_tool.clone() }{ tools(true) }</> }
}

/// An id that no other timeline of the page has.
#[hook]
fn use_id() -> AttrValue {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let id = use_memo((), |()| {
        AttrValue::from(format!("tl-help-{}", NEXT.fetch_add(1, Ordering::Relaxed)))
    });
    (*id).clone()
}

fn setter<T: 'static + PartialEq>(state: &UseStateHandle<T>) -> Callback<T> {
    let setter = state.setter();
    Callback::from(move |value| setter.set(value))
}

/// A callback that does something with the engine.
fn steer<T: 'static>(shared: &Shared, act: impl Fn(&mut Engine, T) + 'static) -> Callback<T> {
    let shared = shared.clone();
    Callback::from(move |value| engine::with(&shared, |engine| act(engine, value)))
}

/// The nodes that the engine paints on.
#[derive(Clone, PartialEq)]
struct Canvases {
    wrapper: NodeRef,
    base: NodeRef,
    overlay: NodeRef,
}

/// Starts the engine once, stops it cleanly, and passes on what changes.
#[hook]
fn use_engine(props: &TimelineProps, shared: &Shared, nodes: &Canvases, tell: Tell) {
    {
        let (shared, nodes, tell) = (shared.clone(), nodes.clone(), tell.clone());
        let (stage, lang) = (Rc::clone(&props.stage), props.lang);
        let (seek, autoplay, calm) = (props.seek, props.autoplay, props.reduced_motion);
        use_effect_with((), move |()| {
            let watches = mount(&shared, &nodes, stage, lang, tell);
            engine::with(&shared, |engine| {
                engine.set_reduced_motion(calm);
                if let Some((at, _)) = seek {
                    engine.seek(at);
                } else if autoplay && !motion_unwanted(calm) {
                    engine.play();
                }
            });
            move || {
                drop(watches);
                // The frame is cancelled before the canvases go.
                shared.borrow_mut().take();
            }
        });
    }
    use_passed_on(shared, Rc::clone(&props.stage), Engine::set_stage);
    use_passed_on(shared, props.lang, Engine::set_lang);
    use_passed_on(shared, props.reduced_motion, Engine::set_reduced_motion);
    use_passed_on(shared, props.seek, |engine, seek| {
        if let Some((at, _)) = seek {
            engine.seek(at);
        }
    });
    let heard = (
        props.on_select.clone(),
        props.on_playhead.clone(),
        props.arranging.clone(),
        props.reading.clone(),
    );
    use_passed_on(shared, heard, move |engine, _| {
        engine.set_tell(tell.clone());
    });
}

/// Gives the engine a value whenever it is another one.
#[hook]
fn use_passed_on<T: PartialEq + Clone + 'static>(
    shared: &Shared,
    value: T,
    act: impl Fn(&mut Engine, T) + 'static,
) {
    let shared = shared.clone();
    use_effect_with(value, move |value| {
        engine::with(&shared, |engine| act(engine, value.clone()));
    });
}

fn motion_unwanted(asked: Option<bool>) -> bool {
    asked.unwrap_or_else(|| {
        let query = window().match_media("(prefers-reduced-motion: reduce)");
        query.ok().flatten().is_some_and(|query| query.matches())
    })
}

/// What is watched for as long as the engine lives.
type Watches = (SizeWatch, ThemeWatch, [Listener; 2]);

/// Starts the engine on its canvases. None if there are none, or no 2D context.
fn mount(
    shared: &Shared,
    nodes: &Canvases,
    stage: Rc<Stage>,
    lang: Lang,
    tell: Tell,
) -> Option<Watches> {
    let wrapper: HtmlElement = nodes.wrapper.cast()?;
    let parts = Parts {
        wrapper: wrapper.clone(),
        base: nodes.base.cast::<HtmlCanvasElement>()?,
        overlay: nodes.overlay.cast::<HtmlCanvasElement>()?,
        stage,
        lang,
        tell,
    };
    if !engine::start(shared, parts) {
        return None;
    }
    let resized = {
        let shared = shared.clone();
        move || engine::with(&shared, Engine::measure_size)
    };
    let rethemed = {
        let shared = shared.clone();
        move || engine::with(&shared, Engine::retheme)
    };
    let zoomed = resized.clone();
    Some((
        SizeWatch::new(&wrapper, resized),
        ThemeWatch::new(rethemed),
        [
            // The browser's own zoom changes the pixels behind a CSS pixel.
            Listener::new(&window(), "resize", true, move |_| zoomed()),
            wheel_listener(shared, &wrapper),
        ],
    ))
}

/// Wheels may have to be kept from scrolling the page, so this does not go
/// through Yew, whose listeners sit at the root.
fn wheel_listener(shared: &Shared, wrapper: &HtmlElement) -> Listener {
    let shared = shared.clone();
    Listener::new(wrapper, "wheel", false, move |event| {
        let Ok(event) = event.dyn_into::<web_sys::WheelEvent>() else {
            return;
        };
        // Lines and pages, as some mice count, in pixels.
        let unit = match event.delta_mode() {
            web_sys::WheelEvent::DOM_DELTA_LINE => 16.0,
            web_sys::WheelEvent::DOM_DELTA_PAGE => 400.0,
            _ => 1.0,
        };
        let turned = Wheel {
            x: f64::from(event.offset_x()),
            dx: event.delta_x() * unit,
            dy: event.delta_y() * unit,
            zooms: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            at: event.time_stamp(),
        };
        engine::with(&shared, |engine| {
            if engine.wheel(turned) {
                event.prevent_default();
            }
        });
    })
}

/// Keys: all of them while the focus is within the timeline; anywhere on the
/// page those that are no characters (play and step), since a single character
/// must not act wherever one types (WCAG 2.1, 2.1.4).
#[hook]
fn use_keys(shared: &Shared, root: &NodeRef) {
    let (shared, root) = (shared.clone(), root.clone());
    use_effect_with((), move |()| {
        let listener = Listener::new(&window(), "keydown", false, move |event| {
            let Ok(event) = event.dyn_into::<web_sys::KeyboardEvent>() else {
                return;
            };
            let (Some(root), false) = (root.cast::<Element>(), event.default_prevented()) else {
                return;
            };
            let code = event.code();
            if !is_meant_for(&root, &event, &code) {
                return;
            }
            let key = Key {
                code: &code,
                shift: event.shift_key(),
                other: event.ctrl_key() || event.alt_key() || event.meta_key(),
                composing: event.is_composing(),
            };
            engine::with(&shared, |engine| {
                if engine.key(key) {
                    event.prevent_default();
                }
            });
        });
        move || drop(listener)
    });
}

/// Whether a key is for this timeline rather than for what has the focus.
fn is_meant_for(root: &Element, event: &web_sys::KeyboardEvent, code: &str) -> bool {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else {
        return false;
    };
    let is_in = |selector: &str| matches!(target.closest(selector), Ok(Some(_)));
    if is_in("input, textarea, select, [contenteditable], [role=slider], dialog") {
        return false;
    }
    let presses = matches!(code, "Space" | "Enter");
    if presses && is_in("button, a, summary, [role=tab], [role=button]") {
        return false;
    }
    // What scrolls keeps the keys by which one scrolls it.
    let scrolls = matches!(
        code,
        "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End" | "Space"
    );
    if scrolls && is_in(".tl-table-scroll") {
        return false;
    }
    if root.contains(Some(&target)) {
        return true;
    }
    let anywhere = matches!(code, "Space" | "ArrowLeft" | "ArrowRight");
    anywhere && !is_in("[role=tablist], [role=radiogroup], [role=menu], [tabindex]")
}

/// The focusable element with both canvases; Yew renders it, the engine paints.
fn canvases(
    nodes: &Canvases,
    shared: &Shared,
    props: &TimelineProps,
    shown: &Shown,
    help: &AttrValue,
) -> Html {
    let tall = Layout::wished_height(&props.stage);
    let touch = if shown.scrollable { "none" } else { "pan-y" };
    let style = format!("--tl-tall:{tall:.0}px;touch-action:{touch}");
    let measuring = shown.measuring.then_some("tl-measuring");
    html! {
        <div class={classes!("tl-lanes", measuring)} id={props.lanes_id.clone()} ref={nodes.wrapper.clone()} tabindex="0" {style}
            role="application" aria-roledescription={words::ROLE.get(props.lang)}
            aria-label={words::TIMELINE.get(props.lang)} aria-describedby={help.clone()}
            onpointerdown={pointer_down(shared)}
            onpointermove={pointer(shared, Engine::pointer_moved)}
            onpointerup={pointer(shared, Engine::pointer_up)}
            onpointercancel={pointer(shared, |engine, pointer| engine.pointer_cancelled(pointer.id))}
            onpointerleave={pointer(shared, |engine, _| engine.pointer_left())}>
            <canvas ref={nodes.base.clone()} aria-hidden="true"></canvas>
            <canvas ref={nodes.overlay.clone()} aria-hidden="true"></canvas>
        </div>
    }
}

fn pointer_of(event: &PointerEvent) -> Pointer {
    Pointer {
        id: event.pointer_id(),
        x: f64::from(event.offset_x()),
        y: f64::from(event.offset_y()),
        touch: event.pointer_type() == "touch",
        at: event.time_stamp(),
    }
}

fn pointer(
    shared: &Shared,
    act: impl Fn(&mut Engine, Pointer) + 'static,
) -> Callback<PointerEvent> {
    let shared = shared.clone();
    Callback::from(move |event: PointerEvent| {
        let pointer = pointer_of(&event);
        engine::with(&shared, |engine| act(engine, pointer));
    })
}

fn pointer_down(shared: &Shared) -> Callback<PointerEvent> {
    let shared = shared.clone();
    Callback::from(move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let Some(wrapper) = event.target_dyn_into::<Element>() {
            // Fails for pointers that are up already.
            let _ = wrapper.set_pointer_capture(event.pointer_id());
        }
        let (pointer, shift) = (pointer_of(&event), event.shift_key());
        engine::with(&shared, |engine| engine.pointer_down(pointer, shift));
    })
}
