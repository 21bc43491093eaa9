//! Running the document in a worker: what the page and the worker say to each
//! other. The page sends a document as text; the worker says how far it is and
//! then hands over the runs as bytes, their traces as they are.

use serde::{Deserialize, Serialize};

use super::bench::{self, Bench, Ran, RunFacts};
use super::packed::LONGEST;
use crate::base::{Problem, Text};
use crate::trace::Trace;

/// The build and the protocol's own number; both sides must have the same.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+machine2");
/// The longest text that the page takes, in bytes.
const LONGEST_TEXT: usize = 1024;

/// From the worker to the page, before the runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FromWorker {
    /// It runs the document.
    Running {
        /// Runs that are done.
        done: usize,
        /// Of how many.
        of: usize,
    },
}

/// A message as text.
pub fn write(message: &FromWorker) -> String {
    // Strings and integers only: nothing that JSON lacks.
    serde_json::to_string(message).unwrap_or_default()
}

/// The message in a text; none if it is too long or not one.
pub fn read(text: &str) -> Option<FromWorker> {
    let message = (text.len() <= LONGEST_TEXT).then(|| serde_json::from_str(text).ok())??;
    let FromWorker::Running { done, of } = &message;
    (done <= of).then_some(message)
}

/// The runs of a document that the page sent, packed.
pub fn run(text: &str, say: &mut dyn FnMut(&FromWorker)) -> Vec<u8> {
    let document = (text.len() <= LONGEST).then(|| serde_json::from_str(text).ok());
    let bench = match document.flatten() {
        Some(document) => bench::run(&document, &mut |done, of| {
            say(&FromWorker::Running { done, of });
        }),
        // The page sends what it holds as a document.
        None => Bench {
            problems: vec![Problem::new(
                "/",
                Text::new(
                    "문서로 읽을 수 없습니다.",
                    "It cannot be read as a document.",
                ),
                Text::new("페이지를 새로고침하세요.", "Reload the page."),
            )],
            ..Bench::default()
        },
    };
    pack(&bench)
}

/// What is said of runs besides their traces.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    title: Option<Text>,
    about: Option<Text>,
    runs: Vec<(Text, Option<RunFacts>)>,
    problems: Vec<Problem>,
    has_deadlines: bool,
}

/// Runs as bytes: each piece behind its length, first what is said of them,
/// then the traces.
pub fn pack(bench: &Bench) -> Vec<u8> {
    let facts = |(name, ran): &(Text, Option<Ran>)| {
        (name.clone(), ran.as_ref().map(|ran| ran.facts.clone()))
    };
    let told = Told {
        title: bench.title.clone(),
        about: bench.about.clone(),
        runs: bench.runs.iter().map(facts).collect(),
        problems: bench.problems.clone(),
        has_deadlines: bench.has_deadlines,
    };
    let mut bytes = Vec::new();
    let mut put = |piece: &[u8]| {
        bytes.extend((piece.len() as u64).to_le_bytes());
        bytes.extend(piece);
    };
    put(&serde_json::to_vec(&told).unwrap_or_default());
    for (_, ran) in &bench.runs {
        if let Some(ran) = ran {
            put(&ran.trace.pack());
        }
    }
    bytes
}

/// The runs in bytes; none if these are not such bytes.
pub fn unpack(bytes: &[u8]) -> Option<Bench> {
    let mut rest = bytes;
    let mut next = || {
        let (length, behind) = rest.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (piece, behind) = behind.split_at_checked(length)?;
        rest = behind;
        Some(piece)
    };
    let told: Told = serde_json::from_slice(next()?).ok()?;
    let mut runs = Vec::new();
    for (name, facts) in told.runs {
        let ran = match facts {
            None => None,
            Some(facts) => Some(Ran {
                trace: fitting(Trace::unpack(next()?)?, &facts)?.into(),
                facts,
            }),
        };
        runs.push((name, ran));
    }
    rest.is_empty().then_some(Bench {
        title: told.title,
        about: told.about,
        runs,
        problems: told.problems,
        has_deadlines: told.has_deadlines,
    })
}

/// The trace, if it has all lanes that are named.
fn fitting(trace: Trace, facts: &RunFacts) -> Option<Trace> {
    let has = |lane| trace.tracks().get(lane).is_some();
    facts.lanes.iter().all(|&lane| has(lane)).then_some(trace)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::scenario::presets::Preset;
    use proptest::prelude::*;

    #[track_caller]
    fn comes_back(text: &str) -> Bench {
        let bench = bench::run(&serde_json::from_str(text).unwrap(), &mut |_, _| {});
        let back = unpack(&run(text, &mut |_| {})).expect("what was packed");
        assert_eq!(
            (&back.title, &back.about, &back.problems, back.has_deadlines),
            (
                &bench.title,
                &bench.about,
                &bench.problems,
                bench.has_deadlines
            )
        );
        assert_eq!(back.runs.len(), bench.runs.len());
        for ((name, ran), (was, had)) in back.runs.iter().zip(&bench.runs) {
            assert_eq!(name, was);
            let both = |ran: &Option<Ran>| {
                let ran = ran.as_ref()?;
                Some((ran.facts.clone(), ran.trace.pack()))
            };
            assert_eq!(both(ran), both(had));
        }
        back
    }

    #[test]
    fn runs_come_back_as_they_were() {
        for preset in Preset::all() {
            comes_back(preset.text);
        }
        comes_back(
            r#"{"version": 1, "policies": ["fifo", "nonsense"], "jobs": [{"program": "spin"}]}"#,
        );
        comes_back("{}");
    }

    #[test]
    fn it_says_how_far_it_is() {
        let mut said = Vec::new();
        let text = r#"{"version": 1, "policies": ["fifo", "lifo", "srtf"], "jobs": [{"name": "A", "program": "cpu 1"}]}"#;
        run(text, &mut |message| said.push(message.clone()));
        let running = |done| FromWorker::Running { done, of: 3 };
        assert_eq!(said, [running(0), running(1), running(2)]);
        for message in said {
            assert_eq!(read(&write(&message)), Some(message));
        }
        assert_eq!(read(&write(&FromWorker::Running { done: 4, of: 3 })), None);
    }

    #[test]
    fn what_is_no_document_is_told() {
        let bench = unpack(&run("{", &mut |_| {})).unwrap();
        assert_eq!(bench.problems.len(), 1);
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_refused_or_harmless(cut in 0_usize..4000, at in 0_usize..4000, bit in 0_u8..8) {
            let text = r#"{"version": 1, "jobs": [{"name": "A", "program": "cpu 1; io disk 2; cpu 1"}]}"#;
            let whole = run(text, &mut |_| {});
            let short = &whole[..cut.min(whole.len() - 1)];
            prop_assert!(unpack(short).is_none());
            let mut flipped = whole.clone();
            let at = at % whole.len();
            flipped[at] ^= 1 << bit;
            let _ = unpack(&flipped);
        }
    }
}
