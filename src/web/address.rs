//! The page's own address: the fragment that holds the state, the query that
//! holds the embedding switches.

use wasm_bindgen::JsValue;

use super::window;

/// The fragment with its `#`, or nothing.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The query with its `?`, or nothing.
pub fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// The address of the page without query and fragment.
pub fn base() -> String {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    // A page that was opened from a file has the origin "null".
    if origin == "null" {
        let href = location.href().unwrap_or_default();
        return href.split(['?', '#']).next().unwrap_or_default().into();
    }
    format!("{origin}{path}")
}

/// Whether a change of the address can be undone with the back button.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// The back button returns to what was there before.
    New,
    /// It replaces what was there before: a slider on its way.
    Same,
}

/// Puts a fragment in the address without loading anything.
pub fn set_fragment(fragment: &str, entry: Entry) {
    let Ok(history) = window().history() else {
        return;
    };
    // Browsers refuse after some hundred calls in half a minute, and a page in
    // a sandboxed frame may be refused at once. The state then lives on in the
    // page; only the address lags behind.
    let _ = match entry {
        Entry::New => history.push_state_with_url(&JsValue::NULL, "", Some(fragment)),
        Entry::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(fragment)),
    };
}
