//! The file that was opened last, kept by the browser so that a reload shows it
//! again. A browser that refuses (private windows, sandboxed frames) costs only
//! that.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, CacheStorage, Response};

use crate::web::{storage, window};

/// The browser's cache of this page's files.
const CACHE: &str = "concurrency-lab-traces";
/// The name in the cache: an address that no file of the page has.
const ADDRESS: &str = "kept-trace";
/// Where its name is kept.
const NAME: &str = "trace-name";
/// Larger files are not kept.
const MOST_BYTES: f64 = (64 << 20) as f64;

/// What a promise gives, if it is of that kind.
pub(super) async fn wait<T: JsCast>(promise: Promise) -> Option<T> {
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The browser's cache for traces.
pub(super) async fn cache() -> Option<Cache> {
    // Missing where the page came over an insecure line.
    let caches = js_sys::Reflect::get(&window(), &"caches".into()).ok()?;
    let caches: CacheStorage = caches.dyn_into().ok()?;
    wait(caches.open(CACHE)).await
}

/// Keeps a file, in place of the last one.
pub async fn keep(name: &str, value: &JsValue) {
    let Some(blob) = value.dyn_ref::<Blob>() else {
        return;
    };
    let Some(cache) = cache().await else {
        return;
    };
    if blob.size() > MOST_BYTES {
        // Better nothing than another file than the one that was seen last.
        forget(&cache).await;
        return;
    }
    if let Ok(response) = Response::new_with_opt_blob(Some(blob)) {
        let put = cache.put_with_str(ADDRESS, &response);
        if JsFuture::from(put).await.is_ok() {
            storage::set(NAME, name);
        }
    }
}

async fn forget(cache: &Cache) {
    let _ = JsFuture::from(cache.delete_with_str(ADDRESS)).await;
}

/// The file that was kept, and its name.
pub async fn kept() -> Option<(String, Blob)> {
    let response: Response = wait(cache().await?.match_with_str(ADDRESS)).await?;
    let blob = wait(response.blob().ok()?).await?;
    Some((storage::get(NAME).unwrap_or_default(), blob))
}
