//! The colours of a Python program, line by line. Not a parser: it knows words,
//! strings, numbers and comments, and goes on behind whatever is wrong.
//! Lexical rules: The Python Language Reference 3.11, chapter 2.

use std::ops::Range;

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A keyword.
    Keyword,
    /// A constant: `None`, `True`, `False`, `...`.
    Constant,
    /// A number.
    Number,
    /// A string or a part of one.
    Text,
    /// A comment.
    Comment,
    /// The name that `def` or `class` defines.
    Definition,
    /// A decorator.
    Decorator,
    /// A function or class that is there without an import.
    Builtin,
}

impl Kind {
    /// Its name, as style sheets have it.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Keyword => "keyword",
            Kind::Constant => "constant",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Comment => "comment",
            Kind::Definition => "definition",
            Kind::Decorator => "decorator",
            Kind::Builtin => "builtin",
        }
    }
}

/// A coloured piece of a line; what no token covers is plain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Bytes of the line.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
const CONSTANTS: &[&str] = &["None", "True", "False", "NotImplemented", "Ellipsis"];
/// Keywords only where a statement begins.
const SOFT: &[&str] = &["match", "case"];
const BUILTINS: &[&str] = &[
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "complex",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

/// The tokens of each line, as `split('\n')` gives the lines.
pub fn highlight(text: &str) -> Vec<Vec<Token>> {
    let mut open = None;
    text.split('\n')
        .map(|line| {
            let mut scan = Scan {
                line,
                at: 0,
                tokens: Vec::new(),
                open,
            };
            scan.line();
            open = scan.open;
            scan.tokens
        })
        .collect()
}

/// A string that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    quote: char,
    triple: bool,
    raw: bool,
    formatted: bool,
    /// Braces of an expression in a formatted string that are open.
    depth: usize,
}

struct Scan<'t> {
    line: &'t str,
    at: usize,
    tokens: Vec<Token>,
    open: Option<Open>,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        &self.line[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, is: impl Fn(char) -> bool) -> usize {
        let rest = self.rest();
        let length = rest.find(|c| !is(c)).unwrap_or(rest.len());
        self.at += length;
        length
    }

    fn put(&mut self, from: usize, kind: Kind) {
        if from == self.at {
            return;
        }
        // Pieces of a string that touch are one.
        if let Some(last) = self.tokens.last_mut()
            && (last.kind, last.range.end) == (kind, from)
            && kind == Kind::Text
        {
            last.range.end = self.at;
            return;
        }
        self.tokens.push(Token {
            range: from..self.at,
            kind,
        });
    }

    fn line(&mut self) {
        let mut begins = self.open.is_none();
        let mut defines = false;
        while let Some(c) = self.peek() {
            if self.open.is_some_and(|open| open.depth == 0) {
                self.string();
                begins = false;
                continue;
            }
            let from = self.at;
            if self.open.is_some() && self.brace(c) {
                continue;
            }
            match c {
                ' ' | '\t' | '\r' => {
                    self.eat(|c| matches!(c, ' ' | '\t' | '\r'));
                    continue;
                }
                '#' => {
                    self.at = self.line.len();
                    self.put(from, Kind::Comment);
                }
                '@' if begins => {
                    self.at += 1;
                    self.eat(|c| is_word(c) || c == '.');
                    self.put(from, Kind::Decorator);
                }
                '"' | '\'' => self.begin(from, ""),
                '.' if self.rest().starts_with("...") => {
                    self.at += 3;
                    self.put(from, Kind::Constant);
                }
                _ if c.is_ascii_digit() || (c == '.' && self.digit_follows()) => self.number(from),
                _ if is_word(c) => {
                    defines = self.word(from, begins, defines);
                    begins = false;
                    continue;
                }
                _ => self.at += c.len_utf8(),
            }
            begins = begins && c == '@' || c == ';';
            defines = false;
        }
        // A string in one pair of quotes ends with its line, unless it goes on behind `\`.
        if let Some(open) = self.open
            && !open.triple
            && !self.line.ends_with('\\')
        {
            self.open = None;
        }
    }

    fn digit_follows(&self) -> bool {
        self.rest()
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_ascii_digit())
    }

    fn number(&mut self, from: usize) {
        self.eat(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        // The sign of an exponent.
        let text = &self.line[from..self.at];
        let is_hex = text.starts_with("0x") || text.starts_with("0X");
        if !is_hex && text.ends_with(['e', 'E']) && self.rest().starts_with(['+', '-']) {
            self.at += 1;
            self.eat(|c| c.is_ascii_digit() || c == '_');
        }
        self.put(from, Kind::Number);
    }

    /// A word; whether the next one is defined by it.
    fn word(&mut self, from: usize, begins: bool, defines: bool) -> bool {
        self.eat(is_word);
        let word = &self.line[from..self.at];
        let is_prefix = word.len() <= 2 && word.chars().all(|c| "rRbBuUfF".contains(c));
        if is_prefix && matches!(self.peek(), Some('"' | '\'')) {
            let prefix = word.to_owned();
            self.begin(from, &prefix);
            return false;
        }
        let is_attribute = self.line[..from].trim_end().ends_with('.')
            && !self.line[..from].trim_end().ends_with("..");
        let soft = || SOFT.contains(&word) && begins && self.ends_with_colon();
        let kind = if defines {
            Some(Kind::Definition)
        } else if is_attribute {
            None
        } else if KEYWORDS.contains(&word) || soft() {
            Some(Kind::Keyword)
        } else if CONSTANTS.contains(&word) {
            Some(Kind::Constant)
        } else if BUILTINS.contains(&word) && !self.rest().trim_start().starts_with("= ") {
            Some(Kind::Builtin)
        } else {
            None
        };
        let next = !is_attribute && matches!(word, "def" | "class");
        if let Some(kind) = kind {
            self.put(from, kind);
        }
        next
    }

    /// Whether the line is the head of a block, as far as one can see.
    fn ends_with_colon(&self) -> bool {
        let code = self.rest().split('#').next().unwrap_or_default();
        code.trim_end().ends_with(':') && !code.trim_start().starts_with(['=', ':', '.', ')'])
    }

    /// The quotes that open a string, behind its prefix.
    fn begin(&mut self, from: usize, prefix: &str) {
        let quote = self.peek().unwrap_or('"');
        let thrice: String = [quote; 3].iter().collect();
        let triple = self.rest().starts_with(&thrice);
        // Within an expression of a formatted string a string ends as it begins.
        if self.open.is_some() {
            let inside = self.rest()[1..].find(quote);
            self.at += inside.map_or(self.rest().len(), |length| length + 2);
            self.put(from, Kind::Text);
            return;
        }
        self.at += if triple { 3 } else { 1 };
        self.open = Some(Open {
            quote,
            triple,
            raw: prefix.contains(['r', 'R']),
            formatted: prefix.contains(['f', 'F']),
            depth: 0,
        });
        self.put(from, Kind::Text);
    }

    /// The text of the open string, up to its end, an expression, or the end of the line.
    fn string(&mut self) {
        let Some(mut open) = self.open else { return };
        let from = self.at;
        let mut closed = false;
        while let Some(c) = self.peek() {
            if c == '\\' {
                self.at += 1;
                // Also in a raw string a quote behind it does not end the string.
                if let Some(next) = self.peek()
                    && (!open.raw || next == open.quote || next == '\\')
                {
                    self.at += next.len_utf8();
                }
                continue;
            }
            if c == open.quote {
                let thrice: String = [c; 3].iter().collect();
                if !open.triple || self.rest().starts_with(&thrice) {
                    self.at += if open.triple { 3 } else { 1 };
                    closed = true;
                    break;
                }
            }
            if open.formatted && (c == '{' || c == '}') {
                let twice: String = [c; 2].iter().collect();
                if self.rest().starts_with(&twice) {
                    self.at += 2;
                    continue;
                }
                if c == '{' {
                    self.put(from, Kind::Text);
                    self.at += 1;
                    open.depth = 1;
                    self.open = Some(open);
                    return;
                }
            }
            self.at += c.len_utf8();
        }
        self.put(from, Kind::Text);
        self.open = (!closed).then_some(open);
    }

    /// A brace within an expression of a formatted string; whether it was one.
    fn brace(&mut self, c: char) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        match c {
            '{' => open.depth += 1,
            '}' => open.depth -= 1,
            // What quotes the string itself ends it, whatever is open.
            c if c == open.quote && !open.triple => open.depth = 0,
            _ => return false,
        }
        if c == '{' || c == '}' {
            self.at += 1;
        }
        true
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// Each token of each line as `kind:text`.
    fn shown(text: &str) -> String {
        let lines = text.split('\n').zip(highlight(text));
        lines
            .map(|(line, tokens)| {
                let token = |t: &Token| format!("{}:{}", t.kind.key(), &line[t.range.clone()]);
                tokens.iter().map(token).collect::<Vec<_>>().join(" ")
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&shown(text));
    }

    #[test]
    fn words() {
        check(
            "@cached.property\nasync def fetch(n=None): # go\n    return await self.print(len(n)) is not True",
            expect![[r#"
                decorator:@cached.property
                keyword:async keyword:def definition:fetch constant:None comment:# go
                keyword:return keyword:await builtin:len keyword:is keyword:not constant:True"#]],
        );
    }

    #[test]
    fn soft_keywords_are_names_where_no_block_begins() {
        check(
            "match command:\n    case [x, *_]:\nmatch = case(1)\nmatch.group(1)",
            expect![[r#"
                keyword:match
                keyword:case
                number:1
                number:1"#]],
        );
    }

    #[test]
    fn numbers() {
        check(
            "1_000 + 0xFF - 1e-3 * .5j / x1 // 10.5E+7",
            expect!["number:1_000 number:0xFF number:1e-3 number:.5j number:10.5E+7"],
        );
    }

    #[test]
    fn strings() {
        check(
            "a = 'it\\'s' + \"#no\" + r'\\' + b'x' # yes\n'open\nnext",
            expect![[r##"
                text:'it\'s' text:"#no" text:r'\' + b' text:' # yes
                text:'open
                builtin:next"##]],
        );
        check(
            "\"\"\"one\ntwo 'quotes' \"\"\" + 3\n'goes \\\non' + x",
            expect![[r#"
                text:"""one
                text:two 'quotes' """ number:3
                text:'goes \
                text:on'"#]],
        );
    }

    #[test]
    fn expressions_in_formatted_strings() {
        check(
            "f'{name!r:>{len(x)}} is {{not}} {d[\"k\"]} {3}' + 1\nf'''{\nx} y'''\nprint(f'{x')\npass",
            expect![[r#"
                text:f' builtin:len text: is {{not}}  text:"k" text:  number:3 text:' number:1
                text:f'''
                text: y'''
                builtin:print text:f' text:'
                keyword:pass"#]],
        );
    }

    #[test]
    fn names_may_be_korean() {
        check(
            "def 세기(수=3): print('가나')",
            expect!["keyword:def definition:세기 number:3 builtin:print text:'가나'"],
        );
    }

    proptest! {
        #[test]
        fn tokens_lie_in_their_lines_in_order(text in "([a-f{}'\"\\\\#@\n ().:0-9가]|f'|\"\"\"|def |match ){0,60}") {
            let lines: Vec<&str> = text.split('\n').collect();
            let tokens = highlight(&text);
            prop_assert_eq!(lines.len(), tokens.len());
            for (line, tokens) in lines.iter().zip(tokens) {
                let mut at = 0;
                for token in tokens {
                    prop_assert!(at <= token.range.start && token.range.start < token.range.end);
                    prop_assert!(line.get(token.range.clone()).is_some());
                    at = token.range.end;
                }
            }
        }
    }
}
