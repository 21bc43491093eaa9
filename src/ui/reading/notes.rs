//! Notes on moments and stretches: listed, written, taken back.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::base::{Lang, Problem, Time};
use crate::i18n as t;
use crate::timeline::reading::Note;
use crate::timeline::reading::notes::{Full, LONGEST_TEXT, MOST_NOTES, Notebook, write};
use crate::timeline::{Command, Stage};
use crate::ui::icons;
use crate::ui::timeline::TimelineHandle;

/// The notes, what of a link could not be read, and what did not go.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Desk {
    /// The notes with their past.
    pub book: Notebook,
    /// What of the link could not be read.
    pub problems: Vec<Problem>,
    /// Why the last note was not taken.
    pub full: Option<Full>,
    /// The note that was added last, to be written in.
    pub fresh: Option<(usize, u32)>,
}

/// A change of them.
pub enum Act {
    /// A link has others.
    Open(AttrValue),
    /// A note is added.
    Add(Note),
    /// Something else is written in one.
    Edit(usize, String),
    /// One is taken away.
    Remove(usize),
    /// The last change is taken back.
    Undo,
    /// It is done again.
    Redo,
}

impl Desk {
    /// The notes of a link.
    pub fn open(text: &str) -> Desk {
        let (book, problems) = Notebook::open(text);
        Desk {
            book,
            problems,
            ..Desk::default()
        }
    }
}

impl Reducible for Desk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut desk = Desk::clone(&self);
        desk.full = None;
        let done = match act {
            // What was written here says what is here.
            Act::Open(text) if *text == *write(desk.book.notes()) => return self,
            Act::Open(text) => {
                desk = Desk::open(&text);
                Ok(())
            }
            Act::Add(note) => {
                let done = desk.book.add(note.clone());
                if done.is_ok() {
                    let place = desk.book.notes().iter().position(|n| *n == note);
                    let count = desk.fresh.map_or(0, |(_, count)| count);
                    desk.fresh = place.map(|place| (place, count + 1));
                }
                done
            }
            Act::Edit(place, text) => desk.book.edit(place, &text),
            Act::Remove(place) => {
                desk.book.remove(place);
                Ok(())
            }
            Act::Undo => {
                desk.book.undo();
                Ok(())
            }
            Act::Redo => {
                desk.book.redo();
                Ok(())
            }
        };
        desk.full = done.err();
        Rc::new(desk)
    }
}

/// The notes of the link, and the link kept in step with them.
#[hook]
pub fn use_notes(text: &AttrValue, on_notes: &Callback<String>) -> UseReducerHandle<Desk> {
    let desk = {
        let text = text.clone();
        use_reducer_eq(move || Desk::open(&text))
    };
    {
        let dispatch = desk.dispatcher();
        use_effect_with(text.clone(), move |text| {
            dispatch.dispatch(Act::Open(text.clone()));
        });
    }
    {
        let on_notes = on_notes.clone();
        let first = use_mut_ref(|| true);
        use_effect_with(desk.book.notes().to_vec(), move |notes| {
            // A damaged link stays as it is until something is changed.
            if !first.replace(false) {
                on_notes.emit(write(notes));
            }
        });
    }
    desk
}

/// What the tab needs.
#[derive(Properties, PartialEq)]
pub struct NotesProps {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub stage: Rc<Stage>,
    /// The notes.
    pub desk: UseReducerHandle<Desk>,
    /// Steers the timeline.
    pub handle: TimelineHandle,
}

/// All notes.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    let (lang, desk) = (props.lang, &props.desk);
    let (back, on) = desk.book.can();
    let button = |label: &'static str, icon: Html, can: bool, act: fn() -> Act| {
        let desk = desk.clone();
        html! {
            <button type="button" class="quiet square" aria-label={label} title={label} disabled={!can}
                onclick={move |_| desk.dispatch(act())}>{ icon }</button>
        }
    };
    let add = {
        let handle = props.handle.clone();
        move |_| handle.apply(Command::Bookmark)
    };
    let full = match desk.full {
        Some(Full::Notes) => t::notes_too_many(lang, MOST_NOTES),
        Some(Full::Link) => t::notes_too_long(lang).to_owned(),
        None => String::new(),
    };
    let none = desk.book.notes().is_empty();
    html! {
        <div class="rd-notes">
            <div class="row">
                <button type="button" data-command="Bookmark" onclick={add}>{ icons::plus() }{ t::notes_add(lang) }
                    <kbd>{ Command::Bookmark.reading_binding().cap }</kbd></button>
                { button(t::notes_undo(lang), icons::undo(), back, || Act::Undo) }
                { button(t::notes_redo(lang), icons::redo(), on, || Act::Redo) }
                <span class="rd-why" role="status">{ full }</span>
            </div>
            <p class="note">{ if none { t::notes_none(lang) } else { "" } }{ " " }{ t::notes_lead(lang) }</p>
            <ul class="rd-problems">{ for desk.problems.iter().enumerate().map(|(i, problem)| html! {
                <li key={i}>{ problem.reason.get(lang).to_owned() }{ " " }{ problem.hint.get(lang).to_owned() }</li>
            }) }</ul>
            <ol>{ for desk.book.notes().iter().enumerate().map(|(place, note)| html! {
                <Line key={format!("{}-{:?}-{place}", note.from.0, note.to)} {lang} stage={props.stage.clone()} {place} note={note.clone()}
                    desk={desk.clone()} handle={props.handle.clone()} />
            }) }</ol>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    lang: Lang,
    stage: Rc<Stage>,
    place: usize,
    note: Note,
    desk: UseReducerHandle<Desk>,
    handle: TimelineHandle,
}

/// One note: where it is, what is written, and the way there.
#[component]
fn Line(props: &LineProps) -> Html {
    let LineProps {
        lang, place, note, ..
    } = props;
    let (lang, place) = (*lang, *place);
    let field = use_node_ref();
    {
        let field = field.clone();
        // What is typed is the field's own until it is done.
        use_effect_with(note.text.clone(), move |text| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_value(text);
            }
        });
    }
    {
        let field = field.clone();
        let fresh = props.desk.fresh.filter(|(fresh, _)| *fresh == place);
        use_effect_with(fresh, move |fresh| {
            if let (Some(field), true) = (field.cast::<HtmlInputElement>(), fresh.is_some()) {
                let _ = field.focus();
            }
        });
    }
    let axis = props.stage.axis();
    let exact = |at: Time| axis.exact(at.since(Time::ZERO), lang);
    let when = match note.to {
        Some(to) => format!("{} – {}", exact(note.from), exact(to)),
        None => exact(note.from),
    };
    let go = {
        let (handle, note) = (props.handle.clone(), note.clone());
        move |_| {
            handle.seek(note.from);
            if let Some(to) = note.to {
                handle.measure(Some((note.from, to)));
            }
        }
    };
    let onchange = {
        let desk = props.desk.clone();
        Callback::from(move |event: Event| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                desk.dispatch(Act::Edit(place, field.value()));
            }
        })
    };
    let remove = {
        let desk = props.desk.clone();
        move |_| desk.dispatch(Act::Remove(place))
    };
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        if matches!(event.code().as_str(), "Enter" | "Escape") && !event.is_composing() {
            event.prevent_default();
            super::find::focus_lanes(&event);
        }
    });
    let number = place + 1;
    html! {
        <li>
            <button type="button" class="rd-link" aria-label={format!("{when}, {}", t::notes_go(lang, number))} onclick={go}>{ when }</button>
            <input type="text" class="rd-field" ref={field} maxlength={LONGEST_TEXT.to_string()} autocomplete="off"
                aria-label={t::notes_number(lang, number)} placeholder={t::notes_text(lang)} {onchange} {onkeydown} />
            <button type="button" class="quiet square" aria-label={t::notes_remove(lang, number)} title={t::notes_remove(lang, number)}
                onclick={remove}>{ icons::close() }</button>
        </li>
    }
}
