//! What the machine is like, on the command line.

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::{jobs, policies};

/// What the machine is like.
#[derive(Args, Debug)]
#[command(next_help_heading = "Machine")]
pub(super) struct MachineArguments {
    /// How many cores [usually 1]
    #[arg(short, long)]
    cores: Option<u64>,
    /// What a change from one thread to another costs [usually 0]
    #[arg(long, value_name = "TIME")]
    switch_cost: Option<String>,
    /// The seed of everything that is drawn [usually 1]
    #[arg(long)]
    pub seed: Option<u64>,
    /// When a job arrives just as a quantum ends, who is queued first [usually arrival-first]
    #[arg(long, value_name = "ORDER")]
    ties: Option<Ties>,
    /// When to stop at the latest
    #[arg(long, value_name = "TIME")]
    horizon: Option<String>,
    /// Another field of "machine" in docs/scenario.md: instruction=1, costs.migration=2
    #[arg(long = "machine", value_name = "FIELD=VALUE", value_parser = policies::pair)]
    more: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Ties {
    ArrivalFirst,
    QuantumEndFirst,
}

impl MachineArguments {
    /// Puts what was said into a document.
    pub fn put_into(&self, document: &mut Map<String, Value>) {
        let fields = group(document, "machine");
        for (key, value) in &self.more {
            let value = jobs::value(value);
            match key.split_once('.') {
                None => drop(fields.insert(key.clone(), value)),
                Some((name, field)) => {
                    group(fields, name).insert(field.to_owned(), value);
                }
            }
        }
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                fields.insert(key.into(), value);
            }
        };
        let time = |text: &Option<String>| text.as_deref().map(jobs::value);
        put("cores", self.cores.map(Value::from));
        put("switch_cost", time(&self.switch_cost));
        put("seed", self.seed.map(Value::from));
        put("horizon", time(&self.horizon));
        put("ties", self.ties.map(|ties| json!(key(ties))));
    }

    /// The argument that says a field of the machine: `--cores`,
    /// `--machine costs.migration`.
    pub fn argument(path: &[&str]) -> String {
        match path {
            [field @ ("cores" | "switch_cost" | "seed" | "ties" | "horizon")] => {
                format!("--{}", field.replace('_', "-"))
            }
            path => format!("--machine {}", path.join(".")),
        }
    }
}

/// The object of that name, which takes the place of anything else.
fn group<'m>(fields: &'m mut Map<String, Value>, name: &str) -> &'m mut Map<String, Value> {
    let group = fields.entry(name).or_insert(Value::Null);
    if !group.is_object() {
        *group = json!({});
    }
    match group {
        Value::Object(group) => group,
        _ => unreachable!("it was made an object"),
    }
}

/// A value as it is written on the command line.
pub(super) fn key(value: impl ValueEnum) -> String {
    let value = value.to_possible_value();
    value.map_or(String::new(), |value| value.get_name().to_owned())
}
