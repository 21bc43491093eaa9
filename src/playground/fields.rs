//! The fields of a scenario as cells of the page. What they are called and what
//! they may be say the tables of [`crate::scenario`].

use std::borrow::Cow;
use std::sync::OnceLock;

use super::document::Kind;
use crate::base::Lang;
use crate::scenario::fields::{self, FieldKind};
use crate::scenario::{Domain, Parameter, Words, pick};

/// A field as a cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// Its name in the document.
    pub key: &'static str,
    /// Its name on the page.
    name: Words,
    /// A sentence about it.
    note: Words,
    /// What it holds.
    pub kind: Kind,
    /// What holds if nothing is typed, as it would be typed.
    pub usual: Cow<'static, str>,
}

impl Field {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &'static str {
        pick(self.name, lang)
    }

    /// The sentence about it.
    pub fn note(&self, lang: Lang) -> &'static str {
        pick(self.note, lang)
    }

    /// The cell of a field of the document.
    fn of(field: &fields::Field) -> Field {
        let kind = match field.kind {
            FieldKind::Word(words) => Kind::Word(words),
            FieldKind::Flag => Kind::Switch,
            FieldKind::Counts(..) => Kind::Cores,
            FieldKind::Range => Kind::Range,
            FieldKind::Registers => Kind::Registers,
            FieldKind::Time
            | FieldKind::MaybeTime
            | FieldKind::Count(..)
            | FieldKind::CountOrAny(..)
            | FieldKind::Whole(..) => Kind::Number,
            _ => Kind::Text,
        };
        Field {
            key: field.key,
            name: field.name,
            note: field.about,
            kind,
            usual: usual(field).into(),
        }
    }

    /// The cell of a policy's parameter.
    pub fn of_parameter(parameter: &'static Parameter) -> Field {
        let kind = match parameter.domain {
            Domain::Time(_) | Domain::MaybeTime | Domain::Count { .. } => Kind::Number,
            Domain::Times(..) => Kind::Lengths,
            Domain::Flag(_) => Kind::Switch,
            Domain::Word(words) => Kind::Word(words),
        };
        let usual = match parameter.domain {
            Domain::MaybeTime => String::new(),
            domain => domain.usual().shown().replace(',', " "),
        };
        Field {
            key: parameter.key,
            name: parameter.name,
            note: parameter.about,
            kind,
            usual: usual.into(),
        }
    }
}

/// What holds if a field is left out.
fn usual(field: &fields::Field) -> &'static str {
    match (field.key, field.kind) {
        ("instruction", _) => "",
        ("cores" | "channels" | "seed", _) => "1",
        ("tickets", _) => "100",
        ("arrival", FieldKind::Range) => "0 20",
        ("bursts", _) => "1",
        ("burst" | "io", FieldKind::Range) => "1 10",
        ("name", _) => "",
        (_, FieldKind::Word(words)) => words.first().copied().unwrap_or_default(),
        (_, FieldKind::Flag) => "false",
        (_, FieldKind::CountOrAny(..)) => "any",
        (_, FieldKind::Time | FieldKind::Whole(..) | FieldKind::Range) => "0",
        ("carriers", _) => "1",
        ("memory" | "bytes", _) => "0",
        _ => "",
    }
}

/// A table of fields of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Table {
    /// The columns of the table of jobs.
    Job,
    /// The machine, its costs aside.
    Machine,
    /// What else costs time on the machine.
    Costs,
    /// A device.
    Device,
    /// A network.
    Network,
    /// A process.
    Process,
    /// How a process runs its jobs as user-level threads.
    UserThreads,
    /// A pool.
    Pool,
    /// A signal.
    Signal,
    /// Jobs that are drawn.
    Random,
    /// The document: its unit of time.
    Whole,
}

impl Table {
    const ALL: [Table; 11] = [
        Table::Job,
        Table::Machine,
        Table::Costs,
        Table::Device,
        Table::Network,
        Table::Process,
        Table::UserThreads,
        Table::Pool,
        Table::Signal,
        Table::Random,
        Table::Whole,
    ];

    /// Its fields, without those that have fields of their own: those are
    /// tables of their own.
    fn source(self) -> impl Iterator<Item = &'static fields::Field> {
        let table = match self {
            Table::Job => fields::JOB,
            Table::Machine => fields::MACHINE,
            Table::Costs => fields::COSTS,
            Table::Device => fields::DEVICE,
            Table::Network => fields::NETWORK,
            Table::Process => fields::PROCESS,
            Table::UserThreads => fields::USER_THREADS,
            Table::Pool => fields::POOL,
            Table::Signal => fields::SIGNAL,
            Table::Random => fields::RANDOM,
            Table::Whole => fields::DOCUMENT,
        };
        let is_shown = move |field: &&fields::Field| match field.kind {
            FieldKind::Fields(_) => false,
            _ => self != Table::Whole || field.key == "unit",
        };
        table.iter().filter(is_shown)
    }

    /// Its cells.
    pub fn fields(self) -> &'static [Field] {
        static TABLES: OnceLock<Vec<Vec<Field>>> = OnceLock::new();
        let tables = TABLES.get_or_init(|| {
            let cells = |table: Table| -> Vec<Field> {
                let mut fields: Vec<&fields::Field> = table.source().collect();
                // What is always shown stands first; the order of all else stays.
                fields.sort_by_key(|field| {
                    let first = ALWAYS.iter().position(|key| *key == field.key);
                    first.unwrap_or(ALWAYS.len())
                });
                fields.into_iter().map(Field::of).collect()
            };
            Table::ALL.into_iter().map(cells).collect()
        });
        &tables[self as usize]
    }

    /// The cell of a key.
    pub fn field(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.key == key)
    }
}

/// The columns of the jobs that are always shown; the others are where a policy
/// asks for them or a job has them.
pub const ALWAYS: [&str; 3] = ["name", "arrival", "program"];

/// The settings of the machine that are always shown.
pub const FIRST_SETTINGS: [&str; 2] = ["cores", "switch_cost"];

/// A word of a field, for people.
pub fn word(key: &'static str, lang: Lang) -> &'static str {
    pick(crate::scenario::word(key), lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::document::typed;
    use crate::scenario::{Scenario, TABLE, read_policy, read_value};
    use serde_json::{Value, json};

    #[test]
    fn tables_stand_where_they_are_looked_for() {
        for (place, table) in Table::ALL.into_iter().enumerate() {
            assert_eq!(table as usize, place);
            assert!(!table.fields().is_empty());
        }
        let jobs = Table::Job.fields();
        let first: Vec<&str> = jobs[..ALWAYS.len()].iter().map(|f| f.key).collect();
        assert_eq!(first, ALWAYS);
        for key in FIRST_SETTINGS {
            assert!(Table::Machine.field(key).is_some(), "{key}");
        }
    }

    #[test]
    fn what_policies_read_is_a_column() {
        for kind in TABLE {
            for key in kind.reads {
                assert!(Table::Job.field(key).is_some(), "{key}");
            }
        }
    }

    /// What a parameter's cell says is usual is what the reader takes as usual.
    #[test]
    fn usual_values_of_parameters_are_read_as_such() {
        for kind in TABLE {
            for parameter in kind.parameters {
                let field = Field::of_parameter(parameter);
                let mut entry = json!({ "policy": kind.key });
                entry[field.key] = typed(field.kind, &field.usual).unwrap_or_default();
                let read = read_policy(&entry).expect(kind.key);
                assert_eq!(read.set_ones().count(), 0, "{} {}", kind.key, field.key);
            }
        }
    }

    /// The same of every other cell.
    #[test]
    fn usual_values_are_read_as_such() {
        let read = |document: &Value| -> Scenario {
            let (scenario, problems) = read_value(document);
            assert_eq!(problems, [], "{document}");
            scenario
        };
        let start = json!({
            "version": 1,
            "machine": {"costs": {}},
            "devices": [{"name": "d"}],
            "networks": [{"name": "n"}],
            "processes": [{"name": "p"}, {"name": "q", "user_threads": {"carriers": 1}}],
            "pools": [{"name": "pool", "workers": 2}],
            "jobs": [{"name": "A", "program": "cpu 1"}],
            "random": [{"count": 2}],
        });
        for (table, pointer) in [
            (Table::Whole, ""),
            (Table::Machine, "/machine"),
            (Table::Costs, "/machine/costs"),
            (Table::Device, "/devices/0"),
            (Table::Network, "/networks/0"),
            (Table::Process, "/processes/0"),
            (Table::UserThreads, "/processes/1/user_threads"),
            (Table::Pool, "/pools/0"),
            (Table::Job, "/jobs/0"),
            (Table::Random, "/random/0"),
        ] {
            for field in table.fields() {
                let Some(usual) = typed(field.kind, &field.usual) else {
                    continue;
                };
                let mut document = start.clone();
                document.pointer_mut(pointer).expect(pointer)[field.key] = usual;
                assert_eq!(read(&document), read(&start), "{pointer}/{}", field.key);
            }
        }
    }
}
