//! What a switch saves and loads: the process control blocks of the two
//! threads, as arguments of the switching slice on the core's lane. `saves` and
//! `loads` name the threads; the others have the same word in front: the CPU
//! time so far, the priority, for the one that is saved why it left, and what
//! the bodies know of program counter and registers.

use super::*;

impl Kernel {
    /// The core has switched: says what was saved and loaded.
    pub(super) fn note_switch(&mut self, id: CoreId, loaded: ThreadId) {
        let core = &mut self.cores[id];
        let (lane, saved) = (core.lane, core.saves.take());
        let Some(slice) = self.log.end_open(lane, self.now) else {
            return;
        };
        if let Some(saved) = saved {
            self.note_block(slice, "saves", saved);
            let state = match self.threads[saved].life {
                Life::Ready(_) | Life::OnCore(_) => State::Ready.key(),
                Life::Ended => State::Terminated.key(),
                Life::Coming | Life::Blocked(_) => "blocked",
            };
            let state = Value::Name(self.log.name(state));
            self.log.arg(slice, "saves-state", state);
        }
        self.note_block(slice, "loads", loaded);
    }

    fn note_block(&mut self, slice: SliceKey, word: &str, thread: ThreadId) {
        let name = Value::Name(self.threads[thread].name);
        self.log.arg(slice, word, name);
        let ran = Value::Dur(self.facts[thread].ran);
        self.log.arg(slice, &format!("{word}-cpu"), ran);
        let priority = Value::Int(self.attributes[thread].priority.into());
        self.log.arg(slice, &format!("{word}-priority"), priority);
        let context = self.bodies.get(thread).and_then(|body| body.context());
        let Some(context) = context else { return };
        let counter = i64::try_from(context.program_counter).unwrap_or(i64::MAX);
        self.log
            .arg(slice, &format!("{word}-pc"), Value::Int(counter));
        for (register, value) in context.registers {
            let key = format!("{word}-{register}");
            self.log.arg(slice, &key, Value::Int(value));
        }
    }
}
