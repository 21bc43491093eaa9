//! Text to syntax tree, with bounds: text that nests too deep is refused
//! before the parser, which keeps its place on the stack, sees it.

use rustpython_ruff_python_ast as ast;
use rustpython_ruff_python_parser as parser;
use rustpython_ruff_text_size::Ranged;

use crate::python::source::Source;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// `SyntaxError`, `IndentationError` or `TabError`.
    pub class: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where it begins, in bytes.
    pub start: u32,
    /// Where it ends, in bytes; the same as `start` if only that is known.
    pub end: u32,
    /// The text that `start` and `end` are places of, if it is not the
    /// program's.
    pub shown: Option<Shown>,
    /// Whether it has a place that can be shown.
    pub placed: bool,
    /// Whether it is the tokens that are wrong.
    pub lexical: bool,
}

/// A part of a program that is parsed as a text of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text.
    pub text: String,
    /// Where it stands in the program, in bytes.
    pub at: u32,
}

impl SyntaxError {
    /// An error at a range.
    pub fn new(message: impl Into<String>, start: u32, end: u32) -> SyntaxError {
        SyntaxError {
            class: "SyntaxError",
            message: message.into(),
            start,
            end,
            shown: None,
            placed: true,
            lexical: false,
        }
    }

    /// An error at a part of the tree.
    pub fn at(message: impl Into<String>, node: &impl Ranged) -> SyntaxError {
        let range = node.range();
        SyntaxError::new(message, range.start().into(), range.end().into())
    }
}

/// How long a program may be, in bytes.
const LONGEST: usize = 8 << 20;
/// How deep brackets may nest (CPython: 200).
const BRACKETS: usize = 200;
/// How deep blocks may nest (CPython: 100).
const BLOCKS: usize = 100;
/// How many operators and names one logical line may have outside brackets and
/// in each of them; each may be a level of the tree.
const LONG: usize = 800;

/// A module's statements.
///
/// # Errors
/// The first thing that is wrong.
pub fn module(source: &Source) -> Result<ast::ModModule, SyntaxError> {
    check_depth(&source.text)?;
    let options = options(parser::Mode::Module);
    let parsed = parser::parse_unchecked(&source.text, options);
    if let Some(error) = parsed.errors().first() {
        return Err(crate::python::parse::words::error(&source.text, error));
    }
    too_new(parsed.unsupported_syntax_errors())?;
    match parsed.try_into_module() {
        Some(module) => Ok(module.into_syntax()),
        None => Err(SyntaxError::new("invalid syntax", 0, 0)),
    }
}

/// An expression, as `eval` takes it.
///
/// # Errors
/// The first thing that is wrong.
pub fn expression(source: &Source) -> Result<ast::ModExpression, SyntaxError> {
    check_depth(&source.text)?;
    let options = options(parser::Mode::Expression);
    let parsed = parser::parse_unchecked(&source.text, options);
    if let Some(error) = parsed.errors().first() {
        return Err(crate::python::parse::words::error(&source.text, error));
    }
    too_new(parsed.unsupported_syntax_errors())?;
    match parsed.try_into_expression() {
        Some(e) => Ok(e.into_syntax()),
        None => Err(SyntaxError::new("invalid syntax", 0, 0)),
    }
}

fn options(mode: parser::Mode) -> parser::ParseOptions {
    parser::ParseOptions::from(mode).with_target_version(ast::PythonVersion::PY311)
}

/// Refuses what came after Python 3.11, except nested quotes in f-strings,
/// which nobody misses an error for.
fn too_new(errors: &[parser::UnsupportedSyntaxError]) -> Result<(), SyntaxError> {
    use parser::UnsupportedSyntaxErrorKind as Kind;
    for error in errors {
        let message = match error.kind {
            Kind::Pep701FString(_) => continue,
            Kind::TypeParameterList => "expected '('",
            Kind::UnparenthesizedExceptionTypes => "multiple exception types must be parenthesized",
            Kind::IterableUnpackingInListComprehension => {
                "iterable unpacking cannot be used in comprehension"
            }
            _ => "invalid syntax",
        };
        let range = error.range;
        return Err(SyntaxError::new(
            message,
            range.start().into(),
            range.end().into(),
        ));
    }
    Ok(())
}

/// Refuses what nests too deep.
fn check_depth(text: &str) -> Result<(), SyntaxError> {
    if text.len() > LONGEST {
        return Err(SyntaxError::new("source code is too long", 0, 0));
    }
    let mut brackets: Vec<usize> = vec![0];
    let mut indents: Vec<usize> = vec![0];
    let mut tabs = Tabs::default();
    let mut line_start = true;
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let at = i as u32;
        if line_start && brackets.len() == 1 {
            let width = bytes[i..]
                .iter()
                .take_while(|b| **b == b' ' || **b == b'\t')
                .count();
            let next = bytes.get(i + width);
            if !matches!(next, None | Some(b'\n' | b'#' | b'\r')) {
                tabs.check(&bytes[i..i + width], at)?;
                while indents.last().is_some_and(|w| *w > width) {
                    indents.pop();
                }
                if indents.last() != Some(&width) {
                    indents.push(width);
                }
                if indents.len() > BLOCKS {
                    return Err(SyntaxError {
                        class: "IndentationError",
                        ..SyntaxError::new("too many levels of indentation", at, at)
                    });
                }
                brackets[0] = 0;
            }
            line_start = false;
        }
        match bytes[i] {
            b'\n' => line_start = true,
            b'#' => {
                i += bytes[i..]
                    .iter()
                    .position(|b| *b == b'\n')
                    .unwrap_or(bytes.len() - i);
                continue;
            }
            b'(' | b'[' | b'{' => {
                brackets.push(0);
                if brackets.len() > BRACKETS {
                    return Err(SyntaxError::new("too many nested parentheses", at, at));
                }
            }
            b')' | b']' | b'}' => {
                if brackets.len() > 1 {
                    brackets.pop();
                }
                // Calls of calls and items of items nest too.
                count(&mut brackets, at)?;
            }
            b'"' | b'\'' => {
                i = skip_string(bytes, i);
                continue;
            }
            b',' => {
                if let Some(n) = brackets.last_mut() {
                    *n = 0;
                }
            }
            b'\\' => i += 1,
            b' ' | b'\t' => {}
            b if b.is_ascii_alphanumeric() || b == b'_' || b >= 128 => {
                let word = bytes[i..]
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_' || **b >= 128)
                    .count();
                i += word;
                count(&mut brackets, at)?;
                continue;
            }
            _ => count(&mut brackets, at)?,
        }
        i += 1;
    }
    Ok(())
}

/// Indentation counted twice, with tabs of eight and of one column: where the
/// two disagree about what is deeper, nobody can tell what is meant.
#[derive(Default)]
struct Tabs(Vec<(usize, usize)>);

impl Tabs {
    fn check(&mut self, space: &[u8], at: u32) -> Result<(), SyntaxError> {
        let wide = space.iter().fold(0, |column, b| match b {
            b'\t' => (column / 8 + 1) * 8,
            _ => column + 1,
        });
        let narrow = space.len();
        while self.0.last().is_some_and(|top| top.0 > wide) {
            self.0.pop();
        }
        let top = self.0.last().copied().unwrap_or_default();
        let agrees = match wide == top.0 {
            true => narrow == top.1,
            false => narrow > top.1,
        };
        if !agrees {
            return Err(SyntaxError {
                class: "TabError",
                placed: false,
                ..SyntaxError::new("inconsistent use of tabs and spaces in indentation", at, at)
            });
        }
        if wide > top.0 {
            self.0.push((wide, narrow));
        }
        Ok(())
    }
}

fn count(brackets: &mut [usize], at: u32) -> Result<(), SyntaxError> {
    if let Some(n) = brackets.last_mut() {
        *n += 1;
        if *n > LONG {
            return Err(SyntaxError::new(
                "too many nested parts in one line",
                at,
                at,
            ));
        }
    }
    Ok(())
}

/// Behind a string that begins at `i`. Replacement fields of f-strings are
/// bounded by the brackets of their own tree.
fn skip_string(bytes: &[u8], i: usize) -> usize {
    let quote = bytes[i];
    let triple = bytes[i..].starts_with(&[quote; 3]);
    let mut at = i + if triple { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if !triple => return at,
            b if b == quote => {
                if !triple {
                    return at + 1;
                }
                if bytes[at..].starts_with(&[quote; 3]) {
                    return at + 3;
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

pub mod escapes;
mod fields;
mod lexical;
mod numbers;
mod rules;
mod sides;
mod words;
