//! The same facts as the canvas with lanes that can be arranged, as tables:
//! slices, lanes, the steps of counters, arrows.

use std::rc::Rc;

use yew::prelude::*;

use super::words;
use crate::base::{Lang, Time};
use crate::timeline::sorting::Sorting;
use crate::timeline::stage::Place;
use crate::timeline::table::{Column, Row};
use crate::timeline::tree::{Arrangement, Sums, Tree, about, arrange, table};
use crate::timeline::{Stage, words as common};
use crate::ui::reading::pieces;
use crate::ui::timeline::table::{Pages, SliceTable, Sorted};
use crate::ui::widgets::{Segmented, segmented};

/// Rows on a page.
const PAGE: usize = 250;

/// What the tables need.
#[derive(Properties, PartialEq)]
pub struct LaneTablesProps {
    /// What is shown, its lanes as they are at first.
    pub stage: Rc<Stage>,
    /// The language.
    pub lang: Lang,
    /// What stands first in the row above the table.
    #[prop_or_default]
    pub head: Html,
    /// How lanes are arranged.
    #[prop_or_default]
    pub lanes: AttrValue,
    /// A slice was chosen.
    #[prop_or_default]
    pub on_select: Callback<Place>,
    /// A moment was chosen.
    #[prop_or_default]
    pub on_seek: Callback<Time>,
}

/// Four tables, one at a time.
#[component]
pub fn LaneTables(props: &LaneTablesProps) -> Html {
    let lang = props.lang;
    let open = use_state_eq(|| 0_usize);
    let page = use_state_eq(|| 0_usize);
    let shown = use_memo(
        (props.stage.clone(), props.lanes.clone()),
        |(stage, lanes)| {
            let how = Arrangement::read(lanes);
            let (stage, tree) = arrange(stage, &how, &Rc::new(Sums::default()));
            (Rc::new(stage), tree)
        },
    );
    let (stage, tree) = &*shown;
    let sorted = use_sorted(stage, lang);
    let on_choose = {
        let (open, page) = (open.setter(), page.setter());
        Callback::from(move |which| {
            open.set(which);
            page.set(0);
        })
    };
    let which = segmented(Segmented {
        label: words::TABLES.get(lang),
        options: &[
            words::SLICES.get(lang),
            words::LANES.get(lang),
            words::STEPS.get(lang),
            words::FLOWS.get(lang),
        ],
        chosen: Some(*open),
        on_choose,
    });
    let on_page = {
        let page = page.setter();
        Callback::from(move |to| page.set(to))
    };
    let paged = Paged {
        lang,
        page: *page,
        on_page,
    };
    let table = match *open {
        0 => {
            let (on_select, on_seek) = (props.on_select.clone(), props.on_seek.clone());
            html! { <SliceTable stage={stage.clone()} {lang} {on_select} {on_seek} {sorted} /> }
        }
        1 => lanes_table(stage, tree, &paged),
        2 => steps_table(stage, &paged),
        _ => flows_table(stage, &paged),
    };
    html! {
        <div class="tl-tables">
            <div class="tl-above">{ props.head.clone() }{ which }</div>
            <div class="tl-tables-one" key={*open}>{ table }</div>
        </div>
    }
}

/// Stages with more slices are sorted in pieces.
const AT_ONCE: usize = 50_000;
/// Rows that are put in order between two frames.
const SORTED: usize = 16_384;
/// How often it is told how far that is, in pieces.
const TOLD_EVERY: u32 = 8;

/// The rows of a stage with very many, in order as soon as they are; none where
/// the table sorts them itself.
#[hook]
fn use_sorted(stage: &Rc<Stage>, lang: Lang) -> Option<Sorted> {
    let order = use_state_eq(|| (Column::default(), false));
    let done = use_state_eq(|| 0_u8);
    // With what they are the rows of: others are none.
    let found = use_state(|| None::<(Rc<Stage>, (Column, bool), Rc<Vec<Row>>)>);
    let slices = stage.sections().iter().map(|s| s.trace.slice_count());
    let is_large = slices.sum::<usize>() > AT_ONCE;
    {
        let (found, done) = (found.setter(), done.setter());
        use_effect_with((stage.clone(), *order), move |(stage, order)| {
            done.set(0);
            let going = is_large.then(|| {
                let (within, stage, order) = (stage.clone(), stage.clone(), *order);
                let mut pieces = 0_u32;
                pieces::start(
                    0,
                    move || Sorting::new(order.0, order.1),
                    move |job| {
                        pieces += 1;
                        if pieces.is_multiple_of(TOLD_EVERY) {
                            done.set((job.done() * 100.0) as u8);
                        }
                        job.advance(&stage, SORTED)
                    },
                    move |job| found.set(Some((within, order, Rc::new(job.finish())))),
                )
            });
            move || drop(going)
        });
    }
    let rows = found.as_ref().and_then(|(within, by, rows)| {
        (Rc::ptr_eq(within, stage) && *by == *order).then(|| rows.clone())
    });
    let setter = order.setter();
    is_large.then(|| Sorted {
        order: *order,
        rows,
        going: (AttrValue::from(words::SORTING.get(lang)), *done),
        on_order: Callback::from(move |order| setter.set(order)),
    })
}

/// Which part of a long table is shown.
struct Paged {
    lang: Lang,
    page: usize,
    on_page: Callback<usize>,
}

impl Paged {
    /// A table with its head, the rows of the page, and the way to the others.
    fn table(
        &self,
        label: &'static str,
        head: &[&str],
        all: usize,
        rows: impl Fn(usize, usize) -> Html,
    ) -> Html {
        let pages = all.div_ceil(PAGE).max(1);
        let shown = self.page.min(pages - 1);
        html! {
            <div class="tl-table">
                <div class="tl-table-scroll" tabindex="0" role="region" aria-label={label}>
                    <table>
                        <thead><tr>{ for head.iter().map(|word| html! { <th scope="col">{ (*word).to_owned() }</th> }) }</tr></thead>
                        <tbody>{ rows(shown * PAGE, PAGE) }</tbody>
                    </table>
                </div>
                <Pages {shown} {pages} rows={all} lang={self.lang} on_page={self.on_page.clone()} />
            </div>
        }
    }
}

fn lanes_table(stage: &Rc<Stage>, tree: &Rc<Tree>, paged: &Paged) -> Html {
    let lang = paged.lang;
    let head = [
        common::LANE.get(lang),
        words::KIND.get(lang),
        words::DEPTH.get(lang),
        words::BELOW.get(lang),
        words::ROWS.get(lang),
        words::SLICES.get(lang),
        words::BUSY.get(lang),
        words::MOST.get(lang),
    ];
    let line = |row: &table::LaneRow| {
        let state = match (row.pinned, row.open) {
            (true, _) => words::PINNED.get(lang),
            (false, Some(false)) => words::FOLDED.get(lang),
            _ => "",
        };
        let below = match row.below {
            0 => String::new(),
            below => about::lanes_below(below, lang),
        };
        html! {
            <tr key={row.lane}>
                <th scope="row" style={format!("padding-left:{}px", 12 + 14 * (row.level.min(12) - 1))}>{ row.name.clone() }
                    <span class="tl-quiet">{ " " }{ state }</span></th>
                <td>{ row.kind }</td>
                <td class="tl-number">{ row.level }</td>
                <td>{ below }</td>
                <td class="tl-number">{ row.rows }</td>
                <td class="tl-number">{ row.slices }</td>
                <td class="tl-number">{ if row.busy.is_zero() { String::new() } else { stage.axis().short(row.busy, lang) } }</td>
                <td>{ row.most.clone() }</td>
            </tr>
        }
    };
    let all = tree.items().len();
    paged.table(words::LANES.get(lang), &head, all, |from, count| {
        let rows = table::lanes(stage, tree, lang, from, count);
        rows.iter().map(line).collect()
    })
}

fn steps_table(stage: &Rc<Stage>, paged: &Paged) -> Html {
    let lang = paged.lang;
    let counters = table::counters(stage);
    let all = table::step_count(stage, &counters);
    let head = [
        about::counter(lang),
        common::LANE.get(lang),
        common::MOMENT.get(lang),
        words::VALUE.get(lang),
    ];
    paged.table(words::STEPS.get(lang), &head, all, |from, count| {
        let steps = table::steps(stage, &counters, from, count).into_iter();
        let line = |(n, step): (usize, table::StepRow)| {
            html! {
                <tr key={n}>
                    <th scope="row">{ step.name }</th><td>{ step.of }</td>
                    <td class="tl-number">{ moment(stage, step.at, lang) }</td><td class="tl-number">{ step.value }</td>
                </tr>
            }
        };
        steps.enumerate().map(line).collect()
    })
}

fn flows_table(stage: &Rc<Stage>, paged: &Paged) -> Html {
    let lang = paged.lang;
    let head = [
        words::KIND.get(lang),
        words::FROM.get(lang),
        common::MOMENT.get(lang),
        words::TO.get(lang),
        common::MOMENT.get(lang),
    ];
    paged.table(words::FLOWS.get(lang), &head, table::flow_count(stage), |from, count| {
        let flows = table::flows(stage, lang, from, count).into_iter();
        let line = |(n, flow): (usize, table::FlowRow)| {
            html! {
                <tr key={n}>
                    <th scope="row">{ flow.kind }</th>
                    <td>{ flow.from.0 }</td><td class="tl-number">{ moment(stage, flow.from.1, lang) }</td>
                    <td>{ flow.to.0 }</td><td class="tl-number">{ moment(stage, flow.to.1, lang) }</td>
                </tr>
            }
        };
        flows.enumerate().map(line).collect()
    })
}

fn moment(stage: &Stage, at: Time, lang: Lang) -> String {
    stage.axis().exact(at.since(Time::ZERO), lang)
}
