//! Runs beside one another: aligned by an event, their figures, and how they
//! differ in words.

use crate::base::{Dur, Id, Lang, Time, sort_by_key};
use crate::timeline::stage::Section;
use crate::timeline::text;
use crate::trace::{NameId, State, Stats, Trace};

/// By what traces are put on one axis.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Alignment {
    /// All begin at the axis' beginning.
    #[default]
    Start,
    /// The how manyth slice or instant of a name, counted from 1, stands at the
    /// same moment in all that have it.
    Event(String, u32),
}

/// Where each trace begins on the axis, and which have no such event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Aligned {
    /// How much later than the axis each trace begins.
    pub offsets: Vec<Dur>,
    /// The places of traces that do not have the event: they begin with the axis.
    pub without: Vec<usize>,
}

/// Aligns traces.
pub fn align(traces: &[&Trace], by: &Alignment) -> Aligned {
    let moments: Vec<Option<Time>> = traces
        .iter()
        .map(|trace| match by {
            Alignment::Start => Some(Time::ZERO),
            Alignment::Event(name, nth) => occurrence(trace, name, *nth),
        })
        .collect();
    let latest = moments.iter().flatten().max().copied().unwrap_or_default();
    let offset = |moment: &Option<Time>| moment.map_or(Dur::ZERO, |at| latest.since(at));
    let is_without = |(place, moment): (usize, &Option<Time>)| moment.is_none().then_some(place);
    Aligned {
        offsets: moments.iter().map(offset).collect(),
        without: moments.iter().enumerate().filter_map(is_without).collect(),
    }
}

/// When the how manyth slice or instant of a name begins, counted from 1; of
/// slices and instants at one moment each counts.
pub fn occurrence(trace: &Trace, name: &str, nth: u32) -> Option<Time> {
    let id = trace.names().iter().position(|n| **n == *name)?;
    let id = NameId::from_index(id);
    let slices = trace.rows().ids().flat_map(|row| trace.row_slices(row));
    let slices = slices.filter(|slice| slice.name == id).map(|s| s.start);
    let tracks = trace.tracks().ids();
    let instants = tracks.flat_map(|track| trace.instants(track).iter());
    let instants = instants.filter(|i| i.name == id).map(|i| i.at);
    let mut moments: Vec<Time> = slices.chain(instants).collect();
    sort_by_key(&mut moments, |at| *at);
    moments.get((nth as usize).checked_sub(1)?).copied()
}

/// The names that every trace has events of, those with the fewest first: what
/// one can align by. At most `most` of them.
pub fn common_names(traces: &[&Trace], most: usize) -> Vec<String> {
    let Some((first, others)) = traces.split_first() else {
        return Vec::new();
    };
    let mut names: Vec<(u32, usize)> = counts(first)
        .into_iter()
        .enumerate()
        .map(|(place, count)| (count, place))
        .filter(|&(count, place)| count > 0 && !first.names()[NameId::from_index(place)].is_empty())
        .collect();
    for other in others {
        let counts = counts(other);
        let has: std::collections::HashSet<&str> = other
            .names()
            .iter()
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(name, _)| &**name)
            .collect();
        names.retain(|(_, place)| has.contains(&*first.names()[NameId::from_index(*place)]));
    }
    sort_by_key(&mut names, |name| *name);
    names
        .iter()
        .take(most)
        .map(|(_, place)| first.names()[NameId::from_index(*place)].to_string())
        .collect()
}

/// How many slices and instants each name has.
fn counts(trace: &Trace) -> Vec<u32> {
    let mut counts = vec![0_u32; trace.names().len()];
    for slice in trace.rows().ids().flat_map(|row| trace.row_slices(row)) {
        counts[slice.name.index()] += 1;
    }
    for instant in trace.tracks().ids().flat_map(|t| trace.instants(t)) {
        counts[instant.name.index()] += 1;
    }
    counts
}

/// The figures by which runs are held against one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Figures {
    /// From the first arrival to the last completion.
    pub makespan: Dur,
    /// The time that was worked: on cores, or on the lanes where there are
    /// none; of recordings without states, in named slices.
    pub busy: Dur,
    /// The time that lanes were ready and had no core.
    pub ready: Dur,
    /// The time that lanes waited for anything else, slept or were suspended.
    pub waits: Dur,
    /// Context switches, if there are cores.
    pub switches: Option<u64>,
    /// How many slices.
    pub slices: usize,
}

impl Figures {
    /// The figures of a run.
    pub fn of(trace: &Trace) -> Figures {
        let stats = Stats::of(trace);
        let leaves = || stats.lanes.iter().filter(|lane| lane.is_leaf);
        let in_state = |state: State| leaves().map(|lane| lane.times.get(state)).sum::<Dur>();
        let waits = State::ALL.into_iter().filter(|state| {
            state.is_blocked() || matches!(state, State::Sleeping | State::Awaiting)
        });
        Figures {
            makespan: stats.makespan,
            busy: if stats.busy.is_zero() {
                in_state(State::Span)
            } else {
                stats.busy
            },
            ready: in_state(State::Ready),
            waits: waits.map(in_state).sum(),
            switches: stats.switches,
            slices: trace.slice_count(),
        }
    }
}

/// How a run differs from another, in words: `2.0 s sooner, 14 more switches`.
/// None if in none of the figures.
pub fn difference(first: &Figures, other: &Figures, lang: Lang) -> Option<String> {
    let mut parts = Vec::new();
    let mut length = |a: Dur, b: Dur, (less, more): (Words, Words)| {
        if a != b {
            let words = if b < a { less } else { more };
            let by = text::short(Dur(a.0.abs_diff(b.0)));
            parts.push(match lang {
                Lang::Ko => words.0.replace("{}", &by),
                Lang::En => words.1.replace("{}", &by),
            });
        }
    };
    length(
        first.makespan,
        other.makespan,
        (("{} 먼저 끝남", "{} sooner"), ("{} 늦게 끝남", "{} later")),
    );
    length(
        first.busy,
        other.busy,
        (
            ("일한 시간 {} 적음", "{} less work"),
            ("일한 시간 {} 많음", "{} more work"),
        ),
    );
    length(
        first.ready,
        other.ready,
        (
            ("준비 대기 {} 적음", "{} less ready wait"),
            ("준비 대기 {} 많음", "{} more ready wait"),
        ),
    );
    length(
        first.waits,
        other.waits,
        (
            ("그 밖의 대기 {} 적음", "{} less other waits"),
            ("그 밖의 대기 {} 많음", "{} more other waits"),
        ),
    );
    if let (Some(a), Some(b)) = (first.switches, other.switches)
        && a != b
    {
        let by = a.abs_diff(b);
        parts.push(match (lang, b > a, by) {
            (Lang::Ko, true, _) => format!("문맥 교환 {by}번 많음"),
            (Lang::Ko, false, _) => format!("문맥 교환 {by}번 적음"),
            (Lang::En, true, 1) => "1 more switch".to_owned(),
            (Lang::En, false, 1) => "1 switch fewer".to_owned(),
            (Lang::En, true, _) => format!("{by} more switches"),
            (Lang::En, false, _) => format!("{by} switches fewer"),
        });
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Korean and English, with `{}` for the length.
type Words = (&'static str, &'static str);

/// The sections with the places on the axis that an alignment gives them.
pub fn aligned(sections: Vec<Section>, by: &Alignment) -> (Vec<Section>, Aligned) {
    let traces: Vec<&Trace> = sections.iter().map(|section| &*section.trace).collect();
    let aligned = align(&traces, by);
    let placed = sections.clone().into_iter().zip(&aligned.offsets);
    let placed = placed.map(|(section, &offset)| section.with_offset(offset));
    (placed.collect(), aligned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::reading::samples::any_trace;
    use crate::timeline::samples;
    use crate::trace::{Clock, TraceBuilder, TrackKind};
    use proptest::prelude::*;

    fn run(names: &[(&str, u64, u64)]) -> Trace {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let track = b.track(None, TrackKind::Thread, "T");
        for (name, from, to) in names {
            let name = b.name(name);
            b.slice(track, State::Running, name, Time(*from), Time(*to));
        }
        b.finish()
    }

    #[test]
    fn the_same_event_stands_at_the_same_moment() {
        let a = run(&[("boot", 0, 3), ("go", 3, 5), ("go", 9, 10)]);
        let b = run(&[("go", 1, 2), ("go", 4, 6)]);
        let c = run(&[("boot", 0, 1)]);
        let by = |nth| Alignment::Event("go".into(), nth);
        for (by, offsets, without) in [
            (Alignment::Start, [0, 0, 0], vec![]),
            (by(1), [0, 2, 0], vec![2]),
            (by(2), [0, 5, 0], vec![2]),
            (by(3), [0, 0, 0], vec![0, 1, 2]),
            (by(0), [0, 0, 0], vec![0, 1, 2]),
        ] {
            let aligned = align(&[&a, &b, &c], &by);
            assert_eq!(aligned.offsets, offsets.map(Dur), "{by:?}");
            assert_eq!(aligned.without, without, "{by:?}");
        }
        assert_eq!(common_names(&[&a, &b], 9), ["go"]);
        assert_eq!(common_names(&[&a, &c], 9), ["boot"]);
        assert_eq!(common_names(&[&a], 1), ["boot"]);
        assert!(common_names(&[], 9).is_empty());
    }

    #[test]
    fn differences_are_named() {
        let (a, b) = (samples::blocking(), samples::cores());
        let (a, b) = (Figures::of(&a), Figures::of(&b));
        assert_eq!(difference(&a, &a, Lang::En), None);
        assert_eq!(
            difference(&a, &b, Lang::En).unwrap(),
            "840 ms sooner, 104 ms less work, 1.04 s less ready wait, 720 ms less other waits"
        );
        let more = Figures {
            switches: Some(15),
            ..b
        };
        let fewer = Figures {
            switches: Some(1),
            ..b
        };
        assert_eq!(
            difference(&fewer, &more, Lang::En).unwrap(),
            "14 more switches"
        );
        assert_eq!(
            difference(&more, &fewer, Lang::Ko).unwrap(),
            "문맥 교환 14번 적음"
        );
    }

    proptest! {
        #[test]
        fn whatever_has_the_event_is_aligned(a in any_trace(), b in any_trace(), nth in 1..4_u32) {
            for name in common_names(&[&a, &b], 3) {
                let by = Alignment::Event(name.clone(), nth);
                let aligned = align(&[&a, &b], &by);
                prop_assert!(aligned.offsets.contains(&Dur::ZERO));
                if let (Some(x), Some(y)) = (occurrence(&a, &name, nth), occurrence(&b, &name, nth)) {
                    prop_assert_eq!(x + aligned.offsets[0], y + aligned.offsets[1]);
                }
                if nth == 1 {
                    prop_assert!(aligned.without.is_empty());
                }
            }
        }
    }
}
