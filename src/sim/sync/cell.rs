//! A cell of shared memory: each call is one indivisible access.

use super::{Answer, Call, Misuse, Reply};

pub(super) fn call(value: &mut i64, call: Call) -> Result<Answer, Misuse> {
    let before = *value;
    let reply = match call {
        Call::Load => Reply::Value(before),
        Call::Store(new) => {
            *value = new;
            Reply::Done
        }
        Call::FetchAdd(n) => {
            *value = before.wrapping_add(n);
            Reply::Value(before)
        }
        Call::Exchange(new) => {
            *value = new;
            Reply::Value(before)
        }
        Call::CompareAndSwap { expected, new } => {
            if before == expected {
                *value = new;
            }
            Reply::Value(before)
        }
        _ => return Err(Misuse::WrongCall),
    };
    Ok(Answer::Done(reply))
}
