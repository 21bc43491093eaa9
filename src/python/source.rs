//! A program's text: its name, its lines, and where in it an offset is.

use std::cell::RefCell;
use std::rc::Rc;

/// A program's text.
#[derive(Debug)]
pub struct Source {
    /// What tracebacks call it.
    pub name: Rc<str>,
    /// The text.
    pub text: String,
    /// Where each line begins.
    starts: Vec<u32>,
    /// Whether it is the library's own: its frames are left out of
    /// exploration.
    pub library: bool,
    /// What compiling it warned of, by lines.
    warnings: RefCell<Vec<(u32, String)>>,
}

impl Source {
    /// A source. Line ends become `\n`.
    pub fn new(name: &str, text: &str, library: bool) -> Rc<Source> {
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.to_owned()
        };
        let text = text
            .strip_prefix('\u{feff}')
            .map(str::to_owned)
            .unwrap_or(text);
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(i, _)| i as u32 + 1));
        Rc::new(Source {
            name: name.into(),
            text,
            starts,
            library,
            warnings: RefCell::default(),
        })
    }

    /// Keeps a warning of the compiler for [`Source::take_warnings`], once.
    pub fn warn(&self, line: u32, what: String) {
        let warning = (line, what);
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// The warnings as CPython writes them, which are then forgotten: the line
    /// is shown where the source is a file.
    pub fn take_warnings(&self) -> String {
        let mut text = String::new();
        for (line, what) in self.warnings.take() {
            text += &format!("{}:{line}: SyntaxWarning: {what}\n", self.name);
            if !self.name.starts_with('<')
                && let Some(line) = self.line(line)
            {
                text += &format!("  {}\n", line.trim());
            }
        }
        text
    }

    /// The line (from 1) and column (in bytes, from 0) of an offset.
    pub fn place(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|s| *s <= offset);
        (line as u32, offset - self.starts[line - 1])
    }

    /// A line's text, without its end.
    pub fn line(&self, line: u32) -> Option<&str> {
        let start = *self.starts.get((line as usize).checked_sub(1)?)? as usize;
        let rest = &self.text[start..];
        Some(rest.split('\n').next().unwrap_or(rest))
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }
}
