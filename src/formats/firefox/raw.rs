//! Profiles as Firefox itself writes them, before its Profiler has processed
//! them (`MOZ_PROFILER_SHUTDOWN`, the *Gecko profile format*): tables with a
//! schema and rows, and a profile in the profile for each other process.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{FrameTable, FuncTable, MarkerTable, SampleTable, StackTable, Thread};
use crate::formats::chrome::moment::Moment;

/// Processes lie no deeper within one another.
const DEEPEST: usize = 4;

/// A file, or one of the processes in it.
#[derive(Deserialize)]
pub(super) struct Profile<'a> {
    #[serde(borrow)]
    meta: Meta<'a>,
    #[serde(borrow)]
    threads: Vec<RawThread<'a>>,
    #[serde(borrow, default)]
    processes: Vec<Profile<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    #[serde(borrow)]
    start_time: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawThread<'a> {
    #[serde(default)]
    name: String,
    process_name: Option<String>,
    process_type: Option<String>,
    #[serde(borrow)]
    pid: Option<&'a RawValue>,
    #[serde(borrow)]
    tid: Option<&'a RawValue>,
    #[serde(borrow)]
    samples: Table<'a>,
    #[serde(borrow)]
    markers: Table<'a>,
    #[serde(borrow)]
    frame_table: Table<'a>,
    #[serde(borrow)]
    stack_table: Table<'a>,
    string_table: Vec<String>,
}

/// Rows whose columns have names.
#[derive(Deserialize)]
struct Table<'a> {
    schema: BTreeMap<String, usize>,
    #[serde(borrow)]
    data: Vec<Vec<&'a RawValue>>,
}

impl<'a> Table<'a> {
    /// A column; nothing where a row is too short or has null.
    fn column(&self, name: &str) -> Vec<Option<&'a RawValue>> {
        let place = self.schema.get(name);
        let value = |row: &Vec<&'a RawValue>| {
            let value = row.get(*place?).copied()?;
            (value.get() != "null").then_some(value)
        };
        self.data.iter().map(value).collect()
    }

    /// A column of places in another table.
    fn places(&self, name: &str) -> Vec<Option<usize>> {
        let column = self.column(name).into_iter();
        column.map(|value| value?.get().parse().ok()).collect()
    }

    /// The same, where nothing is a place that no table has.
    fn all_places(&self, name: &str) -> Vec<usize> {
        let places = self.places(name).into_iter();
        places.map(|place| place.unwrap_or(usize::MAX)).collect()
    }
}

impl<'a> Profile<'a> {
    /// The threads of all processes, in the order of the file, with their times
    /// from the beginning of the first one's profile.
    pub fn into_threads(self) -> Vec<Thread<'a>> {
        let zero = self.began();
        let mut threads = Vec::new();
        self.add_threads(zero, 0, &mut threads);
        threads
    }

    /// When it began, in nanoseconds of the system's clock.
    fn began(&self) -> i64 {
        let start = self.meta.start_time;
        let start = start.and_then(|raw| Moment::parse_scaled(raw.get(), 3));
        start.map_or(0, Moment::nanos)
    }

    fn add_threads(self, zero: i64, depth: usize, out: &mut Vec<Thread<'a>>) {
        let later = self.began().saturating_sub(zero);
        let own = self.threads.into_iter();
        out.extend(own.map(|thread| thread.processed(later)));
        if depth < DEEPEST {
            for process in self.processes {
                process.add_threads(zero, depth + 1, out);
            }
        }
    }
}

impl<'a> RawThread<'a> {
    fn processed(self, later: i64) -> Thread<'a> {
        let frames = self.frame_table.data.len();
        let phases = self.markers.places("phase").into_iter();
        let null = RawValue::NULL;
        let times = self.samples.column("time").into_iter();
        Thread {
            name: self.name,
            process_name: self.process_name.or(self.process_type),
            pid: self.pid,
            tid: self.tid,
            samples: Some(SampleTable {
                stack: self.samples.places("stack"),
                time: times.map(|time| time.unwrap_or(null)).collect(),
                time_deltas: Vec::new(),
            }),
            markers: Some(MarkerTable {
                name: self.markers.all_places("name"),
                start_time: self.markers.column("startTime"),
                end_time: self.markers.column("endTime"),
                phase: phases.map(|phase| phase.unwrap_or(0) as u64).collect(),
            }),
            string_array: Some(self.string_table),
            stack_table: Some(StackTable {
                frame: self.stack_table.all_places("frame"),
                prefix: self.stack_table.places("prefix"),
            }),
            // Each frame is a function of its own, called by where it is.
            frame_table: Some(FrameTable {
                func: (0..frames).collect(),
            }),
            func_table: Some(FuncTable {
                name: self.frame_table.all_places("location"),
            }),
            later,
        }
    }
}
