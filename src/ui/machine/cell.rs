//! A field that is typed into.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::state::Act;
use crate::playground::document::{Edit, Kind, shown, typed};

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
    /// Makes the edit of what was typed.
    pub edit: Make,
    /// Where edits go.
    pub act: Callback<Act>,
    /// The id of the sentence that says what is wrong with it.
    #[prop_or_default]
    pub wrong: Option<AttrValue>,
}

/// Makes an edit of what was typed; compared by what it is about.
#[derive(Clone, Debug)]
pub enum Make {
    /// Of a job's field.
    Job(usize, &'static str),
    /// Of a setting of the machine.
    Setting(&'static str),
    /// Of a policy's parameter.
    Parameter(usize, &'static str),
}

impl PartialEq for Make {
    fn eq(&self, other: &Make) -> bool {
        match (self, other) {
            (Make::Job(a, b), Make::Job(c, d)) | (Make::Parameter(a, b), Make::Parameter(c, d)) => {
                (a, b) == (c, d)
            }
            (Make::Setting(a), Make::Setting(b)) => a == b,
            _ => false,
        }
    }
}

impl Make {
    /// The edit of a text.
    pub fn edit(&self, kind: Kind, text: String) -> Edit {
        match *self {
            Make::Job(job, key) => Edit::Cell(job, key, kind, text),
            Make::Setting(key) => Edit::Setting(key, kind, text),
            Make::Parameter(policy, key) => Edit::Parameter(policy, key, kind, text),
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
            if let Some(input) = node.cast::<HtmlInputElement>() {
                let mine = shown(typed(kind, &input.value()).as_ref());
                if mine.as_str() != text.as_str() {
                    input.set_value(text);
                }
            }
        });
    }
    let (kind, make, act) = (props.kind, props.edit.clone(), props.act.clone());
    let oninput = move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            act.emit(Act::Edit(make.edit(kind, input.value())));
        }
    };
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
            autocapitalize="off" placeholder={props.usual.clone()} aria-label={props.label.clone()}
            data-row={row} data-col={col}
            aria-invalid={props.wrong.is_some().then_some("true")} aria-describedby={props.wrong.clone()}
            {oninput} onblur={props.act.reform(|_| Act::Rest)} />
    }
}
