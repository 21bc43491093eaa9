//! Reading a pattern.

use super::super::repr;
use super::super::string::is_identifier;
use super::Error;
use super::tree::{At, Class, Flags, Fold, Greed, Item, Node, One, Set, Tree};

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

    fn unterminated(&self, start: usize) -> Stop {
        self.error("missing ), unterminated subpattern", start)
    }

    fn close(&mut self, start: usize) -> Read<()> {
        if self.takes(')') {
            Ok(())
        } else {
            Err(self.unterminated(start))
        }
    }

    fn needed(&mut self) -> Read<char> {
        let at = self.at;
        self.next()
            .ok_or_else(|| self.error("unexpected end of pattern", at))
    }

    /// What follows `(`; nothing comes of a comment or of global flags.
    fn group(&mut self, start: usize, flags: &mut Flags, may_set: bool) -> Read<Option<Node>> {
        if !self.takes('?') {
            return self.capture(None, start, *flags).map(Some);
        }
        let c = self.needed()?;
        let inner = *flags;
        match c {
            'P' => self.named(start, inner).map(Some),
            ':' => {
                let node = self.choice(inner, false)?;
                self.close(start)?;
                Ok(Some(boxed(node)))
            }
            '>' => {
                let node = self.choice(inner, false)?;
                self.close(start)?;
                Ok(Some(Node::Atomic(Box::new(node))))
            }
            '#' => loop {
                match self.next() {
                    None => return Err(self.error("missing ), unterminated comment", start)),
                    Some(')') => return Ok(None),
                    Some(_) => {}
                }
            },
            '=' | '!' => self.look(c == '!', false, start, inner).map(Some),
            '<' => {
                let item = self.item()?;
                if !matches!(item.as_str(), "=" | "!") {
                    return Err(self.error(format!("unknown extension ?<{item}"), start + 1));
                }
                self.look(item == "!", true, start, inner).map(Some)
            }
            '(' => self.conditional(start, inner).map(Some),
            'a' | 'i' | 'L' | 'm' | 's' | 'u' | 'x' | '-' => {
                self.flags_group(c, start, flags, may_set)
            }
            _ => {
                self.at -= 1;
                let item = self.item()?;
                Err(self.error(format!("unknown extension ?{item}"), start + 1))
            }
        }
    }

    fn capture(&mut self, name: Option<(String, usize)>, start: usize, flags: Flags) -> Read<Node> {
        let group = self.groups.len();
        if let Some((name, at)) = name {
            if let Some((_, before)) = self.names.iter().find(|(other, _)| *other == name) {
                let shown = repr::string(&name);
                return Err(self.error(
                    format!(
                        "redefinition of group name {shown} as group {group}; was group {before}"
                    ),
                    at,
                ));
            }
            self.names.push((name, group));
        }
        self.groups.push(None);
        let node = self.choice(flags, false)?;
        self.close(start)?;
        let widths: Vec<_> = self
            .groups
            .iter()
            .map(|width| width.unwrap_or((0, 0)))
            .collect();
        self.groups[group] = Some(node.width(&widths));
        Ok(Node::Group(group, Box::new(node)))
    }

    /// A name up to a character that ends it, and where it begins.
    fn name(&mut self, end: char) -> Read<(String, usize)> {
        let start = self.at;
        loop {
            let at = self.at;
            let c = self.next();
            let empty = at == start;
            match c {
                None if empty => return Err(self.error("missing group name", at)),
                None => {
                    return Err(self.error(format!("missing {end}, unterminated name"), start));
                }
                Some(c) if c == end && empty => {
                    return Err(self.error("missing group name", at));
                }
                Some(c) if c == end => {
                    return Ok((self.text[start..at].iter().collect(), start));
                }
                // What is escaped ends no name.
                Some('\\') => self.at = self.text.len().min(self.at + 1),
                Some(_) => {}
            }
        }
    }

    fn check_name(&self, name: &str, at: usize) -> Read<()> {
        if is_identifier(name) && (!self.bytes || name.is_ascii()) {
            return Ok(());
        }
        let shown = repr::string(name);
        Err(self.error(format!("bad character in group name {shown}"), at))
    }

    /// `(?P<name>…)` or `(?P=name)`, whose `?P` has been read.
    fn named(&mut self, start: usize, flags: Flags) -> Read<Node> {
        if self.takes('<') {
            let (name, at) = self.name('>')?;
            self.check_name(&name, at)?;
            return self.capture(Some((name, at)), start, flags);
        }
        if self.takes('=') {
            let (name, at) = self.name(')')?;
            self.check_name(&name, at)?;
            let known = self.names.iter().find(|(other, _)| *other == name);
            let Some(&(_, group)) = known else {
                let shown = repr::string(&name);
                return Err(self.error(format!("unknown group name {shown}"), at));
            };
            self.check_group(group, at)?;
            return Ok(Node::Reference {
                group,
                fold: Reader::fold(flags),
            });
        }
        let item = self.item()?;
        Err(self.error(format!("unknown extension ?P{item}"), start + 1))
    }

    fn look(&mut self, negative: bool, behind: bool, start: usize, flags: Flags) -> Read<Node> {
        let outer = self.behind;
        if behind && outer.is_none() {
            self.behind = Some(self.groups.len());
        }
        let node = self.choice(flags, false)?;
        self.behind = outer;
        self.close(start)?;
        if behind {
            let widths: Vec<_> = self
                .groups
                .iter()
                .map(|width| width.unwrap_or((0, 0)))
                .collect();
            let (least, most) = node.width(&widths);
            if least != most {
                let mut error =
                    Error::new(self.text, "look-behind requires fixed-width pattern", 0);
                // CPython finds it later than all others and says no place.
                error.overflow = true;
                return Err(Stop::Error(error));
            }
        }
        Ok(Node::Look {
            behind,
            negative,
            node: Box::new(node),
        })
    }

    /// `(?(1)yes|no)`, whose `?(` has been read.
    fn conditional(&mut self, start: usize, flags: Flags) -> Read<Node> {
        let (name, at) = self.name(')')?;
        let group = if is_identifier(&name) {
            self.check_name(&name, at)?;
            let known = self.names.iter().find(|(other, _)| *other == name);
            match known {
                Some(&(_, group)) => group,
                None => {
                    let shown = repr::string(&name);
                    return Err(self.error(format!("unknown group name {shown}"), at));
                }
            }
        } else {
            let digits = name.bytes().all(|b| b.is_ascii_digit());
            let Some(group) = name.parse::<usize>().ok().filter(|_| digits) else {
                let shown = repr::string(&name);
                return Err(self.error(format!("bad character in group name {shown}"), at));
            };
            if group == 0 {
                return Err(self.error("bad group number", at));
            }
            self.asked.push((group, at));
            group
        };
        if self
            .behind
            .is_some_and(|before| group >= before && group < self.groups.len())
        {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.error(message, self.at));
        }
        let mut inner = flags;
        let yes = self.sequence(&mut inner, false)?;
        let no = if self.takes('|') {
            let no = self.sequence(&mut inner, false)?;
            if self.peek() == Some('|') {
                let message = "conditional backref with more than two branches";
                return Err(self.error(message, self.at));
            }
            no
        } else {
            Node::empty()
        };
        self.close(start)?;
        Ok(Node::Conditional(group, Box::new(yes), Box::new(no)))
    }

    /// `(?i)` for the whole pattern or `(?i-s:…)` for a part.
    fn flags_group(
        &mut self,
        first: char,
        start: usize,
        flags: &mut Flags,
        may_set: bool,
    ) -> Read<Option<Node>> {
        let Some((on, off)) = self.flag_letters(first)? else {
            let added = Flags(self.global.0);
            if !may_set {
                let message = "global flags not at the start of the expression";
                return Err(self.error(message, start));
            }
            if added.has(Flags::VERBOSE) && !flags.has(Flags::VERBOSE) {
                return Err(Stop::Verbose);
            }
            *flags = added;
            return Ok(None);
        };
        let kinds = Flags::ASCII | Flags::UNICODE | Flags::LOCALE;
        let kept = if on & kinds != 0 {
            flags.0 & !kinds
        } else {
            flags.0
        };
        let node = self.choice(Flags((kept | on) & !off), false)?;
        self.close(start)?;
        Ok(Some(boxed(node)))
    }

    fn flag(c: char) -> Option<u32> {
        Some(match c {
            'a' => Flags::ASCII,
            'i' => Flags::IGNORE_CASE,
            'L' => Flags::LOCALE,
            'm' => Flags::MULTILINE,
            's' => Flags::DOT_ALL,
            'u' => Flags::UNICODE,
            'x' => Flags::VERBOSE,
            _ => return None,
        })
    }

    /// The flags turned on and off; nothing where they are for the whole pattern.
    fn flag_letters(&mut self, first: char) -> Read<Option<(u32, u32)>> {
        const KINDS: u32 = Flags::ASCII | Flags::UNICODE | Flags::LOCALE;
        let (mut on, mut off) = (0, 0);
        let mut c = first;
        while let Some(flag) = Reader::flag(c) {
            let wrong = match (c, self.bytes) {
                ('L', false) => Some("bad inline flags: cannot use 'L' flag with a str pattern"),
                ('u', true) => Some("bad inline flags: cannot use 'u' flag with a bytes pattern"),
                _ => None,
            };
            on |= flag;
            let mixed = flag & KINDS != 0 && on & KINDS != flag;
            let mixed =
                mixed.then_some("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
            if let Some(message) = wrong.or(mixed) {
                return Err(self.error(message, self.at));
            }
            c = self.flag_letter("missing -, : or )", ")-:")?;
        }
        if c == ')' {
            let kinds = if on & KINDS != 0 {
                self.global.0 & !KINDS
            } else {
                self.global.0
            };
            self.global = Flags(kinds | on);
            return Ok(None);
        }
        if c == '-' {
            c = self.flag_letter("missing flag", "")?;
            while let Some(flag) = Reader::flag(c) {
                if flag & KINDS != 0 {
                    let message = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                    return Err(self.error(message, self.at));
                }
                off |= flag;
                c = self.flag_letter("missing :", ":")?;
            }
        }
        if on & off != 0 {
            return Err(self.error("bad inline flags: flag turned on and off", self.at - 1));
        }
        Ok(Some((on, off)))
    }

    /// The next flag or one of the characters that may follow.
    fn flag_letter(&mut self, missing: &str, ends: &str) -> Read<char> {
        let at = self.at;
        let Some(c) = self.next() else {
            return Err(self.error(missing, at));
        };
        if ends.contains(c) || Reader::flag(c).is_some() {
            return Ok(c);
        }
        let unknown = super::super::chars::is_alpha(c);
        Err(self.error(if unknown { "unknown flag" } else { missing }, at))
    }
}

/// Whether the last character is a backslash that escapes nothing.
pub(super) fn dangling(text: &[char]) -> bool {
    text.iter().rev().take_while(|&&c| c == '\\').count() % 2 == 1
}

/// A group that is not captured: one item, so that what follows repeats it whole
/// and a repetition in it may be repeated.
fn boxed(node: Node) -> Node {
    match node {
        Node::Repeat { .. } | Node::At(_) => Node::Sequence(vec![node]),
        node => node,
    }
}
