//! What a change from one state to another says.

use std::borrow::Cow;

use crate::base::Text;
use crate::timeline::stage::{Lane, Stage};
use crate::trace::{SliceRef, State, TrackId, TrackKind};

/// The sentence for a change from one state to another.
pub(super) fn change(
    stage: &Stage,
    lane: &Lane,
    (track, kind): (TrackId, TrackKind),
    before: Option<SliceRef>,
    after: Option<SliceRef>,
) -> Option<Text> {
    let trace = &stage.section(lane).trace;
    // The further rows of a track have no label of their own.
    let who: &str = match lane.label.as_str() {
        "" => &stage.word(trace.track_name(track)),
        label => label,
    };
    let named = |slice: SliceRef| match trace.name(slice.name) {
        name if name == who => Cow::Borrowed(""),
        name => stage.word(name),
    };
    let on_core = |state| matches!(state, State::Running | State::Switching);
    if kind == TrackKind::Core && after.is_none_or(|after| on_core(after.state)) {
        return core_change(who, before, after, named);
    }
    if after.or(before)?.state == State::Span {
        return span_change(who, before, after, named);
    }
    match (before.map(|s| s.state), after) {
        (None, None) | (Some(State::Terminated), None) => None,
        (_, Some(after)) => begins(who, before.map(|s| s.state), after.state, &named(after)),
        (Some(State::Serving), None) => Some(Text::new(
            format!("{} 일을 마쳤다.", with(who, "이", "가")),
            format!("{who} is done with its work."),
        )),
        (Some(State::Held), None) => Some(Text::new(
            format!("{who}: 이제 비어 있다."),
            format!("{who} is free now."),
        )),
        (Some(_), None) => Some(ended(who)),
    }
}

fn ended(who: &str) -> Text {
    Text::new(
        format!("{} 끝났다.", with(who, "이", "가")),
        format!("{who} ended."),
    )
}

fn core_change<'a>(
    who: &str,
    before: Option<SliceRef>,
    after: Option<SliceRef>,
    named: impl Fn(SliceRef) -> Cow<'a, str>,
) -> Option<Text> {
    match (before, after.map(|s| (s.state, named(s)))) {
        (_, Some((State::Running, name))) => Some(Text::new(
            format!("{who}: {} 실행한다.", with(&name, "을", "를")),
            format!("{who}: runs {name}."),
        )),
        (_, Some((State::Switching, _))) => Some(Text::new(
            format!("{who}: 문맥을 바꾼다(문맥 교환)."),
            format!("{who}: switches contexts."),
        )),
        (Some(before), None) if before.state != State::Terminated => Some(Text::new(
            format!("{who}: 할 일이 없다."),
            format!("{who}: has nothing to do."),
        )),
        _ => None,
    }
}

fn span_change<'a>(
    who: &'a str,
    before: Option<SliceRef>,
    after: Option<SliceRef>,
    named: impl Fn(SliceRef) -> Cow<'a, str>,
) -> Option<Text> {
    let name = |slice: SliceRef| match named(slice) {
        name if name.is_empty() => Cow::Borrowed(who),
        name => name,
    };
    let ended = before.filter(|slice| slice.state == State::Span).map(&name);
    let (ko, en) = match (ended, after.map(&name)) {
        (Some(ended), Some(begun)) => (
            format!("{ended} 끝, {begun} 시작"),
            format!("{ended} ends, {begun} begins"),
        ),
        (None, Some(begun)) => (format!("{begun} 시작"), format!("{begun} begins")),
        (Some(ended), None) => (format!("{ended} 끝"), format!("{ended} ends")),
        (None, None) => return None,
    };
    Some(Text::new(format!("{who}: {ko}."), format!("{who}: {en}.")))
}

/// The sentence for the state that begins, given the one before.
pub(super) fn begins(who: &str, before: Option<State>, after: State, name: &str) -> Option<Text> {
    let subject = with(who, "이", "가");
    let of_ko = if name.is_empty() {
        String::new()
    } else {
        format!("({name})")
    };
    let of_en = if name.is_empty() {
        String::new()
    } else {
        format!(" ({name})")
    };
    let (ko, en) = match (before, after) {
        (Some(State::BlockedIo), State::Running) => (
            format!("{who}의 응답이 와서 {subject} 이어서 실행된다."),
            format!("{who} has its answer and runs on."),
        ),
        (Some(State::BlockedIo), State::Ready) => (
            format!("{who}의 응답이 도착했다. 이제 코어를 기다린다."),
            format!("The answer for {who} is there. Now it waits for a core."),
        ),
        (Some(State::BlockedLock), State::Running) => (
            format!("{subject} 락을 얻고 실행된다."),
            format!("{who} has the lock and runs."),
        ),
        (Some(State::BlockedGil), State::Running) => (
            format!("{subject} GIL을 얻고 실행된다."),
            format!("{who} has the GIL and runs."),
        ),
        (Some(State::Awaiting), State::Running) => (
            format!("이벤트 루프가 {} 이어서 실행한다.", with(who, "을", "를")),
            format!("The event loop resumes {who}."),
        ),
        (Some(State::Sleeping), State::Running | State::Ready) => {
            (format!("{subject} 깨어났다."), format!("{who} woke up."))
        }
        (Some(State::Running), State::Ready) => (
            format!("{subject} 코어를 내주고 다시 줄을 선다."),
            format!("{who} gives up the core and queues again."),
        ),
        (_, State::Running) => (
            format!("{subject} CPU를 받았다."),
            format!("{who} has a CPU."),
        ),
        (_, State::Ready) => (
            format!("{subject} 코어를 기다린다."),
            format!("{who} waits for a core."),
        ),
        (_, State::BlockedIo) => (
            format!("{subject} I/O 응답을 기다린다{of_ko}."),
            format!("{who} waits for I/O{of_en}."),
        ),
        (_, State::BlockedLock) => (
            format!("{subject} 락을 기다린다{of_ko}."),
            format!("{who} waits for a lock{of_en}."),
        ),
        (_, State::BlockedGil) => (
            format!("{subject} GIL을 기다린다."),
            format!("{who} waits for the GIL."),
        ),
        (_, State::BlockedQueue) => (
            format!("{subject} 큐를 기다린다{of_ko}."),
            format!("{who} waits for a queue{of_en}."),
        ),
        (_, State::BlockedJoin) => (
            format!("{subject} 다른 흐름이 끝나기를 기다린다{of_ko}."),
            format!("{who} waits for another to end{of_en}."),
        ),
        (_, State::Sleeping) => (
            format!("{subject} 잠든다."),
            format!("{who} goes to sleep."),
        ),
        (_, State::Awaiting) => (
            format!("{subject} await에서 멈추고 제어권을 이벤트 루프에 돌려준다{of_ko}."),
            format!("{who} awaits and gives control back to the event loop{of_en}."),
        ),
        (_, State::Switching) => (
            format!("{who}: 문맥을 바꾼다(문맥 교환)."),
            format!("{who}: switches contexts."),
        ),
        (_, State::Serving) => (
            format!("{subject} 일하기 시작한다{of_ko}."),
            format!("{who} begins to work{of_en}."),
        ),
        (_, State::Held) => (
            format!("{who}: 지금 {name}."),
            format!("{who}: now {name}."),
        ),
        (_, State::Terminated) => return Some(ended(who)),
        (_, State::Span) => (
            format!("{who}{of_ko}: 시작."),
            format!("{who}{of_en} begins."),
        ),
    };
    Some(Text::new(ko, en))
}

/// A name with the Korean particle that fits its last sound: `A가`, `B가`, `L이`, `일꾼이`.
///
/// A Hangul syllable ends in a consonant unless its code leaves no remainder
/// by 28 (Unicode, "Hangul Syllable Composition"). Latin letters and digits
/// are judged by their Korean reading: L, M, N, R and 0, 1, 3, 6, 7, 8 end in one.
pub fn with(name: &str, after_consonant: &str, after_vowel: &str) -> String {
    let closed = match name.trim_end_matches([')', ']', '"', '\'']).chars().last() {
        Some(c @ '가'..='힣') => !(c as u32 - '가' as u32).is_multiple_of(28),
        Some('l' | 'm' | 'n' | 'r' | 'L' | 'M' | 'N' | 'R') => true,
        Some('0' | '1' | '3' | '6' | '7' | '8') => true,
        _ => false,
    };
    format!(
        "{name}{}",
        if closed { after_consonant } else { after_vowel }
    )
}
