//! The cache of a core: whose working set is in it.
//!
//! The rules are those of the homework simulator of Arpaci-Dusseau: Operating
//! Systems: Three Easy Pieces, chapter on multiprocessor scheduling. A job that
//! runs on a core warms that core's cache up: after so many ticks its working
//! set is in. From then on it runs faster there. What does not fit is dropped,
//! least recently warmed first (use does not refresh the order), and warms up
//! anew. A working set that is larger than the cache never gets in.

/// What all caches of a machine are like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CacheSettings {
    /// How much fits.
    pub size: u64,
    /// After so many ticks of running a working set is in.
    pub warm_up: u64,
    /// How much more is done in a tick then.
    pub warm_rate: u64,
}

/// The cache of one core. Jobs are numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cache {
    settings: CacheSettings,
    /// Job and working set, the most recently warmed first.
    warm: Vec<(usize, u64)>,
    /// Job, and the ticks that it still has to run.
    warming: Vec<(usize, u64)>,
}

impl Cache {
    /// A cold one.
    pub fn new(settings: CacheSettings) -> Cache {
        Cache {
            settings,
            warm: Vec::new(),
            warming: Vec::new(),
        }
    }

    /// Whether the job's working set is in.
    pub fn is_warm(&self, job: usize) -> bool {
        self.warm.iter().any(|(warm, _)| *warm == job)
    }

    /// The jobs whose working set is in, in the order of their numbers.
    pub fn warm(&self) -> Vec<usize> {
        let mut jobs: Vec<usize> = self.warm.iter().map(|(job, _)| *job).collect();
        jobs.sort_unstable();
        jobs
    }

    /// The job runs for a tick: how much it gets done.
    pub fn run(&mut self, job: usize, working_set: u64) -> u64 {
        if !self.is_warm(job) && !self.warming.iter().any(|(warming, _)| *warming == job) {
            if self.settings.warm_up == 0 {
                self.let_in(job, working_set);
            } else {
                self.warming.push((job, self.settings.warm_up));
            }
        }
        let rate = if self.is_warm(job) {
            self.settings.warm_rate
        } else {
            1
        };
        if let Some(place) = self.warming.iter().position(|(warming, _)| *warming == job) {
            let left = &mut self.warming[place].1;
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.warming.remove(place);
                self.let_in(job, working_set);
            }
        }
        rate
    }

    fn let_in(&mut self, job: usize, working_set: u64) {
        self.warm.insert(0, (job, working_set));
        while self.warm.iter().map(|(_, size)| size).sum::<u64>() > self.settings.size {
            let Some((dropped, _)) = self.warm.pop() else {
                break;
            };
            self.warming.push((dropped, self.settings.warm_up));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_warmed_is_dropped() {
        let mut cache = Cache::new(CacheSettings {
            size: 100,
            warm_up: 2,
            warm_rate: 3,
        });
        let rates = |cache: &mut Cache, job, size, ticks: usize| -> Vec<u64> {
            (0..ticks).map(|_| cache.run(job, size)).collect()
        };
        assert_eq!(rates(&mut cache, 0, 50, 3), [1, 1, 3]);
        assert_eq!(rates(&mut cache, 1, 50, 3), [1, 1, 3]);
        assert_eq!(cache.warm(), [0, 1]);
        // Job 0 runs again, which does not make it more recent.
        assert_eq!(rates(&mut cache, 0, 50, 1), [3]);
        assert_eq!(rates(&mut cache, 2, 50, 2), [1, 1]);
        assert_eq!(cache.warm(), [1, 2]);
        assert_eq!(rates(&mut cache, 0, 50, 3), [1, 1, 3]);
        assert_eq!(rates(&mut cache, 3, 101, 4), [1, 1, 1, 1]);
        assert!(cache.warm().is_empty());
    }
}
