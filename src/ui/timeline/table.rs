//! The same facts as the canvas, as a table: one row a slice.

use std::rc::Rc;

use yew::prelude::*;

use crate::base::{Lang, Time};
use crate::timeline::stage::Place;
use crate::timeline::table::{self, Column, Row};
use crate::timeline::{Stage, words};

/// Rows on a page: more would make the document heavy.
const PAGE: usize = 250;

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct SliceTableProps {
    /// What is shown.
    pub stage: Rc<Stage>,
    /// The language.
    pub lang: Lang,
    /// The slice that is chosen.
    #[prop_or_default]
    pub selected: Option<Place>,
    /// A slice was chosen.
    #[prop_or_default]
    pub on_select: Callback<Place>,
    /// A moment was chosen: the beginning of a row.
    #[prop_or_default]
    pub on_seek: Callback<Time>,
    /// The rows as somebody else puts them in order; none sorts them here.
    #[prop_or_default]
    pub sorted: Option<Sorted>,
}

/// Rows that somebody else puts in order.
#[derive(Clone, PartialEq)]
pub struct Sorted {
    /// By which column, and whether the other way round.
    pub order: (Column, bool),
    /// The rows; none while they are being sorted.
    pub rows: Option<Rc<Vec<Row>>>,
    /// What is to be said meanwhile, and how far it is, of 100.
    pub going: (AttrValue, u8),
    /// They are wanted otherwise.
    pub on_order: Callback<(Column, bool)>,
}

/// All slices, sorted by any column, page by page.
#[component]
pub fn SliceTable(props: &SliceTableProps) -> Html {
    let SliceTableProps { stage, lang, .. } = props;
    let own_order = use_state_eq(|| (Column::default(), false));
    let page = use_state_eq(|| 0_usize);
    let own = props
        .sorted
        .is_none()
        .then(|| (Rc::clone(stage), *own_order));
    let own_rows = use_memo(own, |own| match own {
        Some((stage, (by, descending))) => table::rows(stage, *by, *descending),
        None => Vec::new(),
    });
    let sorted = props.sorted.as_ref();
    let order = sorted.map_or(*own_order, |sorted| sorted.order);
    let rows = match sorted {
        Some(sorted) => sorted.rows.clone().unwrap_or_default(),
        None => own_rows,
    };
    let going = sorted.filter(|sorted| sorted.rows.is_none());
    let pages = rows.len().div_ceil(PAGE).max(1);
    let shown = (*page).min(pages - 1);
    let on_sort = {
        let page = page.clone();
        let on_order = match sorted {
            Some(sorted) => sorted.on_order.clone(),
            None => {
                let setter = own_order.setter();
                Callback::from(move |order| setter.set(order))
            }
        };
        Callback::from(move |column: Column| {
            let (by, descending) = order;
            on_order.emit((column, by == column && !descending));
            page.set(0);
        })
    };
    let many = stage.sections().len() > 1;
    html! {
        <div class="tl-table">
            <div class="tl-table-scroll" tabindex="0" role="region" aria-label={words::TABLE.get(*lang)}>
                <table>
                    <thead><tr>
                        if many { <th scope="col">{ words::SECTION.get(*lang) }</th> }
                        { for Column::ALL.into_iter().map(|column| head(column, order, *lang, &on_sort)) }
                        <th scope="col">{ words::ARGS.get(*lang) }</th>
                    </tr></thead>
                    <tbody>
                        { for rows.iter().skip(shown * PAGE).take(PAGE).map(|row| line(props, *row, many)) }
                    </tbody>
                </table>
            </div>
            <div>{ for going.map(|sorted| html! {
                <div class="progress" role="status"><span>{ sorted.going.0.clone() }</span>
                    <progress max="100" value={sorted.going.1.to_string()} aria-label={sorted.going.0.clone()}></progress></div>
            }) }</div>
            <Pages {shown} {pages} rows={rows.len()} lang={*lang} on_page={move |to| page.set(to)} />
        </div>
    }
}

fn title(column: Column, lang: Lang) -> String {
    let words = match column {
        Column::Lane => &words::LANE,
        Column::Name => &words::NAME,
        Column::State => &words::STATE,
        Column::Start => &words::START,
        Column::End => &words::END,
        Column::Length => &words::LENGTH,
    };
    words.get(lang).to_owned()
}

fn is_time(column: Column) -> bool {
    matches!(column, Column::Start | Column::End | Column::Length)
}

fn head(
    column: Column,
    (by, descending): (Column, bool),
    lang: Lang,
    on_sort: &Callback<Column>,
) -> Html {
    let sort = match (by == column, descending) {
        (false, _) => None,
        (true, false) => Some("ascending"),
        (true, true) => Some("descending"),
    };
    let arrow = match sort {
        None => "",
        Some("ascending") => "M1 7l4-5 4 5z",
        Some(_) => "M1 3l4 5 4-5z",
    };
    html! {
        <th key={format!("{column:?}")} scope="col" aria-sort={sort} class={classes!(is_time(column).then_some("tl-number"))}>
            <button type="button" onclick={on_sort.reform(move |_| column)}>
                { title(column, lang) }
                <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true"><path d={arrow} fill="currentColor" /></svg>
            </button>
        </th>
    }
}

fn line(props: &SliceTableProps, row: Row, many: bool) -> Html {
    let lang = props.lang;
    let Some(facts) = row.facts(&props.stage) else {
        return Html::default();
    };
    let place = row.place();
    let start = facts.start;
    let onclick = {
        let (on_select, on_seek) = (props.on_select.clone(), props.on_seek.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(place) = place {
                on_select.emit(place);
            }
            on_seek.emit(start);
        })
    };
    let key = match row {
        Row::Slice(_, place) => format!("{}.{}", place.section, place.slice.0),
        Row::Gap(lane, gap) => format!("gap {lane}.{gap}"),
    };
    let chosen = place.is_some() && place == props.selected;
    let arranged = props.stage.arranged().zip(place);
    let more = arranged.map(|(arranged, place)| arranged.slice_facts(&props.stage, place, lang));
    let args: Vec<String> = facts
        .args
        .iter()
        .chain(more.iter().flatten())
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    html! {
        <tr {key} class={classes!(chosen.then_some("tl-chosen"))}>
            if many { <td>{ facts.section.clone() }</td> }
            <th scope="row"><button type="button" {onclick}>{ facts.lane.clone() }</button></th>
            <td>{ facts.name.clone() }</td>
            <td>{ facts.state_name(lang) }</td>
            <td class="tl-number">{ facts.moment(facts.start, lang) }</td>
            <td class="tl-number">{ facts.moment(facts.end, lang) }</td>
            <td class="tl-number">{ facts.axis.exact(facts.end.since(facts.start), lang) }</td>
            <td>{ args.join(", ") }</td>
        </tr>
    }
}

/// What the way to other pages needs.
#[derive(Properties, PartialEq)]
pub struct PagesProps {
    /// The page that is shown.
    pub shown: usize,
    /// How many there are.
    pub pages: usize,
    /// How many rows there are.
    pub rows: usize,
    /// The language.
    pub lang: Lang,
    /// Another page is to be shown.
    pub on_page: Callback<usize>,
}

/// Which rows are shown, and the way to the others.
#[component]
pub fn Pages(props: &PagesProps) -> Html {
    let PagesProps {
        shown,
        pages,
        rows,
        lang,
        on_page,
    } = props;
    let (shown, pages, rows) = (*shown, *pages, *rows);
    let (from, to) = ((shown * PAGE + 1).min(rows), ((shown + 1) * PAGE).min(rows));
    let count = match lang {
        Lang::Ko => format!("{rows}행 가운데 {from}–{to}"),
        Lang::En => format!("{from}–{to} of {rows} rows"),
    };
    html! {
        <div class="tl-pages">
            <span role="status">{ count }</span>
            if pages > 1 {
                <button type="button" disabled={shown == 0} onclick={on_page.reform(move |_| shown.saturating_sub(1))}>
                    { words::PREVIOUS_PAGE.get(*lang) }</button>
                <button type="button" disabled={shown + 1 == pages} onclick={on_page.reform(move |_| shown + 1)}>
                    { words::NEXT_PAGE.get(*lang) }</button>
            }
        </div>
    }
}
