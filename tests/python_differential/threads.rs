//! Threads whose waits end at different times.

use std::fmt::Write as _;

use super::{Maker, cpython, has_cpython, ours};

#[test]
fn threads_that_sleep_differently() {
    let mut source = String::from("import threading, time\n");
    let mut maker = Maker::new("threads", 9);
    for program in 0..3 {
        // Every wait ends 50 ms from any other, so that the order is certain.
        let mut slots: Vec<u64> = (1..=12).collect();
        let _ = writeln!(
            source,
            "begun = time.monotonic() + 0.2\nlog = []\nthreads = []"
        );
        for thread in 0..4 {
            let mut times = Vec::new();
            for _ in 0..3 {
                let at = maker.below(slots.len() as u64) as usize;
                times.push(slots.remove(at));
            }
            times.sort_unstable();
            let _ = writeln!(
                source,
                "def work{thread}(name):\n    for slot in {times:?}:\n        \
                 time.sleep(max(0, begun + slot * 0.05 - time.monotonic()))\n        \
                 log.append((name, slot))\n\
                 threads.append(threading.Thread(target=work{thread}, args=('{thread}',)))"
            );
        }
        let _ = writeln!(
            source,
            "for t in threads: t.start()\nfor t in threads: t.join()\n\
             print({program}, log, round(time.monotonic() - begun, 1))"
        );
    }
    if !has_cpython() {
        return;
    }
    // CPython's clock is the real one: on a busy computer it is asked again.
    let got = ours(&source);
    for attempt in 1..=5 {
        let wanted = cpython(&source, &format!("threads-{attempt}"));
        if wanted == got {
            return;
        }
        if attempt == 5 {
            assert_eq!(got, wanted, "seed {}", maker.seed);
        }
    }
}
