//! Exceptions as CPython prints them, with source lines and carets.

use std::fmt::Write as _;
use std::rc::Rc;

use crate::python::code::Position;
use crate::python::object::{Instance, Traceback};
use crate::python::value::Value;
use crate::python::vm::Vm;

/// How often a frame may repeat before the rest is counted (CPython: 3).
const REPEATS: usize = 3;

/// How many exceptions of a group are told (CPython: 15).
const MOST_OF_GROUP: usize = 15;

impl Vm {
    /// An uncaught exception, as CPython prints it: causes and contexts first.
    pub fn format_exception(&self, exception: &Value) -> String {
        let mut out = String::new();
        if let Value::Instance(i) = exception {
            self.write_chain(&mut out, i, &mut Vec::new(), 0);
        }
        out
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
            self.write_last(&mut out, i);
        }
        out
    }

    fn write_chain(&self, out: &mut String, exc: &Rc<Instance>, seen: &mut Vec<u64>, depth: usize) {
        if depth > 100 {
            return;
        }
        seen.push(exc.id.get());
        let (cause, context, suppress) = {
            let state = exc.exc().borrow();
            (state.cause.clone(), state.context.clone(), state.suppress)
        };
        let unseen = |v: &Option<Value>, seen: &[u64]| match v {
            Some(Value::Instance(i)) if !seen.contains(&i.id.get()) => Some(i.clone()),
            _ => None,
        };
        if let Some(i) = unseen(&cause, seen) {
            self.write_chain(out, &i, seen, depth + 1);
            out.push_str(
                "\nThe above exception was the direct cause of the following exception:\n\n",
            );
        } else if cause.is_none()
            && !suppress
            && let Some(i) = unseen(&context, seen)
        {
            self.write_chain(out, &i, seen, depth + 1);
            out.push_str(
                "\nDuring handling of the above exception, another exception occurred:\n\n",
            );
        }
        self.write_one(out, exc, seen, depth);
    }

    fn write_one(&self, out: &mut String, exc: &Rc<Instance>, seen: &mut Vec<u64>, depth: usize) {
        let tb = exc.exc().borrow().traceback.clone();
        let is_group = exc.class.is_subtype(&self.exceptions.base_exception_group);
        if is_group {
            self.write_group(out, exc, tb.as_ref(), seen, depth, true);
            return;
        }
        let hidden = exc.class.is_subtype(&self.exceptions.syntax_error);
        if let Some(tb) = &tb
            && !(hidden && entries(tb).all(|entry| entry.code.source.library))
        {
            out.push_str("Traceback (most recent call last):\n");
            self.write_entries(out, tb);
        }
        self.write_last(out, exc);
    }

    fn write_last(&self, out: &mut String, exc: &Rc<Instance>) {
        if exc.class.is_subtype(&self.exceptions.syntax_error) {
            self.write_syntax_error(out, exc);
        } else {
            out.push_str(&self.only_exception(exc));
            out.push_str(&self.suggestion(exc));
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

    fn write_group(
        &self,
        out: &mut String,
        exc: &Rc<Instance>,
        tb: Option<&Rc<Traceback>>,
        seen: &mut Vec<u64>,
        depth: usize,
        outermost: bool,
    ) {
        let mut body = String::new();
        if let Some(tb) = tb {
            body.push_str("Exception Group Traceback (most recent call last):\n");
            self.write_entries(&mut body, tb);
        }
        self.write_last(&mut body, exc);
        if outermost {
            for (i, line) in body.lines().enumerate() {
                let sign = if i == 0 { "  + " } else { "  | " };
                let _ = writeln!(out, "{sign}{line}");
            }
        } else {
            out.push_str(&body);
        }
        let inner = exc.dict.borrow().get_str(&self.names.exceptions);
        let inner = inner.as_ref().and_then(Value::as_tuple).map(|t| t.to_vec());
        let inner = inner.unwrap_or_default();
        let pad = if outermost { "  " } else { "" };
        // As `TracebackException.format` of CPython: a corner for the first,
        // a bar before each line, no closing line below a group that ends
        // with a group.
        let mut closes = true;
        for (i, e) in inner.iter().enumerate().take(MOST_OF_GROUP) {
            let Value::Instance(e) = e else { continue };
            let sign = if i == 0 { "+-+" } else { "  +" };
            let _ = writeln!(
                out,
                "{pad}{sign}---------------- {} ----------------",
                i + 1
            );
            let mut part = String::new();
            if depth < 10 {
                self.write_inner(&mut part, e, seen, depth + 1);
            } else {
                let _ = writeln!(part, "... (max_group_depth is 10)");
            }
            for line in part.lines() {
                let bar = if line.starts_with('\u{1}') {
                    "  "
                } else {
                    "  | "
                };
                let _ = writeln!(out, "{pad}{bar}{}", line.trim_start_matches('\u{1}'));
            }
            closes = !part
                .trim_end_matches('\n')
                .ends_with("------------------------------------");
        }
        if inner.len() > MOST_OF_GROUP {
            let n = inner.len() - MOST_OF_GROUP;
            let s = if n == 1 { "" } else { "s" };
            let _ = writeln!(out, "{pad}  +---------------- ... ----------------");
            let _ = writeln!(out, "{pad}  | and {n} more exception{s}");
            closes = true;
        }
        if closes {
            let _ = writeln!(out, "{pad}  +------------------------------------");
        }
    }

    /// An exception of a group, what led to it first. Lines that bring bars of
    /// their own begin with the character 1.
    fn write_inner(&self, out: &mut String, exc: &Rc<Instance>, seen: &mut Vec<u64>, depth: usize) {
        if !exc.class.is_subtype(&self.exceptions.base_exception_group) {
            self.write_chain(out, exc, seen, depth);
            return;
        }
        let tb = exc.exc().borrow().traceback.clone();
        let mut part = String::new();
        self.write_group(&mut part, exc, tb.as_ref(), seen, depth, false);
        // From its first corner on, the lines stand for themselves.
        let mut own = true;
        for line in part.lines() {
            own = own && !line.starts_with("+-+");
            if own {
                let _ = writeln!(out, "{line}");
            } else {
                let _ = writeln!(out, "\u{1}{}", line.trim_start_matches('\u{1}'));
            }
        }
    }

    /// Frames of a traceback, outermost first.
    pub fn write_entries(&self, out: &mut String, tb: &Rc<Traceback>) {
        // Frames of the library lead from one of the program to the next; they
        // stand for themselves only if there is nothing else.
        let own = entries(tb).any(|entry| !entry.code.source.library);
        let mut at = Some(tb.clone());
        let mut last: Option<(Rc<str>, u32, String)> = None;
        let mut count = 0;
        while let Some(entry) = at {
            let code = &entry.code;
            if own && code.source.library {
                at = entry.next.clone();
                continue;
            }
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
                let _ = writeln!(
                    out,
                    "  File \"{}\", line {line}, in {}",
                    code.source.name,
                    code.name.as_str()
                );
                let position = code
                    .positions
                    .get(entry.pc as usize)
                    .copied()
                    .unwrap_or_default();
                if !code.source.library
                    && let Some(text) = code.source.line(line)
                {
                    write_line(out, text, position);
                }
            }
            at = entry.next.clone();
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
                if let Some(offset) = number("offset").filter(|o| *o > 0) {
                    let end = match (number("end_lineno"), number("end_offset")) {
                        (Some(l), Some(e)) if l == line && e > offset => e,
                        (Some(l), _) if l > line => source.chars().count() as i64 + 1,
                        _ => offset + 1,
                    };
                    let from = (offset - 1 - indent).max(0) as usize;
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
