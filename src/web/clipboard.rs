//! Putting text on the clipboard.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::window;

/// Copies a text; false if the browser refuses (an unfocused page, a frame
/// without the permission, a page that was not served securely).
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Absent on pages that were not served securely, where the getter gives undefined.
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    let Ok(clipboard) = clipboard.map(|c| c.unchecked_into::<web_sys::Clipboard>()) else {
        return false;
    };
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
