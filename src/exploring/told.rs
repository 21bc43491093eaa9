//! What has come of a schedule, in words.

use crate::base::Text;
use crate::sim::explore::{End, Outcome, WaitingFor};
use crate::sim::program::{Fault, Image, Key, State};
use crate::sim::sync::Edge;

/// What kind of outcome it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A thread stopped before its end.
    Failure,
    /// Threads wait for each other in a circle.
    Deadlock,
    /// Threads wait for ever, not in a circle.
    Waits,
    /// A thread was cut: it is not known what comes of it.
    Cut,
    /// Every thread came to its end.
    Ended,
}

/// An outcome, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// What kind it is.
    pub kind: Kind,
    /// The cells and what they hold: `counter`, `2`; several of one name
    /// together; nothing if it is not known.
    pub cells: Vec<(String, String)>,
    /// What became of the threads that did not come to their ends.
    pub ends: Vec<Text>,
}

/// What an outcome is, in words. `state` is the last state.
pub fn tell(image: &Image, state: &State, outcome: &Outcome) -> Told {
    let kind = if outcome.is_failure() {
        Kind::Failure
    } else if outcome.is_cut() {
        Kind::Cut
    } else if outcome.cycle.is_some() {
        Kind::Deadlock
    } else if outcome.is_deadlock() {
        Kind::Waits
    } else {
        Kind::Ended
    };
    let ends = outcome.ends.iter().enumerate();
    Told {
        kind,
        cells: cells(image, outcome),
        ends: ends
            .filter_map(|(thread, end)| end_of(image, state, outcome, thread, *end))
            .collect(),
    }
}

fn cells(image: &Image, outcome: &Outcome) -> Vec<(String, String)> {
    let Some(memory) = &outcome.memory else {
        return Vec::new();
    };
    let named = image.cells().map(|(name, first, n)| {
        let values = (first..first + n).map(|cell| memory.get(Key::Cell(cell)).to_string());
        (name.to_owned(), values.collect::<Vec<_>>().join(" "))
    });
    let addressed = memory
        .addressed()
        .map(|(address, value)| (format!("[{address}]"), value.to_string()));
    named.chain(addressed).collect()
}

fn end_of(
    image: &Image,
    state: &State,
    outcome: &Outcome,
    thread: usize,
    end: End,
) -> Option<Text> {
    let name = image.thread_name(state, thread);
    Some(match end {
        End::Ended => return None,
        End::Failed(pc, fault) => failed(image, state, thread, pc, fault),
        End::Cut => Text::new(
            format!("{name}: 단계 한도에서 멈춤"),
            format!("{name}: stopped at the limit of steps"),
        ),
        End::Waits(waiting) => {
            let edges = outcome.cycle.iter().flatten();
            let edge = edges.copied().find(|edge| edge.waits.0 as usize == thread);
            waits(image, state, &name, waiting, edge)
        }
    })
}

fn failed(image: &Image, state: &State, thread: usize, pc: u32, fault: Fault) -> Text {
    let name = image.thread_name(state, thread);
    let instr = image.program(state, thread).and_then(|program| {
        let instr = program.instrs().get(pc as usize)?;
        Some(program.print_instr(*instr))
    });
    let instr = instr.unwrap_or_default();
    match fault {
        Fault::Assertion(a, b) => Text::new(
            format!("{name}: 단언 실패 ‘{instr}’ (값 {a}, {b})"),
            format!("{name}: assertion failed, ‘{instr}’ (values {a}, {b})"),
        ),
        fault => {
            let reason = fault.reason();
            Text::new(
                format!("{name}: ‘{instr}’에서 멈춤. {}", reason.ko),
                format!("{name}: stopped at ‘{instr}’. {}", reason.en),
            )
        }
    }
}

fn waits(
    image: &Image,
    state: &State,
    name: &str,
    waiting: Option<WaitingFor>,
    edge: Option<Edge>,
) -> Text {
    let (ko, en) = match waiting {
        Some(WaitingFor::Object(id)) => {
            let object = image.object(id).map_or("", |(_, name)| name);
            let holder = edge
                .map(|edge| edge.held_by)
                .or_else(|| state.objects.holders(id).first().copied())
                .map(|holder| image.thread_name(state, holder.0 as usize));
            match holder {
                Some(holder) => (
                    format!("{object} 기다림 ({holder}에게 있음)"),
                    format!("waits for {object}, which {holder} has"),
                ),
                None => (format!("{object} 기다림"), format!("waits for {object}")),
            }
        }
        Some(WaitingFor::Thread(other)) => {
            let other = image.thread_name(state, other as usize);
            (
                format!("{other}의 끝을 기다림"),
                format!("waits for the end of {other}"),
            )
        }
        None => ("기다림".to_owned(), "waits".to_owned()),
    };
    Text::new(format!("{name}: {ko}"), format!("{name}: {en}"))
}
