//! What a thread can be told to do.

use super::names::{Label, Name};
use crate::base::Dur;

/// A register of a thread.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reg(pub(in crate::sim) u8);

impl Reg {
    /// How many a thread has.
    pub const COUNT: usize = 8;
    const NAMES: [&'static str; Reg::COUNT] = ["ax", "bx", "cx", "dx", "ex", "fx", "gx", "hx"];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Reg> {
        (0..Reg::COUNT as u8).map(Reg)
    }

    /// `ax`, `bx` …
    pub fn name(self) -> &'static str {
        Reg::NAMES[usize::from(self.0)]
    }

    /// The register of a name.
    pub fn from_name(name: &str) -> Option<Reg> {
        Reg::all().find(|reg| reg.name() == name)
    }

    /// The n-th register, counted from zero.
    pub fn nth(n: usize) -> Option<Reg> {
        Reg::all().nth(n)
    }

    /// Its place among the registers of a thread.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A number, or what a register holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operand {
    /// The number itself.
    Number(i64),
    /// What the register holds.
    Reg(Reg),
}

/// Where a place of memory begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Base {
    /// A named cell, or the first of several of one name.
    Cell(Name),
    /// An address.
    Address(i64),
}

/// How far from its base a place is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Index {
    /// At it.
    None,
    /// So many cells behind it.
    Offset(i64),
    /// What the register holds, times the scale.
    Scaled(Reg, i64),
}

/// A place of shared memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Place {
    /// Where it begins.
    pub base: Base,
    /// How far from there.
    pub index: Index,
}

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// That of the scenario.
    Plain,
    /// Microseconds.
    Micros,
    /// Milliseconds.
    Millis,
    /// Seconds.
    Secs,
}

impl Unit {
    pub(super) const ALL: [(Unit, &'static str); 4] = [
        // Longer endings first: `ms` ends in `s`, too.
        (Unit::Micros, "us"),
        (Unit::Millis, "ms"),
        (Unit::Secs, "s"),
        (Unit::Plain, ""),
    ];
}

/// A length of time as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// How many.
    pub n: u64,
    /// Of what.
    pub unit: Unit,
}

impl Span {
    /// The length, where a plain number counts in `plain`.
    pub fn dur(self, plain: Dur) -> Dur {
        match self.unit {
            Unit::Plain => plain * self.n,
            Unit::Micros => Dur::micros(self.n),
            Unit::Millis => Dur::millis(self.n),
            Unit::Secs => Dur::secs(self.n),
        }
    }
}

/// When a jump is taken, after the last comparison.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cond {
    /// Always.
    Always,
    /// The two were so.
    If(Relation),
}

/// How two numbers compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Relation {
    /// Equal.
    Equal,
    /// Not equal.
    Unequal,
    /// The first is greater.
    Greater,
    /// The first is not less.
    AtLeast,
    /// The first is less.
    Less,
    /// The first is not greater.
    AtMost,
}

impl Relation {
    pub(super) const ALL: [(Relation, &'static str); 6] = [
        (Relation::Equal, "=="),
        (Relation::Unequal, "!="),
        (Relation::Greater, ">"),
        (Relation::AtLeast, ">="),
        (Relation::Less, "<"),
        (Relation::AtMost, "<="),
    ];

    /// Whether it holds for two numbers that compare so.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Relation::Equal => order.is_eq(),
            Relation::Unequal => order.is_ne(),
            Relation::Greater => order.is_gt(),
            Relation::AtLeast => order.is_ge(),
            Relation::Less => order.is_lt(),
            Relation::AtMost => order.is_le(),
        }
    }
}

/// What is asked of a synchronisation object.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Ask {
    /// Mutex: takes it.
    Lock,
    /// Mutex: takes it if it is free; 1 in the register if so, else 0.
    TryLock(Reg),
    /// Mutex: gives it back.
    Unlock,
    /// Semaphore: takes a permit.
    Acquire,
    /// Semaphore: takes a permit if there is one; 1 in the register if so, else 0.
    TryAcquire(Reg),
    /// Semaphore: gives a permit back.
    Release,
    /// Condition: waits for a notice; its mutex may be named.
    Wait(Option<Name>),
    /// Condition: wakes one.
    Notify,
    /// Condition: wakes all.
    NotifyAll,
    /// Event: sets it.
    Set,
    /// Event: unsets it.
    Clear,
    /// Event: waits until it is set.
    Await,
    /// Barrier: waits for all parties.
    Arrive,
    /// Read-write lock: takes it to read.
    ReadLock,
    /// Read-write lock: gives reading back.
    ReadUnlock,
    /// Read-write lock: takes it to write.
    WriteLock,
    /// Read-write lock: gives writing back.
    WriteUnlock,
    /// Queue: puts an item in.
    Put(Operand),
    /// Queue: takes the oldest item.
    Get(Reg),
    /// Pipe: sends a message of so many bytes.
    Send(Operand, Operand),
    /// Pipe: takes the oldest message; -1 once the sending end is closed and
    /// nothing is left.
    Receive(Reg),
    /// Pipe: closes the end that sends.
    Close,
}

/// What a thread asks of the machine and not of its program's memory and
/// objects: processes, pools, timers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Hosted {
    /// Starts a process that is a copy of this one, with one thread that runs
    /// that program and begins with this thread's registers.
    Fork(Name),
    /// Starts a process that begins anew, with one thread that runs that program.
    Start(Name),
    /// Sends a process SIGTERM: one of the scenario, or else the oldest that
    /// this thread has started with that program and that lives.
    Terminate(Name),
    /// The same with SIGKILL.
    Kill(Name),
    /// From now on its process handles SIGTERM.
    Handle,
    /// 1 in the register if its process has been sent a SIGTERM that it has not
    /// taken notice of, else 0.
    TakeSignal(Reg),
    /// It becomes a daemon.
    Daemon,
    /// Gives a pool a task: that program, with this thread's registers.
    Submit(Name, Name),
    /// Waits for the oldest result of that program that it has not fetched: the
    /// register becomes what the task had in its first register at its end.
    Result(Reg, Name),
    /// The pool takes no more tasks.
    Shutdown(Name),
    /// Starts a timer that goes off once a period; none stops it.
    Timer(Span),
    /// Waits until the timer goes off, unless it has since the last time.
    Tick,
}

/// One indivisible instruction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Instr {
    /// Uses the CPU for that long.
    Cpu(Span),
    /// Sends a request to a device and waits for the answer.
    Io(Name, Span),
    /// Sends a request over a network and waits for the answer, which has so
    /// many bytes.
    Request(Name, Span, Operand),
    /// Sleeps.
    Sleep(Span),
    /// Lets others go first.
    Yield,
    /// Nothing.
    Nop,
    /// Ends the thread.
    Halt,
    /// Marks this moment.
    Mark(Name),
    /// The register becomes what is at the place.
    Load(Reg, Place),
    /// The place becomes the value.
    Store(Operand, Place),
    /// The register becomes the value.
    Move(Reg, Operand),
    /// Adds to the register.
    Add(Reg, Operand),
    /// Subtracts from the register.
    Sub(Reg, Operand),
    /// Changes the register's sign.
    Neg(Reg),
    /// Compares, for the jumps that follow.
    Compare(Reg, Operand),
    /// Goes on elsewhere.
    Jump(Cond, Label),
    /// Register and place exchange what they hold.
    Exchange(Reg, Place),
    /// Adds the register to the place; the register becomes what was there.
    FetchAdd(Reg, Place),
    /// The place becomes 1; the register becomes what was there.
    TestAndSet(Reg, Place),
    /// If the place holds what the register holds, it becomes the value. The
    /// register becomes what was there, and the two are compared for the jumps.
    CompareAndSwap(Reg, Place, Operand),
    /// Asks a synchronisation object.
    Object(Name, Ask),
    /// Starts a thread with that program.
    Spawn(Name),
    /// Waits for the end of the oldest thread that it started with that
    /// program and has not waited for; goes on if there is none.
    Join(Name),
    /// What only the machine can do, since it takes time or processes.
    Hosted(Hosted),
    /// Stops the thread unless this holds.
    Assert(Operand, Relation, Operand),
}

impl Instr {
    /// The place of memory that it touches.
    pub(super) fn place(self) -> Option<Place> {
        match self {
            Instr::Load(_, place)
            | Instr::Store(_, place)
            | Instr::Exchange(_, place)
            | Instr::FetchAdd(_, place)
            | Instr::TestAndSet(_, place)
            | Instr::CompareAndSwap(_, place, _) => Some(place),
            _ => None,
        }
    }
}
