//! Who is where: each thread's and task's line at a moment, in a colour of its own.

use std::collections::BTreeMap;
use std::rc::Rc;

use yew::AttrValue;
use yew::prelude::*;

use super::job::Shown;
use crate::base::{Lang, Time};
use crate::i18n as t;
use crate::timeline::palette::Token;
use crate::trace::TrackId;
use crate::ui::editor::Here;
use crate::workbench::packing::place_at;

/// The colours of the lanes that have places.
#[derive(Clone, PartialEq, Default)]
pub struct Colours(Rc<BTreeMap<TrackId, usize>>);

impl Colours {
    /// Of the lanes of a run, in the order of their first places.
    pub fn of_run(shown: Option<&Shown>) -> Colours {
        let mut known = BTreeMap::new();
        for place in shown.iter().flat_map(|shown| shown.places.iter()) {
            let next = known.len();
            known.entry(place.lane).or_insert(next);
        }
        Colours(Rc::new(known))
    }

    /// The colour of a lane, as CSS has it.
    pub fn of(&self, lane: TrackId) -> String {
        match self.0.get(&lane) {
            Some(&n) => format!("var({})", Token::job(n).property()),
            None => "var(--muted)".to_owned(),
        }
    }

    /// The lanes.
    fn lanes(&self) -> impl Iterator<Item = TrackId> + '_ {
        self.0.keys().copied()
    }
}

/// Where each lane that has begun and not ended stands.
pub fn here(shown: &Shown, colours: &Colours, at: Time) -> Vec<Here> {
    let Some(trace) = &shown.trace else {
        return Vec::new();
    };
    let at_work = |lane| {
        trace
            .track(lane)
            .rows()
            .any(|row| trace.slice_at(row, at).is_some())
    };
    let here = |lane| {
        let place = place_at(&shown.places, lane, at)?;
        Some(Here {
            line: place.line as usize,
            name: AttrValue::from(format!("{} · {}", trace.track_name(lane), place.function)),
            colour: AttrValue::from(colours.of(lane)),
        })
    };
    colours
        .lanes()
        .filter(|&lane| at_work(lane))
        .filter_map(here)
        .collect()
}

/// The same as a table.
pub fn table(lang: Lang, here: &[Here]) -> Html {
    if here.is_empty() {
        return html! { <p class="note">{ t::python_nobody(lang) }</p> };
    }
    html! {
        <table class="where">
            <thead><tr><th scope="col">{ t::python_lane(lang) }</th><th scope="col">{ t::python_line(lang) }</th></tr></thead>
            <tbody>{ for here.iter().enumerate().map(|(i, here)| html! {
                <tr key={i}><th scope="row"><i style={format!("background:{}", here.colour)}></i>{ here.name.clone() }</th>
                    <td>{ here.line }</td></tr>
            }) }</tbody>
        </table>
    }
}
