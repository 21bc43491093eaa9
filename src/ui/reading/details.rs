//! What is chosen, exactly, and what it has to do with others.

use std::rc::Rc;

use yew::prelude::*;

use crate::base::{Lang, Time};
use crate::i18n as t;
use crate::timeline::hit::Facts;
use crate::timeline::reading::relations::go;
use crate::timeline::reading::{Link, Relations, Way};
use crate::timeline::stage::Place;
use crate::timeline::{Command, Stage, words};
use crate::trace::{SliceId, TrackId};
use crate::ui::timeline::TimelineHandle;

/// The ways one can go, with their commands.
const WAYS: [(Command, Way); 6] = [
    (Command::Outer, Way::Parent),
    (Command::Inner, Way::Child),
    (Command::FlowBack, Way::Source),
    (Command::FlowOn, Way::Target),
    (Command::SameBack, Way::PreviousSame),
    (Command::SameOn, Way::NextSame),
];

/// The way of a command, if it is one.
pub fn way(command: Command) -> Option<Way> {
    let found = WAYS.iter().find(|(other, _)| *other == command);
    found.map(|(_, way)| *way)
}

/// Goes that way from what is chosen, and says what is there.
pub fn walk(stage: &Stage, handle: &TimelineHandle, from: Option<Place>, way: Way, lang: Lang) {
    let Some(from) = from else {
        handle.say(t::details_nothing(lang).to_owned());
        return;
    };
    match go(stage, from, way) {
        Some(to) => {
            handle.select(Some(to));
            if let Some(facts) = Facts::of_slice(stage, to) {
                handle.say(facts.sentence(lang));
            }
        }
        None => handle.say(t::details_way_none(lang).to_owned()),
    }
}

/// What the tab needs.
#[derive(Properties, PartialEq)]
pub struct DetailsProps {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub stage: Rc<Stage>,
    /// What is chosen.
    pub selected: Option<Place>,
    /// Steers the timeline.
    pub handle: TimelineHandle,
}

/// All that is known of what is chosen.
#[component]
pub fn Details(props: &DetailsProps) -> Html {
    let (lang, stage) = (props.lang, &props.stage);
    let known = use_memo((stage.clone(), props.selected), |(stage, selected)| {
        let place = (*selected)?;
        Some((Facts::of_slice(stage, place)?, Relations::of(stage, place)?))
    });
    let (Some(place), Some((facts, relations))) = (props.selected, &*known) else {
        return html! { <p class="note">{ t::details_nothing(lang) }</p> };
    };
    let own = relations
        .own
        .filter(|own| *own != facts.end.since(facts.start));
    let own = own.map(|own| (t::details_own(lang).to_owned(), facts.axis.exact(own, lang)));
    let lines = facts.lines(lang).into_iter().chain(own);
    html! {
        <div class="rd-details">
            <h3>{ facts.title(lang) }</h3>
            <div class="rd-ways" role="group" aria-label={t::tab_details(lang)}>{ for WAYS.iter().map(|(command, way)| way_button(props, place, *command, *way)) }</div>
            <dl>{ for lines.enumerate().map(|(i, (key, value))| html! { <div key={i}><dt>{ key }</dt><dd>{ value }</dd></div> }) }</dl>
            <div>{ why(props, place, relations) }</div>
            { group(lang, t::details_outer(lang), 0, slices(props, place, &relations.parents)) }
            { group(lang, t::details_inner(lang), relations.more_children, slices(props, place, &relations.children)) }
            { group(lang, t::details_in(lang), relations.more_arriving, links(props, place, &relations.arriving)) }
            { group(lang, t::details_out(lang), relations.more_leaving, links(props, place, &relations.leaving)) }
        </div>
    }
}

fn way_button(props: &DetailsProps, place: Place, command: Command, way: Way) -> Html {
    let binding = command.reading_binding();
    let label = binding.label.get(props.lang).to_owned();
    let nowhere = go(&props.stage, place, way).is_none();
    let onclick = {
        let handle = props.handle.clone();
        Callback::from(move |_| handle.apply(command))
    };
    html! {
        <button key={label.clone()} type="button" data-command={format!("{command:?}")} disabled={nowhere} {onclick}>
            { label }<kbd>{ binding.cap }</kbd></button>
    }
}

/// Why a wait ended, as far as that is recorded.
fn why(props: &DetailsProps, place: Place, relations: &Relations) -> Html {
    let lang = props.lang;
    let trace = &props.stage.sections()[place.section].trace;
    let state = trace.slice(place.slice).state;
    let said = match &relations.ended_by {
        Some(link) => {
            let lane = lane_name(&props.stage, place.section, link.there.0);
            t::details_ended_by(lang, words::flow(link.kind).get(lang), &lane)
        }
        None if state.is_blocked() => t::details_no_reason(lang).to_owned(),
        None => return html! {},
    };
    html! { <p class="rd-why">{ said }</p> }
}

fn lane_name(stage: &Stage, section: usize, track: TrackId) -> String {
    stage.track_label(section, track).into_owned()
}

fn group(lang: Lang, title: &'static str, more: usize, items: Vec<Html>) -> Html {
    if items.is_empty() {
        return html! { <p class="rd-none"><strong>{ title }</strong>{ ": " }{ t::details_none(lang) }</p> };
    }
    html! {
        <div class="rd-group"><h4>{ title }</h4><ul>
            { for items }
            if more > 0 { <li key="more">{ t::details_more(lang, more) }</li> }
        </ul></div>
    }
}

fn slices(props: &DetailsProps, place: Place, all: &[SliceId]) -> Vec<Html> {
    let stage = &props.stage;
    let item = |&slice: &SliceId| {
        let facts = Facts::of_slice(stage, Place { slice, ..place })?;
        let name = if facts.name.is_empty() {
            facts.state_name(props.lang)
        } else {
            facts.name.clone()
        };
        let length = facts.axis.short(facts.end.since(facts.start), props.lang);
        Some(chooser(
            props,
            slice.0,
            Place { slice, ..place },
            format!("{name} · {length}"),
        ))
    };
    all.iter().filter_map(item).collect()
}

fn links(props: &DetailsProps, place: Place, all: &[Link]) -> Vec<Html> {
    let section = &props.stage.sections()[place.section];
    let item = |(number, link): (usize, &Link)| {
        let lane = lane_name(&props.stage, place.section, link.there.0);
        let at = section.on_axis(link.there.1).since(Time::ZERO);
        let at = props.stage.axis().exact(at, props.lang);
        let kind = words::flow(link.kind);
        let text = t::details_link(props.lang, kind.get(props.lang), &lane, &at);
        match link.slice {
            Some(slice) => chooser(props, number as u32, Place { slice, ..place }, text),
            None => html! { <li key={number}>{ text }</li> },
        }
    };
    all.iter().enumerate().map(item).collect()
}

fn chooser(props: &DetailsProps, key: u32, place: Place, text: String) -> Html {
    let handle = props.handle.clone();
    let onclick = Callback::from(move |_| handle.select(Some(place)));
    html! { <li {key}><button type="button" class="rd-link" {onclick}>{ text }</button></li> }
}
