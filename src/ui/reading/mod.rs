//! What helps in reading a timeline, below its transport: finding, what is
//! chosen, totals of a span, the critical path, notes.
//!
//! Pages of the full program ask for it with [`use_reading`] and hand what
//! that gives to their timeline; the timeline knows it as something below the
//! transport and someone to tell ([`Reading`]).

mod details;
mod find;
mod matches;
mod notes;
mod path;
pub mod pieces;
mod question;
mod totals;

pub use question::question_view;

use std::rc::Rc;

use yew::prelude::*;

use self::details::Details;
use self::find::{Find, use_search};
use self::notes::{Notes, use_notes};
use self::path::{Path, use_path};
use self::totals::Totals;
use super::app::App;
use super::icons;
use super::state::Action;
use super::timeline::{Focus, Keys, Reading, TimelineHandle};
use crate::base::Lang;
use crate::i18n as t;
use crate::timeline::input::reading_command;
use crate::timeline::paint::Above;
use crate::timeline::reading::{Marks, Note};
use crate::timeline::{Command, Stage};

/// What a page hands to its timeline.
#[derive(Clone, PartialEq)]
pub struct Tools {
    /// What stands below the transport.
    pub below: Html,
    /// Whom the timeline tells.
    pub reading: Option<Reading>,
    /// Steers the timeline.
    pub handle: TimelineHandle,
}

/// What helps in reading a stage, with the notes of the page's link. Embedded
/// pages have nothing of it.
#[hook]
pub fn use_reading(app: &App, stage: &Rc<Stage>) -> Tools {
    let handle = use_memo((), |()| TimelineHandle::default());
    let focus = use_state_eq(|| None::<Focus>);
    let asked = use_state_eq(|| None::<(Command, u32)>);
    let count = use_mut_ref(|| 0_u32);
    let reading = {
        let (focus, asked) = (focus.setter(), asked.setter());
        use_memo((), |()| Reading {
            focus: Callback::from(move |what| focus.set(Some(what))),
            asked: Callback::from(move |command| {
                let mut count = count.borrow_mut();
                *count += 1;
                asked.set(Some((command, *count)));
            }),
            keys: Keys(reading_command),
        })
    };
    let on_notes = {
        let dispatch = app.dispatcher();
        use_callback((), move |notes: String, ()| {
            dispatch.dispatch(Action::Notes(notes));
        })
    };
    let handle = (*handle).clone();
    let is_whole = app.embed.is_none();
    let below = html! {
        <Panel lang={app.lang} stage={stage.clone()} handle={handle.clone()} focus={*focus} asked={*asked}
            notes={AttrValue::from(app.link.notes.clone())} {on_notes} />
    };
    Tools {
        below: if is_whole {
            below
        } else {
            html! {}
        },
        reading: is_whole.then(|| (*reading).clone()),
        handle,
    }
}

/// The tabs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tab {
    Find,
    Details,
    Totals,
    Path,
    Notes,
}

impl Tab {
    const ALL: [Tab; 5] = [Tab::Find, Tab::Details, Tab::Totals, Tab::Path, Tab::Notes];

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Tab::Find => t::tab_find(lang),
            Tab::Details => t::tab_details(lang),
            Tab::Totals => t::tab_totals(lang),
            Tab::Path => t::tab_path(lang),
            Tab::Notes => t::tab_notes(lang),
        }
    }

    /// The command that opens it.
    fn command(self) -> Command {
        match self {
            Tab::Find => Command::Find,
            Tab::Details => Command::Details,
            Tab::Totals => Command::Totals,
            Tab::Path => Command::CriticalPath,
            Tab::Notes => Command::Bookmark,
        }
    }
}

#[derive(Properties, PartialEq)]
struct PanelProps {
    lang: Lang,
    stage: Rc<Stage>,
    handle: TimelineHandle,
    /// None before the lanes are there.
    focus: Option<Focus>,
    asked: Option<(Command, u32)>,
    notes: AttrValue,
    on_notes: Callback<String>,
}

/// The row of tools, and the one that is open.
#[component]
fn Panel(props: &PanelProps) -> Html {
    let PanelProps {
        lang,
        stage,
        handle,
        ..
    } = props;
    let lang = *lang;
    let open = use_state_eq(|| None::<Tab>);
    let wanted = use_state_eq(|| 0_usize);
    let field = use_state_eq(|| 0_u32);
    let search = use_search(stage);
    let desk = use_notes(&props.notes, &props.on_notes);
    let section = (*wanted).min(stage.sections().len().saturating_sub(1));
    let path = use_path(stage, (*open == Some(Tab::Path)).then_some(section));
    let written = desk.book.notes().to_vec();
    let found = search
        .found
        .clone()
        .filter(|_| Rc::ptr_eq(&search.stage, stage));
    let marks = Marks::new(stage, found, path.clone(), written);
    use_marks(handle, props.focus.is_some(), marks);
    let focus = props.focus.unwrap_or_default();
    let on_go = {
        let (search, handle) = (search.clone(), handle.clone());
        Callback::from(move |forward| find::go(&search, &handle, forward, lang))
    };
    let on_choose = {
        let (search, handle) = (search.clone(), handle.clone());
        Callback::from(move |to| find::go_to(&search, &handle, to, lang))
    };
    {
        let on_go = on_go.clone();
        let (open, wanted, field, desk) =
            (open.clone(), wanted.clone(), field.clone(), desk.clone());
        let (stage, handle, focus) = (stage.clone(), handle.clone(), focus);
        use_effect_with(props.asked, move |asked| {
            let Some((command, count)) = *asked else {
                return;
            };
            let turn = |tab: Tab| open.set((*open != Some(tab)).then_some(tab));
            match command {
                Command::Find => {
                    open.set(Some(Tab::Find));
                    field.set(count);
                }
                Command::FindNext => on_go.emit(true),
                Command::FindPrevious => on_go.emit(false),
                Command::Details => turn(Tab::Details),
                Command::Totals => turn(Tab::Totals),
                Command::CriticalPath => {
                    let chosen = focus.selected.map(|place| place.section);
                    let chosen = chosen.or(focus.track.map(|(section, _)| section));
                    wanted.set(chosen.unwrap_or(*wanted));
                    turn(Tab::Path);
                }
                Command::Bookmark => {
                    let at = handle.playhead().unwrap_or_default();
                    let (from, to) = focus.measure.map_or((at, None), |(a, b)| (a, Some(b)));
                    desk.dispatch(notes::Act::Add(Note::new(from, to, "")));
                    open.set(Some(Tab::Notes));
                }
                other => {
                    if let Some(way) = details::way(other) {
                        details::walk(&stage, &handle, focus.selected, way, lang);
                    }
                }
            }
        });
    }
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(*open, move |open| {
            if let (Some(place), true) = (place.cast::<web_sys::Element>(), open.is_some()) {
                place.scroll_into_view_with_scroll_into_view_options(&nearest());
            }
        });
    }
    let panel = match *open {
        None => html! {},
        Some(Tab::Find) => html! {
            <Find {lang} search={search.clone()} {on_go} {on_choose} focus={*field} />
        },
        Some(Tab::Details) => html! {
            <Details {lang} stage={stage.clone()} selected={focus.selected} handle={handle.clone()} />
        },
        Some(Tab::Totals) => html! {
            <Totals {lang} stage={stage.clone()} measure={focus.measure} track={focus.track} handle={handle.clone()} />
        },
        Some(Tab::Path) => {
            let wanted = wanted.setter();
            html! {
                <Path {lang} stage={stage.clone()} {section} path={path.clone()} handle={handle.clone()}
                    on_section={Callback::from(move |section| wanted.set(section))} />
            }
        }
        Some(Tab::Notes) => html! {
            <Notes {lang} stage={stage.clone()} desk={desk.clone()} handle={handle.clone()} />
        },
    };
    let close = {
        let open = open.setter();
        move |_| open.set(None)
    };
    html! {
        <div class="rd">
            <div class="rd-bar" role="group" aria-label={t::reading_tools(lang)}>
                { for Tab::ALL.into_iter().map(|tab| tab_button(tab, &open, lang, &desk, &search)) }
            </div>
            <div class="rd-place" ref={place}>
                if let Some(tab) = *open {
                    <section class="rd-panel" aria-label={tab.name(lang)} onkeydown={leave(&open)}>
                        <button type="button" class="quiet square rd-close" aria-label={t::reading_close(lang)}
                            title={t::reading_close(lang)} onclick={close}>{ icons::close() }</button>
                        <div key={format!("{tab:?}")}>{ panel }</div>
                    </section>
                }
            </div>
        </div>
    }
}

/// Escape closes the panel and gives the focus back to the lanes.
fn leave(open: &UseStateHandle<Option<Tab>>) -> Callback<KeyboardEvent> {
    let open = open.setter();
    Callback::from(move |event: KeyboardEvent| {
        if event.code() == "Escape" && !event.default_prevented() && !event.is_composing() {
            event.prevent_default();
            find::focus_lanes(&event);
            open.set(None);
        }
    })
}

/// Scrolls as little as needed.
fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

/// A tool's button, with how many it has found or holds.
fn tab_button(
    tab: Tab,
    open: &UseStateHandle<Option<Tab>>,
    lang: Lang,
    desk: &notes::Desk,
    search: &find::Search,
) -> Html {
    let is_open = **open == Some(tab);
    let count = match tab {
        Tab::Find => search.found.as_ref().map_or(0, |found| found.count()),
        Tab::Notes => desk.book.notes().len(),
        _ => 0,
    };
    let onclick = {
        let open = open.clone();
        move |_| open.set((*open != Some(tab)).then_some(tab))
    };
    let binding = tab.command().reading_binding();
    let title = format!("{} ({})", binding.label.get(lang), binding.cap);
    html! {
        <button key={format!("{tab:?}")} type="button" class="rd-tab" data-tool={format!("{tab:?}")} aria-expanded={is_open.to_string()}
            {title} {onclick}>{ tab.name(lang) }
            if count > 0 { <span class="rd-badge">{ crate::exploring::grouped(count as u64) }</span> }
        </button>
    }
}

/// Keeps what is drawn above the lanes in step, once they are there.
#[hook]
fn use_marks(handle: &TimelineHandle, is_there: bool, marks: Marks) {
    let handle = handle.clone();
    use_effect_with((marks, is_there), move |(marks, _)| {
        let above = (!marks.is_empty()).then(|| Rc::new(marks.clone()) as Rc<dyn Above>);
        handle.set_above(above);
    });
}
