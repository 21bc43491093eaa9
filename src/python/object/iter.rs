//! Iterators of built-in types.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::object::hash::Id;
use crate::python::object::{Bytes, Dict, List, Object, Set, Str, Tuple, of_char};
use crate::python::value::Value;

/// What an iterator goes over and how far it is.
#[derive(Debug)]
pub enum IterState {
    /// Nothing more comes.
    Done,
    /// A list, forwards.
    List(Rc<List>, usize),
    /// A list, backwards: how many are left.
    ListBack(Rc<List>, usize),
    /// A tuple.
    Tuple(Rc<Tuple>, usize),
    /// Values that were collected.
    Values(std::vec::IntoIter<Value>),
    /// Text: place in bytes.
    Str(Rc<Str>, usize),
    /// Bytes.
    Bytes(Rc<Bytes>, usize),
    /// Numbers: next, step, how many are left.
    Range(i64, i64, usize),
    /// A dict: place, length at the start.
    Dict(Rc<Dict>, Part, usize, usize),
    /// A dict, backwards.
    DictBack(Rc<Dict>, Part, usize, usize),
    /// A set: place, length at the start.
    Set(Rc<Set>, usize, usize),
    /// Items in a row of a native object: place, version at the start.
    Sequence(Rc<Object>, usize, usize),
    /// `enumerate`: inner iterator, next number.
    Enumerate(Value, Value),
    /// `zip`: inner iterators; whether lengths must agree.
    Zip(Vec<Value>, bool),
    /// `map`: function, inner iterators.
    Map(Value, Vec<Value>),
    /// `filter`: function or None, inner iterator.
    Filter(Value, Value),
    /// `iter(callable, sentinel)`.
    Call(Value, Value),
    /// Anything with `__getitem__`: object, next index.
    Items(Value, i64),
    /// `reversed` of something with `__len__` and `__getitem__`.
    ItemsBack(Value, i64),
}

/// What of a dict's entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Keys.
    Keys,
    /// Values.
    Values,
    /// Pairs.
    Items,
}

/// An iterator of a built-in type.
#[derive(Debug)]
pub struct Iter {
    /// Where it stands.
    pub state: RefCell<IterState>,
    /// Its number, for `id`.
    pub id: Id,
}

/// What a step of an iterator gave.
#[derive(Debug)]
pub enum Step {
    /// The next value.
    Item(Value),
    /// No more.
    Done,
    /// The container changed meanwhile (message of the RuntimeError).
    Changed(&'static str),
    /// Other code must run for the next value.
    Ask,
}

impl Iter {
    /// An iterator.
    pub fn value(state: IterState) -> Value {
        Value::Iter(Rc::new(Iter {
            state: RefCell::new(state),
            id: Id::default(),
        }))
    }

    /// The next value, as far as no Python code need run.
    #[inline]
    pub fn step(&self) -> Step {
        let mut state = self.state.borrow_mut();
        match &mut *state {
            IterState::Range(next, step, left) => {
                if *left == 0 {
                    return Step::Done;
                }
                let n = *next;
                *left -= 1;
                *next = n.wrapping_add(*step);
                Step::Item(Value::Int(n))
            }
            IterState::List(list, at) => {
                let item = list.borrow().get(*at).cloned();
                match item {
                    Some(item) => {
                        *at += 1;
                        Step::Item(item)
                    }
                    None => Iter::end(state),
                }
            }
            _ => Iter::step_other(state),
        }
    }

    fn end(mut state: std::cell::RefMut<'_, IterState>) -> Step {
        let old = std::mem::replace(&mut *state, IterState::Done);
        drop(state);
        drop(old);
        Step::Done
    }

    /// What an inner iterator gave in the place of a value.
    fn end_as(state: std::cell::RefMut<'_, IterState>, step: Step) -> Step {
        match step {
            Step::Done => Iter::end(state),
            other => other,
        }
    }

    fn step_other(mut state: std::cell::RefMut<'_, IterState>) -> Step {
        let item = match &mut *state {
            IterState::Done => None,
            IterState::ListBack(list, left) => {
                let n = left.checked_sub(1);
                n.and_then(|n| {
                    *left = n;
                    list.borrow().get(n).cloned()
                })
            }
            IterState::Tuple(tuple, at) => {
                *at += 1;
                tuple.get(*at - 1).cloned()
            }
            IterState::Values(values) => values.next(),
            IterState::Str(text, at) => text.as_str()[*at..].chars().next().map(|c| {
                *at += c.len_utf8();
                of_char(c)
            }),
            IterState::Bytes(bytes, at) => {
                *at += 1;
                bytes
                    .as_slice()
                    .get(*at - 1)
                    .map(|b| Value::Int(i64::from(*b)))
            }
            IterState::Dict(dict, part, at, len) => {
                if dict.len() != *len {
                    return Step::Changed("dictionary changed size during iteration");
                }
                dict.part_from(*at, *part).map(|(i, item)| {
                    *at = i + 1;
                    item
                })
            }
            IterState::DictBack(dict, part, at, len) => {
                if dict.len() != *len {
                    return Step::Changed("dictionary changed size during iteration");
                }
                dict.entry_before(*at).map(|(i, k, v)| {
                    *at = i;
                    pick(*part, k, v)
                })
            }
            IterState::Set(set, at, len) => {
                if set.len() != *len {
                    return Step::Changed("Set changed size during iteration");
                }
                set.entry_from(*at).map(|(i, _, k)| {
                    *at = i + 1;
                    k
                })
            }
            IterState::Sequence(object, at, version) => {
                let sequence = object.state.sequence();
                if let Some(s) = sequence.filter(|s| s.version() != *version) {
                    return Step::Changed(s.complaints().1);
                }
                let item = sequence.and_then(|s| s.item(*at));
                *at += 1;
                item
            }
            IterState::Enumerate(Value::Iter(inner), number) => match inner.step() {
                Step::Item(item) => {
                    let Value::Int(n) = *number else {
                        return Step::Ask;
                    };
                    *number = Value::Int(n.wrapping_add(1));
                    return Step::Item(Value::Tuple(Tuple::pair(Value::Int(n), item)));
                }
                Step::Done => None,
                other => return other,
            },
            IterState::Zip(inner, false) => {
                if !inner
                    .iter()
                    .all(|i| matches!(i, Value::Iter(i) if i.is_simple()))
                {
                    return Step::Ask;
                }
                if let [Value::Iter(a), Value::Iter(b)] = &inner[..] {
                    let a = a.step();
                    let Step::Item(a) = a else {
                        return Iter::end_as(state, a);
                    };
                    return match b.step() {
                        Step::Item(b) => Step::Item(Value::Tuple(Tuple::pair(a, b))),
                        other => Iter::end_as(state, other),
                    };
                }
                let mut items = Vec::with_capacity(inner.len());
                for i in inner.iter() {
                    let Value::Iter(i) = i else { return Step::Ask };
                    match i.step() {
                        Step::Item(item) => items.push(item),
                        other => return Iter::end_as(state, other),
                    }
                }
                if items.is_empty() {
                    None
                } else {
                    Some(Value::tuple(items))
                }
            }
            _ => return Step::Ask,
        };
        match item {
            Some(item) => Step::Item(item),
            None => Iter::end(state),
        }
    }

    /// The function of a `map` over one iterator that gives its items without
    /// other code, and the next item; nothing of both at its end.
    pub fn mapped(&self) -> Option<(Value, Step)> {
        let state = self.state.borrow_mut();
        let IterState::Map(f, inner) = &*state else {
            return None;
        };
        let [Value::Iter(inner)] = &inner[..] else {
            return None;
        };
        if !inner.is_simple() {
            return None;
        }
        let (f, step) = (f.clone(), inner.step());
        match step {
            Step::Done => Some((f, Iter::end(state))),
            step => Some((f, step)),
        }
    }

    /// Whether no step of it runs other code.
    pub fn is_simple(&self) -> bool {
        match &*self.state.borrow() {
            IterState::Enumerate(inner, n) => {
                matches!(n, Value::Int(_)) && matches!(inner, Value::Iter(i) if i.is_simple())
            }
            IterState::Zip(inner, false) => inner
                .iter()
                .all(|i| matches!(i, Value::Iter(i) if i.is_simple())),
            IterState::Zip(_, true)
            | IterState::Map(..)
            | IterState::Filter(..)
            | IterState::Call(..)
            | IterState::Items(..)
            | IterState::ItemsBack(..) => false,
            _ => true,
        }
    }

    /// How many values are left, if that is known (`__length_hint__`).
    pub fn length_hint(&self) -> Option<usize> {
        Some(match &*self.state.borrow() {
            IterState::Done => 0,
            IterState::List(l, at) => l.len().saturating_sub(*at),
            IterState::ListBack(_, left) | IterState::Range(_, _, left) => *left,
            IterState::Tuple(t, at) => t.len().saturating_sub(*at),
            IterState::Values(v) => v.len(),
            _ => return None,
        })
    }
}

fn pick(part: Part, key: Value, value: Value) -> Value {
    match part {
        Part::Keys => key,
        Part::Values => value,
        Part::Items => Value::Tuple(Tuple::pair(key, value)),
    }
}
