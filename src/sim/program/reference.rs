//! The instructions in a table, for readers and for the parser.

/// What may stand behind an instruction's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Arg {
    Reg,
    Value,
    Place,
    Label,
    Name(super::Kind),
    /// May be left out.
    Maybe(super::Kind),
    Span,
    Text,
    Relation,
}

/// An instruction as a reader sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// How it is written: R a register, V a register or a number, P a place
    /// of memory, D a length of time; other capitals stand for names.
    pub form: &'static str,
    pub(super) args: &'static [Arg],
    /// What it does, in Korean.
    pub ko: &'static str,
    /// What it does, in English.
    pub en: &'static str,
}

macro_rules! entries {
    ($($form:literal [$($arg:expr),*] $ko:literal $en:literal;)+) => {
        &[$(Entry { name: first_word($form), form: $form, args: &[$($arg),*], ko: $ko, en: $en },)+]
    };
}

/// The first word of a form.
const fn first_word(form: &'static str) -> &'static str {
    let bytes = form.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b' ' {
        end += 1;
    }
    form.split_at(end).0
}

use super::Kind::*;
use Arg::{Label, Maybe, Name, Place, Reg, Relation, Span, Text as Words, Value};

/// Every instruction.
pub const REFERENCE: &[Entry] = entries! {
    "cpu D" [Span] "CPU를 D 동안 씁니다." "Uses the CPU for D.";
    "io DEVICE D" [Name(Device), Span] "장치에 D가 걸리는 요청을 보내고 응답을 기다립니다." "Sends a request that the device serves for D, and waits for the answer.";
    "request NET D V" [Name(Device), Span, Value] "네트워크 너머로, D가 걸리고 응답이 V바이트인 요청을 보내고 응답을 기다립니다." "Sends a request over the network that takes the host D, and waits for its answer of V bytes.";
    "sleep D" [Span] "D 동안 잡니다." "Sleeps for D.";
    "yield" [] "다른 스레드에 차례를 양보합니다." "Lets others go first.";
    "nop" [] "아무것도 하지 않습니다." "Does nothing.";
    "halt" [] "스레드를 끝냅니다." "Ends the thread.";
    "mark TEXT" [Words] "이 순간에 표시를 남깁니다." "Marks this moment.";
    "load R P" [Reg, Place] "R = 메모리 P." "R = memory P.";
    "store V P" [Value, Place] "메모리 P = V." "Memory P = V.";
    "move R V" [Reg, Value] "R = V." "R = V.";
    "add R V" [Reg, Value] "R = R + V." "R = R + V.";
    "sub R V" [Reg, Value] "R = R - V." "R = R - V.";
    "neg R" [Reg] "R = -R." "R = -R.";
    "compare R V" [Reg, Value] "R과 V를 비교합니다. 뒤의 조건 점프가 결과를 씁니다." "Compares R with V for the conditional jumps that follow.";
    "jump L" [Label] "L로 갑니다." "Goes to L.";
    "je L" [Label] "같았으면 L로 갑니다." "Goes to L if they were equal.";
    "jne L" [Label] "달랐으면 L로 갑니다." "Goes to L if they were not equal.";
    "jgt L" [Label] "R이 더 컸으면 L로 갑니다." "Goes to L if R was greater.";
    "jge L" [Label] "R이 작지 않았으면 L로 갑니다." "Goes to L if R was not less.";
    "jlt L" [Label] "R이 더 작았으면 L로 갑니다." "Goes to L if R was less.";
    "jle L" [Label] "R이 크지 않았으면 L로 갑니다." "Goes to L if R was not greater.";
    "exchange R P" [Reg, Place] "R과 메모리 P를 한 번에 맞바꿉니다." "Exchanges R and memory P at once.";
    "fetch-add R P" [Reg, Place] "P에 R을 더하고, R은 그 전의 P가 됩니다. 한 번에 합니다." "Adds R to P, and R becomes what P was; at once.";
    "test-and-set R P" [Reg, Place] "P = 1, R은 그 전의 P가 됩니다. 한 번에 합니다." "P = 1, and R becomes what P was; at once.";
    "compare-and-swap R P V" [Reg, Place, Value] "P가 R과 같으면 P = V. R은 그 전의 P가 되고, 같았는지를 뒤의 je, jne가 압니다. 한 번에 합니다." "If P equals R, P = V. R becomes what P was; je and jne tell whether they were equal. At once.";
    "lock M" [Name(Mutex)] "뮤텍스를 잠급니다. 잠겨 있으면 기다립니다." "Takes the mutex; waits while it is taken.";
    "try-lock R M" [Reg, Name(Mutex)] "잠글 수 있으면 잠그고 R = 1, 아니면 R = 0." "Takes the mutex and R = 1 if it is free, else R = 0.";
    "unlock M" [Name(Mutex)] "뮤텍스를 풉니다." "Gives the mutex back.";
    "acquire S" [Name(Semaphore)] "세마포어를 하나 가져옵니다. 없으면 기다립니다." "Takes a permit; waits while there is none.";
    "try-acquire R S" [Reg, Name(Semaphore)] "남아 있으면 하나 가져오고 R = 1, 아니면 R = 0." "Takes a permit and R = 1 if there is one, else R = 0.";
    "release S" [Name(Semaphore)] "세마포어를 하나 돌려줍니다." "Gives a permit back.";
    "wait C [M]" [Name(Condition), Maybe(Mutex)] "뮤텍스를 풀고 알림을 기다린 뒤 다시 잠급니다. M은 조건 변수의 뮤텍스입니다." "Gives the mutex back, waits for a notice, takes it again. M is the condition's mutex.";
    "notify C" [Name(Condition)] "기다리는 스레드 하나를 깨웁니다." "Wakes one that waits.";
    "notify-all C" [Name(Condition)] "기다리는 스레드를 모두 깨웁니다." "Wakes all that wait.";
    "set E" [Name(Event)] "이벤트를 켭니다." "Sets the event.";
    "clear E" [Name(Event)] "이벤트를 끕니다." "Unsets the event.";
    "await E" [Name(Event)] "이벤트가 켜질 때까지 기다립니다." "Waits until the event is set.";
    "arrive B" [Name(Barrier)] "모두 올 때까지 배리어에서 기다립니다." "Waits at the barrier until all have arrived.";
    "read-lock W" [Name(RwLock)] "읽기로 잠급니다." "Takes the lock to read.";
    "read-unlock W" [Name(RwLock)] "읽기 잠금을 풉니다." "Gives reading back.";
    "write-lock W" [Name(RwLock)] "쓰기로 잠급니다." "Takes the lock to write.";
    "write-unlock W" [Name(RwLock)] "쓰기 잠금을 풉니다." "Gives writing back.";
    "put Q V" [Name(Queue), Value] "큐에 V를 넣습니다. 가득 차 있으면 기다립니다." "Puts V in the queue; waits while it is full.";
    "get R Q" [Reg, Name(Queue)] "큐에서 가장 오래된 것을 꺼내 R에 둡니다. 비어 있으면 기다립니다." "Takes the oldest item into R; waits while there is none.";
    "send PIPE V V" [Name(Pipe), Value, Value] "파이프에 첫째 V를 둘째 V바이트 크기의 메시지로 보냅니다. 자리가 없으면 기다립니다." "Sends the first V through the pipe, as a message of the second V bytes; waits while there is no room.";
    "receive R PIPE" [Reg, Name(Pipe)] "파이프에서 가장 오래된 메시지를 R에 받습니다. 없으면 기다리고, 보내는 끝이 닫혀 더 올 것이 없으면 R = -1입니다." "Receives the oldest message into R; waits while there is none. R = -1 once the sending end is closed and nothing is left.";
    "close PIPE" [Name(Pipe)] "파이프의 보내는 끝을 닫습니다." "Closes the end of the pipe that sends.";
    "spawn N" [Name(Program)] "프로그램 N을 실행하는 스레드를 시작합니다." "Starts a thread with the program N.";
    "join N" [Name(Program)] "자기가 시작한 N 가운데 가장 먼저 시작한 것의 끝을 기다립니다." "Waits for the end of the oldest N that it has started and not waited for.";
    "fork N" [Name(Program)] "이 프로세스를 복사한 프로세스를 만듭니다. 그 스레드는 이 스레드의 레지스터를 가지고 프로그램 N을 실행합니다." "Starts a process that is a copy of this one; its thread runs N and begins with this thread's registers.";
    "start N" [Name(Program)] "처음부터 시작하는 프로세스를 만듭니다. 그 스레드가 프로그램 N을 실행합니다." "Starts a process that begins anew; its thread runs N.";
    "terminate N" [Name(Process)] "프로세스 N, 또는 자기가 프로그램 N으로 시작한 가장 오래된 프로세스에 SIGTERM을 보냅니다." "Sends SIGTERM to the process N, or to the oldest one that it has started with the program N.";
    "kill N" [Name(Process)] "같은 프로세스에 SIGKILL을 보냅니다." "Sends that process SIGKILL.";
    "handle-terminate" [] "이제부터 SIGTERM이 이 프로세스를 끝내지 않습니다. take-signal로 압니다." "From now on SIGTERM does not end this process; take-signal tells of it.";
    "take-signal R" [Reg] "프로세스의 첫 스레드가 아직 모르는 SIGTERM이 왔으면 R = 1, 아니면 R = 0." "R = 1 if a SIGTERM has come that the first thread of the process has not taken notice of, else R = 0.";
    "daemon" [] "이 스레드가 데몬이 됩니다. 데몬이 아닌 마지막 스레드와 함께 끝납니다." "This thread becomes a daemon: it ends with the last thread of its process that is none.";
    "submit POOL N" [Name(Pool), Name(Program)] "풀에 프로그램 N을 작업으로 맡깁니다. 작업은 이 스레드의 레지스터로 시작합니다." "Gives the pool the program N as a task, which begins with this thread's registers.";
    "result R N" [Reg, Name(Program)] "맡긴 N 가운데 가장 오래된 것의 결과를 기다립니다. R은 그 작업이 끝날 때의 ax입니다." "Waits for the result of the oldest N that it has submitted: R becomes the task's ax at its end.";
    "shutdown POOL" [Name(Pool)] "풀이 작업을 더 받지 않습니다. 일꾼은 남은 작업을 마치고 끝납니다." "The pool takes no more tasks; its workers end when those that it has are done.";
    "timer D" [Span] "D마다 울리는 타이머를 맞춥니다. 0이면 끕니다." "Starts a timer that goes off every D; 0 stops it.";
    "tick" [] "타이머가 다음에 울릴 때까지 기다립니다. 그사이에 울렸으면 바로 갑니다." "Waits until the timer goes off; goes on at once if it has since the last time.";
    "assert V == V" [Value, Relation, Value] "맞지 않으면 이 스레드는 여기서 멈춥니다. ==, !=, <, <=, >, >=를 쓸 수 있습니다." "Stops this thread unless it holds. One of ==, !=, <, <=, >, >=.";
};

/// The entry of a name.
pub(super) fn entry(name: &str) -> Option<&'static Entry> {
    REFERENCE.iter().find(|entry| entry.name == name)
}
