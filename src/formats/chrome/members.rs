//! The members of an event, read quickest where events are written alike:
//! nearly all recorders write the same keys in the same order.

use crate::formats::json::{Broken, Kind, Raw, Scanner};

/// The members of an event that mean something.
#[derive(Default)]
pub(super) struct Members<'a> {
    pub ph: Option<Raw<'a>>,
    pub name: Option<Raw<'a>>,
    pub cat: Option<Raw<'a>>,
    pub ts: Option<Raw<'a>>,
    pub dur: Option<Raw<'a>>,
    pub pid: Option<Raw<'a>>,
    pub tid: Option<Raw<'a>>,
    pub id: Option<Raw<'a>>,
    pub id2: Option<Raw<'a>>,
    pub scope: Option<Raw<'a>>,
    pub s: Option<Raw<'a>>,
    /// The text of the arguments, if they are an object.
    pub args: Option<&'a [u8]>,
    pub bind_id: bool,
    pub flow: bool,
}

/// What a key means.
#[derive(Clone, Copy, Debug)]
enum Field {
    Ph,
    Name,
    Cat,
    Ts,
    Dur,
    Pid,
    Tid,
    Id,
    Id2,
    Scope,
    S,
    Args,
    BindId,
    Flow,
    Other,
}

impl Field {
    fn of(key: &[u8]) -> Field {
        match key {
            b"ph" => Field::Ph,
            b"name" => Field::Name,
            b"cat" => Field::Cat,
            b"ts" => Field::Ts,
            b"dur" => Field::Dur,
            b"pid" => Field::Pid,
            b"tid" => Field::Tid,
            b"id" => Field::Id,
            b"id2" => Field::Id2,
            b"scope" => Field::Scope,
            b"s" => Field::S,
            b"args" => Field::Args,
            b"bind_id" => Field::BindId,
            b"flow_in" | b"flow_out" => Field::Flow,
            _ => Field::Other,
        }
    }
}

/// So many members of an event are expected to be as before, and texts of so
/// many bytes between two values.
const MOST_STEPS: usize = 16;
const LONGEST_STEP: usize = 64;

/// What stood between the values of events so far: commas, keys, colons and
/// blanks. Where the same text follows, it is the same key.
#[derive(Default)]
pub(super) struct Habit(Vec<Step>);

struct Step {
    text: Vec<u8>,
    /// How many lines end in it.
    lines: u32,
    field: Field,
}

impl Habit {
    fn learn(&mut self, nth: usize, text: &[u8], lines: u32, field: Field) {
        if nth >= MOST_STEPS || text.len() > LONGEST_STEP || nth > self.0.len() {
            return;
        }
        if nth == self.0.len() {
            self.0.push(Step {
                text: Vec::new(),
                lines,
                field,
            });
        }
        let step = &mut self.0[nth];
        step.text.clear();
        step.text.extend_from_slice(text);
        (step.lines, step.field) = (lines, field);
    }
}

impl<'a> Members<'a> {
    /// Reads the members of the next event. Whether it is an object at all.
    ///
    /// # Errors
    /// If it is broken.
    #[inline(never)]
    pub fn read(&mut self, scanner: &mut Scanner<'a>, habit: &mut Habit) -> Result<bool, Broken> {
        if scanner.peek() != Some(b'{') {
            return scanner.value().map(|_| false);
        }
        scanner.expect(b'{')?;
        *self = Members::default();
        let mut first = true;
        for nth in 0.. {
            let field = match habit.0.get(nth) {
                Some(step) if scanner.literal(&step.text, step.lines) => {
                    first = false;
                    step.field
                }
                _ => {
                    let (at, lines) = (scanner.at(), scanner.lines());
                    let Some(key) = scanner.member(&mut first)? else {
                        break;
                    };
                    scanner.peek();
                    let field = Field::of(key.text);
                    habit.learn(nth, scanner.since(at), scanner.lines() - lines, field);
                    field
                }
            };
            let value = scanner.value()?;
            self.put(field, value);
        }
        Ok(true)
    }

    fn put(&mut self, field: Field, value: Raw<'a>) {
        let known = match field {
            Field::Ph => &mut self.ph,
            Field::Name => &mut self.name,
            Field::Cat => &mut self.cat,
            Field::Ts => &mut self.ts,
            Field::Dur => &mut self.dur,
            Field::Pid => &mut self.pid,
            Field::Tid => &mut self.tid,
            Field::Id => &mut self.id,
            Field::Id2 => &mut self.id2,
            Field::Scope => &mut self.scope,
            Field::S => &mut self.s,
            Field::Args => {
                self.args = (value.kind == Kind::Object).then_some(value.text);
                return;
            }
            Field::BindId => {
                self.bind_id = value.kind != Kind::Null;
                return;
            }
            Field::Flow => {
                self.flow |= value.is_true();
                return;
            }
            Field::Other => return,
        };
        *known = (value.kind != Kind::Null).then_some(value);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What one event has, as text.
    fn told(text: &str, habit: &mut Habit) -> String {
        let mut scanner = Scanner::new(text.as_bytes());
        let mut members = Members::default();
        let read = members.read(&mut scanner, habit);
        let Members {
            ph,
            name,
            ts,
            args,
            flow,
            ..
        } = members;
        format!(
            "{read:?} {ph:?} {name:?} {ts:?} {args:?} {flow} {} {}",
            scanner.at(),
            scanner.lines()
        )
    }

    /// An event written in one of several ways, whole or cut.
    fn event() -> impl Strategy<Value = String> {
        let member = prop_oneof![
            Just("\"ph\":\"X\""),
            Just("\"name\": \"a\""),
            Just("\"name\":\"b\""),
            Just("\n\"ts\":1.5"),
            Just("\"ts\" :\n7"),
            Just("\"args\":{\"a\":1}"),
            Just("\"flow_in\":true"),
            Just("\"other\":[1, 2]"),
            Just("\"name\":"),
        ];
        (proptest::collection::vec(member, 0..6), 0..9_usize).prop_map(|(members, cut)| {
            let mut text = format!("{{{}}}", members.join(","));
            text.truncate(text.len() - cut.min(text.len()) * usize::from(cut < 4));
            text
        })
    }

    proptest! {
        #[test]
        fn what_is_expected_changes_nothing(events in proptest::collection::vec(event(), 1..12)) {
            let mut habit = Habit::default();
            for text in &events {
                prop_assert_eq!(told(text, &mut habit), told(text, &mut Habit::default()));
            }
        }
    }
}
