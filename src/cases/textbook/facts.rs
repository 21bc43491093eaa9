//! The tables of facts: each computed, by the machine where it is about turns.

use serde_json::{Map, Value, json};

use super::super::args::{Arg, first, printed};
use super::super::record::{Call, Recorded, turns};
use super::super::scheduler::ENDLESS;
use super::rounded;
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::policy::{
    Attributes, Ratio, RoundRobin, Stride, StrideSettings, WEIGHTS, inverse, next_guess, weight,
};
use crate::sim::{Machine, Script, Settings, ThreadId};

/// The facts, by the names of their tables.
const FACTS: [&str; 5] = [
    "linux_nice_weights",
    "liu_layland_bound",
    "exponential_average",
    "context_switches",
    "stride",
];

/// The computed fields of a table of facts, from what the table itself gives
/// (the bursts of an average, the tickets of a stride).
///
/// # Errors
/// That there is no such table, or what is wrong with what it gives.
pub fn fact(name: &str, given: &Value) -> Result<Value, Problem> {
    let name = Value::from(name);
    let which = Arg::root(&name).word(&FACTS)?;
    let given = Arg::root(given);
    match FACTS[which] {
        "linux_nice_weights" => nice_weights(&given),
        "liu_layland_bound" => Ok(liu_layland()),
        "exponential_average" => exponential_average(&given),
        "context_switches" => context_switches(&given),
        _ => stride_table(&given),
    }
}

/// Weights, inverses, and the share of each of two nice values against each
/// other: its weight over the sum.
fn nice_weights(given: &Arg<'_>) -> Result<Value, Problem> {
    let nices = -20..=19i8;
    let mut examples = Vec::new();
    if let Some(list) = given.maybe("examples")? {
        for example in list.items(0..=100)? {
            let mut nice = Vec::new();
            for item in example.field("nice")?.items(1..=100)? {
                nice.push(i8::try_from(item.whole(-20..=19)?).unwrap_or(0));
            }
            let sum: u32 = nice.iter().map(|&nice| weight(nice)).sum();
            let share = |&nice: &i8| rounded(f64::from(weight(nice)) / f64::from(sum), 6);
            let shares: Vec<f64> = nice.iter().map(share).collect();
            examples.push(json!({"nice": nice, "share": shares}));
        }
    }
    Ok(json!({
        "nice_from": -20,
        "weight": WEIGHTS.to_vec(),
        "inverse_2_32": nices.map(inverse).collect::<Vec<u32>>(),
        "examples": examples,
    }))
}

/// n tasks meet their deadlines under rate monotonic scheduling if they use no
/// more than n · (2^(1/n) − 1) of the CPU, which tends to ln 2 (Liu and
/// Layland, 1973).
fn liu_layland() -> Value {
    let bound = |n: u32| f64::from(n) * (2f64.powf(1.0 / f64::from(n)) - 1.0);
    let row = |n: u32| (n.to_string(), json!(rounded(bound(n), 6)));
    let bounds: Map<String, Value> = (1..=10).map(row).collect();
    json!({"bound": bounds, "limit": rounded(2f64.ln(), 6)})
}

/// The guess before each burst and after the last. In nanoseconds for units,
/// so that an average that is no whole number is not cut.
fn exponential_average(given: &Arg<'_>) -> Result<Value, Problem> {
    const UNIT: u64 = 1_000_000_000;
    const MOST: u64 = 1_000_000_000;
    let number = |arg: &Arg<'_>| arg.count(0..=MOST);
    let mut guess = match given.maybe("guess")? {
        Some(guesses) => {
            let first = guesses.items(1..=10_000)?;
            Dur(number(&first[0])? * UNIT)
        }
        None => Dur(10 * UNIT),
    };
    let real = |guess: Dur| printed(guess.0 as f64 / UNIT as f64, 6);
    let mut guesses = vec![real(guess)];
    for burst in given.field("bursts")?.items(0..=10_000)? {
        guess = next_guess(Ratio::HALF, Dur(number(&burst)? * UNIT), guess);
        guesses.push(real(guess));
    }
    Ok(json!({"guess": guesses}))
}

/// How often a process that is alone is interrupted by its quantum: turns less
/// one, on the machine.
fn context_switches(given: &Arg<'_>) -> Result<Value, Problem> {
    let length = given.field("process_time")?.count(1..=1_000_000)?;
    let mut counts = Map::new();
    for (quantum, asked) in given.field("quantum_to_switches")?.fields()? {
        let length_of_turn = quantum.parse().ok().filter(|quantum| *quantum > 0);
        let Some(length_of_turn) = length_of_turn else {
            return Err(asked.problem(
                Text::new("양자가 아닙니다.", "It is not a quantum."),
                Text::new("1 이상의 정수로 적어 주세요.", "Use a whole number from 1."),
            ));
        };
        let count = interruptions(length, length_of_turn)?;
        counts.insert(quantum, json!(count));
    }
    Ok(json!({"quantum_to_switches": counts}))
}

fn interruptions(length: u64, quantum: u64) -> Result<usize, Problem> {
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        ..Settings::cores(1)
    });
    let process = machine.process("program", None);
    let body = Script::compute(Dur(length)).boxed();
    machine.thread(process, "P", Time::ZERO, body);
    let (policy, calls) = Recorded::new(RoundRobin::new(Dur(quantum)), |_, _| ());
    machine.run(Box::new(policy)).map_err(first)?;
    let turns = turns(&calls.borrow());
    Ok(turns.len().saturating_sub(1))
}

/// The passes before each turn and whose turn it is, and the passes at last.
fn stride_table(given: &Arg<'_>) -> Result<Value, Problem> {
    const QUANTUM: Dur = Dur(1);
    let mut tickets = Vec::new();
    for item in given.field("tickets")?.items(1..=26)? {
        let count = item.count(1..=u64::from(StrideSettings::USUAL_STRIDE1))?;
        tickets.push(u32::try_from(count).unwrap_or(1));
    }
    let rows = match given.maybe("pass_before_and_runner")? {
        Some(table) => table.items(1..=10_000)?.len() - 1,
        None => 9,
    };
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        ..Settings::cores(1)
    });
    let process = machine.process("program", None);
    for (k, &tickets) in tickets.iter().enumerate() {
        let attributes = Attributes {
            tickets,
            ..Attributes::default()
        };
        let body = Script::compute(QUANTUM * (rows as u64 + 1)).boxed();
        machine.thread_with(process, &k.to_string(), Time::ZERO, attributes, body);
    }
    let stride = Stride::new(StrideSettings::new(QUANTUM));
    let strides: Vec<u64> = tickets.iter().map(|&t| stride.stride(t)).collect();
    let n = tickets.len();
    // A pass has grown by a stride when its thread has been picked.
    let passes = move |stride: &Stride, _| -> Vec<u64> {
        (0..n)
            .map(|k| stride.pass(ThreadId::from_index(k)))
            .collect()
    };
    let (policy, calls) = Recorded::new(stride, passes);
    machine
        .run(Box::new(policy.at_most(rows as u64)))
        .map_err(first)?;
    let mut table = Vec::new();
    let mut before = vec![0; n];
    for (_, call) in calls.borrow().iter() {
        let Call::Ran(thread, _, after) = call else {
            continue;
        };
        let runner = char::from(b'A' + u8::try_from(thread.index()).unwrap_or(0));
        table.push(row(&before, json!(runner.to_string())));
        before.clone_from(after);
    }
    table.push(row(&before, Value::Null));
    Ok(json!({"stride": strides, "pass_before_and_runner": table}))
}

fn row(passes: &[u64], runner: Value) -> Value {
    let mut row: Vec<Value> = passes.iter().map(|&pass| json!(pass)).collect();
    row.push(runner);
    Value::Array(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::testing::{differences, file};

    #[test]
    fn the_published_tables() {
        let Some(file) = file("textbook") else { return };
        let tables = file["facts"].as_object().expect("tables");
        for (name, given) in tables {
            let found = fact(name, given).expect("a table");
            let computed = found.as_object().expect("fields");
            assert!(!computed.is_empty());
            for (field, value) in computed {
                let wrong = differences(&given[field], value);
                assert!(wrong.is_empty(), "{name}.{field}: {}", wrong.join("\n"));
            }
        }
        assert_eq!(tables.len(), FACTS.len());
    }
}
