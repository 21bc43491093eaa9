//! The names of lanes as a tree (WAI-ARIA tree pattern), laid over the drawn
//! names: for the keyboard and for screen readers. What is drawn below it
//! shows the same to the eye, and takes the pointer.

use std::rc::Rc;

use yew::prelude::*;

use super::looks::{Looks, use_late_look};
use super::words;
use crate::base::Lang;
use crate::timeline::tree::{Change, Item, Tree};
use crate::timeline::{Screen, Stage};
use crate::ui::timeline::handle::TimelineHandle;

#[derive(Properties)]
pub struct LaneTreeProps {
    pub lang: Lang,
    pub stage: Rc<Stage>,
    pub tree: Rc<Tree>,
    pub looks: Rc<Looks>,
    pub handle: TimelineHandle,
    pub on_changes: Callback<Vec<Change>>,
    /// What its own ids begin with.
    pub id: AttrValue,
}

impl PartialEq for LaneTreeProps {
    fn eq(&self, other: &LaneTreeProps) -> bool {
        self.lang == other.lang && Rc::ptr_eq(&self.tree, &other.tree) && self.looks == other.looks
    }
}

/// An item and where it is.
struct Placed {
    item: usize,
    top: f64,
    height: f64,
}

/// The tree: only the items in sight, and the one that is chosen.
#[component]
pub fn LaneTree(props: &LaneTreeProps) -> Html {
    let look = use_late_look(&props.looks);
    let chosen = look.and_then(|look| look.lane);
    let active = chosen.and_then(|lane| props.tree.item_of_lane(lane));
    let placed = props
        .handle
        .look(|screen| placed(screen, &props.tree, &props.stage, active))
        .unwrap_or_default();
    let id = |item: usize| format!("{}-{item}", props.id);
    let gutter = look.map_or(0.0, |look| look.gutter);
    html! {
        <div class="tl-tree" role="tree" tabindex="0" aria-label={words::TREE.get(props.lang)}
            aria-activedescendant={active.map(id)} style={format!("width:{gutter:.0}px")}
            onkeydown={keys(props, active)}>
            { for placed.iter().map(|at| {
                let item = &props.tree.items()[at.item];
                let style = format!("top:{:.1}px;height:{:.1}px", at.top, at.height);
                html! {
                    <div key={at.item} id={id(at.item)} role="treeitem" {style}
                        class={classes!((active == Some(at.item)).then_some("tl-active"))}
                        aria-level={item.level.to_string()} aria-posinset={item.place.0.to_string()}
                        aria-setsize={item.place.1.to_string()} aria-expanded={item.open.map(|open| open.to_string())}
                        aria-selected={(active == Some(at.item)).to_string()}
                        aria-label={label(props, item)}></div>
                }
            }) }
        </div>
    }
}

fn label(props: &LaneTreeProps, item: &Item) -> String {
    props.tree.name(&props.stage, item, props.lang)
}

/// The items in sight from top to bottom, and the chosen one wherever it is.
fn placed(screen: &Screen, tree: &Tree, stage: &Rc<Stage>, active: Option<usize>) -> Vec<Placed> {
    // Between two renders the engine may show another stage than this tree's.
    if !Rc::ptr_eq(screen.stage(), stage) && **screen.stage() != **stage {
        return Vec::new();
    }
    let (layout, scroll) = (screen.layout(), screen.view().scroll);
    let mut items: Vec<usize> = layout
        .pinned()
        .chain(layout.visible(scroll))
        .filter_map(|lane| tree.item_of_lane(lane))
        .chain(active)
        .collect();
    items.sort_unstable();
    items.dedup();
    let place = |item: usize| {
        let lanes = &tree.items()[item].lanes;
        let first = layout.lane(lanes.start, scroll);
        let last = layout.lane(lanes.end - 1, scroll);
        Placed {
            item,
            top: first.y,
            height: last.y + last.h - first.y,
        }
    };
    items.into_iter().map(place).collect()
}

/// The keys of a tree: up and down, open and in, fold and out, first and last.
fn keys(props: &LaneTreeProps, active: Option<usize>) -> Callback<KeyboardEvent> {
    let (tree, handle) = (props.tree.clone(), props.handle.clone());
    let on_changes = props.on_changes.clone();
    Callback::from(move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.alt_key() || event.meta_key();
        if held || event.is_composing() {
            return;
        }
        let items = tree.items();
        let go = |item: Option<usize>| {
            if let Some(item) = item.and_then(|item| items.get(item)) {
                handle.choose(item.lanes.start);
            }
        };
        let turn = |item: usize| {
            if let Some(change) = tree.turned(item) {
                on_changes.emit(vec![change]);
            }
        };
        let open = active.and_then(|item| items[item].open);
        match (event.key().as_str(), active) {
            ("*", Some(item)) => on_changes.emit(siblings_open(&tree, item)),
            (_, _) if event.shift_key() => return,
            ("ArrowDown", Some(item)) => go(Some(item + 1)),
            ("ArrowUp", Some(item)) => go(item.checked_sub(1)),
            ("ArrowDown" | "ArrowUp" | "Home", _) => go(Some(0)),
            ("End", _) => go(items.len().checked_sub(1)),
            ("ArrowRight", Some(item)) => match open {
                Some(false) => turn(item),
                Some(true) => go(Some(item + 1).filter(|next| {
                    let next = items.get(*next);
                    next.is_some_and(|next| next.parent == Some(item))
                })),
                None => {}
            },
            ("ArrowLeft", Some(item)) => match open {
                Some(true) => turn(item),
                _ => go(items[item].parent),
            },
            ("Enter" | " ", Some(item)) => turn(item),
            _ => return,
        }
        event.prevent_default();
    })
}

/// Opens an item and all of the same parent.
fn siblings_open(tree: &Tree, item: usize) -> Vec<Change> {
    let (parent, pinned) = (tree.items()[item].parent, tree.items()[item].pinned);
    tree.items()
        .iter()
        .filter(|other| {
            other.parent == parent && other.pinned == pinned && other.open == Some(false)
        })
        .map(|other| Change::Fold(other.node, true))
        .collect()
}
