//! Tests that need a browser: one module for each part of the page.
//! `cargo xtask test --only web` runs them in headless Chromium.
#![cfg(target_arch = "wasm32")]

mod same_everywhere;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
