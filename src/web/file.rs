//! A file beside the page, for a worker that cannot go on without it.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{XmlHttpRequest, XmlHttpRequestResponseType};

/// After that the file has not come, in milliseconds.
const LIMIT_MS: u32 = 10_000;

/// The bytes of a file, its address seen from the worker's; the worker stands
/// still meanwhile. None if it does not come, or is longer than `longest` bytes.
/// On the page's own thread, browsers refuse this.
pub fn fetched(address: &str, longest: u32) -> Option<Vec<u8>> {
    let request = XmlHttpRequest::new().ok()?;
    request.open_with_async("GET", address, false).ok()?;
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    request.set_timeout(LIMIT_MS);
    request.send().ok()?;
    if !matches!(request.status(), Ok(200..=299)) {
        return None;
    }
    let buffer: ArrayBuffer = request.response().ok()?.dyn_into().ok()?;
    (buffer.byte_length() <= longest).then(|| Uint8Array::new(&buffer).to_vec())
}
