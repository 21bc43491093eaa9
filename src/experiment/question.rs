//! The questions that the page answers, and what each page starts from.

use super::Way;
use super::setup::{JobSetup, Setup, Waiting};
use crate::base::{Dur, Text};

/// A question with a page of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum QuestionId {
    /// Concurrency versus parallelism.
    ConcurrencyParallelism,
    /// Blocking versus non-blocking.
    BlockingNonblocking,
    /// Synchronous versus asynchronous.
    SyncAsync,
    /// The 2×2 matrix of the last two.
    Matrix,
}

/// A starting point for a question: a name and everything that can be set.
#[derive(Clone, PartialEq, Debug)]
pub struct Preset {
    /// Stable name.
    pub key: &'static str,
    /// What the button says.
    pub label: Text,
    /// What it sets.
    pub setup: Setup,
}

impl QuestionId {
    /// All, in the order in which they are taught.
    pub const ALL: [QuestionId; 4] = [
        QuestionId::ConcurrencyParallelism,
        QuestionId::BlockingNonblocking,
        QuestionId::SyncAsync,
        QuestionId::Matrix,
    ];

    /// The name used in links and in `runLive`; stable.
    pub fn key(self) -> &'static str {
        match self {
            QuestionId::ConcurrencyParallelism => "concurrency-parallelism",
            QuestionId::BlockingNonblocking => "blocking-nonblocking",
            QuestionId::SyncAsync => "sync-async",
            QuestionId::Matrix => "matrix",
        }
    }

    /// The question of a [`QuestionId::key`].
    pub fn from_key(key: &str) -> Option<QuestionId> {
        QuestionId::ALL.into_iter().find(|q| q.key() == key)
    }

    /// The ways that the page offers to compare.
    pub fn ways(self) -> &'static [Way] {
        use Way::*;
        match self {
            QuestionId::ConcurrencyParallelism => {
                &[InTurn, Interleaved, Processes, Threads, Joined]
            }
            QuestionId::BlockingNonblocking => &[InTurn, Polling, Joined, BlockPage, Interleaved],
            QuestionId::SyncAsync => &[InTurn, AwaitInTurn, Joined],
            QuestionId::Matrix => &[InTurn, Polling, WaitForNotice, Joined],
        }
    }

    /// What the page starts from: its first preset.
    pub fn setup(self) -> Setup {
        let mut presets = self.presets();
        presets.swap_remove(0).setup
    }

    /// The starting points that the page offers.
    pub fn presets(self) -> Vec<Preset> {
        match self {
            QuestionId::ConcurrencyParallelism => concurrency_parallelism(),
            QuestionId::BlockingNonblocking => blocking_nonblocking(),
            QuestionId::SyncAsync => sync_async(),
            QuestionId::Matrix => matrix(),
        }
    }
}

fn setup(jobs: Vec<JobSetup>, ways: &[Way]) -> Setup {
    Setup {
        jobs,
        waiting: Waiting::Timer,
        cores: 2,
        quantum: Dur::millis(20),
        switch_cost: Dur::ZERO,
        gil: true,
        ways: ways.to_vec(),
    }
}

fn preset(key: &'static str, ko: &'static str, en: &'static str, setup: Setup) -> Preset {
    Preset {
        key,
        label: Text::new(ko, en),
        setup,
    }
}

fn concurrency_parallelism() -> Vec<Preset> {
    use Way::*;
    let computing = vec![JobSetup::millis(120, 0, 0); 3];
    let waiting = vec![JobSetup::millis(20, 240, 20); 3];
    vec![
        preset(
            "computing",
            "계산하는 작업",
            "Jobs that compute",
            setup(computing.clone(), &[InTurn, Interleaved, Processes]),
        ),
        preset(
            "waiting",
            "기다리는 작업",
            "Jobs that wait",
            setup(waiting, &[InTurn, Interleaved, Joined]),
        ),
        preset(
            "gil",
            "GIL이 있는 스레드",
            "Threads with a GIL",
            setup(computing, &[Interleaved, Threads, Processes]),
        ),
    ]
}

fn blocking_nonblocking() -> Vec<Preset> {
    use Way::*;
    let waiting = vec![JobSetup::millis(40, 300, 20); 3];
    let mut request = setup(
        vec![JobSetup::millis(4, 6, 2); 3],
        &[InTurn, Polling, Joined],
    );
    request.waiting = Waiting::Request;
    request.quantum = Dur::millis(2);
    let freeze = setup(
        vec![JobSetup::millis(200, 0, 0); 2],
        &[BlockPage, Interleaved],
    );
    vec![
        preset(
            "waiting",
            "기다리는 호출",
            "Calls that wait",
            setup(waiting, &[InTurn, Joined]),
        ),
        preset("request", "진짜 요청", "Real requests", request),
        preset(
            "freeze",
            "페이지를 멈추는 계산",
            "A loop that freezes the page",
            freeze,
        ),
    ]
}

fn sync_async() -> Vec<Preset> {
    use Way::*;
    let sleeps = vec![
        JobSetup::millis(0, 300, 0),
        JobSetup::millis(0, 200, 0),
        JobSetup::millis(0, 100, 0),
    ];
    let mut request = setup(
        vec![JobSetup::millis(0, 6, 0); 5],
        &[InTurn, AwaitInTurn, Joined],
    );
    request.waiting = Waiting::Request;
    vec![
        preset(
            "sleeps",
            "300·200·100 ms 기다리기",
            "Waits of 300, 200, 100 ms",
            setup(sleeps, &[AwaitInTurn, Joined]),
        ),
        preset(
            "request",
            "진짜 요청 다섯 개",
            "Five real requests",
            request,
        ),
        preset(
            "computing",
            "계산은 await로 빨라지지 않는다",
            "Awaiting does not speed up computing",
            setup(vec![JobSetup::millis(100, 0, 0); 3], &[AwaitInTurn, Joined]),
        ),
    ]
}

fn matrix() -> Vec<Preset> {
    use Way::*;
    let all = [InTurn, Polling, WaitForNotice, Joined];
    // A asks and waits; B is the caller's own work meanwhile.
    let timer = setup(
        vec![JobSetup::millis(10, 240, 20), JobSetup::millis(160, 0, 0)],
        &all,
    );
    let mut request = setup(
        vec![JobSetup::millis(1, 6, 1), JobSetup::millis(6, 0, 0)],
        &all,
    );
    request.waiting = Waiting::Request;
    request.quantum = Dur::millis(1);
    vec![
        preset("timer", "긴 기다림", "A long wait", timer),
        preset("request", "진짜 요청", "A real request", request),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_found_again() {
        for question in QuestionId::ALL {
            assert_eq!(QuestionId::from_key(question.key()), Some(question));
            for preset in question.presets() {
                assert!(
                    preset
                        .setup
                        .ways
                        .iter()
                        .all(|w| question.ways().contains(w)),
                    "{} offers what {} sets",
                    question.key(),
                    preset.key
                );
            }
        }
        for way in Way::ALL {
            assert_eq!(Way::from_key(way.key()), Some(way));
        }
    }
}
