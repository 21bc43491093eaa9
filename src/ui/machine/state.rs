//! What the page of a machine holds: the document with its past, and what is
//! to be said of where it came from.

use std::rc::Rc;

use serde_json::Value;
use yew::prelude::Reducible;

use crate::base::Problem;
use crate::playground::document::{self, Edit};
use crate::playground::{History, Turn, packed, presets};
use crate::web::storage;

/// The field of the link that holds the document.
const FIELD: &str = "m";
/// The field that names a preset instead.
const PRESET: &str = "preset";
/// Under which the browser keeps the document.
const STORED: &str = "scenario";
/// The same of what was typed as JSON.
const DRAFT: &str = "scenario.draft";

/// The fields of a link that only this page reads.
pub type Own = Vec<(String, String)>;

/// The document and what is around it.
#[derive(Clone, PartialEq)]
pub struct Desk {
    history: History<Rc<Value>>,
    /// What was wrong with what was brought here last.
    pub notices: Vec<Problem>,
    /// What was typed as JSON and cannot be read as a document yet.
    pub draft: Option<String>,
    /// The name of the file that was opened last.
    pub opened: Option<String>,
}

/// A change of the desk.
pub enum Act {
    /// An edit of the document.
    Edit(Edit),
    /// The focus left a cell: the next edit is one of its own.
    Rest,
    /// The last edit is taken back, or done again.
    Turn(Turn),
    /// A link was opened.
    Link(Own),
    /// A file or a text was brought, under a name.
    Bring(String, String),
    /// The document was typed as JSON.
    Json(String),
    /// What was typed as JSON is left.
    Discard,
    /// The notices were read.
    Dismiss,
}

impl Desk {
    /// From a link; where the link says nothing, what was here last, else the
    /// first preset.
    pub fn open(own: &Own, embedded: bool) -> Desk {
        let (linked, notices) = read(own);
        let stored = |name| {
            let kept = (!embedded).then(|| storage::get(name))?;
            kept.filter(|text| !text.is_empty())
        };
        let last = || serde_json::from_str(&stored(STORED)?).ok();
        let start = || {
            presets::document(presets::FIRST)
                .cloned()
                .unwrap_or_default()
        };
        let document = linked.or_else(last).unwrap_or_else(start);
        Desk {
            history: History::new(Rc::new(document)),
            notices,
            draft: stored(DRAFT),
            opened: None,
        }
    }

    /// The document.
    pub fn document(&self) -> &Rc<Value> {
        self.history.now()
    }

    /// Whether there is something to take back, and to do again.
    pub fn can(&self) -> (bool, bool) {
        self.history.can()
    }

    /// Whether a link's fields mean what is here.
    pub fn is(&self, own: &Own) -> bool {
        read(own)
            .0
            .is_some_and(|linked| linked == **self.document())
    }
}

impl Reducible for Desk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut desk = (*self).clone();
        match act {
            Act::Edit(edit) => {
                let about = edit.about();
                let mut document = (**desk.document()).clone();
                document::apply(&mut document, edit);
                desk.history.set(Rc::new(document), about.as_deref());
                desk.opened = None;
            }
            Act::Rest => desk.history.rest(),
            Act::Turn(turn) => {
                desk.history.turn(turn);
            }
            Act::Link(own) => {
                let (linked, notices) = read(&own);
                if let Some(linked) = linked {
                    desk.history.set(Rc::new(linked), None);
                }
                desk.notices = notices;
            }
            Act::Bring(name, text) => match bring(&text) {
                Ok(document) => {
                    desk.history.set(Rc::new(document), None);
                    desk.notices.clear();
                    desk.opened = Some(name);
                }
                Err(problem) => {
                    desk.notices = vec![Problem {
                        place: name,
                        ..problem
                    }];
                    desk.opened = None;
                }
            },
            Act::Json(text) => match bring(&text) {
                Ok(document) => {
                    let edit = Edit::Typed(document.clone());
                    let about = edit.about();
                    desk.history.set(Rc::new(document), about.as_deref());
                    desk.draft = None;
                }
                Err(_) => desk.draft = Some(text),
            },
            Act::Discard => desk.draft = None,
            Act::Dismiss => desk.notices.clear(),
        }
        Rc::new(desk)
    }
}

/// The document of a link's fields, if they have one.
fn read(own: &Own) -> (Option<Value>, Vec<Problem>) {
    let field = |name: &str| {
        own.iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    };
    if let Some(text) = field(FIELD) {
        let document = packed::unpack(FIELD, text).and_then(|text| bring(&text));
        return match document {
            Ok(document) => (Some(document), Vec::new()),
            Err(problem) => (None, vec![problem]),
        };
    }
    match field(PRESET) {
        None => (None, Vec::new()),
        Some(key) => match presets::document(key) {
            Some(document) => (Some(document.clone()), Vec::new()),
            None => (None, vec![presets::unknown(PRESET, key)]),
        },
    }
}

/// The fields of a link for a document, the others as they were. None if the
/// document is too large for a link.
pub fn written(document: &Value, old: &Own) -> Option<Own> {
    let mine = |key: &str| key == FIELD || key == PRESET;
    let field = match presets::which(document) {
        Some(preset) => (PRESET.to_owned(), preset.key.to_owned()),
        None => (FIELD.to_owned(), packed::pack(&document.to_string())?),
    };
    let others = old.iter().filter(|(key, _)| !mine(key)).cloned();
    Some(std::iter::once(field).chain(others).collect())
}

/// Keeps the document for the next visit.
pub fn keep(document: &Value) {
    storage::set(STORED, &document.to_string());
}

/// Keeps what was typed as JSON for the next visit.
pub fn keep_draft(draft: Option<&str>) {
    storage::set(DRAFT, draft.unwrap_or_default());
}

/// A text from outside as a document.
fn bring(text: &str) -> Result<Value, Problem> {
    crate::playground::bring(text)
}
