//! `lab explore` of Python programs.

use expect_test::expect;
use serde_json::Value;

use crate::{Scratch, lab, lab_reading};

/// Two threads that each add one to a counter.
pub(crate) const LOST_UPDATE: &str = "\
import threading

counter = 0


def work():
    global counter
    counter += 1


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
";

const TWO_LOCKS: &str = "\
import threading
a, b = threading.Lock(), threading.Lock()
def one():
    with a:
        with b:
            pass
def two():
    with b:
        with a:
            pass
threads = [threading.Thread(target=one, name='T1'), threading.Thread(target=two, name='T2')]
for t in threads: t.start()
for t in threads: t.join()
";

#[test]
fn what_else_it_could_print() {
    let file = Scratch::new("py", Some(LOST_UPDATE));
    let ran = lab(&["explore", file.name(), "--all"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    expect![[r#"
    "#]]
    .assert_eq(&ran.out);
    let ran = lab_reading(&["explore", "--python", "-", "--lang", "ko"], TWO_LOCKS);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    expect![[r#"
    "#]]
    .assert_eq(&ran.out);
}

#[test]
fn the_same_as_json_and_one_schedule_followed() {
    let file = Scratch::new("py", Some(LOST_UPDATE));
    let ran = lab(&["explore", file.name(), "--json", "--all"]);
    let told: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&told["count"], &told["proved"]), (&6.into(), &true.into()));
    let outcomes = told["outcomes"].as_array().expect("outcomes");
    for outcome in outcomes {
        for text in ["schedule", "way"] {
            let schedule = outcome[text].as_str().expect("a schedule");
            let ran = lab(&["explore", file.name(), "--schedule", schedule]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{schedule}");
            assert_eq!(ran.out, outcome["stdout"], "{schedule}");
        }
    }
    let (svg, trace) = (Scratch::new("svg", None), Scratch::new("json", None));
    let schedule = outcomes[0]["way"].as_str().expect("a schedule");
    let arguments = ["explore", file.name(), "--schedule", schedule];
    let files = ["--svg", svg.name(), "--trace", trace.name()];
    let ran = lab(&[&arguments[..], &files].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let picture = std::fs::read_to_string(svg.name()).expect("a picture");
    assert!(picture.contains("Thread-1 (work)"), "{picture}");
    let facts = lab(&["trace", "facts", trace.name()]);
    assert_eq!(facts.code, 0, "{}", facts.err);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let file = Scratch::new("py", Some(LOST_UPDATE));
    for (arguments, told) in [
        (&["--reduced"][..], "It is not for Python programs."),
        (&["--sample", "3"], "It is not for Python programs."),
        (&["--svg", "-"], "It is not said which schedule"),
        (&["--schedule", "v1 3"], "cannot be read"),
        (&["--schedule", "v1 C7"], "could not follow"),
    ] {
        let ran = lab(&[&["explore", file.name()], arguments].concat());
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
    }
    let ran = lab(&["explore", "no-such-file.py"]);
    assert_eq!(ran.code, 2);
}
