//! A timeline whose lanes can be arranged: around the plain one a bar that
//! seeks and arranges lanes, a picture of the whole with a frame around what
//! is seen, and over the names of lanes a tree for keyboard and screen reader.
//!
//! Only pages of the full program have it; the plain timeline knows it as
//! places above and over its lanes.

mod bar;
mod edge;
mod looks;
mod menu;
mod minimap;
mod scrollbar;
mod tables;
mod tree;
mod words;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use self::bar::{Bar, bar_button};
use self::edge::Edge;
use self::looks::Looks;
use self::menu::{LaneMenu, Open, use_asking};
use self::minimap::Minimap;
use self::scrollbar::Scrollbar;
use self::tree::LaneTree;
use super::handle::TimelineHandle;
use super::tell::{Arranging, Reading};
use super::view::TimelineView;
use crate::base::{Lang, Time};
use crate::timeline::Stage;
use crate::timeline::stage::Place;
use crate::timeline::tree::{Act, Arrangement, Change, History, Key, Sums, Tree, act, arrange};

pub use tables::LaneTables;
pub use words::help_rows;

/// What a timeline needs whose lanes can be arranged; where it is the same as
/// for a plain timeline, see there.
#[derive(Properties, PartialEq)]
pub struct LanesProps {
    /// What is shown, its lanes as they are at first.
    pub stage: Rc<Stage>,
    /// The language.
    pub lang: Lang,
    /// How lanes are arranged at first, and whenever this changes: what
    /// [`Arrangement::write`] writes.
    #[prop_or_default]
    pub lanes: AttrValue,
    /// Lanes were arranged otherwise.
    #[prop_or_default]
    pub on_lanes: Callback<String>,
    /// What stands first in the row above the lanes.
    #[prop_or_default]
    pub head: Html,
    /// Whether there are transport, bar and picture of the whole.
    #[prop_or(true)]
    pub controls: bool,
    /// Whether it plays as soon as it is there.
    #[prop_or_default]
    pub autoplay: bool,
    /// Where the playhead is to go.
    #[prop_or_default]
    pub seek: Option<(Time, u32)>,
    /// Something else is chosen.
    #[prop_or_default]
    pub on_select: Callback<Option<Place>>,
    /// The playhead moved.
    #[prop_or_default]
    pub on_playhead: Callback<(Time, bool)>,
    /// What stands below the transport.
    #[prop_or_default]
    pub below: Html,
    /// What is told where there is something that helps in reading.
    #[prop_or_default]
    pub reading: Option<Reading>,
    /// A handle by which others steer it.
    #[prop_or_default]
    pub handle: Option<TimelineHandle>,
    /// The stage with its lanes as they are arranged, for tables beside it.
    #[prop_or_default]
    pub on_arranged: Callback<Rc<Stage>>,
}

/// Something is done to the arrangement.
#[derive(Clone, PartialEq, Debug)]
pub enum Doing {
    /// Some changes, one after the other.
    Changes(Vec<Change>),
    /// The last change is taken back.
    Undo,
    /// It is done again.
    Redo,
    /// Another arrangement was opened with a link.
    Opened(Arrangement),
}

/// The arrangement with its past, as a reducer.
#[derive(Clone, PartialEq, Debug, Default)]
struct Desk(History);

impl Reducible for Desk {
    type Action = Doing;

    fn reduce(self: Rc<Self>, doing: Doing) -> Rc<Self> {
        let mut history = self.0.clone();
        match doing {
            Doing::Changes(changes) => changes.into_iter().for_each(|c| history.apply(c)),
            Doing::Undo => drop(history.undo()),
            Doing::Redo => drop(history.redo()),
            Doing::Opened(arrangement) => history = History::new(arrangement),
        }
        Rc::new(Desk(history))
    }
}

/// The stage as it is arranged, and its tree.
type Shown = (Rc<Stage>, Rc<Tree>);

/// The timeline with everything around it.
#[component]
pub fn LanesView(props: &LanesProps) -> Html {
    let lang = props.lang;
    let desk = use_reducer_eq(|| Desk(History::new(Arrangement::read(&props.lanes))));
    use_link(props, &desk);
    use_carrying(&props.stage, &desk);
    let sums = use_memo(props.stage.clone(), |_| Rc::new(Sums::default()));
    let shown = use_memo(
        (props.stage.clone(), desk.0.now().clone()),
        |(stage, how)| -> Shown {
            let (arranged, tree) = arrange(stage, how, &sums);
            (Rc::new(arranged), tree)
        },
    );
    let (stage, tree) = (*shown).clone();
    {
        let told = props.on_arranged.clone();
        use_effect_with(stage.clone(), move |stage| told.emit(stage.clone()));
    }
    let own = use_memo((), |()| TimelineHandle::default());
    let handle = props.handle.clone().unwrap_or_else(|| (*own).clone());
    let looks = use_memo((), |()| Looks::default());
    let on_select = use_revealing(props, &desk, &stage, &handle);
    let said = use_state_eq(AttrValue::default);
    let menu = use_state_eq(|| None::<Open>);
    let id = use_memo((), |()| AttrValue::from(looks::next_id("tl-lanes")));
    let lanes_id = (*id).clone();
    let asking = use_asking(&handle, &menu, &lanes_id, props.controls);
    let does = use_acts(
        &desk,
        &shown,
        &handle,
        asking.chosen.clone(),
        (lang, said.setter()),
    );
    use_names(&handle);
    let arranging = use_arranging(&desk, &tree, &looks);
    let over = html! { <>
        <LaneTree {lang} stage={stage.clone()} tree={tree.clone()} looks={looks.clone()} handle={handle.clone()}
            on_changes={changes(&desk)} id={lanes_id.clone()} />
        <Edge {lang} looks={looks.clone()} handle={handle.clone()} controls={lanes_id.clone()} />
        <Scrollbar {lang} looks={looks.clone()} handle={handle.clone()} controls={lanes_id.clone()} />
    </> };
    let open = use_state_eq(|| false);
    let bar_id = AttrValue::from(format!("{lanes_id}-bar"));
    let lanes_tool = bar_button(lang, &tree, bar_id.clone(), &open);
    let bar = || {
        html! {
            <Bar {lang} history={desk.0.clone()} stage={stage.clone()} tree={tree.clone()} looks={looks.clone()}
                on_act={does.clone()} on_doing={doing(&desk)} id={bar_id.clone()} />
        }
    };
    let above = html! { <>
        <div>{ for open.then(bar) }</div>
        <Minimap {lang} stage={props.stage.clone()} looks={looks.clone()} handle={handle.clone()} />
    </> };
    let (above, lanes_tool) = match props.controls {
        true => (above, lanes_tool),
        false => Default::default(),
    };
    let open_menu = menu.as_ref().and_then(|open| {
        let item = tree.item_of_lane(open.lane)?;
        let name = tree.name(&stage, &tree.items()[item], lang);
        let on_close = closing(&menu);
        Some(html! {
            <LaneMenu {lang} open={*open} tree={tree.clone()} how={desk.0.now().clone()} {name} on_act={does.clone()} {on_close} />
        })
    });
    html! {
        <div class="tl-arranged" onkeydown={keys(does, asking.key)} oncontextmenu={asking.on_context}
            onpointerdown={asking.on_down} onpointermove={asking.on_move} onpointerup={asking.on_up.clone()}
            onpointercancel={asking.on_up}>
            <TimelineView {stage} {lang} head={props.head.clone()} {lanes_tool} {above} {over} {arranging} {lanes_id} {handle} {on_select}
                controls={props.controls} autoplay={props.autoplay} seek={props.seek}
                on_playhead={props.on_playhead.clone()} below={props.below.clone()} reading={props.reading.clone()} />
            <p class="tl-sr" aria-live="polite">{ (*said).clone() }</p>
            <div>{ for open_menu }</div>
        </div>
    }
}

/// Closes the menu and gives the focus back to the lanes.
fn closing(menu: &UseStateHandle<Option<Open>>) -> Callback<()> {
    let menu = menu.setter();
    Callback::from(move |()| {
        let document = crate::web::window().document();
        let lanes = document.and_then(|document| {
            let menu = document.query_selector(".tl-menu").ok()??;
            let timeline = menu.closest(".tl-arranged").ok()??;
            timeline.query_selector(".tl-lanes").ok()?
        });
        if let Some(lanes) = lanes.and_then(|lanes| lanes.dyn_into::<HtmlElement>().ok()) {
            let _ = lanes.focus();
        }
        menu.set(None);
    })
}

fn doing(desk: &UseReducerHandle<Desk>) -> Callback<Doing> {
    let dispatch = desk.dispatcher();
    Callback::from(move |doing| dispatch.dispatch(doing))
}

fn changes(desk: &UseReducerHandle<Desk>) -> Callback<Vec<Change>> {
    let dispatch = desk.dispatcher();
    Callback::from(move |changes| dispatch.dispatch(Doing::Changes(changes)))
}

/// Takes over what a link says, and says what a link is to say.
#[hook]
fn use_link(props: &LanesProps, desk: &UseReducerHandle<Desk>) {
    let written = use_mut_ref(|| props.lanes.to_string());
    {
        let (desk, written) = (desk.clone(), written.clone());
        use_effect_with(props.lanes.clone(), move |lanes| {
            // What was written here says what is here.
            if *written.borrow() != **lanes {
                *written.borrow_mut() = lanes.to_string();
                desk.dispatch(Doing::Opened(Arrangement::read(lanes)));
            }
        });
    }
    let told = props.on_lanes.clone();
    use_effect_with(desk.0.now().clone(), move |now| {
        let text = now.write();
        if *written.borrow() != text {
            written.borrow_mut().clone_from(&text);
            told.emit(text);
        }
    });
}

/// When the stage has other traces, what was done to a lane is done to the one
/// of the same name.
#[hook]
fn use_carrying(stage: &Rc<Stage>, desk: &UseReducerHandle<Desk>) {
    let before = use_mut_ref(|| stage.clone());
    let desk = desk.clone();
    use_effect_with(stage.clone(), move |stage| {
        let before = before.replace(stage.clone());
        if before.sections() != stage.sections() {
            let carried = desk.0.now().carried(&before, stage);
            if carried != *desk.0.now() {
                desk.dispatch(Doing::Opened(carried));
            }
        }
    });
}

/// What is chosen from elsewhere and not shown is opened, shown again or no
/// longer left out; then it is brought into sight.
#[hook]
fn use_revealing(
    props: &LanesProps,
    desk: &UseReducerHandle<Desk>,
    stage: &Rc<Stage>,
    handle: &TimelineHandle,
) -> Callback<Option<Place>> {
    let wanted = use_mut_ref(|| None::<Place>);
    {
        let (wanted, handle) = (wanted.clone(), handle.clone());
        use_effect_with(stage.clone(), move |_| {
            if let Some(place) = wanted.borrow_mut().take() {
                handle.reveal(place);
            }
        });
    }
    let (desk, stage, told) = (desk.clone(), stage.clone(), props.on_select.clone());
    Callback::from(move |place: Option<Place>| {
        if let Some(place) = place
            && stage.lane_of_slice(place).is_none()
            && let Some(section) = stage.sections().get(place.section)
            && stage.slice(place).is_some()
        {
            let track = section.trace.track_of(place.slice);
            let changes = desk.0.now().to_show(&stage, place.section, track);
            if !changes.is_empty() {
                *wanted.borrow_mut() = Some(place);
                desk.dispatch(Doing::Changes(changes));
            }
        }
        told.emit(place);
    })
}

/// Gives names the room that was chosen at an earlier visit, once the lanes are
/// there.
#[hook]
fn use_names(handle: &TimelineHandle) {
    let handle = handle.clone();
    use_effect_with((), move |()| edge::restore(&handle));
}

/// Does what a key or button says to the chosen lane, or to all.
#[hook]
fn use_acts(
    desk: &UseReducerHandle<Desk>,
    shown: &Shown,
    handle: &TimelineHandle,
    open_menu: Callback<()>,
    told: (Lang, UseStateSetter<AttrValue>),
) -> Callback<Act> {
    let ((stage, tree), (lang, said)) = (shown.clone(), told);
    let (desk, handle) = (desk.clone(), handle.clone());
    Callback::from(move |act: Act| {
        if edge::act(&handle, act) {
            return;
        }
        let chosen = handle.look(|screen| screen.view().lane).flatten();
        let item = chosen.and_then(|lane| tree.item_of_lane(lane));
        let change = match act {
            Act::Turn => item.and_then(|item| tree.turned(item)),
            Act::MoveUp => item.and_then(|item| tree.moved(item, false)),
            Act::MoveDown => item.and_then(|item| tree.moved(item, true)),
            Act::Pin => item.and_then(|item| tree.pin_turned(item, desk.0.now())),
            Act::Hide => item.and_then(|item| tree.hidden_away(item)),
            Act::ShowAll => Some(Change::ShowAll),
            Act::FoldAll => Some(Change::ToDepth(Some(0))),
            Act::OpenAll => Some(Change::ToDepth(None)),
            Act::Undo => return desk.dispatch(Doing::Undo),
            Act::Redo => return desk.dispatch(Doing::Redo),
            Act::PageUp => return page(&handle, -1.0),
            Act::PageDown => return page(&handle, 1.0),
            Act::Menu => return open_menu.emit(()),
            Act::NamesWider | Act::NamesNarrower | Act::NamesFit => None,
        };
        if let Some(change) = change {
            let about_one = !matches!(act, Act::ShowAll | Act::FoldAll | Act::OpenAll);
            let name = item
                .filter(|_| about_one)
                .map(|item| tree.name(&stage, &tree.items()[item], lang));
            let label = act.binding().label.get(lang);
            said.set(AttrValue::from(match name {
                Some(name) => format!("{label}: {name}"),
                None => label.to_owned(),
            }));
            desk.dispatch(Doing::Changes(vec![change]));
        }
    })
}

/// Scrolls by what is seen, less a lane, so that one finds one's place again.
fn page(handle: &TimelineHandle, pages: f64) {
    let to = handle.look(|screen| {
        let room = screen.layout().room();
        screen.view().scroll + pages * (room - 30.0).max(room / 2.0)
    });
    if let Some(to) = to {
        handle.scroll_to(to);
    }
}

/// What the engine tells of lanes that can be arranged.
#[hook]
fn use_arranging(
    desk: &UseReducerHandle<Desk>,
    tree: &Rc<Tree>,
    looks: &Rc<Looks>,
) -> Option<Arranging> {
    let made = use_memo(
        (tree.items().len(), looks.clone(), TreeBox(tree.clone())),
        |(_, looks, tree)| {
            let looks = looks.clone();
            let (dispatch, again) = (desk.dispatcher(), desk.dispatcher());
            let (folding, carrying) = (tree.0.clone(), tree.0.clone());
            Arranging {
                look: Callback::from(move |look| looks.tell(look)),
                folded: Callback::from(move |lane| {
                    let item = folding.item_of_lane(lane);
                    if let Some(change) = item.and_then(|item| folding.turned(item)) {
                        dispatch.dispatch(Doing::Changes(vec![change]));
                    }
                }),
                carried: Callback::from(move |(lane, before)| {
                    if let Some(change) = carrying.put_down(lane, before) {
                        again.dispatch(Doing::Changes(vec![change]));
                    }
                }),
            }
        },
    );
    Some((*made).clone())
}

/// A tree that is the same if it is the very same.
#[derive(Clone)]
struct TreeBox(Rc<Tree>);

impl PartialEq for TreeBox {
    fn eq(&self, other: &TreeBox) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The keys of acts, wherever the focus is within the timeline but in a field.
fn keys(does: Callback<Act>, menu: Rc<dyn Fn(&KeyboardEvent) -> bool>) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let target = event.target_dyn_into::<Element>();
        let typing = target.is_some_and(|target| {
            matches!(
                target.closest("input, textarea, select, [role=slider], [role=scrollbar], [role=separator], dialog"),
                Ok(Some(_))
            )
        });
        if typing || event.default_prevented() || event.is_composing() {
            return;
        }
        if menu(&event) {
            return event.prevent_default();
        }
        let code = event.code();
        let key = Key {
            code: &code,
            shift: event.shift_key(),
            alt: event.alt_key(),
            control: event.ctrl_key() || event.meta_key(),
        };
        if let Some(act) = act(key) {
            event.prevent_default();
            does.emit(act);
        }
    })
}
