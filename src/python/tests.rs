//! Small programs and what CPython 3.11 prints for them.

use crate::python::request::Write;
use crate::python::value::Value;
use crate::python::vm::{Stopped, Vm};

/// Runs a program to its end; what it wrote and, if it raised, the traceback.
pub(crate) fn run(text: &str) -> String {
    let vm = Vm::default();
    let process = vm.new_process();
    let mut out = String::new();
    let mut thread = match vm.main_thread(&process, "program.py", text) {
        Ok(thread) => thread,
        Err(raised) => return vm.format_exception(&raised.value()),
    };
    for _ in 0..100_000 {
        match vm.run(&mut thread, 10_000) {
            Stopped::Budget => {}
            Stopped::Request(request) => {
                if let Some(w) = request.downcast_ref::<Write>() {
                    out.push_str(&w.text);
                }
                thread.answer(Ok(Value::None));
            }
            Stopped::Finished(_) => return out,
            Stopped::Raised(raised) => return out + &vm.format_exception(&raised.value()),
        }
    }
    out + "(never ends)"
}

/// Programs, each followed by a line `---` and its output.
const CASES: &str = include_str!("../../tests/python/core.txt");

/// The same for methods of built-in types and for modules of the library.
const METHODS: &str = include_str!("../../tests/python/methods.txt");

#[test]
fn programs_print_what_cpython_prints() {
    let mut failures = Vec::new();
    for case in CASES.split("\n=====\n").chain(METHODS.split("\n=====\n")) {
        let Some((program, expected)) = case.split_once("\n---\n") else {
            continue;
        };
        let printed = run(program);
        if printed.trim_end() != expected.trim_end() {
            failures.push(format!(
                "{program}\n--- expected\n{expected}\n--- printed\n{printed}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n=====\n"));
}

#[test]
fn a_thread_stops_and_goes_on_at_any_instruction() {
    let text =
        "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nprint([f(i) for i in range(6)])\n";
    let vm = Vm::default();
    let process = vm.new_process();
    let mut thread = vm.main_thread(&process, "p.py", text).expect("it compiles");
    let mut out = String::new();
    let mut steps = 0;
    loop {
        steps += 1;
        match vm.run(&mut thread, 1) {
            Stopped::Budget => {}
            Stopped::Request(request) => {
                if let Some(w) = request.downcast_ref::<Write>() {
                    out.push_str(&w.text);
                }
                thread.answer(Ok(Value::None));
            }
            Stopped::Finished(_) => break,
            Stopped::Raised(raised) => panic!("{}", vm.format_exception(&raised.value())),
        }
    }
    assert_eq!(out, "[1, 1, 2, 6, 24, 120]\n");
    assert!(steps > 100);
    assert!(thread.instructions > 100 && thread.instructions <= steps);
}
