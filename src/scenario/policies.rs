//! The table of all policies: what help texts, controls and documents say of
//! them, and how each is made.

use super::{Length, Unit};
use crate::base::{Lang, Text};
use crate::sim::policy::Policy;

mod make;
mod table;
mod words;

pub use table::TABLE;
pub use words::word;

/// Sentences of the table: Korean and English.
pub type Words = (&'static str, &'static str);

/// A policy as the table has it.
#[derive(Debug)]
pub struct PolicyKind {
    /// What documents and the command line call it.
    pub key: &'static str,
    /// Its name.
    pub name: Words,
    /// What it does, in a sentence.
    pub about: Words,
    /// Who goes first among equals.
    pub ties: Words,
    /// The fields of jobs that it looks at, besides their arrivals and programs.
    pub reads: &'static [&'static str],
    /// What can be set.
    pub parameters: &'static [Parameter],
}

/// A parameter of a policy.
#[derive(Debug)]
pub struct Parameter {
    /// What documents and the command line call it.
    pub key: &'static str,
    /// What pages call it.
    pub name: Words,
    /// What it means.
    pub about: Words,
    /// What it may be, and what it usually is.
    pub domain: Domain,
}

/// What a parameter may be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Domain {
    /// A length of time, more than nothing; usually so long.
    Time(Length),
    /// A length of time or null, which is usual.
    MaybeTime,
    /// One or several lengths of time, at most so many; usually these.
    Times(usize, &'static [Length]),
    /// A whole number.
    Count {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
        /// The usual one.
        usual: u64,
    },
    /// True or false; usually that.
    Flag(bool),
    /// One of these words, usually the first.
    Word(&'static [&'static str]),
}

/// What a parameter is set to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Setting {
    /// A length of time; none where it may be null.
    Time(Option<Length>),
    /// Lengths of time.
    Times(Vec<Length>),
    /// A whole number.
    Count(u64),
    /// True or false.
    Flag(bool),
    /// One of the words of its [`Domain::Word`].
    Word(&'static str),
}

impl Domain {
    /// What a parameter is that nobody sets.
    pub fn usual(&self) -> Setting {
        match self {
            Domain::Time(length) => Setting::Time(Some(*length)),
            Domain::MaybeTime => Setting::Time(None),
            Domain::Times(_, lengths) => Setting::Times(lengths.to_vec()),
            Domain::Count { usual, .. } => Setting::Count(*usual),
            Domain::Flag(flag) => Setting::Flag(*flag),
            Domain::Word(words) => Setting::Word(words.first().copied().unwrap_or_default()),
        }
    }

    /// Whether it may be set so.
    pub fn allows(&self, setting: &Setting) -> bool {
        let some = |length: &Length| length.n > 0;
        match (self, setting) {
            (Domain::Time(_), Setting::Time(Some(length)))
            | (Domain::MaybeTime, Setting::Time(Some(length))) => some(length),
            (Domain::MaybeTime, Setting::Time(None)) | (Domain::Flag(_), Setting::Flag(_)) => true,
            (Domain::Times(most, _), Setting::Times(lengths)) => {
                (1..=*most).contains(&lengths.len()) && lengths.iter().all(some)
            }
            (Domain::Count { least, most, .. }, Setting::Count(n)) => (least..=most).contains(&n),
            (Domain::Word(words), Setting::Word(word)) => words.contains(word),
            _ => false,
        }
    }

    /// What it may be and what it usually is, as a text for people.
    pub fn shown(&self) -> Text {
        let text = |ko: String, en: String| Text::new(ko, en);
        match self {
            Domain::Time(usual) => text(
                format!("시간, 보통 {usual}"),
                format!("a time, usually {usual}"),
            ),
            Domain::MaybeTime => {
                Text::new("시간 또는 없음, 보통 없음", "a time or none, usually none")
            }
            Domain::Times(most, usual) => {
                let list: Vec<String> = usual.iter().map(Length::to_string).collect();
                let list = list.join(", ");
                text(
                    format!("시간 {most}개까지의 목록, 보통 [{list}]"),
                    format!("a list of at most {most} times, usually [{list}]"),
                )
            }
            Domain::Count { least, most, usual } => text(
                format!("{least}에서 {most}, 보통 {usual}"),
                format!("{least} to {most}, usually {usual}"),
            ),
            Domain::Flag(usual) => text(
                format!("true나 false, 보통 {usual}"),
                format!("true or false, usually {usual}"),
            ),
            Domain::Word(words) => {
                let list = words.join(", ");
                let usual = words.first().copied().unwrap_or_default();
                text(
                    format!("다음 중 하나: {list}. 보통 {usual}"),
                    format!("one of {list}; usually {usual}"),
                )
            }
        }
    }
}

impl PolicyKind {
    /// The policy of a key.
    pub fn named(key: &str) -> Option<&'static PolicyKind> {
        TABLE.iter().find(|kind| kind.key == key)
    }

    /// The parameter of a key.
    pub fn parameter(&self, key: &str) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.key == key)
    }

    /// Its name as a text.
    pub fn name_text(&self) -> Text {
        Text::new(self.name.0, self.name.1)
    }
}

/// A policy and what its parameters are set to.
#[derive(Clone, Debug)]
pub struct PolicySpec {
    kind: &'static PolicyKind,
    settings: Vec<(&'static str, Setting)>,
}

impl PartialEq for PolicySpec {
    fn eq(&self, other: &PolicySpec) -> bool {
        self.kind.key == other.kind.key && self.settings == other.settings
    }
}

impl Eq for PolicySpec {}

impl PolicySpec {
    /// A policy with its usual parameters.
    pub fn new(kind: &'static PolicyKind) -> PolicySpec {
        PolicySpec {
            kind,
            settings: Vec::new(),
        }
    }

    /// The policy of a key with its usual parameters; the first of the table if
    /// there is none of that key.
    pub fn usual(key: &str) -> PolicySpec {
        PolicySpec::new(PolicyKind::named(key).unwrap_or(&TABLE[0]))
    }

    /// The same with a parameter set; unchanged if it cannot be set so.
    pub fn with(mut self, key: &str, setting: Setting) -> PolicySpec {
        self.set(key, setting);
        self
    }

    /// Sets a parameter; false if there is none of that key, or if it cannot be
    /// set so.
    pub fn set(&mut self, key: &str, setting: Setting) -> bool {
        let Some(parameter) = self.kind.parameter(key) else {
            return false;
        };
        if !parameter.domain.allows(&setting) {
            return false;
        }
        self.settings.retain(|(known, _)| *known != parameter.key);
        if setting != parameter.domain.usual() {
            self.settings.push((parameter.key, setting));
            // In the order of the table, so that equal ones are equal.
            let place = |key: &str| self.kind.parameters.iter().position(|p| p.key == key);
            self.settings.sort_by_key(|(key, _)| place(key));
        }
        true
    }

    /// Which policy it is.
    pub fn kind(&self) -> &'static PolicyKind {
        self.kind
    }

    /// What a parameter is set to; none if there is none of that key.
    pub fn get(&self, key: &str) -> Option<Setting> {
        let parameter = self.kind.parameter(key)?;
        let set = self.settings.iter().find(|(known, _)| *known == key);
        Some(set.map_or_else(|| parameter.domain.usual(), |(_, setting)| setting.clone()))
    }

    /// The parameters that are not as usual, in the order of the table.
    pub fn set_ones(&self) -> impl Iterator<Item = (&'static str, &Setting)> {
        self.settings.iter().map(|(key, setting)| (*key, setting))
    }

    /// The policy itself, where plain numbers count in `unit`.
    pub fn make(&self, unit: Unit, cores: u32) -> Box<dyn Policy> {
        make::policy(self, unit, cores)
    }

    /// Its name, and the parameters that are not as usual: `Round robin (quantum 2)`.
    pub fn label(&self) -> Text {
        Text::new(self.label_in(Lang::Ko), self.label_in(Lang::En))
    }

    fn label_in(&self, lang: Lang) -> String {
        let name = pick(self.kind.name, lang);
        let set: Vec<String> = self
            .set_ones()
            .filter_map(|(key, setting)| {
                let name = pick(self.kind.parameter(key)?.name, lang);
                // Terms are capitalised where they stand alone only.
                let name = name.to_lowercase();
                Some(match setting {
                    Setting::Flag(true) => name,
                    setting => format!("{name} {}", setting.shown_in(lang)),
                })
            })
            .collect();
        if set.is_empty() {
            return name.to_owned();
        }
        format!("{name} ({})", set.join(", "))
    }
}

/// The words of a language.
pub fn pick(words: Words, lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => words.0,
        Lang::En => words.1,
    }
}

impl Setting {
    /// As text for people: words and flags in their language.
    pub fn shown_in(&self, lang: Lang) -> String {
        match (self, lang) {
            (Setting::Word(key), _) => pick(word(key), lang).to_owned(),
            (Setting::Flag(true), Lang::Ko) => "켬".to_owned(),
            (Setting::Flag(false), Lang::Ko) => "끔".to_owned(),
            (Setting::Flag(true), Lang::En) => "on".to_owned(),
            (Setting::Flag(false), Lang::En) => "off".to_owned(),
            _ => self.shown(),
        }
    }

    /// As text: `5`, `750us`, `1,2,4`, `true`, `head`.
    pub fn shown(&self) -> String {
        match self {
            Setting::Time(Some(length)) => length.to_string(),
            Setting::Time(None) => "none".into(),
            Setting::Times(lengths) => {
                let list: Vec<String> = lengths.iter().map(Length::to_string).collect();
                list.join(",")
            }
            Setting::Count(n) => n.to_string(),
            Setting::Flag(flag) => flag.to_string(),
            Setting::Word(word) => (*word).into(),
        }
    }
}
