//! The programs of a system as lines, each with its instruction.

use crate::sim::program::{Image, Program, State};

/// One line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What stands there.
    pub text: String,
    /// The instruction, by its place in the program; none for a label.
    pub instr: Option<u32>,
}

/// A program and the threads that run it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing {
    /// The threads, by their numbers.
    pub threads: Vec<usize>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// The programs that the threads of a state run, each once, in the order of
/// the threads.
pub fn listings(image: &Image, state: &State) -> Vec<Listing> {
    let mut known: Vec<(&Program, Listing)> = Vec::new();
    for thread in 0..state.threads.len() {
        let Some(program) = image.program(state, thread) else {
            continue;
        };
        match known
            .iter_mut()
            .find(|(other, _)| std::ptr::eq(*other, program))
        {
            Some((_, listing)) => listing.threads.push(thread),
            None => known.push((
                program,
                Listing {
                    threads: vec![thread],
                    lines: lines(program),
                },
            )),
        }
    }
    known.into_iter().map(|(_, listing)| listing).collect()
}

fn lines(program: &Program) -> Vec<Line> {
    let mut lines = Vec::new();
    for place in 0..=program.instrs().len() {
        for (label, _) in program.labels().filter(|(_, at)| *at == place) {
            lines.push(Line {
                text: format!("{label}:"),
                instr: None,
            });
        }
        if let Some(instr) = program.instrs().get(place) {
            lines.push(Line {
                text: program.print_instr(*instr),
                instr: Some(place as u32),
            });
        }
    }
    lines
}
