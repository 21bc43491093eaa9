//! The page with all its pages. The light program (`main.rs`) fetches it when
//! the first page that it does not have is opened, and hands the screen over.

#[cfg(target_arch = "wasm32")]
fn main() {
    concurrency_lab::ui::offer(concurrency_lab::ui::FULL);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a part of the web page. Run `cargo xtask serve`.");
    std::process::exit(2);
}
