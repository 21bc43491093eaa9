//! Jobs as a short text: `A:0:5,B:1:3`.
//!
//! The text becomes the job objects of a scenario document; what fields mean
//! and how large they may be is decided where the document is read
//! ([`crate::scenario::read`]), so that both say the same.

use serde_json::{Map, Value, json};

use crate::base::{Lang, Problem, Text};
use crate::scenario::{Length, MOST_BYTES};

/// How the text is written, for help.
pub(super) fn help(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => HELP_KO,
        Lang::En => HELP,
    }
}

const HELP_KO: &str = "\
작업: 이름:도착:일[:우선순위][:항목=값]..., 쉼표나 줄바꿈으로 나눕니다
  A:0:5                     A는 0에 도착하고 CPU를 5 동안 씁니다
  B:1:3:2                   우선순위는 2
  C:0:2/6/1                 CPU 2, 디스크 6, CPU 1을 번갈아
  D:0:{lock m; cpu 2; unlock m}   중괄호 안의 프로그램(docs/scenario.ko.md)
  E:0:20:period=50:deadline=40    50마다 시작하고, 시작에서 40 안에 끝나야 합니다
항목은 docs/scenario.ko.md에 있는 작업의 항목입니다: priority, nice, tickets, deadline, period, releases,
gang, process, daemon, affinity(코어 사이에 +: affinity=0+1). 시간은 --unit의 개수인 정수이거나 750us처럼
단위를 붙입니다. # 뒤는 주석입니다. 이름은 서로 달라야 합니다.
--jobs @파일은 파일에서, --jobs -는 표준 입력에서 읽습니다.";

const HELP: &str = "\
Jobs: NAME:ARRIVAL:WORK[:PRIORITY][:FIELD=VALUE]..., separated by commas or new lines
  A:0:5                     A arrives at 0 and needs the CPU for 5
  B:1:3:2                   and has priority 2
  C:0:2/6/1                 CPU for 2, disk for 6, CPU for 1, and so on in turns
  D:0:{lock m; cpu 2; unlock m}   a program in braces; see docs/scenario.md
  E:0:20:period=50:deadline=40    released every 50, due 40 after each release
FIELD is any field of a job in docs/scenario.md: priority, nice, tickets, deadline, period,
releases, gang, process, daemon, affinity (cores with + between them: affinity=0+1). Times are whole
numbers of --unit, or have a unit of their own: 750us. # begins a comment. Names must differ.
--jobs @FILE reads the text from a file, --jobs - from standard input.";

/// The device of the short form `2/6/1`.
const DEVICE: &str = "disk";

/// The jobs of a text, as a document has them.
///
/// # Errors
/// What is wrong, and at which line and column.
pub(super) fn read(text: &str) -> Result<Vec<Value>, Problem> {
    if text.len() > MOST_BYTES {
        return Err(Problem::new(
            "--jobs",
            Text::new(
                format!("{}바이트입니다.", text.len()),
                format!("There are {} bytes.", text.len()),
            ),
            Text::new(
                format!("{MOST_BYTES}바이트까지 쓰세요."),
                format!("Use at most {MOST_BYTES}."),
            ),
        ));
    }
    let mut jobs = Vec::new();
    for item in items(text)? {
        jobs.push(job(&item)?);
    }
    if jobs.is_empty() {
        return Err(problem(
            "--jobs",
            ("작업이 없습니다.", "There is no job."),
            EXAMPLE,
        ));
    }
    Ok(jobs)
}

const EXAMPLE: (&str, &str) = (
    "이름:도착:일의 형태로 쓰세요. 예: A:0:5,B:1:3.",
    "Write NAME:ARRIVAL:WORK, such as A:0:5,B:1:3.",
);

fn problem(place: impl Into<String>, reason: (&str, &str), hint: (&str, &str)) -> Problem {
    let text = |(ko, en): (&str, &str)| Text::new(ko.to_owned(), en.to_owned());
    Problem::new(place, text(reason), text(hint))
}

/// One job: its parts between colons, and where it begins.
#[derive(Debug)]
struct Item {
    parts: Vec<String>,
    place: String,
}

/// Cuts a text at commas, new lines and colons that are not in braces.
fn items(text: &str) -> Result<Vec<Item>, Problem> {
    let mut cutter = Cutter {
        parts: vec![String::new()],
        ..Cutter::default()
    };
    for (line, content) in text.lines().enumerate() {
        for (column, c) in content.chars().enumerate() {
            if c == '#' {
                break;
            }
            let place = format!("--jobs, line {}, column {}", line + 1, column + 1);
            cutter.take(c, place)?;
        }
        match cutter.opened {
            None => cutter.close(),
            Some(_) => cutter.push('\n'),
        }
    }
    match cutter.opened {
        None => Ok(cutter.items),
        Some(place) => Err(problem(
            place,
            ("중괄호가 닫히지 않았습니다.", "This brace is not closed."),
            ("}를 붙이세요.", "Add }."),
        )),
    }
}

/// Takes characters one by one.
#[derive(Default)]
struct Cutter {
    items: Vec<Item>,
    /// The parts of the present job.
    parts: Vec<String>,
    /// Where it began; none if nothing was said of it.
    begun: Option<String>,
    /// Where a brace was opened that is not closed.
    opened: Option<String>,
}

impl Cutter {
    fn take(&mut self, c: char, place: String) -> Result<(), Problem> {
        match (c, self.opened.is_some()) {
            ('{', true) => {
                return Err(problem(
                    place,
                    ("중괄호가 겹칩니다.", "There is a brace within braces."),
                    (
                        "프로그램은 중괄호 하나로 묶으세요.",
                        "Put a program in one pair of braces.",
                    ),
                ));
            }
            ('}', false) => {
                return Err(problem(
                    place,
                    ("여는 중괄호가 없습니다.", "No brace was opened."),
                    (
                        "{로 시작하거나 }를 지우세요.",
                        "Begin with {, or remove it.",
                    ),
                ));
            }
            (',', false) => {
                self.close();
                return Ok(());
            }
            ('{', false) => self.opened = Some(place.clone()),
            ('}', true) => self.opened = None,
            _ => {}
        }
        if !c.is_whitespace() {
            self.begun.get_or_insert(place);
        }
        if c == ':' && self.opened.is_none() {
            self.parts.push(String::new());
        } else {
            self.push(c);
        }
        Ok(())
    }

    fn push(&mut self, c: char) {
        if let Some(part) = self.parts.last_mut() {
            part.push(c);
        }
    }

    /// Ends a job, if anything was said of one.
    fn close(&mut self) {
        let parts = std::mem::replace(&mut self.parts, vec![String::new()]);
        if let Some(place) = self.begun.take() {
            let parts = parts.iter().map(|part| part.trim().to_owned()).collect();
            self.items.push(Item { parts, place });
        }
    }
}

fn job(item: &Item) -> Result<Value, Problem> {
    let [name, arrival, work, more @ ..] = item.parts.as_slice() else {
        return Err(problem(
            &item.place,
            (
                "작업에는 이름, 도착, 일이 있어야 합니다.",
                "A job needs a name, an arrival and its work.",
            ),
            EXAMPLE,
        ));
    };
    let mut fields = Map::new();
    fields.insert("name".into(), json!(name));
    fields.insert("arrival".into(), value(arrival));
    fields.insert("program".into(), json!(program(work, item)?));
    for (place, part) in more.iter().enumerate() {
        let (key, said) = match part.split_once('=') {
            Some((key, said)) => (key.trim(), said.trim()),
            None if place == 0 => ("priority", part.as_str()),
            None => return Err(no_field(item, part)),
        };
        let said = match key {
            "name" | "arrival" | "program" | "registers" => return Err(no_field(item, part)),
            "affinity" => said.split('+').map(|core| value(core.trim())).collect(),
            "process" => json!(said),
            _ => value(said),
        };
        if fields.insert(key.to_owned(), said).is_some() {
            return Err(problem(
                &item.place,
                (
                    &format!("{key}이(가) 두 번 있습니다."),
                    &format!("{key} stands there twice."),
                ),
                ("하나를 지우세요.", "Remove one."),
            ));
        }
    }
    Ok(Value::Object(fields))
}

fn no_field(item: &Item, part: &str) -> Problem {
    let part: String = part.chars().take(40).collect();
    problem(
        &item.place,
        (
            &format!("‘{part}’을(를) 여기에 쓸 수 없습니다."),
            &format!("‘{part}’ cannot stand here."),
        ),
        (
            "셋째 뒤에는 우선순위나 deadline=40 같은 항목을 쓰세요.",
            "Behind the work write a priority, or fields such as deadline=40.",
        ),
    )
}

/// A number, true or false if it is one, else the text, which may be a time
/// with a unit.
pub(super) fn value(text: &str) -> Value {
    match text {
        "true" => json!(true),
        "false" => json!(false),
        _ => text
            .parse::<u64>()
            .map(Value::from)
            .or_else(|_| text.parse::<i64>().map(Value::from))
            .unwrap_or_else(|_| json!(text)),
    }
}

/// What a job does: a program in braces, or the lengths of its bursts.
fn program(work: &str, item: &Item) -> Result<String, Problem> {
    let inside = work.strip_prefix('{').and_then(|w| w.strip_suffix('}'));
    if let Some(program) = inside {
        return Ok(program.trim().to_owned());
    }
    let mut steps = Vec::new();
    for (place, length) in work.split('/').enumerate() {
        let length = Length::parse(length.trim()).ok_or_else(|| no_work(item, work))?;
        steps.push(if place % 2 == 0 {
            format!("cpu {length}")
        } else {
            format!("io {DEVICE} {length}")
        });
    }
    Ok(steps.join("; "))
}

fn no_work(item: &Item, work: &str) -> Problem {
    let work: String = work.chars().take(40).collect();
    problem(
        &item.place,
        (
            &format!("‘{work}’은(는) 일이 아닙니다."),
            &format!("‘{work}’ is no work."),
        ),
        (
            "5, 750us, 2/6/1(CPU와 디스크를 번갈아), {cpu 5} 가운데 하나처럼 쓰세요.",
            "Write a time such as 5 or 750us, several in turns such as 2/6/1, or a program such as {cpu 5}.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_texts_become_jobs_of_a_document() {
        let read = |text| serde_json::to_string(&read(text).unwrap()).unwrap();
        for (text, jobs) in [
            ("A:0:5", r#"[{"arrival":0,"name":"A","program":"cpu 5"}]"#),
            (
                " A : 0 : 5 , \n B:1us:3ms:-2 # last\n\n",
                r#"[{"arrival":0,"name":"A","program":"cpu 5"},{"arrival":"1us","name":"B","priority":-2,"program":"cpu 3ms"}]"#,
            ),
            (
                "C:0:2/6/1:affinity=0+1:process=7",
                r#"[{"affinity":[0,1],"arrival":0,"name":"C","process":"7","program":"cpu 2; io disk 6; cpu 1"}]"#,
            ),
            (
                "D:0:{a: lock m, # not, yet\n jump a}:deadline=40",
                "[{\"arrival\":0,\"deadline\":40,\"name\":\"D\",\"program\":\"a: lock m, \\n jump a\"}]",
            ),
        ] {
            assert_eq!(read(text), jobs, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, told) in [
            ("", "--jobs: There is no job."),
            ("A", "--jobs, line 1, column 1: A job needs"),
            ("A:0:5,B:1", "--jobs, line 1, column 7: A job needs"),
            ("A:0:x", "column 1: ‘x’ is no work."),
            ("A:0:5/", "‘5/’ is no work."),
            ("A:0:5:1:2", "‘2’ cannot stand here."),
            ("A:0:5:name=B", "‘name=B’ cannot stand here."),
            ("A:0:5:1:priority=2", "priority stands there twice."),
            ("A:0:5\nB:0:{cpu", "--jobs, line 2, column 5: This brace"),
            ("A:0:cpu}", "--jobs, line 1, column 8: No brace"),
            ("A:0:{{", "--jobs, line 1, column 6: There is a brace"),
        ] {
            let sentence = read(text).unwrap_err().sentence(Lang::En);
            assert!(sentence.contains(told), "{text}: {sentence}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[A-C:0-9,{}=/;#\n xlockcpu.-]{0,60}|.{0,60}") {
            if let Ok(jobs) = read(&text) {
                let document = json!({"version": 1, "policies": ["fifo"], "jobs": jobs});
                let (scenario, problems) = crate::scenario::read(&document.to_string());
                if problems.is_empty() {
                    drop(scenario.run_within(0, 500));
                }
            }
        }
    }
}
