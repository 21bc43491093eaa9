//! The policies of textbooks, unit by unit.

use std::collections::VecDeque;

use serde_json::{Value, json};

#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub arrival: u64,
    pub burst: u64,
    pub priority: i64,
}

#[derive(Clone, Debug)]
pub struct Setting {
    pub policy: &'static str,
    pub jobs: Vec<Job>,
    pub quantum: u64,
    pub larger_first: bool,
}

impl Setting {
    pub fn args(&self) -> Value {
        let jobs: Vec<Value> = self
            .jobs
            .iter()
            .map(|j| json!({"arrival": j.arrival, "burst": j.burst, "priority": j.priority}))
            .collect();
        let first = if self.larger_first {
            "larger number"
        } else {
            "smaller number"
        };
        json!({
            "policy": self.policy, "jobs": jobs, "quantum": self.quantum,
            "higher_priority_is": first,
        })
    }

    fn rank(&self, j: usize) -> i64 {
        let priority = self.jobs[j].priority;
        if self.larger_first {
            -priority
        } else {
            priority
        }
    }
}

struct Book<'s> {
    setting: &'s Setting,
    left: Vec<u64>,
    finish: Vec<u64>,
    /// Who ran in each unit of time.
    units: Vec<Option<usize>>,
}

impl Book<'_> {
    fn now(&self) -> u64 {
        self.units.len() as u64
    }

    fn arrived(&self) -> Vec<usize> {
        let there = |&j: &usize| self.setting.jobs[j].arrival <= self.now() && self.left[j] > 0;
        (0..self.left.len()).filter(there).collect()
    }

    fn done(&self) -> bool {
        self.left.iter().all(|&left| left == 0)
    }

    fn run(&mut self, j: Option<usize>) {
        self.units.push(j);
        if let Some(j) = j {
            self.left[j] -= 1;
            if self.left[j] == 0 {
                self.finish[j] = self.now();
            }
        }
    }

    /// Non-preemptive: the best of those that have arrived.
    fn non_preemptive(&mut self, better: impl Fn(&Self, usize, usize) -> bool) {
        while !self.done() {
            let arrived = self.arrived();
            let Some(&first) = arrived.first() else {
                self.run(None);
                continue;
            };
            let mut best = first;
            for &j in &arrived[1..] {
                let earlier = self.setting.jobs[j].arrival < self.setting.jobs[best].arrival;
                if better(self, j, best) || (!better(self, best, j) && earlier) {
                    best = j;
                }
            }
            while self.left[best] > 0 {
                self.run(Some(best));
            }
        }
    }

    fn srtf(&mut self) {
        let mut running: Option<usize> = None;
        while !self.done() {
            let key = |&j: &usize| {
                let goes_on = running == Some(j);
                (self.left[j], !goes_on, self.setting.jobs[j].arrival, j)
            };
            running = self.arrived().into_iter().min_by_key(key);
            self.run(running);
        }
    }

    /// Queues of levels; the rules of round robin, of priority with round
    /// robin, and of feedback differ in the level, the slice, and in what a
    /// slice's end and an arrival do.
    fn queues(&mut self) {
        let setting = self.setting;
        let feedback = setting.policy.starts_with("FB");
        let n = setting.jobs.len();
        let mut level: Vec<i64> = (0..n)
            .map(|j| {
                if setting.policy == "PRR" {
                    setting.rank(j)
                } else {
                    0
                }
            })
            .collect();
        let mut queues: std::collections::BTreeMap<i64, VecDeque<usize>> = Default::default();
        let mut known = vec![false; n];
        let mut running: Option<(usize, u64)> = None;
        while !self.done() {
            let mut coming: Vec<usize> =
                self.arrived().into_iter().filter(|&j| !known[j]).collect();
            coming.sort_by_key(|&j| (setting.jobs[j].arrival, j));
            for j in coming {
                known[j] = true;
                queues.entry(level[j]).or_default().push_back(j);
            }
            let waiting = queues.values().any(|queue| !queue.is_empty());
            if let Some((j, slice)) = running {
                let better = queues.range(..level[j]).any(|(_, queue)| !queue.is_empty());
                if self.left[j] == 0 {
                    running = None;
                } else if slice == 0 || (!feedback && better) {
                    if feedback && waiting {
                        level[j] += 1;
                    }
                    queues.entry(level[j]).or_default().push_back(j);
                    running = None;
                }
            }
            if running.is_none() {
                let head = queues.values_mut().find_map(|queue| queue.pop_front());
                running = head.map(|j| {
                    let slice = match setting.policy {
                        "FB-1" => 1,
                        "FB-2i" => 1 << level[j],
                        _ => setting.quantum,
                    };
                    (j, slice)
                });
            }
            self.run(running.map(|(j, _)| j));
            if let Some((_, slice)) = &mut running {
                *slice -= 1;
            }
        }
    }

    fn figures(&self) -> Value {
        let mut gantt: Vec<(u64, u64, usize)> = Vec::new();
        for (t, j) in self.units.iter().enumerate() {
            let (t, Some(j)) = (t as u64, *j) else {
                continue;
            };
            match gantt.last_mut() {
                Some(row) if row.1 == t && row.2 == j => row.1 += 1,
                _ => gantt.push((t, t + 1, j)),
            }
        }
        let n = self.left.len();
        let jobs = &self.setting.jobs;
        let turnaround: Vec<u64> = (0..n).map(|j| self.finish[j] - jobs[j].arrival).collect();
        let waiting: Vec<u64> = (0..n).map(|j| turnaround[j] - jobs[j].burst).collect();
        let mean = |of: &[u64]| of.iter().sum::<u64>() as f64 / n as f64;
        json!({
            "gantt": gantt, "finish": self.finish, "turnaround": turnaround, "waiting": waiting,
            "average_waiting": mean(&waiting), "average_turnaround": mean(&turnaround),
        })
    }
}

pub fn run(setting: &Setting) -> Value {
    let n = setting.jobs.len();
    let mut book = Book {
        setting,
        left: setting.jobs.iter().map(|job| job.burst).collect(),
        finish: vec![0; n],
        units: Vec::new(),
    };
    match setting.policy {
        "FCFS" => book.non_preemptive(|_, _, _| false),
        "SJF" => book.non_preemptive(|b, i, j| b.left[i] < b.left[j]),
        "PRIO" => book.non_preemptive(|b, i, j| b.setting.rank(i) < b.setting.rank(j)),
        "HRRN" => book.non_preemptive(|b, i, j| {
            let ratio = |j: usize| {
                let job = b.setting.jobs[j];
                (b.now() - job.arrival + job.burst, job.burst)
            };
            let ((a, x), (c, y)) = (ratio(i), ratio(j));
            a * y > c * x
        }),
        "SRTF" => book.srtf(),
        _ => book.queues(),
    }
    book.figures()
}
