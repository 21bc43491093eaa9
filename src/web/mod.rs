//! What the browser gives: address, storage, clipboard, downloads, canvas,
//! frames, clock, workers. Nothing in here knows what the page is about.

pub mod address;
pub mod bytes;
pub mod clipboard;
pub mod clock;
pub mod download;
pub mod file;
pub mod film;
pub mod frame;
pub mod picture;
pub mod storage;
pub mod surface;
pub mod worker;

/// The window of the page.
///
/// # Panics
/// In a worker, which has none.
pub fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}
