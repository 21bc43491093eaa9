//! What the page and a worker say to each other: a line of words, checked on
//! both sides. Numbers are decimal digits; a text of any kind stands last and
//! is all the rest. (JSON and its errors would be a third of the worker.)

use std::fmt::Write;
use std::str::FromStr;

/// The build and the protocol's own number; both sides must have the same.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+2");

/// The longest message, in bytes.
pub const LONGEST: usize = 64 * 1024;
/// The most steps in a job.
pub const MOST_STEPS: usize = 64;
/// The longest address or detail, in bytes.
const LONGEST_WORDS: usize = 4096;
/// Later than any time of a live run, in nanoseconds: a month.
const LATEST: u64 = 31 * 24 * 3_600 * 1_000_000_000;

/// A part of a job, as a worker does it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// So many iterations of the work.
    Compute {
        /// How many.
        iterations: u64,
    },
    /// A synchronous request: the call returns when the whole answer is there.
    Request {
        /// The absolute address; without blanks, as such addresses are.
        url: String,
    },
    /// A blocking sleep.
    Sleep {
        /// How long.
        nanos: u64,
    },
}

/// From the page to a worker.
#[derive(Clone, PartialEq, Eq, Debug)]
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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
#[derive(Clone, PartialEq, Debug)]
pub enum FromWorker {
    /// It has loaded and can be spoken to.
    Ready {
        /// Its [`VERSION`].
        version: String,
        /// Its `performance.timeOrigin`, in whole microseconds since the Unix
        /// epoch.
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
pub trait Message: Sized {
    /// Whether its values are possible.
    fn is_sane(&self) -> bool;
    /// The message as a line.
    fn line(&self) -> String;
    /// The message that these words are, whatever its values.
    fn of(words: &mut Words<'_>) -> Option<Self>;
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

    fn line(&self) -> String {
        match self {
            ToWorker::Ping { round } => format!("ping {round}"),
            ToWorker::Calibrate => "calibrate".into(),
            ToWorker::Run { job, steps } => {
                let mut line = format!("run {job}");
                for step in steps {
                    // Writing into a string does not fail.
                    let _ = match step {
                        Step::Compute { iterations } => write!(line, " compute {iterations}"),
                        Step::Request { url } => write!(line, " request {url}"),
                        Step::Sleep { nanos } => write!(line, " sleep {nanos}"),
                    };
                }
                line
            }
        }
    }

    fn of(words: &mut Words<'_>) -> Option<ToWorker> {
        Some(match words.word()? {
            "ping" => ToWorker::Ping {
                round: words.number()?,
            },
            "calibrate" => ToWorker::Calibrate,
            "run" => ToWorker::Run {
                job: words.number()?,
                steps: words.list(Step::of)?,
            },
            _ => return None,
        })
    }
}

impl Step {
    fn is_sane(&self) -> bool {
        match self {
            Step::Compute { .. } => true,
            Step::Request { url } => (1..=LONGEST_WORDS).contains(&url.len()) && !url.contains(' '),
            Step::Sleep { nanos } => *nanos <= LATEST,
        }
    }

    fn of(words: &mut Words<'_>) -> Option<Step> {
        Some(match words.word()? {
            "compute" => Step::Compute {
                iterations: words.number()?,
            },
            "request" => Step::Request {
                url: words.word()?.to_owned(),
            },
            "sleep" => Step::Sleep {
                nanos: words.number()?,
            },
            _ => return None,
        })
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

    fn line(&self) -> String {
        match self {
            FromWorker::Ready {
                version,
                time_origin,
            } => format!("ready {time_origin} {version}"),
            FromWorker::Pong { round, at } => format!("pong {round} {at}"),
            FromWorker::Calibrated {
                iterations_per_ms,
                resolution,
            } => format!("calibrated {iterations_per_ms} {resolution}"),
            FromWorker::Began { job, at } => format!("began {job} {at}"),
            FromWorker::Done {
                job,
                stretches,
                result,
            } => {
                let mut line = format!("done {job} {result}");
                for (activity, start, end) in stretches {
                    let _ = write!(line, " {} {start} {end}", activity.word());
                }
                line
            }
            FromWorker::Failed { job, detail } => match job {
                Some(job) => format!("failed {job} {detail}"),
                None => format!("failed - {detail}"),
            },
        }
    }

    fn of(words: &mut Words<'_>) -> Option<FromWorker> {
        Some(match words.word()? {
            "ready" => FromWorker::Ready {
                time_origin: words.number()?,
                version: words.rest()?,
            },
            "pong" => FromWorker::Pong {
                round: words.number()?,
                at: words.number()?,
            },
            "calibrated" => FromWorker::Calibrated {
                iterations_per_ms: words.number()?,
                resolution: words.number()?,
            },
            "began" => FromWorker::Began {
                job: words.number()?,
                at: words.number()?,
            },
            "done" => FromWorker::Done {
                job: words.number()?,
                result: words.number()?,
                stretches: words.list(|words| {
                    let activity = Activity::of(words.word()?)?;
                    Some((activity, words.number()?, words.number()?))
                })?,
            },
            "failed" => FromWorker::Failed {
                job: match words.word()? {
                    "-" => None,
                    job => Some(number(job)?),
                },
                detail: words.rest()?,
            },
            _ => return None,
        })
    }
}

impl Activity {
    const ALL: [Activity; 3] = [Activity::Compute, Activity::Request, Activity::Sleep];

    fn word(self) -> &'static str {
        match self {
            Activity::Compute => "compute",
            Activity::Request => "request",
            Activity::Sleep => "sleep",
        }
    }

    fn of(word: &str) -> Option<Activity> {
        Activity::ALL.into_iter().find(|a| a.word() == word)
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

/// The words of a line that have not been read: parted by one blank each.
pub struct Words<'a>(Option<&'a str>);

impl<'a> Words<'a> {
    fn word(&mut self) -> Option<&'a str> {
        let rest = self.0?;
        let (word, rest) = match rest.split_once(' ') {
            Some((word, rest)) => (word, Some(rest)),
            None => (rest, None),
        };
        self.0 = rest;
        Some(word)
    }

    fn number<N: FromStr>(&mut self) -> Option<N> {
        number(self.word()?)
    }

    /// Everything up to the end.
    fn rest(&mut self) -> Option<String> {
        self.0.take().map(str::to_owned)
    }

    /// Items up to the end; none if there are too many.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        while self.0.is_some() {
            if items.len() == MOST_STEPS {
                return None;
            }
            items.push(item(self)?);
        }
        Some(items)
    }
}

/// A number of nothing but digits.
fn number<N: FromStr>(word: &str) -> Option<N> {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| digits)
}

/// A message as text.
pub fn write(message: &impl Message) -> String {
    message.line()
}

/// The message in a text; none if it is too long, not one, or impossible.
pub fn read<M: Message>(text: &str) -> Option<M> {
    if text.len() > LONGEST {
        return None;
    }
    let mut words = Words(Some(text));
    let message = M::of(&mut words).filter(M::is_sane);
    message.filter(|_| words.0.is_none())
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
            " ",
            "ping",
            "ping -1",
            "ping +1",
            "ping 1 2",
            "ping  1",
            "ping 1 ",
            "ping 4294967296",
            "calibrate ",
            "run 1 ",
            "run 1 compute",
            "run 1 request ",
            "Calibrate",
        ] {
            assert_eq!(read::<ToWorker>(text), None, "{text}");
        }
        let spaces = " ".repeat(LONGEST);
        assert_eq!(read::<ToWorker>(&format!("calibrate{spaces}")), None);
    }

    proptest! {
        #[test]
        fn garbage_is_refused_without_a_panic(text in ".{0,400}") {
            prop_assert!(read::<FromWorker>(&text).is_none());
        }

        #[test]
        fn whatever_a_text_holds_it_comes_back(detail in ".{0,200}", job: Option<u32>) {
            let message = FromWorker::Failed { job, detail };
            prop_assert_eq!(read::<FromWorker>(&write(&message)), Some(message));
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
