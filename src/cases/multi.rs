//! Several CPUs with caches: one queue or one each, affinity, stealing.
//!
//! # Source
//! `cpu-sched-multi/multi.py` of the homework of Arpaci-Dusseau: Operating
//! Systems: Three Easy Pieces (github.com/remzi-arpacidusseau/ostep-homework).
//!
//! # Rules
//! The queues are [`Queues`]: slices end for all CPUs together, at the
//! multiples of the quantum; a CPU whose queue is empty steals at the multiples
//! of the peek interval; caches are [`Cache`]. A tick is a computation of its
//! own, at whose end the cache says how much of the job it has done. The
//! simulator's own ways:
//! * A job whose affinity names CPUs may be stolen only for a CPU whose number
//!   happens to be its run length or its working set; one without affinity for
//!   any (a defect of the program that the figures depend on).
//! * A CPU that is free takes its next job in the order of numbers, or in the
//!   order that `cpu_orders` gives for that tick.
//! * `steal_victims` are the CPUs that were drawn, in order; with two CPUs
//!   nothing is drawn.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::args::{Arg, first};
use super::scheduler::ENDLESS;
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::cache::{Cache, CacheSettings};
use crate::sim::choice::Choices;
use crate::sim::policy::{
    Affinity, Attributes, Policy, Queues, QueuesSettings, Reason, Steal, Turns, View, Wants,
};
use crate::sim::{Body, CoreId, Cx, Machine, Outcome, Settings, Step, ThreadId};

const MOST_CPUS: u64 = 64;
const MOST_JOBS: usize = 1_000;
/// Ticks times CPUs, which is what the figures have rows of.
const MOST_ROWS: u64 = 2_000_000;
const MOST_TIME: u64 = 1_000_000_000;

struct Job {
    run: u64,
    working_set: u64,
    affinity: Vec<u32>,
}

struct Case {
    cpus: usize,
    quantum: u64,
    peek: u64,
    per_cpu: bool,
    cache: CacheSettings,
    jobs: Vec<Job>,
    victims: Vec<u64>,
    orders: Vec<Vec<usize>>,
}

/// What a case gives, in the shape of its `expect`.
///
/// # Errors
/// What is wrong with the arguments, or that the case is too long.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let case = read(&Arg::root(args))?;
    let log = run(&case)?;
    Ok(figures(&case, &log))
}

fn read(args: &Arg<'_>) -> Result<Case, Problem> {
    let cpus = args.field("cpus")?.count(1..=MOST_CPUS)? as usize;
    let list = args.field("jobs")?;
    let pinned = match args.maybe("affinity")? {
        Some(lists) => lists.items(0..=MOST_JOBS)?,
        None => Vec::new(),
    };
    let mut jobs = Vec::new();
    for (j, job) in list.items(1..=MOST_JOBS)?.iter().enumerate() {
        let mut affinity = Vec::new();
        if let Some(cpus_of) = pinned.get(j) {
            for cpu in cpus_of.items(0..=MOST_CPUS as usize)? {
                affinity.push(cpu.count(0..=cpus as u64 - 1)? as u32);
            }
        }
        jobs.push(Job {
            run: job.field("run")?.count(0..=MOST_TIME)?,
            working_set: job.field("working_set")?.count(0..=MOST_TIME)?,
            affinity,
        });
    }
    let ticks: u64 = jobs.iter().map(|job| job.run.max(1)).sum();
    if ticks.saturating_mul(cpus as u64) > MOST_ROWS {
        return Err(list.too_long(
            Text::new(
                format!("{ticks}틱까지 걸릴 수 있습니다."),
                format!("It can take {ticks} ticks."),
            ),
            MOST_ROWS / cpus as u64,
        ));
    }
    let count = |name: &str, least| args.field(name)?.count(least..=MOST_TIME);
    let mut victims = Vec::new();
    if let Some(list) = args.maybe("steal_victims")? {
        for victim in list.items(0..=MOST_ROWS as usize)? {
            victims.push(victim.count(0..=cpus as u64 - 1)?);
        }
    }
    Ok(Case {
        cpus,
        quantum: count("quantum", 1)?,
        peek: count("peek_interval", 0)?,
        per_cpu: args.field("per_cpu_queues")?.flag()?,
        cache: CacheSettings {
            size: count("cache_size", 0)?,
            warm_up: count("warmup", 0)?,
            warm_rate: count("warm_rate", 1)?,
        },
        jobs,
        victims,
        orders: orders(args, cpus)?,
    })
}

/// The orders in which free CPUs take jobs, one a tick.
fn orders(args: &Arg<'_>, cpus: usize) -> Result<Vec<Vec<usize>>, Problem> {
    let given = match args.maybe("cpu_orders")? {
        Some(given) if args.field("random_order")?.flag()? => given,
        _ => return Ok(Vec::new()),
    };
    let mut orders = Vec::new();
    for order in given.items(0..=MOST_ROWS as usize)? {
        let mut cpus_of_tick = Vec::new();
        for cpu in order.items(cpus..=cpus)? {
            cpus_of_tick.push(cpu.count(0..=cpus as u64 - 1)? as usize);
        }
        orders.push(cpus_of_tick);
    }
    Ok(orders)
}

/// What one CPU did in one tick.
struct Tick {
    job: usize,
    left: u64,
    fast: bool,
    warm: Vec<usize>,
}

#[derive(Default)]
struct Log {
    /// By tick and CPU.
    ticks: BTreeMap<(u64, usize), Tick>,
    /// The queues as they were after the decisions of a tick.
    queues: BTreeMap<u64, Vec<Vec<usize>>>,
}

type Shared<T> = Rc<RefCell<T>>;

/// A job that runs tick by tick.
struct Working {
    job: usize,
    left: u64,
    working_set: u64,
    caches: Shared<Vec<Cache>>,
    log: Shared<Log>,
    begun: bool,
}

impl Body for Working {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        if std::mem::replace(&mut self.begun, true) {
            self.tick_is_over(cx);
            if self.left == 0 {
                return Step::Exit;
            }
        }
        Step::Compute(Dur(1))
    }
}

impl Working {
    fn tick_is_over(&mut self, cx: &Cx<'_>) {
        let Some(cpu) = cx.core().map(CoreId::index) else {
            return;
        };
        let mut caches = self.caches.borrow_mut();
        let Some(cache) = caches.get_mut(cpu) else {
            return;
        };
        let rate = cache.run(self.job, self.working_set);
        self.left = self.left.saturating_sub(rate);
        let tick = Tick {
            job: self.job,
            left: self.left,
            fast: rate > 1,
            warm: cache.warm(),
        };
        let at = (cx.now().0 - 1, cpu);
        self.log.borrow_mut().ticks.insert(at, tick);
    }
}

/// The queues, watched, and with the order of the CPUs of each tick.
struct Watched {
    inner: Queues,
    orders: Vec<Vec<usize>>,
    log: Shared<Log>,
    /// What was picked at this moment and not yet given out.
    picked: BTreeMap<CoreId, Option<ThreadId>>,
    picked_at: Time,
}

impl Watched {
    fn look(&self, view: &View<'_>) {
        let lists = self.inner.waiting_in();
        let lists = lists.map(|queue| queue.iter().map(|thread| thread.index()).collect());
        let mut log = self.log.borrow_mut();
        log.queues.insert(view.now.0, lists.collect());
    }

    fn pick_all(&mut self, view: &View<'_>, choices: &mut Choices) {
        let order = usize::try_from(view.now.0).ok();
        let order = order.and_then(|tick| self.orders.get(tick));
        let place = |core: &CoreId| {
            order.and_then(|order| order.iter().position(|&cpu| cpu == core.index()))
        };
        let mut cores = view.vacant.to_vec();
        cores.sort_by_key(|core| (place(core), *core));
        for core in cores {
            let picked = self.inner.pick(core, view, choices);
            self.picked.insert(core, picked);
        }
    }
}

impl Policy for Watched {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        self.inner.enqueue(thread, reason, view);
        self.look(view);
    }

    fn pick(&mut self, core: CoreId, view: &View<'_>, choices: &mut Choices) -> Option<ThreadId> {
        if self.picked_at != view.now || !self.picked.contains_key(&core) {
            self.picked.clear();
            self.picked_at = view.now;
            self.pick_all(view, choices);
        }
        let picked = self.picked.remove(&core).flatten();
        self.look(view);
        picked
    }

    fn waiting(&self) -> usize {
        let kept = self.picked.values().flatten().count();
        self.inner.waiting() + kept
    }

    fn quantum(&mut self, thread: ThreadId, view: &View<'_>) -> Option<Dur> {
        self.inner.quantum(thread, view)
    }

    fn alarm(&self) -> Option<Time> {
        self.inner.alarm()
    }

    fn ring(&mut self, view: &View<'_>, choices: &mut Choices) {
        self.inner.ring(view, choices);
        self.look(view);
    }

    fn wants(&self) -> Wants {
        self.inner.wants()
    }
}

fn run(case: &Case) -> Result<Log, Problem> {
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        reasons: false,
        ..Settings::cores(case.cpus as u32)
    });
    machine.draw_from(case.victims.clone());
    let process = machine.process("jobs", None);
    let log: Shared<Log> = Rc::default();
    let caches = Rc::new(RefCell::new(vec![Cache::new(case.cache); case.cpus]));
    for (j, job) in case.jobs.iter().enumerate() {
        let attributes = Attributes {
            affinity: Affinity::only(job.affinity.iter().copied()),
            ..Attributes::default()
        };
        let body = Box::new(Working {
            job: j,
            left: job.run,
            working_set: job.working_set,
            caches: Rc::clone(&caches),
            log: Rc::clone(&log),
            begun: false,
        });
        machine.thread_with(process, &j.to_string(), Time::ZERO, attributes, body);
    }
    let settings = QueuesSettings {
        per_core: case.per_cpu,
        turns: Turns::Together(Dur(case.quantum)),
        steal: match case.peek {
            0 => Steal::Never,
            every => Steal::Every(Dur(every)),
        },
        ..QueuesSettings::default()
    };
    let coincidences: Vec<(bool, u64, u64)> = case
        .jobs
        .iter()
        .map(|job| (job.affinity.is_empty(), job.run, job.working_set))
        .collect();
    let may_steal = move |thread: ThreadId, core: CoreId, _: &View<'_>| {
        let (free, run, working_set) = coincidences[thread.index()];
        free || [run, working_set].contains(&u64::from(core.0))
    };
    let policy = Watched {
        inner: Queues::new(case.cpus as u32, settings).stealing_if(may_steal),
        orders: case.orders.clone(),
        log: Rc::clone(&log),
        picked: BTreeMap::new(),
        picked_at: Time::MAX,
    };
    let run = machine.run(Box::new(policy)).map_err(first)?;
    if run.outcome != Outcome::Finished {
        return Err(Problem::new(
            "args.affinity",
            Text::new(
                "어느 CPU도 실행하지 못하는 작업이 남습니다.",
                "A job is left over that no CPU will run.",
            ),
            Text::new(
                "작업마다 실행할 수 있는 CPU를 확인하세요.",
                "Check on which CPUs each job may run.",
            ),
        ));
    }
    Ok(log.take())
}

fn figures(case: &Case, log: &Log) -> Value {
    let finished = log.ticks.keys().map(|(tick, _)| tick + 1).max();
    let finished = finished.unwrap_or(0);
    let (mut busy, mut fast) = (vec![0u64; case.cpus], vec![0u64; case.cpus]);
    let mut warm = vec![Vec::new(); case.cpus];
    let mut rows = Vec::new();
    for s in 0..finished {
        let mut cpus = Vec::new();
        for cpu in 0..case.cpus {
            let tick = log.ticks.get(&(s, cpu));
            if let Some(tick) = tick {
                busy[cpu] += 1;
                fast[cpu] += u64::from(tick.fast);
                warm[cpu].clone_from(&tick.warm);
            }
            let (job, left) = (tick.map(|tick| tick.job), tick.map(|tick| tick.left));
            cpus.push(json!([job, left, warm[cpu]]));
        }
        let queues = log.queues.range(..=s).next_back();
        let queues = queues.map_or(&[][..], |(_, queues)| queues);
        let queues = if case.per_cpu {
            json!(queues)
        } else {
            json!(queues.first())
        };
        rows.push(json!([s, cpus, queues]));
    }
    let share = |part: u64| {
        let percent = 100.0 * part as f64 / finished.max(1) as f64;
        (percent * 100.0).round() / 100.0
    };
    let stats: Vec<_> = (0..case.cpus)
        .map(|cpu| [share(busy[cpu]), share(fast[cpu])])
        .collect();
    json!({ "rows": rows, "finished": finished, "stats": stats })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::reference::multi as reference;
    use crate::cases::testing::{check_list, differences};

    #[test]
    fn the_published_cases() {
        check_list("ostep-multi", "cases", expect);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let case = |change: (&str, Value)| {
            let mut args = json!({
                "cpus": 2, "quantum": 5, "per_cpu_queues": false, "peek_interval": 0,
                "warmup": 1, "warm_rate": 2, "cache_size": 10, "random_order": false,
                "jobs": [{"run": 3, "working_set": 1}], "affinity": [[]],
            });
            args[change.0] = change.1;
            expect(&args).map_err(|problem| problem.place)
        };
        assert!(case(("cpus", json!(1))).is_ok());
        for (field, value, place) in [
            ("cpus", json!(0), "args.cpus"),
            ("quantum", json!(0), "args.quantum"),
            ("affinity", json!([[7]]), "args.affinity[0][0]"),
            (
                "jobs",
                json!([{"run": 1_000_000_000, "working_set": 0}]),
                "args.jobs",
            ),
            ("warm_rate", json!("fast"), "args.warm_rate"),
        ] {
            assert_eq!(case((field, value)), Err(place.to_owned()));
        }
    }

    fn cases() -> impl Strategy<Value = Value> {
        // No run length is a CPU's number: a job that is stolen by that coincidence
        // for a CPU where it may not run would wait there for ever.
        let job = (3..25u64, prop::sample::select(&[10u64, 40, 60, 120][..]));
        let jobs = prop::collection::vec(job, 1..7);
        let machine = (1..4usize, 1..7u64, any::<bool>(), 0..8u64);
        let cache = (0..5u64, 1..4u64, prop::sample::select(&[50u64, 100][..]));
        (
            jobs,
            machine,
            cache,
            prop::collection::vec(0..8u32, 6),
            prop::collection::vec(any::<prop::sample::Index>(), 80),
            any::<bool>(),
        )
            .prop_map(
                |(jobs, (cpus, quantum, per_cpu, peek), (warmup, rate, size), pins, draws, random)| {
                    let affinity: Vec<Vec<u32>> = (0..jobs.len())
                        .map(|j| {
                            (0..cpus as u32)
                                .filter(|cpu| pins[j] == 2 * cpu + 1)
                                .collect()
                        })
                        .collect();
                    // A drawn CPU may be any; what is drawn again is not in a case.
                    let victims = draws.iter().cycle().zip(0..2_000);
                    let victims: Vec<usize> = victims.map(|(draw, n)| (draw.index(cpus) + n) % cpus).collect();
                    // The order of each tick begins with another CPU.
                let rotated =
                    |n: usize| -> Vec<usize> { (0..cpus).map(|c| (n + c) % cpus).collect() };
                let orders = draws.iter().cycle().take(200);
                let orders: Vec<_> = orders.map(|draw| rotated(draw.index(cpus))).collect();
                let orders = if random { orders } else { Vec::new() };
                let jobs: Vec<Value> = jobs
                        .iter()
                        .map(|(run, set)| json!({"run": run, "working_set": set}))
                        .collect();
                    json!({
                        "cpus": cpus, "quantum": quantum, "per_cpu_queues": per_cpu,
                        "peek_interval": peek, "warmup": warmup, "warm_rate": rate,
                        "cache_size": size, "random_order": random, "cpu_orders": orders, "jobs": jobs,
                        "affinity": affinity, "steal_victims": victims,
                    })
                },
            )
    }

    proptest! {
        #[test]
        fn it_is_what_the_rules_give_tick_by_tick(args in cases()) {
            let found = expect(&args).expect("valid arguments");
            let wanted = reference::expect(&args);
            let wrong = differences(&wanted, &found);
            prop_assert!(wrong.is_empty(), "{}\n{args}", wrong.join("\n"));
        }
    }
}
