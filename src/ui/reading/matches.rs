//! All that was found, as a list: only the rows in sight are there, however
//! many there are.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::find::{Search, focus_lanes};
use crate::base::{Lang, Time};
use crate::i18n as t;
use crate::timeline::Stage;
use crate::timeline::reading::{Found, Match};

/// The height of a row, in pixels: a fingertip finds it.
const ROW: f64 = 44.0;
/// The same where there is a mouse.
const LOW_ROW: f64 = 28.0;
/// Browsers refuse to lay out what is much taller; the list is then scrolled
/// by shares instead of rows.
const TALLEST: f64 = 8_000_000.0;
/// Rows beside those in sight, so that scrolling shows no gap.
const BESIDE: usize = 4;

/// What the list needs.
#[derive(Properties, PartialEq)]
pub struct MatchesProps {
    /// The language.
    pub lang: Lang,
    /// The search.
    pub search: UseReducerHandle<Search>,
    /// A match was chosen.
    pub on_choose: Callback<Match>,
}

/// The list; nothing where nothing was found.
#[component]
pub fn Matches(props: &MatchesProps) -> Html {
    let (lang, search) = (props.lang, &props.search);
    let scrolled = use_state_eq(|| (0.0_f64, 0.0_f64));
    let node = use_node_ref();
    let found = search.found.clone().filter(|found| found.count() > 0);
    let stage = search.stage.clone();
    let at = found
        .as_ref()
        .zip(search.at)
        .and_then(|(found, at)| Some(found.rank(&stage, found.order(&stage, at)?) - 1));
    let shape = Shape::of(found.as_ref().map_or(0, |found| found.count()));
    use_in_sight(&node, at, shape, &scrolled, found.clone());
    let Some(found) = found else {
        return html! {};
    };
    let onscroll = {
        let (node, scrolled) = (node.clone(), scrolled.setter());
        Callback::from(move |_: Event| {
            if let Some(list) = node.cast::<HtmlElement>() {
                scrolled.set((
                    f64::from(list.scroll_top()),
                    f64::from(list.client_height()),
                ));
            }
        })
    };
    let (top, height) = *scrolled;
    let first = shape.first(top, height);
    let rows = ((height / shape.row).ceil() as usize).max(1) + 1;
    let from = first.saturating_sub(BESIDE);
    let some = found.some(&stage, from, rows + 2 * BESIDE);
    let onkeydown = keys(
        props,
        found.clone(),
        stage.clone(),
        at,
        rows.saturating_sub(2),
    );
    let label = t::find_list(lang);
    let id = |number: usize| format!("rd-match-{number}");
    let of = found.count().to_string();
    // The row that one is at is there also when it is scrolled out of sight.
    let active = at.filter(|at| (from..from + some.len()).contains(at));
    html! {
        <div class="rd-matches" role="listbox" tabindex="0" aria-label={label} ref={node} {onscroll} {onkeydown}
            aria-activedescendant={active.map(id)}>
            <div class="rd-tall" role="none" style={format!("height:{:.0}px", shape.tall)}></div>
            { for some.iter().enumerate().map(|(n, found)| {
                let number = from + n;
                let style = format!("top:{:.1}px;height:{:.0}px", shape.top(number, first, top), shape.row);
                let chosen = at == Some(number);
                let found = *found;
                let words = words(&stage, found, lang);
                html! {
                    <div key={number} id={id(number)} role="option" class={classes!(chosen.then_some("rd-at"))} {style}
                        aria-selected={chosen.to_string()} aria-posinset={(number + 1).to_string()} aria-setsize={of.clone()}
                        onclick={props.on_choose.reform(move |_| found)}>
                        <span class="rd-when">{ words.0 }</span><span class="rd-what">{ words.1 }</span><span class="rd-where">{ words.2 }</span>
                    </div>
                }
            }) }
        </div>
    }
}

/// How rows become pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Shape {
    count: usize,
    row: f64,
    tall: f64,
}

impl Shape {
    fn of(count: usize) -> Shape {
        let query = crate::web::window().match_media("(pointer: coarse)");
        let coarse = query.ok().flatten().is_some_and(|query| query.matches());
        let row = if coarse { ROW } else { LOW_ROW };
        let tall = (count as f64 * row).min(TALLEST);
        Shape { count, row, tall }
    }

    /// How many rows are above what is seen.
    fn first(self, scroll: f64, height: f64) -> usize {
        let shown = height / self.row;
        let most = (self.count as f64 - shown).max(0.0);
        let way = (self.tall - height).max(1.0);
        ((scroll / way).min(1.0) * most) as usize
    }

    /// The top of a row, where `first` is the first in sight.
    fn top(self, number: usize, first: usize, scroll: f64) -> f64 {
        if self.tall < TALLEST {
            number as f64 * self.row
        } else {
            scroll + (number as f64 - first as f64) * self.row
        }
    }

    /// Where to scroll for a row to be seen, if it is not.
    fn scroll_for(self, number: usize, scroll: f64, height: f64) -> Option<f64> {
        let first = self.first(scroll, height);
        let whole = ((height / self.row) as usize).max(1);
        let to = if number < first || (number == first && self.tall < TALLEST) {
            number
        } else if number >= first + whole {
            number + 1 - whole
        } else {
            return None;
        };
        let most = (self.count as f64 - height / self.row).max(1.0);
        let way = (self.tall - height).max(0.0);
        Some((to as f64 / most).min(1.0) * way)
    }
}

/// Keeps the match that one is at in sight, and knows how much is seen.
#[hook]
fn use_in_sight(
    node: &NodeRef,
    at: Option<usize>,
    shape: Shape,
    scrolled: &UseStateHandle<(f64, f64)>,
    found: Option<Rc<Found>>,
) {
    let (node, scrolled) = (node.clone(), scrolled.setter());
    let is_there = found.is_some();
    use_effect_with((at, shape.count, is_there), move |(at, ..)| {
        let Some(list) = node.cast::<HtmlElement>() else {
            return;
        };
        let (top, height) = (
            f64::from(list.scroll_top()),
            f64::from(list.client_height()),
        );
        if let Some(to) = at.and_then(|at| shape.scroll_for(at, top, height)) {
            list.set_scroll_top(to.round() as i32);
        }
        scrolled.set((f64::from(list.scroll_top()), height));
    });
}

/// The keys of a list box; choosing goes with them, since going to a match is
/// what one looks at the list for.
fn keys(
    props: &MatchesProps,
    found: Rc<Found>,
    stage: Rc<Stage>,
    at: Option<usize>,
    page: usize,
) -> Callback<KeyboardEvent> {
    let on_choose = props.on_choose.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
            return;
        }
        let last = found.count() - 1;
        let to = match (event.code().as_str(), at) {
            ("Enter" | "NumpadEnter", _) => {
                event.prevent_default();
                return focus_lanes(&event);
            }
            ("ArrowDown", Some(at)) => (at + 1).min(last),
            ("ArrowUp", Some(at)) => at.saturating_sub(1),
            ("PageDown", Some(at)) => (at + page).min(last),
            ("PageUp", Some(at)) => at.saturating_sub(page),
            ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" | "Home", _) => 0,
            ("End", _) => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(found) = found.nth(&stage, to) {
            on_choose.emit(found);
        }
    })
}

/// When, what, and on which lane.
fn words(stage: &Stage, found: Match, lang: Lang) -> (String, String, String) {
    let lane = |section: usize, track| {
        let trace = &stage.sections()[section].trace;
        stage.word(trace.track_name(track)).into_owned()
    };
    let moment = |at: Time| stage.axis().exact(at.since(Time::ZERO), lang);
    match found {
        Match::Slice(place) => {
            let section = &stage.sections()[place.section];
            let trace = &section.trace;
            let slice = trace.slice(place.slice);
            let name = stage.word(trace.name(slice.name)).into_owned();
            let track = trace.rows()[trace.row_of(place.slice)].track;
            (
                moment(section.on_axis(slice.start)),
                name,
                lane(place.section, track),
            )
        }
        Match::Lane(section, track) => {
            let what = t::find_of_lane(lang).to_owned();
            (String::new(), lane(section, track), what)
        }
        Match::Instant(section, track, index) => {
            let at = &stage.sections()[section];
            let instant = at.trace.instants(track).get(index as usize);
            let name = instant.map_or("", |instant| at.trace.name(instant.name));
            let when = instant.map(|instant| moment(at.on_axis(instant.at)));
            let name = stage.word(name).into_owned();
            (when.unwrap_or_default(), name, lane(section, track))
        }
    }
}
