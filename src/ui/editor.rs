//! A field for a program: numbered lines, colours, what is wrong at its place,
//! who is at which line, and keys that know indentation.
//!
//! The text is the browser's own field, so that a syllable that is being
//! composed, undo, spelling of screen readers and touch work as everywhere. The
//! colours lie below it, in the same font and at the same places; the field's
//! own letters are transparent.

use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};
use yew::prelude::*;

use crate::editing::{Change, Key, Token, from_utf16, highlight, press, to_utf16};
use crate::web::window;

/// A place that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The line, from 1.
    pub line: usize,
    /// Bytes of the line; the whole line if they are none.
    pub range: Range<usize>,
}

/// Someone who is at a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Here {
    /// The line, from 1.
    pub line: usize,
    /// Who.
    pub name: AttrValue,
    /// The colour, as CSS has it.
    pub colour: AttrValue,
}

/// What the field needs.
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// What it is called.
    pub label: AttrValue,
    /// The ids of what describes it.
    pub described_by: AttrValue,
    /// The text.
    pub text: AttrValue,
    /// What is wrong.
    #[prop_or_default]
    pub marks: Rc<Vec<Mark>>,
    /// Who is where.
    #[prop_or_default]
    pub here: Rc<Vec<Here>>,
    /// Whether it is Python: then lines are coloured, and keys know indentation.
    #[prop_or_default]
    pub python: bool,
    /// It was edited.
    pub on_text: Callback<String>,
    /// The focus left it.
    #[prop_or_default]
    pub on_leave: Callback<()>,
    /// Ctrl+Enter was pressed.
    pub on_run: Callback<()>,
}

/// The field.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let node = use_node_ref();
    {
        // The browser owns the text while one types; it is set only where the
        // two differ: after an undo of the page, or with another program.
        let node = node.clone();
        use_effect_with(props.text.clone(), move |text| {
            if let Some(field) = node.cast::<HtmlTextAreaElement>()
                && field.value() != text.as_str()
            {
                field.set_value(text);
            }
        });
    }
    let on_text = props.on_text.clone();
    let oninput = move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
            on_text.emit(field.value());
        }
    };
    let onkeydown = use_keys(props);
    let lines = props.text.split('\n').count();
    let columns = props.text.split('\n').map(|line| line.chars().count());
    let columns = columns.max().unwrap_or(0);
    let wrong = !props.marks.is_empty();
    html! {
        <div class={classes!("editor", props.python.then_some("coloured"))}>
            { numbers(lines, &props.marks, &props.here) }
            <div class="layers">
                { coloured(props) }
                <textarea ref={node} rows={lines.to_string()} cols={(columns + 2).clamp(20, 400).to_string()} wrap="off"
                    spellcheck="false" autocomplete="off" autocapitalize="off" aria-label={props.label.clone()}
                    aria-invalid={wrong.then_some("true")} aria-describedby={props.described_by.clone()}
                    {oninput} {onkeydown} onblur={props.on_leave.reform(|_| ())} />
            </div>
        </div>
    }
}

/// The numbers of the lines, with those who are at them.
fn numbers(lines: usize, marks: &[Mark], here: &[Here]) -> Html {
    let number = |line: usize| {
        let bad = marks.iter().any(|mark| mark.line == line);
        let at = here.iter().filter(|here| here.line == line);
        html! {
            <span key={line} class={classes!(bad.then_some("bad"))}>
                { for at.map(|here| html! {
                    <i class="here" title={here.name.clone()} style={format!("background:{}", here.colour)}></i>
                }) }
                { line }
            </span>
        }
    };
    html! { <div class="numbers" aria-hidden="true">{ for (1..=lines).map(number) }</div> }
}

/// The text in its colours, below the field.
fn coloured(props: &EditorProps) -> Html {
    if !props.python {
        return html! {};
    }
    let tokens = highlight(&props.text);
    let lines = props.text.split('\n').zip(tokens).enumerate();
    let line = |(i, (text, tokens)): (usize, (&str, Vec<Token>))| {
        let marks = props.marks.iter().filter(|mark| mark.line == i + 1);
        let marks: Vec<_> = marks.map(|mark| mark.range.clone()).collect();
        let is_at = props.here.iter().any(|here| here.line == i + 1);
        html! { <Line key={i} text={text.to_owned()} {tokens} {marks} {is_at} /> }
    };
    html! { <pre class="colours" aria-hidden="true">{ for lines.map(line) }</pre> }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    text: String,
    tokens: Vec<Token>,
    marks: Vec<Range<usize>>,
    is_at: bool,
}

/// A line; most do not change when one types.
#[component]
fn Line(props: &LineProps) -> Html {
    let text = &props.text;
    let marks: Vec<_> = props
        .marks
        .iter()
        .map(|range| on_screen(text, range))
        .collect();
    // Where a piece may begin or end.
    let mut cuts = vec![0, text.len()];
    let ranges = props.tokens.iter().map(|token| &token.range);
    cuts.extend(
        ranges
            .chain(&marks)
            .flat_map(|range| [range.start, range.end]),
    );
    cuts.retain(|at| text.is_char_boundary(*at));
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |pair: &[usize]| {
        let within = |range: &Range<usize>| range.start <= pair[0] && pair[1] <= range.end;
        let token = props.tokens.iter().find(|token| within(&token.range));
        let bad = marks.iter().any(within);
        html! {
            <span class={classes!(token.map(|token| token.kind.key()), bad.then_some("squiggle"))}>
                { &text[pair[0]..pair[1]] }
            </span>
        }
    };
    html! {
        <span class={classes!("line", props.is_at.then_some("at"))}>
            { for cuts.windows(2).map(piece) }
            { if marks.iter().any(|mark| mark.start >= text.len()) { html! { <span class="squiggle">{ " " }</span> } } else { html! {} } }
            { "\n" }
        </span>
    }
}

/// What of a mark can be seen: the line's text if the mark is empty.
fn on_screen(text: &str, range: &Range<usize>) -> Range<usize> {
    let indent = text.len() - text.trim_start().len();
    match range.is_empty() {
        true if range.start == 0 => indent..text.trim_end().len().max(indent),
        true => range.start..range.start + 1,
        false => range.clone(),
    }
}

/// What keys do. Tab indents; who goes by keyboard leaves with Escape and Tab.
#[hook]
fn use_keys(props: &EditorProps) -> Callback<KeyboardEvent> {
    let leaving = use_mut_ref(|| false);
    let (on_run, on_text) = (props.on_run.clone(), props.on_text.clone());
    let knows_indentation = props.python;
    Callback::from(move |event: KeyboardEvent| {
        let code = event.code();
        let leaves = leaving.replace(code == "Escape");
        if event.is_composing() {
            return;
        }
        let control = event.ctrl_key() || event.meta_key();
        if control && matches!(code.as_str(), "Enter" | "NumpadEnter") {
            event.prevent_default();
            on_run.emit(());
            return;
        }
        // A modifier alone, on the way to Shift+Tab, does not stay.
        if leaves && code.starts_with("Shift") {
            leaving.replace(true);
        }
        let key = key_of(&event, control).filter(|_| knows_indentation);
        let Some(key) = key.filter(|key| !(leaves && matches!(key, Key::Tab | Key::BackTab)))
        else {
            return;
        };
        let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() else {
            return;
        };
        let text = field.value();
        let place = |units: Option<u32>| from_utf16(&text, units.unwrap_or(0) as usize);
        let start = place(field.selection_start().ok().flatten());
        let end = place(field.selection_end().ok().flatten()).max(start);
        if let Some(change) = press(&text, start..end, key) {
            event.prevent_default();
            apply(&field, &text, &change);
            on_text.emit(field.value());
        } else if matches!(key, Key::MoveUp | Key::MoveDown) {
            event.prevent_default();
        }
    })
}

fn key_of(event: &KeyboardEvent, control: bool) -> Option<Key> {
    let code = event.code();
    let plain = !control && !event.alt_key();
    match code.as_str() {
        "Enter" | "NumpadEnter" if plain && !event.shift_key() => Some(Key::Enter),
        "Tab" if plain && event.shift_key() => Some(Key::BackTab),
        "Tab" if plain => Some(Key::Tab),
        "Backspace" if plain => Some(Key::Backspace),
        "Slash" if control => Some(Key::Comment),
        "ArrowUp" if event.alt_key() && !control => Some(Key::MoveUp),
        "ArrowDown" if event.alt_key() && !control => Some(Key::MoveDown),
        _ => None,
    }
}

/// Changes the field as if it had been typed, so that the browser can take it back.
fn apply(field: &HtmlTextAreaElement, text: &str, change: &Change) {
    let units = |text: &str, at: usize| to_utf16(text, at) as u32;
    let (start, end) = (
        units(text, change.range.start),
        units(text, change.range.end),
    );
    // None of these fails for a field that is in the document.
    let _ = field.set_selection_range(start, end);
    let document = window().document();
    let document = document.and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    let command = match change.by.is_empty() {
        true => "delete",
        false => "insertText",
    };
    let typed = document.is_some_and(|document| {
        document
            .exec_command_with_show_ui_and_value(command, false, &change.by)
            .unwrap_or(false)
    });
    if !typed {
        let _ = field.set_range_text_with_start_and_end(&change.by, start, end);
    }
    let now = field.value();
    let _ = field.set_selection_range(
        units(&now, change.selection.start),
        units(&now, change.selection.end),
    );
}
