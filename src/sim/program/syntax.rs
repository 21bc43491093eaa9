//! How instructions are written: the one table that reading and writing share.

use super::instr::{
    Ask, Base, Cond, Hosted, Index, Instr, Operand, Place, Reg, Relation, Span, Unit,
};
use super::names::{Kind, Label, Name, Program};

/// What stands behind an instruction's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Reg(Reg),
    Value(Operand),
    Place(Place),
    Label(Label),
    Name(Name),
    Span(Span),
    Relation(Relation),
}

/// The instruction of a name and its parts; none if they do not fit.
pub(super) fn build(name: &str, parts: &[Part]) -> Option<Instr> {
    use Part::{Label, Name, Place, Reg, Relation, Span, Value};
    Some(match (name, parts) {
        ("cpu", [Span(d)]) => Instr::Cpu(*d),
        ("io", [Name(n), Span(d)]) => Instr::Io(*n, *d),
        ("request", [Name(n), Span(d), Value(v)]) => Instr::Request(*n, *d, *v),
        ("sleep", [Span(d)]) => Instr::Sleep(*d),
        ("yield", []) => Instr::Yield,
        ("nop", []) => Instr::Nop,
        ("halt", []) => Instr::Halt,
        ("mark", [Name(n)]) => Instr::Mark(*n),
        ("load", [Reg(r), Place(p)]) => Instr::Load(*r, *p),
        ("store", [Value(v), Place(p)]) => Instr::Store(*v, *p),
        ("move", [Reg(r), Value(v)]) => Instr::Move(*r, *v),
        ("add", [Reg(r), Value(v)]) => Instr::Add(*r, *v),
        ("sub", [Reg(r), Value(v)]) => Instr::Sub(*r, *v),
        ("neg", [Reg(r)]) => Instr::Neg(*r),
        ("compare", [Reg(r), Value(v)]) => Instr::Compare(*r, *v),
        (name, [Label(l)]) => Instr::Jump(cond(name)?, *l),
        ("exchange", [Reg(r), Place(p)]) => Instr::Exchange(*r, *p),
        ("fetch-add", [Reg(r), Place(p)]) => Instr::FetchAdd(*r, *p),
        ("test-and-set", [Reg(r), Place(p)]) => Instr::TestAndSet(*r, *p),
        ("compare-and-swap", [Reg(r), Place(p), Value(v)]) => Instr::CompareAndSwap(*r, *p, *v),
        ("spawn", [Name(n)]) => Instr::Spawn(*n),
        ("join", [Name(n)]) => Instr::Join(*n),
        ("assert", [Value(a), Relation(r), Value(b)]) => Instr::Assert(*a, *r, *b),
        (name, parts) => match hosted(name, parts) {
            Some(hosted) => Instr::Hosted(hosted),
            None => {
                let (object, ask) = ask(name, parts)?;
                Instr::Object(object, ask)
            }
        },
    })
}

fn hosted(name: &str, parts: &[Part]) -> Option<Hosted> {
    use Part::{Name, Reg, Span};
    Some(match (name, parts) {
        ("fork", [Name(n)]) => Hosted::Fork(*n),
        ("start", [Name(n)]) => Hosted::Start(*n),
        ("terminate", [Name(n)]) => Hosted::Terminate(*n),
        ("kill", [Name(n)]) => Hosted::Kill(*n),
        ("handle-terminate", []) => Hosted::Handle,
        ("take-signal", [Reg(r)]) => Hosted::TakeSignal(*r),
        ("daemon", []) => Hosted::Daemon,
        ("submit", [Name(p), Name(n)]) => Hosted::Submit(*p, *n),
        ("result", [Reg(r), Name(n)]) => Hosted::Result(*r, *n),
        ("shutdown", [Name(p)]) => Hosted::Shutdown(*p),
        ("timer", [Span(d)]) => Hosted::Timer(*d),
        ("tick", []) => Hosted::Tick,
        _ => return None,
    })
}

fn hosted_parts(hosted: Hosted) -> (&'static str, Vec<Part>) {
    use Part::{Name, Reg, Span};
    match hosted {
        Hosted::Fork(n) => ("fork", vec![Name(n)]),
        Hosted::Start(n) => ("start", vec![Name(n)]),
        Hosted::Terminate(n) => ("terminate", vec![Name(n)]),
        Hosted::Kill(n) => ("kill", vec![Name(n)]),
        Hosted::Handle => ("handle-terminate", vec![]),
        Hosted::TakeSignal(r) => ("take-signal", vec![Reg(r)]),
        Hosted::Daemon => ("daemon", vec![]),
        Hosted::Submit(p, n) => ("submit", vec![Name(p), Name(n)]),
        Hosted::Result(r, n) => ("result", vec![Reg(r), Name(n)]),
        Hosted::Shutdown(p) => ("shutdown", vec![Name(p)]),
        Hosted::Timer(d) => ("timer", vec![Span(d)]),
        Hosted::Tick => ("tick", vec![]),
    }
}

fn ask(name: &str, parts: &[Part]) -> Option<(Name, Ask)> {
    use Part::{Name, Reg, Value};
    Some(match (name, parts) {
        ("lock", [Name(n)]) => (*n, Ask::Lock),
        ("try-lock", [Reg(r), Name(n)]) => (*n, Ask::TryLock(*r)),
        ("unlock", [Name(n)]) => (*n, Ask::Unlock),
        ("acquire", [Name(n)]) => (*n, Ask::Acquire),
        ("try-acquire", [Reg(r), Name(n)]) => (*n, Ask::TryAcquire(*r)),
        ("release", [Name(n)]) => (*n, Ask::Release),
        ("wait", [Name(n)]) => (*n, Ask::Wait(None)),
        ("wait", [Name(n), Name(m)]) => (*n, Ask::Wait(Some(*m))),
        ("notify", [Name(n)]) => (*n, Ask::Notify),
        ("notify-all", [Name(n)]) => (*n, Ask::NotifyAll),
        ("set", [Name(n)]) => (*n, Ask::Set),
        ("clear", [Name(n)]) => (*n, Ask::Clear),
        ("await", [Name(n)]) => (*n, Ask::Await),
        ("arrive", [Name(n)]) => (*n, Ask::Arrive),
        ("read-lock", [Name(n)]) => (*n, Ask::ReadLock),
        ("read-unlock", [Name(n)]) => (*n, Ask::ReadUnlock),
        ("write-lock", [Name(n)]) => (*n, Ask::WriteLock),
        ("write-unlock", [Name(n)]) => (*n, Ask::WriteUnlock),
        ("put", [Name(n), Value(v)]) => (*n, Ask::Put(*v)),
        ("get", [Reg(r), Name(n)]) => (*n, Ask::Get(*r)),
        ("send", [Name(n), Value(v), Value(bytes)]) => (*n, Ask::Send(*v, *bytes)),
        ("receive", [Reg(r), Name(n)]) => (*n, Ask::Receive(*r)),
        ("close", [Name(n)]) => (*n, Ask::Close),
        _ => return None,
    })
}

fn cond(name: &str) -> Option<Cond> {
    Some(match name {
        "jump" => Cond::Always,
        "je" => Cond::If(Relation::Equal),
        "jne" => Cond::If(Relation::Unequal),
        "jgt" => Cond::If(Relation::Greater),
        "jge" => Cond::If(Relation::AtLeast),
        "jlt" => Cond::If(Relation::Less),
        "jle" => Cond::If(Relation::AtMost),
        _ => return None,
    })
}

fn cond_name(cond: Cond) -> &'static str {
    match cond {
        Cond::Always => "jump",
        Cond::If(Relation::Equal) => "je",
        Cond::If(Relation::Unequal) => "jne",
        Cond::If(Relation::Greater) => "jgt",
        Cond::If(Relation::AtLeast) => "jge",
        Cond::If(Relation::Less) => "jlt",
        Cond::If(Relation::AtMost) => "jle",
    }
}

/// The name and the parts of an instruction: the reverse of [`build`].
pub(super) fn parts(instr: Instr) -> (&'static str, Vec<Part>) {
    use Part::{Label, Name, Place, Reg, Relation, Span, Value};
    match instr {
        Instr::Cpu(d) => ("cpu", vec![Span(d)]),
        Instr::Io(n, d) => ("io", vec![Name(n), Span(d)]),
        Instr::Request(n, d, v) => ("request", vec![Name(n), Span(d), Value(v)]),
        Instr::Sleep(d) => ("sleep", vec![Span(d)]),
        Instr::Yield => ("yield", vec![]),
        Instr::Nop => ("nop", vec![]),
        Instr::Halt => ("halt", vec![]),
        Instr::Mark(n) => ("mark", vec![Name(n)]),
        Instr::Load(r, p) => ("load", vec![Reg(r), Place(p)]),
        Instr::Store(v, p) => ("store", vec![Value(v), Place(p)]),
        Instr::Move(r, v) => ("move", vec![Reg(r), Value(v)]),
        Instr::Add(r, v) => ("add", vec![Reg(r), Value(v)]),
        Instr::Sub(r, v) => ("sub", vec![Reg(r), Value(v)]),
        Instr::Neg(r) => ("neg", vec![Reg(r)]),
        Instr::Compare(r, v) => ("compare", vec![Reg(r), Value(v)]),
        Instr::Jump(c, l) => (cond_name(c), vec![Label(l)]),
        Instr::Exchange(r, p) => ("exchange", vec![Reg(r), Place(p)]),
        Instr::FetchAdd(r, p) => ("fetch-add", vec![Reg(r), Place(p)]),
        Instr::TestAndSet(r, p) => ("test-and-set", vec![Reg(r), Place(p)]),
        Instr::CompareAndSwap(r, p, v) => ("compare-and-swap", vec![Reg(r), Place(p), Value(v)]),
        Instr::Object(n, ask) => ask_parts(n, ask),
        Instr::Spawn(n) => ("spawn", vec![Name(n)]),
        Instr::Join(n) => ("join", vec![Name(n)]),
        Instr::Hosted(hosted) => hosted_parts(hosted),
        Instr::Assert(a, r, b) => ("assert", vec![Value(a), Relation(r), Value(b)]),
    }
}

fn ask_parts(n: Name, ask: Ask) -> (&'static str, Vec<Part>) {
    use Part::{Name, Reg, Value};
    let name = match ask {
        Ask::Lock => "lock",
        Ask::TryLock(r) => return ("try-lock", vec![Reg(r), Name(n)]),
        Ask::Unlock => "unlock",
        Ask::Acquire => "acquire",
        Ask::TryAcquire(r) => return ("try-acquire", vec![Reg(r), Name(n)]),
        Ask::Release => "release",
        Ask::Wait(Some(m)) => return ("wait", vec![Name(n), Name(m)]),
        Ask::Wait(None) => "wait",
        Ask::Notify => "notify",
        Ask::NotifyAll => "notify-all",
        Ask::Set => "set",
        Ask::Clear => "clear",
        Ask::Await => "await",
        Ask::Arrive => "arrive",
        Ask::ReadLock => "read-lock",
        Ask::ReadUnlock => "read-unlock",
        Ask::WriteLock => "write-lock",
        Ask::WriteUnlock => "write-unlock",
        Ask::Put(v) => return ("put", vec![Name(n), Value(v)]),
        Ask::Get(r) => return ("get", vec![Reg(r), Name(n)]),
        Ask::Send(v, bytes) => return ("send", vec![Name(n), Value(v), Value(bytes)]),
        Ask::Receive(r) => return ("receive", vec![Reg(r), Name(n)]),
        Ask::Close => "close",
    };
    (name, vec![Name(n)])
}

impl Program {
    /// The program as text: one instruction a line, labels on lines of their
    /// own. [`super::parse()`] of it gives the same program.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for place in 0..=self.instrs.len() {
            for (label, _) in self.labels.iter().filter(|(_, at)| *at as usize == place) {
                text += label;
                text += ":\n";
            }
            if let Some(instr) = self.instrs.get(place) {
                text += &self.print_instr(*instr);
                text += "\n";
            }
        }
        text
    }

    /// One of its instructions as text.
    pub fn print_instr(&self, instr: Instr) -> String {
        let (name, parts) = parts(instr);
        let mut text = name.to_owned();
        for part in parts {
            text += " ";
            text += &self.print_part(part);
        }
        text
    }

    fn print_part(&self, part: Part) -> String {
        match part {
            Part::Reg(reg) | Part::Value(Operand::Reg(reg)) => reg.name().to_owned(),
            Part::Value(Operand::Number(n)) => n.to_string(),
            Part::Place(place) => self.print_place(place),
            Part::Label(label) => self
                .labels
                .get(usize::from(label.0))
                .map_or(String::new(), |(name, _)| name.clone()),
            Part::Name(name) => match self.names.get(usize::from(name.0)) {
                Some((Kind::Text, text)) => format!("\"{text}\""),
                _ => self.name(name).to_owned(),
            },
            Part::Span(span) => print_span(span),
            Part::Relation(relation) => Relation::ALL
                .iter()
                .find(|(r, _)| *r == relation)
                .map_or("", |(_, sign)| sign)
                .to_owned(),
        }
    }

    fn print_place(&self, place: Place) -> String {
        let base = match place.base {
            Base::Cell(name) => self.name(name).to_owned(),
            Base::Address(address) => address.to_string(),
        };
        match place.index {
            Index::None => base,
            Index::Offset(n) => format!("[{base} + {n}]"),
            Index::Scaled(reg, 1) => format!("[{base} + {}]", reg.name()),
            Index::Scaled(reg, scale) => format!("[{base} + {scale}*{}]", reg.name()),
        }
    }
}

fn print_span(span: Span) -> String {
    let unit = Unit::ALL.iter().find(|(unit, _)| *unit == span.unit);
    format!("{}{}", span.n, unit.map_or("", |(_, ending)| ending))
}
