//! Several CPUs with caches, tick by tick.

use serde_json::{Value, json};

#[derive(Default)]
struct Cache {
    warm: Vec<usize>,
    warming: Vec<(usize, i64)>,
}

struct Job {
    left: u64,
    run: u64,
    set: u64,
    allowed: Vec<u64>,
}

struct World {
    jobs: Vec<Job>,
    caches: Vec<Cache>,
    queues: Vec<Vec<usize>>,
    running: Vec<Option<usize>>,
    warmup: i64,
    size: u64,
}

impl World {
    fn may_run(&self, job: usize, cpu: usize) -> bool {
        let allowed = &self.jobs[job].allowed;
        allowed.is_empty() || allowed.contains(&(cpu as u64))
    }

    fn fit(&mut self, cpu: usize) {
        let jobs = &self.jobs;
        let cache = &mut self.caches[cpu];
        while cache.warm.iter().map(|&job| jobs[job].set).sum::<u64>() > self.size {
            if let Some(job) = cache.warm.pop() {
                cache.warming.push((job, self.warmup));
            }
        }
    }

    fn take(&mut self, cpu: usize, job: usize) {
        let cache = &mut self.caches[cpu];
        if cache.warm.contains(&job) || cache.warming.iter().any(|entry| entry.0 == job) {
            return;
        }
        if self.warmup == 0 {
            cache.warm.insert(0, job);
            self.fit(cpu);
        } else {
            cache.warming.push((job, self.warmup));
        }
    }

    /// Whether the tick was at the warm rate.
    fn execute(&mut self, cpu: usize, job: usize, warm_rate: u64) -> bool {
        let warm = self.caches[cpu].warm.contains(&job);
        let rate = if warm { warm_rate } else { 1 };
        self.jobs[job].left = self.jobs[job].left.saturating_sub(rate);
        let cache = &mut self.caches[cpu];
        if let Some(place) = cache.warming.iter().position(|entry| entry.0 == job) {
            cache.warming[place].1 -= 1;
            if cache.warming[place].1 <= 0 {
                cache.warming.remove(place);
                cache.warm.insert(0, job);
                self.fit(cpu);
            }
        }
        rate > 1
    }
}

pub fn expect(args: &Value) -> Value {
    let number = |name: &str| args[name].as_u64().unwrap();
    let cpus = number("cpus") as usize;
    let (quantum, peek) = (number("quantum"), number("peek_interval"));
    let per_cpu = args["per_cpu_queues"].as_bool().unwrap();
    let list = |value: &Value| -> Vec<u64> {
        let items = value.as_array().unwrap().iter();
        items.map(|item| item.as_u64().unwrap()).collect()
    };
    let jobs: Vec<Job> = args["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .zip(args["affinity"].as_array().unwrap())
        .map(|(job, allowed)| Job {
            left: job["run"].as_u64().unwrap(),
            run: job["run"].as_u64().unwrap(),
            set: job["working_set"].as_u64().unwrap(),
            allowed: list(allowed),
        })
        .collect();
    let count = jobs.len();
    let mut world = World {
        jobs,
        caches: (0..cpus).map(|_| Cache::default()).collect(),
        queues: vec![Vec::new(); if per_cpu { cpus } else { 1 }],
        running: vec![None; cpus],
        warmup: number("warmup") as i64,
        size: number("cache_size"),
    };
    let mut undealt: Vec<usize> = (0..count).collect();
    if !per_cpu {
        world.queues[0] = std::mem::take(&mut undealt);
    }
    while !undealt.is_empty() {
        for cpu in 0..cpus {
            if let Some(place) = undealt.iter().position(|&job| world.may_run(job, cpu)) {
                world.queues[cpu].push(undealt.remove(place));
            }
        }
    }
    let mut victims = list(&args["steal_victims"]).into_iter();
    let (mut s, mut done, mut rows) = (0, 0, Vec::new());
    let (mut busy, mut fast) = (vec![0u64; cpus], vec![0u64; cpus]);
    while done < count {
        let of = |cpu: usize| if per_cpu { cpu } else { 0 };
        if s > 0 && s % quantum == 0 {
            for cpu in 0..cpus {
                if let Some(job) = world.running[cpu].take() {
                    world.queues[of(cpu)].push(job);
                }
            }
        }
        if per_cpu && cpus > 1 && peek > 0 && s > 0 && s % peek == 0 {
            for cpu in 0..cpus {
                if !world.queues[cpu].is_empty() {
                    continue;
                }
                let victim = match cpus {
                    2 => 1 - cpu,
                    _ => victims.find(|&victim| victim != cpu as u64).unwrap() as usize,
                };
                let allowed = |&job: &usize| {
                    let job = &world.jobs[job];
                    job.allowed.is_empty() || [job.run, job.set].contains(&(cpu as u64))
                };
                if let Some(place) = world.queues[victim].iter().position(allowed) {
                    let job = world.queues[victim].remove(place);
                    world.queues[cpu].push(job);
                }
            }
        }
        let order = match args["cpu_orders"].get(s as usize) {
            Some(order) => list(order),
            None => (0..cpus as u64).collect(),
        };
        for cpu in order.into_iter().map(|cpu| cpu as usize) {
            if world.running[cpu].is_none() {
                let queue = &world.queues[of(cpu)];
                if let Some(place) = queue.iter().position(|&job| world.may_run(job, cpu)) {
                    let job = world.queues[of(cpu)].remove(place);
                    world.take(cpu, job);
                    world.running[cpu] = Some(job);
                }
            }
        }
        let mut shown = Vec::new();
        for cpu in 0..cpus {
            let job = world.running[cpu];
            if let Some(job) = job {
                busy[cpu] += 1;
                fast[cpu] += u64::from(world.execute(cpu, job, number("warm_rate")));
                if world.jobs[job].left == 0 {
                    world.running[cpu] = None;
                    done += 1;
                }
            }
            let mut warm = world.caches[cpu].warm.clone();
            warm.sort();
            shown.push(json!([job, job.map(|job| world.jobs[job].left), warm]));
        }
        let queues = if per_cpu {
            json!(world.queues)
        } else {
            json!(world.queues[0])
        };
        rows.push(json!([s, shown, queues]));
        s += 1;
    }
    let share = |part: u64| 100.0 * part as f64 / s as f64;
    let stats: Vec<_> = (0..cpus)
        .map(|cpu| [share(busy[cpu]), share(fast[cpu])])
        .collect();
    json!({ "rows": rows, "finished": s, "stats": stats })
}
