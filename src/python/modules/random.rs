//! The module `_random`: the Mersenne Twister, for `random`.

use std::cell::RefCell;
use std::rc::Rc;

use num_bigint::BigInt;

use crate::python::builtins::make::class_of;
use crate::python::object::Module;
use crate::python::text::random::Twister;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};
use crate::python_state;

/// A generator's state.
#[derive(Debug)]
struct Generator(RefCell<Twister>);
python_state!(Generator, |_generator| Vec::new(), |generator, _copy| {
    Generator(generator.0.clone())
});

macro_rules! on {
    ($f:expr) => {
        NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
            let Some((this, values)) = args.values.split_first_mut() else {
                return Err(vm.type_error("a generator is needed"));
            };
            let this = std::mem::take(this);
            let Some(generator) = this.as_native::<Generator>() else {
                return Err(vm.type_error("a generator is needed"));
            };
            let f: fn(&Vm, &mut Twister, Args<'_>) -> Result = $f;
            f(
                vm,
                &mut generator.0.borrow_mut(),
                Args {
                    values,
                    names: args.names,
                },
            )
        })
    };
}

/// Fills the module.
pub fn fill(vm: &Vm, module: &Rc<Module>) {
    let class = vm.native_type("_random", "Random", true);
    vm.add_new(&class, NativeKind::Async(|c, args| Box::pin(new(c, args))));
    vm.add_methods(
        &class,
        &[
            (
                "_seed_number",
                on!(|vm, twister, args| {
                    let [seed] = args.exactly(vm, "seed")?;
                    let Some(seed) = seed.as_bigint() else {
                        return Err(vm.type_error("a whole number is needed"));
                    };
                    *twister = Twister::new(&seed);
                    Ok(Value::None)
                }),
            ),
            (
                "_forget_gauss",
                on!(|_, twister, _| {
                    let (words, index, _) = twister.state();
                    if let Some(plain) = Twister::from_state(words, index, None) {
                        *twister = plain;
                    }
                    Ok(Value::None)
                }),
            ),
            (
                "random",
                on!(|vm, twister, args| {
                    args.exactly::<0>(vm, "Random.random")?;
                    Ok(Value::Float(twister.random()))
                }),
            ),
            (
                "getrandbits",
                on!(|vm, twister, args| {
                    let [count] = args.exactly(vm, "Random.getrandbits")?;
                    let Some(count) = count.as_i64() else {
                        return Err(vm.type_error(format!(
                            "'{}' object cannot be interpreted as an integer",
                            vm.type_name(&count).as_str()
                        )));
                    };
                    let Ok(count) = u64::try_from(count) else {
                        return Err(vm.value_error("number of bits must be non-negative"));
                    };
                    let bits = twister.many_bits(count).map_err(|fault| vm.fault(fault))?;
                    Ok(Value::big(bits.to_big()))
                }),
            ),
            (
                "_below",
                on!(|vm, twister, args| {
                    let [bound] = args.exactly(vm, "_randbelow")?;
                    let bound = bound.as_bigint().filter(|bound| *bound > BigInt::from(0));
                    let Some(bound) = bound else {
                        return Ok(Value::Int(0));
                    };
                    let n = twister.below_big(&bound).map_err(|fault| vm.fault(fault))?;
                    Ok(Value::big(n))
                }),
            ),
            (
                "gauss",
                on!(|vm, twister, args| {
                    let [mu, sigma] = args.parse(vm, "gauss", ["mu=", "sigma="])?;
                    let mu = if mu.is_bound() { number(vm, &mu)? } else { 0.0 };
                    let sigma = if sigma.is_bound() {
                        number(vm, &sigma)?
                    } else {
                        1.0
                    };
                    Ok(Value::Float(twister.gauss(mu, sigma)))
                }),
            ),
            (
                "getstate",
                on!(|_, twister, _| {
                    let (words, index, gauss) = twister.state();
                    let mut list: Vec<Value> = words
                        .iter()
                        .map(|&word| Value::Int(i64::from(word)))
                        .collect();
                    list.push(Value::Int(index as i64));
                    let gauss = gauss.map_or(Value::None, Value::Float);
                    Ok(Value::tuple(vec![Value::Int(3), Value::tuple(list), gauss]))
                }),
            ),
            ("setstate", on!(setstate)),
        ],
    );
    module.dict.set_name("Random", Value::Type(class));
}

fn number(vm: &Vm, v: &Value) -> Result<f64> {
    v.as_f64().ok_or_else(|| {
        let class = vm.type_name(v);
        vm.type_error(format!("must be real number, not {}", class.as_str()))
    })
}

fn setstate(vm: &Vm, twister: &mut Twister, args: Args<'_>) -> Result {
    let [state] = args.exactly(vm, "Random.setstate")?;
    let wrong = || vm.value_error("state vector is the wrong size");
    let parts = state.as_tuple().ok_or_else(wrong)?;
    let [_, words, gauss] = &parts[..] else {
        return Err(wrong());
    };
    let words = words.as_tuple().ok_or_else(wrong)?;
    let (index, words) = words.split_last().ok_or_else(wrong)?;
    let word = |v: &Value| v.as_i64().and_then(|n| u32::try_from(n).ok());
    let words: Option<Vec<u32>> = words.iter().map(word).collect();
    let index = index.as_i64().and_then(|n| usize::try_from(n).ok());
    let (words, index) = (words.ok_or_else(wrong)?, index.ok_or_else(wrong)?);
    *twister = Twister::from_state(&words, index, gauss.as_f64()).ok_or_else(wrong)?;
    Ok(Value::None)
}

async fn new(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let state = Generator(RefCell::new(Twister::new(&BigInt::from(0))));
    let native = class.mro.iter().find(|ty| !ty.heap).unwrap_or(&class);
    let made = c.object(native, state);
    Ok(c.of_class(&class, native, made))
}
