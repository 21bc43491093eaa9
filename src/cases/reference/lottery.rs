//! Lottery scheduling, draw by draw.

use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub struct Setting {
    /// Length and tickets.
    pub jobs: Vec<(u64, u64)>,
    pub quantum: u64,
    /// As many as could be needed; those that were used are kept.
    pub draws: Vec<u64>,
}

/// The arguments, with the draws that were used, and what is expected.
pub fn run(setting: &Setting) -> (Value, Value) {
    let mut left: Vec<(u64, u64)> = setting.jobs.clone();
    let (mut clock, mut turns, mut done) = (0, Vec::new(), Vec::new());
    let most: u64 = setting.jobs.iter().map(|job| job.0).sum();
    let mut used = 0;
    while used < most as usize && done.len() < left.len() {
        let total: u64 = left.iter().map(|job| job.1).sum();
        let winner = setting.draws[used] % total;
        used += 1;
        let mut sum = 0;
        let mut chosen = 0;
        for (j, job) in left.iter().enumerate() {
            sum += job.1;
            if sum > winner {
                chosen = j;
                break;
            }
        }
        turns.push(json!([winner, total, chosen]));
        let job = &mut left[chosen];
        job.0 = job.0.saturating_sub(setting.quantum);
        clock += setting.quantum;
        if job.0 == 0 {
            job.1 = 0;
            done.push(json!([chosen, clock]));
        }
    }
    let jobs: Vec<Value> = setting
        .jobs
        .iter()
        .map(|(length, tickets)| json!({"length": length, "tickets": tickets}))
        .collect();
    let args = json!({"jobs": jobs, "quantum": setting.quantum, "draws": setting.draws[..used]});
    (args, json!({"turns": turns, "done": done}))
}
