//! Programs whose outcomes are known: what goes wrong, and what mends it.

use super::{End, Outcome};
use crate::base::Text;
use crate::sim::program::{Image, Key};

/// A program to be explored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// A short stable name.
    pub key: &'static str,
    /// What it is.
    pub title: Text,
    /// What to look at.
    pub note: Text,
    /// The system as text ([`crate::sim::program::System::parse`]).
    pub text: String,
    /// Whether it can go wrong: a deadlock, a failed assertion, or a result
    /// other than the intended one.
    pub goes_wrong: bool,
    /// What is intended: the last values of these cells, and that every thread
    /// comes to its end.
    pub intended: &'static [(&'static str, i64)],
}

impl Example {
    /// Whether an outcome is as intended; not known if a thread was cut.
    pub fn is_intended(&self, image: &Image, outcome: &Outcome) -> Option<bool> {
        let memory = outcome.memory.as_ref()?;
        let holds = |(name, value): &(&str, i64)| {
            let cell = image.cells().find(|(cell, ..)| cell == name);
            cell.is_some_and(|(_, first, _)| memory.get(Key::Cell(first)) == *value)
        };
        let all_ended = outcome.ends.iter().all(|end| *end == End::Ended);
        Some(all_ended && self.intended.iter().all(holds))
    }
}

struct Row {
    key: &'static str,
    ko: &'static str,
    en: &'static str,
    note_ko: &'static str,
    note_en: &'static str,
    text: &'static str,
    goes_wrong: bool,
    intended: &'static [(&'static str, i64)],
}

const LOST_UPDATE_2: &str = "\
cell counter 0
thread A B
  load ax counter
  add ax 1
  store ax counter
";

const LOST_UPDATE_3: &str = "\
cell counter 0
thread A B C
  load ax counter
  add ax 1
  store ax counter
";

const LOCKED_UPDATE: &str = "\
cell counter 0
thread A B C
  lock m
  load ax counter
  add ax 1
  store ax counter
  unlock m
";

const ATOMIC_UPDATE: &str = "\
cell counter 0
thread A B C
  move ax 1
  fetch-add ax counter
";

const LOCK_ORDER: &str = "\
thread A
  lock left
  lock right
  unlock right
  unlock left
thread B
  lock right
  lock left
  unlock left
  unlock right
";

const LOCK_ORDER_CURED: &str = "\
thread A B
  lock left
  lock right
  unlock right
  unlock left
";

const PETERSON: &str = "\
# G. L. Peterson, Myths about the mutual exclusion problem, 1981
cell flag 0 0
cell turn 0
cell inside 0
thread A bx=0 cx=1
thread B bx=1 cx=0
  store 1 [flag + bx]
  store cx turn
again:
  load ax [flag + cx]
  compare ax 0
  je enter
  load ax turn
  compare ax cx
  je again
enter:
  move dx 1
  fetch-add dx inside
  assert dx == 0
  move dx -1
  fetch-add dx inside
  store 0 [flag + bx]
";

const PETERSON_WRONG: &str = "\
# The turn is given away before the flag is raised.
cell flag 0 0
cell turn 0
cell inside 0
thread A bx=0 cx=1
thread B bx=1 cx=0
  store cx turn
  store 1 [flag + bx]
again:
  load ax [flag + cx]
  compare ax 0
  je enter
  load ax turn
  compare ax cx
  je again
enter:
  move dx 1
  fetch-add dx inside
  assert dx == 0
  move dx -1
  fetch-add dx inside
  store 0 [flag + bx]
";

const SPIN_LOCK: &str = "\
cell taken 0
cell counter 0
thread A B
again:
  test-and-set ax taken
  compare ax 0
  jne again
  load ax counter
  add ax 1
  store ax counter
  store 0 taken
";

const BUFFER: &str = "\
# One place; a producer of two items, two consumers of one.
cell items 0
condition filled m
condition emptied m
thread producer bx=2
more:
  lock m
full:
  load ax items
  compare ax 1
  jlt room
  wait emptied
  jump full
room:
  store 1 items
  notify filled
  unlock m
  sub bx 1
  compare bx 0
  jgt more
thread consumer1 consumer2
  lock m
empty:
  load ax items
  compare ax 0
  jgt take
  wait filled
  jump empty
take:
  assert ax == 1
  sub ax 1
  store ax items
  notify emptied
  unlock m
";

const BUFFER_IF: &str = "\
# After waiting, the consumers do not look again.
cell items 0
condition filled m
condition emptied m
thread producer bx=2
more:
  lock m
full:
  load ax items
  compare ax 1
  jlt room
  wait emptied
  jump full
room:
  store 1 items
  notify filled
  unlock m
  sub bx 1
  compare bx 0
  jgt more
thread consumer1 consumer2
  lock m
  load ax items
  compare ax 0
  jgt take
  wait filled
take:
  load ax items
  assert ax == 1
  sub ax 1
  store ax items
  notify emptied
  unlock m
";

const CHECK_THEN_ACT: &str = "\
# Two withdraw 80 of 100 if there is enough.
cell balance 100
thread A B
  load ax balance
  compare ax 80
  jlt poor
  load ax balance
  sub ax 80
  store ax balance
  assert ax >= 0
poor:
";

const MESSAGE: &str = "\
# The flag is raised before the message is there.
cell message 0
cell ready 0
cell seen 0
thread writer
  store 1 ready
  store 42 message
thread reader
wait-for-it:
  load ax ready
  compare ax 0
  je wait-for-it
  load ax message
  store ax seen
  assert ax == 42
";

const MESSAGE_CURED: &str = "\
cell message 0
cell ready 0
cell seen 0
thread writer
  store 42 message
  store 1 ready
thread reader
wait-for-it:
  load ax ready
  compare ax 0
  je wait-for-it
  load ax message
  store ax seen
  assert ax == 42
";

const ABA: &str = "\
# A stack as a linked list, 1 on top of 2: next[n] is what lies below n.
# A takes the top off by compare-and-swap. B takes two off and puts the first
# back: the top is 1 again, but 2 is in use elsewhere.
cell top 1
cell next 0 2 0
cell used 0 0 0
thread A
  load bx top
  load cx [next + bx]
  move ax bx
  compare-and-swap ax top cx
  jne lost
  load dx [used + cx]
  assert dx == 0
lost:
thread B
  load bx top
  load cx [next + bx]
  move ax bx
  compare-and-swap ax top cx
  jne lost
  load ex top
  compare ex 0
  je back
  load fx [next + ex]
  move ax ex
  compare-and-swap ax top fx
  jne back
  store 1 [used + ex]
back:
  load ax top
  store ax [next + bx]
  compare-and-swap ax top bx
lost:
";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row { key: "lost-update-2", ko: "사라진 갱신, 스레드 둘", en: "Lost update, two threads", note_ko: "2여야 하지만 1이 될 수 있습니다.", note_en: "It should be 2 and can be 1.", text: LOST_UPDATE_2, goes_wrong: true, intended: &[("counter", 2)] },
    Row { key: "lost-update-3", ko: "사라진 갱신, 스레드 셋", en: "Lost update, three threads", note_ko: "3이어야 하지만 1이나 2가 될 수 있습니다.", note_en: "It should be 3 and can be 1 or 2.", text: LOST_UPDATE_3, goes_wrong: true, intended: &[("counter", 3)] },
    Row { key: "locked-update", ko: "락으로 고친 갱신", en: "The update under a lock", note_ko: "언제나 3입니다.", note_en: "It is always 3.", text: LOCKED_UPDATE, goes_wrong: false, intended: &[("counter", 3)] },
    Row { key: "atomic-update", ko: "fetch-add로 고친 갱신", en: "The update by fetch-and-add", note_ko: "락 없이도 언제나 3입니다.", note_en: "It is always 3, without a lock.", text: ATOMIC_UPDATE, goes_wrong: false, intended: &[("counter", 3)] },
    Row { key: "lock-order", ko: "락 순서가 엇갈린 교착 상태", en: "Deadlock by lock order", note_ko: "서로가 가진 락을 기다립니다.", note_en: "Each waits for the lock that the other has.", text: LOCK_ORDER, goes_wrong: true, intended: &[] },
    Row { key: "lock-order-cured", ko: "같은 순서로 잠그기", en: "Locks in one order", note_ko: "교착 상태가 없습니다.", note_en: "There is no deadlock.", text: LOCK_ORDER_CURED, goes_wrong: false, intended: &[] },
    Row { key: "peterson", ko: "피터슨 알고리즘", en: "Peterson's algorithm", note_ko: "둘이 함께 들어가지 못합니다.", note_en: "The two are never inside together.", text: PETERSON, goes_wrong: false, intended: &[("inside", 0)] },
    Row { key: "peterson-wrong", ko: "순서를 바꾼 피터슨 알고리즘", en: "Peterson's algorithm in the wrong order", note_ko: "둘이 함께 들어갈 수 있습니다.", note_en: "The two can be inside together.", text: PETERSON_WRONG, goes_wrong: true, intended: &[("inside", 0)] },
    Row { key: "spin-lock", ko: "test-and-set 스핀 락", en: "Spin lock by test-and-set", note_ko: "언제나 2입니다. 얼마나 오래 도는지는 정해져 있지 않습니다.", note_en: "It is always 2. How long one spins is not bounded.", text: SPIN_LOCK, goes_wrong: false, intended: &[("counter", 2)] },
    Row { key: "buffer", ko: "조건 변수를 쓴 유한 버퍼", en: "Bounded buffer with conditions", note_ko: "while로 다시 확인합니다.", note_en: "Who was woken looks again.", text: BUFFER, goes_wrong: false, intended: &[("items", 0)] },
    Row { key: "buffer-if", ko: "while 대신 if를 쓴 유한 버퍼", en: "Bounded buffer with if instead of while", note_ko: "깨어났을 때 이미 비어 있을 수 있습니다.", note_en: "When it runs again, the buffer may be empty.", text: BUFFER_IF, goes_wrong: true, intended: &[("items", 0)] },
    Row { key: "check-then-act", ko: "확인하고 나서 하기", en: "Check, then act", note_ko: "잔액이 모자랄 수 있습니다.", note_en: "The balance may be overdrawn.", text: CHECK_THEN_ACT, goes_wrong: true, intended: &[] },
    Row { key: "message", ko: "깃발이 먼저 오른 메시지 전달", en: "Message passing with the flag raised first", note_ko: "42 대신 0을 읽을 수 있습니다.", note_en: "It may read 0 instead of 42.", text: MESSAGE, goes_wrong: true, intended: &[("seen", 42)] },
    Row { key: "message-cured", ko: "메시지를 먼저 쓰기", en: "The message written first", note_ko: "언제나 42를 읽습니다. 명령이 쓰인 순서대로 보이는 기계일 때의 이야기입니다.", note_en: "It always reads 42, on a machine where writes are seen in order.", text: MESSAGE_CURED, goes_wrong: false, intended: &[("seen", 42)] },
    Row { key: "aba", ko: "ABA 문제", en: "The ABA problem", note_ko: "compare-and-swap이 성공하지만 목록에서 빠진 2가 다시 꼭대기가 될 수 있습니다.", note_en: "The compare-and-swap succeeds, and 2, which was taken off, can be the top again.", text: ABA, goes_wrong: true, intended: &[] },
];

/// The fewest and the most philosophers there is an example for.
pub const PHILOSOPHERS: std::ops::RangeInclusive<usize> = 2..=5;

/// So many dining philosophers (E. W. Dijkstra, EWD310, 1971): each takes the
/// fork on the left, then the one on the right; with `ordered`, the one with
/// the smaller number first, which is Dijkstra's own cure.
pub fn philosophers(n: usize, ordered: bool) -> Example {
    let n = n.clamp(*PHILOSOPHERS.start(), *PHILOSOPHERS.end());
    let mut text = String::new();
    for seat in 0..n {
        let (left, right) = (seat, (seat + 1) % n);
        let (first, second) = if ordered && left > right {
            (right, left)
        } else {
            (left, right)
        };
        text += &format!(
            "thread P{seat}\n  lock fork{first}\n  lock fork{second}\n  unlock fork{second}\n  unlock fork{first}\n"
        );
    }
    let keys = [
        ["philosophers-2", "philosophers-2-ordered"],
        ["philosophers-3", "philosophers-3-ordered"],
        ["philosophers-4", "philosophers-4-ordered"],
        ["philosophers-5", "philosophers-5-ordered"],
    ];
    let (note_ko, note_en) = if ordered {
        (
            "번호가 작은 포크를 먼저 듭니다. 교착 상태가 없습니다.",
            "The fork with the smaller number first: there is no deadlock.",
        )
    } else {
        (
            "모두가 왼쪽 포크를 들면 아무도 먹지 못합니다.",
            "If all take the fork on the left, nobody eats.",
        )
    };
    Example {
        key: keys[n - 2][usize::from(ordered)],
        title: if ordered {
            Text::new(
                format!("식사하는 철학자 {n}명, 번호 순서로"),
                format!("{n} dining philosophers, in the order of numbers"),
            )
        } else {
            Text::new(
                format!("식사하는 철학자 {n}명"),
                format!("{n} dining philosophers"),
            )
        },
        note: Text::new(note_ko, note_en),
        text,
        goes_wrong: !ordered,
        intended: &[],
    }
}

/// All examples, in the order in which they are best read.
pub fn examples() -> Vec<Example> {
    let mut all: Vec<Example> = ROWS
        .iter()
        .map(|row| Example {
            key: row.key,
            title: Text::new(row.ko, row.en),
            note: Text::new(row.note_ko, row.note_en),
            text: row.text.to_owned(),
            goes_wrong: row.goes_wrong,
            intended: row.intended,
        })
        .collect();
    for n in PHILOSOPHERS {
        all.push(philosophers(n, false));
        all.push(philosophers(n, true));
    }
    all
}

/// The example of a key.
pub fn example(key: &str) -> Option<Example> {
    examples().into_iter().find(|example| example.key == key)
}
