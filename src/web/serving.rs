//! The worker's end of what [`super::worker`] is on the page: a program of
//! `src/bin` that hears messages and answers them. The first thing it says is
//! of which version it is: so the page knows that it has loaded and speaks the
//! same language. The page ends it by terminating it.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The page, as a worker speaks to it.
#[derive(Clone, Debug)]
pub struct Page(DedicatedWorkerGlobalScope);

impl Page {
    /// Sends a text.
    pub fn say(&self, text: &str) {
        // Fails for values that cannot be copied; a string can.
        let _ = self.0.post_message(&JsValue::from_str(text));
    }

    /// Sends bytes.
    pub fn give(&self, bytes: &[u8]) {
        // Handed over, not copied again.
        let buffer = Uint8Array::from(bytes).buffer();
        let _ = self
            .0
            .post_message_with_transfer(&buffer, &Array::of1(&buffer));
    }

    /// The worker's own global object.
    pub fn scope(&self) -> &DedicatedWorkerGlobalScope {
        &self.0
    }
}

/// Passes every message on to `hear`, for as long as the worker lives, and says
/// that it is ready: usually its version and no more. Outside a worker it does nothing: nobody would listen.
pub fn serve(ready: &str, mut hear: impl FnMut(&Page, JsValue) + 'static) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let page = Page(scope);
    let to = page.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        hear(&to, event.data());
    });
    let scope = page.scope();
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the worker, which the page ends.
    on_message.forget();
    page.say(ready);
}
