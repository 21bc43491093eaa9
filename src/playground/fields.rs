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
            FieldKind::Name | FieldKind::Program | FieldKind::Fields(_) => Kind::Text,
            FieldKind::Cores => Kind::Cores,
            FieldKind::Range => Kind::Range,
            FieldKind::Registers => Kind::Registers,
            FieldKind::Time
            | FieldKind::MaybeTime
            | FieldKind::Count(..)
            | FieldKind::CountOrAny(..)
            | FieldKind::Whole(..) => Kind::Number,
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
    /// A pool.
    Pool,
    /// A signal.
    Signal,
    /// Jobs that are drawn.
    Random,
    /// The unit of time.
    Whole,
}

impl Table {
    const ALL: [Table; 10] = [
        Table::Job,
        Table::Machine,
        Table::Costs,
        Table::Device,
        Table::Network,
        Table::Process,
        Table::Pool,
        Table::Signal,
        Table::Random,
        Table::Whole,
    ];

    fn source(self) -> &'static [fields::Field] {
        match self {
            Table::Job => fields::JOB,
            Table::Machine => fields::MACHINE,
            Table::Costs => fields::COSTS,
            Table::Device => fields::DEVICE,
            Table::Network => fields::NETWORK,
            Table::Process => fields::PROCESS,
            Table::Pool => fields::POOL,
            Table::Signal => fields::SIGNAL,
            Table::Random => fields::RANDOM,
            Table::Whole => &[fields::UNIT],
        }
    }

    /// Its cells. Fields that have fields of their own are tables of their own.
    pub fn fields(self) -> &'static [Field] {
        static TABLES: OnceLock<Vec<Vec<Field>>> = OnceLock::new();
        let tables = TABLES.get_or_init(|| {
            let cells = |table: Table| -> Vec<Field> {
                let fields = table.source().iter();
                let plain = fields.filter(|f| !matches!(f.kind, FieldKind::Fields(_)));
                plain.map(Field::of).collect()
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

/// How many columns of the jobs are always shown; the others are where a policy
/// asks for them or a job has them.
pub const ALWAYS: usize = 3;

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
        let always: Vec<&str> = Table::Job.fields()[..ALWAYS]
            .iter()
            .map(|f| f.key)
            .collect();
        assert_eq!(always, ["name", "arrival", "program"]);
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
            "processes": [{"name": "p"}],
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
