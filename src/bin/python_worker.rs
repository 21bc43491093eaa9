//! The web worker that runs Python programs; what it does is in
//! `workbench::running`. It is sent one program after another and answers each;
//! the page stops it by terminating it: while it runs it hears nothing.

#[cfg(target_arch = "wasm32")]
mod worker {
    use concurrency_lab::base::Dur;
    use concurrency_lab::web::file;
    use concurrency_lab::workbench::running::{self, Answer, FromWorker, VERSION};
    use js_sys::{Array, Uint8Array};
    use wasm_bindgen::prelude::*;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    /// The table of characters' names, beside the page.
    const NAMES: &str = "names.bin";
    /// More than that is not taken for it, in bytes.
    const LONGEST_NAMES: u32 = 1 << 20;

    /// Listens to the page, and tells it that the worker is ready. Outside a
    /// worker it does nothing: nobody would listen.
    pub fn start() {
        let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
            return;
        };
        characters::fetch_with(names);
        let post = scope.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            let told = post.clone();
            let mut now = || Dur((js_sys::Date::now() * 1e6) as u64);
            match running::answer(&text, &mut now, move |message| send(&told, message)) {
                Answer::Nothing => {}
                Answer::Text(message) => send(&post, &message),
                Answer::Bytes(packed) => {
                    // Handed over, not copied again.
                    let buffer = Uint8Array::from(&packed[..]).buffer();
                    let _ = post.post_message_with_transfer(&buffer, &Array::of1(&buffer));
                }
            }
        });
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // It lives as long as the worker, which the page ends.
        on_message.forget();
        running::warm_up();
        let version = VERSION.to_owned();
        send(&scope, &FromWorker::Ready { version });
    }

    /// Fetches the table of characters' names: the program that names one waits.
    fn names() -> Option<Vec<u8>> {
        let build = js_sys::encode_uri_component(VERSION);
        file::fetched(&format!("{NAMES}?v={build}"), LONGEST_NAMES)
    }

    fn send(scope: &DedicatedWorkerGlobalScope, message: &FromWorker) {
        // Fails for values that cannot be copied; a string can.
        let _ = scope.post_message(&JsValue::from_str(&running::write(message)));
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a web worker of the page. Run `cargo xtask serve`.");
    std::process::exit(2);
}
