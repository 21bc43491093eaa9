//! A field that is typed into.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::state::Act;
use crate::playground::document::{Edit, Kind, Part, shown, typed};

/// What a field needs.
#[derive(Properties, PartialEq)]
pub struct CellProps {
    /// What it holds, as it stands in the document.
    pub text: AttrValue,
    /// What it is called, for those who do not see its place.
    pub label: AttrValue,
    /// What holds if nothing is typed.
    #[prop_or_default]
    pub usual: AttrValue,
    /// What is read into it.
    pub kind: Kind,
    /// Its place in a table: row and column.
    #[prop_or_default]
    pub place: Option<(usize, usize)>,
    /// What is edited.
    pub to: To,
    /// Where edits go.
    pub act: Callback<Act>,
    /// The id of the sentence that says what is wrong with it.
    #[prop_or_default]
    pub wrong: Option<AttrValue>,
    /// So many lines high; none: one line that Enter leaves.
    #[prop_or_default]
    pub lines: Option<usize>,
}

/// What a field edits.
#[derive(Clone, PartialEq, Debug)]
pub enum To {
    /// A field of a part of the document.
    Field(Part, &'static str),
    /// The text of a program that jobs can start.
    Program(AttrValue),
}

impl To {
    fn edit(&self, kind: Kind, text: String) -> Edit {
        match self {
            To::Field(part, field) => Edit::Put(*part, field, kind, text),
            To::Program(name) => Edit::Program(name.to_string(), Some(text)),
        }
    }
}

/// A field. The browser owns what is in it while one types (a syllable that
/// is being composed must not be touched); it is set from the document only
/// where the two mean different things: after an undo, another preset.
#[component]
pub fn Cell(props: &CellProps) -> Html {
    let node = use_node_ref();
    {
        let (node, kind) = (node.clone(), props.kind);
        use_effect_with(props.text.clone(), move |text| {
            let same = |mine: &str| shown(kind, typed(kind, mine).as_ref()) == text.as_str();
            if let Some(input) = node.cast::<HtmlInputElement>() {
                if !same(&input.value()) {
                    input.set_value(text);
                }
            } else if let Some(area) = node.cast::<HtmlTextAreaElement>()
                && !same(&area.value())
            {
                area.set_value(text);
            }
        });
    }
    let (kind, to, act) = (props.kind, props.to.clone(), props.act.clone());
    let oninput = move |event: InputEvent| {
        if let Some(text) = value(&event) {
            act.emit(Act::Edit(to.edit(kind, text)));
        }
    };
    let onblur = props.act.reform(|_| Act::Rest);
    let (label, usual) = (props.label.clone(), props.usual.clone());
    let invalid = props.wrong.is_some().then_some("true");
    if let Some(lines) = props.lines {
        return html! {
            <textarea ref={node} class="cell" rows={lines.to_string()} spellcheck="false" autocapitalize="off"
                placeholder={usual} aria-label={label} aria-invalid={invalid}
                aria-describedby={props.wrong.clone()} {oninput} {onblur} />
        };
    }
    let mode = match kind {
        Kind::Number => "decimal",
        _ => "text",
    };
    let (row, col) = match props.place {
        Some((row, col)) => (Some(row.to_string()), Some(col.to_string())),
        None => (None, None),
    };
    html! {
        <input ref={node} class="cell" type="text" inputmode={mode} autocomplete="off" spellcheck="false"
            autocapitalize="off" placeholder={usual} aria-label={label} data-row={row} data-col={col}
            aria-invalid={invalid} aria-describedby={props.wrong.clone()} {oninput} {onblur} />
    }
}

/// What is in the field that an event is about.
pub fn value(event: &InputEvent) -> Option<String> {
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        return Some(input.value());
    }
    let area = event.target_dyn_into::<HtmlTextAreaElement>();
    area.map(|area| area.value())
}
