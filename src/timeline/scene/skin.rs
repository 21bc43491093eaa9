//! What places are called: as they are, as a kitchen, as a laundry.
//!
//! A skin changes words and pictograms, nothing else: every skin is derived
//! from the same scene.

use super::{Kind, Note};
use crate::base::{Lang, Text};
use crate::timeline::stage::Stage;
use crate::timeline::{narrate, words};
use crate::trace::{State, Trace};

/// How a scene is dressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Skin {
    /// In the terms of operating systems.
    #[default]
    Plain,
    /// Cooks at stoves.
    Kitchen,
    /// Loads of laundry at washing machines.
    Laundry,
}

impl Skin {
    /// All of them.
    pub const ALL: [Skin; 3] = [Skin::Plain, Skin::Kitchen, Skin::Laundry];

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Skin::Plain, Lang::Ko) => "그대로",
            (Skin::Plain, Lang::En) => "As it is",
            (Skin::Kitchen, Lang::Ko) => "부엌",
            (Skin::Kitchen, Lang::En) => "Kitchen",
            (Skin::Laundry, Lang::Ko) => "빨래방",
            (Skin::Laundry, Lang::En) => "Laundry",
        }
    }

    /// What its pictures stand for, in one sentence.
    pub fn legend(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Skin::Plain, Lang::Ko) => {
                "코어는 작업대, 준비 큐는 줄, 기다림은 방이다. 먼저 온 쪽이 앞에 선다."
            }
            (Skin::Plain, Lang::En) => {
                "A core is a bench, the ready queue a line, waiting a room. Who came first stands first."
            }
            (Skin::Kitchen, Lang::Ko) => {
                "요리사는 스레드나 작업, 화구는 코어, 오븐은 장치(I/O), 하나뿐인 칼은 락이다."
            }
            (Skin::Kitchen, Lang::En) => {
                "A cook is a thread or task, a stove a core, the oven a device (I/O), the only knife a lock."
            }
            (Skin::Laundry, Lang::Ko) => {
                "빨랫감은 스레드나 작업, 손은 코어, 세탁기는 장치(I/O), 하나뿐인 다리미는 락이다."
            }
            (Skin::Laundry, Lang::En) => {
                "A load is a thread or task, a pair of hands a core, the machine a device (I/O), the only iron a lock."
            }
        }
    }

    /// What a place is called.
    pub fn title(self, stage: &Stage, trace: &Trace, kind: Kind, lang: Lang) -> String {
        let own = self.own(kind).get(lang).to_owned();
        match kind {
            Kind::Core(core) => {
                let name = stage.word(trace.track_name(core));
                match self {
                    Skin::Plain => name.into_owned(),
                    _ => format!("{own} ({name})"),
                }
            }
            Kind::Waiting(_, Some(what)) => {
                let what = stage.word(trace.name(what));
                match what.is_empty() {
                    true => own,
                    false => format!("{own}: {what}"),
                }
            }
            _ => own,
        }
    }

    fn own(self, kind: Kind) -> Text {
        let say = |ko: &'static str, en: &'static str| Text::new(ko, en);
        match self {
            Skin::Plain => match kind {
                Kind::Before => say("아직 오지 않음", "Not yet there"),
                Kind::Ready => say("준비 큐(줄)", "Ready queue"),
                Kind::Core(_) => say("코어", "Core"),
                Kind::Running => say("일하는 중", "At work"),
                Kind::Waiting(state, _) => words::state(state),
                Kind::Elsewhere => say("기록 없음", "Not recorded"),
                Kind::Done => say("끝남", "Done"),
            },
            Skin::Kitchen => match kind {
                Kind::Before => say("아직 출근 전", "Not yet at work"),
                Kind::Ready => say("빈 화구를 기다리는 줄", "In line for a stove"),
                Kind::Core(_) => say("화구", "Stove"),
                Kind::Running => say("요리하는 중", "Cooking"),
                Kind::Waiting(state, _) => match state {
                    State::BlockedIo => say("오븐 앞에서 기다림", "In front of the oven"),
                    State::BlockedLock => say("하나뿐인 칼을 기다림", "Waiting for the only knife"),
                    State::BlockedGil => {
                        say("주방장의 허락을 기다림", "Waiting for the chef's leave")
                    }
                    State::BlockedQueue => say("배식대 앞에서 기다림", "Waiting at the counter"),
                    State::BlockedJoin => say("동료가 끝내기를 기다림", "Waiting for a colleague"),
                    State::Sleeping => say("쉬는 시간", "On a break"),
                    State::Awaiting => say("불에 올려 두고 딴 일", "On the fire, minded by nobody"),
                    other => words::state(other),
                },
                Kind::Elsewhere => say("기록 없음", "Not recorded"),
                Kind::Done => say("요리를 냈음", "Served"),
            },
            Skin::Laundry => match kind {
                Kind::Before => say("아직 가져오지 않음", "Not yet brought"),
                Kind::Ready => say("바구니에서 차례를 기다림", "In the basket"),
                Kind::Core(_) => say("손", "A pair of hands"),
                Kind::Running => say("손대는 중", "In hand"),
                Kind::Waiting(state, _) => match state {
                    State::BlockedIo => say("세탁기 앞에 서서 기다림", "Watched in the machine"),
                    State::BlockedLock => {
                        say("하나뿐인 다리미를 기다림", "Waiting for the only iron")
                    }
                    State::BlockedGil => say("열쇠를 기다림", "Waiting for the key"),
                    State::BlockedQueue => say("건조대를 기다림", "Waiting for the rack"),
                    State::BlockedJoin => {
                        say("다른 빨래가 끝나기를 기다림", "Waiting for another load")
                    }
                    State::Sleeping => say("불려 두기", "Soaking"),
                    State::Awaiting => {
                        say("세탁기를 돌려 놓고 딴 일", "In the machine, nobody waits")
                    }
                    other => words::state(other),
                },
                Kind::Elsewhere => say("기록 없음", "Not recorded"),
                Kind::Done => say("개어 놓음", "Folded"),
            },
        }
    }

    /// What else is to be said of a place.
    pub fn note(self, stage: &Stage, trace: &Trace, note: &Note, lang: Lang) -> Option<String> {
        match (note, lang) {
            (Note::Nothing, _) => None,
            (Note::Switching, lang) => Some(words::state(State::Switching).get(lang).to_owned()),
            (Note::Held(by), Lang::Ko) => {
                let who = stage.word(trace.name(*by));
                Some(format!("지금 {}", narrate::with(&who, "이", "가")))
            }
            (Note::Held(by), Lang::En) => Some(format!("now {}", stage.word(trace.name(*by)))),
        }
    }
}
