//! The web worker that runs measured work for the live engine; see `live::worker`.

#[cfg(target_arch = "wasm32")]
fn main() {
    concurrency_lab::live::worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a web worker of the page. Run `cargo xtask serve`.");
    std::process::exit(2);
}
