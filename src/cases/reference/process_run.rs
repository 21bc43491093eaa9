//! Process states, tick by tick.

use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub struct Setting {
    /// True: an I/O.
    pub processes: Vec<Vec<bool>>,
    pub io_length: u64,
    pub on_end: bool,
    pub immediate: bool,
}

impl Setting {
    pub fn args(&self) -> Value {
        let word = |&io: &bool| if io { "io" } else { "cpu" };
        let processes: Vec<Vec<&str>> = self
            .processes
            .iter()
            .map(|p| p.iter().map(word).collect())
            .collect();
        json!({
            "processes": processes, "io_length": self.io_length,
            "switch": if self.on_end { "SWITCH_ON_END" } else { "SWITCH_ON_IO" },
            "io_done_rule": if self.immediate { "IO_RUN_IMMEDIATE" } else { "IO_RUN_LATER" },
        })
    }
}

const READY: &str = "READY";
const RUNNING: &str = "RUNNING";
const BLOCKED: &str = "BLOCKED";
const DONE: &str = "DONE";

/// The next ready process after the current one, round the list.
fn next(states: &mut [&str], current: &mut usize) {
    let n = states.len();
    if let Some(pid) = (1..=n)
        .map(|k| (*current + k) % n)
        .find(|&p| states[p] == READY)
    {
        states[pid] = RUNNING;
        *current = pid;
    }
}

pub fn run(setting: &Setting) -> Value {
    let mut programs: Vec<Vec<&str>> = Vec::new();
    for process in &setting.processes {
        let of = |&io: &bool| {
            if io {
                vec!["io", "io_done"]
            } else {
                vec!["cpu"]
            }
        };
        programs.push(process.iter().flat_map(of).rev().collect());
    }
    let n = programs.len();
    let mut states = vec![READY; n];
    let mut due: Vec<u64> = vec![0; n];
    let mut current = 0;
    states[0] = RUNNING;
    let (mut rows, mut t, mut cpu_busy, mut io_busy) = (Vec::new(), 0, 0u64, 0u64);
    while states.iter().any(|&s| s != DONE) {
        t += 1;
        let mut star = 0;
        for pid in 0..n {
            if due[pid] != t {
                continue;
            }
            star = 1;
            states[pid] = READY;
            let runnable = states
                .iter()
                .filter(|s| [READY, RUNNING].contains(s))
                .count();
            if setting.immediate {
                if pid != current && states[current] == RUNNING {
                    states[current] = READY;
                }
                (states[pid], current) = (RUNNING, pid);
            } else if setting.on_end || runnable == 1 {
                (states[pid], current) = (RUNNING, pid);
            }
        }
        let executed = (states[current] == RUNNING)
            .then(|| programs[current].pop())
            .flatten();
        let flying = due.iter().filter(|&&d| d > t).count();
        let shown: Vec<String> = (0..n)
            .map(|pid| match executed {
                Some(what) if pid == current => format!("RUN:{what}"),
                _ => states[pid].to_owned(),
            })
            .collect();
        rows.push(json!([
            t,
            star,
            shown,
            usize::from(executed.is_some()),
            flying
        ]));
        cpu_busy += u64::from(executed.is_some());
        io_busy += u64::from(flying > 0);
        if executed == Some("io") {
            states[current] = BLOCKED;
            due[current] = t + setting.io_length + 1;
            if !setting.on_end {
                next(&mut states, &mut current);
            }
        }
        if states[current] == RUNNING && programs[current].is_empty() {
            states[current] = DONE;
            next(&mut states, &mut current);
        }
    }
    let pct = |busy: u64| 100.0 * busy as f64 / t as f64;
    json!({"rows": rows, "stats": {
        "total": t, "cpu_busy": cpu_busy, "cpu_pct": pct(cpu_busy),
        "io_busy": io_busy, "io_pct": pct(io_busy),
    }})
}
