//! The web worker that opens files of other tools; what it does is in
//! `opening`. It is given one file (a `Blob`) or address, and terminated by the
//! page, which is also how it is cancelled: while it reads it hears nothing.

#[cfg(target_arch = "wasm32")]
mod worker {
    use concurrency_lab::base::Problem;
    use concurrency_lab::opening::{self, FromWorker, Source, VERSION};
    use concurrency_lab::web::worker::words_of;
    use js_sys::{Array, ArrayBuffer, Uint8Array};
    use std::io::{self, Read};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent, Response};

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
                match file(&post, given).await {
                    Ok(file) => open(&post, &file),
                    Err(problem) => send(&post, &FromWorker::Failed(problem)),
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

    /// A file, or what is at an address.
    async fn file(scope: &DedicatedWorkerGlobalScope, given: JsValue) -> Result<File, Problem> {
        let blob = match given.dyn_into::<Blob>() {
            Ok(blob) => blob,
            Err(other) => fetched(scope, &other.as_string().unwrap_or_default()).await?,
        };
        Ok(File(blob))
    }

    /// A file of the browser's, read piece by piece: only a worker may wait for it.
    struct File(Blob);

    impl Source for File {
        fn size(&self) -> u64 {
            self.0.size() as u64
        }

        fn read(&self) -> io::Result<Box<dyn Read + '_>> {
            Ok(Box::new(Pieces {
                blob: &self.0,
                reader: FileReaderSync::new().map_err(failed)?,
                at: 0.0,
            }))
        }
    }

    struct Pieces<'a> {
        blob: &'a Blob,
        reader: FileReaderSync,
        /// How many bytes were read: whole numbers are exact far beyond any file.
        at: f64,
    }

    impl Read for Pieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let to = (self.at + into.len() as f64).min(self.blob.size());
            if to <= self.at {
                return Ok(0);
            }
            let piece = self
                .blob
                .slice_with_f64_and_f64(self.at, to)
                .map_err(failed)?;
            let buffer: ArrayBuffer = self.reader.read_as_array_buffer(&piece).map_err(failed)?;
            let bytes = Uint8Array::new(&buffer);
            let count = bytes.length() as usize;
            bytes.copy_to(into.get_mut(..count).ok_or(io::ErrorKind::InvalidData)?);
            self.at = to;
            Ok(count)
        }
    }

    fn failed(error: JsValue) -> io::Error {
        io::Error::other(words_of(&error))
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
        Problem {
            place: place.chars().take(200).collect(),
            ..opening::unreadable(&io::Error::other(words))
        }
    }

    fn open(scope: &DedicatedWorkerGlobalScope, file: &File) {
        let Some(packed) = opening::run(file, &mut |message| send(scope, message)) else {
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
