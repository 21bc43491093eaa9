//! The parser's complaints in CPython's words.

use rustpython_ruff_python_ast::token::TokenKind;
use rustpython_ruff_python_ast::{Expr, UnaryOp};
use rustpython_ruff_python_parser::{ParseError, ParseErrorType};
use rustpython_ruff_text_size::Ranged;

use crate::python::parse::lexical::{Kind, Tokens};
use crate::python::parse::{SyntaxError, rules, sides};

/// An error of the parser as CPython words it.
pub fn error(text: &str, error: &ParseError) -> SyntaxError {
    let start = u32::from(error.range().start());
    let tokens = match Tokens::of(text) {
        Ok(tokens) => tokens,
        Err(e) => return SyntaxError { lexical: true, ..e },
    };
    if let Some(e) = unclosed(&tokens, start) {
        return e;
    }
    if let Some(e) = rules::said(&tokens, start) {
        return e;
    }
    let e = by_kind(&tokens, error);
    // Without a rule, CPython shows one token.
    let token = tokens.all.get(tokens.place(e.start));
    match token.filter(|t| t.start == e.start as usize && e.message == "invalid syntax") {
        Some(token) => SyntaxError {
            end: token.end as u32,
            ..e
        },
        None => e,
    }
}

/// A parser's error by what the parser says it is.
fn by_kind(tokens: &Tokens<'_>, error: &ParseError) -> SyntaxError {
    let text = tokens.text;
    let (start, end) = (
        u32::from(error.range().start()),
        u32::from(error.range().end()),
    );
    let at = |m: &str| SyntaxError::new(m, start, end);
    let indentation = |m: &str| SyntaxError {
        class: "IndentationError",
        ..SyntaxError::new(m, start, start)
    };
    let place = tokens.place(start);
    let behind = tokens.all.get(place);
    let here = text.get(start as usize..).unwrap_or_default();
    match &error.error {
        ParseErrorType::ExpectedToken { expected, found } => {
            expected_token(text, *expected, *found, start, end)
        }
        ParseErrorType::OtherError(m) if m.contains("indented block") => block_missing(text, start),
        ParseErrorType::UnexpectedIndentation => SyntaxError {
            placed: false,
            ..indentation("unexpected indent")
        },
        ParseErrorType::OtherError(m) if m.contains("`except` or `finally`") => {
            at_end(text, at("expected 'except' or 'finally' block"))
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
        ParseErrorType::InvalidArgumentUnpackingOrder => SyntaxError::new(
            "iterable argument unpacking follows keyword argument unpacking",
            start,
            start + 1,
        ),
        ParseErrorType::InvalidStarredExpressionUsage => {
            let next = text.get(end as usize..).unwrap_or_default().trim_start();
            let before = text.get(..start as usize).unwrap_or_default().trim_end();
            at(if before.ends_with('(') && next.starts_with(')') {
                "cannot use starred expression here"
            } else {
                "can't use starred expression here"
            })
        }
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
        ParseErrorType::PositionalAfterKeywordArgument => at_closing(
            tokens,
            place,
            at("positional argument follows keyword argument"),
        ),
        ParseErrorType::PositionalAfterKeywordUnpacking => at_closing(
            tokens,
            place,
            at("positional argument follows keyword argument unpacking"),
        ),
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            at("non-default argument follows default argument")
        }
        ParseErrorType::DuplicateKeywordArgumentError(name) => {
            at(&format!("keyword argument repeated: {name}"))
        }
        ParseErrorType::ExpectedKeywordParam => bare_star(tokens, place, start, end),
        ParseErrorType::OtherError(m) if m.contains("Only one '/'") => at("/ may appear only once"),
        ParseErrorType::OtherError(m) if m.contains("must appear before '*'") => {
            at("/ must be ahead of *")
        }
        ParseErrorType::OtherError(m) if m.contains("Only one '*' parameter") => {
            SyntaxError::new("* argument may appear only once", start, start + 1)
        }
        ParseErrorType::OtherError(m)
            if m.contains("only target") || m.contains("single target") =>
        {
            let kind = if m.contains("tuple") { "tuple" } else { "list" };
            at(&format!("only single target (not {kind}) can be annotated"))
        }
        ParseErrorType::OtherError(m) if m.contains("Positional patterns cannot") => {
            at("positional patterns follow keyword patterns")
        }
        ParseErrorType::OtherError(m) if m.contains("both 'except' and 'except*'") => {
            SyntaxError::new(
                "cannot have both 'except' and 'except*' on the same 'try'",
                start,
                start + "except".len() as u32,
            )
        }
        ParseErrorType::OtherError(m) if m.contains("Trailing comma not allowed") => {
            let next = behind.map_or((start, end), |t| (t.end as u32, t.end as u32));
            let (start, end) = next;
            let m = match line_of(text, start).1.trim_start().starts_with("from ") {
                true => "trailing comma not allowed without surrounding parentheses",
                false => "invalid syntax",
            };
            SyntaxError::new(m, start, end)
        }
        ParseErrorType::OtherError(m) if m.contains("Star import must be") => {
            let comma = tokens.all.get(place + 1);
            comma.map_or_else(
                || at("invalid syntax"),
                |t| SyntaxError::new("invalid syntax", t.start as u32, t.end as u32),
            )
        }
        ParseErrorType::UnparenthesizedGeneratorExpression => {
            at("Generator expression must be parenthesized")
        }
        ParseErrorType::EmptyImportNames if !follows_comma(text, start) => at("invalid syntax"),
        ParseErrorType::EmptyImportNames => {
            at("trailing comma not allowed without surrounding parentheses")
        }
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
        _ if is_argument(tokens, place, end) => {
            let equal = text.get(end as usize..).unwrap_or_default();
            let to = end + (equal.len() - equal.trim_start().len()) as u32 + 1;
            let m = match here.get(..(end - start) as usize).unwrap_or_default() {
                word @ ("True" | "False" | "None") => format!("cannot assign to {word}"),
                _ => "expression cannot contain assignment, perhaps you meant \"==\"?".to_owned(),
            };
            SyntaxError::new(m, start, to)
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

/// Whether a place lies in the line of a function's name.
fn in_function(text: &str, at: u32) -> bool {
    let line = line_of(text, at).1.trim_start();
    line.starts_with("def ") || line.starts_with("async def ")
}

/// Whether a place lies in the line of a class's name.
fn in_class(text: &str, at: u32) -> bool {
    line_of(text, at).1.trim_start().starts_with("class ")
}

/// Whether a comma stands before a place.
fn follows_comma(text: &str, at: u32) -> bool {
    let upto = text.get(..at as usize).unwrap_or_default();
    upto.trim_end().ends_with(',')
}

/// A bracket that is never closed, if the error lies on a later line.
fn unclosed(tokens: &Tokens<'_>, error: u32) -> Option<SyntaxError> {
    let (bracket, at) = *tokens.open.last()?;
    let at = at as u32;
    let text = tokens.text;
    let rest = text.get(error as usize..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let at_line_end = line.trim().is_empty() || line.trim_start().starts_with('#');
    if !at_line_end && line_of(text, error).0 <= line_of(text, at).0 {
        return None;
    }
    let m = format!("'{bracket}' was never closed");
    Some(SyntaxError::new(m, at, at + 1))
}

/// Whether an expression that ends at a place is followed by `=` as the name of
/// an argument is.
fn is_argument(tokens: &Tokens<'_>, place: usize, end: u32) -> bool {
    let rest = tokens
        .text
        .get(end as usize..)
        .unwrap_or_default()
        .trim_start();
    let is_call = || {
        let open = tokens.opening(place)?;
        let before = tokens.all.get(open.checked_sub(1)?)?;
        let word = tokens.word(before);
        let called = before.kind == Kind::Word || matches!(word, ")" | "]");
        Some(tokens.word(&tokens.all[open]) == "(" && called)
    };
    rest.starts_with('=') && !rest.starts_with("==") && is_call() == Some(true)
}

/// An error of arguments is told at the bracket that closes them.
fn at_closing(tokens: &Tokens<'_>, place: usize, e: SyntaxError) -> SyntaxError {
    match tokens.closing(place) {
        Some(t) => SyntaxError::new(e.message, t.start as u32, t.end as u32),
        None => e,
    }
}

/// A `*` that names of parameters have to follow.
fn bare_star(tokens: &Tokens<'_>, place: usize, start: u32, end: u32) -> SyntaxError {
    let m = "named arguments must follow bare *";
    let star = (0..=place).rev().find_map(|i| {
        let token = tokens.all.get(i)?;
        (tokens.word(token) == "*").then_some((i, token))
    });
    match star {
        Some((i, star)) => {
            let is_lambda = tokens
                .opening(i)
                .is_none_or(|open| open < 2 || tokens.word(&tokens.all[open - 2]) != "def");
            let shown = match is_lambda {
                true => tokens.all.get(i + 1).unwrap_or(star),
                false => star,
            };
            SyntaxError::new(m, shown.start as u32, shown.end as u32)
        }
        None => SyntaxError::new(m, start, end),
    }
}

/// A block that is missing: shown where other code stands instead, if there is
/// any.
fn block_missing(text: &str, start: u32) -> SyntaxError {
    let e = SyntaxError {
        class: "IndentationError",
        ..SyntaxError::new(indented_block(text, start), start, start)
    };
    at_end(text, e)
}

/// An error at the end of a text is told in its last line, without a place.
fn at_end(text: &str, e: SyntaxError) -> SyntaxError {
    let rest = text.get(e.start as usize..).unwrap_or_default();
    let code = rest.lines().map(|line| line.trim_start());
    if code
        .into_iter()
        .any(|line| !line.is_empty() && !line.starts_with('#'))
    {
        return e;
    }
    let last = text.trim_end().len() as u32;
    SyntaxError {
        placed: false,
        start: last,
        end: last,
        ..e
    }
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
        (TokenKind::Colon, _) if in_function(text, start) && !in_brackets(text, start) => {
            at("expected ':'")
        }
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
        (TokenKind::Lpar, _) if in_class(text, start) => at("invalid syntax"),
        (TokenKind::Lpar, _) => at("expected '('"),
        (TokenKind::Indent, _) => block_missing(text, start),
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
            let rest = trimmed
                .split([';', '#'])
                .next()
                .unwrap_or_default()
                .trim_end();
            let whole = rustpython_ruff_python_parser::parse_expression(rest[word.len()..].trim());
            let end = match whole {
                Ok(_) => at + rest.len() as u32,
                Err(_) => end,
            };
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
        Err(_) if part.starts_with('*') => "starred".to_owned(),
        Err(_) if part.contains(":=") => "named expression".to_owned(),
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
