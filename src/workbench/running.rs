//! Running a program in a worker: what the page and the worker say to each
//! other. The page sends a program; the worker says how far it is and then hands
//! over what happened as bytes.

use std::cell::RefCell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::exploring::{Limits, Report, replayed, search};
use super::packing::pack;
use super::settings::Settings;
use crate::base::{Dur, Problem, Text, Time};
use crate::python::compile;
use crate::python::machine::{self, Bound, Place, Printed, Ran, Watcher};
use crate::python::source::Source;
use crate::trace::{Trace, TrackId};

/// The build and the protocol's own number; both sides must have the same.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+python4");
/// The longest program that is run, in bytes.
pub const LONGEST_SOURCE: usize = 128 * 1024;
/// More output than this is not kept, in bytes.
pub const MOST_OUTPUT: usize = 1024 * 1024;
/// What a program is called, in tracebacks and in `sys.argv`.
pub const NAME: &str = "program.py";
/// The longest text that the page takes, in bytes.
const LONGEST_TEXT: usize = 1 << 20;
/// The longest sentence about what is wrong, in characters.
const LONGEST_SENTENCE: usize = 300;

/// From the page to the worker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ToWorker {
    /// Run a program; the answer is what happened, in bytes.
    Run(Ask),
    /// Run it along a schedule; the answer is the same.
    Replay(Ask, String),
    /// Look for what else it could print; the answers are
    /// [`FromWorker::Explored`], the last of which has an end.
    Explore(Ask, Limits),
    /// Only look whether a program can be run; the answer is
    /// [`FromWorker::Checked`].
    Check(String),
}

/// What is to be run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What the program is called.
    pub name: String,
    /// The program.
    pub source: String,
    /// How.
    pub settings: Settings,
}

/// From the worker to the page, before what happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FromWorker {
    /// It runs the program.
    Running {
        /// Instructions so far.
        instructions: u64,
        /// The machine's clock.
        now: Time,
    },
    /// It has looked at a program.
    Checked(Option<Wrong>),
    /// What it has found so far of what a program could print.
    Explored(Box<Report>),
}

/// Why a text is no program, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    /// The line, from 1.
    pub line: u32,
    /// Where it begins in the line, in bytes from 0.
    pub start: u32,
    /// Where it ends there; the same as `start` if only that is known.
    pub end: u32,
    /// The name of Python's error and what it says.
    pub sentence: String,
}

/// A message as text.
pub fn write<M: Serialize>(message: &M) -> String {
    // Strings and integers only: nothing that JSON lacks.
    serde_json::to_string(message).unwrap_or_default()
}

/// The message in a text; none if it is too long or not one.
pub fn read(text: &str) -> Option<FromWorker> {
    (text.len() <= LONGEST_TEXT).then(|| serde_json::from_str(text).ok())?
}

/// Where a piece of text came from or went to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
    /// Standard input: a line that the program read.
    In,
}

/// A piece of text that a program wrote, or read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// When.
    pub at: Time,
    /// On which lane.
    pub lane: TrackId,
    /// Where.
    pub stream: Stream,
    /// What.
    pub text: String,
}

/// What happened, besides the trace.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Why it was not run.
    pub problems: Vec<Problem>,
    /// Why it is no program.
    pub wrong: Option<Wrong>,
    /// The exit code; none if the program was stopped, or waits for ever.
    pub code: Option<i32>,
    /// Whether threads wait for each other, or for what never comes.
    pub is_stuck: bool,
    /// Whether it was stopped for having executed too many instructions.
    pub over_budget: bool,
    /// Whether the schedule along which it ran could be followed to its end;
    /// none if it did not run along one.
    pub followed: Option<bool>,
    /// The bound that it was stopped at, if at one.
    pub stopped: Option<Bound>,
    /// Instructions of all threads.
    pub instructions: u64,
    /// What it wrote, in the order of time.
    pub output: Vec<Said>,
    /// Whether it wrote more than is kept.
    pub cut: bool,
    /// The functions that lanes were in.
    pub(crate) functions: Vec<String>,
}

/// What happened.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Besides the trace.
    pub told: Told,
    /// The trace; none if it was not run.
    pub trace: Option<Trace>,
    /// Where each lane stood, in the order of time.
    pub places: Vec<Place>,
}

/// What the worker answers.
pub enum Answer {
    /// A text.
    Text(FromWorker),
    /// What happened, packed.
    Bytes(Vec<u8>),
    /// Everything has been told.
    Nothing,
}

/// Does what the page sent. `now` is the time since any fixed moment; `say` is
/// told what is to be known before the answer.
pub fn answer(
    text: &str,
    now: &mut dyn FnMut() -> Dur,
    mut say: impl FnMut(&FromWorker) + 'static,
) -> Answer {
    match serde_json::from_str(text) {
        Ok(ToWorker::Check(source)) => Answer::Text(FromWorker::Checked(check(&source))),
        Ok(ToWorker::Replay(ask, way)) => Answer::Bytes(pack(&replayed(&ask, &way))),
        Ok(ToWorker::Explore(ask, limits)) => {
            search(&ask, limits, now, |report| {
                say(&FromWorker::Explored(Box::new(report)))
            });
            Answer::Nothing
        }
        Ok(ToWorker::Run(ask)) => Answer::Bytes(pack(&happened(&ask, say))),
        Err(_) => Answer::Bytes(pack(&refused(vec![too_long()]))),
    }
}

/// Why a program of more than [`LONGEST_SOURCE`] is not run.
pub fn too_long() -> Problem {
    Problem::new(
        "program",
        Text::new(
            "프로그램이 너무 길어 실행하지 않습니다.",
            "The program is too long to be run.",
        ),
        Text::new("128 KB까지 실행합니다.", "Up to 128 KB are run."),
    )
}

/// Why a text is no program; none if it is one.
pub fn check(text: &str) -> Option<Wrong> {
    if text.len() > LONGEST_SOURCE {
        return None;
    }
    let source = Source::new(NAME, text, false);
    let error = compile::module(&source).err()?;
    let (line, start) = source.place(error.start);
    let (last, end) = source.place(error.end);
    let length = source.line(line).map_or(0, str::len) as u32;
    // At the end of the text, the last line that says something is meant.
    let said = (text.trim_end().matches('\n').count() + 1) as u32;
    let sentence = format!("{}: {}", error.class, error.message);
    Some(Wrong {
        line: line.min(said),
        start: if line > said { 0 } else { start.min(length) },
        end: match () {
            () if line > said => 0,
            () if last == line => end.min(length),
            () => length,
        },
        sentence: sentence.chars().take(LONGEST_SENTENCE).collect(),
    })
}

/// What happened where a program was not run.
pub(super) fn refused(problems: Vec<Problem>) -> Happened {
    Happened {
        told: Told {
            problems,
            ..Told::default()
        },
        trace: None,
        places: Vec::new(),
    }
}

/// What a program wrote and read, as it did.
#[derive(Clone, Default)]
pub(super) struct Gathered(Rc<RefCell<(Vec<Said>, usize)>>);

impl Gathered {
    fn printed(&self, printed: &Printed) {
        let stream = match printed.error {
            true => Stream::Err,
            false => Stream::Out,
        };
        self.keep((printed.at, printed.lane, stream), &printed.text);
    }

    fn keep(&self, said: (Time, TrackId, Stream), text: &str) {
        keep(&mut self.0.borrow_mut(), said, text);
    }

    /// What is told of a run that is over.
    pub fn told(&self, source: &str, ran: &Ran) -> Told {
        let (output, length) = self.0.take();
        Told {
            wrong: check(source),
            code: ran.code.filter(|_| ran.stopped.is_none()),
            is_stuck: ran.is_stuck(),
            over_budget: ran.over_budget,
            stopped: ran.stopped,
            instructions: ran.instructions,
            output,
            cut: length > MOST_OUTPUT,
            ..Told::default()
        }
    }
}

/// Gathers what a program prints.
pub(super) fn gathered() -> (Gathered, impl FnMut(&Printed) + 'static) {
    let gathered = Gathered::default();
    let sink = gathered.clone();
    (gathered, move |printed: &Printed| sink.printed(printed))
}

/// Keeps what a program writes, and says how far it is.
struct Looking<S> {
    output: Gathered,
    say: S,
}

impl<S: FnMut(&FromWorker)> Watcher for Looking<S> {
    fn printed(&mut self, printed: &Printed) {
        self.output.printed(printed);
    }

    fn read(&mut self, at: Time, lane: TrackId, line: &str) {
        self.output
            .keep((at, lane, Stream::In), &format!("{line}\n"));
    }

    fn went_on(&mut self, instructions: u64, now: Time) {
        (self.say)(&FromWorker::Running { instructions, now });
    }
}

/// Runs a program. While it runs, `say` is told how far it is.
pub fn happened(ask: &Ask, say: impl FnMut(&FromWorker) + 'static) -> Happened {
    if ask.source.len() > LONGEST_SOURCE {
        return refused(vec![too_long()]);
    }
    let output = Gathered::default();
    let watcher = Looking {
        output: output.clone(),
        say,
    };
    let settings = ask.settings.machine(&ask.name);
    let ran = match machine::watch(&ask.name, &ask.source, &settings, watcher) {
        Ok(ran) => ran,
        Err(problems) => return refused(problems),
    };
    Happened {
        told: output.told(&ask.source, &ran),
        trace: Some(ran.run.trace),
        places: ran.places,
    }
}

/// A program that does a little of what most do.
const USUAL: &str = "import threading, time\n\
    thread = threading.Thread(target=time.sleep, args=(1,))\n\
    thread.start()\n\
    thread.join()\n\
    print(f'{time.perf_counter():.1f}')\n";

/// Runs a small program, of which nothing is left: browsers make code ready when
/// it first runs, and modules are compiled when they are first imported. A worker
/// does it while the page is still on its way.
pub fn warm_up() {
    let ask = Ask {
        name: NAME.to_owned(),
        source: USUAL.to_owned(),
        settings: Settings::default(),
    };
    let _ = pack(&happened(&ask, |_| {}));
}

/// Keeps what was written or read, as far as there is room; counts all of it.
fn keep(
    (said, length): &mut (Vec<Said>, usize),
    (at, lane, stream): (Time, TrackId, Stream),
    text: &str,
) {
    let room = MOST_OUTPUT.saturating_sub(*length);
    *length += text.len();
    let text = match text.len() <= room {
        true => text,
        false => {
            let end = (0..=room).rev().find(|&at| text.is_char_boundary(at));
            &text[..end.unwrap_or(0)]
        }
    };
    if text.is_empty() {
        return;
    }
    // Pieces of a line that one print writes are one.
    if let Some(last) = said.last_mut()
        && (last.at, last.lane, last.stream) == (at, lane, stream)
    {
        last.text.push_str(text);
        return;
    }
    said.push(Said {
        at,
        lane,
        stream,
        text: text.to_owned(),
    });
}

/// What was written and read, as rows: a piece that goes on with a line that is
/// not at its end stands in that line's row.
pub fn rows(output: &[Said]) -> Vec<&[Said]> {
    let mut rows = Vec::new();
    let mut begin = 0;
    for (i, said) in output.iter().enumerate() {
        if said.text.ends_with('\n') || i + 1 == output.len() {
            rows.push(&output[begin..=i]);
            begin = i + 1;
        }
    }
    rows
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::workbench::examples;
    use proptest::prelude::*;

    fn ask(source: &str) -> Ask {
        Ask {
            name: "program.py".to_owned(),
            source: source.to_owned(),
            settings: Settings::default(),
        }
    }

    fn written(happened: &Happened, stream: Stream) -> String {
        let of = |said: &&Said| said.stream == stream;
        let said = happened.told.output.iter().filter(of);
        said.map(|said| said.text.as_str()).collect()
    }

    #[test]
    fn output_is_kept_apart_and_bounded() {
        let happened = happened(
            &ask("import sys\nprint('out')\nprint('err', file=sys.stderr)\nraise SystemExit(3)\n"),
            |_| {},
        );
        assert_eq!(written(&happened, Stream::Out), "out\n");
        assert_eq!(written(&happened, Stream::Err), "err\n");
        assert_eq!(happened.told.code, Some(3));
        let long = super::happened(&ask("for i in range(300): print('가' * 9999)\n"), |_| {});
        let length: usize = long.told.output.iter().map(|said| said.text.len()).sum();
        assert!(long.told.cut && length <= MOST_OUTPUT && length > MOST_OUTPUT - 10);
    }

    #[test]
    fn warming_up_leaves_nothing() {
        let ask = ask("import threading, sys\nprint(len(sys.modules), threading.active_count())\n");
        let before = pack(&happened(&ask, |_| {}));
        warm_up();
        assert!(before == pack(&happened(&ask, |_| {})));
        let usual = Ask {
            source: USUAL.to_owned(),
            ..ask
        };
        let ran = happened(&usual, |_| {});
        assert_eq!(written(&ran, Stream::Out), "1.0\n");
        assert_eq!(written(&ran, Stream::Err), "");
    }

    #[test]
    fn endless_loops_are_stopped_and_told_on_the_way() {
        let said = Rc::new(RefCell::new(0));
        let count = said.clone();
        let mut ask = ask("while True: pass\n");
        ask.settings.budget = 5_000_000;
        let happened = happened(&ask, move |_| *count.borrow_mut() += 1);
        assert!(happened.told.over_budget && happened.told.code.is_none());
        assert!(*said.borrow() >= 4);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let told = |source: &str| {
            let wrong = check(source)?;
            let line = source.lines().nth(wrong.line as usize - 1)?;
            let range = wrong.start as usize..wrong.end as usize;
            Some((wrong.line, line.get(range)?.to_owned(), wrong.sentence))
        };
        assert_eq!(told("print(1)\n"), None);
        assert_eq!(told(""), None);
        let (line, _, sentence) = told("x = 1\nprint('하나' 2)\n").unwrap();
        assert_eq!(line, 2);
        assert!(sentence.starts_with("SyntaxError: "), "{sentence}");
        let (line, _, sentence) = told("def f():\n\n\n").unwrap();
        assert_eq!(line, 1);
        assert!(sentence.starts_with("IndentationError: "), "{sentence}");
        let (line, there, _) = told("def f():\n    pass\nreturn 1\n").unwrap();
        assert_eq!((line, &*there), (3, "return 1"));
    }

    #[test]
    fn input_that_is_missing_stops_the_run_and_what_was_read_is_in_the_console() {
        let mut ask = ask("a = input('1: ')\nb = input('2: ')\nprint(a + b)\n");
        ask.settings.input = "x\n".to_owned();
        let first = happened(&ask, |_| {});
        assert!(first.told.stopped == Some(Bound::Input) && first.told.code.is_none());
        let pieces: Vec<_> = first.told.output.iter().map(|said| &*said.text).collect();
        assert_eq!(pieces, ["1: ", "x\n", "2: "]);
        assert_eq!(rows(&first.told.output).len(), 2);
        ask.settings.input_ends = true;
        let ended = happened(&ask, |_| {});
        assert!(written(&ended, Stream::Err).contains("EOFError"));
        ask.settings.input = "x\ny".to_owned();
        let both = happened(&ask, |_| {});
        assert!(written(&both, Stream::Out).ends_with("xy\n"));
        assert_eq!(both.told.code, Some(0));
    }

    #[test]
    fn every_example_runs_to_its_end() {
        for example in examples::all() {
            let happened = happened(&ask(example.source), |_| {});
            let code = (example.key != "deadlock").then_some(0);
            assert_eq!(
                happened.told.code,
                code,
                "{}: {}",
                example.key,
                written(&happened, Stream::Err)
            );
            assert_eq!(
                happened.told.is_stuck,
                example.key == "deadlock",
                "{}",
                example.key
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_at(source in "(def f\\(|:|\n| |\\)|x|=|1|'|\"|가|return|\t){0,40}") {
            if let Some(wrong) = check(&source) {
                let lines: Vec<&str> = source.split('\n').collect();
                let line = lines[wrong.line as usize - 1];
                prop_assert!(wrong.start <= wrong.end && wrong.end as usize <= line.len());
            }
        }
    }
}
