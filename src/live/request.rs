//! Real requests, for the page's own document: blocking and not.

use std::cell::Cell;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, RequestInit, Response, Url, XmlHttpRequest};

use super::error::{LiveError, LiveErrorKind};
use crate::base::Text;
use crate::web::worker::words_of;

/// After that a request has failed, in milliseconds.
pub const LIMIT_MS: u32 = 10_000;

/// The page's own document, as something to ask its server for.
///
/// Each request has an address of its own, so that no cache answers it.
pub struct OwnFile {
    address: String,
    run: u64,
    next: Cell<u32>,
}

impl OwnFile {
    /// The document's address without query and fragment. The number makes the
    /// run's addresses differ from those of other runs.
    ///
    /// # Errors
    /// If the document has no address.
    pub fn of_the_page(run: u64) -> Result<OwnFile, LiveError> {
        let no_address = || LiveError::no_browser("document.baseURI");
        let document = web_sys::window().and_then(|window| window.document());
        let base = document.and_then(|document| document.base_uri().ok().flatten());
        let url = Url::new(&base.ok_or_else(no_address)?).map_err(|_| no_address())?;
        url.set_search("");
        url.set_hash("");
        Ok(OwnFile {
            address: url.href(),
            run,
            next: Cell::new(0),
        })
    }

    /// An address that was not asked for before.
    pub fn fresh(&self) -> String {
        let next = self.next.get();
        self.next.set(next + 1);
        format!("{}?live={}-{next}", self.address, self.run)
    }
}

/// Stops the request when it is dropped; one that is over does not mind.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Asks for an address without blocking, and reads the answer to its end.
/// Dropping the future stops the request.
///
/// # Errors
/// The reason in the browser's words: no answer, a status that is not a
/// success, or none within [`LIMIT_MS`].
pub async fn fetch(address: &str) -> Result<(), String> {
    let answer = std::pin::pin!(fetched(address));
    match select(answer, TimeoutFuture::new(LIMIT_MS)).await {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(format!("no answer in {LIMIT_MS} ms")),
    }
}

async fn fetched(address: &str) -> Result<(), String> {
    let window = web_sys::window().ok_or("no window")?;
    let abort = Abort(AbortController::new().map_err(|e| words_of(&e))?);
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&abort.0.signal()));
    let response = JsFuture::from(window.fetch_with_str_and_init(address, &init))
        .await
        .and_then(|response| response.dyn_into::<Response>())
        .map_err(|e| words_of(&e))?;
    if !response.ok() {
        return Err(format!("status {}", response.status()));
    }
    let body = response.text().map_err(|e| words_of(&e))?;
    JsFuture::from(body).await.map_err(|e| words_of(&e))?;
    Ok(())
}

/// Asks for an address and does not return before the whole answer is there.
/// The limit may be given in workers only; the page's thread has none.
///
/// # Errors
/// As [`fetch`].
pub fn blocking(address: &str, limit_ms: Option<u32>) -> Result<(), String> {
    let request = XmlHttpRequest::new().map_err(|e| words_of(&e))?;
    request
        .open_with_async("GET", address, false)
        .map_err(|e| words_of(&e))?;
    if let Some(limit) = limit_ms {
        request.set_timeout(limit);
    }
    request.send().map_err(|e| words_of(&e))?;
    match request.status() {
        Ok(200..=299) => Ok(()),
        Ok(status) => Err(format!("status {status}")),
        Err(error) => Err(words_of(&error)),
    }
}

/// The error of a job whose request failed.
pub fn failed(job: &str, words: &str) -> LiveError {
    LiveError::new(
        LiveErrorKind::Request,
        Text::new(
            format!("작업 {job}의 요청"),
            format!("request of job {job}"),
        ),
        (
            format!("페이지 자신의 파일을 받지 못했습니다 ({words})."),
            format!("The page's own file did not come ({words})."),
        ),
        (
            "서버에 연결되어 있는지 확인하고 다시 실행하십시오. 파일로 연 페이지에서는 요청을 보낼 수 없습니다.",
            "Check that the server can be reached and run again. A page opened from a file cannot send requests.",
        ),
    )
}
