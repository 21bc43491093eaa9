//! FIFO, SJF and round robin with everything there from the beginning. Times
//! in hundredths, so that lengths may have a fraction.

use std::collections::VecDeque;

use serde_json::{Value, json};

const UNIT: u64 = 100;

#[derive(Clone, Debug)]
pub struct Setting {
    pub policy: &'static str,
    /// In hundredths.
    pub lengths: Vec<u64>,
    pub quantum: u64,
}

fn real(hundredths: u64) -> f64 {
    hundredths as f64 / UNIT as f64
}

impl Setting {
    pub fn args(&self) -> Value {
        let lengths: Vec<f64> = self.lengths.iter().map(|&l| real(l)).collect();
        json!({"policy": self.policy, "lengths": lengths, "quantum": self.quantum})
    }
}

pub fn run(setting: &Setting) -> Value {
    let n = setting.lengths.len();
    let mut order: Vec<usize> = (0..n).collect();
    if setting.policy == "SJF" {
        order.sort_by_key(|&j| setting.lengths[j]);
    }
    let quantum = match setting.policy {
        "RR" => setting.quantum * UNIT,
        _ => u64::MAX,
    };
    let mut left = setting.lengths.clone();
    let mut queue: VecDeque<usize> = order.iter().copied().collect();
    let (mut now, mut trace) = (0, Vec::new());
    let (mut response, mut wait, mut end, mut stopped) =
        (vec![None; n], vec![0; n], vec![0; n], vec![0; n]);
    while let Some(j) = queue.pop_front() {
        response[j].get_or_insert(now);
        wait[j] += now - stopped[j];
        let ran = left[j].min(quantum);
        let goes_on = left[j] > quantum;
        let start = now / UNIT;
        now += ran;
        left[j] -= ran;
        stopped[j] = now;
        if goes_on {
            queue.push_back(j);
        } else {
            end[j] = now;
        }
        let done = (!goes_on).then(|| real(now));
        trace.push(json!([start, j, real(ran), done]));
    }
    let mean = |of: &dyn Fn(usize) -> u64| real((0..n).map(of).sum()) / n as f64;
    let average = [
        mean(&|j| response[j].unwrap_or(0)),
        mean(&|j| end[j]),
        mean(&|j| wait[j]),
    ];
    let jobs: Vec<Value> = order
        .iter()
        .map(|&j| {
            json!([
                j,
                real(response[j].unwrap_or(0)),
                real(end[j]),
                real(wait[j])
            ])
        })
        .collect();
    json!({"trace": trace, "jobs": jobs, "average": average})
}
