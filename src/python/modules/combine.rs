//! `_combine`: the choices of `itertools` among items (`product`,
//! `permutations`, `combinations`, `combinations_with_replacement`), one by one.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::python::object::{Iter, IterState, Module, Object, Sequence, State, Tuple};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};

/// The most choices that are made here: functions that go through all of them
/// cannot be stopped meanwhile. More of them are made in Python.
const MOST: u128 = 1 << 22;

/// Which choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One item of each pool.
    Product,
    /// Different places of the pool, in any order.
    Permutations,
    /// Different places, rising.
    Combinations,
    /// Places that do not fall.
    Replacement,
}

use Kind::{Combinations, Permutations, Product, Replacement};

/// Choices, and how far they are.
#[derive(Debug)]
struct Choices {
    kind: Kind,
    /// The tuples to choose from: one for each place of a product, else one.
    pools: Vec<Rc<Tuple>>,
    /// The places of the next choice; none after the last.
    places: RefCell<Option<Vec<usize>>>,
}

impl State for Choices {
    fn children(&self) -> Vec<Value> {
        self.pools.iter().cloned().map(Value::Tuple).collect()
    }

    fn copy(&self, copy: &mut dyn FnMut(&Value) -> Value) -> Option<Box<dyn State>> {
        let pools = self.children();
        let pools = pools.iter().filter_map(|pool| match copy(pool) {
            Value::Tuple(pool) => Some(pool),
            _ => None,
        });
        Some(Box::new(Choices {
            kind: self.kind,
            pools: pools.collect(),
            places: self.places.clone(),
        }))
    }

    fn sequence(&self) -> Option<&dyn Sequence> {
        Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Sequence for Choices {
    fn count(&self) -> usize {
        usize::from(self.places.borrow().is_some())
    }

    /// The next choice: an iterator asks for each once.
    fn item(&self, _: usize) -> Option<Value> {
        let mut next = self.places.borrow_mut();
        let places = next.as_mut()?;
        let pool = |at: usize| self.pools.get(at).or(self.pools.first());
        let items = places.iter().enumerate();
        let items = items.map(|(at, place)| pool(at).map_or(Value::None, |p| p[*place].clone()));
        let made = Tuple::collect(items);
        if !self.advance(places) {
            *next = None;
        }
        Some(Value::Tuple(made))
    }

    fn version(&self) -> usize {
        0
    }

    fn complaints(&self) -> (&'static str, &'static str) {
        ("", "")
    }
}

impl Choices {
    /// Goes on to the next choice, in the order of places; whether there is one.
    fn advance(&self, places: &mut [usize]) -> bool {
        let r = places.len();
        for at in (0..r).rev() {
            let n = self.pools.get(at).or(self.pools.first());
            let n = n.map_or(0, |pool| pool.len());
            let (before, rest) = places.split_at_mut(at);
            let next = match self.kind {
                Product | Replacement => Some(rest[0] + 1).filter(|next| *next < n),
                Combinations => Some(rest[0] + 1).filter(|next| next + r - at <= n),
                Permutations => (rest[0] + 1..n).find(|next| !before.contains(next)),
            };
            let Some(next) = next else { continue };
            rest[0] = next;
            match self.kind {
                Product => rest[1..].fill(0),
                Replacement => rest[1..].fill(next),
                Combinations => (next + 1..).zip(&mut rest[1..]).for_each(|(n, p)| *p = n),
                Permutations => {
                    for at in at + 1..r {
                        let (before, rest) = places.split_at_mut(at);
                        rest[0] = (0..n).find(|next| !before.contains(next)).unwrap_or(0);
                    }
                }
            }
            return true;
        }
        false
    }
}

/// How many choices there are, as far as that is no more than [`MOST`].
fn count(kind: Kind, pools: &[Rc<Tuple>], r: usize) -> Option<u128> {
    let n = pools.first().map_or(0, |pool| pool.len()) as u128;
    let mut count = 1_u128;
    for at in 0..r as u128 {
        let factor = match kind {
            Product => pools[at as usize].len() as u128,
            Permutations => n.saturating_sub(at),
            // n over r, factor by factor: always whole.
            Combinations => n.saturating_sub(at),
            Replacement => n + at,
        };
        count *= factor;
        if matches!(kind, Combinations | Replacement) {
            count /= at + 1;
        }
        if count > MOST {
            return None;
        }
    }
    Some(count)
}

/// An iterator over the choices; None if there are too many for here.
fn make(vm: &Vm, kind: Kind, pools: Vec<Rc<Tuple>>, r: usize) -> Value {
    let empty = match count(kind, &pools, r) {
        Some(count) => count == 0,
        None if kind == Product && pools.iter().any(|pool| pool.is_empty()) => true,
        None => return Value::None,
    };
    let first = match kind {
        Product | Replacement => vec![0; r],
        Permutations | Combinations => (0..r).collect(),
    };
    let choices = Choices {
        kind,
        pools,
        places: RefCell::new((!empty).then_some(first)),
    };
    match Object::value(&vm.types.object, choices) {
        Value::Object(o) => Iter::value(IterState::Sequence(o, 0, 0)),
        other => other,
    }
}

/// Fills the module.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    vm.add_function(
        module,
        "product",
        NativeKind::Plain(|vm, args| {
            let [pools] = args.exactly(vm, "product")?;
            let tuple = |v: &Value| v.as_tuple().cloned();
            let all = vm.collect(&pools).transpose()?.unwrap_or_default();
            let pools: Vec<Rc<Tuple>> = all.iter().filter_map(tuple).collect();
            let r = pools.len();
            Ok(make(vm, Product, pools, r))
        }),
    );
    vm.add_function(
        module,
        "permutations",
        NativeKind::Plain(|vm, args| of_pool(vm, args, Permutations)),
    );
    vm.add_function(
        module,
        "combinations",
        NativeKind::Plain(|vm, args| of_pool(vm, args, Combinations)),
    );
    vm.add_function(
        module,
        "replacement",
        NativeKind::Plain(|vm, args| of_pool(vm, args, Replacement)),
    );
}

/// `f(pool, r)`.
fn of_pool(vm: &Vm, args: Args<'_>, kind: Kind) -> Result {
    let [pool, r] = args.exactly(vm, "choices")?;
    let (Some(pool), Some(r)) = (pool.as_tuple(), r.as_i64()) else {
        return Err(vm.type_error("a tuple and a number are needed"));
    };
    match usize::try_from(r) {
        // Longer choices than that are none, or too many.
        Ok(r) if r <= pool.len().max(64) => Ok(make(vm, kind, vec![pool.clone()], r)),
        _ => Ok(Value::None),
    }
}
