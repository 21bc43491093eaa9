//! Steps of a system without time.

use super::image::{Code, Image, Slot};
use super::instr::{Ask, Base, Cond, Index, Instr, Operand, Place, Reg};
use super::memory::Key;
use super::names::Name;
use super::state::{Access, Fault, Phase, State, ThreadState, Touch};
use super::{MOST_THREADS, Relation};
use crate::sim::machine::ThreadId;
use crate::sim::sync::{Answer, Call, ObjectId, Reply, Then, Woken};

/// A thread as the objects know it.
fn id(thread: usize) -> ThreadId {
    ThreadId(thread as u32)
}

impl Image {
    fn code(&self, thread: &ThreadState) -> &Code {
        &self.codes[usize::from(thread.program)]
    }

    /// The next instruction of a thread, unless it has ended.
    #[inline]
    pub fn next(&self, state: &State, thread: usize) -> Option<Instr> {
        let record = state.threads.get(thread)?;
        let instrs = &self.code(record).program.instrs;
        instrs.get(record.pc as usize).copied()
    }

    /// The cell that a place in a thread's code is now.
    pub(super) fn cell_of(&self, state: &State, thread: usize, place: Place) -> Option<Key> {
        let record = state.threads.get(thread)?;
        cell(record, self.code(record), place).ok()
    }

    /// Whether a thread can take a step now.
    #[inline]
    pub fn enabled(&self, state: &State, thread: usize) -> bool {
        let Some(record) = state.threads.get(thread) else {
            return false;
        };
        match record.phase {
            Phase::Waits(..) | Phase::Ended | Phase::Failed(_) => false,
            Phase::Again(object, call) => !state.objects.would_wait(id(thread), object, call),
            Phase::Ready => match self.next(state, thread) {
                Some(Instr::Object(name, ask)) => {
                    let (object, _) = self.code(record).object(name, ask);
                    match asks_first(ask, record) {
                        Some(call) => !state.objects.would_wait(id(thread), object, call),
                        None => true,
                    }
                }
                Some(Instr::Join(name)) => match self.child(record, name) {
                    Some((_, child)) => state.threads[child as usize].is_over(),
                    None => true,
                },
                Some(_) => true,
                None => false,
            },
        }
    }

    /// What the next step of a thread touches; if it waits, what others must
    /// touch before it can go on.
    #[inline]
    pub fn access(&self, state: &State, thread: usize) -> Access {
        let Some(record) = state.threads.get(thread) else {
            return Access::NOTHING;
        };
        match record.phase {
            Phase::Ended | Phase::Failed(_) => return Access::NOTHING,
            Phase::Waits(object, mutex) => return Access::objects(object, mutex),
            Phase::Again(object, _) => return Access::objects(object, None),
            Phase::Ready => {}
        }
        let code = self.code(record);
        match self.next(state, thread) {
            Some(Instr::Load(_, place)) => cell_access(record, code, place, false),
            Some(
                Instr::Store(_, place)
                | Instr::Exchange(_, place)
                | Instr::FetchAdd(_, place)
                | Instr::TestAndSet(_, place)
                | Instr::CompareAndSwap(_, place, _),
            ) => cell_access(record, code, place, true),
            Some(Instr::Object(name, ask)) => {
                let (object, mutex) = code.object(name, ask);
                Access::objects(object, mutex)
            }
            Some(Instr::Spawn(_)) => Access {
                touches: [Touch::Threads, Touch::Nothing],
                writes: true,
                end_of: None,
            },
            Some(Instr::Join(name)) => Access {
                end_of: self.child(record, name).map(|(_, child)| child),
                ..Access::NOTHING
            },
            _ => Access::NOTHING,
        }
    }

    /// Whether anything that a thread may do from now on could not be
    /// exchanged with such a step. Goes by the code, so it may be true in vain.
    pub fn may_conflict(&self, state: &State, thread: usize, access: &Access) -> bool {
        let Some(record) = state.threads.get(thread) else {
            return false;
        };
        if record.is_over() {
            return false;
        }
        if access.end_of == Some(thread as u32) {
            return true;
        }
        let future = &self.code(record).futures[record.pc as usize];
        let own = match record.phase {
            Phase::Again(..) => self.access(state, thread),
            _ => Access::NOTHING,
        };
        !own.is_independent(access)
            || access.touches.iter().any(|touch| {
                let bit = self.bit(*touch);
                bit.is_some_and(|bit| future.conflicts(bit, access.writes))
            })
    }

    /// The call that a thread makes next, or makes again.
    pub(in crate::sim) fn pending_call(
        &self,
        state: &State,
        thread: usize,
    ) -> Option<(ObjectId, Call)> {
        let record = state.threads.get(thread)?;
        match (record.phase, self.next(state, thread)?) {
            (Phase::Again(object, call), _) => Some((object, call)),
            (Phase::Ready, Instr::Object(name, ask)) => {
                let (object, _) = self.code(record).object(name, ask);
                Some((object, call_of(ask, record)))
            }
            _ => None,
        }
    }

    /// Whether the next step of a thread gives the CPU up by its own wish.
    #[inline]
    pub fn is_voluntary(&self, state: &State, thread: usize) -> bool {
        matches!(
            self.next(state, thread),
            Some(Instr::Yield | Instr::Sleep(_) | Instr::Io(..) | Instr::Request(..))
        )
    }

    /// Makes a step of a thread that is enabled; does nothing if it is not.
    #[inline]
    pub fn step(&self, state: &mut State, thread: usize) {
        if !self.enabled(state, thread) {
            return;
        }
        self.step_enabled(state, thread);
    }

    /// The same for a caller that has asked [`Image::enabled`] already.
    #[inline]
    pub fn step_enabled(&self, state: &mut State, thread: usize) {
        if let Phase::Again(object, call) = state.threads[thread].phase {
            state.threads[thread].phase = Phase::Ready;
            self.call(state, thread, (object, None), call);
            return;
        }
        let Some(instr) = self.next(state, thread) else {
            return;
        };
        match instr {
            Instr::Object(name, ask) => {
                let record = &state.threads[thread];
                let target = self.code(record).object(name, ask);
                self.call(state, thread, target, call_of(ask, record));
            }
            Instr::Spawn(name) => self.spawn(state, thread, name),
            Instr::Join(name) => self.joined(state, thread, name),
            instr => {
                let record = &mut state.threads[thread];
                let code = &self.codes[usize::from(record.program)];
                match plain(record, &mut state.memory, code, instr) {
                    Ok(pc) => self.go_to(record, pc),
                    Err(fault) => record.phase = Phase::Failed(fault),
                }
            }
        }
    }

    #[inline]
    fn go_to(&self, record: &mut ThreadState, pc: u32) {
        let end = self.codes[usize::from(record.program)].program.instrs.len() as u32;
        record.pc = pc.min(end);
        if record.pc == end {
            record.phase = Phase::Ended;
        }
    }

    /// The oldest child with that program, and its place among the children.
    fn child(&self, record: &ThreadState, name: Name) -> Option<(usize, u32)> {
        let Slot::Program(program) = self.code(record).slot(name) else {
            return None;
        };
        let place = record
            .children
            .iter()
            .position(|child| child.0 == program)?;
        Some((place, record.children[place].1))
    }

    fn joined(&self, state: &mut State, thread: usize, name: Name) {
        let record = &mut state.threads[thread];
        if let Some((place, _)) = self.child(record, name) {
            record.children.remove(place);
        }
        let pc = record.pc + 1;
        self.go_to(record, pc);
    }

    fn spawn(&self, state: &mut State, thread: usize, name: Name) {
        let child = state.threads.len();
        let record = &mut state.threads[thread];
        let Slot::Program(program) = self.code(record).slot(name) else {
            return;
        };
        if child >= MOST_THREADS {
            record.phase = Phase::Failed(Fault::TooManyThreads);
            return;
        }
        record.children.push((program, child as u32));
        let pc = record.pc + 1;
        self.go_to(record, pc);
        let is_empty = self.codes[usize::from(program)].program.instrs.is_empty();
        state.threads.push(ThreadState::new(program, is_empty));
    }

    fn call(
        &self,
        state: &mut State,
        thread: usize,
        (object, mutex): (ObjectId, Option<ObjectId>),
        call: Call,
    ) {
        let mut woken = Vec::new();
        match state.objects.call(id(thread), object, call, &mut woken) {
            Ok(Answer::Done(reply)) => self.done(&mut state.threads[thread], reply),
            Ok(Answer::Waits) => state.threads[thread].phase = Phase::Waits(object, mutex),
            Err(misuse) => state.threads[thread].phase = Phase::Failed(Fault::Misuse(misuse)),
        }
        for Woken { thread, then } in woken {
            let Some(record) = state.threads.get_mut(thread.0 as usize) else {
                continue;
            };
            match then {
                Then::Done(reply) => {
                    record.phase = Phase::Ready;
                    self.done(record, reply);
                }
                Then::Call(object, call) => record.phase = Phase::Again(object, call),
                Then::WaitsFor(object) => record.phase = Phase::Waits(object, None),
            }
        }
    }

    /// A call of a thread is over: it goes on behind it.
    fn done(&self, record: &mut ThreadState, reply: Reply) {
        let instr = self.code(record).program.instrs.get(record.pc as usize);
        if let Some(Instr::Object(_, ask)) = instr {
            let (reg, value) = match (*ask, reply) {
                (Ask::Get(reg) | Ask::Receive(reg), Reply::Value(item)) => (Some(reg), item),
                (Ask::Receive(reg), _) => (Some(reg), -1),
                (Ask::TryLock(reg) | Ask::TryAcquire(reg), reply) => {
                    (Some(reg), i64::from(reply != Reply::Refused))
                }
                _ => (None, 0),
            };
            if let Some(reg) = reg {
                record.registers[reg.index()] = value;
            }
        }
        let pc = record.pc + 1;
        self.go_to(record, pc);
    }
}

fn cell_access(record: &ThreadState, code: &Code, place: Place, writes: bool) -> Access {
    match cell(record, code, place) {
        Ok(key) => Access::cell(key, writes),
        Err(_) => Access::NOTHING,
    }
}

/// The call that must not be made while it would wait; none if waiting is a
/// step of its own.
fn asks_first(ask: Ask, record: &ThreadState) -> Option<Call> {
    match ask {
        Ask::Wait(_) | Ask::Arrive | Ask::ReadLock | Ask::WriteLock => None,
        ask => Some(call_of(ask, record)),
    }
}

pub(super) fn call_of(ask: Ask, record: &ThreadState) -> Call {
    match ask {
        Ask::Lock => Call::Lock,
        Ask::TryLock(_) => Call::TryLock,
        Ask::Unlock => Call::Unlock,
        Ask::Acquire => Call::Acquire,
        Ask::TryAcquire(_) => Call::TryAcquire,
        Ask::Release => Call::Release(1),
        Ask::Wait(_) => Call::Wait,
        Ask::Notify => Call::Notify(1),
        Ask::NotifyAll => Call::NotifyAll,
        Ask::Set => Call::Set,
        Ask::Clear => Call::Clear,
        Ask::Await => Call::AwaitSet,
        Ask::Arrive => Call::Arrive,
        Ask::ReadLock => Call::Read,
        Ask::ReadUnlock => Call::EndRead,
        Ask::WriteLock => Call::Write,
        Ask::WriteUnlock => Call::EndWrite,
        Ask::Put(value) => Call::Put(value_of(record, value)),
        Ask::Get(_) => Call::Get,
        Ask::Send(value, bytes) => {
            let bytes = value_of(record, bytes).clamp(0, u32::MAX.into());
            Call::Send(value_of(record, value), bytes as u32)
        }
        Ask::Receive(_) => Call::Receive,
        Ask::Close => Call::CloseWriting,
    }
}

#[inline]
pub(super) fn value_of(record: &ThreadState, operand: Operand) -> i64 {
    match operand {
        Operand::Number(n) => n,
        Operand::Reg(reg) => record.registers[reg.index()],
    }
}

/// The cell that a place is now.
#[inline]
pub(super) fn cell(record: &ThreadState, code: &Code, place: Place) -> Result<Key, Fault> {
    let distance = match place.index {
        Index::None => 0,
        Index::Offset(n) => n,
        Index::Scaled(reg, scale) => record.registers[reg.index()].wrapping_mul(scale),
    };
    match place.base {
        Base::Address(address) => Ok(Key::Address(address.wrapping_add(distance))),
        Base::Cell(name) => match code.slot(name) {
            Slot::Cells(first, len) if (0..i64::from(len)).contains(&distance) => {
                Ok(Key::Cell(first + distance as u32))
            }
            _ => Err(Fault::NoCell(distance)),
        },
    }
}

/// Performs an instruction that needs nobody else; gives the next one's place.
#[inline]
pub(super) fn plain(
    record: &mut ThreadState,
    memory: &mut super::Memory,
    code: &Code,
    instr: Instr,
) -> Result<u32, Fault> {
    fn reg(record: &mut ThreadState, reg: Reg) -> &mut i64 {
        &mut record.registers[reg.index()]
    }
    match instr {
        Instr::Load(r, place) => *reg(record, r) = memory.get(cell(record, code, place)?),
        Instr::Store(value, place) => {
            memory.set(cell(record, code, place)?, value_of(record, value));
        }
        Instr::Move(r, value) => *reg(record, r) = value_of(record, value),
        Instr::Add(r, value) => {
            let value = value_of(record, value);
            *reg(record, r) = reg(record, r).wrapping_add(value);
        }
        Instr::Sub(r, value) => {
            let value = value_of(record, value);
            *reg(record, r) = reg(record, r).wrapping_sub(value);
        }
        Instr::Neg(r) => *reg(record, r) = reg(record, r).wrapping_neg(),
        Instr::Compare(r, value) => {
            let value = value_of(record, value);
            record.compared = (*reg(record, r)).cmp(&value);
        }
        Instr::Jump(cond, label) => {
            let jumps = match cond {
                Cond::Always => true,
                Cond::If(relation) => relation.holds(record.compared),
            };
            if jumps {
                return Ok(code.target(label));
            }
        }
        Instr::Exchange(r, place) => {
            let key = cell(record, code, place)?;
            let value = *reg(record, r);
            *reg(record, r) = memory.set(key, value);
        }
        Instr::FetchAdd(r, place) => {
            let key = cell(record, code, place)?;
            let before = memory.get(key);
            memory.set(key, before.wrapping_add(*reg(record, r)));
            *reg(record, r) = before;
        }
        Instr::TestAndSet(r, place) => {
            let key = cell(record, code, place)?;
            *reg(record, r) = memory.set(key, 1);
        }
        Instr::CompareAndSwap(r, place, new) => {
            let key = cell(record, code, place)?;
            let before = memory.get(key);
            let expected = *reg(record, r);
            if before == expected {
                memory.set(key, value_of(record, new));
            }
            *reg(record, r) = before;
            record.compared = before.cmp(&expected);
        }
        Instr::Assert(a, relation, b) => check(record, a, relation, b)?,
        Instr::Halt => return Ok(u32::MAX),
        _ => {}
    }
    Ok(record.pc + 1)
}

fn check(record: &ThreadState, a: Operand, relation: Relation, b: Operand) -> Result<(), Fault> {
    let (a, b) = (value_of(record, a), value_of(record, b));
    if relation.holds(a.cmp(&b)) {
        Ok(())
    } else {
        Err(Fault::Assertion(a, b))
    }
}
