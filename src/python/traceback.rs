//! Exceptions as CPython prints them, with source lines and carets.

use std::fmt::Write as _;
use std::rc::Rc;

use crate::python::builtins::TracebackView;
use crate::python::code::Position;
use crate::python::object::{Instance, Traceback};
use crate::python::value::Value;
use crate::python::vm::Vm;

/// How often a frame may repeat before the rest is counted (CPython: 3).
const REPEATS: usize = 3;

/// How many exceptions of a group are told (CPython: 15).
const MOST_OF_GROUP: usize = 15;

/// How deep groups are told (CPython: 10).
const DEEPEST_GROUP: usize = 10;

/// How many exceptions that led to one another are told.
const LONGEST_CHAIN: usize = 100;

/// The text of exceptions, as it grows.
#[derive(Default)]
struct Printer {
    out: String,
    /// The exceptions that were told.
    seen: Vec<u64>,
    /// How many groups the next line is in.
    depth: usize,
    /// How many exceptions that led to another one are being told.
    chain: usize,
    /// Whether the group that ends next draws its own closing line.
    closes: bool,
    /// The most frames of a traceback: the first, or below zero the last ones.
    limit: Option<i64>,
    /// Whether names are told that may have been meant.
    suggests: bool,
}

impl Printer {
    fn pad(&self) -> String {
        "  ".repeat(self.depth)
    }

    /// Writes lines, in a group with a margin before each.
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out.push_str(text);
            return;
        }
        let pad = self.pad();
        for line in text.lines() {
            let _ = writeln!(self.out, "{pad}{margin} {line}");
        }
    }
}

impl Vm {
    /// An uncaught exception, as CPython prints it: causes and contexts first.
    pub fn format_exception(&self, exception: &Value) -> String {
        let mut to = Printer {
            suggests: true,
            ..Printer::default()
        };
        if let Value::Instance(i) = exception {
            self.write_chain(&mut to, i);
        }
        to.out
    }

    /// The same as the module `traceback` prints it, without the names that may
    /// have been meant, with at most so many frames of each traceback, the outermost
    /// ones or, below zero, the innermost; without what led to it if `chain` is
    /// false.
    pub fn format_exception_within(
        &self,
        exception: &Value,
        limit: Option<i64>,
        chain: bool,
    ) -> String {
        let mut to = Printer {
            limit,
            chain: if chain { 0 } else { LONGEST_CHAIN },
            ..Printer::default()
        };
        if let Value::Instance(i) = exception {
            self.write_chain(&mut to, i);
        }
        to.out
    }

    /// The last line of an exception's text: class and message.
    pub fn exception_text(&self, exception: &Value) -> String {
        match exception {
            Value::Instance(i) => self.only_exception(i),
            _ => String::new(),
        }
    }

    /// The last lines of an exception's text, with what its notes say.
    pub fn format_exception_only(&self, exception: &Value) -> String {
        let mut out = String::new();
        if let Value::Instance(i) = exception {
            self.write_last(&mut out, i, false);
        }
        out
    }

    /// The first entry of a traceback, as it stands in an exception's text.
    pub fn format_place(&self, traceback: &Value) -> String {
        let mut out = String::new();
        if let Some(view) = traceback.as_native::<TracebackView>() {
            write_entry(&mut out, &view.0);
        }
        out
    }

    /// An exception after what led to it.
    fn write_chain(&self, to: &mut Printer, exc: &Rc<Instance>) {
        const CAUSE: &str =
            "\nThe above exception was the direct cause of the following exception:\n\n";
        const CONTEXT: &str =
            "\nDuring handling of the above exception, another exception occurred:\n\n";
        to.seen.push(exc.id.get());
        let (cause, context, suppress) = {
            let state = exc.exc().borrow();
            (state.cause.clone(), state.context.clone(), state.suppress)
        };
        let before = match (&cause, &context) {
            (Some(Value::Instance(i)), _) if !to.seen.contains(&i.id.get()) => Some((i, CAUSE)),
            (None, Some(Value::Instance(i))) if !suppress && !to.seen.contains(&i.id.get()) => {
                Some((i, CONTEXT))
            }
            _ => None,
        };
        if let Some((before, words)) = before
            && to.chain < LONGEST_CHAIN
        {
            to.chain += 1;
            self.write_chain(to, before);
            to.chain -= 1;
            to.emit(words, '|');
        }
        if exc.class.is_subtype(&self.exceptions.base_exception_group) {
            self.write_group(to, exc);
        } else {
            self.write_one(to, exc);
        }
    }

    fn write_one(&self, to: &mut Printer, exc: &Rc<Instance>) {
        let tb = exc.exc().borrow().traceback.clone();
        let hidden = exc.class.is_subtype(&self.exceptions.syntax_error);
        let mut text = String::new();
        if let Some(tb) = &tb
            && !(hidden && entries(tb).all(|entry| entry.code.source.library))
        {
            if to.limit != Some(0) {
                text.push_str("Traceback (most recent call last):\n");
            }
            self.write_entries(&mut text, tb, to.limit);
        }
        self.write_last(&mut text, exc, to.suggests);
        to.emit(&text, '|');
    }

    fn write_last(&self, out: &mut String, exc: &Rc<Instance>, suggests: bool) {
        if exc.class.is_subtype(&self.exceptions.syntax_error) {
            self.write_syntax_error(out, exc);
        } else {
            out.push_str(&self.only_exception(exc));
            if suggests {
                out.push_str(&self.suggestion(exc));
            }
            out.push('\n');
        }
        let notes = exc.dict.borrow().get_str(&self.names.notes);
        if let Some(notes) = notes.as_ref().and_then(Value::as_list) {
            for note in notes.to_vec() {
                out.push_str(note.as_str().unwrap_or("<note>"));
                out.push('\n');
            }
        }
    }

    /// A group and what is in it, as `TracebackException.format` of CPython
    /// draws it: a corner for the first, a bar before each line, and no closing
    /// line below a group that ends with a group.
    fn write_group(&self, to: &mut Printer, exc: &Rc<Instance>) {
        if to.depth > DEEPEST_GROUP {
            to.emit("... (max_group_depth is 10)\n", '|');
            return;
        }
        let outermost = to.depth == 0;
        to.depth += usize::from(outermost);
        let tb = exc.exc().borrow().traceback.clone();
        if let Some(tb) = &tb {
            let margin = if outermost { '+' } else { '|' };
            to.emit(
                "Exception Group Traceback (most recent call last):\n",
                margin,
            );
            let mut text = String::new();
            self.write_entries(&mut text, tb, to.limit);
            to.emit(&text, '|');
        }
        let mut text = String::new();
        self.write_last(&mut text, exc, to.suggests);
        to.emit(&text, '|');
        let inner = exc.dict.borrow().get_str(&self.names.exceptions);
        let inner = inner.as_ref().and_then(Value::as_tuple).map(|t| t.to_vec());
        let inner = inner.unwrap_or_default();
        let shown = inner.len().min(MOST_OF_GROUP + 1);
        to.closes = false;
        for (i, one) in inner.iter().enumerate().take(shown) {
            let is_last = i + 1 == shown;
            to.closes |= is_last;
            let (corner, pad) = (if i == 0 { "+-" } else { "  " }, to.pad());
            let title = match i < MOST_OF_GROUP {
                true => (i + 1).to_string(),
                false => "...".to_owned(),
            };
            let rule = format!("{pad}{corner}+---------------- {title} ----------------\n");
            to.out.push_str(&rule);
            to.depth += 1;
            match one {
                Value::Instance(one) if i < MOST_OF_GROUP => self.write_chain(to, one),
                _ => {
                    let n = inner.len() - MOST_OF_GROUP;
                    let s = if n == 1 { "" } else { "s" };
                    to.emit(&format!("and {n} more exception{s}\n"), '|');
                }
            }
            if is_last && to.closes {
                let rule = format!("{}+------------------------------------\n", to.pad());
                to.out.push_str(&rule);
                to.closes = false;
            }
            to.depth -= 1;
        }
        to.depth -= usize::from(outermost);
    }

    /// Frames of a traceback, outermost first.
    fn write_entries(&self, out: &mut String, tb: &Rc<Traceback>, limit: Option<i64>) {
        // Frames of the library lead from one of the program to the next; they
        // stand for themselves only if there is nothing else.
        let own = entries(tb).any(|entry| !entry.code.source.library);
        let shown: Vec<_> = entries(tb)
            .filter(|entry| !own || !entry.code.source.library)
            .collect();
        let most = limit.map_or(usize::MAX, |n| n.unsigned_abs() as usize);
        let skipped = match limit {
            Some(n) if n < 0 => shown.len().saturating_sub(most),
            _ => 0,
        };
        let mut last: Option<(Rc<str>, u32, String)> = None;
        let mut count = 0;
        for entry in shown.iter().skip(skipped).take(most) {
            let code = &entry.code;
            let line = code.line(entry.pc as usize);
            let key = (
                code.source.name.clone(),
                line,
                code.name.as_str().to_owned(),
            );
            if last.as_ref() == Some(&key) {
                count += 1;
            } else {
                self.write_repeats(out, count);
                last = Some(key);
                count = 1;
            }
            if count <= REPEATS {
                write_entry(out, entry);
            }
        }
        self.write_repeats(out, count);
    }

    fn write_repeats(&self, out: &mut String, count: usize) {
        if count > REPEATS {
            let n = count - REPEATS;
            let s = if n == 1 { "" } else { "s" };
            let _ = writeln!(out, "  [Previous line repeated {n} more time{s}]");
        }
    }

    fn only_exception(&self, exc: &Rc<Instance>) -> String {
        let name = exc.class.qualname.borrow().clone();
        let module = exc.class.lookup(&self.names.module);
        let name = match module.as_ref().and_then(Value::as_str) {
            None | Some("builtins" | "__main__") => name.as_str().to_owned(),
            Some(module) => format!("{module}.{}", name.as_str()),
        };
        let text = self.message_of(exc);
        if text.is_empty() {
            name
        } else {
            format!("{name}: {text}")
        }
    }

    /// `str(exception)`. An own `__str__` runs in a machine of its own steps.
    pub fn message_of(&self, exc: &Rc<Instance>) -> String {
        let v = Value::Instance(exc.clone());
        let ask = v.clone();
        let then = crate::python::vm::native::Then::run(self, |c| async move {
            c.str(&ask).await.map(Value::Str)
        });
        match self.run_aside(then, 1_000_000) {
            Ok(s) => s.as_str().unwrap_or_default().to_owned(),
            Err(_) => "<exception str() failed>".to_owned(),
        }
    }

    fn write_syntax_error(&self, out: &mut String, exc: &Rc<Instance>) {
        let d = exc.dict.borrow().clone();
        let number = |name: &str| d.get_name(name).and_then(|v| v.as_i64());
        let text = |name: &str| d.get_name(name).and_then(|v| v.as_str().map(str::to_owned));
        let message = text("msg").unwrap_or_else(|| self.message_of(exc));
        let class = exc.class.name();
        if let Some(line) = number("lineno") {
            let file = text("filename").unwrap_or_else(|| "<string>".into());
            let _ = writeln!(out, "  File \"{file}\", line {line}");
            if let Some(source) = text("text") {
                let source = source.trim_end_matches('\n');
                let stripped = source.trim_start_matches([' ', '\t', '\x0c']);
                let indent = (source.chars().count() - stripped.chars().count()) as i64;
                let _ = writeln!(out, "    {stripped}");
                if let Some(offset) = number("offset").filter(|o| *o > indent) {
                    let end = match (number("end_lineno"), number("end_offset")) {
                        (Some(l), Some(e)) if l == line && e > offset => e,
                        (Some(l), _) if l > line => source.chars().count() as i64 + 1,
                        _ => offset + 1,
                    };
                    let from = (offset - 1 - indent) as usize;
                    let width = (end - offset).max(1) as usize;
                    let _ = writeln!(out, "    {}{}", " ".repeat(from), "^".repeat(width));
                }
            }
        }
        let _ = writeln!(out, "{}: {message}", class.as_str());
    }
}

/// The entries of a traceback, outermost first.
fn entries(tb: &Rc<Traceback>) -> impl Iterator<Item = Rc<Traceback>> {
    std::iter::successors(Some(tb.clone()), |entry| entry.next.clone())
}

/// A place of a traceback: file, line and function, then the source line.
fn write_entry(out: &mut String, entry: &Traceback) {
    let code = &entry.code;
    let line = code.line(entry.pc as usize);
    let _ = writeln!(
        out,
        "  File \"{}\", line {line}, in {}",
        code.source.name,
        code.name.as_str()
    );
    let position = (code.positions.get(entry.pc as usize).copied()).unwrap_or_default();
    // What has no file has no lines to show.
    if !code.source.library
        && !code.source.name.starts_with('<')
        && let Some(text) = code.source.line(line)
    {
        write_line(out, text, position);
    }
}

/// A source line and, unless the whole line is meant, carets under the part.
fn write_line(out: &mut String, text: &str, p: Position) {
    let stripped = text.trim();
    if stripped.is_empty() {
        return;
    }
    let _ = writeln!(out, "    {stripped}");
    let lead = text.len() - text.trim_start().len();
    let start = p.column as usize;
    let last = text.trim_end().len();
    let end = if p.end_line == p.line {
        (p.end_column as usize).min(last)
    } else {
        last
    };
    if start >= end || p.end_line == 0 {
        return;
    }
    let whole = start <= lead && end >= last;
    let Some(part) = text.get(start..end) else {
        return;
    };
    let chars = |s: &str| {
        s.chars()
            .map(|c| if wide(c) { 2 } else { 1 })
            .sum::<usize>()
    };
    let before = chars(text.get(lead..start).unwrap_or_default());
    let anchors = if p.end_line == p.line {
        operator_in(part)
    } else {
        None
    };
    if whole && anchors.is_none() {
        return;
    }
    let mut marks = String::new();
    match anchors {
        Some((from, to)) => {
            marks.push_str(&"~".repeat(chars(&part[..from])));
            marks.push_str(&"^".repeat(chars(&part[from..to])));
            marks.push_str(&"~".repeat(chars(&part[to..])));
        }
        None => marks.push_str(&"^".repeat(chars(part))),
    }
    let _ = writeln!(out, "    {}{marks}", " ".repeat(before));
}

/// 3.11 counts characters, not columns of a terminal.
fn wide(_: char) -> bool {
    false
}

/// Where the operator of a binary expression or the brackets of a subscript
/// stand in its text, as CPython marks them.
fn operator_in(part: &str) -> Option<(usize, usize)> {
    use rustpython_ruff_python_ast::{Expr, Stmt};
    use rustpython_ruff_text_size::Ranged;
    let parsed = rustpython_ruff_python_parser::parse_module(part).ok()?;
    let [Stmt::Expr(e)] = parsed.syntax().body.as_slice() else {
        return None;
    };
    match &*e.value {
        Expr::BinOp(b) => {
            let (from, to) = (usize::from(b.left.end()), usize::from(b.right.start()));
            let between = part.get(from..to)?;
            let at = from + between.find(|c: char| !c.is_whitespace() && c != ')')?;
            let two = part
                .get(at + 1..at + 2)
                .is_some_and(|c| at + 1 < to && !c.trim().is_empty() && c != "(" && c != "\\");
            Some((at, at + if two { 2 } else { 1 }))
        }
        Expr::Subscript(s) => {
            let from = usize::from(s.value.end());
            let at = from + part.get(from..)?.find('[')?;
            Some((at, part.len()))
        }
        _ => None,
    }
}
