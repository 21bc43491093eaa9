//! Reading a pattern.

use super::Error;
use super::tree::{At, Class, Flags, Fold, Greed, Item, Node, One, Set, Tree};

mod groups;

/// How deep groups may stand in one another.
const DEEPEST: usize = 150;

/// Reads a pattern; `bytes` tells one for bytes (each a character up to 255).
pub fn parse(pattern: &str, flags: Flags, bytes: bool) -> Result<Tree, Error> {
    let text: Vec<char> = pattern.chars().collect();
    let reader = Reader::new(&text, flags, bytes);
    match reader.whole() {
        Err(Stop::Error(error)) => Err(error),
        Ok(tree) => Ok(tree),
        // `(?x)` counts from the beginning.
        Err(Stop::Verbose) => {
            let verbose = Flags(flags.0 | Flags::VERBOSE);
            match Reader::new(&text, verbose, bytes).whole() {
                Ok(tree) => Ok(tree),
                Err(Stop::Error(error)) => Err(error),
                Err(Stop::Verbose) => Err(Error::new(&text, "unexpected flag", 0)),
            }
        }
    }
}

/// Why reading stops.
enum Stop {
    Error(Error),
    /// It must begin again, with blanks without meaning.
    Verbose,
}

type Read<T> = Result<T, Stop>;

struct Reader<'a> {
    text: &'a [char],
    at: usize,
    bytes: bool,
    /// Those of the whole pattern.
    global: Flags,
    /// The widths of groups; open ones have none yet.
    groups: Vec<Option<(u64, u64)>>,
    names: Vec<(String, usize)>,
    /// In a look-behind: the number of groups before it.
    behind: Option<usize>,
    /// Groups asked for by conditions before they were read, and where.
    asked: Vec<(usize, usize)>,
    depth: usize,
}

/// One escape.
enum Escape {
    Literal(char),
    Class(Item),
    At(At),
    Group(usize),
}

impl<'a> Reader<'a> {
    fn new(text: &'a [char], flags: Flags, bytes: bool) -> Reader<'a> {
        let global = if bytes || flags.has(Flags::ASCII) {
            flags
        } else {
            Flags(flags.0 | Flags::UNICODE)
        };
        Reader {
            text,
            at: 0,
            bytes,
            global,
            groups: vec![None],
            names: Vec::new(),
            behind: None,
            asked: Vec::new(),
            depth: 0,
        }
    }

    fn whole(mut self) -> Read<Tree> {
        let root = self.choice(self.global, true)?;
        if self.peek().is_some() {
            return Err(self.error("unbalanced parenthesis", self.at));
        }
        if dangling(self.text) {
            // In a comment nothing else complains.
            return Err(self.error("", 0));
        }
        for &(group, at) in &self.asked {
            if group >= self.groups.len() {
                return Err(self.error(format!("invalid group reference {group}"), at));
            }
        }
        Ok(Tree {
            root,
            flags: self.global,
            groups: self.groups.len() - 1,
            names: self.names,
        })
    }

    fn error(&self, message: impl Into<String>, position: usize) -> Stop {
        // CPython looks one item ahead, and so finds this first.
        if dangling(self.text) && self.at + 1 >= self.text.len() {
            let last = self.text.len() - 1;
            return Stop::Error(Error::new(self.text, "bad escape (end of pattern)", last));
        }
        Stop::Error(Error::new(self.text, message, position))
    }

    /// The next character, with what a backslash escapes.
    fn item(&mut self) -> Read<String> {
        let mut item = String::from(self.needed()?);
        if item == "\\" {
            item.extend(self.next());
        }
        Ok(item)
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn takes(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn fold(flags: Flags) -> Option<Fold> {
        flags
            .has(Flags::IGNORE_CASE)
            .then_some(if flags.has(Flags::UNICODE) {
                Fold::Unicode
            } else {
                Fold::Ascii
            })
    }

    fn literal(c: char, flags: Flags) -> Node {
        Node::One(match Reader::fold(flags) {
            Some(fold) => One::Folded(fold.of(c), fold),
            None => One::Char(c),
        })
    }

    /// Branches between `|`.
    fn choice(&mut self, flags: Flags, first: bool) -> Read<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("groups stand too deep in one another", self.at));
        }
        let mut flags = flags;
        let mut branches = vec![self.sequence(&mut flags, first)?];
        while self.takes('|') {
            branches.push(self.sequence(&mut flags, false)?);
        }
        self.depth -= 1;
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Choice(branches),
        })
    }

    /// Items up to `|`, `)` or the end. Global flags change `flags`.
    fn sequence(&mut self, flags: &mut Flags, first: bool) -> Read<Node> {
        let mut items: Vec<Node> = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            let start = self.at;
            self.at += 1;
            if flags.has(Flags::VERBOSE) {
                if matches!(c, ' ' | '\t'..='\r') {
                    continue;
                }
                if c == '#' {
                    while self.next().is_some_and(|c| c != '\n') {}
                    continue;
                }
            }
            match c {
                '\\' => {
                    let escape = self.escape(start, false, *flags)?;
                    items.push(self.escaped(escape, *flags));
                }
                '[' => items.push(self.set(start, *flags)?),
                '*' | '+' | '?' | '{' => self.repeat(c, start, &mut items, *flags)?,
                '.' => items.push(Node::One(if flags.has(Flags::DOT_ALL) {
                    One::All
                } else {
                    One::Any
                })),
                '^' => items.push(Node::At(if flags.has(Flags::MULTILINE) {
                    At::LineStart
                } else {
                    At::Start
                })),
                '$' => items.push(Node::At(if flags.has(Flags::MULTILINE) {
                    At::LineEnd
                } else {
                    At::LastLine
                })),
                '(' => {
                    let may_set_flags = first && items.is_empty();
                    items.extend(self.group(start, flags, may_set_flags)?);
                }
                c => items.push(Reader::literal(c, *flags)),
            }
        }
        Ok(match items.len() {
            1 => items.remove(0),
            _ => Node::Sequence(items),
        })
    }

    fn escaped(&self, escape: Escape, flags: Flags) -> Node {
        match escape {
            Escape::Literal(c) => Reader::literal(c, flags),
            Escape::Class(item) => Node::One(One::Set(Set {
                items: vec![item],
                negative: false,
                fold: None,
            })),
            Escape::At(at) => Node::At(at),
            Escape::Group(group) => Node::Reference {
                group,
                fold: Reader::fold(flags),
            },
        }
    }

    /// Up to so many digits of a base.
    fn digits(&mut self, most: usize, base: u32) -> String {
        let mut digits = String::new();
        while digits.len() < most
            && let Some(c) = self.peek().filter(|c| c.is_digit(base))
        {
            digits.push(c);
            self.at += 1;
        }
        digits
    }

    /// What follows a backslash at `start`, in a set or outside.
    fn escape(&mut self, start: usize, in_set: bool, flags: Flags) -> Read<Escape> {
        let Some(c) = self.next() else {
            let last = self.text.len().saturating_sub(1);
            return Err(self.error("bad escape (end of pattern)", last));
        };
        let ascii = !flags.has(Flags::UNICODE);
        let class = |class, negative| {
            Ok(Escape::Class(Item::Class {
                class,
                negative,
                ascii,
            }))
        };
        match c {
            'd' => return class(Class::Digit, false),
            'D' => return class(Class::Digit, true),
            's' => return class(Class::Space, false),
            'S' => return class(Class::Space, true),
            'w' => return class(Class::Word, false),
            'W' => return class(Class::Word, true),
            'A' if !in_set => return Ok(Escape::At(At::Start)),
            'Z' if !in_set => return Ok(Escape::At(At::End)),
            'b' if !in_set => return Ok(Escape::At(At::Boundary(ascii))),
            'B' if !in_set => return Ok(Escape::At(At::NoBoundary(ascii))),
            _ => {}
        }
        let literal = match c {
            'a' => Some('\x07'),
            'b' => Some('\x08'),
            'f' => Some('\x0c'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'v' => Some('\x0b'),
            '\\' => Some('\\'),
            _ => None,
        };
        if let Some(c) = literal {
            return Ok(Escape::Literal(c));
        }
        match c {
            'x' => self.code(start, "\\x", 2),
            'u' if !self.bytes => self.code(start, "\\u", 4),
            'U' if !self.bytes => self.code(start, "\\U", 8),
            '0'..='7' if in_set => self.octal(start, 2),
            '0' => self.octal(start, 2),
            '1'..='9' if !in_set => self.reference(start, c),
            c if c.is_ascii_alphanumeric() => Err(self.error(format!("bad escape \\{c}"), start)),
            c => Ok(Escape::Literal(c)),
        }
    }

    fn code(&mut self, start: usize, head: &str, length: usize) -> Read<Escape> {
        let digits = self.digits(length, 16);
        if digits.len() != length {
            return Err(self.error(format!("incomplete escape {head}{digits}"), start));
        }
        let code = u32::from_str_radix(&digits, 16)
            .ok()
            .and_then(char::from_u32);
        let bad = || self.error(format!("bad escape {head}{digits}"), start);
        Ok(Escape::Literal(code.ok_or_else(bad)?))
    }

    /// An octal escape whose first digit has been read.
    fn octal(&mut self, start: usize, more: usize) -> Read<Escape> {
        self.digits(more, 8);
        let text: String = self.text[start + 1..self.at].iter().collect();
        let code = u32::from_str_radix(&text, 8).unwrap_or(0);
        match char::from_u32(code).filter(|_| code <= 0o377) {
            Some(c) => Ok(Escape::Literal(c)),
            None => Err(self.error(
                format!("octal escape value \\{text} outside of range 0-0o377"),
                start,
            )),
        }
    }

    /// `\1`, `\12`, or an octal escape of three digits.
    fn reference(&mut self, start: usize, first: char) -> Read<Escape> {
        let octal = |c: Option<char>| c.is_some_and(|c| c.is_digit(8));
        let second = self.peek().filter(char::is_ascii_digit);
        if second.is_some() {
            self.at += 1;
            if octal(Some(first)) && octal(second) && octal(self.peek()) {
                return self.octal(start, 1);
            }
        }
        let group = first.to_digit(10).unwrap_or(0) as usize;
        let group = second.map_or(group, |c| group * 10 + c.to_digit(10).unwrap_or(0) as usize);
        if group >= self.groups.len() {
            return Err(self.error(format!("invalid group reference {group}"), start + 1));
        }
        self.check_group(group, start)?;
        Ok(Escape::Group(group))
    }

    /// Whether a group may be referred to here.
    fn check_group(&self, group: usize, at: usize) -> Read<()> {
        if self.groups[group].is_none() {
            return Err(self.error("cannot refer to an open group", at));
        }
        if self.behind.is_some_and(|before| group >= before) {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.error(message, self.at));
        }
        Ok(())
    }

    /// Characters in brackets.
    fn set(&mut self, start: usize, flags: Flags) -> Read<Node> {
        let unterminated = |reader: &Reader<'_>| reader.error("unterminated character set", start);
        let negative = self.takes('^');
        let mut items = Vec::new();
        loop {
            let from = self.at;
            let Some(c) = self.next() else {
                return Err(unterminated(self));
            };
            if c == ']' && !items.is_empty() {
                break;
            }
            let low = self.set_item(c, from, flags)?;
            if !self.takes('-') {
                items.push(low);
                continue;
            }
            let to = self.at;
            let Some(c) = self.next() else {
                return Err(unterminated(self));
            };
            if c == ']' {
                items.extend([low, Item::Range('-', '-')]);
                break;
            }
            let high = self.set_item(c, to, flags)?;
            match (low, high) {
                (Item::Range(low, _), Item::Range(high, _)) if low <= high => {
                    items.push(Item::Range(low, high));
                }
                _ => {
                    let text: String = self.text[from..self.at].iter().collect();
                    return Err(self.error(format!("bad character range {text}"), from));
                }
            }
        }
        let fold = Reader::fold(flags);
        // Brackets round one character are not needed.
        if let ([Item::Range(low, high)], false, None) = (&items[..], negative, fold)
            && low == high
        {
            return Ok(Node::One(One::Char(*low)));
        }
        Ok(Node::One(One::Set(Set {
            items,
            negative,
            fold,
        })))
    }

    fn set_item(&mut self, c: char, start: usize, flags: Flags) -> Read<Item> {
        if c != '\\' {
            return Ok(Item::Range(c, c));
        }
        Ok(match self.escape(start, true, flags)? {
            Escape::Class(item) => item,
            Escape::Literal(c) => Item::Range(c, c),
            Escape::At(_) | Escape::Group(_) => {
                return Err(self.error("bad escape", start));
            }
        })
    }

    /// `*`, `+`, `?` or `{…}` after an item.
    fn repeat(&mut self, c: char, start: usize, items: &mut Vec<Node>, flags: Flags) -> Read<()> {
        let (least, most) = match c {
            '?' => (0, 1),
            '*' => (0, u32::MAX),
            '+' => (1, u32::MAX),
            _ => match self.bounds(start)? {
                Some(bounds) => bounds,
                None => {
                    items.push(Reader::literal('{', flags));
                    return Ok(());
                }
            },
        };
        let item = match items.pop() {
            None | Some(Node::At(_)) => return Err(self.error("nothing to repeat", start)),
            Some(Node::Repeat { .. }) => return Err(self.error("multiple repeat", start)),
            Some(item) => item,
        };
        let greed = if self.takes('?') {
            Greed::Lazy
        } else if self.takes('+') {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        items.push(Node::Repeat {
            node: Box::new(item),
            least,
            most,
            greed,
        });
        Ok(())
    }

    /// The numbers in braces; none where the brace stands for itself.
    fn bounds(&mut self, start: usize) -> Read<Option<(u32, u32)>> {
        let here = self.at;
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let low = self.digits(usize::MAX, 10);
        let high = if self.takes(',') {
            self.digits(usize::MAX, 10)
        } else {
            low.clone()
        };
        if !self.takes('}') {
            self.at = here;
            return Ok(None);
        }
        let number = |digits: &str, absent: u32| -> Read<u32> {
            if digits.is_empty() {
                return Ok(absent);
            }
            let value = digits.parse().ok().filter(|&value| value != u32::MAX);
            value.ok_or_else(|| {
                let mut error = Error::new(self.text, "the repetition number is too large", start);
                error.overflow = true;
                Stop::Error(error)
            })
        };
        let (least, most) = (number(&low, 0)?, number(&high, u32::MAX)?);
        if most < least {
            return Err(self.error("min repeat greater than max repeat", here));
        }
        Ok(Some((least, most)))
    }
}

/// Whether the last character is a backslash that escapes nothing.
pub(super) fn dangling(text: &[char]) -> bool {
    text.iter().rev().take_while(|&&c| c == '\\').count() % 2 == 1
}
