//! The table of a stage as CSV (RFC 4180): a row for every slice and every gap
//! of a heartbeat.
//!
//! The header's names and the states' are keys, the same in every language;
//! times are whole nanoseconds of the stage's axis. Traces are other people's
//! files, and spreadsheets run cells that look like formulas: a text that
//! begins with `=`, `+`, `-`, `@`, a tab or a line break gets an apostrophe in
//! front (OWASP, "CSV Injection").

use std::fmt::Write;

use crate::timeline::stage::Stage;
use crate::timeline::table::{Column, Row, rows};
use crate::trace::{SliceId, Trace, TrackId, TrackKind, Value};

/// What a file of a spreadsheet begins with: without it some read UTF-8 as
/// something else.
pub const BOM: &str = "\u{feff}";

/// The names of the columns.
const HEADER: [&str; 10] = [
    "section",
    "source",
    "process",
    "lane",
    "kind",
    "state",
    "name",
    "start_ns",
    "duration_ns",
    "details",
];

/// The state of a stretch in which a heartbeat is missing.
const GAP: &str = "no-heartbeat";

/// The table, in the order of time; lines end in CR LF, as the standard says.
pub fn table(stage: &Stage) -> String {
    let rows = rows(stage, Column::Start, false);
    let mut out = String::with_capacity(80 * (rows.len() + 1));
    line(&mut out, HEADER.into_iter());
    for row in rows {
        add(&mut out, stage, row);
    }
    out
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (nth, cell) in cells.enumerate() {
        if nth > 0 {
            out.push(',');
        }
        write_cell(out, cell);
    }
    out.push_str("\r\n");
}

/// One cell: made harmless, and quoted where it must be.
fn write_cell(out: &mut String, text: &str) {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let quoted = text.contains(['"', ',', '\r', '\n']);
    if quoted {
        out.push('"');
    }
    if dangerous {
        out.push('\'');
    }
    for piece in text.split_inclusive('"') {
        out.push_str(piece);
        if piece.ends_with('"') {
            out.push('"');
        }
    }
    if quoted {
        out.push('"');
    }
}

fn add(out: &mut String, stage: &Stage, row: Row) {
    let lane = &stage.lanes()[row.lane()];
    let section = stage.section(lane);
    let trace = &*section.trace;
    let Some(track) = lane.track() else {
        return;
    };
    let (state, name, start, end, details) = match row.place() {
        Some(place) => {
            let slice = trace.slice(place.slice);
            let (state, name) = (slice.state.key(), trace.name(slice.name));
            let details = details(trace, place.slice);
            (state, name, slice.start, slice.end, details)
        }
        None => {
            let Some(gap) = row.facts(stage) else { return };
            let begins = section.in_trace(gap.start).unwrap_or_default();
            let ends = section.in_trace(gap.end).unwrap_or_default();
            (GAP, "", begins, ends, String::new())
        }
    };
    let process = process(trace, track);
    let start_ns = section.on_axis(start).0.to_string();
    let duration_ns = end.since(start).0.to_string();
    let cells = [
        section.title.as_str(),
        section.source.key(),
        process,
        trace.track_name(track),
        trace.track(track).kind.key(),
        state,
        name,
        &start_ns,
        &duration_ns,
        &details,
    ];
    line(out, cells.into_iter());
}

/// The name of the process that a track is in, if any.
fn process(trace: &Trace, track: TrackId) -> &str {
    let mut above = trace.track(track).parent;
    while let Some(track) = above {
        if trace.track(track).kind == TrackKind::Process {
            return trace.track_name(track);
        }
        above = trace.track(track).parent;
    }
    ""
}

/// The arguments of a slice, as `key=value; key=value`.
fn details(trace: &Trace, slice: SliceId) -> String {
    let mut out = String::new();
    for arg in trace.args(slice) {
        let between = if out.is_empty() { "" } else { "; " };
        let key = trace.name(arg.key);
        // Writing to a string cannot fail.
        let _ = match arg.value {
            Value::Name(name) => write!(out, "{between}{key}={}", trace.name(name)),
            Value::Int(n) => write!(out, "{between}{key}={n}"),
            Value::Float(x) => write!(out, "{between}{key}={x:?}"),
            Value::Dur(d) => write!(out, "{between}{key}={} ns", d.0),
        };
    }
    out
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::base::{Dur, Time};
    use crate::timeline::Section;
    use crate::trace::{Clock, Measurement, State, TraceBuilder};
    use expect_test::expect;
    use proptest::prelude::*;
    use std::rc::Rc;

    fn stage() -> Stage {
        let mut b = TraceBuilder::new(Clock::Measured(Measurement::default()));
        let process = b.track(None, TrackKind::Process, "앱, \"app\"");
        let main = b.track(Some(process), TrackKind::Thread, "=HYPERLINK(\"x\")");
        let name = b.name("+1");
        let slice = b.slice(main, State::BlockedLock, name, Time(5), Time(9));
        b.arg(slice, "holder", Value::Int(-3));
        let why = b.name("line\r\nbreak");
        b.arg(slice, "why", Value::Name(why));
        b.arg(slice, "took", Value::Dur(Dur(7)));
        let beat = b.track(None, TrackKind::Heartbeat, "heartbeat");
        let tick = b.name("tick");
        for at in [0, 10, 20, 30, 100, 110] {
            b.instant(beat, tick, Time(at));
        }
        let section = Section::new("실측", Rc::new(b.finish())).with_offset(Dur(1_000));
        Stage::new(vec![section])
    }

    #[test]
    fn a_row_a_slice_quoted_and_harmless() {
        let text = table(&stage()).replace("\r\n", "⏎\n");
        expect![[r#"
            section,source,process,lane,kind,state,name,start_ns,duration_ns,details⏎
            실측,measured,"앱, ""app""","'=HYPERLINK(""x"")",thread,blocked-lock,'+1,1005,4,"holder=-3; why=line⏎
            break; took=7 ns"⏎
            실측,measured,,heartbeat,heartbeat,no-heartbeat,,1030,70,⏎
        "#]]
        .assert_eq(&text);
    }

    /// RFC 4180 read back: the records of a text.
    fn records(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut quoted, mut chars) = (false, text.chars().peekable());
        while let Some(c) = chars.next() {
            match (quoted, c) {
                (true, '"') if chars.next_if_eq(&'"').is_some() => cell.push('"'),
                (_, '"') => quoted = !quoted,
                (false, ',') => record.push(std::mem::take(&mut cell)),
                (false, '\r') if chars.next_if_eq(&'\n').is_some() => {
                    record.push(std::mem::take(&mut cell));
                    records.push(std::mem::take(&mut record));
                }
                (_, c) => cell.push(c),
            }
        }
        records
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cells in prop::collection::vec(any::<String>(), 1..5)) {
            let mut out = String::new();
            line(&mut out, cells.iter().map(String::as_str));
            let read = records(&out);
            prop_assert_eq!(read.len(), 1);
            for (cell, written) in cells.iter().zip(&read[0]) {
                let safe = written.strip_prefix('\'').filter(|rest| rest == cell);
                prop_assert!(written == cell || safe.is_some(), "{cell:?} {written:?}");
                prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            }
            prop_assert_eq!(read[0].len(), cells.len());
        }
    }
}
