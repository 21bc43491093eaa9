//! Tables of measures for people.

use unicode_width::UnicodeWidthStr;

use super::{Ran, in_unit, mean_in_unit, rounded};
use crate::base::{Dur, Lang, Time};
use crate::scenario::{JobMeasures, Unit};

/// A table whose first column is of names and whose others are of numbers.
fn table(rows: &[Vec<String>]) -> String {
    aligned(rows, |place| place > 0)
}

/// A table of a number, a text, numbers, and a text at the end.
pub(in crate::lab) fn of_outcomes(rows: &[Vec<String>]) -> String {
    let last = rows.first().map_or(0, |row| row.len() - 1);
    aligned(rows, |place| place != 1 && place < last)
}

/// A table of text whose first column is of numbers.
pub(in crate::lab) fn of_text(rows: &[Vec<String>]) -> String {
    aligned(rows, |place| place == 0)
}

/// A table; `right` says which columns are aligned on the right.
fn aligned(rows: &[Vec<String>], right: impl Fn(usize) -> bool) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (place, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            if place > 0 {
                line += "  ";
            }
            line += &if right(place) {
                format!("{gap}{cell}")
            } else {
                format!("{cell}{gap}")
            };
        }
        out += line.trim_end();
        out += "\n";
    }
    out
}

/// A column of the table of jobs: its heading, a cell, and the mean below.
struct Column {
    ko: &'static str,
    en: &'static str,
    cell: fn(&JobMeasures, Unit) -> String,
    mean: fn(&Ran, Unit) -> String,
}

const NONE: &str = "-";

fn dur(d: Option<Dur>, unit: Unit) -> String {
    d.map_or(NONE.into(), |d| in_unit(d, unit))
}

fn nothing(_: &Ran, _: Unit) -> String {
    String::new()
}

const ARRIVAL: Column = Column {
    ko: "도착",
    en: "arrival",
    cell: |job, unit| in_unit(job.arrival.since(Time::ZERO), unit),
    mean: nothing,
};
const BURST: Column = Column {
    ko: "CPU",
    en: "burst",
    cell: |job, unit| in_unit(job.burst, unit),
    mean: nothing,
};
const BLOCKED: Column = Column {
    ko: "블록",
    en: "blocked",
    cell: |job, unit| in_unit(job.blocked, unit),
    mean: nothing,
};
const FINISH: Column = Column {
    ko: "끝",
    en: "finish",
    cell: |job, unit| dur(job.finish.map(|at| at.since(Time::ZERO)), unit),
    mean: nothing,
};
const TURNAROUND: Column = Column {
    ko: "반환",
    en: "turnaround",
    cell: |job, unit| in_unit(job.turnaround, unit),
    mean: |ran, unit| mean_in_unit(ran.measures.total.turnaround, unit),
};
const WAITING: Column = Column {
    ko: "대기",
    en: "waiting",
    cell: |job, unit| in_unit(job.waiting, unit),
    mean: |ran, unit| mean_in_unit(ran.measures.total.waiting, unit),
};
const RESPONSE: Column = Column {
    ko: "응답",
    en: "response",
    cell: |job, unit| dur(job.response, unit),
    mean: |ran, unit| {
        let mean = ran.measures.total.response;
        mean.map_or(NONE.into(), |mean| mean_in_unit(mean, unit))
    },
};
const MISSED: Column = Column {
    ko: "놓침",
    en: "missed",
    cell: |job, _| job.missed.to_string(),
    mean: nothing,
};

/// The table of a run's jobs and their means.
pub(super) fn jobs(ran: &Ran, unit: Unit, lang: Lang) -> String {
    let jobs = &ran.measures.jobs;
    let mut columns = vec![ARRIVAL, BURST];
    if jobs.iter().any(|job| !job.blocked.is_zero()) {
        columns.push(BLOCKED);
    }
    columns.extend([FINISH, TURNAROUND, WAITING, RESPONSE]);
    if jobs.iter().any(|job| job.missed > 0) {
        columns.push(MISSED);
    }
    let pick = |ko: &'static str, en: &'static str| match lang {
        Lang::Ko => ko,
        Lang::En => en,
    };
    let row = |first: &str, cell: &dyn Fn(&Column) -> String| {
        let mut row = vec![first.to_owned()];
        row.extend(columns.iter().map(cell));
        row
    };
    let mut rows = vec![row(pick("작업", "job"), &|column| {
        pick(column.ko, column.en).into()
    })];
    for job in jobs {
        rows.push(row(&job.name, &|column| (column.cell)(job, unit)));
    }
    rows.push(row(pick("평균", "mean"), &|column| {
        (column.mean)(ran, unit)
    }));
    table(&rows)
}

/// The runs' figures against one another.
pub(super) fn policies(runs: &[Ran], unit: Unit, lang: Lang) -> String {
    let head = match lang {
        Lang::Ko => ["정책", "반환", "대기", "응답", "전체", "전환", "이용률"],
        Lang::En => [
            "policy",
            "turnaround",
            "waiting",
            "response",
            "makespan",
            "switches",
            "utilisation",
        ],
    };
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for ran in runs {
        let total = &ran.measures.total;
        let response = total.response;
        rows.push(vec![
            ran.label.get(lang).to_owned(),
            mean_in_unit(total.turnaround, unit),
            mean_in_unit(total.waiting, unit),
            response.map_or(NONE.into(), |mean| mean_in_unit(mean, unit)),
            in_unit(total.makespan, unit),
            total.switches.to_string(),
            percent(total.utilisation),
        ]);
    }
    table(&rows)
}

/// A share as a percentage; a dash if there is none.
pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or(NONE.into(), |share| format!("{} %", rounded(share * 100.0)))
}
