//! Files of speedscope (*speedscope file format*, the JSON schema of the
//! project): profiles of events (open and close a frame) or of weighted samples,
//! each a thread of the trace.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::chrome::moment::Moment;
use super::stacks::Samples;
use crate::base::{Problem, Text, Time};
use crate::trace::{Clock, NameId, State, Trace, TraceBuilder, TrackId, TrackKind, Value, fact};

/// Deeper stacks are cut.
const MOST_DEPTH: usize = 10_000;

/// The name of the format.
const SCHEMA: &[u8] = b"speedscope.app/file-format-schema.json";

/// Whether a part of a file names the format.
pub fn names_itself(part: &[u8]) -> bool {
    part.windows(SCHEMA.len()).any(|window| window == SCHEMA)
}

/// Whether a text looks like such a file.
pub fn is_one(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 2] = [SCHEMA, b"\"profiles\""];
    let has = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    // The schema stands at either end, and what is between may be long.
    let (start, end) = (
        &bytes[..bytes.len().min(4_096)],
        &bytes[bytes.len().saturating_sub(4_096)..],
    );
    let near = |part: &[u8]| {
        part.windows(marks[0].len())
            .any(|window| window == marks[0])
    };
    (near(start) || near(end)) && has(marks[1])
}

#[derive(Deserialize)]
struct File<'a> {
    shared: Shared,
    #[serde(borrow)]
    profiles: Vec<Profile<'a>>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Shared {
    frames: Vec<Frame>,
}

#[derive(Deserialize)]
struct Frame {
    name: String,
    file: Option<String>,
    /// Some tools write -1 or a fraction where they do not know it.
    line: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Profile<'a> {
    #[serde(rename = "type")]
    kind: String,
    name: String,
    unit: String,
    #[serde(borrow)]
    start_value: &'a RawValue,
    #[serde(borrow)]
    end_value: &'a RawValue,
    #[serde(borrow, default)]
    events: Vec<Event<'a>>,
    #[serde(default)]
    samples: Vec<Vec<usize>>,
    #[serde(borrow, default)]
    weights: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: String,
    frame: usize,
    #[serde(borrow)]
    at: &'a RawValue,
}

/// The trace of a file, and what was left out of it.
///
/// # Errors
/// If it is no such file, or its values are no times.
pub fn read(bytes: &[u8]) -> Result<(Trace, Vec<Problem>), Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Problem::new(
            format!("byte {}", error.valid_up_to()),
            Text::new("UTF-8이 아닙니다.", "It is not UTF-8."),
            Text::new("UTF-8로 저장해 주세요.", "Save it as UTF-8."),
        )
    })?;
    let file: File<'_> = serde_json::from_str(text).map_err(|error| {
        Problem::new(
            format!("{}:{}", error.line(), error.column()),
            Text::new(
                "여기서부터 speedscope 파일로 읽을 수 없습니다.",
                "From here on it cannot be read as a file of speedscope.",
            ),
            Text::new(
                "speedscope가 저장한 JSON인지 확인하세요.",
                "Check that it is JSON that speedscope saved.",
            ),
        )
    })?;
    Reading::new(&file).read(&file)
}

struct Reading {
    builder: TraceBuilder,
    frames: Vec<NameId>,
    origin: i64,
    problems: Vec<Problem>,
}

/// The power of ten that makes microseconds of a unit. None if it is no time.
fn exponent(unit: &str) -> Option<i32> {
    match unit {
        "nanoseconds" => Some(-3),
        "microseconds" => Some(0),
        "milliseconds" => Some(3),
        "seconds" => Some(6),
        _ => None,
    }
}

/// A value of a profile in nanoseconds.
fn nanos(profile: &Profile<'_>, raw: &RawValue) -> Option<i64> {
    let moment = Moment::parse_scaled(raw.get(), exponent(&profile.unit)?)?;
    Some(moment.nanos())
}

impl Reading {
    fn new(file: &File<'_>) -> Reading {
        let mut builder = TraceBuilder::new(Clock::Recorded);
        let name = |frame: &Frame| match (&frame.file, frame.line) {
            (Some(file), Some(line)) if line >= 0.0 => format!("{} ({file}:{line})", frame.name),
            (Some(file), _) => format!("{} ({file})", frame.name),
            _ => frame.name.clone(),
        };
        let frames = file.shared.frames.iter();
        let frames = frames.map(|frame| builder.name(&name(frame))).collect();
        let starts = file.profiles.iter();
        let origin = starts.filter_map(|p| nanos(p, p.start_value)).min();
        let origin = origin.unwrap_or(0);
        builder.fact(fact::ORIGIN, Value::Int(origin));
        if let Some(name) = &file.name {
            let name = builder.name(name);
            builder.fact(fact::NAME, Value::Name(name));
        }
        Reading {
            builder,
            frames,
            origin,
            problems: Vec::new(),
        }
    }

    fn read(mut self, file: &File<'_>) -> Result<(Trace, Vec<Problem>), Problem> {
        let process = file.name.as_deref().unwrap_or("speedscope");
        let process = self.builder.track(None, TrackKind::Process, process);
        let mut shown = 0;
        for (place, profile) in file.profiles.iter().enumerate() {
            let place = format!("profiles[{place}]");
            if exponent(&profile.unit).is_none() {
                self.problems.push(no_time(place, &profile.unit));
                continue;
            }
            let track = self
                .builder
                .track(Some(process), TrackKind::Thread, &profile.name);
            if profile.kind == "sampled" {
                self.sampled(track, profile, &place);
            } else {
                self.evented(track, profile, &place);
            }
            shown += 1;
        }
        match (shown, self.problems.pop()) {
            (0, Some(problem)) => Err(problem),
            (_, last) => {
                self.problems.extend(last);
                Ok((self.builder.finish(), self.problems))
            }
        }
    }

    fn time(&self, nanos: i64) -> Time {
        Time(nanos.saturating_sub(self.origin).max(0).unsigned_abs())
    }

    fn evented(&mut self, track: TrackId, profile: &Profile<'_>, place: &str) {
        let mut open: Vec<(usize, Time)> = Vec::new();
        let mut wrong = 0;
        for event in &profile.events {
            let at = nanos(profile, event.at).map(|at| self.time(at));
            let (Some(at), Some(&name)) = (at, self.frames.get(event.frame)) else {
                wrong += 1;
                continue;
            };
            match (event.kind.as_str(), open.last()) {
                ("O", _) if open.len() < MOST_DEPTH => open.push((event.frame, at)),
                ("C", Some(&(frame, since))) if frame == event.frame => {
                    open.pop();
                    self.builder.slice(track, State::Span, name, since, at);
                }
                _ => wrong += 1,
            }
        }
        let end = nanos(profile, profile.end_value).unwrap_or(0);
        let end = self.time(end);
        for (frame, since) in open {
            self.builder
                .slice(track, State::Span, self.frames[frame], since, end);
        }
        self.builder.extend_to(end);
        self.complain(wrong, place, "events");
    }

    fn sampled(&mut self, track: TrackId, profile: &Profile<'_>, place: &str) {
        let mut at = nanos(profile, profile.start_value).unwrap_or(0);
        let mut samples = Samples::new(track);
        let mut wrong = profile.samples.len().abs_diff(profile.weights.len());
        let mut stack = Vec::new();
        for (sample, weight) in profile.samples.iter().zip(&profile.weights) {
            let known = sample.iter().take(MOST_DEPTH);
            stack.clear();
            stack.extend(known.filter_map(|frame| self.frames.get(*frame)));
            wrong += usize::from(stack.len() < sample.len());
            let since = self.time(at);
            samples.sample(&mut self.builder, since, &stack);
            match nanos(profile, weight) {
                Some(weight) if weight >= 0 => at = at.saturating_add(weight),
                _ => wrong += 1,
            }
        }
        let end = self.time(at);
        samples.end(&mut self.builder, end);
        self.builder.extend_to(end);
        self.complain(wrong, place, "samples");
    }

    fn complain(&mut self, wrong: usize, place: &str, list: &str) {
        if wrong > 0 {
            self.problems.push(Problem::new(
                format!("{place}.{list}"),
                Text::new(
                    format!("짝이 맞지 않거나 읽을 수 없는 항목: {wrong}개."),
                    format!("Entries that match nothing or cannot be read: {wrong}."),
                ),
                Text::new("뺐습니다.", "Left out."),
            ));
        }
    }
}

fn no_time(place: String, unit: &str) -> Problem {
    let unit: String = unit.chars().take(20).collect();
    Problem::new(
        place,
        Text::new(
            format!("단위 ‘{unit}’은(는) 시간이 아닙니다."),
            format!("Its unit ‘{unit}’ is no time."),
        ),
        Text::new(
            "시간을 잰 프로파일만 시간축에 그릴 수 있습니다.",
            "Only profiles that measure time can be drawn over time.",
        ),
    )
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::base::Lang;
    use expect_test::{Expect, expect};

    fn shown(profiles: &str, expected: Expect) {
        let text = format!(
            r#"{{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{{"frames":[{{"name":"main","file":"a.c","line":3}},{{"name":"f"}},{{"name":"g"}}]}},"profiles":[{profiles}],"name":"app"}}"#
        );
        assert!(is_one(text.as_bytes()));
        let out = match read(text.as_bytes()) {
            Ok((trace, problems)) => {
                let sentences = problems.iter().map(|p| p.sentence(Lang::En) + "\n");
                trace.dump() + &sentences.collect::<String>()
            }
            Err(problem) => problem.sentence(Lang::En) + "\n",
        };
        expected.assert_eq(&out);
    }

    #[test]
    fn events_open_and_close_frames() {
        shown(
            r#"{"type":"evented","name":"t","unit":"milliseconds","startValue":10,"endValue":20.5,"events":[
                {"type":"O","frame":0,"at":10},{"type":"O","frame":1,"at":11.25},{"type":"C","frame":1,"at":12},
                {"type":"C","frame":2,"at":13},{"type":"O","frame":9,"at":14},{"type":"O","frame":2,"at":15}]}"#,
            expect![[r#"
                recorded clock, end 10.5ms
                fact origin-ns=10000000
                fact name="app"
                process "app"
                  thread "t"
                    0 .. 10.5ms span main (a.c:3)
                   row 1
                    1.25ms .. 2ms span f
                    5ms .. 10.5ms span g
                profiles[0].events: Entries that match nothing or cannot be read: 2. Left out.
            "#]],
        );
    }

    #[test]
    fn samples_that_agree_are_one_call() {
        shown(
            r#"{"type":"sampled","name":"t","unit":"microseconds","startValue":0,"endValue":9,
                "samples":[[0,1],[0,1],[0,2],[]],"weights":[1,2,3,3]},
               {"type":"sampled","name":"m","unit":"bytes","startValue":0,"endValue":9,"samples":[],"weights":[]}"#,
            expect![[r#"
                recorded clock, end 9µs
                fact origin-ns=0
                fact name="app"
                process "app"
                  thread "t"
                    0 .. 6µs span main (a.c:3)
                   row 1
                    0 .. 3µs span f
                    3µs .. 6µs span g
                profiles[1]: Its unit ‘bytes’ is no time. Only profiles that measure time can be drawn over time.
            "#]],
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        shown(
            r#"{"type":"sampled","name":"m","unit":"bytes","startValue":0,"endValue":9,"samples":[],"weights":[]}"#,
            expect![[r#"
                profiles[0]: Its unit ‘bytes’ is no time. Only profiles that measure time can be drawn over time.
            "#]],
        );
        assert!(read(b"{\"profiles\":7}").is_err());
    }
}
