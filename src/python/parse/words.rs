//! The parser's complaints in CPython's words.

use rustpython_ruff_python_ast::token::TokenKind;
use rustpython_ruff_python_ast::{Expr, UnaryOp};
use rustpython_ruff_python_parser::{LexicalErrorType, ParseError, ParseErrorType};
use rustpython_ruff_text_size::Ranged;

use crate::python::parse::{SyntaxError, escapes, numbers, sides};

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
    if let Some(e) = unclosed(text, start) {
        return e;
    }
    if let Some(e) = numbers::wrong_number(text, start) {
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
        ParseErrorType::OtherError(m) if m.contains("`except` or `finally`") => {
            at("expected 'except' or 'finally' block")
        }
        ParseErrorType::OtherError(m) if m.contains("ultiple exception types") => {
            at("multiple exception types must be parenthesized")
        }
        ParseErrorType::InvalidYieldExpressionUsage | ParseErrorType::InvalidAssignmentTarget
            if here.starts_with("yield") =>
        {
            at("assignment to yield expression not possible")
        }
        ParseErrorType::IterableUnpackingInComprehension => at(if here.starts_with("**") {
            "dict unpacking cannot be used in dict comprehension"
        } else {
            "iterable unpacking cannot be used in comprehension"
        }),
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            at("iterable argument unpacking follows keyword argument unpacking")
        }
        ParseErrorType::InvalidStarredExpressionUsage => at("can't use starred expression here"),
        ParseErrorType::ParamAfterVarKeywordParam => {
            at("arguments cannot follow var-keyword argument")
        }
        ParseErrorType::ExpectedImaginaryNumber => {
            at("imaginary number required in complex literal")
        }
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
        ParseErrorType::EmptyImportNames if !follows_comma(text, start) => at("invalid syntax"),
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
        ParseErrorType::FStringError(e)
        | ParseErrorType::Lexical(LexicalErrorType::FStringError(e)) => {
            let m = e.to_string().to_lowercase().replace('`', "'");
            let empty = text.get(..start as usize).is_some_and(|t| t.ends_with('{'));
            at(&if empty && here.starts_with('}') {
                "f-string: empty expression not allowed".to_owned()
            } else if m.contains("conversion") {
                "f-string: invalid conversion character: expected 's', 'r', or 'a'".to_owned()
            } else if m.contains("empty expression") {
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
        ParseErrorType::InvalidAnnotatedAssignmentTarget => {
            match kind_of(text, start, end).as_str() {
                kind @ ("list" | "tuple") => {
                    at(&format!("only single target (not {kind}) can be annotated"))
                }
                _ => at("illegal target for annotation"),
            }
        }
        ParseErrorType::ExpectedExpression if here.starts_with('}') && after_brace(text, start) => {
            at("f-string: empty expression not allowed")
        }
        ParseErrorType::Lexical(
            wrong @ (LexicalErrorType::UnicodeError
            | LexicalErrorType::MissingUnicodeLbrace
            | LexicalErrorType::MissingUnicodeRbrace),
        ) => {
            // A brace that is missing is told at the quote behind it.
            let is_behind = *wrong == LexicalErrorType::MissingUnicodeRbrace;
            match escapes::wrong_escape(text, start.saturating_sub(u32::from(is_behind))) {
                Some(m) => at(&m),
                None => at("invalid syntax"),
            }
        }
        _ if here.starts_with('=') && !here.starts_with("==") && in_call(text, start) => {
            match follows_word(text, start) {
                word @ ("True" | "False" | "None") => at(&format!("cannot assign to {word}")),
                _ => at("expression cannot contain assignment, perhaps you meant \"==\"?"),
            }
        }
        ParseErrorType::SimpleStatementsOnSameLine => same_line(text, start, end),
        _ => at("invalid syntax"),
    }
}

fn line_of(text: &str, at: u32) -> (usize, &str) {
    let upto = text.get(..at as usize).unwrap_or(text);
    let number = upto.matches('\n').count() + 1;
    (number, text.lines().nth(number - 1).unwrap_or_default())
}

/// Whether a token may begin an expression.
fn begins_expression(token: TokenKind) -> bool {
    matches!(
        token,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringStart
            | TokenKind::True
            | TokenKind::False
            | TokenKind::None
            | TokenKind::Lambda
    )
}

/// Whether a place lies within brackets.
fn in_brackets(text: &str, at: u32) -> bool {
    let upto = text.get(..at as usize).unwrap_or_default().as_bytes();
    let mut depth = 0_usize;
    let mut i = 0;
    while i < upto.len() {
        match upto[i] {
            b'#' => {
                i += upto[i..]
                    .iter()
                    .position(|b| *b == b'\n')
                    .unwrap_or(upto.len() - i);
                continue;
            }
            b'"' | b'\'' => {
                i = super::skip_string(upto, i);
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        i += 1;
    }
    depth > 0
}

/// The word before a place.
fn follows_word(text: &str, at: u32) -> &str {
    let upto = text.get(..at as usize).unwrap_or_default().trim_end();
    upto.rsplit(|c: char| !(c.is_alphanumeric() || c == '_'))
        .next()
        .unwrap_or_default()
}

/// Whether a name stands before a place.
fn follows_name(text: &str, at: u32) -> bool {
    let first = follows_word(text, at).chars().next();
    first.is_some_and(|c| c.is_alphabetic() || c == '_')
}

/// Whether an opening brace stands before a place.
fn after_brace(text: &str, at: u32) -> bool {
    let upto = text.get(..at as usize).unwrap_or_default();
    upto.trim_end().ends_with('{')
}

/// Whether a place lies in the brackets of a call.
fn in_call(text: &str, at: u32) -> bool {
    let (_, line) = line_of(text, at);
    in_brackets(text, at) && !line.trim_start().starts_with("def ") && !line.contains("lambda")
}

/// Whether a place lies in the line of a function's or a class's name.
fn in_header(text: &str, at: u32) -> bool {
    let (_, line) = line_of(text, at);
    let line = line.trim_start();
    ["def ", "async def ", "class "]
        .iter()
        .any(|word| line.starts_with(word))
}

/// Whether a comma stands before a place.
fn follows_comma(text: &str, at: u32) -> bool {
    let upto = text.get(..at as usize).unwrap_or_default();
    upto.trim_end().ends_with(',')
}

/// A bracket that is never closed, if the error lies on a later line; or one
/// that is closed by another.
fn unclosed(text: &str, error: u32) -> Option<SyntaxError> {
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
    let at_end = text
        .get(error as usize..)
        .is_none_or(|rest| rest.trim().is_empty());
    if !at_end && line_of(text, error).0 <= line_of(text, at).0 {
        return None;
    }
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
        (TokenKind::Colon, TokenKind::Equal) => sides::meant_equal(text, start, end),
        (TokenKind::Colon, TokenKind::Newline) => at("expected ':'"),
        (TokenKind::Else, _) => at("expected 'else' after 'if' expression"),
        (
            TokenKind::Comma
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::Colon,
            f,
        ) if begins_expression(f) && in_brackets(text, start) => {
            if f == TokenKind::String && follows_name(text, start) || in_header(text, start) {
                at("invalid syntax")
            } else {
                let (start, end) = sides::of_missing_comma(text, start, end);
                SyntaxError::new("invalid syntax. Perhaps you forgot a comma?", start, end)
            }
        }
        (TokenKind::Colon, _) => at("invalid syntax"),
        (TokenKind::Lpar, _) => at("expected '('"),
        (TokenKind::Indent, _) => SyntaxError {
            class: "IndentationError",
            ..at(&indented_block(text, start))
        },
        (_, TokenKind::Equal) => sides::meant_equal(text, start, end),
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

/// What an expression's text is, as CPython names it.
pub(super) fn kind_of(text: &str, start: u32, end: u32) -> String {
    let part = text
        .get(start as usize..end as usize)
        .unwrap_or_default()
        .trim();
    if matches!(part, "True" | "False" | "None") {
        return part.to_owned();
    }
    match rustpython_ruff_python_parser::parse_expression(part) {
        Ok(parsed) => kind(parsed.expr()).to_owned(),
        Err(_) => "expression".to_owned(),
    }
}

/// What CPython calls a kind of expression (`_PyPegen_get_expr_name`).
fn kind(e: &Expr) -> &'static str {
    match e {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::FString(_) => "f-string expression",
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) => "literal",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        _ => "expression",
    }
}

/// What cannot be assigned to. CPython adds a guess where the text before `=`
/// is an expression without keywords (`a + b = c`).
fn assign_to(text: &str, start: u32, end: u32) -> String {
    let kind = kind_of(text, start, end);
    let after = text.get(end as usize..).unwrap_or_default().trim_start();
    let before = text.get(..start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let single = after.starts_with('=')
        && !after.starts_with("==")
        && line.chars().all(|c| c.is_whitespace());
    let plain = !matches!(
        kind.as_str(),
        "True"
            | "False"
            | "None"
            | "comparison"
            | "lambda"
            | "conditional expression"
            | "generator expression"
    ) && !is_logical(text, start, end);
    if single && plain {
        format!("cannot assign to {kind} here. Maybe you meant '==' instead of '='?")
    } else {
        format!("cannot assign to {kind}")
    }
}

/// Whether an expression is `and`, `or` or `not`.
fn is_logical(text: &str, start: u32, end: u32) -> bool {
    let part = text.get(start as usize..end as usize).unwrap_or_default();
    match rustpython_ruff_python_parser::parse_expression(part.trim()) {
        Ok(parsed) => match parsed.expr() {
            Expr::BoolOp(_) => true,
            Expr::UnaryOp(u) => u.op == UnaryOp::Not,
            _ => false,
        },
        Err(_) => false,
    }
}
