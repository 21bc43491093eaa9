//! Programs that need little of the library; what they print is CPython's.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;

fn printed(source: &str, settings: &Settings) -> (String, Ran) {
    let text = Rc::new(RefCell::new(String::new()));
    let seen = text.clone();
    let ran = run("program.py", source, settings, move |printed| {
        seen.borrow_mut().push_str(&printed.text);
    });
    let ran = ran.expect("the settings are right");
    let text = text.borrow().clone();
    (text, ran)
}

fn output(source: &str) -> String {
    printed(source, &Settings::default()).0
}

#[test]
fn time_passes_by_sleeping_and_hardly_by_computing() {
    let text = output(
        "import time\nt = time.monotonic()\ntime.sleep(0.5)\nx = 0\nfor i in range(1000):\n    x += i\nprint(x, round(time.monotonic() - t, 2))\n",
    );
    assert_eq!(text, "499500 0.5\n");
}

#[test]
fn an_uncaught_error_ends_the_program_with_1() {
    let (text, ran) = printed("print('a')\n1 / 0\n", &Settings::default());
    assert_eq!(ran.code, Some(1));
    assert!(
        text.starts_with("a\nTraceback (most recent call last):\n"),
        "{text}"
    );
    assert!(
        text.ends_with("ZeroDivisionError: division by zero\n"),
        "{text}"
    );
}

#[test]
fn a_loop_without_end_is_stopped() {
    let settings = Settings {
        most_instructions: 100_000,
        ..Settings::default()
    };
    let (text, ran) = printed("while True:\n    pass\n", &settings);
    assert_eq!(text, "");
    assert!(ran.over_budget);
    assert_eq!(ran.code, None);
}
