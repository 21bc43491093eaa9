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
        6 schedules: all there are, which is a proof. 2 outcomes, 6 runs.

           outcome  schedules  share  preemptions  shortest schedule
        1  1                4  66.7%            1  v1 B C2 B
        2  2                2  33.3%            0  v1 B2 C2

        A = MainThread, B = Thread-1 (work), C = Thread-2 (work)
        Each schedule has the fewest preemptions. --schedule follows it.
    "#]]
    .assert_eq(&ran.out);
    let ran = lab_reading(&["explore", "--python", "-", "--lang", "ko"], TWO_LOCKS);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    expect![[r#"
        선점이 2번까지인 스케줄 6개, 이 범위에서 전부임이 증명되었습니다. 결과 2가지, 실행 7번.

           결과       스케줄   비율  선점  가장 짧은 스케줄
        1  교착 상태       2  33.3%     1  v1 C B
        2  끝남            4  66.7%     0  v1 B4 C4

        1: 교착 상태: 더는 아무 일도 일어나지 않습니다. T1 → Lock-2 (T2 점유), T2 → Lock-1 (T1 점유)
        A = MainThread, B = T1, C = T2
        선점이 가장 적은 스케줄입니다. --schedule로 따라가 볼 수 있습니다.
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

#[test]
fn a_program_is_told_of_its_machine_and_its_arguments() {
    let source = "\
import os, sys, threading
seen = []
threads = [threading.Thread(target=seen.append, args=(n,)) for n in range(os.cpu_count())]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(seen), sys.argv[1:])
";
    let file = Scratch::new("py", Some(source));
    let told = [
        "--cores", "2", "--gil", "off", "--json", "--", "one", "--two",
    ];
    let ran = lab(&[&["explore", file.name()], &told[..]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(found["outcomes"].as_array().expect("outcomes").len(), 1);
    assert_eq!(found["outcomes"][0]["stdout"], "[0, 1] ['one', '--two']\n");
    // The same schedule, told the same.
    let way = found["outcomes"][0]["way"].as_str().expect("a schedule");
    let told = ["--cores", "2", "--schedule", way, "--", "three"];
    let ran = lab(&[&["explore", file.name()], &told[..]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (0, "[0, 1] ['three']\n"));
    for arguments in [&["--cores", "2"][..], &["--gil", "on"], &["--", "one"]] {
        let program = "thread A\n load ax x\n";
        let ran = lab_reading(&[&["explore", "-"], arguments].concat(), program);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains("for Python programs only"), "{}", ran.err);
    }
}
