//! Small settings that outlive a visit. A browser that refuses storage
//! (private windows, sandboxed frames) costs only the memory of them.

use super::window;

const PREFIX: &str = "concurrency-lab.";

/// What was put under that name.
pub fn get(name: &str) -> Option<String> {
    let storage = window().local_storage().ok()??;
    storage.get_item(&format!("{PREFIX}{name}")).ok()?
}

/// Keeps a value under a name.
pub fn set(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("{PREFIX}{name}"), value);
    }
}

/// What was put under that name in this tab.
pub fn get_tab(name: &str) -> Option<String> {
    let storage = window().session_storage().ok()??;
    storage.get_item(&format!("{PREFIX}{name}")).ok()?
}

/// Keeps a value under a name until the tab is closed. False if there is no room.
pub fn set_tab(name: &str, value: &str) -> bool {
    match window().session_storage() {
        Ok(Some(storage)) => storage.set_item(&format!("{PREFIX}{name}"), value).is_ok(),
        _ => false,
    }
}
