//! Opening a file of another tool in a worker: what the worker does, and what
//! it and the page say to each other.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::base::{Problem, Text};
pub use crate::formats::file::too_large;
use crate::formats::file::{Format, Opened};
use crate::formats::stream::open;
pub use crate::formats::stream::{Source, unreadable};

/// The build and the protocol's own number; both sides must have the same.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+open4");
/// More problems of a file are not told one by one.
pub const MOST_PROBLEMS: usize = 50;
/// The longest message, in bytes. The trace itself comes as bytes behind it.
pub const LONGEST: usize = 256 * 1024;

/// What was opened, besides the trace.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// What kind of file it was: `own`, `chrome`, `asyncflow`, `speedscope`, `firefox`,
    /// `perfetto`.
    pub format: String,
    /// What can be counted in it.
    pub facts: Map<String, Value>,
    /// What was wrong with it, the first [`MOST_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// How many bytes the packed trace has, which come next.
    pub bytes: u64,
}

/// From the worker to the page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FromWorker {
    /// How much of the file is read, in hundredths.
    Read(u8),
    /// The file is open; its trace, packed, is the next message.
    Open(Summary),
    /// There is nothing to show.
    Failed(Problem),
}

/// A message as text.
pub fn write(message: &FromWorker) -> String {
    // Nothing in it that JSON lacks; an empty text would be refused.
    serde_json::to_string(message).unwrap_or_default()
}

/// The message in a text; none if it is too long or not one.
pub fn read(text: &str) -> Option<FromWorker> {
    if text.len() > LONGEST {
        return None;
    }
    let message = serde_json::from_str(text).ok()?;
    let sane = match &message {
        FromWorker::Read(part) => *part <= 100,
        FromWorker::Open(summary) => summary.problems.len() <= MOST_PROBLEMS,
        FromWorker::Failed(_) => true,
    };
    sane.then_some(message)
}

/// Opens a file; says how far it is, then what is in it. Gives the packed
/// trace, if there is one.
pub fn run(file: &dyn Source, say: &mut dyn FnMut(&FromWorker)) -> Option<Vec<u8>> {
    match opened(file, say) {
        Ok(opened) => {
            let packed = opened.trace.pack();
            let problems = opened.problems.iter().take(MOST_PROBLEMS);
            say(&FromWorker::Open(Summary {
                format: key(opened.format).to_owned(),
                problems: problems.cloned().collect(),
                facts: opened.facts,
                bytes: packed.len() as u64,
            }));
            Some(packed)
        }
        Err(problem) => {
            say(&FromWorker::Failed(problem));
            None
        }
    }
}

fn opened(file: &dyn Source, say: &mut dyn FnMut(&FromWorker)) -> Result<Opened, Problem> {
    let mut last = 0;
    let mut watch = |part: f64| {
        let now = (part.clamp(0.0, 1.0) * 100.0) as u8;
        if now > last {
            last = now;
            say(&FromWorker::Read(now));
        }
        true
    };
    open(file, &mut watch)?.ok_or_else(|| {
        Problem::new(
            "file",
            Text::new("읽기가 멈췄습니다.", "Reading it was stopped."),
            Text::new("다시 열어 보세요.", "Open it again."),
        )
    })
}

fn key(format: Format) -> &'static str {
    match format {
        Format::Own => "own",
        Format::Chrome => "chrome",
        Format::AsyncFlow => "asyncflow",
        Format::Speedscope => "speedscope",
        Format::Firefox => "firefox",
        Format::Perfetto => "perfetto",
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::trace::Trace;
    use proptest::prelude::*;

    fn all(text: &str) -> (Vec<FromWorker>, Option<Vec<u8>>) {
        let mut said = Vec::new();
        let packed = run(&Vec::from(text), &mut |message| said.push(message.clone()));
        (said, packed)
    }

    #[test]
    fn a_file_is_told_and_its_trace_packed() {
        let events: Vec<String> = (0..40_000)
            .map(|n| format!("{{\"ph\":\"X\",\"name\":\"n\",\"ts\":{n},\"dur\":1}}"))
            .collect();
        let (said, packed) = all(&format!("[{},7]", events.join(",")));
        assert!(
            matches!(said.first(), Some(FromWorker::Read(1..100))),
            "{:?}",
            said.first()
        );
        let Some(FromWorker::Open(summary)) = said.last() else {
            panic!("{said:?}");
        };
        assert_eq!(summary.facts["slices_complete"], 40_000);
        assert_eq!(
            (summary.format.as_str(), summary.problems.len()),
            ("chrome", 1)
        );
        let packed = packed.unwrap();
        assert_eq!(summary.bytes, packed.len() as u64);
        assert_eq!(Trace::unpack(&packed).unwrap().slice_count(), 40_000);
        for message in said {
            assert_eq!(read(&write(&message)), Some(message));
        }
    }

    #[test]
    fn what_cannot_be_shown_is_a_problem() {
        let (said, packed) = all("{}");
        assert!(matches!(said.last(), Some(FromWorker::Failed(_))) && packed.is_none());
    }

    proptest! {
        #[test]
        fn garbage_is_refused(text in ".{0,200}") {
            prop_assert!(read(&text).is_none());
        }
    }
}
