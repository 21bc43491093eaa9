//! Calls that make no sense.

use crate::base::Text;

/// Why a call makes no sense.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Misuse {
    /// There is no such object.
    NoObject,
    /// The object is of another kind.
    WrongCall,
    /// It is given back by a thread that does not hold it, or while nobody does.
    NotHeld,
    /// More permits are given back than a bounded semaphore has.
    TooMany,
    /// More items are said to be done with than were put in.
    NothingToDo,
    /// A future that has a result, or was cancelled, gets a result.
    AlreadyResolved,
    /// A message is larger than the pipe.
    TooLarge,
    /// A variable is another process's.
    Elsewhere,
}

impl Misuse {
    /// What is wrong, as a sentence.
    pub fn reason(self) -> Text {
        match self {
            Misuse::NoObject => {
                Text::new("그런 동기화 객체가 없습니다.", "There is no such object.")
            }
            Misuse::WrongCall => Text::new(
                "이 종류의 동기화 객체에는 없는 동작입니다.",
                "An object of this kind has no such operation.",
            ),
            Misuse::NotHeld => Text::new(
                "가지고 있지 않은 락을 풀려고 했습니다.",
                "It gives back a lock that it does not hold.",
            ),
            Misuse::TooMany => Text::new(
                "세마포어의 처음 값보다 많이 돌려주었습니다.",
                "It gives back more permits than the semaphore had at first.",
            ),
            Misuse::NothingToDo => Text::new(
                "큐에 넣은 항목보다 task_done을 많이 불렀습니다.",
                "More items are said to be done with than were put in.",
            ),
            Misuse::AlreadyResolved => Text::new(
                "이미 끝난 퓨처에 결과를 넣으려고 했습니다.",
                "The future has a result already, or was cancelled.",
            ),
            Misuse::TooLarge => Text::new(
                "메시지가 파이프의 용량보다 큽니다.",
                "The message is larger than the pipe.",
            ),
            Misuse::Elsewhere => Text::new(
                "다른 프로세스의 변수입니다.",
                "The variable is another process's.",
            ),
        }
    }
}
