//! Reading programs.

use super::instr::{Base, Index, Instr, Operand, Place, Reg, Relation, Span, Unit};
use super::names::{Kind, Label, Program};
use super::reference::{Arg, Entry, REFERENCE, entry};
use super::syntax::{Part, build};
use super::words::{Statement, Word, statements};
use super::{MOST_INSTRS, MOST_NAME, MOST_NAMES, MOST_TEXT};
use crate::base::{Problem, Text};

/// The most problems that are told of one text.
pub(super) const MOST_PROBLEMS: usize = 20;

/// Reads a program: one instruction a line, or with `;` between them; `again:`
/// is a label; `#` begins a comment; numbers of time may have a unit (us, ms,
/// s). What cannot be read is left out and told.
pub fn parse(text: &str) -> (Program, Vec<Problem>) {
    let mut problems = Vec::new();
    let text = cut(text, &mut problems);
    let program = program(&statements(text), &mut problems);
    problems.truncate(MOST_PROBLEMS);
    (program, problems)
}

/// The text, or its beginning if it is too long.
pub(super) fn cut<'t>(text: &'t str, problems: &mut Vec<Problem>) -> &'t str {
    if text.len() <= MOST_TEXT {
        return text;
    }
    problems.push(Problem::new(
        "program",
        Text::new("글이 너무 깁니다.", "The text is too long."),
        Text::new(
            format!("{MOST_TEXT}바이트까지 씁니다."),
            format!("Use at most {MOST_TEXT} bytes."),
        ),
    ));
    let mut end = MOST_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The program of these statements.
pub(super) fn program(statements: &[Statement<'_>], problems: &mut Vec<Problem>) -> Program {
    let mut reader = Reader {
        program: Program::default(),
        problems,
    };
    reader.read_labels(statements);
    for statement in statements {
        if label_of(statement).is_some() {
            continue;
        }
        if reader.program.instrs.len() >= MOST_INSTRS {
            reader.problem(
                &statement[0],
                too_many("명령이", "instructions", MOST_INSTRS),
            );
            break;
        }
        let names = reader.program.names.len();
        match reader.instr(statement) {
            Ok(instr) => reader.program.instrs.push(instr),
            Err(problem) => {
                reader.problems.push(*problem);
                reader.program.names.truncate(names);
                // Labels behind it must not move.
                reader.program.instrs.push(Instr::Nop);
            }
        }
    }
    // Labels behind the last instruction that was read.
    let end = reader.program.instrs.len() as u32;
    for (_, at) in &mut reader.program.labels {
        *at = end.min(*at);
    }
    reader.program
}

fn label_of<'t>(statement: &Statement<'t>) -> Option<&'t str> {
    match statement.as_slice() {
        [word] => word.text.strip_suffix(':'),
        _ => None,
    }
}

type Told<T> = Result<T, Box<Problem>>;

struct Reader<'p> {
    program: Program,
    problems: &'p mut Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, word: &Word<'_>, (reason, hint): (Text, Text)) {
        self.problems.push(Problem::new(word.place(), reason, hint));
    }

    /// Notes where each label stands, before the jumps are read.
    fn read_labels(&mut self, statements: &[Statement<'_>]) {
        let mut place = 0;
        for statement in statements {
            let Some(name) = label_of(statement) else {
                place += 1;
                continue;
            };
            let word = &statement[0];
            if !is_name(name) {
                self.problem(word, bad_name(name));
            } else if self.program.labels.iter().any(|(known, _)| known == name) {
                self.problem(word, twice(name));
            } else if self.program.labels.len() >= MOST_NAMES {
                self.problem(word, too_many("라벨이", "labels", MOST_NAMES));
                return;
            } else {
                self.program.labels.push((name.to_owned(), place));
            }
        }
    }

    fn instr(&mut self, statement: &Statement<'_>) -> Told<Instr> {
        let [first, rest @ ..] = statement.as_slice() else {
            return Ok(Instr::Nop);
        };
        let Some(entry) = entry(first.text) else {
            let (reason, hint) = unknown_instr(first.text);
            return Err(Box::new(Problem::new(first.place(), reason, hint)));
        };
        let least = entry
            .args
            .iter()
            .filter(|arg| !matches!(arg, Arg::Maybe(_)))
            .count();
        if rest.len() < least {
            return Err(form(
                first,
                entry,
                "빠진 것이 있습니다.",
                "Something is missing.",
            ));
        }
        if let Some(extra) = rest.get(entry.args.len()) {
            return Err(form(
                extra,
                entry,
                "남는 것이 있습니다.",
                "This is too much.",
            ));
        }
        let mut parts = Vec::with_capacity(rest.len());
        for (word, arg) in rest.iter().zip(entry.args) {
            parts.push(self.part(word, *arg, entry)?);
        }
        build(entry.name, &parts)
            .ok_or_else(|| form(first, entry, "읽을 수 없습니다.", "It cannot be read."))
    }

    fn part(&mut self, word: &Word<'_>, arg: Arg, entry: &Entry) -> Told<Part> {
        let text = word.text;
        let read = match arg {
            Arg::Reg => Reg::from_name(text).map(Part::Reg),
            Arg::Value => operand(text).map(Part::Value),
            Arg::Span => span(text).map(Part::Span),
            Arg::Relation => relation(text).map(Part::Relation),
            Arg::Place => return self.place(word, entry).map(Part::Place),
            Arg::Label => return self.label(word).map(Part::Label),
            Arg::Name(kind) | Arg::Maybe(kind) => {
                return self.name(word, kind, text).map(Part::Name);
            }
            Arg::Text => {
                let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
                return self
                    .name(word, Kind::Text, inner.unwrap_or(text))
                    .map(Part::Name);
            }
        };
        read.ok_or_else(|| {
            let (ko, en) = wanted(arg);
            form_owned(
                word,
                entry,
                format!("‘{text}’ 자리에는 {ko} 와야 합니다."),
                format!("‘{text}’ should be {en}."),
            )
        })
    }

    fn name(&mut self, word: &Word<'_>, kind: Kind, text: &str) -> Told<super::Name> {
        let fits = if kind == Kind::Text {
            text.chars().count() <= 2 * MOST_NAME && !text.contains(['"', '\n'])
        } else {
            is_name(text)
        };
        let (reason, hint) = if !fits {
            bad_name(text)
        } else if let Some(name) = self.clash(kind, text) {
            let (was, is) = (name.word(), kind.word());
            (
                Text::new(
                    format!("‘{text}’의 종류가 {was}와 {is}로 엇갈립니다."),
                    format!("‘{text}’ is a {was} elsewhere, not a {is}."),
                ),
                Text::new("이름을 나누어 쓰세요.", "Use a name of its own."),
            )
        } else if let Some(name) = self.program.intern(kind, text) {
            return Ok(name);
        } else {
            too_many("이름이", "names", MOST_NAMES)
        };
        Err(Box::new(Problem::new(word.place(), reason, hint)))
    }

    /// The other kind that a shared name has already.
    fn clash(&self, kind: Kind, text: &str) -> Option<Kind> {
        let shared = |kind: &Kind| Kind::SHARED.contains(kind);
        self.program
            .names
            .iter()
            .find(|(other, name)| name == text && *other != kind && shared(other) && shared(&kind))
            .map(|(other, _)| *other)
    }

    fn label(&mut self, word: &Word<'_>) -> Told<Label> {
        let labels = &self.program.labels;
        let place = labels.iter().position(|(name, _)| name == word.text);
        if let Some(place) = place.and_then(|place| u16::try_from(place).ok()) {
            return Ok(Label(place));
        }
        let list: Vec<&str> = labels.iter().take(20).map(|l| l.0.as_str()).collect();
        Err(Box::new(Problem::new(
            word.place(),
            Text::new(
                format!("라벨 ‘{}’이(가) 없습니다.", word.text),
                format!("There is no label ‘{}’.", word.text),
            ),
            Text::new(
                format!(
                    "‘{}:’을 한 줄에 쓰세요. 있는 라벨: {}",
                    word.text,
                    list.join(", ")
                ),
                format!(
                    "Put ‘{}:’ on a line. Labels here: {}",
                    word.text,
                    list.join(", ")
                ),
            ),
        )))
    }

    fn place(&mut self, word: &Word<'_>, entry: &Entry) -> Told<Place> {
        let inner = word
            .text
            .strip_prefix('[')
            .and_then(|t| t.strip_suffix(']'));
        let (base, index) = match inner {
            None => (word.text, None),
            Some(inner) => match inner.split_once('+') {
                Some((base, index)) => (base.trim(), Some(index.trim())),
                None => (inner.trim(), None),
            },
        };
        let bad = || {
            form(
                word,
                entry,
                "메모리 자리를 읽을 수 없습니다.",
                "This is no place of memory.",
            )
        };
        let index = match index {
            None => Index::None,
            Some(text) => read_index(text).ok_or_else(bad)?,
        };
        if Reg::from_name(base).is_some() {
            return Err(bad());
        }
        if let Some(address) = number(base) {
            let (base, index) = match index {
                Index::Offset(n) => (address.checked_add(n).ok_or_else(bad)?, Index::None),
                index => (address, index),
            };
            return Ok(Place {
                base: Base::Address(base),
                index,
            });
        }
        let name = self.name(word, Kind::Cell, base)?;
        Ok(Place {
            base: Base::Cell(name),
            index,
        })
    }
}

/// `3`, `bx`, `4*bx` or `bx*4`.
fn read_index(text: &str) -> Option<Index> {
    if let Some(n) = number(text) {
        return Some(Index::Offset(n));
    }
    if let Some(reg) = Reg::from_name(text) {
        return Some(Index::Scaled(reg, 1));
    }
    let (left, right) = text.split_once('*')?;
    let (left, right) = (left.trim(), right.trim());
    let (reg, scale) = match Reg::from_name(left) {
        Some(reg) => (reg, right),
        None => (Reg::from_name(right)?, left),
    };
    Some(Index::Scaled(reg, number(scale)?))
}

fn number(text: &str) -> Option<i64> {
    // A plus sign would be read twice.
    (!text.starts_with('+')).then(|| text.parse().ok())?
}

pub(super) fn operand(text: &str) -> Option<Operand> {
    Reg::from_name(text)
        .map(Operand::Reg)
        .or_else(|| number(text).map(Operand::Number))
}

fn span(text: &str) -> Option<Span> {
    let (unit, ending) = Unit::ALL.iter().find(|(_, end)| text.ends_with(end))?;
    let n = &text[..text.len() - ending.len()];
    let n = (!n.starts_with('+')).then(|| n.parse().ok())??;
    Some(Span { n, unit: *unit })
}

fn relation(text: &str) -> Option<Relation> {
    let found = Relation::ALL.iter().find(|(_, sign)| *sign == text);
    found.map(|(relation, _)| *relation)
}

/// Whether it can be a name: begins with a letter, goes on with letters,
/// digits, `_` and `-`, is not a register, and is not too long.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_' || c == '-')
        && text.chars().count() <= MOST_NAME
        && Reg::from_name(text).is_none()
}

pub(super) fn bad_name(text: &str) -> (Text, Text) {
    let short: String = text.chars().take(MOST_NAME).collect();
    (
        Text::new(
            format!("‘{short}’은(는) 이름으로 쓸 수 없습니다."),
            format!("‘{short}’ cannot be a name."),
        ),
        Text::new(
            format!(
                "글자로 시작하고 글자, 숫자, _, -로 된 {MOST_NAME}자 이하의 이름을 쓰세요. 레지스터 이름은 안 됩니다."
            ),
            format!(
                "Begin with a letter and use letters, digits, _ and -, at most {MOST_NAME}; not a register's name."
            ),
        ),
    )
}

pub(super) fn twice(name: &str) -> (Text, Text) {
    (
        Text::new(
            format!("‘{name}’이(가) 두 번 있습니다."),
            format!("‘{name}’ stands here twice."),
        ),
        Text::new("하나의 이름을 바꾸세요.", "Rename one of them."),
    )
}

pub(super) fn too_many(ko: &str, en: &str, most: usize) -> (Text, Text) {
    (
        Text::new(
            format!("{ko} 너무 많습니다."),
            format!("There are too many {en}."),
        ),
        Text::new(
            format!("{most}개까지 씁니다."),
            format!("Use at most {most}."),
        ),
    )
}

fn unknown_instr(text: &str) -> (Text, Text) {
    let short: String = text.chars().take(MOST_NAME).collect();
    let list: Vec<&str> = REFERENCE.iter().map(|entry| entry.name).collect();
    let list = list.join(", ");
    (
        Text::new(
            format!("‘{short}’이라는 명령은 없습니다."),
            format!("There is no instruction ‘{short}’."),
        ),
        Text::new(
            format!("쓸 수 있는 명령: {list}."),
            format!("Use one of: {list}."),
        ),
    )
}

/// What an argument should be.
fn wanted(arg: Arg) -> (&'static str, &'static str) {
    match arg {
        Arg::Reg => (
            "레지스터(ax, bx, cx, dx, ex, fx, gx, hx)가",
            "a register (ax, bx, cx, dx, ex, fx, gx, hx)",
        ),
        Arg::Value => ("정수나 레지스터가", "a whole number or a register"),
        Arg::Span => (
            "시간(3, 5us, 2ms, 1s)이",
            "a length of time (3, 5us, 2ms, 1s)",
        ),
        Arg::Relation => (
            "==, !=, <, <=, >, >= 가운데 하나가",
            "one of ==, !=, <, <=, >, >=",
        ),
        Arg::Place => ("메모리 자리가", "a place of memory"),
        Arg::Label | Arg::Name(_) | Arg::Maybe(_) | Arg::Text => ("이름이", "a name"),
    }
}

fn form(word: &Word<'_>, entry: &Entry, ko: &'static str, en: &'static str) -> Box<Problem> {
    form_owned(word, entry, ko.to_owned(), en.to_owned())
}

fn form_owned(word: &Word<'_>, entry: &Entry, ko: String, en: String) -> Box<Problem> {
    let form = entry.form;
    let place = if entry.args.contains(&Arg::Place) {
        (
            " P는 counter, 2000, [flag + bx], [2012 + 4*bx]처럼 씁니다.",
            " P is written as counter, 2000, [flag + bx], [2012 + 4*bx].",
        )
    } else {
        ("", "")
    };
    Box::new(Problem::new(
        word.place(),
        Text::new(ko, en),
        Text::new(
            format!("‘{form}’으로 쓰세요. {}{}", entry.ko, place.0),
            format!("Write ‘{form}’. {}{}", entry.en, place.1),
        ),
    ))
}
