//! A pattern as a tree.

use super::super::chars;

/// The flags of a pattern, as Python numbers them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub u32);

impl Flags {
    /// `re.I`
    pub const IGNORE_CASE: u32 = 2;
    /// `re.L`
    pub const LOCALE: u32 = 4;
    /// `re.M`
    pub const MULTILINE: u32 = 8;
    /// `re.S`
    pub const DOT_ALL: u32 = 16;
    /// `re.U`
    pub const UNICODE: u32 = 32;
    /// `re.X`
    pub const VERBOSE: u32 = 64;
    /// `re.A`
    pub const ASCII: u32 = 256;

    /// Whether a flag is set.
    pub fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }
}

/// A pattern that was read.
#[derive(Clone, Debug)]
pub struct Tree {
    /// What it matches.
    pub root: Node,
    /// Its flags, those written in it among them.
    pub flags: Flags,
    /// How many groups there are, the whole match not counted.
    pub groups: usize,
    /// The names of groups and their numbers.
    pub names: Vec<(String, usize)>,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// One character of some.
    One(One),
    /// One after the other.
    Sequence(Vec<Node>),
    /// The first of several that lets the rest match.
    Choice(Vec<Node>),
    /// The same again.
    Repeat {
        /// What.
        node: Box<Node>,
        /// How often at least.
        least: u32,
        /// How often at most; without a bound, [`u32::MAX`].
        most: u32,
        /// Which number is tried first.
        greed: Greed,
    },
    /// A group that is captured.
    Group(usize, Box<Node>),
    /// What matches first, without trying another way later.
    Atomic(Box<Node>),
    /// What must (not) stand ahead or behind.
    Look {
        /// Whether before the place rather than after it.
        behind: bool,
        /// Whether it must not.
        negative: bool,
        /// What.
        node: Box<Node>,
    },
    /// What a group captured.
    Reference {
        /// The group.
        group: usize,
        /// Whether case does not count.
        fold: Option<Fold>,
    },
    /// One or the other, by whether a group matched.
    Conditional(usize, Box<Node>, Box<Node>),
    /// A place.
    At(At),
}

/// Which number of repetitions is tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greed {
    /// As many as possible.
    Greedy,
    /// As few as possible.
    Lazy,
    /// As many as possible, and never fewer.
    Possessive,
}

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// `\A`, and `^` outside MULTILINE.
    Start,
    /// `^` in MULTILINE.
    LineStart,
    /// `\Z`
    End,
    /// `$`: at the end or before the newline that ends the text.
    LastLine,
    /// `$` in MULTILINE.
    LineEnd,
    /// `\b`; `true`: of ASCII words.
    Boundary(bool),
    /// `\B`.
    NoBoundary(bool),
}

/// How case is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// For ASCII letters only.
    Ascii,
    /// For all.
    Unicode,
}

impl Fold {
    /// The character that stands for all that are equal to it but for case.
    pub fn of(self, c: char) -> char {
        if c.is_ascii() || self == Fold::Ascii {
            return c.to_ascii_lowercase();
        }
        // Characters that share their capital although their small ones differ.
        match c {
            'İ' => return 'i',
            'ı' | 'ſ' | 'K' | 'Å' | 'Ω' | 'µ' | 'ς' | 'ϐ' | 'ϑ' | 'ϕ' | 'ϖ' | 'ϰ' | 'ϱ' | 'ϵ'
            | 'ẛ' => {
                return match c {
                    'ı' => 'i',
                    'ſ' => 's',
                    'K' => 'k',
                    'Å' => 'å',
                    'Ω' => 'ω',
                    'µ' => 'μ',
                    'ς' => 'σ',
                    'ϐ' => 'β',
                    'ϑ' => 'θ',
                    'ϕ' => 'φ',
                    'ϖ' => 'π',
                    'ϰ' => 'κ',
                    'ϱ' => 'ρ',
                    'ϵ' => 'ε',
                    _ => 'ṡ',
                };
            }
            _ => {}
        }
        let mut lower = c.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) => one,
            _ => c,
        }
    }
}

/// Which characters one place takes.
#[derive(Clone, Debug, PartialEq)]
pub enum One {
    /// This one.
    Char(char),
    /// This one but for case; it is folded.
    Folded(char, Fold),
    /// Anything but a newline.
    Any,
    /// Anything.
    All,
    /// Those of a set.
    Set(Set),
}

/// Characters listed in brackets, or a class such as `\d`.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// What is listed.
    pub items: Vec<Item>,
    /// Whether those that are not listed are meant.
    pub negative: bool,
    /// How case is set aside, if it is.
    pub fold: Option<Fold>,
}

/// Something listed in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// From one to another.
    Range(char, char),
    /// A class, or its opposite.
    Class {
        /// Which.
        class: Class,
        /// Whether what is not of it is meant.
        negative: bool,
        /// Whether only ASCII belongs to it.
        ascii: bool,
    },
}

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `\d`
    Digit,
    /// `\s`
    Space,
    /// `\w`
    Word,
}

/// Whether the character is part of a word.
pub fn is_word(c: char, ascii: bool) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || (!ascii && !c.is_ascii() && chars::is_alnum(c))
}

impl Item {
    fn has(self, c: char) -> bool {
        match self {
            Item::Range(first, last) => (first..=last).contains(&c),
            Item::Class {
                class,
                negative,
                ascii,
            } => {
                let found = match class {
                    Class::Digit if ascii => c.is_ascii_digit(),
                    Class::Digit => chars::decimal(c).is_some(),
                    Class::Space if ascii => matches!(c, ' ' | '\t'..='\r'),
                    Class::Space => chars::is_space(c),
                    Class::Word => is_word(c, ascii),
                };
                found != negative
            }
        }
    }
}

impl One {
    /// Whether the character is one of them.
    pub fn takes(&self, c: char) -> bool {
        match self {
            One::Char(own) => c == *own,
            One::Folded(own, fold) => fold.of(c) == *own,
            One::Any => c != '\n',
            One::All => true,
            One::Set(set) => set.has(c) != set.negative,
        }
    }
}

impl Set {
    fn has(&self, c: char) -> bool {
        let lists = |c: char| self.items.iter().any(|item| item.has(c));
        let Some(fold) = self.fold else {
            return lists(c);
        };
        let folded = fold.of(c);
        let upper = match fold {
            Fold::Ascii => c.to_ascii_uppercase(),
            Fold::Unicode => {
                let mut upper = folded.to_uppercase();
                match (upper.next(), upper.next()) {
                    (Some(one), None) => one,
                    _ => folded,
                }
            }
        };
        lists(c) || lists(folded) || lists(upper)
    }
}

impl Node {
    /// What matches the empty text.
    pub fn empty() -> Node {
        Node::Sequence(Vec::new())
    }

    /// The least and the greatest number of characters it matches (`groups`:
    /// those of the groups that were read before).
    pub fn width(&self, groups: &[(u64, u64)]) -> (u64, u64) {
        const MOST: u64 = u32::MAX as u64;
        let (least, most) = match self {
            Node::One(_) => (1, 1),
            Node::At(_) | Node::Look { .. } => (0, 0),
            Node::Sequence(nodes) => nodes.iter().fold((0u64, 0u64), |sum, node| {
                let width = node.width(groups);
                (sum.0.saturating_add(width.0), sum.1.saturating_add(width.1))
            }),
            Node::Choice(nodes) => nodes
                .iter()
                .map(|node| node.width(groups))
                .fold((u64::MAX, 0), |all, width| {
                    (all.0.min(width.0), all.1.max(width.1))
                }),
            Node::Repeat {
                node, least, most, ..
            } => {
                let width = node.width(groups);
                (
                    width.0.saturating_mul(u64::from(*least)),
                    width.1.saturating_mul(u64::from(*most)),
                )
            }
            Node::Group(_, node) | Node::Atomic(node) => node.width(groups),
            Node::Reference { group, .. } => groups.get(*group).copied().unwrap_or((0, MOST)),
            Node::Conditional(_, yes, no) => {
                let (yes, no) = (yes.width(groups), no.width(groups));
                (yes.0.min(no.0), yes.1.max(no.1))
            }
        };
        (least.min(MOST), most.min(MOST))
    }
}
