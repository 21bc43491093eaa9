//! Drawing jobs from a seed.

use super::{JobSpec, Length, RandomSpec, Scenario};
use crate::base::Random;

/// A number of a range that holds both of its ends.
fn within(random: &mut Random, (least, most): (u64, u64)) -> u64 {
    least + random.below(most.saturating_sub(least).saturating_add(1))
}

impl RandomSpec {
    /// So many jobs of one burst of 1 to 10 units, which arrive within the first
    /// 20 units.
    pub fn new(count: u32) -> RandomSpec {
        RandomSpec {
            count,
            name: "R".into(),
            seed: 1,
            arrival: (0, 20),
            bursts: (1, 1),
            burst: (1, 10),
            device: None,
            io: (1, 10),
            priority: (0, 0),
        }
    }

    /// So many jobs of which some use a disk between two bursts, with priorities
    /// from 1 to 5.
    pub fn mixed(count: u32, seed: u64) -> RandomSpec {
        RandomSpec {
            seed,
            arrival: (0, 12),
            bursts: (1, 2),
            burst: (1, 10),
            device: Some("disk".into()),
            io: (2, 8),
            priority: (1, 5),
            ..RandomSpec::new(count)
        }
    }

    /// The jobs, the same for the same seed. They are drawn one after the other,
    /// so that a larger number of jobs begins with those of a smaller one.
    pub fn jobs(&self) -> Vec<JobSpec> {
        let mut random = Random::new(self.seed);
        (0..self.count).map(|n| self.job(n, &mut random)).collect()
    }

    fn job(&self, n: u32, random: &mut Random) -> JobSpec {
        let arrival = within(random, self.arrival);
        let priority = within(random, self.priority);
        let mut program = String::new();
        for burst in 0..within(random, self.bursts) {
            if burst > 0 {
                let length = within(random, self.io);
                program += &match &self.device {
                    Some(device) => format!("; io {device} {length}; "),
                    None => format!("; sleep {length}; "),
                };
            }
            program += &format!("cpu {}", within(random, self.burst));
        }
        JobSpec {
            priority: i32::try_from(priority).unwrap_or(i32::MAX),
            ..JobSpec::new(format!("{}{n}", self.name), Length::plain(arrival), program)
        }
    }
}

impl Scenario {
    /// All jobs: those of the list, and behind them those that are drawn.
    pub fn all_jobs(&self) -> Vec<JobSpec> {
        let drawn = self.random.iter().flat_map(RandomSpec::jobs);
        self.jobs.iter().cloned().chain(drawn).collect()
    }
}
