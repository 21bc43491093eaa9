//! What happens at a moment, in sentences; derived from the trace alone.

mod change;
mod links;

use std::fmt::Write;

pub use self::change::with;
use super::columns;
use super::events;
use super::stage::{Lane, LaneKind, Stage};
use super::{text, words};
use crate::base::{Lang, Text, Time};
use crate::trace::{Instant, RowId, SliceRef, Trace, TrackKind};

/// One sentence on what happened on a lane.
#[derive(Clone, PartialEq, Debug)]
pub struct Sentence {
    /// When, on the axis.
    pub at: Time,
    /// The lane that it is about.
    pub lane: usize,
    /// What happened.
    pub text: Text,
}

/// Everything that happens at a moment of the axis, from the upper lanes to
/// the lower: what changes on a lane, then what goes out from it or arrives
/// there. What cores do is told only where no thread or task of their section
/// is shown: otherwise everything would be told twice. Why they do it is told
/// always.
pub fn at(stage: &Stage, at: Time) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut links = Vec::new();
    links::at(stage, at, &mut links);
    for index in 0..stage.lanes().len() {
        lane_at(stage, index, at, &mut sentences);
        let of_lane = links.iter().filter(|link| link.lane == index);
        sentences.extend(of_lane.cloned());
    }
    sentences
}

/// The next moment after `at` at which there is something to say.
fn next(stage: &Stage, at: Time) -> Option<Time> {
    let changes = events::next(stage, at, None);
    changes.into_iter().chain(links::next(stage, at)).min()
}

/// The sentences of all moments of a range, at most `most` of them, and
/// whether that is all.
pub fn list(stage: &Stage, from: Time, to: Time, most: usize) -> (Vec<Sentence>, bool) {
    let mut sentences = at(stage, from);
    let mut moment = from;
    while let Some(next) = next(stage, moment) {
        if next > to {
            break;
        }
        moment = next;
        sentences.extend(at(stage, moment));
        if sentences.len() > most {
            sentences.truncate(most);
            return (sentences, false);
        }
    }
    (sentences, true)
}

/// What a moment says as a whole: its time, then its sentences.
pub fn announce(stage: &Stage, moment: Time, lang: Lang) -> String {
    let mut out = stage.axis().clock(moment, stage.end().since(Time::ZERO));
    let sentences = at(stage, moment);
    let many = stage.sections().len() > 1;
    let mut section = None;
    for sentence in &sentences {
        let lane = &stage.lanes()[sentence.lane];
        out.push(' ');
        if many && section != Some(lane.section) {
            section = Some(lane.section);
            let title = &stage.section(lane).title;
            if !title.is_empty() {
                let _ = write!(out, "{title}: ");
            }
        }
        out.push_str(sentence.text.get(lang));
    }
    if sentences.is_empty() {
        let _ = write!(out, " {}", situation(stage, moment, lang));
    }
    out
}

/// What a lane is and does at a moment, for who chooses it by key.
pub fn lane(stage: &Stage, index: usize, moment: Time, lang: Lang) -> String {
    let Some(lane) = stage.lanes().get(index) else {
        return String::new();
    };
    let section = stage.section(lane);
    let mut out = if section.title.is_empty() || stage.sections().len() < 2 {
        lane.label.clone()
    } else {
        format!("{}, {}", section.title, lane.label)
    };
    let doing = lane.row().zip(section.in_trace(moment));
    if let Some(slice) = doing.and_then(|(row, at)| section.trace.slice_at(row, at)) {
        let _ = write!(out, ": {}", words::state(slice.state).get(lang));
    }
    out
}

/// What the lanes are doing at a moment: `A 실행, B I/O 대기`; at most eight.
pub fn situation(stage: &Stage, moment: Time, lang: Lang) -> String {
    let mut out = String::new();
    let mut told = 0;
    for lane in stage.lanes() {
        let (Some(row), Some(local)) = (lane.row(), stage.section(lane).in_trace(moment)) else {
            continue;
        };
        let trace = &*stage.section(lane).trace;
        if told == 8 || lane.label.is_empty() {
            continue;
        }
        if let Some(slice) = trace.slice_at(row, local) {
            let comma = if told > 0 { ", " } else { "" };
            let state = words::state(slice.state);
            let _ = write!(out, "{comma}{} {}", lane.label, state.get(lang));
            told += 1;
        }
    }
    out
}

fn lane_at(stage: &Stage, index: usize, at: Time, out: &mut Vec<Sentence>) {
    let lane = &stage.lanes()[index];
    let LaneKind::Row(track, row) = lane.kind else {
        return;
    };
    let section = stage.section(lane);
    let Some(local) = section.in_trace(at) else {
        return;
    };
    let trace = &*section.trace;
    let kind = trace.track(track).kind;
    let mut say = |text| {
        out.push(Sentence {
            at,
            lane: index,
            text,
        });
    };
    let (before, after) = around(trace, row, local);
    if kind == TrackKind::Core
        && let Some(text) = links::decision(stage, lane, after)
    {
        say(text);
    }
    if kind == TrackKind::Core && stage.shows_jobs(lane.section) {
        return;
    }
    if let Some(text) = change::change(stage, lane, (track, kind), before, after) {
        say(text);
    }
    if kind != TrackKind::Heartbeat && !lane.label.is_empty() {
        for instant in instants_at(trace.instants(track), local) {
            say(moment(&lane.label, &stage.word(trace.name(instant.name))));
        }
    }
    if let Some(gap) = gap_ending(lane, local) {
        say(gap);
    }
}

/// The slice that ends at a moment and the one that begins there.
fn around(trace: &Trace, row: RowId, at: Time) -> (Option<SliceRef>, Option<SliceRef>) {
    let ids = columns::in_window(trace, row, at..at);
    let slices = || ids.clone().map(|id| trace.slice(crate::trace::SliceId(id)));
    let before = slices().find(|s| s.end == at && s.start < at);
    let after = slices().rev().find(|s| s.start == at);
    (before, after)
}

fn instants_at(instants: &[Instant], at: Time) -> &[Instant] {
    let from = instants.partition_point(|i| i.at < at);
    let to = instants.partition_point(|i| i.at <= at);
    &instants[from..to]
}

fn gap_ending(lane: &Lane, at: Time) -> Option<Text> {
    let beat = lane.beat.as_ref()?;
    let (from, to) = beat.gaps.iter().find(|(_, to)| *to == at)?;
    let length = text::short(to.since(*from));
    Some(Text::new(
        format!("페이지의 박동이 {length} 만에 돌아왔다. 그동안 페이지는 멈춰 있었다."),
        format!("The page's heartbeat is back after {length}. The page was frozen meanwhile."),
    ))
}

fn moment(who: &str, what: &str) -> Text {
    Text::new(format!("{who}: {what}."), format!("{who}: {what}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::samples;
    use crate::timeline::stage::Filter;
    use crate::trace::{Clock, State, TraceBuilder};
    use expect_test::{Expect, expect};

    fn check(stage: &Stage, expected: Expect) {
        let (sentences, all) = list(stage, Time::ZERO, stage.end(), 100);
        assert!(all);
        let whole = stage.end().since(Time::ZERO);
        let mut out = String::new();
        for sentence in sentences {
            let at = text::clock(sentence.at, whole);
            let _ = writeln!(out, "{at} {} | {}", sentence.text.ko, sentence.text.en);
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn three_jobs_that_block() {
        check(
            &samples::one(samples::blocking()),
            expect![[r#"
                0.000 s A가 CPU를 받았다. | A has a CPU.
                0.000 s B가 코어를 기다린다. | B waits for a core.
                0.000 s C가 코어를 기다린다. | C waits for a core.
                0.040 s A가 I/O 응답을 기다린다. | A waits for I/O.
                0.340 s A의 응답이 와서 A가 이어서 실행된다. | A has its answer and runs on.
                0.360 s A가 끝났다. | A ended.
                0.360 s A가 B를 깨운다. | A wakes B.
                0.360 s B가 CPU를 받았다. | B has a CPU.
                0.400 s B가 I/O 응답을 기다린다. | B waits for I/O.
                0.700 s B의 응답이 와서 B가 이어서 실행된다. | B has its answer and runs on.
                0.720 s B가 끝났다. | B ended.
                0.720 s C가 CPU를 받았다. | C has a CPU.
                0.760 s C가 I/O 응답을 기다린다. | C waits for I/O.
                0.900 s C가 끝났다. | C ended.
            "#]],
        );
    }

    #[test]
    fn two_threads_on_a_core_and_a_lock() {
        check(
            &samples::one(samples::cores()),
            expect![[r#"
            0.000 ms A가 CPU를 받았다. | A has a CPU.
            0.000 ms B가 코어를 기다린다. | B waits for a core.
            20.000 ms A가 코어를 내주고 다시 줄을 선다. | A gives up the core and queues again.
            22.000 ms B가 CPU를 받았다. | B has a CPU.
            40.000 ms B가 락을 기다린다(mutex). | B waits for a lock (mutex).
            42.000 ms A가 CPU를 받았다. | A has a CPU.
            60.000 ms A가 끝났다. | A ended.
            60.000 ms B가 끝났다. | B ended.
        "#]],
        );
    }

    #[test]
    fn a_core_where_no_thread_is_shown() {
        let section = samples::section("", samples::cores()).with_filter(Filter::Machine);
        check(
            &Stage::new(vec![section]),
            expect![[r#"
            0.000 ms core 0: A를 실행한다. | core 0: runs A.
            20.000 ms core 0: 문맥을 바꾼다(문맥 교환). | core 0: switches contexts.
            22.000 ms core 0: B를 실행한다. | core 0: runs B.
            40.000 ms core 0: 문맥을 바꾼다(문맥 교환). | core 0: switches contexts.
            42.000 ms core 0: A를 실행한다. | core 0: runs A.
            60.000 ms core 0: 할 일이 없다. | core 0: has nothing to do.
        "#]],
        );
    }

    #[test]
    fn a_page_that_froze() {
        check(
            &samples::one(samples::frozen_page()),
            expect![[r#"
            0.100 s A가 CPU를 받았다. | A has a CPU.
            0.220 s A가 끝났다. | A ended.
            0.220 s 페이지의 박동이 120 ms 만에 돌아왔다. 그동안 페이지는 멈춰 있었다. | The page's heartbeat is back after 120 ms. The page was frozen meanwhile.
        "#]],
        );
    }

    #[test]
    fn every_change_on_every_kind_of_lane_has_a_sentence_in_both_languages() {
        for kind in TrackKind::ALL {
            for before in State::ALL.into_iter().map(Some).chain([None]) {
                for after in State::ALL.into_iter().map(Some).chain([None]) {
                    let mut b = TraceBuilder::new(Clock::Virtual);
                    let track = b.track(None, kind, "A");
                    let name = b.name("x");
                    let parts = [(before, Time(0), Time(5)), (after, Time(5), Time(9))];
                    for (state, from, to) in parts {
                        if let Some(state) = state {
                            b.slice(track, state, name, from, to);
                        }
                    }
                    let said = at(&samples::one(b.finish()), Time(5));
                    let nothing =
                        after.is_none() && matches!(before, None | Some(State::Terminated));
                    assert_eq!(said.is_empty(), nothing, "{kind:?} {before:?} {after:?}");
                    for sentence in said {
                        let Text { ko, en } = sentence.text;
                        assert!(ko.ends_with('.') && en.ends_with('.'), "{ko} {en}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_instant_has_a_sentence() {
        for kind in TrackKind::ALL {
            let mut b = TraceBuilder::new(Clock::Virtual);
            let track = b.track(None, kind, "A");
            let name = b.name("deadlock");
            b.instant(track, name, Time(5));
            let stage = samples::one(b.finish()).in_language(Lang::Ko);
            let said: Vec<_> = at(&stage, Time(5)).into_iter().map(|s| s.text.ko).collect();
            // Ticks are too many to be told; what is told of a heartbeat is its gaps.
            let expected: &[&str] = match kind {
                TrackKind::Heartbeat => &[],
                _ => &["A: 교착 상태."],
            };
            assert_eq!(said, expected, "{kind:?}");
        }
    }

    #[test]
    fn spans_within_one_another_are_told_by_the_name_of_their_track() {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let main = b.track(None, TrackKind::Thread, "main");
        for (name, from, to) in [("outer", 0, 90), ("first", 10, 20), ("second", 20, 50)] {
            let name = b.name(name);
            b.slice(main, State::Span, name, Time(from), Time(to));
        }
        check(
            &samples::one(b.finish()),
            expect![[r#"
                0 ns main: outer 시작. | main: outer begins.
                10 ns main: first 시작. | main: first begins.
                20 ns main: first 끝, second 시작. | main: first ends, second begins.
                50 ns main: second 끝. | main: second ends.
                90 ns main: outer 끝. | main: outer ends.
            "#]],
        );
    }

    #[test]
    fn particles_follow_the_last_sound() {
        for (name, said) in [
            ("A", "A가"),
            ("L", "L이"),
            ("작업 1", "작업 1이"),
            ("작업 2", "작업 2가"),
            ("일꾼", "일꾼이"),
            ("요리사", "요리사가"),
            ("f(3)", "f(3)이"),
            ("", "가"),
        ] {
            assert_eq!(with(name, "이", "가"), said);
        }
    }

    #[test]
    fn a_list_says_when_it_is_cut() {
        let (sentences, all) = list(&samples::one(samples::blocking()), Time::ZERO, Time::MAX, 3);
        assert_eq!((sentences.len(), all), (3, false));
    }

    #[test]
    fn an_announcement_tells_sections_apart() {
        let stage = Stage::new(vec![
            samples::section("모델", samples::blocking()),
            samples::section("실측", samples::blocking()),
        ]);
        let said = announce(&stage, Time(340_000_000), Lang::Ko);
        assert!(said.contains("모델: ") && said.contains("실측: "), "{said}");
        assert_eq!(lane(&stage, 5, Time(1), Lang::Ko), "실측, A: 실행");
        assert_eq!(lane(&stage, 99, Time(1), Lang::Ko), "");
        let quiet = announce(&stage, Time(341_000_000), Lang::En);
        assert!(quiet.contains("A Running, B Ready"), "{quiet}");
    }
}
