//! The expressions at both sides of a wrong place, which CPython underlines
//! together (`invalid_expression` and `invalid_named_expression` in
//! `Grammar/python.gram`).

use rustpython_ruff_python_ast::Expr;
use rustpython_ruff_python_parser::parse_expression;
use rustpython_ruff_text_size::Ranged;

use crate::python::parse::{SyntaxError, words};

/// How far from the place an expression is looked for, in bytes.
const REACH: usize = 400;

/// The range of two expressions that no comma separates, the second of which
/// begins at `start`; `(start, end)` if they cannot be told.
pub(super) fn of_missing_comma(text: &str, start: u32, end: u32) -> (u32, u32) {
    let first = before(text, start).map(|(from, e)| match &e {
        Expr::If(e) => (from + e.orelse.range().start().to_u32(), ()),
        _ => (from, ()),
    });
    let second = behind(text, start);
    match (first, second) {
        (Some((from, _)), Some((to, _))) => (from, to),
        (Some((from, _)), None) => (from, end),
        _ => (start, end),
    }
}

/// An `=` at `start` where a condition stands.
pub(super) fn meant_equal(text: &str, start: u32, end: u32) -> SyntaxError {
    const MEANT: &str = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
    let plain = SyntaxError::new(MEANT, start, end);
    let (Some((from, left)), Some((to, right))) = (before(text, start), behind(text, end)) else {
        return plain;
    };
    let to = to - right.range().len().to_u32() + end_of_first(&right);
    let upto = text.get(..start as usize).unwrap_or_default().trim_end();
    match &left {
        Expr::Name(_) => SyntaxError::new(MEANT, from, to),
        Expr::List(_)
        | Expr::Tuple(_)
        | Expr::Generator(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::BoolOp(_)
        | Expr::Compare(_)
        | Expr::UnaryOp(_) => SyntaxError::new("invalid syntax", start, end),
        _ => SyntaxError::new(
            format!(
                "cannot assign to {} here. Maybe you meant '==' instead of '='?",
                words::kind_of(text, from, upto.len() as u32)
            ),
            from,
            upto.len() as u32,
        ),
    }
}

/// Where the first operand of a condition ends within it.
fn end_of_first(e: &Expr) -> u32 {
    match e {
        Expr::BoolOp(b) => b.values.first().map_or(0, end_of_first),
        Expr::Compare(c) => end_of_first(&c.left),
        _ => e.range().end().to_u32(),
    }
}

/// The longest expression that ends before a place, and where it begins.
pub(super) fn before(text: &str, at: u32) -> Option<(u32, Expr)> {
    let upto = text.get(..at as usize)?;
    let far = upto.len().saturating_sub(REACH);
    let mut inside = false;
    for (i, c) in upto.char_indices().skip_while(|(i, _)| *i < far) {
        let is_word = c.is_alphanumeric() || c == '_';
        let begins = is_word && !inside || !is_word && !c.is_whitespace();
        inside = is_word;
        if begins
            && let Ok(parsed) = parse_expression(upto[i..].trim_end())
            && !is_bare_tuple(parsed.expr())
        {
            return Some((i as u32, parsed.into_expr()));
        }
    }
    None
}

/// The longest expression of a line that begins at a place, and where it ends.
pub(super) fn behind(text: &str, at: u32) -> Option<(u32, Expr)> {
    let rest = text.get(at as usize..)?;
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    let rest = &rest[blank..];
    let line = rest.split('\n').next().unwrap_or_default();
    for (i, c) in line
        .char_indices()
        .take(REACH)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        let to = i + c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        if let Ok(parsed) = parse_expression(&line[..to])
            && !is_bare_tuple(parsed.expr())
        {
            return Some(((at as usize + blank + to) as u32, parsed.into_expr()));
        }
    }
    None
}

fn is_bare_tuple(e: &Expr) -> bool {
    matches!(e, Expr::Tuple(t) if !t.parenthesized)
}
