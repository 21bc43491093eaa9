//! The page as it opens: home and the questions. Everything it does lives in
//! the library; see `ui`. `bin/full.rs` is the same page with all others too.

#[cfg(target_arch = "wasm32")]
fn main() {
    concurrency_lab::ui::start(concurrency_lab::ui::LIGHT);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!(
        "This binary is the web page. Run `cargo xtask serve` and open the address it prints."
    );
    std::process::exit(2);
}
