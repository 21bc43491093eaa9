//! The web worker that opens files of other tools; what it does is in
//! `opening`. It is given one file (a `Blob`) or address, and terminated by the
//! page, which is also how it is cancelled: while it reads it hears nothing.

#[cfg(target_arch = "wasm32")]
mod worker {
    use concurrency_lab::base::Problem;
    use concurrency_lab::opening::{self, FromWorker, Source, VERSION};
    use concurrency_lab::web::serving::{Page, serve};
    use concurrency_lab::web::worker::words_of;
    use js_sys::{ArrayBuffer, Uint8Array};
    use std::io::{self, Read};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, Response};

    /// Opens what it is given.
    pub fn start() {
        serve(VERSION, |page, given| {
            let page = page.clone();
            spawn_local(async move {
                match file(page.scope(), given).await {
                    Ok(file) => open(&page, &file),
                    Err(problem) => page.say(&opening::write(&FromWorker::Failed(problem))),
                }
            });
        });
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

    fn open(page: &Page, file: &File) {
        let mut say = |message: &FromWorker| page.say(&opening::write(message));
        if let Some(packed) = opening::run(file, &mut say) {
            page.give(&packed);
        }
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
