//! Writing a scenario.

use serde_json::{Map, Value, json};

use super::parts::{HANDSHAKES, SIGNALS, WORKERS};
use super::policies::{PolicySpec, Setting};
use super::{
    CostsSpec, DeviceSpec, JobSpec, Length, MachineSpec, NetworkSpec, PoolSpec, ProcessSpec,
    RandomSpec, Scenario, SignalSpec, Unit, UserThreadsSpec, VERSION,
};
use crate::base::Text;
use crate::sim::program::System;

impl Scenario {
    /// The scenario as JSON, indented; [`super::read`] of it gives the same
    /// scenario. What is as usual is left out.
    pub fn print(&self) -> String {
        // A JSON value can always be written.
        serde_json::to_string_pretty(&self.to_json()).unwrap_or_default()
    }

    /// The scenario as a JSON value.
    pub fn to_json(&self) -> Value {
        let usual = Scenario::default();
        let mut out = Fields::default();
        out.put("version", VERSION);
        out.put_if(self.title != usual.title, "title", words(&self.title));
        out.put_if(self.about != usual.about, "about", words(&self.about));
        out.put_if(self.unit != Unit::default(), "unit", self.unit.key());
        out.put_if(
            self.machine != usual.machine,
            "machine",
            machine(&self.machine),
        );
        let policies: Vec<Value> = self.policies.iter().map(policy).collect();
        out.put("policies", policies);
        out.list("devices", self.devices.iter().map(device));
        out.list("networks", self.networks.iter().map(network));
        let objects = self.objects.iter().map(|object| {
            let alone = System {
                declarations: vec![object.clone()],
                ..System::default()
            };
            Value::from(alone.print().trim_end())
        });
        out.list("objects", objects);
        out.list("processes", self.processes.iter().map(process));
        out.list("signals", self.signals.iter().map(signal));
        out.list("pools", self.pools.iter().map(pool));
        let programs: Map<String, Value> = self
            .programs
            .iter()
            .map(|(name, text)| (name.clone(), Value::from(text.as_str())))
            .collect();
        out.put_if(!programs.is_empty(), "programs", programs);
        out.list("jobs", self.jobs.iter().map(job));
        out.list("random", self.random.iter().map(random));
        out.into()
    }
}

impl JobSpec {
    /// The job as a scenario's list of jobs has it.
    pub fn to_json(&self) -> Value {
        job(self)
    }
}

/// The fields of an object that is being written.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.into(), value.into());
    }

    fn put_if(&mut self, wanted: bool, name: &str, value: impl Into<Value>) {
        if wanted {
            self.put(name, value);
        }
    }

    fn maybe(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn list(&mut self, name: &str, items: impl Iterator<Item = Value>) {
        let items: Vec<Value> = items.collect();
        self.put_if(!items.is_empty(), name, items);
    }
}

impl From<Fields> for Value {
    fn from(fields: Fields) -> Value {
        Value::Object(fields.0)
    }
}

impl From<Length> for Value {
    fn from(length: Length) -> Value {
        match length.unit {
            None => json!(length.n),
            Some(_) => json!(length.to_string()),
        }
    }
}

fn words(text: &Text) -> Value {
    if text.ko == text.en {
        json!(text.ko)
    } else {
        json!({"ko": text.ko, "en": text.en})
    }
}

fn machine(spec: &MachineSpec) -> Value {
    let usual = MachineSpec::default();
    let mut out = Fields::default();
    out.put("cores", spec.cores);
    out.put_if(
        spec.switch_cost != usual.switch_cost,
        "switch_cost",
        spec.switch_cost,
    );
    out.maybe("instruction", spec.instruction);
    out.put_if(spec.seed != usual.seed, "seed", spec.seed);
    out.put_if(
        !spec.ties.arrival_before_quantum_end,
        "ties",
        "quantum-end-first",
    );
    out.maybe("horizon", spec.horizon);
    out.put_if(spec.costs != usual.costs, "costs", costs(&spec.costs));
    out.into()
}

fn costs(spec: &CostsSpec) -> Value {
    let mut out = Fields::default();
    for (key, cost) in spec.by_key() {
        out.put_if(cost != Length::ZERO, key, cost);
    }
    out.into()
}

fn network(spec: &NetworkSpec) -> Value {
    let usual = NetworkSpec::new("");
    let mut out = Fields::default();
    out.put("name", spec.name.as_str());
    out.put_if(spec.latency != usual.latency, "latency", spec.latency);
    out.maybe("bandwidth", spec.bandwidth);
    if spec.handshake != usual.handshake {
        let known = HANDSHAKES.iter().find(|known| known.1 == spec.handshake);
        out.maybe("handshake", known.map(|known| known.0));
    }
    out.maybe("keep_alive", spec.keep_alive);
    out.maybe("connections", spec.connections);
    out.into()
}

fn pool(spec: &PoolSpec) -> Value {
    let usual = PoolSpec::new("", 1);
    let mut out = Fields::default();
    out.put("name", spec.name.as_str());
    out.put("workers", spec.workers);
    if spec.kind != usual.kind {
        let known = WORKERS.iter().find(|known| known.1 == spec.kind);
        out.maybe("kind", known.map(|known| known.0));
    }
    out.put_if(spec.bytes > 0, "bytes", spec.bytes);
    out.into()
}

fn signal(spec: &SignalSpec) -> Value {
    let mut out = Fields::default();
    out.put("at", spec.at);
    out.put("process", spec.process.as_str());
    let known = SIGNALS.iter().find(|known| known.1 == spec.signal);
    out.maybe("signal", known.map(|known| known.0));
    out.into()
}

fn policy(spec: &PolicySpec) -> Value {
    let mut out = Fields::default();
    out.put("policy", spec.kind().key);
    for (key, setting) in spec.set_ones() {
        match setting {
            Setting::Time(length) => out.maybe(key, *length),
            Setting::Times(lengths) => out.put(key, lengths.clone()),
            Setting::Count(n) => out.put(key, *n),
            Setting::Flag(flag) => out.put(key, *flag),
            Setting::Word(word) => out.put(key, *word),
        }
    }
    out.into()
}

fn device(spec: &DeviceSpec) -> Value {
    match spec.channels {
        Some(channels) => json!({"name": spec.name, "channels": channels}),
        None => json!({"name": spec.name, "channels": "any"}),
    }
}

fn process(spec: &ProcessSpec) -> Value {
    let mut out = Fields::default();
    out.put("name", spec.name.as_str());
    out.maybe("gil", spec.gil);
    out.put_if(spec.memory > 0, "memory", spec.memory);
    out.maybe("user_threads", spec.user_threads.map(user_threads));
    out.into()
}

fn user_threads(spec: UserThreadsSpec) -> Value {
    let mut out = Fields::default();
    out.put("carriers", spec.carriers);
    out.put_if(
        spec.switch_cost != Length::ZERO,
        "switch_cost",
        spec.switch_cost,
    );
    out.maybe("quantum", spec.quantum);
    out.into()
}

fn job(spec: &JobSpec) -> Value {
    let usual = JobSpec::new("", Length::ZERO, "");
    let mut out = Fields::default();
    out.put("name", spec.name.as_str());
    out.maybe("process", spec.process.as_deref());
    out.put_if(spec.arrival != usual.arrival, "arrival", spec.arrival);
    out.put_if(spec.priority != usual.priority, "priority", spec.priority);
    out.put_if(spec.nice != usual.nice, "nice", spec.nice);
    out.put_if(spec.tickets != usual.tickets, "tickets", spec.tickets);
    out.maybe("deadline", spec.deadline);
    out.maybe("period", spec.period);
    out.maybe("releases", spec.releases);
    out.put_if(!spec.affinity.is_empty(), "affinity", spec.affinity.clone());
    out.maybe("gang", spec.gang);
    out.put_if(spec.daemon, "daemon", true);
    let registers: Map<String, Value> = spec
        .registers
        .iter()
        .map(|(name, n)| (name.clone(), json!(n)))
        .collect();
    out.put_if(!registers.is_empty(), "registers", registers);
    out.put("program", spec.program.as_str());
    out.into()
}

fn random(spec: &RandomSpec) -> Value {
    let mut out = Fields::default();
    out.put("count", spec.count);
    out.put("name", spec.name.as_str());
    out.put("seed", spec.seed);
    for (name, (least, most)) in [
        ("arrival", spec.arrival),
        ("bursts", spec.bursts),
        ("burst", spec.burst),
        ("io", spec.io),
        ("priority", spec.priority),
    ] {
        out.put(name, vec![least, most]);
    }
    out.maybe("device", spec.device.as_deref());
    out.into()
}
