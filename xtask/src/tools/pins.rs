//! The versions of the tools that no other file of the project pins.
//!
//! Rust itself stands in `rust-toolchain.toml`, wasm-bindgen in `Cargo.lock`,
//! the packages of the end-to-end tests in `tests/e2e/package.json`.

/// Trunk. 0.22 needs a newer Rust than the one the project uses.
pub const TRUNK: &str = "0.21.14";

/// cargo-deny.
pub const CARGO_DENY: &str = "0.20.2";

/// The npm package that brings wasm-opt.
pub const BINARYEN: &str = "132.0.0";

/// The oldest wasm-opt that is taken when one is installed: the first versions
/// that knew every feature Rust turns on by itself came shortly before.
pub const OLDEST_WASM_OPT: u32 = 119;

/// The oldest Node.js that the end-to-end tests run on.
pub const OLDEST_NODE: u32 = 20;
