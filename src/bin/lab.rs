//! The command line of the laboratory; see `concurrency_lab::lab`.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    concurrency_lab::lab::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
