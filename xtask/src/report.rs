//! Adding up what passed and what failed.

use std::fmt;
use std::ops::AddAssign;
use std::time::Duration;

/// How many checks or tests ended in which way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    /// One line for each that was skipped: which, and why.
    pub skipped: Vec<String>,
}

impl Tally {
    /// One check.
    pub fn one(passed: bool) -> Tally {
        Tally {
            passed: usize::from(passed),
            failed: usize::from(!passed),
            skipped: Vec::new(),
        }
    }

    /// How many there were, skipped ones aside.
    pub fn run(&self) -> usize {
        self.passed + self.failed
    }

    /// Counts one more failure if nothing has failed so far: for a program
    /// that says it failed without naming a test.
    pub fn at_least_one_failed(mut self) -> Tally {
        self.failed = self.failed.max(1);
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped.extend(other.skipped);
    }
}

/// "3 passed, 0 failed", and how many were skipped if any were.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        match self.skipped.len() {
            0 => Ok(()),
            n => write!(f, ", {n} skipped"),
        }
    }
}

/// A duration for people.
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_ones_are_named_only_if_there_are_any() {
        let mut all = Tally::one(true);
        all += Tally::one(false);
        assert_eq!(all.to_string(), "1 passed, 1 failed");
        all.skipped.push("sleep: no clock".into());
        assert_eq!(all.to_string(), "1 passed, 1 failed, 1 skipped");
    }
}
