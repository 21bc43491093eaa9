//! The scenario document and the JSON of results, described from the tables
//! that reading goes by. `docs/scenario.md` is this text; a test keeps it so.

use std::fmt::{self, Write};

use super::policies;
use crate::base::Lang;
use crate::scenario::fields::{DOCUMENT, Field, FieldKind};
use crate::scenario::{
    Length, MOST_BYTES, MOST_JOBS, MOST_NAME, MOST_POLICIES, MOST_PROGRAM, MOST_TEXT, MOST_THINGS,
    Scenario,
};
use crate::sim::program::REFERENCE;

/// A document that has a bit of everything.
const EXAMPLE: &str = r#"{
  "version": 1,
  "title": {"ko": "락과 디스크", "en": "A lock and a disk"},
  "unit": "ms",
  "machine": {"cores": 2, "switch_cost": "100us", "costs": {"migration": 1}},
  "policies": ["fifo", {"policy": "round-robin", "quantum": 2}],
  "devices": [{"name": "disk", "channels": 1}],
  "objects": ["mutex m inherit"],
  "jobs": [
    {"name": "A", "program": "lock m; cpu 3; unlock m; io disk 5; cpu 1"},
    {"name": "B", "arrival": 1, "priority": 2, "program": "lock m; cpu 2; unlock m"}
  ],
  "random": [{"count": 2, "seed": 7, "burst": [1, 4]}]
}"#;

/// A field of results: where it stands, and what it says in Korean and English.
type Told = (&'static str, &'static str, &'static str);

/// What `lab schedule --json` and `lab simulate --json` give.
const RUNS: &[Told] = &[
    ("version", "형식의 판: 1", "the version of the shape: 1"),
    ("unit", "모든 시간의 단위", "what all times count"),
    (
        "title",
        "시나리오의 제목, {ko, en}",
        "the scenario's title, {ko, en}",
    ),
    ("runs", "정책마다 한 번의 실행", "one run for each policy"),
    (
        "runs[].policy",
        "정책과 매개변수, 문서와 같은 모양",
        "the policy and its parameters, as a document has them",
    ),
    (
        "runs[].label",
        "정책의 이름, {ko, en}",
        "what the policy is called, {ko, en}",
    ),
    (
        "runs[].outcome",
        "finished(모두 끝남), deadlock(교착 상태), horizon(끝으로 정한 때가 됨), events(사건이 너무 많아 멈춤)",
        "finished, deadlock, horizon (the time to stop came), events (it took too many)",
    ),
    (
        "runs[].sentence",
        "결말을 한 문장으로, {ko, en}",
        "how it ended, in words, {ko, en}",
    ),
    (
        "runs[].jobs",
        "작업마다, 만들어진 순서대로",
        "each job, in the order of making",
    ),
    ("runs[].jobs[].name", "이름", "its name"),
    ("runs[].jobs[].arrival", "도착한 때", "when it arrived"),
    (
        "runs[].jobs[].burst",
        "CPU를 쓴 시간",
        "for how long it had a CPU",
    ),
    (
        "runs[].jobs[].blocked",
        "막혀 있던 시간",
        "for how long it was blocked",
    ),
    (
        "runs[].jobs[].finish",
        "끝난 때, 끝나지 않았으면 null",
        "when it ended; null if it did not",
    ),
    (
        "runs[].jobs[].turnaround",
        "도착부터 끝까지",
        "from arrival to its end",
    ),
    (
        "runs[].jobs[].waiting",
        "준비되어 CPU를 기다린 시간",
        "for how long it was ready and had no CPU",
    ),
    (
        "runs[].jobs[].response",
        "도착부터 처음 실행까지, 실행한 적이 없으면 null",
        "from arrival to its first run; null if it never ran",
    ),
    (
        "runs[].jobs[].normalised",
        "turnaround / burst",
        "turnaround / burst",
    ),
    (
        "runs[].jobs[].missed",
        "놓친 마감의 수",
        "how many deadlines it missed",
    ),
    ("runs[].measures", "전체", "the whole"),
    (
        "runs[].measures.makespan",
        "처음 도착부터 마지막 끝까지",
        "from the first arrival to the last end",
    ),
    (
        "runs[].measures.utilisation",
        "코어의 시간 가운데 작업이 쓴 비율, 0에서 1",
        "the part of the cores' time that jobs used, 0 to 1",
    ),
    (
        "runs[].measures.switches",
        "문맥 교환의 수",
        "how many context switches",
    ),
    (
        "runs[].measures.switching",
        "문맥 교환에 든 시간",
        "the time that they took",
    ),
    (
        "runs[].measures.finished",
        "끝난 작업의 수",
        "how many jobs ended",
    ),
    (
        "runs[].measures.missed",
        "놓친 마감의 수",
        "how many deadlines were missed",
    ),
    (
        "runs[].measures.throughput_per_second",
        "초당 끝난 작업의 수",
        "jobs that ended per second",
    ),
    (
        "runs[].measures.fairness",
        "제인의 공정성 지수, 1/n에서 1",
        "Jain's index of fairness, 1/n to 1",
    ),
    (
        "runs[].measures.mean_turnaround",
        "turnaround의 평균",
        "the mean turnaround",
    ),
    (
        "runs[].measures.mean_waiting",
        "waiting의 평균",
        "the mean waiting time",
    ),
    (
        "runs[].measures.mean_response",
        "response의 평균",
        "the mean response time",
    ),
    (
        "runs[].measures.mean_normalised",
        "normalised의 평균",
        "the mean normalised turnaround",
    ),
    (
        "runs[].slices",
        "모든 레인의 모든 구간",
        "every slice of every lane",
    ),
    (
        "runs[].slices[].lane",
        "레인의 이름",
        "what the lane is called",
    ),
    (
        "runs[].slices[].kind",
        "core, thread, device, resource",
        "core, thread, device, resource",
    ),
    (
        "runs[].slices[].state",
        "running, ready, blocked-io, blocked-lock, sleeping, switching 등",
        "running, ready, blocked-io, blocked-lock, sleeping, switching and so on",
    ),
    (
        "runs[].slices[].name",
        "코어, 장치, 객체를 가진 스레드, 또는 기다리는 것",
        "who has the core, device or object, or what is waited for",
    ),
    ("runs[].slices[].start", "시작", "when it begins"),
    ("runs[].slices[].end", "끝", "when it ends"),
    (
        "runs[].decisions",
        "스케줄러의 모든 결정, 시간 순서대로",
        "every decision of the scheduler, in the order of time",
    ),
    ("runs[].decisions[].at", "때", "when"),
    ("runs[].decisions[].core", "코어", "on which core"),
    ("runs[].decisions[].picked", "고른 스레드", "who was picked"),
    (
        "runs[].decisions[].rule",
        "결정한 규칙",
        "the rule that decided",
    ),
    (
        "runs[].decisions[].figure",
        "고른 스레드의 값: 시간, 수, 또는 {n, over}",
        "the figure of who was picked: a time, a number, or {n, over}",
    ),
    (
        "runs[].decisions[].next",
        "다음으로 나은 스레드",
        "the next best thread",
    ),
    (
        "runs[].decisions[].next_figure",
        "그 스레드의 값",
        "its figure",
    ),
    (
        "runs[].deadlock",
        "서로 기다리는 고리, 없으면 null",
        "the circle of threads that wait for each other; null if there is none",
    ),
    ("runs[].deadlock.at", "고리가 생긴 때", "when it closed"),
    (
        "runs[].deadlock.cycle",
        "고리를 따라 하나씩",
        "one by one round the circle",
    ),
    (
        "runs[].deadlock.cycle[].waits",
        "기다리는 스레드",
        "who waits",
    ),
    (
        "runs[].deadlock.cycle[].object",
        "기다리는 객체, 스레드의 끝이면 null",
        "for which object; null if for a thread's end",
    ),
    (
        "runs[].deadlock.cycle[].held_by",
        "그것을 가진 스레드",
        "who has it",
    ),
    (
        "runs[].missed",
        "놓친 마감",
        "the deadlines that were missed",
    ),
    ("runs[].missed[].job", "작업", "whose"),
    ("runs[].missed[].due", "마감", "when it was due"),
    (
        "runs[].memory",
        "쓴 적이 있는 셀과 마지막 값",
        "the cells that were written, and what they hold at the end",
    ),
];

/// What `lab explore --json` gives.
const OUTCOMES: &[Told] = &[
    ("version", "형식의 판: 1", "the version of the shape: 1"),
    ("title", "제목, {ko, en}", "the title, {ko, en}"),
    (
        "threads",
        "스레드의 이름, 스케줄의 A, B, … 순서",
        "the threads' names, in the order of the letters A, B, … of schedules",
    ),
    (
        "counted",
        "schedules, classes(동등한 스케줄의 부류), samples",
        "schedules, classes (of equivalent schedules), samples",
    ),
    (
        "most_preemptions",
        "선점의 한도, 없으면 null",
        "the bound of preemptions; null if there is none",
    ),
    ("count", "센 수", "how many were counted"),
    (
        "complete",
        "빠진 것이 없는지",
        "whether nothing was left out",
    ),
    (
        "ended",
        "complete, schedules, time, outcomes, interrupt: 세기를 마친 까닭",
        "complete, schedules, time, outcomes, interrupt: why counting ended",
    ),
    (
        "repeats",
        "같은 상태로 돌아와 그만둔 스케줄",
        "schedules that were given up because a state came again",
    ),
    (
        "redundant",
        "시작했다가 동등함을 알게 된 스케줄",
        "schedules that were begun and found equivalent to others",
    ),
    (
        "steps",
        "모든 스케줄의 단계 수",
        "steps taken, all schedules together",
    ),
    (
        "outcomes",
        "서로 다른 결과, 잘못된 것부터",
        "the distinct outcomes, what goes wrong first",
    ),
    (
        "outcomes[].kind",
        "failure, deadlock, waits, cut, ended",
        "failure, deadlock, waits, cut, ended",
    ),
    (
        "outcomes[].memory",
        "메모리: 셀의 이름과 값, 또는 값의 목록",
        "memory: names of cells and what they hold, or lists of it",
    ),
    (
        "outcomes[].sentence",
        "결과를 말로, {ko, en}",
        "the outcome in words, {ko, en}",
    ),
    (
        "outcomes[].intended",
        "예가 뜻한 결과인지, 모르면 null",
        "whether an example intends it; null if that is not known",
    ),
    ("outcomes[].count", "이 결과의 수", "how many have it"),
    (
        "outcomes[].schedule",
        "이 결과에 이르는 스케줄, --replay로 따라갈 수 있음",
        "a schedule that leads to it, for --replay",
    ),
    (
        "outcomes[].preemptions",
        "그 스케줄의 선점 수",
        "its preemptions",
    ),
    ("outcomes[].switches", "전환 수", "its switches"),
    ("outcomes[].steps", "단계 수", "its steps"),
    (
        "outcomes[].is_shortest",
        "더 적은 선점으로는 이를 수 없는지",
        "whether no schedule of all has fewer preemptions",
    ),
];

/// What `lab explore --replay … --json` gives.
const REPLAY: &[Told] = &[
    ("version", "형식의 판: 1", "the version of the shape: 1"),
    ("title", "제목, {ko, en}", "the title, {ko, en}"),
    ("schedule", "스케줄", "the schedule"),
    ("preemptions", "선점 수", "its preemptions"),
    ("switches", "전환 수", "its switches"),
    (
        "intended",
        "예가 뜻한 결과인지, 모르면 null",
        "whether an example intends what comes of it; null if that is not known",
    ),
    (
        "outcome",
        "결과를 말로, {ko, en}",
        "what comes of it in words, {ko, en}",
    ),
    ("steps", "단계마다", "each step"),
    ("steps[].thread", "스레드", "who takes it"),
    ("steps[].instruction", "명령", "the instruction"),
    ("steps[].changes", "바뀐 것", "what it changes"),
];

/// The whole as Markdown.
pub(super) fn markdown(lang: Lang) -> String {
    let mut text = Writer {
        lang,
        out: String::new(),
    };
    // Writing to a string cannot fail.
    let _ = text.all();
    text.out
}

struct Writer {
    lang: Lang,
    out: String,
}

impl Writer {
    fn pick<'t>(&self, ko: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Ko => ko,
            Lang::En => en,
        }
    }

    fn paragraph(&mut self, ko: &str, en: &str) -> fmt::Result {
        let text = self.pick(ko, en).to_owned();
        writeln!(self.out, "{text}\n")
    }

    fn heading(&mut self, level: usize, ko: &str, en: &str) -> fmt::Result {
        let text = self.pick(ko, en).to_owned();
        writeln!(self.out, "{} {text}\n", "#".repeat(level))
    }

    fn row(&mut self, cells: &[&str]) -> fmt::Result {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        writeln!(self.out, "| {} |", cells.join(" | "))
    }

    fn head(&mut self, ko: &[&str], en: &[&str]) -> fmt::Result {
        let head = if self.lang == Lang::Ko { ko } else { en };
        self.row(head)?;
        self.row(&vec!["---"; head.len()])
    }

    fn all(&mut self) -> fmt::Result {
        self.heading(1, "시나리오 문서", "The scenario document")?;
        self.paragraph(
            "기계 페이지가 주고받고 `lab simulate`가 실행하는 JSON 문서입니다. 이 글은 문서를 읽는 표에서 만들어집니다(`lab simulate --describe --lang ko`).",
            "The JSON document that the machine page imports and exports and that `lab simulate` runs. This text is made from the tables by which documents are read (`lab simulate --describe`).",
        )?;
        writeln!(self.out, "```json\n{EXAMPLE}\n```\n")?;
        self.rules()?;
        self.heading(2, "항목", "Fields")?;
        self.table(
            self.pick("문서", "The document").to_owned().as_str(),
            DOCUMENT,
        )?;
        self.policies()?;
        self.programs()?;
        self.results()
    }

    fn rules(&mut self) -> fmt::Result {
        self.heading(2, "규칙", "Rules")?;
        let most = Length::MOST;
        self.paragraph(
            &format!("* **시간**은 `unit`의 개수를 나타내는 0에서 {most} 사이의 정수이거나, `\"750us\"`처럼 단위(ns, us, ms, s)를 붙인 글입니다."),
            &format!("* A **time** is a whole number of `unit`s from 0 to {most}, or a text with a unit of its own (ns, us, ms, s) such as `\"750us\"`."),
        )?;
        self.paragraph(
            "* 적지 않은 항목과 `null`은 보통의 값입니다. 모르는 항목, 범위를 벗어난 값은 자리(JSON 포인터)와 함께 알려 주고 빼고 읽습니다. `lab`은 하나라도 있으면 실행하지 않습니다(종료 코드 2).",
            "* What is left out or `null` is as usual. Fields that are not known and values out of bounds are told with their place (a JSON pointer) and left out; `lab` runs nothing then (exit code 2).",
        )?;
        self.paragraph(
            "* 작업은 목록 순서대로 만들어지고, 뽑은 작업이 그 뒤에 옵니다. 이름은 목록 안에서 서로 달라야 합니다.",
            "* Jobs are made in the order of the list; drawn ones follow. Names differ within a list.",
        )?;
        self.paragraph(
            &format!("* 한도: {MOST_BYTES}바이트, 작업 {MOST_JOBS}개(뽑은 것 포함), 정책 {MOST_POLICIES}개, 그 밖의 목록은 {MOST_THINGS}개, 뽑는 묶음 4개, 이름 {MOST_NAME}자, 제목과 설명 {MOST_TEXT}자, 프로그램 {MOST_PROGRAM}자. 한 번의 실행은 사건 {}개까지입니다.", Scenario::MOST_EVENTS),
            &format!("* Bounds: {MOST_BYTES} bytes, {MOST_JOBS} jobs with the drawn ones, {MOST_POLICIES} policies, {MOST_THINGS} items of any other list, 4 groups of drawn jobs, {MOST_NAME} characters of a name, {MOST_TEXT} of a title or an explanation, {MOST_PROGRAM} of a program. A run takes {} events at most.", Scenario::MOST_EVENTS),
        )?;
        self.paragraph(
            "* 레인 `core 1`은 `affinity`의 코어 0입니다. 레인은 1부터, `affinity`는 0부터 셉니다.",
            "* The lane `core 1` is core 0 of `affinity`: lanes count from 1, `affinity` from 0.",
        )
    }

    /// A table of fields, and behind it those of the objects in it.
    fn table(&mut self, name: &str, fields: &[Field]) -> fmt::Result {
        writeln!(self.out, "### {name}\n")?;
        self.head(&["항목", "값", "뜻"], &["Field", "May be", "Meaning"])?;
        for field in fields {
            let kind = kind(field.kind, self.lang);
            let about = self.pick(field.about.0, field.about.1);
            let key = format!("`{}`", field.key);
            self.row(&[&key, &kind, about])?;
        }
        writeln!(self.out)?;
        for field in fields {
            if let FieldKind::Fields(inner) | FieldKind::List(inner) = field.kind {
                self.table(&format!("`{}`", field.key), inner)?;
            }
        }
        Ok(())
    }

    fn policies(&mut self) -> fmt::Result {
        self.heading(2, "정책", "Policies")?;
        self.paragraph(
            "키만 적거나, `{\"policy\": \"round-robin\", \"quantum\": 2}`처럼 매개변수와 함께 적습니다. 각 정책: 하는 일, 같을 때 누가 먼저인지, 매개변수.",
            "A key, or an object with parameters such as `{\"policy\": \"round-robin\", \"quantum\": 2}`. Of each: what it does, who goes first among equals, and its parameters.",
        )?;
        let help = policies::help(self.lang);
        writeln!(self.out, "```text\n{help}```\n")
    }

    fn programs(&mut self) -> fmt::Result {
        self.heading(2, "프로그램과 객체", "Programs and objects")?;
        self.paragraph(
            "명령은 한 줄에 하나씩 적거나 `;`로 나눕니다. `#` 뒤는 주석이고, `again:`은 레이블입니다. 레지스터는 ax, bx, cx, dx, ex, fx, gx, hx입니다. 아래에서 R은 레지스터, V는 레지스터나 수, P는 메모리의 자리(`counter`, `[flag + bx]`, `2000`), D는 시간, L은 레이블이고, 다른 대문자는 이름입니다.",
            "One instruction a line, or with `;` between them. `#` begins a comment, and `again:` is a label. Registers are ax, bx, cx, dx, ex, fx, gx and hx. Below, R is a register, V a register or a number, P a place of memory (`counter`, `[flag + bx]`, `2000`), D a time, L a label; other capitals stand for names.",
        )?;
        self.head(&["명령", "뜻"], &["Instruction", "Meaning"])?;
        for entry in REFERENCE {
            let form = format!("`{}`", entry.form);
            let about = self.pick(entry.ko, entry.en);
            self.row(&[&form, about])?;
        }
        writeln!(self.out)?;
        self.paragraph(
            "객체의 선언: `cell 이름 값…`, `mutex 이름 [reentrant] [inherit] [hand-off]`, `semaphore 이름 수 [bounded] [hand-off]`, `condition 이름 뮤텍스`, `event 이름`, `barrier 이름 수`, `rwlock 이름 [readers|writers|fair]`, `queue 이름 [수] [hand-off]`, `pipe 이름 바이트`. 선언하지 않고 쓴 것은 0인 셀, 보통의 뮤텍스, 허가 하나인 세마포어, 켜지지 않은 이벤트, 공정한 읽기·쓰기 락, 끝없는 큐입니다. 배리어는 선언해야 합니다.",
            "Declarations of objects: `cell NAME VALUE…`, `mutex NAME [reentrant] [inherit] [hand-off]`, `semaphore NAME N [bounded] [hand-off]`, `condition NAME MUTEX`, `event NAME`, `barrier NAME N`, `rwlock NAME [readers|writers|fair]`, `queue NAME [N] [hand-off]`, `pipe NAME BYTES`. What is used and not declared is a cell of zero, a plain mutex, a semaphore of one permit, an unset event, a fair read-write lock, a queue without limit. A barrier must be declared.",
        )?;
        self.paragraph(
            "`lab explore`는 시나리오 말고도 글로 쓴 프로그램을 읽습니다. 먼저 선언을, 그다음 `thread A B`(같은 명령을 실행하는 스레드들, `bx=1`로 레지스터의 처음 값)나 `program 이름`(spawn이 시작함)과 그 아래의 명령을 적습니다.",
            "Besides scenarios `lab explore` reads programs as text: declarations first, then `thread A B` (threads that run the same instructions; `bx=1` says what a register holds at first) or `program NAME` (started by spawn) with instructions below.",
        )
    }

    fn results(&mut self) -> fmt::Result {
        self.heading(2, "결과의 JSON", "Results as JSON")?;
        self.paragraph(
            "모양은 늘어나기만 합니다. 항목이 더해질 수 있지만 뜻이 바뀌지는 않습니다. 시간은 `unit`의 개수이고, 나누어떨어지지 않으면 소수입니다.",
            "The shapes only grow: fields may be added, none changes its meaning. Times are numbers of `unit`s, with a fraction where they are not whole.",
        )?;
        for (ko, en, fields) in [
            (
                "`lab schedule --json`, `lab simulate --json`",
                "`lab schedule --json`, `lab simulate --json`",
                RUNS,
            ),
            ("`lab explore --json`", "`lab explore --json`", OUTCOMES),
            (
                "`lab explore --replay … --json`",
                "`lab explore --replay … --json`",
                REPLAY,
            ),
            (
                "`lab explore FILE.py --json`",
                "`lab explore FILE.py --json`",
                super::explore::PYTHON,
            ),
        ] {
            self.heading(3, ko, en)?;
            self.head(&["항목", "뜻"], &["Field", "Meaning"])?;
            for (place, ko, en) in fields {
                let place = format!("`{place}`");
                let about = self.pick(ko, en);
                self.row(&[&place, about])?;
            }
            writeln!(self.out)?;
        }
        let last = self.out.trim_end().len();
        self.out.truncate(last);
        writeln!(self.out)
    }
}

/// What a field may be, in words.
fn kind(kind: FieldKind, lang: Lang) -> String {
    let of = |ko: &str, en: &str| match lang {
        Lang::Ko => ko.to_owned(),
        Lang::En => en.to_owned(),
    };
    match kind {
        FieldKind::Time => of("시간, 보통 0", "a time, usually 0"),
        FieldKind::MaybeTime => of("0보다 긴 시간", "a time above 0"),
        FieldKind::Count(least, most) if least == most => least.to_string(),
        FieldKind::Count(least, most) => of(
            &format!("{least}에서 {most}"),
            &format!("{least} to {most}"),
        ),
        FieldKind::CountOrAny(least, most) => of(
            &format!("{least}에서 {most}, 또는 `\"any\"`"),
            &format!("{least} to {most}, or `\"any\"`"),
        ),
        FieldKind::Word(words) => {
            let list: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
            let list = list.join(", ");
            of(
                &format!("{list} (보통 첫째)"),
                &format!("{list} (usually the first)"),
            )
        }
        FieldKind::Flag => of("true나 false, 보통 false", "true or false, usually false"),
        FieldKind::Name => of("이름", "a name"),
        FieldKind::Fields(_) => of("객체(아래)", "an object (below)"),
        FieldKind::List(_) => of("객체의 목록(아래)", "a list of objects (below)"),
        FieldKind::Whole(least, most) => of(
            &format!("{least}에서 {most}, 보통 0"),
            &format!("{least} to {most}, usually 0"),
        ),
        FieldKind::Counts(least, most) => of(
            &format!("{least}에서 {most} 사이 수의 목록"),
            &format!("a list of numbers from {least} to {most}"),
        ),
        FieldKind::Range => of(
            "`[최소, 최대]`, 또는 수 하나",
            "`[least, most]`, or one number",
        ),
        FieldKind::Words => of(
            "글, 또는 `{\"ko\": …, \"en\": …}`",
            "a text, or `{\"ko\": …, \"en\": …}`",
        ),
        FieldKind::Policies => of("정책의 목록(아래)", "a list of policies (below)"),
        FieldKind::Objects => of("선언의 목록(아래)", "a list of declarations (below)"),
        FieldKind::Program => of("프로그램(아래)", "a program (below)"),
        FieldKind::Programs => of("이름마다 프로그램 하나", "a program for each name"),
        FieldKind::Registers => of("레지스터마다 정수", "a whole number for each register"),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    use super::*;

    #[test]
    fn the_documents_are_this_text() {
        expect_file!["../../docs/scenario.md"].assert_eq(&markdown(Lang::En));
        expect_file!["../../docs/scenario.ko.md"].assert_eq(&markdown(Lang::Ko));
    }

    #[test]
    fn the_example_is_read_whole_and_runs() {
        let (scenario, problems) = crate::scenario::read(EXAMPLE);
        assert_eq!(problems, []);
        for place in 0..scenario.policies.len() {
            assert!(scenario.run(place).is_ok());
        }
    }
}
