//! `lab run`: what a Python program prints where, what it is given, and how it
//! ends.

use crate::{Scratch, lab, lab_reading};

fn program(text: &str) -> Scratch {
    Scratch::new("py", Some(text))
}

#[test]
fn output_errors_and_the_code_are_the_programs_own() {
    let file = program("import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(7)\n");
    let ran = lab(&["run", file.name()]);
    assert_eq!((ran.code, &*ran.out, &*ran.err), (7, "out\n", "err\n"));
}

#[test]
fn an_uncaught_error_is_told_with_the_path_and_the_code_is_1() {
    let file = program("def f():\n    return 1 / 0\n\n\nprint('before')\nf()\n");
    let ran = lab(&["run", file.name()]);
    assert_eq!((ran.code, &*ran.out), (1, "before\n"));
    let path = file.name();
    assert!(
        ran.err.starts_with("Traceback (most recent call last):\n"),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains(&format!("File \"{path}\", line 2, in f\n")),
        "{}",
        ran.err
    );
    assert!(
        ran.err.ends_with("ZeroDivisionError: division by zero\n"),
        "{}",
        ran.err
    );
}

#[test]
fn arguments_and_input_reach_the_program() {
    let file = program("import sys\nprint(sys.argv[1:], input('? '), sys.stdin.read())\n");
    let ran = lab_reading(
        &["run", file.name(), "-x", "--trace", "two"],
        "first\nrest\n",
    );
    assert_eq!(ran.out, "? ['-x', '--trace', 'two'] first rest\n\n");
    let ran = lab_reading(&["run", "-", "a"], "import sys; print(__file__, sys.argv)");
    assert_eq!(ran.out, "<stdin> ['-', 'a']\n");
}

#[test]
fn sleeping_takes_no_real_time() {
    let file =
        program("import time\nt = time.time()\ntime.sleep(86400)\nprint(round(time.time() - t))\n");
    let begun = std::time::Instant::now();
    assert_eq!(lab(&["run", file.name()]).out, "86400\n");
    assert!(begun.elapsed() < std::time::Duration::from_secs(60));
}

#[test]
fn a_deadlock_is_told_and_the_code_is_1() {
    let file =
        program("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n");
    let ran = lab(&["run", file.name()]);
    assert_eq!((ran.code, &*ran.out), (1, ""));
    assert!(ran.err.contains("Deadlock"), "{}", ran.err);
}

#[test]
fn a_module_that_is_not_there_says_what_to_use() {
    let file = program(
        "try:\n    import numpy\nexcept ImportError as e:\n    print(type(e).__name__, e.name)\nimport tkinter\n",
    );
    let ran = lab(&["run", file.name()]);
    assert_eq!((ran.code, &*ran.out), (1, "ModuleNotFoundError numpy\n"));
    let last = ran.err.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("ModuleNotFoundError: No module named 'tkinter'; "),
        "{last}"
    );
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    let ran = lab(&["run", "no-such-program.py"]);
    assert_eq!((ran.code, &*ran.out), (2, ""));
    assert!(ran.err.contains("no-such-program.py"), "{}", ran.err);
}
