//! The web worker that explores the schedules of a program; what it does is in
//! `exploring`. It is asked once, reports until it is done, and is terminated
//! by the page, which is also how it is cancelled: while it explores it hears
//! nothing.

#[cfg(target_arch = "wasm32")]
mod worker {
    use concurrency_lab::base::Time;
    use concurrency_lab::exploring::{self, Ask, FromWorker, VERSION};
    use concurrency_lab::web::clock::MonotonicClock;
    use wasm_bindgen::prelude::*;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    /// Listens to the page, and tells it that the worker is ready. Outside a
    /// worker it does nothing: nobody would listen.
    pub fn start() {
        let (Ok(scope), Some(clock)) = (
            js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>(),
            MonotonicClock::from_time_origin(),
        ) else {
            return;
        };
        let post = scope.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            match exploring::read_message::<Ask>(&text) {
                Ok(ask) => exploring::run(
                    &ask,
                    &mut || clock.now().since(Time::ZERO),
                    &mut |message| send(&post, &message),
                ),
                Err(_) => send(&post, &FromWorker::Refused),
            }
        });
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // It lives as long as the worker, which the page ends.
        on_message.forget();
        let version = VERSION.to_owned();
        send(&scope, &FromWorker::Ready { version });
    }

    fn send(scope: &DedicatedWorkerGlobalScope, message: &FromWorker) {
        // Fails for values that cannot be copied; a string can.
        let _ = scope.post_message(&JsValue::from_str(&exploring::write_message(message)));
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
