//! What programs name and the machine does not have, or has not enough of.

use super::super::image::Image;
use super::super::instr::Base;
use super::super::names::Kind;
use super::{MOST_COPIES, MOST_STARTED, Parts};
use crate::base::{Problem, Text};

/// What programs name and is not there.
pub(super) fn missing(image: &Image, parts: &Parts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for code in &image.codes {
        for (kind, name) in code.program.names() {
            let known = match kind {
                Kind::Device => parts.devices.iter().any(|device| device.0 == *name),
                Kind::Pool => parts.pools.iter().any(|pool| pool.name == *name),
                Kind::Process => {
                    parts.processes.iter().any(|process| process.0 == *name)
                        || image.program_names.contains(name)
                }
                _ => true,
            };
            if !known {
                problems.push(absent(*kind, name));
            }
        }
        for instr in code.program.instrs() {
            if let Some(Base::Address(address)) = instr.place().map(|place| place.base) {
                problems.push(no_address(address));
            }
        }
    }
    problems
}

fn absent(kind: Kind, name: &str) -> Problem {
    let word = kind.word();
    Problem::new(
        name,
        Text::new(
            format!("‘{name}’이(가) 없습니다({word})."),
            format!("There is no {word} ‘{name}’."),
        ),
        Text::new(
            "선언하거나 이름을 고치세요.",
            "Declare it, or mend the name.",
        ),
    )
}

/// That programs start without end.
pub(super) fn too_many(program: &str) -> Problem {
    Problem::new(
        program,
        Text::new(
            "스레드, 프로세스, 작업, 또는 프로세스의 변수를 너무 많이 만들었습니다.",
            "It starts too many threads, processes or tasks, or copies too many variables.",
        ),
        Text::new(
            format!("{MOST_STARTED}개까지 시작하고 변수는 {MOST_COPIES}개까지 복사합니다."),
            format!("At most {MOST_STARTED} can be started, and {MOST_COPIES} variables copied."),
        ),
    )
}

fn no_address(address: i64) -> Problem {
    Problem::new(
        address.to_string(),
        Text::new(
            "프로세스가 여럿이거나 기계의 것을 쓰는 프로그램에는 주소가 없습니다.",
            "Programs that use processes, pools or timers have no addresses.",
        ),
        Text::new("이름이 있는 셀을 쓰세요.", "Use a cell with a name."),
    )
}
