//! What `cargo xtask bench` measures of Python under Node; not part of the
//! published page. It gives the global object a function
//! `runPython(name, source)` that runs a program and gives what it printed.

#[cfg(target_arch = "wasm32")]
fn main() {
    wasm::expose();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is to be measured under Node. Run `cargo xtask bench`.");
    std::process::exit(2);
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use std::cell::RefCell;
    use std::rc::Rc;

    use js_sys::Reflect;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::closure::Closure;

    use concurrency_lab::python::machine::{self, Settings};

    /// Gives the global object its function.
    pub fn expose() {
        let run = Closure::<dyn Fn(String, String) -> String>::new(run);
        let global = js_sys::global();
        Reflect::set(&global, &JsValue::from("runPython"), &run.into_js_value())
            .expect("the global object takes a value");
    }

    fn run(name: String, source: String) -> String {
        let text = Rc::new(RefCell::new(String::new()));
        let sink = Rc::clone(&text);
        let ran = machine::run(&name, &source, &Settings::default(), move |printed| {
            sink.borrow_mut().push_str(&printed.text);
        });
        match ran {
            Ok(_) => text.take(),
            Err(problems) => format!("{problems:?}"),
        }
    }
}
