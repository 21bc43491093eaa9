//! What lanes are called: the names of their tracks, and where several of one
//! parent are called alike, the number that their system gave them.

use std::collections::HashMap;

use super::arrangement::{Node, What};
use crate::base::Id;
use crate::timeline::Stage;
use crate::trace::{NameId, Trace, TrackId, TrackKind};

/// Which tracks of a plain stage are called as another one beside them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Names {
    alike: Vec<Vec<bool>>,
}

impl Names {
    /// Of the tracks of all sections.
    pub fn of(stage: &Stage) -> Names {
        let sections = stage.sections().iter();
        Names {
            alike: sections.map(|section| alike(&section.trace)).collect(),
        }
    }

    /// What a node is called.
    pub fn name(&self, stage: &Stage, node: Node, trace: &Trace) -> String {
        match node.what(trace) {
            Some(What::Track(track)) => {
                let name = stage.word(trace.track_name(track));
                let section = self.alike.get(usize::from(node.section));
                let is_alike = section.and_then(|alike| alike.get(track.index()));
                match own_number(trace, track).filter(|_| is_alike == Some(&true)) {
                    Some(number) => format!("{name} {}", trace.name(number)),
                    None => name.into_owned(),
                }
            }
            Some(What::Counter(counter)) => {
                let name = trace.name(trace.counters()[counter].name);
                stage.word(name).into_owned()
            }
            None => String::new(),
        }
    }
}

/// For each track, whether another one of the same parent has its name.
fn alike(trace: &Trace) -> Vec<bool> {
    let mut first: HashMap<(Option<TrackId>, NameId), TrackId> = HashMap::new();
    let mut alike = vec![false; trace.tracks().len()];
    for (id, track) in trace.tracks().iter_ids() {
        let known = *first.entry((track.parent, track.name)).or_insert(id);
        if known != id {
            alike[known.index()] = true;
            alike[id.index()] = true;
        }
    }
    alike
}

/// The number of a track's process or thread, unless it is called so anyway.
fn own_number(trace: &Trace, track: TrackId) -> Option<NameId> {
    let track = trace.track(track);
    let number = match track.kind {
        TrackKind::Process => track.os_ids.process,
        _ => track.os_ids.thread,
    };
    number.filter(|number| *number != track.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::samples;
    use crate::trace::{Clock, OsIds, TraceBuilder};

    #[test]
    fn threads_of_one_name_have_their_numbers() {
        let mut b = TraceBuilder::new(Clock::Virtual);
        let process = b.track(None, TrackKind::Process, "browser");
        let other = b.track(None, TrackKind::Process, "browser");
        for (parent, name, number) in [
            (process, "pool", "17"),
            (process, "pool", "18"),
            (process, "main", "16"),
            (other, "pool", "21"),
            (other, "22", "22"),
            (other, "22", "23"),
        ] {
            let thread = b.track(Some(parent), TrackKind::Thread, name);
            let thread_id = Some(b.name(number));
            let ids = OsIds {
                process: None,
                thread: thread_id,
            };
            b.set_os_ids(thread, ids);
        }
        let stage = samples::one(b.finish());
        let names = Names::of(&stage);
        let trace = &*stage.sections()[0].trace;
        let called: Vec<String> = trace
            .tracks()
            .ids()
            .map(|track| names.name(&stage, Node::track(0, track), trace))
            .collect();
        // A process without a number keeps its name; the same name under
        // another parent is no doubt.
        assert_eq!(
            called,
            [
                "browser", "browser", "pool 17", "pool 18", "main", "pool", "22", "22 23"
            ]
        );
    }
}
