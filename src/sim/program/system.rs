//! What runs together: declarations and threads, and their text.
//!
//! ```text
//! cell counter 0          # several values: several cells, [name + bx]
//! mutex m                 # reentrant, inherit (priority), hand-off
//! semaphore s 2           # bounded, hand-off
//! condition c m
//! event e
//! barrier b 3
//! rwlock w writers        # readers, writers, fair
//! queue q 2               # hand-off; without a number: no limit
//! pipe p 4096             # bytes
//! thread A B bx=1         # headings that stand together share what follows
//!   load ax counter
//! program worker          # started by spawn
//!   cpu 3
//! ```
//! Declarations come first. What is used and not declared is: a cell of zero, a
//! plain mutex, a semaphore of one permit, a condition of the mutex that a
//! `wait` names, an unset event, a fair read-write lock, a queue without limit,
//! a pipe of 65,536 bytes.
//! A barrier must be declared. Locks, semaphores and queues are open to
//! whoever comes first ([`Grant::Barging`]) unless `hand-off` is said.

use super::instr::{Operand, Reg};
use super::names::Program;
use super::parse::{MOST_PROBLEMS, bad_name, cut, is_name, operand, program, too_many, twice};
use super::words::{Statement, Word, statements};
use super::{MOST_CELLS, MOST_THREADS};
use crate::base::{Problem, Text};
use crate::sim::sync::{Grant, Prefer};

/// What a declared name is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Declared {
    /// Cells with these values, at least one.
    Cells(Vec<i64>),
    /// A lock.
    Mutex {
        /// Its owner may take it again.
        reentrant: bool,
        /// Its owner inherits the priority of who waits for it (timed runs).
        inherits: bool,
        /// Who gets it when it is given back.
        grant: Grant,
    },
    /// A semaphore.
    Semaphore {
        /// How many permits.
        permits: u32,
        /// Whether there may never be more.
        bounded: bool,
        /// Who gets what is given back.
        grant: Grant,
    },
    /// A condition of the mutex of that name.
    Condition(String),
    /// An event that is not set.
    Event,
    /// A barrier of so many.
    Barrier(u32),
    /// A read-write lock.
    RwLock(Prefer),
    /// A queue of at most so many items.
    Queue(Option<u32>, Grant),
    /// A pipe of at most so many bytes.
    Pipe(u32),
}

/// A name and what it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Declaration {
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: Declared,
}

/// A thread that is there from the beginning.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ThreadDecl {
    /// Its name.
    pub name: String,
    /// The place of its program in [`System::programs`].
    pub program: usize,
    /// What its registers hold at first; the others hold zero.
    pub registers: Vec<(Reg, i64)>,
}

/// What runs together.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct System {
    /// Cells and objects.
    pub declarations: Vec<Declaration>,
    /// Programs; their names are those that `spawn` knows.
    pub programs: Vec<(String, Program)>,
    /// Threads.
    pub threads: Vec<ThreadDecl>,
}

impl System {
    /// Reads a system. What cannot be read is left out and told.
    pub fn parse(text: &str) -> (System, Vec<Problem>) {
        let mut problems = Vec::new();
        let text = cut(text, &mut problems);
        let mut reader = Reader {
            system: System::default(),
            problems: &mut problems,
        };
        reader.read(&statements(text));
        let system = reader.system;
        problems.truncate(MOST_PROBLEMS);
        (system, problems)
    }

    /// The system as text; [`System::parse`] of it gives the same system, if
    /// no program is empty.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for declaration in &self.declarations {
            text += &declaration.print();
            text += "\n";
        }
        for (place, (name, program)) in self.programs.iter().enumerate() {
            let threads = self.threads.iter().filter(|t| t.program == place);
            let headings: Vec<String> = threads.map(ThreadDecl::print).collect();
            if headings.is_empty() {
                text += &format!("program {name}\n");
            }
            for heading in headings {
                text += &heading;
                text += "\n";
            }
            for line in program.print().lines() {
                // Labels stand out.
                let indent = if line.ends_with(':') { "" } else { "  " };
                text += &format!("{indent}{line}\n");
            }
        }
        text
    }
}

impl ThreadDecl {
    fn print(&self) -> String {
        let mut text = format!("thread {}", self.name);
        for (reg, value) in &self.registers {
            text += &format!(" {}={value}", reg.name());
        }
        text
    }
}

impl Declared {
    const WORDS: [&'static str; 9] = [
        "cell",
        "mutex",
        "semaphore",
        "condition",
        "event",
        "barrier",
        "rwlock",
        "queue",
        "pipe",
    ];

    fn word(&self) -> &'static str {
        match self {
            Declared::Cells(_) => "cell",
            Declared::Mutex { .. } => "mutex",
            Declared::Semaphore { .. } => "semaphore",
            Declared::Condition(_) => "condition",
            Declared::Event => "event",
            Declared::Barrier(_) => "barrier",
            Declared::RwLock(_) => "rwlock",
            Declared::Queue(..) => "queue",
            Declared::Pipe(_) => "pipe",
        }
    }
}

const PREFERENCES: [(Prefer, &str); 3] = [
    (Prefer::Readers, "readers"),
    (Prefer::Writers, "writers"),
    (Prefer::Neither, "fair"),
];

impl Declaration {
    fn print(&self) -> String {
        let mut words = vec![self.what.word().to_owned(), self.name.clone()];
        let mut grant = Grant::Barging;
        match &self.what {
            Declared::Cells(values) => words.extend(values.iter().map(i64::to_string)),
            Declared::Mutex {
                reentrant,
                inherits,
                grant: g,
            } => {
                words.extend(reentrant.then(|| "reentrant".to_owned()));
                words.extend(inherits.then(|| "inherit".to_owned()));
                grant = *g;
            }
            Declared::Semaphore {
                permits,
                bounded,
                grant: g,
            } => {
                words.push(permits.to_string());
                words.extend(bounded.then(|| "bounded".to_owned()));
                grant = *g;
            }
            Declared::Condition(mutex) => words.push(mutex.clone()),
            Declared::Event => {}
            Declared::Pipe(bytes) => words.push(bytes.to_string()),
            Declared::Barrier(parties) => words.push(parties.to_string()),
            Declared::RwLock(prefer) => {
                let known = PREFERENCES.iter().find(|(p, _)| p == prefer);
                words.extend(known.map(|(_, word)| (*word).to_owned()));
            }
            Declared::Queue(most, g) => {
                words.extend(most.map(|n| n.to_string()));
                grant = *g;
            }
        }
        if grant == Grant::HandOff {
            words.push("hand-off".to_owned());
        }
        words.join(" ")
    }
}

struct Reader<'p> {
    system: System,
    problems: &'p mut Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, word: &Word<'_>, (reason, hint): (Text, Text)) {
        self.problems.push(Problem::new(word.place(), reason, hint));
    }

    fn read(&mut self, statements: &[Statement<'_>]) {
        let is_heading = |s: &Statement<'_>| matches!(s[0].text, "thread" | "program");
        let first = statements.iter().position(is_heading);
        let (declarations, mut rest) = statements.split_at(first.unwrap_or(statements.len()));
        for declaration in declarations {
            self.declaration(declaration);
        }
        while !rest.is_empty() {
            let headings = rest.iter().take_while(|s| is_heading(s)).count();
            let code = rest[headings..]
                .iter()
                .take_while(|s| !is_heading(s))
                .count();
            let (these, behind) = rest.split_at(headings + code);
            self.section(&these[..headings], &these[headings..]);
            rest = behind;
        }
    }

    /// Headings and the code that they share.
    fn section(&mut self, headings: &[Statement<'_>], code: &[Statement<'_>]) {
        let place = self.system.programs.len();
        let mut name = None;
        for heading in headings {
            let is_thread = heading[0].text == "thread";
            let mut names = Vec::new();
            let mut registers = Vec::new();
            for word in &heading[1..] {
                match word.text.split_once('=') {
                    Some(pair) if is_thread => registers.extend(self.register(word, pair)),
                    _ if !is_name(word.text) => self.problem(word, bad_name(word.text)),
                    _ => names.push(word),
                }
            }
            if names.is_empty() {
                self.problem(&heading[0], no_name(heading[0].text));
            }
            for word in names {
                name.get_or_insert(word.text.to_owned());
                if is_thread {
                    self.thread(word, place, &registers);
                }
            }
        }
        if code.is_empty() {
            self.problem(&headings[headings.len() - 1][0], no_code());
        }
        let name = name.unwrap_or_default();
        if self.system.programs.iter().any(|(known, _)| *known == name) {
            self.problem(&headings[0][0], twice(&name));
        }
        let program = program(code, self.problems);
        self.system.programs.push((name, program));
    }

    fn register(&mut self, word: &Word<'_>, (reg, value): (&str, &str)) -> Option<(Reg, i64)> {
        if let (Some(reg), Some(Operand::Number(value))) = (Reg::from_name(reg), operand(value)) {
            return Some((reg, value));
        }
        self.problem(
            word,
            (
                Text::new(
                    "레지스터의 처음 값을 읽을 수 없습니다.",
                    "This is no first value of a register.",
                ),
                Text::new("bx=1처럼 쓰세요.", "Write it like bx=1."),
            ),
        );
        None
    }

    fn thread(&mut self, word: &Word<'_>, program: usize, registers: &[(Reg, i64)]) {
        let threads = &mut self.system.threads;
        if threads.len() >= MOST_THREADS {
            self.problem(word, too_many("스레드가", "threads", MOST_THREADS));
        } else if threads.iter().any(|thread| thread.name == word.text) {
            self.problem(word, twice(word.text));
        } else {
            threads.push(ThreadDecl {
                name: word.text.to_owned(),
                program,
                registers: registers.to_vec(),
            });
        }
    }

    fn declaration(&mut self, words: &Statement<'_>) {
        let [kind, name, rest @ ..] = words.as_slice() else {
            self.problem(&words[0], bad_declaration());
            return;
        };
        if !Declared::WORDS.contains(&kind.text) {
            self.problem(kind, bad_declaration());
            return;
        }
        if !is_name(name.text) {
            self.problem(name, bad_name(name.text));
            return;
        }
        let mut known = self.system.declarations.iter();
        if known.any(|declaration| declaration.name == name.text) {
            self.problem(name, twice(name.text));
            return;
        }
        if self.system.declarations.len() >= MOST_CELLS {
            self.problem(name, too_many("선언이", "declarations", MOST_CELLS));
            return;
        }
        let rest: Vec<&str> = rest.iter().map(|word| word.text).collect();
        match declared(kind.text, &rest) {
            Some(what) => self.system.declarations.push(Declaration {
                name: name.text.to_owned(),
                what,
            }),
            None => self.problem(kind, bad_declaration()),
        }
    }
}

fn declared(kind: &str, rest: &[&str]) -> Option<Declared> {
    let (rest, grant) = match rest {
        [rest @ .., "hand-off"] if matches!(kind, "mutex" | "semaphore" | "queue") => {
            (rest, Grant::HandOff)
        }
        rest => (rest, Grant::Barging),
    };
    let count = |text: &str| -> Option<u32> { text.parse().ok().filter(|n| *n <= 1_000_000) };
    Some(match (kind, rest) {
        ("cell", []) => Declared::Cells(vec![0]),
        ("cell", values) if values.len() <= MOST_CELLS => {
            let values: Option<Vec<i64>> = values.iter().map(|v| v.parse().ok()).collect();
            Declared::Cells(values?)
        }
        ("mutex", words) => {
            let (reentrant, inherits) = match words {
                [] => (false, false),
                ["reentrant"] => (true, false),
                ["inherit"] => (false, true),
                ["reentrant", "inherit"] => (true, true),
                _ => return None,
            };
            Declared::Mutex {
                reentrant,
                inherits,
                grant,
            }
        }
        ("semaphore", [permits]) => Declared::Semaphore {
            permits: count(permits)?,
            bounded: false,
            grant,
        },
        ("semaphore", [permits, "bounded"]) => Declared::Semaphore {
            permits: count(permits)?,
            bounded: true,
            grant,
        },
        ("condition", [mutex]) if is_name(mutex) => Declared::Condition((*mutex).to_owned()),
        ("event", []) => Declared::Event,
        ("barrier", [parties]) => Declared::Barrier(count(parties).filter(|n| *n > 0)?),
        ("rwlock", []) => Declared::RwLock(Prefer::Neither),
        ("rwlock", [word]) => {
            let known = PREFERENCES.iter().find(|(_, name)| name == word);
            Declared::RwLock(known?.0)
        }
        ("pipe", [bytes]) => Declared::Pipe(count(bytes).filter(|n| *n > 0)?),
        ("queue", []) => Declared::Queue(None, grant),
        ("queue", [most]) => Declared::Queue(Some(count(most).filter(|n| *n > 0)?), grant),
        _ => return None,
    })
}

fn bad_declaration() -> (Text, Text) {
    (
        Text::new(
            "선언도 스레드도 아닙니다.",
            "This is neither a declaration nor a thread.",
        ),
        Text::new(
            "첫 스레드 앞에는 cell 이름 값, mutex 이름 [reentrant] [inherit], semaphore 이름 수, condition 이름 뮤텍스, event 이름, barrier 이름 수, rwlock 이름 [readers|writers|fair], queue 이름 [수], pipe 이름 바이트를 쓰고, 명령은 ‘thread 이름’ 아래에 쓰세요.",
            "Before the first thread write cell NAME VALUE, mutex NAME [reentrant] [inherit], semaphore NAME N, condition NAME MUTEX, event NAME, barrier NAME N, rwlock NAME [readers|writers|fair], queue NAME [N], pipe NAME BYTES; instructions stand below ‘thread NAME’.",
        ),
    )
}

fn no_name(heading: &str) -> (Text, Text) {
    (
        Text::new("이름이 없습니다.", "There is no name."),
        Text::new(
            format!("‘{heading} 이름’으로 쓰세요."),
            format!("Write ‘{heading} NAME’."),
        ),
    )
}

fn no_code() -> (Text, Text) {
    (
        Text::new("아래에 명령이 없습니다.", "No instructions stand below it."),
        Text::new(
            "명령을 쓰거나 이 줄을 지우세요.",
            "Write some, or remove the line.",
        ),
    )
}
