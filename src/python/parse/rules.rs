//! What CPython says of wrong places by rules of its grammar that are there for
//! this (`invalid_…` in `Grammar/python.gram`), found by the tokens round the
//! place at which the parser gave up.

use crate::python::parse::lexical::{Kind, Token, Tokens};
use crate::python::parse::{SyntaxError, escapes, fields, sides};

/// The first rule that holds for a place, with what it says.
pub(super) fn said(tokens: &Tokens<'_>, start: u32) -> Option<SyntaxError> {
    let place = tokens.place(start);
    let found = Place { tokens, place };
    found
        .wrong_text()
        .or_else(|| found.of_dict())
        .or_else(|| found.of_block())
        .or_else(|| found.of_parameters())
        .or_else(|| found.of_comprehension())
        .or_else(|| found.without_else())
}

/// A token of a text.
struct Place<'a> {
    tokens: &'a Tokens<'a>,
    place: usize,
}

fn at(message: impl Into<String>, token: &Token) -> SyntaxError {
    SyntaxError::new(message, token.start as u32, token.end as u32)
}

impl<'a> Place<'a> {
    fn token(&self, place: usize) -> Option<&'a Token> {
        self.tokens.all.get(place)
    }

    /// A token's text; empty where there is none.
    fn word(&self, place: usize) -> &'a str {
        self.token(place)
            .map_or("", |token| self.tokens.word(token))
    }

    /// The text before, empty at the start.
    fn before(&self, back: usize) -> &'a str {
        match self.place.checked_sub(back) {
            Some(place) => self.word(place),
            None => "",
        }
    }

    /// A text, or several side by side, that cannot be read.
    fn wrong_text(&self) -> Option<SyntaxError> {
        let is_text = |i: usize| self.token(i).is_some_and(|t| t.kind == Kind::Text);
        let mut first = self.place;
        if !is_text(first) {
            return None;
        }
        while first > 0 && is_text(first - 1) {
            first -= 1;
        }
        let mut end = first;
        while is_text(end) {
            end += 1;
        }
        let next = self.token(end)?;
        let mut bytes = None;
        for i in first..end {
            let token = self.token(i)?;
            let text = self.tokens.word(token);
            let quote = text.find(['"', '\''])?;
            let prefix = text[..quote].to_ascii_lowercase();
            let is_bytes = prefix.contains('b');
            if is_bytes && !text.is_ascii() {
                return Some(at("bytes can only contain ASCII literal characters", token));
            }
            if !prefix.contains('r')
                && let Some(m) = escapes::wrong(inside(&text[quote..]), is_bytes)
            {
                return Some(at(m, next));
            }
            if *bytes.get_or_insert(is_bytes) != is_bytes {
                return Some(at("cannot mix bytes and nonbytes literals", next));
            }
        }
        for i in first..end {
            let token = self.token(i)?;
            match fields::check(self.tokens.word(token), token.start) {
                Ok(()) => {}
                Err(fields::Wrong::Whole(m)) => return Some(at(m, next)),
                Err(fields::Wrong::Inner(e)) => return Some(*e),
            }
        }
        None
    }

    /// The items between brackets: the places of the first token of each and of
    /// what follows its last one.
    fn items(&self, open: usize) -> Vec<(usize, usize)> {
        let mut items = Vec::new();
        let (mut depth, mut from) = (0_usize, open + 1);
        for i in open + 1..self.tokens.all.len() {
            match self.word(i) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" if depth == 0 => {
                    items.push((from, i));
                    break;
                }
                ")" | "]" | "}" => depth -= 1,
                "," if depth == 0 => {
                    items.push((from, i));
                    from = i + 1;
                }
                _ => {}
            }
        }
        items
    }

    /// Where a mark stands between two places, brackets within left out.
    fn find(&self, (from, to): (usize, usize), mark: &str) -> Option<usize> {
        let mut depth = 0_usize;
        (from..to).find(|i| {
            match self.word(*i) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                word => return depth == 0 && word == mark,
            }
            false
        })
    }

    /// Keys without values in a dict's display.
    fn of_dict(&self) -> Option<SyntaxError> {
        let open = self.tokens.opening(self.place)?;
        if self.word(open) != "{" {
            return None;
        }
        let items = self.items(open);
        let first = items.first()?;
        if self.find(*first, ":").is_none() && self.word(first.0) != "**" {
            return None;
        }
        let of = |item: &&(usize, usize)| item.0 <= self.place && self.place <= item.1;
        let item = *items.iter().find(of)?;
        let is_earlier = |other: &&(usize, usize)| other.1 <= item.0;
        let mut earlier = items.iter().filter(is_earlier);
        if earlier.any(|item| self.find(*item, "for").is_some()) {
            return None;
        }
        let Some(colon) = self.find(item, ":") else {
            if item.0 == item.1 || self.word(item.0) == "**" {
                return None;
            }
            let (end, _) = sides::behind(self.tokens.text, self.token(item.0)?.start as u32)?;
            return Some(SyntaxError::new(
                "':' expected after dictionary key",
                end - 1,
                end,
            ));
        };
        let colon_token = self.token(colon)?;
        match self.word(colon + 1) {
            "*" => {
                let star = self.token(colon + 1)?;
                let (end, _) = sides::behind(self.tokens.text, star.end as u32)?;
                Some(SyntaxError::new(
                    "cannot use a starred expression in a dictionary value",
                    star.start as u32,
                    end,
                ))
            }
            "," | "}" => Some(at(
                "expression expected after dictionary key and ':'",
                colon_token,
            )),
            _ => None,
        }
    }

    /// Words that only a colon may follow, and other wrong heads of blocks.
    fn of_block(&self) -> Option<SyntaxError> {
        let token = self.token(self.place)?;
        let begins = |back: usize| {
            self.place
                .checked_sub(back + 1)
                .and_then(|place| self.token(place))
                .is_none_or(|t| t.kind == Kind::Newline)
        };
        match (self.before(1), self.word(self.place)) {
            ("else" | "try" | "finally", word) if begins(1) && word != ":" => {
                Some(at("expected ':'", token))
            }
            ("*", ":") if self.before(2) == "except" => {
                Some(at("expected one or more exception types", token))
            }
            _ => None,
        }
    }

    /// Parameters.
    fn of_parameters(&self) -> Option<SyntaxError> {
        let token = self.token(self.place)?;
        let (of_lambda, open) = self.parameters()?;
        let name = if of_lambda {
            "Lambda expression"
        } else {
            "Function"
        };
        let word = self.word(self.place);
        if word == "(" && (self.place == open + 1 || self.before(1) == ",") {
            let closing = self.tokens.closing(self.place + 1)?;
            return Some(SyntaxError::new(
                format!("{name} parameters cannot be parenthesized"),
                token.start as u32,
                closing.end as u32,
            ));
        }
        let (equal, place) = match word {
            "=" => (token, self.place),
            _ if self.before(1) == "=" => (self.token(self.place - 1)?, self.place - 1),
            _ => return None,
        };
        match (place.checked_sub(2).map(|i| self.word(i)), word) {
            (Some("*"), _) => Some(at(
                "var-positional argument cannot have default value",
                equal,
            )),
            (Some("**"), _) => Some(at("var-keyword argument cannot have default value", equal)),
            (_, "," | ")" | ":") => Some(at("expected default value expression", equal)),
            _ => None,
        }
    }

    /// Whether the place is among parameters: of a lambda or not, and behind
    /// which token they begin.
    fn parameters(&self) -> Option<(bool, usize)> {
        let open = self.tokens.opening(self.place);
        if let Some(open) = open
            && self.word(open) == "("
            && open >= 2
            && self.word(open - 2) == "def"
        {
            return Some((false, open));
        }
        let lambda = self
            .back()
            .find(|i| matches!(self.word(*i), ":" | "" | "lambda"))?;
        (self.word(lambda) == "lambda").then_some((true, lambda))
    }

    /// The tokens before the place, backwards as far as the bracket that it is
    /// in; what stands in brackets of its own is left out.
    fn back(&self) -> impl Iterator<Item = usize> + '_ {
        let mut places = (0..self.place).rev();
        let mut depth = 0_usize;
        std::iter::from_fn(move || {
            for i in places.by_ref() {
                match self.word(i) {
                    ")" | "]" | "}" => depth += 1,
                    "(" | "[" | "{" if depth == 0 => break,
                    "(" | "[" | "{" => depth -= 1,
                    _ if depth == 0 => return Some(i),
                    _ => {}
                }
            }
            None
        })
    }

    /// Several items before the `for` of a comprehension.
    fn of_comprehension(&self) -> Option<SyntaxError> {
        if self.word(self.place) != "for" {
            return None;
        }
        let open = self.tokens.opening(self.place)?;
        let first = self.token(open + 1)?;
        let whole = (open + 1, self.place);
        match self.word(open) {
            "{" if self.word(open + 1) == "**" => Some(at(
                "dict unpacking cannot be used in dict comprehension",
                first,
            )),
            "[" | "{" if self.find(whole, ",").is_some() => Some(SyntaxError::new(
                "did you forget parentheses around the comprehension target?",
                first.start as u32,
                self.token(self.place - 1)?.end as u32,
            )),
            _ => None,
        }
    }

    /// `x if y` without an `else`.
    fn without_else(&self) -> Option<SyntaxError> {
        let ends = |i: &usize| matches!(self.word(*i), "" | "," | "else" | "for" | "=" | "if");
        let condition = self.back().find(ends)?;
        if self.word(condition) != "if" {
            return None;
        }
        let begins = condition == 0 || self.token(condition - 1)?.kind == Kind::Newline;
        if begins || matches!(self.word(self.place), ":" | "else") {
            return None;
        }
        let (text, token) = (self.tokens.text, self.token(condition)?);
        let (start, _) = sides::before(text, token.start as u32)?;
        let (end, _) = sides::behind(text, token.end as u32)?;
        let last = self.token(self.place - 1)?.end as u32;
        (end == last).then(|| SyntaxError::new("expected 'else' after 'if' expression", start, end))
    }
}

/// What stands between a text's quotes.
fn inside(quoted: &str) -> &str {
    let mark = &quoted[..1];
    let triple = quoted.len() >= 6 && quoted.starts_with(&mark.repeat(3));
    let width = if triple { 3 } else { 1 };
    quoted.get(width..quoted.len() - width).unwrap_or_default()
}
