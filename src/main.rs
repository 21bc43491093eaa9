//! The page. Everything it does lives in the library; see `ui`.

#[cfg(target_arch = "wasm32")]
fn main() {
    concurrency_lab::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!(
        "This binary is the web page. Run `cargo xtask serve` and open the address it prints."
    );
    std::process::exit(2);
}
