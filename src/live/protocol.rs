//! What the page and a worker say to each other: short JSON, checked on both sides.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The build and the protocol's own number; both sides must have the same.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+1");

/// The longest message, in bytes.
pub const LONGEST: usize = 64 * 1024;
/// The most steps in a job.
pub const MOST_STEPS: usize = 64;
/// The longest address or detail, in bytes.
const LONGEST_WORDS: usize = 4096;
/// Later than any time of a live run, in nanoseconds: a month.
const LATEST: u64 = 31 * 24 * 3_600 * 1_000_000_000;

/// A part of a job, as a worker does it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Step {
    /// So many iterations of the work.
    Compute {
        /// How many.
        iterations: u64,
    },
    /// A synchronous request: the call returns when the whole answer is there.
    Request {
        /// The absolute address.
        url: String,
    },
    /// A blocking sleep.
    Sleep {
        /// How long.
        nanos: u64,
    },
}

/// From the page to a worker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ToWorker {
    /// What time is it there?
    Ping {
        /// Comes back in the answer.
        round: u32,
    },
    /// Measure the clock's step and the rate of work.
    Calibrate,
    /// Do a job.
    Run {
        /// Its number in the experiment.
        job: u32,
        /// Its parts, in order.
        steps: Vec<Step>,
    },
}

/// What a worker did in a stretch of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Activity {
    /// It computed.
    Compute,
    /// It was in a synchronous request.
    Request,
    /// It was in a blocking sleep.
    Sleep,
}

/// A stretch of time that a worker recorded itself, on its own clock: its kind,
/// its beginning and its end in nanoseconds.
pub type Stretch = (Activity, u64, u64);

/// From a worker to the page. Times are nanoseconds since the worker's `timeOrigin`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FromWorker {
    /// It has loaded and can be spoken to.
    Ready {
        /// Its [`VERSION`].
        version: String,
        /// Its `performance.timeOrigin`, in whole microseconds since the Unix
        /// epoch. No message has a fraction: the code that reads and writes
        /// those would be a third of the worker.
        time_origin: u64,
    },
    /// The answer to [`ToWorker::Ping`].
    Pong {
        /// The number in the question.
        round: u32,
        /// The worker's time.
        at: u64,
    },
    /// The answer to [`ToWorker::Calibrate`].
    Calibrated {
        /// Iterations of the work in a millisecond.
        iterations_per_ms: u64,
        /// The smallest step of its clock, in nanoseconds.
        resolution: u64,
    },
    /// It has begun the job.
    Began {
        /// Its number.
        job: u32,
        /// When.
        at: u64,
    },
    /// It has done the job.
    Done {
        /// Its number.
        job: u32,
        /// What it did, in the order of time.
        stretches: Vec<Stretch>,
        /// The result of the work, which proves that it was done.
        result: u64,
    },
    /// A step of the job failed.
    Failed {
        /// The job's number; none if the message could not be read.
        job: Option<u32>,
        /// The browser's words.
        detail: String,
    },
}

/// A message that means something; others are refused.
pub trait Message: Serialize + DeserializeOwned {
    /// Whether its values are possible.
    fn is_sane(&self) -> bool;
}

impl Message for ToWorker {
    fn is_sane(&self) -> bool {
        match self {
            ToWorker::Ping { .. } | ToWorker::Calibrate => true,
            ToWorker::Run { steps, .. } => {
                steps.len() <= MOST_STEPS && steps.iter().all(Step::is_sane)
            }
        }
    }
}

impl Step {
    fn is_sane(&self) -> bool {
        match self {
            Step::Compute { .. } => true,
            Step::Request { url } => url.len() <= LONGEST_WORDS,
            Step::Sleep { nanos } => *nanos <= LATEST,
        }
    }
}

impl Message for FromWorker {
    fn is_sane(&self) -> bool {
        match self {
            FromWorker::Ready { version, .. } => version.len() <= LONGEST_WORDS,
            FromWorker::Pong { at, .. } | FromWorker::Began { at, .. } => *at <= LATEST,
            FromWorker::Calibrated {
                iterations_per_ms,
                resolution,
            } => *iterations_per_ms > 0 && *resolution <= LATEST,
            FromWorker::Done { stretches, .. } => in_order(stretches),
            FromWorker::Failed { detail, .. } => detail.len() <= LONGEST_WORDS,
        }
    }
}

/// Whether the stretches are few, and none ends before it begins or begins before another's end.
fn in_order(stretches: &[Stretch]) -> bool {
    let mut last = 0;
    stretches.len() <= MOST_STEPS
        && stretches.iter().all(|&(_, start, end)| {
            let follows = last <= start && start <= end && end <= LATEST;
            last = end;
            follows
        })
}

/// A message as text.
pub fn write(message: &impl Message) -> String {
    // Strings, integers and finite numbers only: nothing that JSON lacks. An
    // empty text is no message, so the other side would refuse it.
    serde_json::to_string(message).unwrap_or_default()
}

/// The message in a text; none if it is too long, not one, or impossible.
pub fn read<M: Message>(text: &str) -> Option<M> {
    if text.len() > LONGEST {
        return None;
    }
    serde_json::from_str(text).ok().filter(M::is_sane)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn samples() -> Vec<FromWorker> {
        vec![
            FromWorker::Ready {
                version: VERSION.into(),
                time_origin: 1_760_000_000_000_000,
            },
            FromWorker::Pong { round: 3, at: 17 },
            FromWorker::Calibrated {
                iterations_per_ms: 400_000,
                resolution: 5_000,
            },
            FromWorker::Began { job: 2, at: 5 },
            FromWorker::Done {
                job: 2,
                stretches: vec![(Activity::Compute, 5, 9), (Activity::Request, 9, 30)],
                result: u64::MAX,
            },
            FromWorker::Failed {
                job: None,
                detail: "고장 \"net\"".into(),
            },
        ]
    }

    #[test]
    fn every_message_comes_back_as_it_was_sent() {
        for message in samples() {
            assert_eq!(read::<FromWorker>(&write(&message)), Some(message));
        }
        let run = ToWorker::Run {
            job: 1,
            steps: vec![
                Step::Compute { iterations: 1 },
                Step::Request {
                    url: "http://a/?q=1".into(),
                },
                Step::Sleep { nanos: 5 },
            ],
        };
        for message in [run, ToWorker::Calibrate, ToWorker::Ping { round: 0 }] {
            assert_eq!(read::<ToWorker>(&write(&message)), Some(message));
        }
    }

    #[test]
    fn impossible_messages_are_refused() {
        let late = u64::MAX;
        for message in [
            FromWorker::Done {
                job: 0,
                stretches: vec![(Activity::Compute, 9, 5)],
                result: 0,
            },
            FromWorker::Done {
                job: 0,
                stretches: vec![(Activity::Compute, 0, 9), (Activity::Sleep, 8, 10)],
                result: 0,
            },
            FromWorker::Done {
                job: 0,
                stretches: vec![(Activity::Compute, 0, late)],
                result: 0,
            },
            FromWorker::Done {
                job: 0,
                stretches: vec![(Activity::Compute, 0, 0); MOST_STEPS + 1],
                result: 0,
            },
            FromWorker::Calibrated {
                iterations_per_ms: 0,
                resolution: 1,
            },
            FromWorker::Pong { round: 0, at: late },
            FromWorker::Failed {
                job: None,
                detail: "x".repeat(5_000),
            },
        ] {
            assert_eq!(read::<FromWorker>(&write(&message)), None, "{message:?}");
        }
        for text in [
            "",
            "null",
            "{}",
            "[]",
            "\"Calibrate",
            "{\"Ping\":{\"round\":-1}}",
            "{\"Ping\":{\"round\":1,\"more\":2}}",
            "{\"Ping\":{\"round\":1}} x",
        ] {
            assert_eq!(read::<ToWorker>(text), None, "{text}");
        }
        let spaces = " ".repeat(LONGEST);
        assert_eq!(read::<ToWorker>(&format!("\"Calibrate\"{spaces}")), None);
    }

    proptest! {
        #[test]
        fn garbage_is_refused_without_a_panic(text in ".{0,400}") {
            prop_assert!(read::<FromWorker>(&text).is_none());
        }

        #[test]
        fn a_damaged_message_is_refused_or_still_sane(
            which in 0usize..6, at in any::<prop::sample::Index>(), with in any::<char>(),
        ) {
            let mut text: Vec<char> = write(&samples()[which]).chars().collect();
            let at = at.index(text.len());
            text[at] = with;
            let text: String = text.into_iter().collect();
            if let Some(message) = read::<FromWorker>(&text) {
                prop_assert!(message.is_sane());
            }
        }
    }
}
