//! Exporting what a timeline shows: a picture, a moving picture, data. A tool
//! of the full program.

mod clip;
mod give;

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icons;
use super::pages::{Tool, Tooled};
use super::timeline::TimelineHandle;
use super::widgets::Dialog;
use crate::base::{Lang, lengths};
use crate::exporting::clip::{Kind, RATES, WIDTHS};
use crate::i18n as t;
use crate::timeline::transport::SPEEDS;
use crate::timeline::{Screen, Stage};

/// The tool in the table of tools.
pub const TOOL: Tool = Tool {
    style: include_str!("../../../static/exports.css"),
    show,
    at_end: true,
};

fn show(tooled: &Tooled<'_>) -> Html {
    html! {
        <ExportButton lang={tooled.lang} stage={Rc::clone(tooled.stage)} handle={tooled.handle.clone()} />
    }
}

#[derive(Properties, PartialEq)]
struct ExportProps {
    lang: Lang,
    stage: Rc<Stage>,
    handle: TimelineHandle,
}

/// The button, and the dialog that it opens.
#[component]
fn ExportButton(props: &ExportProps) -> Html {
    // The timeline as it is when the button is pressed.
    let open = use_state(|| None::<Rc<Snapshot>>);
    let lang = props.lang;
    let onclick = {
        let (open, handle) = (open.setter(), props.handle.clone());
        move |_| open.set(handle.screen().map(|screen| Rc::new(Snapshot { screen })))
    };
    let on_close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    html! {
        <div class="export">
            <button type="button" class="tl-export" aria-haspopup="dialog" {onclick}>
                { icons::share() }{ t::export_open(lang) }</button>
            // In an element of its own: a list that grows is made anew, and the
            // focus would not find back to the button.
            <div>{ for open.iter().map(|snapshot| html! {
                <Dialog key="dialog" title={t::export_title(lang)} close={t::close(lang)} on_close={on_close.clone()}>
                    <Export {lang} snapshot={Rc::clone(snapshot)} handle={props.handle.clone()} />
                </Dialog>
            }) }</div>
        </div>
    }
}

/// A timeline as it was at a moment.
struct Snapshot {
    screen: Screen,
}

impl PartialEq for Snapshot {
    /// Each is another one.
    fn eq(&self, other: &Snapshot) -> bool {
        std::ptr::eq(self, other)
    }
}

#[derive(Properties, PartialEq)]
struct DialogProps {
    lang: Lang,
    snapshot: Rc<Snapshot>,
    handle: TimelineHandle,
}

/// What is in the dialog.
#[component]
fn Export(props: &DialogProps) -> Html {
    let lang = props.lang;
    let said = use_state(String::new);
    let say = {
        let said = said.setter();
        Callback::from(move |given: give::Given| said.set(give::sentence(lang, &given)))
    };
    html! {
        <div class="exports">
            { picture(props, &say) }
            <Moving {lang} snapshot={Rc::clone(&props.snapshot)} say={say.clone()} />
            <Data {lang} snapshot={Rc::clone(&props.snapshot)} say={say.clone()} />
            <p class="export-said" role="status">{ said.as_str() }</p>
        </div>
    }
}

/// The number of what is chosen in a list.
fn chosen(event: &Event) -> usize {
    let list = event.target_dyn_into::<HtmlSelectElement>();
    let index = list.map_or(0, |list| list.selected_index());
    usize::try_from(index).unwrap_or(0)
}

/// A list with its label.
fn list(
    label: &'static str,
    options: &[String],
    chosen_one: usize,
    on_choose: Callback<usize>,
    disabled: bool,
) -> Html {
    html! {
        <label>{ label }
            <select aria-label={label} {disabled} onchange={on_choose.reform(|event: Event| chosen(&event))}>
                { for options.iter().enumerate().map(|(nth, option)| html! {
                    <option key={nth} selected={nth == chosen_one}>{ option }</option>
                }) }
            </select></label>
    }
}

/// How many pixels of a PNG a pixel of the page is.
const SCALES: [f64; 3] = [1.0, 2.0, 3.0];

fn picture(props: &DialogProps, say: &Callback<give::Given>) -> Html {
    let lang = props.lang;
    let on_svg = {
        let (props, say) = (props.handle.clone(), say.clone());
        move |_: MouseEvent| {
            let svg = props.svg(t::app_name(lang)).unwrap_or_default();
            say.emit(give::text("timeline.svg", "image/svg+xml", &svg));
        }
    };
    html! {
        <section>
            <h3>{ t::export_picture(lang) }</h3>
            <p class="note">{ t::export_picture_note(lang) }</p>
            <div class="row">
                <button type="button" data-export="svg" onclick={on_svg}>{ t::export_svg(lang) }</button>
                <Png {lang} snapshot={Rc::clone(&props.snapshot)} say={say.clone()} />
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PartProps {
    lang: Lang,
    snapshot: Rc<Snapshot>,
    say: Callback<give::Given>,
}

#[component]
fn Png(props: &PartProps) -> Html {
    let lang = props.lang;
    let scale = use_state_eq(|| 1_usize);
    let on_png = {
        let (snapshot, say, ratio) = (props.snapshot.clone(), props.say.clone(), SCALES[*scale]);
        move |_: MouseEvent| give::png("timeline.png", &snapshot.screen, ratio, say.clone())
    };
    let size = props.snapshot.screen.layout().size;
    let options = SCALES.map(|scale| {
        let pixels = |side: f64| (side * scale).round();
        format!("{} × {}", pixels(size.width), pixels(size.height))
    });
    let on_choose = {
        let scale = scale.setter();
        Callback::from(move |nth: usize| scale.set(nth.min(SCALES.len() - 1)))
    };
    html! { <>
        <button type="button" data-export="png" onclick={on_png}>{ t::export_png(lang) }</button>
        { list(t::export_scale(lang), &options, *scale, on_choose, false) }
    </> }
}

/// What is chosen of a moving picture.
#[derive(Clone, Copy, PartialEq)]
struct Choice {
    kind: usize,
    range: usize,
    width: usize,
    speed: usize,
    rate: usize,
}

const FIRST_CHOICE: Choice = Choice {
    kind: 0,
    range: 0,
    width: 1,
    speed: 3,
    rate: 1,
};

/// A moving picture: what of it can be chosen, and how it is made.
#[component]
fn Moving(props: &PartProps) -> Html {
    let lang = props.lang;
    let choice = use_state_eq(|| FIRST_CHOICE);
    let (state, maker) = clip::use_maker();
    let ranges = clip::ranges(&props.snapshot.screen);
    let job = clip::Job::new(
        &props.snapshot.screen,
        clip::Wanted {
            kind: Kind::ALL[choice.kind.min(1)],
            range: ranges[choice.range.min(ranges.len() - 1)].1,
            width: WIDTHS[choice.width.min(WIDTHS.len() - 1)],
            speed: SPEEDS[choice.speed.min(SPEEDS.len() - 1)],
            rate: RATES[choice.rate.min(RATES.len() - 1)],
        },
    );
    let problem = job.plan.problem();
    let going = state.going;
    let choose = |apply: fn(&mut Choice, usize)| {
        let (setter, now) = (choice.setter(), *choice);
        Callback::from(move |nth| {
            let mut next = now;
            apply(&mut next, nth);
            setter.set(next);
        })
    };
    let kinds = [t::export_gif(lang), t::export_webm(lang)].map(str::to_owned);
    let range_names: Vec<String> = ranges
        .iter()
        .map(|(name, _)| name(lang).to_owned())
        .collect();
    let widths = WIDTHS.map(|width| width.to_string());
    let speeds = SPEEDS.map(|speed| format!("{speed}×"));
    let rates = RATES.map(|rate| rate.to_string());
    let busy = going.is_some();
    let length = lengths::short(job.plan.length());
    let (w, h) = job.size();
    let told = t::export_length(lang, &length, job.plan.pictures(), &format!("{w} × {h}"));
    let on_make = {
        let (maker, say) = (maker.clone(), props.say.clone());
        let refused = problem.is_some() || busy;
        move |_: MouseEvent| {
            if !refused {
                maker.make(job.clone(), say.clone());
            }
        }
    };
    html! {
        <section>
            <h3>{ t::export_clip(lang) }</h3>
            <div class="row">
                { list(t::export_kind(lang), &kinds, choice.kind, choose(|c, n| c.kind = n), busy) }
                { list(t::export_range(lang), &range_names, choice.range, choose(|c, n| c.range = n), busy) }
                { list(t::export_width(lang), &widths, choice.width, choose(|c, n| c.width = n), busy) }
                { list(t::export_speed(lang), &speeds, choice.speed, choose(|c, n| c.speed = n), busy) }
                { list(t::export_rate(lang), &rates, choice.rate, choose(|c, n| c.rate = n), busy) }
            </div>
            <p class="note">{ match &problem {
                Some(problem) => problem.sentence(lang),
                None => told,
            } }</p>
            <div class="row">
                <button type="button" data-export="clip" class="primary" disabled={busy || problem.is_some()}
                    onclick={on_make}>{ t::export_make(lang) }</button>
                <div class="grow">{ for going.map(|(done, all)| making(lang, done, all, &maker)) }</div>
            </div>
        </section>
    }
}

fn making(lang: Lang, done: u32, all: u32, maker: &clip::Maker) -> Html {
    let said = t::export_making(lang, done, all);
    let maker = maker.clone();
    html! {
        <div class="row">
            <progress max={all.to_string()} value={done.to_string()} aria-label={said.clone()}></progress>
            <span>{ said }</span>
            <button type="button" onclick={move |_| maker.cancel()}>{ t::export_cancel(lang) }</button>
        </div>
    }
}

/// The trace, the table, the measures.
#[component]
fn Data(props: &PartProps) -> Html {
    use crate::exporting::{csv, measures};
    use crate::formats::chrome;
    let lang = props.lang;
    let section = use_state_eq(|| 0_usize);
    let stage = props.snapshot.screen.stage();
    let sections = stage.sections();
    let names: Vec<String> = sections
        .iter()
        .map(|section| section.title.clone())
        .collect();
    let give = |name: &'static str, mime: &'static str, make: fn(&Stage, usize) -> String| {
        let (stage, say, section) = (Rc::clone(stage), props.say.clone(), *section);
        move |_: MouseEvent| say.emit(give::text(name, mime, &make(&stage, section)))
    };
    let on_trace = give("timeline.trace.json", "application/json", |stage, nth| {
        let section = stage.sections().get(nth).or(stage.sections().first());
        section.map_or_else(String::new, |section| chrome::export(&section.trace))
    });
    let on_csv = give("timeline.csv", "text/csv;charset=utf-8", |stage, _| {
        format!("{}{}", csv::BOM, csv::table(stage))
    });
    let on_measures = give("timeline.measures.json", "application/json", |stage, _| {
        format!("{:#}\n", measures::measures(stage))
    });
    let on_choose = {
        let section = section.setter();
        Callback::from(move |nth| section.set(nth))
    };
    html! {
        <section>
            <h3>{ t::export_data(lang) }</h3>
            <div class="row">
                <button type="button" data-export="trace" onclick={on_trace}>{ t::export_trace(lang) }</button>
                <div>{ for (names.len() > 1).then(|| list(t::export_of(lang), &names, *section, on_choose, false)) }</div>
            </div>
            <p class="note">{ t::export_trace_note(lang) }</p>
            <div class="row">
                <button type="button" data-export="csv" onclick={on_csv}>{ t::export_csv(lang) }</button>
                <button type="button" data-export="measures" onclick={on_measures}>{ t::export_measures(lang) }</button>
            </div>
        </section>
    }
}
