//! Running a program over a text.

use super::program::{Op, Program};
use super::tree::{At, Greed, One, is_word};

/// Where a search may begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// At the first place where it matches.
    Anywhere,
    /// At the given place only: `match`.
    Here,
    /// From the given place to the end of the text: `fullmatch`.
    Whole,
}

/// A search: what is looked through and how.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// The text's characters. What follows the end of the slice does not exist.
    pub text: &'a [char],
    /// Where to begin.
    pub from: usize,
    /// How.
    pub mode: Mode,
    /// Whether a match at the beginning must not be empty (it was found before).
    pub must_advance: bool,
    /// The most steps to take.
    pub steps: u64,
}

/// The search would take longer than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManySteps;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captures {
    /// Where each group begins and ends; the whole match is the first.
    pub groups: Vec<Option<(usize, usize)>>,
    /// The group that ended last.
    pub last: Option<usize>,
    /// How many steps it took.
    pub steps: u64,
}

/// What is undone or tried instead when nothing goes on.
enum Back {
    /// Goes on there.
    Branch { op: usize, at: usize },
    /// One character fewer, down to `least`.
    Fewer { op: usize, least: usize, at: usize },
    /// One character more, up to so many.
    More { op: usize, at: usize, left: u32 },
    /// Once more round a loop.
    Again { slot: usize, op: usize, at: usize },
    /// A group's place as it was.
    Place { slot: usize, old: usize },
    /// The last group as it was.
    Last(usize),
    /// A loop's count as it was.
    Count { slot: usize, old: (u32, usize) },
}

/// No place.
const NOWHERE: usize = usize::MAX;

struct Machine<'a> {
    program: &'a Program,
    search: Search<'a>,
    start: usize,
    places: Vec<usize>,
    last: usize,
    loops: Vec<(u32, usize)>,
    back: Vec<Back>,
    steps: u64,
}

impl Search<'_> {
    pub(super) fn run(self, program: &Program) -> Result<Option<Captures>, TooManySteps> {
        let mut machine = Machine {
            program,
            search: self,
            start: self.from,
            places: vec![NOWHERE; (program.groups + 1) * 2],
            last: NOWHERE,
            loops: vec![(0, NOWHERE); program.loops],
            back: Vec::new(),
            steps: self.steps,
        };
        if self.from > self.text.len() {
            return Ok(None);
        }
        loop {
            if self.mode == Mode::Anywhere
                && let Some(first) = program.first
            {
                let found = self.text[machine.start..].iter().position(|&c| c == first);
                let Some(skip) = found else {
                    return Ok(None);
                };
                machine.start += skip;
            }
            if let Some(end) = machine.attempt(0, machine.start, true)? {
                machine.places[0] = machine.start;
                machine.places[1] = end;
                return Ok(Some(machine.captures()));
            }
            if self.mode != Mode::Anywhere || machine.start >= self.text.len() {
                return Ok(None);
            }
            machine.start += 1;
        }
    }
}

impl Machine<'_> {
    fn captures(&self) -> Captures {
        let pair = |pair: &[usize]| {
            (pair[0] != NOWHERE && pair[1] != NOWHERE).then_some((pair[0], pair[1]))
        };
        Captures {
            groups: self.places.chunks(2).map(pair).collect(),
            last: (self.last != NOWHERE).then_some(self.last),
            steps: self.search.steps - self.steps,
        }
    }

    fn step(&mut self) -> Result<(), TooManySteps> {
        self.steps = self.steps.checked_sub(1).ok_or(TooManySteps)?;
        Ok(())
    }

    /// Runs from one instruction to its `Done`; where it ends, if it does. What
    /// could be tried instead is then forgotten, what must be undone is not.
    fn attempt(
        &mut self,
        op: usize,
        at: usize,
        outermost: bool,
    ) -> Result<Option<usize>, TooManySteps> {
        let base = self.back.len();
        let (mut op, mut at) = (op, at);
        loop {
            self.step()?;
            let next = match &self.program.ops[op] {
                Op::Done => {
                    if !outermost || self.may_end(at) {
                        self.forget(base);
                        return Ok(Some(at));
                    }
                    None
                }
                _ => self.execute(op, at)?,
            };
            let next = match next {
                Some(next) => Some(next),
                None => self.go_back(base)?,
            };
            let Some(next) = next else {
                return Ok(None);
            };
            (op, at) = next;
        }
    }

    fn may_end(&self, at: usize) -> bool {
        let search = &self.search;
        let whole = search.mode != Mode::Whole || at == search.text.len();
        let advanced = !search.must_advance || self.start != search.from || at != self.start;
        whole && advanced
    }

    /// Drops what could be tried since, and keeps what must be undone.
    fn forget(&mut self, base: usize) {
        let kept: Vec<Back> = self
            .back
            .drain(base..)
            .filter(|back| {
                matches!(
                    back,
                    Back::Place { .. } | Back::Last(_) | Back::Count { .. }
                )
            })
            .collect();
        self.back.extend(kept);
    }

    /// Undoes until something else can be tried.
    fn go_back(&mut self, base: usize) -> Result<Option<(usize, usize)>, TooManySteps> {
        while self.back.len() > base {
            let Some(back) = self.back.pop() else {
                break;
            };
            match back {
                Back::Branch { op, at } => return Ok(Some((op, at))),
                Back::Place { slot, old } => self.places[slot] = old,
                Back::Last(old) => self.last = old,
                Back::Count { slot, old } => self.loops[slot] = old,
                Back::Again { slot, op, at } => {
                    self.count(slot, at);
                    return Ok(Some((op, at)));
                }
                Back::Fewer { op, least, at } => {
                    if let Some(at) = self.fewer(op, least, at)? {
                        return Ok(Some((op, at)));
                    }
                }
                Back::More { op, at, left } => {
                    let Op::One(one) = &self.program.ops[op - 1] else {
                        continue;
                    };
                    if self.search.text.get(at).is_some_and(|&c| one.takes(c)) {
                        if left > 1 {
                            self.back.push(Back::More {
                                op,
                                at: at + 1,
                                left: left - 1,
                            });
                        }
                        return Ok(Some((op, at + 1)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// The next place further back where what follows may match.
    fn fewer(&mut self, op: usize, least: usize, at: usize) -> Result<Option<usize>, TooManySteps> {
        let mut at = at;
        while at > least {
            at -= 1;
            if let Op::One(One::Char(c)) = &self.program.ops[op]
                && self.search.text.get(at) != Some(c)
            {
                self.step()?;
                continue;
            }
            if at > least {
                self.back.push(Back::Fewer { op, least, at });
            }
            return Ok(Some(at));
        }
        Ok(None)
    }

    fn count(&mut self, slot: usize, at: usize) {
        let old = self.loops[slot];
        self.back.push(Back::Count { slot, old });
        self.loops[slot] = (old.0.saturating_add(1), at);
    }

    /// Where one instruction leads, if it holds.
    fn execute(&mut self, op: usize, at: usize) -> Result<Option<(usize, usize)>, TooManySteps> {
        let text = self.search.text;
        Ok(match &self.program.ops[op] {
            Op::One(one) => text
                .get(at)
                .filter(|&&c| one.takes(c))
                .map(|_| (op + 1, at + 1)),
            Op::Many { least, most, greed } => self.many(op, at, *least, *most, *greed)?,
            Op::Split { first, second } => {
                self.back.push(Back::Branch { op: *second, at });
                Some((*first, at))
            }
            Op::Jump(to) => Some((*to, at)),
            Op::Save(slot) => {
                self.back.push(Back::Place {
                    slot: *slot,
                    old: self.places[*slot],
                });
                self.places[*slot] = at;
                if slot % 2 == 1 {
                    self.back.push(Back::Last(self.last));
                    self.last = slot / 2;
                }
                Some((op + 1, at))
            }
            Op::At(place) => self.holds(*place, at).then_some((op + 1, at)),
            Op::Reference { group, fold } => {
                let (from, to) = (self.places[group * 2], self.places[group * 2 + 1]);
                if from == NOWHERE || to == NOWHERE || from > to {
                    return Ok(None);
                }
                let captured = &text[from..to];
                let here = text.get(at..at + captured.len());
                self.steps = self.steps.saturating_sub(captured.len() as u64);
                let same = here.is_some_and(|here| match fold {
                    None => here == captured,
                    Some(fold) => here
                        .iter()
                        .zip(captured)
                        .all(|(a, b)| fold.of(*a) == fold.of(*b)),
                });
                same.then_some((op + 1, at + captured.len()))
            }
            Op::Try {
                after,
                back,
                negative,
                consumes,
            } => {
                let (after, negative, consumes) = (*after, *negative, *consumes);
                let base = self.back.len();
                let end = match at.checked_sub(*back) {
                    Some(from) => self.attempt(op + 1, from, false)?,
                    None => None,
                };
                if negative {
                    // What it captured does not count.
                    while self.back.len() > base {
                        self.undo();
                    }
                    return Ok(end.is_none().then_some((after, at)));
                }
                end.map(|end| (after, if consumes { end } else { at }))
            }
            Op::Unless { group, other } => {
                let matched =
                    self.places[group * 2] != NOWHERE && self.places[group * 2 + 1] != NOWHERE;
                Some((if matched { op + 1 } else { *other }, at))
            }
            Op::LoopStart(slot) => {
                self.back.push(Back::Count {
                    slot: *slot,
                    old: self.loops[*slot],
                });
                self.loops[*slot] = (0, NOWHERE);
                Some((op + 1, at))
            }
            Op::Loop {
                slot,
                least,
                most,
                lazy,
                after,
            } => {
                let (slot, after) = (*slot, *after);
                let (count, before) = self.loops[slot];
                if count < *least {
                    self.count(slot, at);
                    return Ok(Some((op + 1, at)));
                }
                if count >= *most || before == at {
                    return Ok(Some((after, at)));
                }
                if *lazy {
                    self.back.push(Back::Again {
                        slot,
                        op: op + 1,
                        at,
                    });
                    return Ok(Some((after, at)));
                }
                self.back.push(Back::Branch { op: after, at });
                self.count(slot, at);
                Some((op + 1, at))
            }
            Op::Done => None,
        })
    }

    fn undo(&mut self) {
        match self.back.pop() {
            Some(Back::Place { slot, old }) => self.places[slot] = old,
            Some(Back::Last(old)) => self.last = old,
            Some(Back::Count { slot, old }) => self.loops[slot] = old,
            _ => {}
        }
    }

    fn many(
        &mut self,
        op: usize,
        at: usize,
        least: u32,
        most: u32,
        greed: Greed,
    ) -> Result<Option<(usize, usize)>, TooManySteps> {
        let text = self.search.text;
        let Op::One(one) = &self.program.ops[op + 1] else {
            return Ok(None);
        };
        let wanted = if greed == Greed::Lazy { least } else { most };
        let room = text.len() - at;
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX).min(room);
        let found = text[at..at + wanted]
            .iter()
            .take_while(|&&c| one.takes(c))
            .count();
        self.steps = self.steps.saturating_sub(found as u64);
        if found < least as usize {
            return Ok(None);
        }
        let end = at + found;
        let least_end = at + least as usize;
        match greed {
            Greed::Greedy if end > least_end => {
                self.back.push(Back::Fewer {
                    op: op + 2,
                    least: least_end,
                    at: end,
                });
            }
            Greed::Lazy if most > least => {
                self.back.push(Back::More {
                    op: op + 2,
                    at: end,
                    left: most - least,
                });
            }
            _ => {}
        }
        Ok(Some((op + 2, end)))
    }

    fn holds(&self, place: At, at: usize) -> bool {
        let text = self.search.text;
        let end = text.len();
        let boundary = |ascii: bool| {
            let before = at > 0 && is_word(text[at - 1], ascii);
            let after = at < end && is_word(text[at], ascii);
            before != after
        };
        match place {
            At::Start => at == 0,
            At::LineStart => at == 0 || text[at - 1] == '\n',
            At::End => at == end,
            At::LastLine => at == end || (at + 1 == end && text[at] == '\n'),
            At::LineEnd => at == end || text[at] == '\n',
            At::Boundary(ascii) => boundary(ascii),
            // CPython finds no place without a boundary in an empty text.
            At::NoBoundary(ascii) => end > 0 && !boundary(ascii),
        }
    }
}
