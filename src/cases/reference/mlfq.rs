//! The multi-level feedback queue, tick by tick.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub start: u64,
    pub run: u64,
    pub io_every: u64,
}

#[derive(Clone, Debug)]
pub struct Setting {
    /// From the highest level to the lowest.
    pub quantum: Vec<u64>,
    pub allotment: Vec<u64>,
    pub boost: u64,
    pub io_time: u64,
    pub stay: bool,
    pub iobump: bool,
    pub jobs: Vec<Job>,
}

impl Setting {
    pub fn args(&self) -> Value {
        let jobs: Vec<Value> = self
            .jobs
            .iter()
            .map(|j| json!({"start": j.start, "run": j.run, "io_every": j.io_every}))
            .collect();
        json!({
            "levels": self.quantum.len(), "quantum_high_to_low": self.quantum,
            "allotment_high_to_low": self.allotment, "boost": self.boost,
            "io_time": self.io_time, "stay": self.stay, "iobump": self.iobump, "jobs": jobs,
        })
    }
}

#[derive(Clone, Copy)]
struct State {
    level: usize,
    ticks: u64,
    allot: u64,
    left: u64,
    response: Option<u64>,
    turnaround: u64,
}

pub fn run(setting: &Setting) -> Value {
    let levels = setting.quantum.len();
    let top = levels - 1;
    let quantum = |level: usize| setting.quantum[top - level];
    let allotment = |level: usize| setting.allotment[top - level];
    let mut jobs: Vec<State> = setting
        .jobs
        .iter()
        .map(|job| State {
            level: top,
            ticks: quantum(top),
            allot: allotment(top),
            left: job.run,
            response: None,
            turnaround: 0,
        })
        .collect();
    let mut queues: Vec<VecDeque<usize>> = vec![VecDeque::new(); levels];
    let mut table: BTreeMap<u64, Vec<(bool, usize)>> = BTreeMap::new();
    for (j, job) in setting.jobs.iter().enumerate() {
        table.entry(job.start).or_default().push((false, j));
    }
    let mut events = Vec::new();
    let (mut t, mut unfinished) = (0u64, jobs.len());
    while unfinished > 0 {
        if setting.boost > 0 && t != 0 && t.is_multiple_of(setting.boost) {
            events.push(json!(["boost", t]));
            for level in 0..top {
                let moved: Vec<usize> = queues[level].drain(..).collect();
                queues[top].extend(moved);
            }
            for job in jobs.iter_mut().filter(|job| job.left > 0) {
                (job.level, job.ticks, job.allot) = (top, quantum(top), allotment(top));
            }
        }
        for (io, j) in table.remove(&t).unwrap_or_default() {
            events.push(json!([if io { "io_done" } else { "begin" }, t, j]));
            let queue = &mut queues[jobs[j].level];
            if io && setting.iobump {
                queue.push_front(j);
            } else {
                queue.push_back(j);
            }
        }
        let Some(level) = (0..levels).rev().find(|&l| !queues[l].is_empty()) else {
            events.push(json!(["idle", t]));
            t += 1;
            continue;
        };
        let j = queues[level][0];
        let job = &mut jobs[j];
        job.left -= 1;
        job.ticks -= 1;
        job.response.get_or_insert(t - setting.jobs[j].start);
        events.push(json!(["run", t, j, level, job.ticks, job.allot, job.left]));
        t += 1;
        if job.left == 0 {
            events.push(json!(["finish", t, j]));
            queues[level].pop_front();
            job.turnaround = t - setting.jobs[j].start;
            unfinished -= 1;
            continue;
        }
        let used_up = job.ticks == 0;
        let every = setting.jobs[j].io_every;
        let io = every > 0 && (setting.jobs[j].run - job.left).is_multiple_of(every);
        if io {
            events.push(json!(["io_start", t, j]));
            queues[level].pop_front();
            table
                .entry(t + setting.io_time)
                .or_default()
                .push((true, j));
            if setting.stay {
                job.ticks = quantum(level);
                job.allot = allotment(level);
            }
        }
        if used_up {
            if !io {
                queues[level].pop_front();
            }
            job.allot -= 1;
            if job.allot == 0 {
                job.level = level.saturating_sub(1);
                job.allot = allotment(job.level);
            }
            job.ticks = quantum(job.level);
            if !io {
                queues[job.level].push_back(j);
            }
        }
    }
    let n = jobs.len() as f64;
    let mean = |of: fn(&State) -> u64| jobs.iter().map(of).sum::<u64>() as f64 / n;
    let average = [mean(|j| j.response.unwrap_or(0)), mean(|j| j.turnaround)];
    let rows: Vec<Value> = jobs
        .iter()
        .enumerate()
        .map(|(j, s)| json!([j, setting.jobs[j].start, s.response, s.turnaround]))
        .collect();
    json!({"events": events, "jobs": rows, "average": average})
}
