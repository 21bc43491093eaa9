//! A file of cases: what kind it is, its cases, and running them.
//!
//! A file names its source, and has `cases` with `args` and `expect`; the file of
//! textbooks has lists by section instead, and that of Shuttle has strings and
//! what they decode to. The kind is told by the content: by the program that
//! `source` names, else by the arguments that the cases have.

use serde_json::{Map, Value, json};

use super::compare::{Difference, Tolerance, differences};
use super::{lottery, mlfq, multi, process_run, real_time, scheduler, shuttle, textbook, x86};
use crate::base::{Problem, Text};

/// Longer texts are refused.
const MOST_BYTES: usize = 64 << 20;

/// Which dialect a case is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `cpu-sched/scheduler.py` of ostep-homework.
    Scheduler,
    /// `cpu-sched-mlfq/mlfq.py`.
    Mlfq,
    /// `cpu-intro/process-run.py`.
    ProcessRun,
    /// `cpu-sched-lottery/lottery.py`.
    Lottery,
    /// `cpu-sched-multi/multi.py`.
    Multi,
    /// `threads-locks/x86.py`.
    X86,
    /// Worked examples of scheduling.
    Textbook,
    /// Worked examples of periodic tasks.
    RealTime,
    /// Tables of facts.
    Fact,
    /// Schedules of the tool Shuttle.
    Shuttle,
}

/// One case of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    /// Its name in the file.
    pub id: String,
    /// What it is good for; empty if the file does not say.
    pub note: String,
    /// Its dialect.
    pub kind: Kind,
    /// What it is given.
    pub args: Value,
    /// What it is to give; none if the file does not say.
    pub expect: Option<Value>,
}

/// The programs that files name as their source, by the end of the path.
const PROGRAMS: [(&str, Kind); 6] = [
    ("scheduler.py", Kind::Scheduler),
    ("mlfq.py", Kind::Mlfq),
    ("process-run.py", Kind::ProcessRun),
    ("lottery.py", Kind::Lottery),
    ("multi.py", Kind::Multi),
    ("x86.py", Kind::X86),
];

/// Arguments that only one dialect has.
const ARGUMENTS: [(&[&str], Kind); 8] = [
    (&["levels", "jobs"], Kind::Mlfq),
    (&["processes"], Kind::ProcessRun),
    (&["draws"], Kind::Lottery),
    (&["cpus", "jobs"], Kind::Multi),
    (&["program", "threads"], Kind::X86),
    (&["policy", "tasks"], Kind::RealTime),
    (&["policy", "lengths"], Kind::Scheduler),
    (&["policy", "jobs"], Kind::Textbook),
];

/// The sections of the file of textbooks.
const SECTIONS: [(&str, Kind); 3] = [
    ("scheduling", Kind::Textbook),
    ("real_time", Kind::RealTime),
    ("facts", Kind::Fact),
];

/// Reads the cases of a file, in its order. What cannot be read is left out
/// and named.
pub fn read(text: &str) -> (Vec<Case>, Vec<Problem>) {
    let mut problems = Vec::new();
    let cases = match parse(text) {
        Ok(file) => cases_of(&file, &mut problems),
        Err(problem) => {
            problems.push(problem);
            Vec::new()
        }
    };
    (cases, problems)
}

fn parse(text: &str) -> Result<Map<String, Value>, Problem> {
    if text.len() > MOST_BYTES {
        return Err(Problem::new(
            "/",
            Text::new(
                format!("{}바이트입니다.", text.len()),
                format!("It has {} bytes.", text.len()),
            ),
            Text::new(
                format!("{MOST_BYTES}바이트 이하로 나누어 주세요."),
                format!("Split it into files of at most {MOST_BYTES} bytes."),
            ),
        ));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(file)) => Ok(file),
        Ok(_) => Err(not_cases("/")),
        Err(error) => Err(Problem::new(
            format!("{}:{}", error.line(), error.column()),
            Text::new(
                format!("JSON이 아닙니다({error})."),
                format!("It is not JSON ({error})."),
            ),
            Text::new("그 자리를 고쳐 주세요.", "Mend it there."),
        )),
    }
}

fn not_cases(place: &str) -> Problem {
    Problem::new(
        place,
        Text::new("사례 파일이 아닙니다.", "It is not a file of cases."),
        Text::new(
            "\"cases\" 목록이 있거나 \"scheduling\", \"real_time\", \"facts\" 중 하나가 있는 객체여야 합니다.",
            "It must be an object with a list \"cases\", or with one of \"scheduling\", \"real_time\" and \"facts\".",
        ),
    )
}

fn cases_of(file: &Map<String, Value>, problems: &mut Vec<Problem>) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut known = false;
    if let Some(list) = file.get("cases") {
        known = true;
        cases_in(list, "cases", kind_of_source(file), &mut cases, problems);
    }
    for (section, kind) in SECTIONS {
        match (file.get(section), kind) {
            (None, _) => continue,
            (Some(Value::Object(tables)), Kind::Fact) => cases.extend(tables.iter().map(fact)),
            (Some(list), _) => cases_in(list, section, Some(kind), &mut cases, problems),
        }
        known = true;
    }
    if !known {
        problems.push(not_cases("/"));
    }
    cases
}

/// A table of facts is its own argument and its own expectation: what is
/// computed from the one part is compared with the other.
fn fact((name, table): (&String, &Value)) -> Case {
    let text = |field: &str| table[field].as_str().unwrap_or_default().to_owned();
    Case {
        id: name.clone(),
        note: text("note"),
        kind: Kind::Fact,
        args: table.clone(),
        expect: Some(table.clone()),
    }
}

/// The dialect that a file's source names.
fn kind_of_source(file: &Map<String, Value>) -> Option<Kind> {
    let source = file.get("source")?;
    if source.as_str().is_some_and(|text| text.contains("shuttle")) {
        return Some(Kind::Shuttle);
    }
    let program = source.get("file")?.as_str()?;
    let name = program.rsplit('/').next()?;
    let known = PROGRAMS.iter().find(|(known, _)| *known == name);
    known.map(|(_, kind)| *kind)
}

fn kind_of_arguments(args: &Value) -> Option<Kind> {
    let has = |names: &[&str]| names.iter().all(|&name| args.get(name).is_some());
    let known = ARGUMENTS.iter().find(|(names, _)| has(names));
    known.map(|(_, kind)| *kind)
}

fn cases_in(
    list: &Value,
    section: &str,
    kind: Option<Kind>,
    cases: &mut Vec<Case>,
    problems: &mut Vec<Problem>,
) {
    let Value::Array(list) = list else {
        problems.push(Problem::new(
            format!("/{section}"),
            Text::new("목록이 아닙니다.", "It is not a list."),
            Text::new("사례의 목록을 적어 주세요.", "Give a list of cases."),
        ));
        return;
    };
    for (i, case) in list.iter().enumerate() {
        let place = format!("/{section}/{i}");
        match read_case(case, kind, i, place) {
            Ok(case) => cases.push(case),
            Err(problem) => problems.push(problem),
        }
    }
}

fn read_case(case: &Value, kind: Option<Kind>, i: usize, place: String) -> Result<Case, Problem> {
    let shuttle = kind == Some(Kind::Shuttle) || case.get("decoded").is_some();
    let (args, expect) = if shuttle {
        let string = case.get("string").cloned();
        (
            string.map(|string| json!({"string": string})),
            case.get("decoded"),
        )
    } else {
        (case.get("args").cloned(), case.get("expect"))
    };
    let Some(args) = args else {
        return Err(Problem::new(
            place,
            Text::new("\"args\"가 없습니다.", "It has no \"args\"."),
            Text::new(
                "사례의 인수를 적어 주세요.",
                "Add the arguments of the case.",
            ),
        ));
    };
    let kind = if shuttle {
        Some(Kind::Shuttle)
    } else {
        kind.or_else(|| kind_of_arguments(&args))
    };
    let Some(kind) = kind else {
        return Err(Problem::new(
            format!("{place}/args"),
            Text::new(
                "어느 시뮬레이터의 사례인지 알 수 없습니다.",
                "It is not clear which simulator the case is of.",
            ),
            Text::new(
                "파일의 \"source\".\"file\"에 시뮬레이터를 적어 주세요.",
                "Name the simulator in \"source\".\"file\" of the file.",
            ),
        ));
    };
    let text = |field: &str| case[field].as_str().map(str::to_owned);
    Ok(Case {
        id: text("id").unwrap_or_else(|| match text("program") {
            Some(program) if shuttle => format!("{program}-{i:02}"),
            _ => format!("case-{i:02}"),
        }),
        note: text("note").unwrap_or_default(),
        kind,
        args,
        expect: expect.filter(|expect| !expect.is_null()).cloned(),
    })
}

impl Case {
    /// Runs it: what it gives, in the shape of its `expect`.
    ///
    /// # Errors
    /// What is wrong with its arguments.
    pub fn run(&self) -> Result<Value, Problem> {
        let args = &self.args;
        let mut result = match self.kind {
            Kind::Scheduler => scheduler::expect(args),
            Kind::Mlfq => mlfq::expect(args),
            Kind::ProcessRun => process_run::expect(args),
            Kind::Lottery => lottery::expect(args),
            Kind::Textbook => textbook::expect(args),
            Kind::RealTime => real_time::expect(args),
            Kind::Fact => textbook::fact(&self.id, args),
            Kind::Multi => multi::expect(args),
            Kind::X86 => x86::expect(args),
            Kind::Shuttle => shuttle::expect(args),
        };
        // Some of the sources have normalized turnarounds, others have not.
        if let (Kind::Textbook, Some(Value::Object(wanted)), Ok(Value::Object(found))) =
            (self.kind, &self.expect, &mut result)
        {
            found.retain(|name, _| wanted.contains_key(name));
        }
        result.map_err(|problem| Problem {
            place: format!("{}: {}", self.id, problem.place),
            ..problem
        })
    }

    /// Where a result differs from what the file expects; nothing if the file
    /// does not say what it expects.
    pub fn check(&self, found: &Value) -> Vec<Difference> {
        let Some(wanted) = &self.expect else {
            return Vec::new();
        };
        match (self.kind, wanted, found) {
            // Of a table of facts only what is computed can differ.
            (Kind::Fact, Value::Object(table), Value::Object(computed)) => {
                let part = computed.keys().filter_map(|name| {
                    let value = table.get(name)?;
                    Some((name.clone(), value.clone()))
                });
                let part = Value::Object(part.collect());
                differences(&part, found, Tolerance::SixDigits)
            }
            _ => differences(wanted, found, self.tolerance()),
        }
    }

    fn tolerance(&self) -> Tolerance {
        if self.note.contains("truncate") {
            Tolerance::Truncated
        } else {
            Tolerance::Printed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(file: Value) -> (Vec<Kind>, Vec<String>) {
        let (cases, problems) = read(&file.to_string());
        (
            cases.into_iter().map(|case| case.kind).collect(),
            problems.into_iter().map(|problem| problem.place).collect(),
        )
    }

    #[test]
    fn the_kind_is_told_by_the_source_or_by_the_arguments() {
        let source = |file: &str| json!({"source": {"file": file}, "cases": [{"args": {}}]});
        for (program, kind) in PROGRAMS {
            assert_eq!(kinds(source(&format!("x/{program}"))).0, [kind]);
        }
        for (names, kind) in ARGUMENTS {
            let args: Map<String, Value> = names.iter().map(|n| ((*n).into(), json!(1))).collect();
            assert_eq!(kinds(json!({"cases": [{"args": args}]})).0, [kind]);
        }
        let shuttle = json!({"cases": [{"string": "91", "decoded": {}}]});
        assert_eq!(kinds(shuttle).0, [Kind::Shuttle]);
        let sections = json!({
            "real_time": [{"args": {}}], "facts": {"stride": {}}, "scheduling": [{"args": {}}],
        });
        let all = [Kind::Textbook, Kind::RealTime, Kind::Fact];
        assert_eq!(kinds(sections).0, all);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
        let file = json!({
            "cases": [{}, {"args": {"what": 1}}, {"args": {"draws": [], "jobs": []}}, 7],
            "scheduling": 3,
        });
        let (kinds, places) = kinds(file);
        assert_eq!(kinds, [Kind::Lottery]);
        assert_eq!(
            places,
            ["/cases/0", "/cases/1/args", "/cases/3", "/scheduling"]
        );
        for (text, place) in [("[]", "/"), ("{}", "/"), ("{", "1:1"), ("", "1:0")] {
            let (cases, problems) = read(text);
            assert!(cases.is_empty());
            assert_eq!(problems.len(), 1, "{text}");
            assert_eq!(problems[0].place, place, "{text}");
        }
    }

    #[test]
    fn only_what_a_table_computes_is_compared() {
        let table = json!({"citation": "x", "stride": [1], "tickets": [10_000]});
        let case = fact((&"stride".into(), &table));
        assert!(case.check(&json!({"stride": [1], "more": 1})).is_empty());
        assert_eq!(case.check(&json!({"stride": [2]})).len(), 1);
    }

    #[test]
    fn a_note_allows_what_a_book_cuts_off() {
        let mut case = Case {
            id: "a".into(),
            note: String::new(),
            kind: Kind::Textbook,
            args: json!({}),
            expect: Some(json!({"average": 5.66})),
        };
        let found = json!({"average": 17.0 / 3.0});
        assert_eq!(case.check(&found).len(), 1);
        case.note = "the book truncates it".into();
        assert!(case.check(&found).is_empty());
    }
}
