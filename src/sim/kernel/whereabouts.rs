//! What slices say beside their states: where in its program a lane stood, where
//! bodies tell that, and who had what a thread waited for.

use super::*;

/// What is known of lanes and threads for that.
#[derive(Default)]
pub(super) struct Whereabouts {
    /// The function and the line at which each lane stands.
    places: Vec<Option<(NameId, u32)>>,
    /// Who had what each thread waits for.
    holders: Vec<Option<NameId>>,
}

impl Kernel {
    /// From now on a lane stands there in its program.
    pub(in crate::sim) fn stand_at(&mut self, lane: TrackId, function: NameId, line: u32) {
        let places = &mut self.whereabouts.places;
        if places.len() <= lane.index() {
            places.resize(lane.index() + 1, None);
        }
        places[lane.index()] = Some((function, line));
    }

    /// Says in a slice that has ended where its lane stands.
    #[inline]
    pub(in crate::sim) fn note_place(&mut self, ended: Option<SliceKey>) {
        if let (Some(slice), false) = (ended, self.whereabouts.places.is_empty()) {
            self.note_known_place(slice);
        }
    }

    fn note_known_place(&mut self, slice: SliceKey) {
        let place = self.whereabouts.places.get(slice.track().index());
        if let Some(Some((function, line))) = place.copied() {
            self.log.arg(slice, arg::FUNCTION, Value::Name(function));
            self.log.arg(slice, arg::LINE, Value::Int(i64::from(line)));
        }
    }

    /// A thread begins to wait: who has what it waits for is remembered.
    pub(super) fn note_holder(&mut self, thread: ThreadId, waits: WaitsFor) {
        if !self.settings.holders {
            return;
        }
        let holder = match waits {
            WaitsFor::Object(id) => self.sync.objects.holders(id).first().copied(),
            WaitsFor::Gil => {
                let process = self.facts[thread].process;
                self.processes[process]
                    .gil
                    .as_ref()
                    .and_then(|gil| gil.holder)
            }
            _ => None,
        };
        let name = holder.map(|holder| self.threads[holder].name);
        let holders = &mut self.whereabouts.holders;
        if holders.len() <= thread.index() {
            holders.resize(thread.index() + 1, None);
        }
        holders[thread.index()] = name;
    }

    /// Says in a slice of waiting that has ended who had what was waited for.
    pub(super) fn note_held(&mut self, thread: ThreadId, slice: SliceKey) {
        let holder = self.whereabouts.holders.get(thread.index());
        if let Some(Some(name)) = holder.copied() {
            self.log.arg(slice, arg::HELD_BY, Value::Name(name));
        }
    }
}
