//! What holds of any message, any link and any replay.

use proptest::prelude::*;

use super::tests::image;
use super::*;
use crate::base::Random;
use crate::sim::explore::examples::examples;
use crate::sim::schedule::Schedule;

fn any_report() -> impl Strategy<Value = Report> {
    let row = (0u64..1 << 40, "v1( [A-C][1-9]?){0,8}", any::<bool>());
    let phase = prop::sample::select(vec![Phase::Counting, Phase::Shortest, Phase::Over]);
    let ended = vec![
        Ended::Complete,
        Ended::Schedules,
        Ended::Time,
        Ended::Outcomes,
    ];
    (
        prop::collection::vec(row, 0..6),
        phase,
        prop::sample::select(ended),
        any::<[u32; 4]>(),
    )
        .prop_map(|(rows, phase, ended, [a, b, c, d])| Report {
            phase,
            ended: (phase != Phase::Counting).then_some(ended),
            schedules: rows.iter().map(|row| row.0).sum::<u64>() + u64::from(a),
            repeats: b.into(),
            redundant: c.into(),
            steps: u64::from(d) << 20,
            states: a.into(),
            nanos: b.into(),
            rows: rows
                .into_iter()
                .map(|(count, schedule, shortest)| Row {
                    count,
                    schedule,
                    shortest,
                })
                .collect(),
            more: c.into(),
        })
}

proptest! {
    #[test]
    fn any_draft_survives_a_link(
        text in "\\PC{0,80}", way in 0usize..4, n in 1u32..600,
        steps in proptest::option::of(prop::collection::vec(0u32..30, 1..40)),
    ) {
        let settings = Settings { way: Way::ALL[way], preemptions: n % 21, seed: n, schedules: n, seconds: n };
        let draft = Draft { text: text.into(), settings };
        let schedule = steps.map(|steps| std::rc::Rc::new(Schedule::new(steps)));
        let (own, whole) = written(&draft, schedule.as_deref());
        prop_assert!(whole);
        let otherwise = || Draft { text: "".into(), settings: Settings::default() };
        prop_assert_eq!(read_link(&own, otherwise), Linked { draft, schedule, problems: vec![] });
    }

    #[test]
    fn no_field_is_too_damaged(key in "[ps]|method|example|\\PC{0,9}", value in "\\PC{0,60}") {
        let otherwise = || Draft { text: "".into(), settings: Settings::default() };
        let _ = read_link(&vec![(key, value)], otherwise);
    }

    #[test]
    fn every_message_comes_back_as_it_was_sent(
        report in any_report(), text in "\\PC{0,80}", way in 0usize..4, n in 1u32..600,
    ) {
        let message = FromWorker::Report(report);
        prop_assert_eq!(read_message(&write_message(&message)), Ok(message));
        let settings = Settings { way: Way::ALL[way], preemptions: n % 21, seed: n, schedules: n, seconds: n };
        let ask = Ask { text, settings };
        prop_assert_eq!(read_message(&write_message(&ask)), Ok(ask));
    }

    #[test]
    fn garbage_is_refused_without_a_panic(text in ".{0,200}") {
        prop_assert_eq!(read_message::<FromWorker>(&text), Err(Garbled));
        prop_assert_eq!(read_message::<Ask>(&text), Err(Garbled));
    }

    #[test]
    fn a_damaged_message_is_refused_or_still_sane(
        report in any_report(), at in any::<prop::sample::Index>(), with in any::<char>(),
    ) {
        let mut text: Vec<char> = write_message(&FromWorker::Report(report)).chars().collect();
        let at = at.index(text.len());
        text[at] = with;
        if let Ok(message) = read_message::<FromWorker>(&text.into_iter().collect::<String>()) {
            prop_assert!(message.is_sane());
        }
    }

    /// The table agrees with the replay, and the replay with stepping.
    #[test]
    fn any_run_of_any_example_is_replayed(which: prop::sample::Index, seed: u64) {
        let examples = examples();
        let image = image(&examples[which.index(examples.len())].text);
        let mut random = Random::new(seed);
        let mut state = image.start().clone();
        let mut steps = Vec::new();
        for _ in 0..200 {
            let enabled: Vec<u32> = (0..state.threads.len() as u32)
                .filter(|thread| image.enabled(&state, *thread as usize))
                .collect();
            if enabled.is_empty() { break; }
            let thread = enabled[random.below(enabled.len() as u64) as usize];
            image.step(&mut state, thread as usize);
            steps.push(thread);
        }
        let playback = Playback::new(&image, &Schedule::new(steps.clone())).unwrap();
        prop_assert_eq!(playback.last(), &state);
        let trace = playback.trace();
        let tail = if state.threads.iter().all(|thread| thread.is_over()) { 0 } else { 2 };
        prop_assert_eq!(trace.end(), Playback::time_of(steps.len() + tail));
        let ran = trace.rows().iter()
            .flat_map(|row| row.slices().map(|id| trace.slice(id)))
            .filter(|slice| slice.state == crate::trace::State::Running)
            .count();
        prop_assert_eq!(ran, steps.len());
        for step in 0..=steps.len() {
            let moment = playback.moment(step);
            let runs: Vec<usize> = (0..moment.threads.len())
                .filter(|thread| moment.threads[*thread].doing == Doing::Runs)
                .collect();
            prop_assert_eq!(runs, steps.get(step).map(|s| *s as usize).into_iter().collect::<Vec<_>>());
            prop_assert_eq!(playback.step_at(Playback::time_of(step)), step);
        }
    }
}
