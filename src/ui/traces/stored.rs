//! The traces that are compared, kept over a reload of the tab as far as they
//! are small. A browser that refuses (private windows, sandboxed frames) costs
//! only that.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Response};
use yew::prelude::*;

use super::kept::{cache, wait};
use super::shelf::{self, Kept};
use crate::opening::VERSION;
use crate::trace::Trace;
use crate::web::bytes::Buffer;
use crate::web::storage;

/// A trace with more slices is not kept: packed, it would have several megabytes.
const MOST_SLICES: usize = 100_000;
/// Where the names are kept, one to a line.
const NAMES: &str = "shelf";

thread_local! {
    /// Whether what was kept before the reload has been asked for.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a trace is small enough to be kept over a reload.
pub fn is_small(trace: &Trace) -> bool {
    trace.slice_count() <= MOST_SLICES
}

/// The name in the cache: an address that no file of the page has. How traces
/// are packed differs between versions.
fn address(place: usize) -> String {
    format!("kept-shelf-{VERSION}-{place}")
}

/// Keeps the shelf in step with what the browser holds: at first takes what is
/// there, then keeps every change.
#[hook]
pub fn use_stored(kept: &UseStateHandle<Vec<Kept>>, is_whole: bool) {
    let setter = kept.setter();
    use_effect_with((**kept).clone(), move |kept| {
        if !is_whole {
            return;
        }
        let kept = kept.clone();
        let first = !ASKED.replace(true);
        spawn_local(async move {
            if first {
                shelf::restore(load().await);
                setter.set(shelf::all());
            } else {
                store(kept).await;
            }
        });
    });
}

async fn store(kept: Vec<Kept>) {
    let small = kept.iter().filter(|kept| is_small(&kept.trace));
    let names: Vec<String> = small
        .clone()
        .map(|kept| kept.name.replace(['\n', '\r'], " "))
        .collect();
    let before = storage::get_tab(NAMES).unwrap_or_default();
    if before.is_empty() && names.is_empty() {
        return;
    }
    let Some(cache) = cache().await else {
        return;
    };
    for (place, kept) in small.enumerate() {
        let bytes = Array::of1(&Uint8Array::from(&kept.trace.pack()[..]));
        let blob = Blob::new_with_u8_array_sequence(&bytes);
        let response = blob.and_then(|blob| Response::new_with_opt_blob(Some(&blob)));
        if let Ok(response) = response {
            // What could not be put there is not found again.
            let _ = JsFuture::from(cache.put_with_str(&address(place), &response)).await;
        }
    }
    for place in names.len()..before.lines().count() {
        let _ = JsFuture::from(cache.delete_with_str(&address(place))).await;
    }
    storage::set_tab(NAMES, &names.join("\n"));
}

async fn load() -> Vec<Kept> {
    let names = storage::get_tab(NAMES).unwrap_or_default();
    let mut all = Vec::new();
    for (place, name) in names.lines().enumerate().take(shelf::MOST_TRACES) {
        if let Some(trace) = one(place).await {
            all.push(Kept {
                name: name.to_owned(),
                trace: Rc::new(trace),
            });
        }
    }
    all
}

async fn one(place: usize) -> Option<Trace> {
    let cache = cache().await?;
    let response: Response = wait(cache.match_with_str(&address(place))).await?;
    let buffer: ArrayBuffer = JsFuture::from(response.array_buffer().ok()?)
        .await
        .ok()?
        .dyn_into()
        .ok()?;
    Trace::unpack_from(&Buffer::new(&buffer))
}
