//! Schedules of Shuttle, a tool that explores the interleavings of Rust programs.
//!
//! # Source
//! The crate `shuttle` (github.com/awslabs/shuttle), version 0.9.9, which prints
//! the schedule of a failing run as a text.
//!
//! # Format
//! Hexadecimal digits, in lines. The first byte is 0x91. Then come three
//! numbers, seven bits a byte, low bits first, the highest bit saying that more
//! follow: how many bits name a task, how many steps there are, and the seed.
//! Then one stream of bits, the lowest bit of each byte first: a 1 is a step
//! that drew a random number; a 0 is followed by the number of the task that
//! took the step, its low bit first. What is behind the last step is padding.

use serde_json::{Value, json};

use super::args::Arg;
use crate::base::{Problem, Text};

const MARK: u8 = 0x91;
const MOST_DIGITS: usize = 2_000_000;
const MOST_STEPS: u64 = 1_000_000;

/// What a schedule says, in the shape of its `decoded`; the arguments are the
/// text, or an object with it as `string`.
///
/// # Errors
/// Where the text is no schedule.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let root = Arg::root(args);
    let (arg, text) = match args.as_str() {
        Some(text) => (root, text),
        None => {
            let arg = root.field("string")?;
            let text = args["string"].as_str().unwrap_or_default();
            (arg, text)
        }
    };
    decode(text).map_err(|reason| {
        arg.problem(
            reason,
            Text::new(
                "Shuttle이 출력한 줄을 모두 그대로 적어 주세요.",
                "Give all the lines that Shuttle printed, as they are.",
            ),
        )
    })
}

fn decode(text: &str) -> Result<Value, Text> {
    let bytes = bytes(text)?;
    let mut rest = bytes.iter().copied();
    if rest.next() != Some(MARK) {
        return Err(Text::new(
            "버전 표시 91로 시작하지 않습니다.",
            "It does not begin with the mark 91.",
        ));
    }
    let width = varint(&mut rest)?;
    let steps = varint(&mut rest)?;
    let seed = varint(&mut rest)?;
    if width > 63 || steps > MOST_STEPS {
        return Err(Text::new(
            "단계나 작업이 너무 많습니다.",
            "It has too many steps or tasks.",
        ));
    }
    let mut bits = rest.flat_map(|byte| (0..8).map(move |n| byte >> n & 1 == 1));
    let mut schedule = Vec::new();
    for _ in 0..steps {
        // Zero bytes at the end may be left out: they are steps of task 0.
        if bits.next().unwrap_or(false) {
            schedule.push(json!("random"));
            continue;
        }
        let mut task = 0u64;
        for n in 0..width {
            task |= u64::from(bits.next().unwrap_or(false)) << n;
        }
        schedule.push(json!(task));
    }
    Ok(json!({
        "task_id_bits": width,
        "steps": steps,
        "seed": seed.to_string(),
        "schedule": schedule,
    }))
}

fn bytes(text: &str) -> Result<Vec<u8>, Text> {
    let not_hex = || Text::new("16진수가 아닙니다.", "It is not hexadecimal.");
    if text.len() > MOST_DIGITS {
        return Err(Text::new("너무 깁니다.", "It is too long."));
    }
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).map(|digit| digit as u8))
        .collect();
    let digits = digits.ok_or_else(not_hex)?;
    if digits.len() % 2 != 0 {
        return Err(not_hex());
    }
    Ok(digits.chunks(2).map(|two| two[0] << 4 | two[1]).collect())
}

fn varint(bytes: &mut impl Iterator<Item = u8>) -> Result<u64, Text> {
    let mut value = 0u64;
    for n in 0..10 {
        let byte = bytes
            .next()
            .ok_or_else(|| Text::new("너무 짧습니다.", "It is too short."))?;
        value |= u64::from(byte & 0x7f) << (7 * n);
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Text::new(
        "수가 너무 큽니다.",
        "A number in it is too large.",
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::testing::file;

    #[test]
    fn the_published_schedules() {
        let Some(file) = file("shuttle-schedules") else {
            return;
        };
        for case in file["cases"].as_array().expect("a list") {
            let found = expect(&json!({"string": case["string"]})).expect("a schedule");
            assert_eq!(found, case["decoded"]);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[0-9a-f\\n x가]{0,80}") {
            let _ = decode(&text);
            let _ = decode(&format!("91{text}"));
        }
    }
}
