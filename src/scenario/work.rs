//! What jobs do, as bodies of the machine.

use std::collections::BTreeMap;

use super::{JobSpec, Length, MOST_JOBS, Scenario};
use crate::base::{Dur, IdVec, Problem, Text};
use crate::sim::program::{
    Ask, Bench, Image, Instr, Kind, MOST_THREADS, Name, Operand, Program, Reg, System, ThreadDecl,
    Timing, parse,
};
use crate::sim::sync::{Call, ObjectId};
use crate::sim::{Body, DeviceId, Op, Periodic, ProcessId, Script};

/// The jobs of a scenario with their programs read and their names resolved.
pub(super) struct Plan {
    pub jobs: Vec<JobSpec>,
    pub image: Image,
    pub system: System,
    /// Whether any has registers, memory, jumps or threads that it starts, so
    /// that all run as instructions.
    pub stepped: bool,
    /// Whether they run as instructions on the machine's own objects and memory.
    pub hosted: bool,
    /// Devices that programs name.
    pub devices: Vec<String>,
}

/// What bodies are made of.
pub(super) struct Parts {
    pub devices: Vec<(String, DeviceId)>,
    /// The machine's objects by their place in the image.
    pub objects: IdVec<ObjectId, ObjectId>,
    /// The machine's variables by the place of the cell in the image.
    pub cells: Vec<ObjectId>,
    pub processes: Vec<(String, ProcessId)>,
    pub timing: Timing,
}

impl Plan {
    /// # Errors
    /// What is wrong with the programs, or with the number of jobs.
    pub fn of(scenario: &Scenario) -> Result<Plan, Vec<Problem>> {
        let jobs = scenario.all_jobs();
        let most = MOST_JOBS;
        if jobs.is_empty() || jobs.len() > most {
            return Err(vec![Problem::new(
                "/jobs",
                Text::new(
                    format!("작업이 {}개입니다.", jobs.len()),
                    format!("There are {} jobs.", jobs.len()),
                ),
                Text::new(
                    format!("1개에서 {most}개 사이로 적어 주세요."),
                    format!("Use 1 to {most}."),
                ),
            )]);
        }
        let system = system(scenario, &jobs)?;
        let image = Image::link_hosted(&system).map_err(|problems| {
            let within = |problem: Problem| Problem {
                place: format!("/jobs: {}", problem.place),
                ..problem
            };
            problems.into_iter().map(within).collect::<Vec<_>>()
        })?;
        let stepped = jobs.iter().any(|job| !job.registers.is_empty())
            || system.programs.iter().any(|(_, p)| !is_plain(p));
        let hosted = system.programs.iter().any(|(_, p)| is_hosted(p));
        // Each process has memory of its own, and only the machine knows processes.
        let hosted = hosted || stepped && scenario.processes.len() > 1;
        if stepped && jobs.len() > MOST_THREADS {
            return Err(vec![Problem::new(
                "/jobs",
                Text::new(
                    format!("명령 단위로 실행하는 작업이 {}개입니다.", jobs.len()),
                    format!("{} jobs run as instructions.", jobs.len()),
                ),
                Text::new(
                    format!("{MOST_THREADS}개까지 쓰세요."),
                    format!("Use at most {MOST_THREADS}."),
                ),
            )]);
        }
        Ok(Plan {
            devices: devices(&system),
            jobs,
            image,
            system,
            stepped,
            hosted,
        })
    }

    /// The body of each job.
    ///
    /// # Errors
    /// Jobs that cannot be released periodically.
    pub fn bodies(
        &self,
        scenario: &Scenario,
        parts: &Parts,
    ) -> Result<Vec<Box<dyn Body>>, Vec<Problem>> {
        if self.hosted {
            return self.hosted_bodies(scenario, parts);
        }
        if self.stepped {
            return self.stepped_bodies(parts);
        }
        let mut problems = Vec::new();
        let mut bodies = Vec::new();
        for (i, job) in self.jobs.iter().enumerate() {
            let program = self.program(i);
            let body = match (job.period, demand(program, parts.timing)) {
                (None, _) => Script::new(self.ops(program, parts)).boxed(),
                (Some(_), Some(demand)) => Periodic::new(demand, job.releases).boxed(),
                (Some(_), None) => {
                    problems.push(not_periodic(i));
                    continue;
                }
            };
            bodies.push(body);
        }
        if problems.is_empty() {
            Ok(bodies)
        } else {
            Err(problems)
        }
    }

    fn stepped_bodies(&self, parts: &Parts) -> Result<Vec<Box<dyn Body>>, Vec<Problem>> {
        self.none_is_periodic()?;
        let bench = Bench::new(self.image.clone(), parts.timing, parts.devices.clone())?;
        let body = |i| -> Box<dyn Body> { Box::new(bench.body(i)) };
        Ok((0..self.jobs.len()).map(body).collect())
    }

    /// Only plain computations can be released periodically.
    pub(super) fn none_is_periodic(&self) -> Result<(), Vec<Problem>> {
        let periodic = self.jobs.iter().enumerate();
        let periodic = periodic.filter(|(_, job)| job.period.is_some());
        let problems: Vec<Problem> = periodic.map(|(i, _)| not_periodic(i)).collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// What a job does.
    pub(super) fn program(&self, job: usize) -> &Program {
        let place = self.system.threads[job].program;
        &self.system.programs[place].1
    }

    pub(super) fn ops(&self, program: &Program, parts: &Parts) -> Vec<Op> {
        let mut ops = Vec::new();
        for instr in program.instrs() {
            if *instr == Instr::Halt {
                break;
            }
            if !matches!(instr, Instr::Cpu(_)) && !parts.timing.instr.is_zero() {
                ops.push(Op::Compute(parts.timing.instr));
            }
            ops.extend(self.op(program, *instr, parts));
        }
        ops
    }

    fn op(&self, program: &Program, instr: Instr, parts: &Parts) -> Option<Op> {
        let unit = parts.timing.unit;
        Some(match instr {
            Instr::Cpu(span) => Op::Compute(span.dur(unit)),
            Instr::Sleep(span) => Op::Sleep(span.dur(unit)),
            Instr::Io(name, span) => Op::Io(device(program, name, parts)?, span.dur(unit)),
            Instr::Request(name, span, Operand::Number(bytes)) => {
                let bytes = u64::try_from(bytes).unwrap_or(0);
                Op::Transfer(device(program, name, parts)?, span.dur(unit), bytes)
            }
            Instr::Yield => Op::Yield,
            Instr::Mark(name) => Op::Mark(program.name(name).to_owned()),
            Instr::Object(name, ask) => Op::Call(self.object(program, name, parts)?, call(ask)?),
            _ => return None,
        })
    }

    fn object(&self, program: &Program, name: Name, parts: &Parts) -> Option<ObjectId> {
        let name = program.name(name);
        let is_it = |id: &ObjectId| {
            self.image
                .object(*id)
                .is_some_and(|(_, known)| known == name)
        };
        let in_image = parts.objects.ids().find(is_it)?;
        parts.objects.get(in_image).copied()
    }
}

fn device(program: &Program, name: Name, parts: &Parts) -> Option<DeviceId> {
    let name = program.name(name);
    let found = parts.devices.iter().find(|(known, _)| known == name);
    found.map(|(_, device)| *device)
}

/// The call of an object that needs no registers.
fn call(ask: Ask) -> Option<Call> {
    Some(match ask {
        Ask::Lock => Call::Lock,
        Ask::Unlock => Call::Unlock,
        Ask::Acquire => Call::Acquire,
        Ask::Release => Call::Release(1),
        Ask::Wait(_) => Call::Wait,
        Ask::Notify => Call::Notify(1),
        Ask::NotifyAll => Call::NotifyAll,
        Ask::Set => Call::Set,
        Ask::Clear => Call::Clear,
        Ask::Await => Call::AwaitSet,
        Ask::Arrive => Call::Arrive,
        Ask::ReadLock => Call::Read,
        Ask::ReadUnlock => Call::EndRead,
        Ask::WriteLock => Call::Write,
        Ask::WriteUnlock => Call::EndWrite,
        Ask::Put(Operand::Number(n)) => Call::Put(n),
        // What is taken is not looked at: no instruction could.
        Ask::Get(_) => Call::Get,
        Ask::Send(Operand::Number(n), Operand::Number(bytes)) => {
            Call::Send(n, u32::try_from(bytes).ok()?)
        }
        Ask::Receive(_) => Call::Receive,
        Ask::Close => Call::CloseWriting,
        Ask::Put(Operand::Reg(_)) | Ask::Send(..) => return None,
        Ask::TryLock(_) | Ask::TryAcquire(_) => return None,
    })
}

/// Whether a program needs neither registers nor memory, and goes from its
/// beginning to its end.
pub(super) fn is_plain(program: &Program) -> bool {
    program.instrs().iter().all(|instr| match instr {
        Instr::Cpu(_) | Instr::Io(..) | Instr::Sleep(_) | Instr::Yield => true,
        Instr::Nop | Instr::Halt | Instr::Mark(_) => true,
        Instr::Request(_, _, Operand::Number(_)) => true,
        Instr::Object(_, ask) => call(*ask).is_some(),
        // What only the machine can do says nothing of registers and memory.
        Instr::Hosted(_) => true,
        _ => false,
    })
}

/// Whether a program asks for what only the machine can do.
pub(super) fn is_hosted(program: &Program) -> bool {
    let mut instrs = program.instrs().iter();
    instrs.any(|instr| matches!(instr, Instr::Hosted(_)))
}

/// How long a program computes, if it does nothing else.
fn demand(program: &Program, timing: Timing) -> Option<Dur> {
    let length = |instr: &Instr| match instr {
        Instr::Cpu(span) => Some(span.dur(timing.unit)),
        _ => None,
    };
    program.instrs().iter().map(length).sum()
}

pub(super) fn not_periodic(job: usize) -> Problem {
    Problem::new(
        format!("/jobs/{job}/period"),
        Text::new(
            "주기가 있는 작업은 CPU만 쓸 수 있습니다.",
            "A periodic job can only use the CPU.",
        ),
        Text::new(
            "프로그램을 \"cpu 20\"처럼 쓰거나 주기를 지우세요.",
            "Write its program like \"cpu 20\", or remove the period.",
        ),
    )
}

/// The devices that programs name, in the order of their first use.
fn devices(system: &System) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, program) in &system.programs {
        for (kind, name) in program.names() {
            if *kind == Kind::Device && !found.contains(name) {
                found.push(name.clone());
            }
        }
    }
    found
}

/// The jobs as threads of a system. Jobs with the same text share a program.
fn system(scenario: &Scenario, jobs: &[JobSpec]) -> Result<System, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut system = System {
        declarations: scenario.objects.clone(),
        ..System::default()
    };
    let mut read = |place: String, text: &str| {
        let (program, wrong) = parse(text);
        problems.extend(wrong.into_iter().map(|problem| Problem {
            place: format!("{place}: {}", problem.place),
            ..problem
        }));
        program
    };
    for (name, text) in &scenario.programs {
        let program = read(format!("/programs/{name}"), text);
        system.programs.push((name.clone(), program));
    }
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, job) in jobs.iter().enumerate() {
        let place = *known.entry(&job.program).or_insert_with(|| {
            let program = read(format!("/jobs/{i}/program"), &job.program);
            system.programs.push((job.name.clone(), program));
            system.programs.len() - 1
        });
        let register = |(name, n): &(String, i64)| Some((Reg::from_name(name)?, *n));
        system.threads.push(ThreadDecl {
            name: job.name.clone(),
            program: place,
            registers: job.registers.iter().filter_map(register).collect(),
        });
    }
    if problems.is_empty() {
        Ok(system)
    } else {
        Err(problems)
    }
}

/// How long an instruction takes that does not say it itself.
pub(super) fn instruction(scenario: &Scenario, stepped: bool) -> Dur {
    let usual = Length::plain(u64::from(stepped));
    let length = scenario.machine.instruction.unwrap_or(usual);
    length.dur(scenario.unit)
}
