//! Regular expressions as Python's `re` understands them.
//!
//! [`parse`] reads a pattern into a tree, with the messages and positions of
//! CPython's own reader; [`program`] makes instructions of the tree;
//! [`search`] runs them over a text, backtracking with a stack of its own, and
//! stops after a stated number of steps.
//!
//! Why not a library: `fancy-regex` 0.20 makes 244 kB (brotli) of WebAssembly,
//! 157 kB without Unicode's tables, a quarter and a sixth of what the whole
//! interpreter may weigh; its rules for classes, case and the end of a line are
//! others than Python's; and Python's messages and positions need a reader of
//! Python's syntax in any case.

mod parse;
mod program;
mod search;
mod template;
mod tree;

pub use parse::parse;
pub use program::Program;
pub use search::{Captures, Mode, Search, TooManySteps};
pub use template::{Part, TemplateError, template};
pub use tree::{Flags, Tree};

/// A pattern that cannot be read: `re.error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong: `error.msg`.
    pub message: String,
    /// Where, in characters: `error.pos`.
    pub position: usize,
    /// The pattern's line and column there, both from 1.
    pub place: (usize, usize),
    /// Whether the pattern has several lines, so that the message names the place.
    several_lines: bool,
    /// Whether it is an `OverflowError` rather than a `re.error`.
    pub overflow: bool,
}

impl Error {
    fn new(pattern: &[char], message: impl Into<String>, position: usize) -> Error {
        let before = &pattern[..position.min(pattern.len())];
        let line = before.iter().filter(|&&c| c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|&&c| c != '\n').count() + 1;
        Error {
            message: message.into(),
            position,
            place: (line, column),
            several_lines: pattern.contains(&'\n'),
            overflow: false,
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.overflow {
            return f.write_str(&self.message);
        }
        write!(f, "{} at position {}", self.message, self.position)?;
        if self.several_lines {
            let (line, column) = self.place;
            write!(f, " (line {line}, column {column})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// A pattern ready to be searched for.
#[derive(Clone, Debug)]
pub struct Regex {
    program: Program,
    /// Its flags, those written in it among them.
    pub flags: Flags,
    /// The names of its groups and their numbers, in the order of the numbers.
    pub names: Vec<(String, usize)>,
    /// How many groups there are, the whole match not counted.
    pub groups: usize,
}

impl Regex {
    /// Reads a pattern. In one for bytes, classes and case are those of ASCII.
    pub fn new(pattern: &str, flags: Flags, bytes: bool) -> Result<Regex, Error> {
        let tree = parse(pattern, flags, bytes)?;
        Ok(Regex {
            program: Program::new(&tree),
            flags: tree.flags,
            groups: tree.groups,
            names: tree.names,
        })
    }

    /// Searches a text; see [`Search`].
    pub fn search(&self, search: Search<'_>) -> Result<Option<Captures>, TooManySteps> {
        search.run(&self.program)
    }
}

/// What `re.escape(text)` gives.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "()[]{}?*+-|^$\\.&~# \t\n\r\x0b\x0c".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests;
