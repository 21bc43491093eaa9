//! What stands in parentheses: groups, look-around, conditions, flags.

use super::super::super::repr;
use super::super::super::string::is_identifier;
use super::super::Error;
use super::super::tree::{Flags, Node};
use super::{Read, Reader, Stop};

impl Reader<'_> {
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

    pub(super) fn needed(&mut self) -> Read<char> {
        let at = self.at;
        self.next()
            .ok_or_else(|| self.error("unexpected end of pattern", at))
    }

    /// What follows `(`; nothing comes of a comment or of global flags.
    pub(super) fn group(
        &mut self,
        start: usize,
        flags: &mut Flags,
        may_set: bool,
    ) -> Read<Option<Node>> {
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
        let unknown = super::super::super::chars::is_alpha(c);
        Err(self.error(if unknown { "unknown flag" } else { missing }, at))
    }
}

/// A group that is not captured: one item, so that what follows repeats it whole
/// and a repetition in it may be repeated.
fn boxed(node: Node) -> Node {
    match node {
        Node::Repeat { .. } | Node::At(_) => Node::Sequence(vec![node]),
        node => node,
    }
}
