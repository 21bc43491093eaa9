//! Long work in pieces between frames, given up when nobody wants it any more.

use futures_util::future::{AbortHandle, abortable};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

/// Work that is going on; dropped, it ends.
#[derive(Debug)]
pub struct Going(AbortHandle);

impl Drop for Going {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Works on `job` after `wait_ms`, a piece at a time with other things between,
/// until `advance` gives true; then hands it over.
pub fn start<J: 'static>(
    wait_ms: u32,
    job: impl FnOnce() -> J + 'static,
    mut advance: impl FnMut(&mut J) -> bool + 'static,
    done: impl FnOnce(J) + 'static,
) -> Going {
    let (work, handle) = abortable(async move {
        TimeoutFuture::new(wait_ms).await;
        let mut job = job();
        while !advance(&mut job) {
            TimeoutFuture::new(0).await;
        }
        done(job);
    });
    spawn_local(async move {
        // Aborted, there is nothing to do.
        let _ = work.await;
    });
    Going(handle)
}
