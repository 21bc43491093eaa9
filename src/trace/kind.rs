//! What tracks, slices and flows can be.

/// What a track is doing during a slice. The terms are those of operating-system
/// textbooks (new, ready, running, blocked, terminated), with what is waited for
/// told apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum State {
    /// Uses a CPU.
    Running,
    /// Could run, waits for a core.
    Ready,
    /// Waits for a device: the call has not returned.
    BlockedIo,
    /// Waits for a lock, semaphore, condition, event or barrier.
    BlockedLock,
    /// Waits for the global interpreter lock.
    BlockedGil,
    /// Waits for a queue or pipe to have an item or room for one.
    BlockedQueue,
    /// Waits for a thread or process to end.
    BlockedJoin,
    /// Waits for time to pass, by its own wish.
    Sleeping,
    /// A suspended coroutine: the event loop has control.
    Awaiting,
    /// A core saves one context and loads another.
    Switching,
    /// A device works.
    Serving,
    /// A lock or another shared object: somebody has it, or there is something
    /// in it. The slice's name says who, or what.
    Held,
    /// Ended.
    Terminated,
    /// A named stretch of which no scheduling state is known, as in other tools' files.
    Span,
}

impl State {
    /// All of them, in the order of their numbers.
    pub const ALL: [State; 14] = [
        State::Running,
        State::Ready,
        State::BlockedIo,
        State::BlockedLock,
        State::BlockedGil,
        State::BlockedQueue,
        State::BlockedJoin,
        State::Sleeping,
        State::Awaiting,
        State::Switching,
        State::Serving,
        State::Held,
        State::Terminated,
        State::Span,
    ];

    /// The name used in dumps and files; stable.
    pub fn key(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Ready => "ready",
            State::BlockedIo => "blocked-io",
            State::BlockedLock => "blocked-lock",
            State::BlockedGil => "blocked-gil",
            State::BlockedQueue => "blocked-queue",
            State::BlockedJoin => "blocked-join",
            State::Sleeping => "sleeping",
            State::Awaiting => "awaiting",
            State::Switching => "switching",
            State::Serving => "serving",
            State::Held => "held",
            State::Terminated => "terminated",
            State::Span => "span",
        }
    }

    /// The state of a [`State::key`].
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether the lane waits for something other than a core.
    pub fn is_blocked(self) -> bool {
        matches!(
            self,
            State::BlockedIo
                | State::BlockedLock
                | State::BlockedGil
                | State::BlockedQueue
                | State::BlockedJoin
        )
    }

    /// Whether something is done rather than waited for: a CPU computes, a
    /// device serves, or a named stretch goes on. What the busy share of a
    /// pixel column counts; [`super::Stats`] counts [`State::Running`] alone.
    pub fn is_work(self) -> bool {
        matches!(self, State::Running | State::Serving | State::Span)
    }
}

/// What a track stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TrackKind {
    /// A whole machine: parent of cores and processes.
    Machine,
    /// A CPU core: its slices are named for who runs on it.
    Core,
    /// A process: parent of threads.
    Process,
    /// A thread, as an operating system schedules it. A web worker is one.
    Thread,
    /// A coroutine or future, as an event loop schedules it.
    Task,
    /// A device or another resource that serves requests.
    Device,
    /// A lock, a queue, shared memory or another object that threads share.
    Resource,
    /// The page's own heartbeat: its instants are ticks.
    Heartbeat,
    /// A heading over other tracks, without a life of its own.
    Group,
}

impl TrackKind {
    /// The name used in dumps and files; stable.
    pub fn key(self) -> &'static str {
        match self {
            TrackKind::Machine => "machine",
            TrackKind::Core => "core",
            TrackKind::Process => "process",
            TrackKind::Thread => "thread",
            TrackKind::Task => "task",
            TrackKind::Device => "device",
            TrackKind::Resource => "resource",
            TrackKind::Heartbeat => "heartbeat",
            TrackKind::Group => "group",
        }
    }

    /// All of them, in the order of their definition.
    pub const ALL: [TrackKind; 9] = [
        TrackKind::Machine,
        TrackKind::Core,
        TrackKind::Process,
        TrackKind::Thread,
        TrackKind::Task,
        TrackKind::Device,
        TrackKind::Resource,
        TrackKind::Heartbeat,
        TrackKind::Group,
    ];

    /// The kind of a [`TrackKind::key`].
    pub fn from_key(key: &str) -> Option<TrackKind> {
        TrackKind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether jobs live on such a track (rather than cores, devices, headings).
    pub fn is_execution(self) -> bool {
        matches!(self, TrackKind::Thread | TrackKind::Task)
    }
}

/// How a flow joins its two moments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FlowKind {
    /// One made the other.
    Spawn,
    /// One made the other ready to run.
    Wake,
    /// One sent the other something.
    Message,
    /// One gave the other a lock.
    Handoff,
    /// One gave the other its result, or its end was awaited.
    Result,
}

impl FlowKind {
    /// The name used in dumps and files; stable.
    pub fn key(self) -> &'static str {
        match self {
            FlowKind::Spawn => "spawn",
            FlowKind::Wake => "wake",
            FlowKind::Message => "message",
            FlowKind::Handoff => "handoff",
            FlowKind::Result => "result",
        }
    }

    /// All of them, in the order of their definition.
    pub const ALL: [FlowKind; 5] = [
        FlowKind::Spawn,
        FlowKind::Wake,
        FlowKind::Message,
        FlowKind::Handoff,
        FlowKind::Result,
    ];

    /// The kind of a [`FlowKind::key`].
    pub fn from_key(key: &str) -> Option<FlowKind> {
        FlowKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_names_one_kind() {
        for (place, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, place);
            assert_eq!(State::from_key(state.key()), Some(state));
        }
        for kind in TrackKind::ALL {
            assert_eq!(TrackKind::from_key(kind.key()), Some(kind));
        }
        for kind in FlowKind::ALL {
            assert_eq!(FlowKind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(State::from_key("no such state"), None);
    }
}
