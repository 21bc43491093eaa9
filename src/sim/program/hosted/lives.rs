//! Threads, processes and timers of programs on a machine.

use super::super::image::Slot;
use super::super::instr::{Hosted, Reg};
use super::super::names::Name;
use super::{At, Child, HostedBody};
use crate::base::Dur;
use crate::sim::body::{Cx, Step, Wait};
use crate::sim::process::Signal;
use crate::trace::State as Shown;

impl HostedBody {
    pub(super) fn spawn(&mut self, name: Name, cx: &mut Cx<'_>) -> Step {
        let Slot::Program(program) = self.slot(name) else {
            return Step::Exit;
        };
        if self.shared.is_full(1, false) {
            return self.too_many(cx);
        }
        self.shared.one_more(program);
        let child = HostedBody::fresh(&self.shared, program, [0; Reg::COUNT]);
        let called = self.shared.next_name(program);
        let thread = cx.spawn(cx.my_process(), &called, Box::new(child));
        self.children.push((program, Child::Thread(thread)));
        self.then(Step::Compute(Dur::ZERO))
    }

    pub(super) fn join(&mut self, name: Name) -> Step {
        let Slot::Program(program) = self.slot(name) else {
            return Step::Exit;
        };
        let is_it = |(of, child): &(u16, Child)| *of == program && !matches!(child, Child::Task(_));
        let Some(place) = self.children.iter().position(is_it) else {
            return self.then(Step::Compute(Dur::ZERO));
        };
        match self.children.remove(place).1 {
            Child::Thread(thread) => self.then(Step::Block(Wait::Join(thread))),
            Child::Process(process) => self.then(Step::Block(Wait::JoinProcess(process))),
            Child::Task(_) => self.then(Step::Compute(Dur::ZERO)),
        }
    }

    pub(super) fn hosted(&mut self, hosted: Hosted, cx: &mut Cx<'_>) -> Step {
        match hosted {
            Hosted::Fork(name) => return self.start(name, true, cx),
            Hosted::Start(name) => return self.start(name, false, cx),
            Hosted::Terminate(name) => self.signal(name, Signal::Terminate, cx),
            Hosted::Kill(name) => self.signal(name, Signal::Kill, cx),
            Hosted::Handle => cx.handle_terminate(true),
            Hosted::TakeSignal(reg) => {
                self.record.registers[reg.index()] = i64::from(cx.take_signal());
            }
            Hosted::Daemon => cx.become_daemon(),
            Hosted::Submit(pool, name) => return self.submit(pool, name, cx),
            Hosted::Result(reg, name) => return self.fetch(reg, name),
            Hosted::Shutdown(pool) => self.shut_down(pool, cx),
            Hosted::Timer(span) => self.set_timer(span.dur(self.shared.parts.timing.unit), cx),
            Hosted::Tick => {
                if let Some(step) = self.tick(cx) {
                    return step;
                }
            }
        }
        self.then(Step::Compute(Dur::ZERO))
    }

    fn start(&mut self, name: Name, forks: bool, cx: &mut Cx<'_>) -> Step {
        let Slot::Program(program) = self.slot(name) else {
            return Step::Exit;
        };
        if self.shared.is_full(1, true) {
            return self.too_many(cx);
        }
        let registers = if forks {
            self.record.registers
        } else {
            [0; Reg::COUNT]
        };
        self.shared.one_more(program);
        let child = Box::new(HostedBody::fresh(&self.shared, program, registers));
        let called = self.shared.next_name(program);
        let (process, _) = if forks {
            cx.fork(&called, child)
        } else {
            cx.spawn_process(&called, child)
        };
        self.children.push((program, Child::Process(process)));
        self.then(Step::Compute(Dur::ZERO))
    }

    fn signal(&mut self, name: Name, signal: Signal, cx: &mut Cx<'_>) {
        let name = self.name(name);
        let declared = self.shared.parts.processes.iter();
        let declared = declared.clone().find(|(known, _)| known == name);
        let process = declared.map(|(_, process)| *process).or_else(|| {
            let names = &self.shared.image.program_names;
            self.children
                .iter()
                .find_map(|(program, child)| match child {
                    Child::Process(process) if names[usize::from(*program)] == name => {
                        cx.exit_code(*process).is_none().then_some(*process)
                    }
                    _ => None,
                })
        });
        if let Some(process) = process {
            cx.signal(process, signal);
        }
    }

    fn set_timer(&mut self, period: Dur, cx: &mut Cx<'_>) {
        if let Some((_, timer)) = self.timer.take() {
            cx.stop_timer(timer);
        }
        if !period.is_zero() {
            let port = cx.port();
            self.timer = Some((port, cx.start_periodic(period, port, 0)));
        }
    }

    /// Waits for the timer; none if it has gone off, or is not there.
    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<Step> {
        let (port, _) = self.timer?;
        let mut rang = false;
        while cx.take_notice(port).is_some() {
            rang = true;
        }
        if rang {
            return None;
        }
        // It comes here again when it is told.
        self.at = At::Paid;
        let name = cx.name("timer");
        Some(Step::Block(Wait::Notice {
            port,
            deadline: None,
            shown: (Shown::Sleeping, name),
        }))
    }
}
