use expect_test::expect;

use super::*;
use crate::base::{Dur, Lang};
use crate::sim::explore::examples::{Example, example, examples};
use crate::sim::program::Image;
use crate::sim::schedule::Schedule;

pub(super) fn image(text: &str) -> Image {
    let (image, troubles) = read(text);
    assert_eq!(troubles, []);
    image.unwrap()
}

/// What a worker says, with a clock that takes `step` at each look.
fn said(text: &str, settings: Settings, step: Dur) -> Vec<FromWorker> {
    let ask = Ask {
        text: text.to_owned(),
        settings,
    };
    let ask = read_message(&write_message(&ask)).unwrap();
    let (mut time, mut said) = (Dur::ZERO, Vec::new());
    let mut now = || {
        time += step;
        time
    };
    run(&ask, &mut now, &mut |message| {
        let text = write_message(&message);
        assert!(text.len() <= LONGEST);
        said.push(read_message(&text).unwrap());
    });
    said
}

fn reports(text: &str, settings: Settings, step: Dur) -> Vec<Report> {
    let said = said(text, settings, step).into_iter();
    said.map(|message| match message {
        FromWorker::Report(report) => report,
        other => panic!("{other:?}"),
    })
    .collect()
}

fn last(text: &str, settings: Settings) -> Report {
    reports(text, settings, Dur::ZERO).pop().unwrap()
}

/// A report as the page shows it.
fn shown(image: &Image, example: Option<&Example>, report: &Report) -> String {
    let mut lines = vec![format!(
        "{} {:?} {:?}",
        report.schedules, report.phase, report.ended
    )];
    for one in found(image, example, report).unwrap() {
        let cells = one.told.cells.iter();
        let cells: Vec<String> = cells
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let ends: Vec<&str> = one
            .told
            .ends
            .iter()
            .map(|text| text.get(Lang::En))
            .collect();
        lines.push(format!(
            "{} {:?} {} {} good {:?}, {} preemptions{}: {}",
            one.count,
            one.told.kind,
            cells.join(" "),
            ends.join("; "),
            one.good,
            one.preemptions,
            if one.shortest { "" } else { "?" },
            one.schedule,
        ));
    }
    lines.join("\n") + "\n"
}

fn of(key: &str, settings: Settings) -> String {
    let example = example(key).unwrap();
    let image = image(&example.text);
    shown(&image, Some(&example), &last(&example.text, settings))
}

fn by(way: Way) -> Settings {
    Settings {
        way,
        ..Settings::default()
    }
}

#[test]
fn outcomes_are_told_with_who_waits_for_what() {
    expect![[r#"
        1680 Over Some(Complete)
        1404 Ended counter=1  good Some(false), 1 preemptions: v1 B2 A3 C3 B
        270 Ended counter=2  good Some(false), 1 preemptions: v1 A3 C2 B3 C
        6 Ended counter=3  good Some(true), 0 preemptions: v1 A3 B3 C3
    "#]]
    .assert_eq(&of("lost-update-3", by(Way::All)));
    expect![[r#"
        6 Over Some(Complete)
        2 Deadlock  A: waits for right, which B has; B: waits for left, which A has good Some(false), 1 preemptions: v1 A B
        4 Ended   good Some(true), 0 preemptions: v1 A4 B4
    "#]].assert_eq(&of("lock-order", by(Way::All)));
    expect![[r#"
        7 Over Some(Complete)
        1 Deadlock  P0: waits for fork1, which P1 has; P1: waits for fork2, which P2 has; P2: waits for fork0, which P0 has good Some(false), 1 preemptions: v1 B A C
        6 Ended   good Some(true), 0 preemptions: v1 A4 B4 C4
    "#]].assert_eq(&of("philosophers-3", by(Way::Classes)));
    expect![[r#"
        159 Over Some(Complete)
        3 Failure flag=1 0 turn=0 inside=1 A: assertion failed, ‘assert dx == 0’ (values 1, 0) good Some(false), 2 preemptions: v1 A B9 A10 B2
        3 Failure flag=0 1 turn=1 inside=1 B: assertion failed, ‘assert dx == 0’ (values 1, 0) good Some(false), 2 preemptions: v1 B A9 B10 A2
        81 Ended flag=0 0 turn=1 inside=0  good Some(true), 0 preemptions: v1 B11 A11
        72 Ended flag=0 0 turn=0 inside=0  good Some(true), 0 preemptions: v1 A11 B11
    "#]].assert_eq(&of("peterson-wrong", by(Way::Bounded)));
    let samples = Settings {
        schedules: 50,
        ..by(Way::Samples)
    };
    expect![[r#"
        50 Over Some(Complete)
        4 Failure items=0 producer: waits for m, which consumer2 has; consumer2: assertion failed, ‘assert ax == 1’ (values 0, 1) good Some(false), 0 preemptions: v1 C5 A15 B10 C3
        1 Failure items=0 producer: waits for m, which consumer1 has; consumer1: assertion failed, ‘assert ax == 1’ (values 0, 1) good Some(false), 0 preemptions: v1 B5 A15 C10 B3
        45 Ended items=0  good Some(true), 0 preemptions: v1 A15 B10 A11 C10
    "#]].assert_eq(&of("buffer-if", samples));
}

#[test]
fn a_budget_of_schedules_or_seconds_is_said() {
    let text = example("lost-update-3").unwrap().text;
    let few = Settings {
        schedules: 10,
        ..Settings::default()
    };
    let report = last(&text, few);
    assert_eq!(
        (report.ended, report.schedules),
        (Some(Ended::Schedules), 10)
    );
    // All outcomes are known all the same: the search for shortest schedules sees them.
    assert_eq!(report.rows.len(), 3);
    let text = example("philosophers-5").unwrap().text;
    let short = Settings {
        seconds: 1,
        ..Settings::default()
    };
    let reports = reports(&text, short, Dur::millis(90));
    let report = reports.last().unwrap();
    assert_eq!(
        (report.phase, report.ended),
        (Phase::Over, Some(Ended::Time))
    );
    assert!(report.schedules > 0 && !report.is_complete());
    assert!(report.nanos >= 1_000_000_000 && report.nanos < 1_200_000_000);
    assert!(report.per_second().unwrap() > 0);
    let image = image(&text);
    let counting = reports
        .iter()
        .filter(|r| r.phase == Phase::Counting)
        .count();
    assert!(counting >= 3, "{counting}");
    for report in &reports {
        found(&image, None, report).unwrap();
    }
}

#[test]
fn more_outcomes_than_there_is_room_for_are_counted() {
    let thread = |name: &str| {
        let lines: String = (0..5)
            .map(|n| format!("  fetch-add ax order\n  store ax [{}]\n", n + 100))
            .collect();
        format!("thread {name} ax=1\n{lines}")
    };
    let text = format!("cell order 0\n{}{}", thread("A"), thread("B"));
    let report = last(
        &text,
        Settings {
            schedules: 50_000,
            ..Settings::default()
        },
    );
    assert_eq!(report.rows.len(), MOST_ROWS);
    assert!(report.more > 0);
    found(&image(&text), None, &report).unwrap();
}

#[test]
fn what_is_no_program_is_refused() {
    for text in [
        "",
        "thread A\n  lode ax x\n",
        "cell x 0\n",
        "thread A\n  arrive b\n",
    ] {
        assert_eq!(
            said(text, Settings::default(), Dur::ZERO),
            [FromWorker::Refused],
            "{text}"
        );
        assert!(!read(text).1.is_empty());
    }
    let (_, troubles) = read("thread A\n  load ax x\n  lode ax x\n");
    assert_eq!((troubles[0].line, troubles[0].column), (Some(3), Some(3)));
    assert_eq!(troubles[0].place(Lang::Ko), "3행 3열");
}

#[test]
fn a_worker_that_lies_is_noticed() {
    let example = example("lost-update-2").unwrap();
    let image = image(&example.text);
    let good = last(&example.text, Settings::default());
    for schedule in ["v1 A4", "v1 C", "nonsense", "v2 A3", ""] {
        let mut report = good.clone();
        report.rows[0].schedule = schedule.to_owned();
        // Nothing at all is a schedule too: its threads were cut at once.
        assert_eq!(
            found(&image, None, &report).is_err(),
            !schedule.is_empty(),
            "{schedule}"
        );
    }
    let mut report = good.clone();
    report.rows[0].count += 1;
    assert!(!report.is_sane());
    report.rows[0].count = u64::MAX;
    assert!(!report.is_sane());
    let early = Report {
        phase: Phase::Counting,
        ..good
    };
    assert_eq!(
        read_message::<FromWorker>(&write_message(&FromWorker::Report(early))),
        Err(Garbled)
    );
}

/// A moment in lines.
fn told(playback: &Playback, step: usize) -> String {
    let moment = playback.moment(step);
    let mark = |changed| if changed { "*" } else { "" };
    let valued = |list: &[Valued]| {
        let one = |v: &Valued| format!("{}={}{}", v.name, v.value, mark(v.changed));
        list.iter().map(one).collect::<Vec<_>>().join(" ")
    };
    let mut lines = vec![format!("{}: {}", moment.step, valued(&moment.cells))];
    for thread in &moment.threads {
        lines.push(format!(
            "  {} {:?} at {:?} {}",
            thread.name,
            thread.doing,
            thread.at,
            valued(&thread.registers)
        ));
    }
    for object in &moment.objects {
        lines.push(format!(
            "  {} {:?}{}",
            object.name,
            object.content,
            mark(object.changed)
        ));
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_lost_update_replayed() {
    let image = image(&example("lost-update-2").unwrap().text);
    let playback = Playback::new(&image, &"v1 B2 A3 B".parse().unwrap()).unwrap();
    let all: String = [0, 2, 5, 6].map(|step| told(&playback, step)).concat();
    expect![[r#"
        0: counter=0
          A Ready at Some(0) ax=0
          B Runs at Some(0) ax=0
        2: counter=0
          A Runs at Some(0) ax=0
          B Ready at Some(2) ax=1*
        5: counter=1*
          A Ended at None ax=1
          B Runs at Some(2) ax=1
        6: counter=1
          A Ended at None ax=1
          B Ended at None ax=1
    "#]]
    .assert_eq(&all);
    expect![[r#"
        virtual clock, end 6ms
        thread "A"
          0 .. 2ms ready
          2ms .. 3ms running load ax counter
          3ms .. 4ms running add ax 1
          4ms .. 5ms running store ax counter
        thread "B"
          0 .. 1ms running load ax counter
          1ms .. 2ms running add ax 1
          2ms .. 5ms ready
          5ms .. 6ms running store ax counter
    "#]]
    .assert_eq(&playback.trace().dump());
}

#[test]
fn a_deadlock_replayed() {
    let image = image(&example("lock-order").unwrap().text);
    let playback = Playback::new(&image, &"v1 A B".parse().unwrap()).unwrap();
    expect![[r#"
        2: 
          A Waits("right") at Some(1) 
          B Waits("left") at Some(1) 
          left Held(["A"])
          right Held(["B"])*
    "#]]
    .assert_eq(&told(&playback, 2));
    expect![[r#"
        virtual clock, end 4ms
        thread "A"
          0 .. 1ms running lock left
          1ms .. 2ms ready
          2ms .. 4ms blocked-lock right
        thread "B"
          0 .. 1ms ready
          1ms .. 2ms running lock right
          2ms .. 4ms blocked-lock left
        resource "left"
          1ms .. 4ms held A
        resource "right"
          2ms .. 4ms held B
    "#]]
    .assert_eq(&playback.trace().dump());
}

#[test]
fn steps_that_cannot_be_taken_are_told_with_their_place() {
    let image = image(&example("lock-order").unwrap().text);
    let problem = |text: &str| {
        let schedule: Schedule = text.parse().unwrap();
        Playback::new(&image, &schedule)
            .unwrap_err()
            .sentence(Lang::En)
    };
    expect![[r#"
        schedule, step 3: B waits for left and cannot go on. Check that the schedule is one of this program.
        schedule, step 5: A has ended. Check that the schedule is one of this program.
        schedule, step 1: There is no thread C. Check that the schedule is one of this program."#]].assert_eq(&["v1 A B2", "v1 A5", "v1 C"].map(problem).join("\n"));
}

#[test]
fn programs_are_listed_once() {
    let image = image(&example("spin-lock").unwrap().text);
    let listings = listings(&image, image.start());
    assert_eq!(listings.len(), 1);
    assert_eq!(listings[0].threads, [0, 1]);
    assert_eq!(listings[0].lines[0].text, "again:");
    assert_eq!(
        (listings[0].lines[1].instr, listings[0].lines[0].instr),
        (Some(0), None)
    );
}

#[test]
fn settings_survive_a_link_and_bad_ones_change_nothing() {
    let settings = Settings {
        way: Way::Bounded,
        preemptions: 3,
        seed: 7,
        schedules: 20,
        seconds: 60,
    };
    let mut read = Settings::default();
    for (key, value) in settings.fields_but(&Settings::default()) {
        assert_eq!(read.take(key, &value), Some(true));
    }
    assert_eq!(read, settings);
    assert!(settings.fields_but(&settings).is_empty());
    for (key, value) in [
        ("preemptions", "21"),
        ("preemptions", "-1"),
        ("seed", "+1"),
        ("schedules", "0"),
        ("seconds", "601"),
        ("seconds", ""),
        ("method", "none"),
    ] {
        assert_eq!(read.take(key, value), Some(false), "{key}={value}");
        assert_eq!(read, settings);
    }
    assert_eq!(read.take("nonsense", "1"), None);
}

/// As the page opens them: nothing is left out, and what is said of them shows.
#[test]
fn every_example_is_explored_completely() {
    for example in examples() {
        let settings = fitting(&example);
        let report = last(&example.text, settings);
        assert!(
            report.is_complete() && report.schedules < 100_000,
            "{}",
            example.key
        );
        let outcomes = found(&image(&example.text), Some(&example), &report).unwrap();
        let goes_wrong = outcomes.iter().any(|one| one.good == Some(false));
        assert_eq!(goes_wrong, example.goes_wrong, "{}", example.key);
        assert!(
            outcomes
                .iter()
                .all(|one| one.good.is_some() && one.shortest),
            "{}",
            example.key
        );
    }
}

#[test]
fn thousands_are_apart() {
    let shown = [0, 12, 999, 1_000, 1_680, 12_345_678].map(grouped);
    assert_eq!(shown, ["0", "12", "999", "1,000", "1,680", "12,345,678"]);
}

#[test]
fn shares_never_round_to_all_or_nothing() {
    for (part, whole, shown) in [
        (0, 0, "–"),
        (0, 9, "0%"),
        (1, 3, "33.3%"),
        (9, 9, "100%"),
        (1, 1_000_000, "< 0.1%"),
        (999_999, 1_000_000, "> 99.9%"),
        (u64::MAX, u64::MAX, "100%"),
    ] {
        assert_eq!(share(part, whole), shown);
    }
}

#[test]
fn a_link_carries_the_program_the_method_and_the_schedule() {
    let own = |fields: &[(&str, &str)]| -> Own {
        let fields = fields.iter();
        fields
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect()
    };
    let here = || Draft {
        text: "thread A\n  nop\n".into(),
        settings: Settings::default(),
    };
    let read = |fields: &[(&str, &str)]| read_link(&own(fields), here);
    let linked = read(&[
        ("example", "philosophers-3"),
        ("s", "v1 A B C"),
        ("seconds", "60"),
    ]);
    assert_eq!(linked.problems, []);
    assert_eq!(linked.draft.settings.way, Way::Classes);
    assert_eq!(
        linked.schedule.as_deref(),
        Some(&Schedule::new(vec![0, 1, 2]))
    );
    let fields = own(&[
        ("example", "philosophers-3"),
        ("seconds", "60"),
        ("s", "v1 A B C"),
    ]);
    assert_eq!(
        written(&linked.draft, linked.schedule.as_deref()),
        (fields, true)
    );
    // The usual method is said where the example has another.
    let all = Draft {
        settings: Settings::default(),
        ..linked.draft
    };
    assert_eq!(
        written(&all, None).0,
        own(&[("example", "philosophers-3"), ("method", "all")])
    );
    // A bad field costs only itself.
    for (fields, place) in [
        (&[("example", "none"), ("seconds", "3")][..], "example"),
        (&[("p", "zzz"), ("seconds", "3")], "p"),
        (&[("s", "v1 A0"), ("seconds", "3")], "schedule, word 2"),
        (&[("method", "fast"), ("seconds", "3")], "method"),
        (&[("seconds", "3"), ("more", "1")], "more"),
    ] {
        let linked = read(fields);
        let places: Vec<&str> = linked.problems.iter().map(|p| p.place.as_str()).collect();
        assert_eq!((places, linked.draft.settings.seconds), (vec![place], 3));
        assert_eq!(linked.draft.text, here().text);
    }
    // What is too long is left out, and that is said.
    let (fields, whole) = written(
        &here(),
        Some(&Schedule::new((0..4_000).map(|n| n % 2).collect())),
    );
    assert_eq!((fields.len(), whole), (1, false));
}
