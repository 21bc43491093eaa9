//! Iterators of built-in types.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::object::hash::Id;
use crate::python::object::{Bytes, Dict, List, Set, Str, Tuple};
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
                Value::str(c.encode_utf8(&mut [0; 4]))
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
                dict.entry_from(*at).map(|(i, k, v)| {
                    *at = i + 1;
                    pick(*part, k, v)
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
            IterState::Enumerate(Value::Iter(inner), number) => match inner.step() {
                Step::Item(item) => {
                    let Value::Int(n) = *number else {
                        return Step::Ask;
                    };
                    *number = Value::Int(n.wrapping_add(1));
                    return Step::Item(Value::tuple(vec![Value::Int(n), item]));
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
                let mut items = Vec::with_capacity(inner.len());
                for i in inner.iter() {
                    let Value::Iter(i) = i else { return Step::Ask };
                    match i.step() {
                        Step::Item(item) => items.push(item),
                        Step::Done => return Iter::end(state),
                        other => return other,
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
        Part::Items => Value::tuple(vec![key, value]),
    }
}
