//! Running a scenario on the machine.

use super::work::{Parts, Plan, instruction};
use super::{JobSpec, Length, PolicySpec, Scenario};
use crate::base::{Dur, IdVec, Problem, Text, Time};
use crate::sim::policy::{Affinity, Attributes};
use crate::sim::program::{System, Timing};
use crate::sim::sync::ObjectId;
use crate::sim::{DeviceId, Limits, Machine, ProcessId, Run, Settings};

/// More variables of all processes together are refused.
const MOST_VARIABLES: usize = 20_000;
/// More releases of periodic jobs are not run without a stated horizon.
const MOST_RELEASES: u64 = 10_000;

impl Scenario {
    /// A run takes no more events than these, so that none takes long.
    pub const MOST_EVENTS: u64 = 2_000_000;

    /// Runs it with one of its policies.
    ///
    /// # Errors
    /// What is wrong with the scenario, with places in its document.
    pub fn run(&self, policy: usize) -> Result<Run, Vec<Problem>> {
        self.run_within(policy, Scenario::MOST_EVENTS)
    }

    /// Runs it with one of its policies for so many events at most.
    ///
    /// # Errors
    /// What is wrong with the scenario, with places in its document.
    pub fn run_within(&self, policy: usize, events: u64) -> Result<Run, Vec<Problem>> {
        let Some(spec) = self.policies.get(policy) else {
            return Err(vec![Problem::new(
                "/policies",
                Text::new(
                    format!("정책 {policy}번이 없습니다."),
                    format!("There is no policy {policy}."),
                ),
                Text::new(
                    format!("0부터 세어 {}보다 작아야 합니다.", self.policies.len()),
                    format!("Count from 0, below {}.", self.policies.len()),
                ),
            )]);
        };
        self.run_under(spec, events)
    }

    /// Runs it under a policy, one of its own or not, for so many events at most.
    ///
    /// # Errors
    /// What is wrong with the scenario, with places in its document.
    pub fn run_under(&self, policy: &PolicySpec, events: u64) -> Result<Run, Vec<Problem>> {
        let plan = Plan::of(self)?;
        let machine = self.machine(&plan, events)?;
        machine.run(policy.make(self.unit, self.machine.cores))
    }

    /// The jobs as threads of a system, to be explored step by step.
    ///
    /// # Errors
    /// What is wrong with the programs; that they need a machine.
    pub fn system(&self) -> Result<System, Vec<Problem>> {
        let plan = Plan::of(self)?;
        if plan.hosted {
            return Err(vec![Problem::new(
                "/jobs",
                Text::new(
                    "프로세스, 풀, 타이머를 쓰는 시나리오는 탐색할 수 없습니다.",
                    "A scenario with processes, pools or timers cannot be explored.",
                ),
                Text::new(
                    "실행하거나, 한 프로세스의 스레드만 남기세요.",
                    "Run it, or keep the threads of one process alone.",
                ),
            )]);
        }
        Ok(plan.system)
    }

    fn machine(&self, plan: &Plan, events: u64) -> Result<Machine, Vec<Problem>> {
        let spec = &self.machine;
        let mut problems = self.misplaced(&plan.jobs);
        problems.extend(self.wrong_user_threads(plan));
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut machine = Machine::new(Settings {
            switch_cost: spec.switch_cost.dur(self.unit),
            seed: spec.seed,
            costs: spec.costs.costs(self.unit),
            ties: spec.ties,
            limits: Limits {
                events,
                ..self.limits(&plan.jobs)?
            },
            ..Settings::cores(spec.cores)
        });
        let processes = self.make_processes(&mut machine);
        let is_user = |job: &JobSpec| self.user_process(job).is_some();
        let objects = if plan.jobs.iter().all(is_user) {
            IdVec::new()
        } else {
            make_objects(&mut machine, plan)
        };
        for name in plan.between_processes(self) {
            let is_it = |id: &ObjectId| plan.image.object(*id).is_some_and(|o| o.1 == name);
            if let Some(object) = objects.ids().find(is_it) {
                machine.between_processes(objects[object], 0);
            }
        }
        problems.extend(self.too_many_cells(plan));
        if !problems.is_empty() {
            return Err(problems);
        }
        let cells = if plan.hosted {
            plan.make_cells(&mut machine, &processes)
        } else {
            Vec::new()
        };
        let names = self.processes.iter().map(|process| process.name.clone());
        let parts = Parts {
            devices: self.make_devices(&mut machine, &plan.devices),
            objects,
            cells,
            processes: names.zip(processes.iter().copied()).collect(),
            timing: Timing {
                instr: instruction(self, plan.stepped),
                unit: self.unit.dur(),
            },
        };
        let bodies = plan.bodies(self, &parts)?;
        self.add_user_threads(&mut machine, plan, &parts, &processes);
        let bodies = plan.jobs.iter().zip(bodies);
        for (job, body) in bodies.filter(|(job, _)| !is_user(job)) {
            let process = job.process.as_ref().and_then(|name| {
                let place = self.processes.iter().position(|p| p.name == *name)?;
                processes.get(place)
            });
            let process = *process.unwrap_or(&processes[0]);
            let arrival = Time::ZERO + job.arrival.dur(self.unit);
            let attributes = self.attributes(job);
            let thread = machine.thread_with(process, &job.name, arrival, attributes, body);
            if job.daemon {
                machine.daemon(thread);
            }
        }
        self.send_signals(&mut machine, &processes);
        Ok(machine)
    }

    fn make_processes(&self, machine: &mut Machine) -> Vec<ProcessId> {
        if self.processes.is_empty() {
            return vec![machine.process("jobs", None)];
        }
        let make = |spec: &super::ProcessSpec| {
            let gil = spec.gil.map(|gil| gil.dur(self.unit));
            let process = machine.process(&spec.name, gil);
            machine.memory(process, spec.memory.saturating_mul(1024));
            process
        };
        self.processes.iter().map(make).collect()
    }

    fn make_devices(&self, machine: &mut Machine, used: &[String]) -> Vec<(String, DeviceId)> {
        let mut devices = Vec::new();
        for spec in &self.devices {
            let id = machine.device(&spec.name, spec.channels);
            devices.push((spec.name.clone(), id));
        }
        for spec in &self.networks {
            let id = machine.network(&spec.name, spec.settings(self.unit));
            devices.push((spec.name.clone(), id));
        }
        for name in used {
            if !devices.iter().any(|(known, _)| known == name) {
                devices.push((name.clone(), machine.device(name, Some(1))));
            }
        }
        devices
    }

    fn attributes(&self, job: &JobSpec) -> Attributes {
        let dur = |length: Length| length.dur(self.unit);
        Attributes {
            priority: job.priority,
            nice: job.nice,
            tickets: job.tickets,
            deadline: job.deadline.map(dur),
            period: job.period.map(dur),
            affinity: Affinity::only(job.affinity.iter().copied()),
            gang: job.gang,
        }
    }

    fn send_signals(&self, machine: &mut Machine, processes: &[ProcessId]) {
        for spec in &self.signals {
            let place = self.processes.iter().position(|p| p.name == spec.process);
            if let Some(process) = place.and_then(|place| processes.get(place)) {
                let at = Time::ZERO + spec.at.dur(self.unit);
                machine.signal_at(at, *process, spec.signal);
            }
        }
    }

    /// That there is no process of a name.
    fn no_process(&self, place: String, name: &str) -> Option<Problem> {
        if self.processes.iter().any(|process| process.name == *name) {
            return None;
        }
        Some(Problem::new(
            place,
            Text::new(
                format!("‘{name}’이라는 프로세스가 없습니다."),
                format!("There is no process ‘{name}’."),
            ),
            Text::new(
                "\"processes\"에 적거나 이 항목을 지우세요.",
                "List it in \"processes\", or remove this field.",
            ),
        ))
    }

    /// That processes have too many variables together.
    fn too_many_cells(&self, plan: &Plan) -> Option<Problem> {
        let cells = plan.image.start().memory.cells().len();
        if !plan.hosted || cells * self.processes.len() <= MOST_VARIABLES {
            return None;
        }
        Some(Problem::new(
            "/objects",
            Text::new(
                format!("프로세스마다 셀이 {cells}개씩 있습니다."),
                format!("Each process has {cells} cells."),
            ),
            Text::new(
                format!("모두 합쳐 {MOST_VARIABLES}개까지 쓰세요."),
                format!("Use at most {MOST_VARIABLES} in all."),
            ),
        ))
    }

    /// Jobs of processes that are not there, or that may use no core.
    fn misplaced(&self, jobs: &[JobSpec]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (i, signal) in self.signals.iter().enumerate() {
            let place = format!("/signals/{i}/process");
            problems.extend(self.no_process(place, &signal.process));
        }
        for (i, network) in self.networks.iter().enumerate() {
            if self
                .devices
                .iter()
                .any(|device| device.name == network.name)
            {
                problems.push(Problem::new(
                    format!("/networks/{i}/name"),
                    Text::new(
                        "같은 이름의 장치가 있습니다.",
                        "There is a device of that name.",
                    ),
                    Text::new("이름을 다르게 지으세요.", "Give them different names."),
                ));
            }
        }
        let cores = self.machine.cores;
        for (i, job) in jobs.iter().enumerate() {
            if let Some(name) = &job.process {
                problems.extend(self.no_process(format!("/jobs/{i}/process"), name));
            }
            if !job.affinity.is_empty() && job.affinity.iter().all(|core| *core >= cores) {
                problems.push(Problem::new(
                    format!("/jobs/{i}/affinity"),
                    Text::new(
                        "쓸 수 있는 코어가 없습니다.",
                        "It may use none of the cores.",
                    ),
                    Text::new(
                        format!("0부터 세어 {cores}보다 작은 코어를 적어 주세요."),
                        format!("Count cores from 0, below {cores}."),
                    ),
                ));
            }
        }
        problems
    }

    /// Until when a run of it went that was stopped at the horizon.
    pub(super) fn until(&self) -> Dur {
        let limits = self.limits(&self.all_jobs());
        // A scenario without limits has not run.
        limits.map_or(Dur::ZERO, |limits| limits.time.since(Time::ZERO))
    }

    /// Whether a job is released again and again.
    pub(super) fn has_endless_jobs(&self) -> bool {
        let endless = |job: &JobSpec| job.period.is_some() && job.releases.is_none();
        self.all_jobs().iter().any(endless)
    }

    /// When the run is stopped: at the horizon; without one, periodic jobs run
    /// until all their periods end together.
    fn limits(&self, jobs: &[JobSpec]) -> Result<Limits, Vec<Problem>> {
        let usual = Limits::default();
        if let Some(horizon) = self.machine.horizon {
            let time = Time::ZERO + horizon.dur(self.unit);
            return Ok(Limits { time, ..usual });
        }
        let endless = jobs.iter().filter(|job| job.releases.is_none());
        let periods: Vec<Dur> = endless
            .filter_map(|job| Some(job.period?.dur(self.unit)))
            .collect();
        if periods.is_empty() {
            return Ok(usual);
        }
        let whole = periods
            .iter()
            .try_fold(1, |whole, period| lcm(whole, period.0));
        let releases = |whole: &u64| periods.iter().map(|period| whole / period.0).sum::<u64>();
        let last = jobs.iter().map(|job| job.arrival.dur(self.unit)).max();
        match whole.filter(|whole| releases(whole) <= MOST_RELEASES) {
            Some(whole) => Ok(Limits {
                time: Time(whole) + last.unwrap_or_default(),
                ..usual
            }),
            None => Err(vec![Problem::new(
                "/machine/horizon",
                Text::new(
                    "주기들이 함께 끝나는 때가 너무 멉니다.",
                    "The periods end together too late.",
                ),
                Text::new(
                    "\"horizon\"으로 언제까지 볼지 정하거나 \"releases\"로 횟수를 정하세요.",
                    "Set \"horizon\" to say when to stop, or \"releases\" to say how often.",
                ),
            )]),
        }
    }
}

/// The least common multiple; none if it is too large.
fn lcm(a: u64, b: u64) -> Option<u64> {
    let (mut x, mut y) = (a, b);
    while y > 0 {
        (x, y) = (y, x % y);
    }
    (a / x.max(1)).checked_mul(b)
}

/// The objects of the programs on the machine, where the machine runs them.
fn make_objects(machine: &mut Machine, plan: &Plan) -> IdVec<ObjectId, ObjectId> {
    let mut made = IdVec::new();
    if plan.stepped && !plan.hosted {
        return made;
    }
    let objects = &plan.image.start().objects;
    for n in 0..objects.len() {
        let id = crate::base::Id::from_index(n);
        if let (Some(object), Some((_, name))) = (objects.get(id), plan.image.object(id)) {
            made.push(machine.object(name, object.clone()));
        }
    }
    made
}
