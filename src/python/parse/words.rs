//! The parser's complaints in CPython's words.

use rustpython_ruff_python_ast::token::TokenKind;
use rustpython_ruff_python_parser::{LexicalErrorType, ParseError, ParseErrorType};
use rustpython_ruff_text_size::Ranged;

use crate::python::parse::SyntaxError;

/// An error of the parser as CPython words it.
pub fn error(text: &str, error: &ParseError) -> SyntaxError {
    let (start, end) = (
        u32::from(error.range().start()),
        u32::from(error.range().end()),
    );
    let at = |m: &str| SyntaxError::new(m, start, end);
    let indentation = |m: &str| SyntaxError {
        class: "IndentationError",
        ..SyntaxError::new(m, start, end)
    };
    if let Some(e) = unclosed(text) {
        return e;
    }
    let here = text.get(start as usize..).unwrap_or_default();
    match &error.error {
        ParseErrorType::ExpectedToken { expected, found } => {
            expected_token(text, *expected, *found, start, end)
        }
        ParseErrorType::OtherError(m) if m.contains("indented block") => {
            indentation(&indented_block(text, start))
        }
        ParseErrorType::UnexpectedIndentation => indentation("unexpected indent"),
        ParseErrorType::InvalidAssignmentTarget => at(&assign_to(text, start, end)),
        ParseErrorType::InvalidNamedAssignmentTarget => at(&format!(
            "cannot use assignment expressions with {}",
            kind_of(text, start, end)
        )),
        ParseErrorType::InvalidAugmentedAssignmentTarget => at(&format!(
            "'{}' is an illegal expression for augmented assignment",
            kind_of(text, start, end)
        )),
        ParseErrorType::InvalidDeleteTarget => {
            at(&format!("cannot delete {}", kind_of(text, start, end)))
        }
        ParseErrorType::PositionalAfterKeywordArgument => {
            at("positional argument follows keyword argument")
        }
        ParseErrorType::PositionalAfterKeywordUnpacking => {
            at("positional argument follows keyword argument unpacking")
        }
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            at("non-default argument follows default argument")
        }
        ParseErrorType::DuplicateKeywordArgumentError(name) => {
            at(&format!("keyword argument repeated: {name}"))
        }
        ParseErrorType::ExpectedKeywordParam => at("named arguments must follow bare *"),
        ParseErrorType::UnparenthesizedGeneratorExpression => {
            at("Generator expression must be parenthesized")
        }
        ParseErrorType::EmptyImportNames => {
            at("trailing comma not allowed without surrounding parentheses")
        }
        ParseErrorType::Lexical(LexicalErrorType::IndentationError) => {
            indentation("unindent does not match any outer indentation level")
        }
        ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError)
        | ParseErrorType::Lexical(LexicalErrorType::StringError) => {
            let (line, _) = line_of(text, start);
            let triple = here.starts_with("\"\"\"") || here.starts_with("'''");
            if triple {
                let last = text.lines().count();
                at(&format!(
                    "unterminated triple-quoted string literal (detected at line {last})"
                ))
            } else {
                at(&format!(
                    "unterminated string literal (detected at line {line})"
                ))
            }
        }
        ParseErrorType::FStringError(e) => {
            let m = e.to_string().to_lowercase();
            at(&if m.contains("empty expression") {
                "f-string: empty expression not allowed".to_owned()
            } else if m.contains("single '}'") {
                "f-string: single '}' is not allowed".to_owned()
            } else if m.contains("'}'") {
                "f-string: expecting '}'".to_owned()
            } else if m.contains("unterminated") {
                let (line, _) = line_of(text, start);
                format!("unterminated string literal (detected at line {line})")
            } else {
                format!("f-string: {m}")
            })
        }
        ParseErrorType::Lexical(LexicalErrorType::UnrecognizedToken { tok }) => at(&match *tok {
            '$' | '?' | '!' => "invalid syntax".to_owned(),
            c => format!("invalid character '{c}' (U+{:04X})", c as u32),
        }),
        ParseErrorType::SimpleStatementsOnSameLine => same_line(text, start, end),
        _ => at("invalid syntax"),
    }
}

fn line_of(text: &str, at: u32) -> (usize, &str) {
    let upto = text.get(..at as usize).unwrap_or(text);
    let number = upto.matches('\n').count() + 1;
    (number, text.lines().nth(number - 1).unwrap_or_default())
}

/// A bracket that is never closed, or closed by another one.
fn unclosed(text: &str) -> Option<SyntaxError> {
    let mut open: Vec<(u8, u32)> = Vec::new();
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'#' => {
                i += bytes[i..]
                    .iter()
                    .position(|b| *b == b'\n')
                    .unwrap_or(bytes.len() - i);
                continue;
            }
            b'"' | b'\'' => {
                i = super::skip_string(bytes, i);
                continue;
            }
            b @ (b'(' | b'[' | b'{') => open.push((b, i as u32)),
            b @ (b')' | b']' | b'}') => {
                let at = i as u32;
                let matching = match b {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                match open.pop() {
                    None => {
                        let m = format!("unmatched '{}'", char::from(b));
                        return Some(SyntaxError::new(m, at, at + 1));
                    }
                    Some((o, from)) if o != matching => {
                        let (line, _) = line_of(text, from);
                        let (here, _) = line_of(text, at);
                        let mut m = format!(
                            "closing parenthesis '{}' does not match opening parenthesis '{}'",
                            char::from(b),
                            char::from(o)
                        );
                        if line != here {
                            m.push_str(&format!(" on line {line}"));
                        }
                        return Some(SyntaxError::new(m, at, at + 1));
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
        i += 1;
    }
    let (bracket, at) = *open.last()?;
    let m = format!("'{}' was never closed", char::from(bracket));
    Some(SyntaxError::new(m, at, at + 1))
}

fn expected_token(
    text: &str,
    expected: TokenKind,
    found: TokenKind,
    start: u32,
    end: u32,
) -> SyntaxError {
    let at = |m: &str| SyntaxError::new(m, start, end);
    match (expected, found) {
        (TokenKind::Colon, TokenKind::Equal) => {
            at("invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
        }
        (TokenKind::Colon, _) => at("expected ':'"),
        (TokenKind::Lpar, _) => at("expected '('"),
        (TokenKind::Indent, _) => SyntaxError {
            class: "IndentationError",
            ..at(&indented_block(text, start))
        },
        (_, TokenKind::Equal) => at("invalid syntax. Maybe you meant '==' or ':=' instead of '='?"),
        _ => at("invalid syntax"),
    }
}

/// Two statements in one line: Python 2's `print`, or a forgotten comma.
fn same_line(text: &str, start: u32, end: u32) -> SyntaxError {
    let (_, line) = line_of(text, start);
    let trimmed = line.trim_start();
    for word in ["print", "exec"] {
        if trimmed
            .strip_prefix(word)
            .is_some_and(|r| r.starts_with(' '))
        {
            let at = start.saturating_sub(word.len() as u32 + 1);
            let m = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
            return SyntaxError::new(m, at, end);
        }
    }
    SyntaxError::new("invalid syntax", start, end)
}

/// `expected an indented block after …`.
fn indented_block(text: &str, at: u32) -> String {
    let upto = text.get(..at as usize).unwrap_or(text);
    let mut lines: Vec<(usize, &str)> = upto.lines().enumerate().collect();
    while let Some((number, line)) = lines.pop() {
        let line = line.trim_start();
        let code = line.split('#').next().unwrap_or_default().trim_end();
        if !code.ends_with(':') {
            continue;
        }
        let word = code
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let what = match word {
            "def" => "function definition".to_owned(),
            "async" if code.contains("def") => "function definition".to_owned(),
            "class" => "class definition".to_owned(),
            "else" | "elif" | "if" | "for" | "while" | "with" | "try" | "except" | "finally"
            | "match" | "case" => format!("'{word}' statement"),
            _ => break,
        };
        return format!(
            "expected an indented block after {what} on line {}",
            number + 1
        );
    }
    "expected an indented block".to_owned()
}

/// What an expression's text looks like, as CPython names it.
fn kind_of(text: &str, start: u32, end: u32) -> String {
    let part = text
        .get(start as usize..end as usize)
        .unwrap_or_default()
        .trim();
    let literal = part.starts_with(|c: char| c.is_ascii_digit() || c == '"' || c == '\'');
    if matches!(part, "True" | "False" | "None") {
        part.to_owned()
    } else if part == "..." {
        "ellipsis".to_owned()
    } else if part.starts_with("f\"") || part.starts_with("f'") {
        "f-string expression".to_owned()
    } else if literal {
        "literal".to_owned()
    } else if part.ends_with(')') && !part.starts_with('(') {
        "function call".to_owned()
    } else if part.contains(" if ") {
        "conditional expression".to_owned()
    } else if part.contains("==") || part.contains('<') || part.contains('>') {
        "comparison".to_owned()
    } else if part.starts_with('[') {
        "list".to_owned()
    } else if part.starts_with('{') {
        "dict literal".to_owned()
    } else if part.starts_with("lambda") {
        "lambda".to_owned()
    } else {
        "expression".to_owned()
    }
}

fn assign_to(text: &str, start: u32, end: u32) -> String {
    let kind = kind_of(text, start, end);
    match kind.as_str() {
        "True" | "False" | "None" => format!("cannot assign to {kind}"),
        "ellipsis" => "cannot assign to ellipsis here. Maybe you meant '==' instead of '='?".into(),
        _ => format!("cannot assign to {kind} here. Maybe you meant '==' instead of '='?"),
    }
}
