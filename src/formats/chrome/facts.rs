//! What can be counted in a file of Chrome trace events.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::log::{Event, Form, Length, Log, Malformed, Parse, Sym};
use super::matching::{Matched, Slice, async_key, nesting};
use super::moment::Moment;
use crate::base::Id;
use crate::formats::json::{Kind, Raw};

/// The counts of a file. Times are nanoseconds of the file's clock.
///
/// # Rules
/// * Counted is what is not malformed. Processes are those of all events but
///   metadata, tracks the pairs of process and thread of all but metadata and
///   counters.
/// * Complete slices are X events and B with their E. `max_depth` and
///   `partially_overlapping_slices` take them together, per track, sorted by
///   start, then longer ones first, then by the place of their beginning in
///   the file; a slice is over when the next one begins at its end or later.
/// * A counter's track is its process, name and id; a series is one numeric
///   argument of it; strings that are numbers count as numbers.
pub fn facts(log: &Log, matched: &Matched) -> Map<String, Value> {
    let mut facts = Map::new();
    header(log, &mut facts);
    if matches!(log.parse, Parse::Broken(_)) && log.total == 0 || log.form == Form::NotATrace {
        return facts;
    }
    put(&mut facts, "events_total", json!(log.total));
    put(&mut facts, "malformed", malformed(log));
    put(&mut facts, "events_by_phase", json!(log.phases));
    put(&mut facts, "metadata_by_name", metadata(log));
    put(&mut facts, "oddities", oddities(log));
    let seen = Seen::of(log);
    lanes_and_times(log, &seen, &mut facts);
    slices(log, matched, &seen, &mut facts);
    put(&mut facts, "async", asynchronous(log, matched));
    if !matched.legacy.is_empty() {
        put(
            &mut facts,
            "legacy_async_pairs",
            json!(matched.legacy.len()),
        );
    }
    put(&mut facts, "counters", counters(log));
    put(&mut facts, "flows", flows(matched));
    put(&mut facts, "flow_v2_events", json!(seen.bound));
    put(&mut facts, "instants", json!(seen.instants));
    put(&mut facts, "instants_by_scope", json!(seen.scopes));
    put(
        &mut facts,
        "names_nonempty_distinct",
        json!(count(&seen.names)),
    );
    facts
}

/// What one look at every event finds.
struct Seen {
    /// By symbol: the processes, and the names that are not empty.
    pids: Vec<bool>,
    names: Vec<bool>,
    /// By process and thread, those of counters left out.
    tracks: Vec<bool>,
    bound: u64,
    instants: u64,
    scopes: BTreeMap<&'static str, u64>,
    /// X events without a length, and with one below nothing.
    missing: u64,
    negative: u64,
    latest: Option<i64>,
}

/// So many events are looked at in one call.
const BATCH: usize = 4_096;

impl Seen {
    fn of(log: &Log) -> Seen {
        let mut seen = Seen {
            pids: vec![false; log.strings()],
            names: vec![false; log.strings()],
            tracks: vec![false; log.lanes.len()],
            bound: 0,
            instants: 0,
            scopes: BTreeMap::new(),
            missing: 0,
            negative: 0,
            latest: None,
        };
        for batch in log.events.chunks(BATCH) {
            seen.look(log, batch);
        }
        seen.names[log.empty.index()] = false;
        seen
    }

    /// A call of its own for each batch: browsers make a function quick only
    /// for the next time it is called.
    #[inline(never)]
    fn look(&mut self, log: &Log, batch: &[Event]) {
        for event in batch {
            self.pids[log.lane(event).pid.index()] = true;
            self.names[event.name.index()] = true;
            self.bound += u64::from(event.bound);
            self.latest = self.latest.max(Some(event.at.nanos()));
            self.tracks[event.lane.index()] |= event.phase != b'C';
            match event.phase {
                b'X' => match event.dur() {
                    Length::Missing => self.missing += 1,
                    Length::Negative => self.negative += 1,
                    Length::Nanos(_) => {}
                },
                b'i' | b'I' => {
                    self.instants += 1;
                    *self.scopes.entry(event.scope.key()).or_default() += 1;
                }
                b'R' => self.instants += 1,
                _ => {}
            }
        }
    }
}

fn count(seen: &[bool]) -> usize {
    seen.iter().filter(|seen| **seen).count()
}

fn put(facts: &mut Map<String, Value>, key: &str, value: Value) {
    facts.insert(key.to_owned(), value);
}

fn header(log: &Log, facts: &mut Map<String, Value>) {
    put(facts, "bom", json!(log.bom));
    let parse = match log.parse {
        Parse::Strict => "strict",
        Parse::Recovered => "recovered",
        Parse::Empty => "empty",
        Parse::Broken(_) => "error",
    };
    put(facts, "parse", json!(parse));
    let form = match log.form {
        Form::Array => "array",
        Form::Object => "object",
        Form::NotATrace => "not_a_trace",
        Form::Empty => "empty",
    };
    put(facts, "form", json!(form));
    if log.form == Form::Object && log.parse == Parse::Strict {
        put(facts, "top_level_keys", json!(log.top_level_keys));
        put(facts, "displayTimeUnit", json!(log.display_time_unit));
    }
    if log.dropped_partial_last_event {
        put(facts, "dropped_partial_last_event", json!(true));
    }
}

fn malformed(log: &Log) -> Value {
    let total: u64 = log.malformed.values().map(|(count, _)| count).sum();
    let mut value = Map::new();
    put(&mut value, "total", json!(total));
    for (why, (count, _)) in &log.malformed {
        let key = match why {
            Malformed::NotAnObject => "not_an_object",
            Malformed::NoPhase => "no_ph",
            Malformed::NoTime => "no_valid_ts",
            Malformed::NotJson => "not_json",
        };
        put(&mut value, key, json!(count));
    }
    value.into()
}

fn metadata(log: &Log) -> Value {
    let mut by_name: BTreeMap<&str, u64> = BTreeMap::new();
    for event in &log.metadata {
        *by_name.entry(log.str(event.name)).or_default() += 1;
    }
    json!(by_name)
}

fn oddities(log: &Log) -> Value {
    let odd = &log.oddities;
    let all = [
        ("pid_given_as_string", odd.pid_given_as_string),
        ("tid_given_as_string", odd.tid_given_as_string),
        ("ts_given_as_string", odd.ts_given_as_string),
        ("without_pid", odd.without_pid),
        ("without_tid", odd.without_tid),
    ];
    let seen = all.into_iter().filter(|(_, count)| *count > 0);
    Value::Object(
        seen.map(|(key, count)| (key.to_owned(), json!(count)))
            .collect(),
    )
}

fn lanes_and_times(log: &Log, seen: &Seen, facts: &mut Map<String, Value>) {
    put(facts, "pids", json!(count(&seen.pids)));
    put(facts, "tracks", json!(count(&seen.tracks)));
    if let Some((earliest, latest)) = &log.extremes {
        put(facts, "min_ts_us", json!(earliest));
        put(facts, "max_ts_us", json!(latest));
        let nanos = |text: &str| Moment::parse(text).map(Moment::nanos);
        put(facts, "min_ts_ns", json!(nanos(earliest)));
        put(facts, "max_ts_ns", json!(nanos(latest)));
    }
    put(facts, "sorted_by_ts_in_file", json!(log.sorted));
}

/// The whole slices of each lane that has any, in the order in which nesting is counted.
fn by_lane(log: &Log, matched: &Matched) -> Vec<Vec<Slice>> {
    let mut counts = vec![0; log.lanes.len()];
    for slice in &matched.slices {
        counts[slice.lane.index()] += 1;
    }
    let mut lanes: Vec<Vec<Slice>> = counts.into_iter().map(Vec::with_capacity).collect();
    for slice in &matched.slices {
        lanes[slice.lane.index()].push(*slice);
    }
    lanes.retain(|slices| !slices.is_empty());
    for slices in &mut lanes {
        slices.sort_by_key(|s| (s.start, Reverse(s.nanos()), s.begin));
    }
    lanes
}

fn slices(log: &Log, matched: &Matched, seen: &Seen, facts: &mut Map<String, Value>) {
    let mut latest = seen.latest;
    let (mut pairs, mut empty, mut sum) = (0_u64, 0_u64, 0_i128);
    for slice in &matched.slices {
        latest = latest.max(Some(slice.stop));
        pairs += u64::from(slice.end.is_some());
        empty += u64::from(slice.nanos() == 0);
        sum += i128::from(slice.nanos());
    }
    put(facts, "slices_complete", json!(matched.slices.len()));
    put(
        facts,
        "slices",
        json!({
            "x_slices": matched.slices.len() as u64 - pairs,
            "be_slices": pairs,
            "unmatched_B": matched.open.len(),
            "unmatched_E": matched.stray_ends.len(),
            "be_name_mismatch": matched.name_mismatches,
            "x_without_dur": seen.missing,
            "x_negative_dur": seen.negative,
            "zero_duration_slices": empty,
        }),
    );
    let lanes = by_lane(log, matched);
    put(facts, "tracks_with_slices", json!(lanes.len()));
    if let Some(end) = latest {
        put(facts, "max_end_ns", json!(end));
    }
    put(
        facts,
        "slice_ns_sum",
        json!(i64::try_from(sum).unwrap_or(i64::MAX)),
    );
    let nested: Vec<(usize, u64)> = lanes.iter().map(|s| nesting(s.iter())).collect();
    let depth = nested.iter().map(|(depth, _)| *depth).max().unwrap_or(0);
    put(facts, "max_depth", json!(depth));
    let partial: u64 = nested.iter().map(|(_, partial)| partial).sum();
    put(facts, "partially_overlapping_slices", json!(partial));
}

fn asynchronous(log: &Log, matched: &Matched) -> Value {
    let any = log.has(b"bneSF");
    let of = |phases: &'static [u8]| {
        let wanted = move |event: &&Event| phases.contains(&event.phase);
        let events: &[Event] = if any { &log.events } else { &[] };
        events.iter().filter(wanted)
    };
    let is_new = |&&i: &&u32| matches!(log.events[i as usize].phase, b'b' | b'e');
    let ids: HashSet<(Sym, Sym)> = of(b"bne").map(async_key).collect();
    json!({
        "pairs": matched.asynchronous.len(),
        "unmatched_b": matched.open_async.iter().filter(is_new).count(),
        "unmatched_e": matched.stray_async_ends.iter().filter(is_new).count(),
        "instants_n": of(b"n").count(),
        "distinct_ids": ids.len(),
        "pairs_if_name_must_match_too": pairs_by_name(log, matched),
    })
}

fn pairs_by_name(log: &Log, matched: &Matched) -> u64 {
    let mut open: HashMap<(Sym, Sym, Sym), u64> = HashMap::new();
    let mut pairs = 0;
    let any = log.has(b"be");
    for &i in matched.order.iter().filter(|_| any) {
        let event = &log.events[i as usize];
        let key = (event.cat, event.id, event.name);
        match event.phase {
            b'b' => *open.entry(key).or_default() += 1,
            b'e' => {
                if let Some(count) = open.get_mut(&key).filter(|count| **count > 0) {
                    *count -= 1;
                    pairs += 1;
                }
            }
            _ => {}
        }
    }
    pairs
}

/// A number, or a string that is one.
pub(super) fn numeric(value: &Raw<'_>) -> Option<f64> {
    let text = match value.kind {
        Kind::Number | Kind::String => value.str(),
        _ => return None,
    };
    text.trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

fn counters(log: &Log) -> Value {
    let mut tracks: BTreeSet<(Sym, Sym, Sym)> = BTreeSet::new();
    let mut series: BTreeSet<(Sym, Sym, Sym, String)> = BTreeSet::new();
    let (mut samples, mut others) = (0_u64, 0_u64);
    for event in log.events.iter().filter(|event| event.phase == b'C') {
        let (pid, name, id) = (log.lane(event).pid, event.name, event.id);
        tracks.insert((pid, name, id));
        for (key, value) in log.args(event) {
            if numeric(&value).is_some() {
                series.insert((pid, name, id, key.str().into_owned()));
                samples += 1;
            } else {
                others += 1;
            }
        }
    }
    json!({
        "tracks": tracks.len(),
        "series": series.len(),
        "samples": samples,
        "non_numeric_values": others,
    })
}

fn flows(matched: &Matched) -> Value {
    json!({
        "pairs": matched.flows,
        "arrows": matched.arrows.len(),
        "unmatched_s": matched.open_flows.len(),
        "unmatched_t": matched.stray_steps.len(),
        "unmatched_f": matched.stray_finishes.len(),
    })
}
