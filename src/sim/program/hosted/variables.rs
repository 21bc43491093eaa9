//! Memory of programs on a machine: variables of processes.

use super::super::instr::{Instr, Operand, Place};
use super::super::memory::Key;
use super::super::state::Fault;
use super::super::step::{cell, value_of};
use super::HostedBody;
use crate::base::Dur;
use crate::sim::body::{Cx, Step};
use crate::sim::sync::{Call, Reply};

impl HostedBody {
    /// An access to a variable.
    pub(super) fn access(&mut self, instr: Instr, place: Place, cx: &mut Cx<'_>) -> Step {
        let code = &self.shared.image.codes[usize::from(self.record.program)];
        let key = match cell(&self.record, code, place) {
            Ok(Key::Cell(n)) => n,
            Ok(Key::Address(address)) => return self.fail(Fault::NoCell(address), cx),
            Err(fault) => return self.fail(fault, cx),
        };
        let object = self.shared.parts.cells[key as usize];
        let value = |operand: Operand| value_of(&self.record, operand);
        let call = match instr {
            Instr::Store(v, _) => Call::Store(value(v)),
            Instr::Exchange(r, _) => Call::Exchange(value(Operand::Reg(r))),
            Instr::FetchAdd(r, _) => Call::FetchAdd(value(Operand::Reg(r))),
            Instr::TestAndSet(..) => Call::Exchange(1),
            Instr::CompareAndSwap(r, _, new) => Call::CompareAndSwap {
                expected: value(Operand::Reg(r)),
                new: value(new),
            },
            _ => Call::Load,
        };
        let reply = match cx.call(object, call) {
            Ok(reply) => reply,
            Err(misuse) => {
                cx.misused(object, misuse);
                return Step::Exit;
            }
        };
        let before = match reply {
            Some(Reply::Value(value)) => value,
            _ => 0,
        };
        let cell = self.shared.image.cell_name(Key::Cell(key));
        let verb = super::super::syntax::parts(instr).0;
        let text = match cx.call(object, Call::Load) {
            Ok(Some(Reply::Value(after))) if call != Call::Load => {
                format!("{verb} {cell} ← {after}")
            }
            _ => format!("{verb} {cell} → {before}"),
        };
        let name = cx.name(&text);
        cx.mark(cx.lane(), name);
        self.took(instr, before);
        self.then(Step::Compute(Dur::ZERO))
    }

    /// What a register becomes by an access that found that value.
    fn took(&mut self, instr: Instr, before: i64) {
        if let Instr::Load(r, _)
        | Instr::Exchange(r, _)
        | Instr::FetchAdd(r, _)
        | Instr::TestAndSet(r, _)
        | Instr::CompareAndSwap(r, ..) = instr
        {
            if let Instr::CompareAndSwap(..) = instr {
                self.record.compared = before.cmp(&self.record.registers[r.index()]);
            }
            self.record.registers[r.index()] = before;
        }
    }
}
