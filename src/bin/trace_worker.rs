//! The web worker that opens files of other tools; what it does is in
//! `opening`. It is given one file (a `Blob`) or address, and terminated by the
//! page, which is also how it is cancelled: while it reads it hears nothing.

#[cfg(target_arch = "wasm32")]
mod worker {
    use concurrency_lab::base::{Problem, Text};
    use concurrency_lab::formats::chrome::log::MOST_BYTES;
    use concurrency_lab::opening::{self, FromWorker, Told, VERSION};
    use concurrency_lab::web::worker::words_of;
    use js_sys::{Array, ArrayBuffer, Uint8Array};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, Response};

    /// Listens to the page, and tells it that the worker is ready. Outside a
    /// worker it does nothing: nobody would listen.
    pub fn start() {
        let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
            return;
        };
        let post = scope.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let (post, given) = (post.clone(), event.data());
            spawn_local(async move {
                match bytes(&post, given).await {
                    Ok(bytes) => open(&post, bytes),
                    Err(problem) => send(&post, &FromWorker::Failed(Told::from(&problem))),
                }
            });
        });
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // It lives as long as the worker, which the page ends.
        on_message.forget();
        let version = VERSION.to_owned();
        send(&scope, &FromWorker::Ready { version });
    }

    fn send(scope: &DedicatedWorkerGlobalScope, message: &FromWorker) {
        // Fails for values that cannot be copied; a string can.
        let _ = scope.post_message(&JsValue::from_str(&opening::write(message)));
    }

    /// The bytes of a file, or of what is at an address.
    async fn bytes(scope: &DedicatedWorkerGlobalScope, given: JsValue) -> Result<Vec<u8>, Problem> {
        let blob = match given.dyn_into::<Blob>() {
            Ok(blob) => blob,
            Err(other) => fetched(scope, &other.as_string().unwrap_or_default()).await?,
        };
        if blob.size() > MOST_BYTES as f64 {
            // The same sentence as for anything that turns out to be too large.
            return Err(opening::too_large());
        }
        let buffer = JsFuture::from(blob.array_buffer()).await;
        let buffer = buffer.and_then(JsCast::dyn_into::<ArrayBuffer>);
        buffer
            .map(|buffer| Uint8Array::new(&buffer).to_vec())
            .map_err(|error| unreadable("file", &words_of(&error)))
    }

    async fn fetched(scope: &DedicatedWorkerGlobalScope, url: &str) -> Result<Blob, Problem> {
        let failed = |error: JsValue| unreadable(url, &words_of(&error));
        let response = JsFuture::from(scope.fetch_with_str(url)).await;
        let response: Response = response.and_then(JsCast::dyn_into).map_err(failed)?;
        if !response.ok() {
            return Err(unreadable(url, &format!("status {}", response.status())));
        }
        let blob = JsFuture::from(response.blob().map_err(failed)?).await;
        blob.and_then(JsCast::dyn_into).map_err(failed)
    }

    fn unreadable(place: &str, words: &str) -> Problem {
        Problem::new(
            place.chars().take(200).collect::<String>(),
            Text::new(
                format!("읽을 수 없습니다({words})."),
                format!("It cannot be read ({words})."),
            ),
            Text::new(
                "파일이 그대로 있는지, 주소라면 서버가 이 페이지에 내주는지 확인하세요.",
                "Check that the file is still there, or that the server gives the address to this page.",
            ),
        )
    }

    fn open(scope: &DedicatedWorkerGlobalScope, bytes: Vec<u8>) {
        let Some(packed) = opening::run(bytes, &mut |message| send(scope, message)) else {
            return;
        };
        // Handed over, not copied again.
        let buffer = Uint8Array::from(&packed[..]).buffer();
        let _ = scope.post_message_with_transfer(&buffer, &Array::of1(&buffer));
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
