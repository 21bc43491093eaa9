//! Jobs that are user-level threads.

use super::work::{Parts, Plan, is_hosted, is_plain, not_periodic};
use super::{JobSpec, ProcessSpec, Scenario};
use crate::base::{Id, IdVec, Problem, Text, Time};
use crate::sim::program::Kind;
use crate::sim::sync::{Object, ObjectId};
use crate::sim::{Machine, ProcessId, UserThread};

impl Scenario {
    /// The process that runs a job as a user-level thread, by its place.
    pub(super) fn user_process(&self, job: &JobSpec) -> Option<usize> {
        let place = match &job.process {
            Some(name) => self.processes.iter().position(|p| p.name == *name)?,
            None => 0,
        };
        let process = self.processes.get(place)?;
        process.user_threads.map(|_| place)
    }

    /// Adds the user-level threads of each process to the machine.
    pub(super) fn add_user_threads(
        &self,
        machine: &mut Machine,
        plan: &Plan,
        parts: &Parts,
        processes: &[ProcessId],
    ) {
        // To the library an object is called as in the image.
        let objects = &plan.image.start().objects;
        let ids = (0..objects.len()).map(ObjectId::from_index);
        let own = Parts {
            devices: parts.devices.clone(),
            objects: ids.clone().collect::<IdVec<ObjectId, ObjectId>>(),
            cells: Vec::new(),
            processes: Vec::new(),
            timing: parts.timing,
        };
        let named = |id: ObjectId| -> Option<(String, Object)> {
            let (_, name) = plan.image.object(id)?;
            Some((name.to_owned(), objects.get(id)?.clone()))
        };
        let objects: Vec<(String, Object)> = ids.filter_map(named).collect();
        for (place, (spec, process)) in self.processes.iter().zip(processes).enumerate() {
            let Some(how) = spec.user_threads else {
                continue;
            };
            let jobs = plan.jobs.iter().enumerate();
            let jobs = jobs.filter(|(_, job)| self.user_process(job) == Some(place));
            let threads: Vec<UserThread> = jobs
                .map(|(i, job)| UserThread {
                    name: job.name.clone(),
                    arrives: Time::ZERO + job.arrival.dur(self.unit),
                    ops: plan.ops(plan.program(i), &own),
                })
                .collect();
            if !threads.is_empty() {
                machine.user_threads(*process, how.settings(self.unit), threads, objects.clone());
            }
        }
    }

    /// What is wrong with jobs that are user-level threads.
    pub(super) fn wrong_user_threads(&self, plan: &Plan) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (i, job) in plan.jobs.iter().enumerate() {
            let Some(place) = self.user_process(job) else {
                continue;
            };
            let program = plan.program(i);
            if !is_plain(program) || is_hosted(program) || !job.registers.is_empty() {
                problems.push(not_plain(i));
            }
            if job.period.is_some() {
                problems.push(not_periodic(i));
            }
            let name = program.names().iter().find_map(|(kind, name)| {
                let shared = Kind::SHARED.contains(kind);
                (shared && self.is_used_outside(plan, place, name)).then_some(name)
            });
            if let Some(name) = name {
                problems.push(shared_object(i, name, &self.processes[place]));
            }
        }
        problems
    }

    /// Whether a job that is none of the process's user-level threads names it.
    fn is_used_outside(&self, plan: &Plan, place: usize, name: &str) -> bool {
        let jobs = plan.jobs.iter().enumerate();
        let mut others = jobs.filter(|(_, job)| self.user_process(job) != Some(place));
        others.any(|(i, _)| {
            let mut names = plan.program(i).names().iter();
            names.any(|(kind, known)| Kind::SHARED.contains(kind) && known == name)
        })
    }
}

fn not_plain(job: usize) -> Problem {
    Problem::new(
        format!("/jobs/{job}/program"),
        Text::new(
            "사용자 수준 스레드의 프로그램에는 레지스터, 메모리, 점프, 다른 스레드, 프로세스, 풀, 타이머를 쓸 수 없습니다.",
            "The program of a user-level thread has no registers, memory, jumps, threads, processes, pools or timers.",
        ),
        Text::new(
            "cpu, io, request, sleep, yield, mark와 락 등의 호출만 쓰세요.",
            "Use cpu, io, request, sleep, yield, mark, and calls of locks and the like.",
        ),
    )
}

fn shared_object(job: usize, name: &str, process: &ProcessSpec) -> Problem {
    let process = &process.name;
    Problem::new(
        format!("/jobs/{job}/program"),
        Text::new(
            format!(
                "‘{name}’은(는) ‘{process}’의 사용자 수준 스레드만 쓸 수 있는데, 다른 작업도 씁니다."
            ),
            format!(
                "‘{name}’ belongs to the user-level threads of ‘{process}’, and another job uses it, too."
            ),
        ),
        Text::new("이름을 나누어 쓰세요.", "Use an object of its own."),
    )
}
