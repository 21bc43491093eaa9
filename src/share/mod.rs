//! Everything on screen as a URL fragment, and back.
//!
//! `#v1/sync-async?jobs=0-300,0-200,0-100&ways=await-in-turn,joined&lang=en`
//!
//! * The first part is the version of this format; the second is the page.
//! * What is not said has the page's default, so that links stay short.
//! * Lengths of time are milliseconds, with up to six decimals (nanoseconds).
//! * A field that cannot be read costs only that field: it gets its default
//!   and a [`Problem`] that says so. Nothing in a link can make the page blank.
//! * A page that is fetched when it is first opened reads its own fields
//!   itself: they are kept as they stand ([`Link::own`]).

mod embed;
mod millis;
mod request;

use form_urlencoded::Serializer;

pub use embed::{Embed, Theme};
pub use millis::{format_millis, parse_millis};
pub use request::{MAX_PARAMS, RunRequest};

use crate::base::{Dur, Lang, Problem, Text, Time};
use crate::experiment::{JobSetup, QuestionId, Setup, Waiting, Way};

/// The longest fragment that is read, in bytes.
pub const MAX_FRAGMENT: usize = 8 * 1024;
const VERSION: &str = "v1";

/// A page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Page {
    /// The opening page.
    #[default]
    Home,
    /// One question.
    Question(QuestionId),
    /// A machine of one's own.
    Machine,
    /// All schedules of a program.
    Explore,
    /// A file that another tool recorded.
    Trace,
    /// A Python program.
    Python,
}

impl Page {
    /// The name used in links; stable.
    pub fn key(self) -> &'static str {
        match self {
            Page::Home => "home",
            Page::Question(question) => question.key(),
            Page::Machine => "machine",
            Page::Explore => "explore",
            Page::Trace => "trace",
            Page::Python => "python",
        }
    }

    /// The pages besides home and the questions, in the order of the menu. Each
    /// reads fields of its own.
    pub const OWN: [Page; 4] = [Page::Machine, Page::Explore, Page::Python, Page::Trace];

    /// Whether it is one of [`Page::OWN`].
    pub fn is_own(self) -> bool {
        Page::OWN.contains(&self)
    }

    /// The page of a [`Page::key`].
    pub fn from_key(key: &str) -> Option<Page> {
        match key {
            "" | "home" => Some(Page::Home),
            "machine" => Some(Page::Machine),
            "explore" => Some(Page::Explore),
            "trace" => Some(Page::Trace),
            "python" => Some(Page::Python),
            key => QuestionId::from_key(key).map(Page::Question),
        }
    }
}

/// Which runs are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Show {
    /// Modelled and measured runs.
    #[default]
    Both,
    /// Modelled runs.
    Model,
    /// Measured runs.
    Live,
}

impl Show {
    /// All choices.
    pub const ALL: [Show; 3] = [Show::Both, Show::Model, Show::Live];

    /// The name used in links; stable.
    pub fn key(self) -> &'static str {
        match self {
            Show::Both => "both",
            Show::Model => "model",
            Show::Live => "live",
        }
    }
}

/// How the stage is viewed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum View {
    /// Lanes.
    #[default]
    Timeline,
    /// The same facts as a table.
    Table,
}

impl View {
    /// All choices.
    pub const ALL: [View; 2] = [View::Timeline, View::Table];

    /// The name used in links; stable.
    pub fn key(self) -> &'static str {
        match self {
            View::Timeline => "timeline",
            View::Table => "table",
        }
    }
}

/// Everything on screen.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    /// Which page.
    pub page: Page,
    /// What is set on a question's page.
    pub setup: Option<Setup>,
    /// The language, if the link decides it.
    pub lang: Option<Lang>,
    /// Which runs are shown.
    pub show: Show,
    /// How they are viewed.
    pub view: View,
    /// Whether cores, threads and devices are shown beside the jobs.
    pub detail: bool,
    /// Where the playhead stands, if it was moved.
    pub at: Option<Time>,
    /// How the lanes are arranged, in the words of the timeline.
    pub lanes: String,
    /// Notes on moments, as they stand; what shows timelines reads them.
    pub notes: String,
    /// The fields that only their page reads, in their order.
    pub own: Vec<(String, String)>,
}

impl Default for Link {
    fn default() -> Self {
        Link::to(Page::Home)
    }
}

impl Link {
    /// A page with its defaults.
    pub fn to(page: Page) -> Link {
        Link {
            page,
            setup: match page {
                Page::Question(question) => Some(question.setup()),
                _ => None,
            },
            lang: None,
            show: Show::default(),
            view: View::default(),
            detail: false,
            at: None,
            lanes: String::new(),
            notes: String::new(),
            own: Vec::new(),
        }
    }

    /// The fragment, with its `#`.
    pub fn fragment(&self) -> String {
        let mut fields = Serializer::new(String::new());
        if let (Page::Question(question), Some(setup)) = (self.page, &self.setup) {
            write_setup(&mut fields, setup, &question.setup());
        }
        fields.extend_pairs(&self.own);
        if let Some(lang) = self.lang {
            fields.append_pair("lang", lang.tag());
        }
        if self.show != Show::default() {
            fields.append_pair("show", self.show.key());
        }
        if self.view != View::default() {
            fields.append_pair("view", self.view.key());
        }
        if self.detail {
            fields.append_pair("detail", "1");
        }
        if let Some(at) = self.at {
            fields.append_pair("t", &format_millis(Dur(at.0)));
        }
        if !self.notes.is_empty() {
            fields.append_pair("notes", &self.notes);
        }
        if !self.lanes.is_empty() {
            fields.append_pair("lanes", &self.lanes);
        }
        // These are allowed in a fragment, and make it readable.
        let fields = fields.finish().replace("%2C", ",").replace("%21", "!");
        let key = self.page.key();
        if fields.is_empty() {
            format!("#{VERSION}/{key}")
        } else {
            format!("#{VERSION}/{key}?{fields}")
        }
    }

    /// Reads a fragment, with or without its `#`. An empty one is the opening page.
    pub fn parse(fragment: &str) -> (Link, Vec<Problem>) {
        let text = fragment.strip_prefix('#').unwrap_or(fragment);
        if text.is_empty() {
            return (Link::default(), Vec::new());
        }
        if text.len() > MAX_FRAGMENT {
            return (Link::default(), vec![too_long(text.len())]);
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let (version, page) = path.split_once('/').unwrap_or((path, ""));
        if version != VERSION {
            return (Link::default(), vec![unknown_version(version)]);
        }
        let Some(page) = Page::from_key(page) else {
            return (Link::default(), vec![unreadable("page", page)]);
        };
        let mut link = Link::to(page);
        let mut problems = Vec::new();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            if link.read_field(&key, &value).is_none() {
                problems.push(unreadable(&key, &value));
            }
        }
        if let Some(setup) = &mut link.setup {
            problems.extend(setup.mend());
        }
        (link, problems)
    }

    /// None if the field is unknown or its value cannot be read.
    fn read_field(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "lang" => self.lang = Some(Lang::from_tag(value)?),
            "show" => self.show = Show::ALL.into_iter().find(|s| s.key() == value)?,
            "view" => self.view = View::ALL.into_iter().find(|v| v.key() == value)?,
            "detail" => self.detail = read_switch(value)?,
            "lanes" => value.clone_into(&mut self.lanes),
            "t" => self.at = Some(Time(parse_millis(value)?.0)),
            "notes" => self.notes = value.into(),
            _ if self.page.is_own() => self.own.push((key.into(), value.into())),
            _ => read_setup_field(self.setup.as_mut()?, key, value)?,
        }
        Some(())
    }
}

fn write_setup(fields: &mut Serializer<'_, String>, setup: &Setup, default: &Setup) {
    if setup.jobs != default.jobs {
        let jobs: Vec<String> = setup.jobs.iter().map(|j| write_job(*j)).collect();
        fields.append_pair("jobs", &jobs.join(","));
    }
    if setup.waiting != default.waiting {
        fields.append_pair("waiting", setup.waiting.key());
    }
    if setup.cores != default.cores {
        fields.append_pair("cores", &setup.cores.to_string());
    }
    if setup.quantum != default.quantum {
        fields.append_pair("quantum", &format_millis(setup.quantum));
    }
    if setup.switch_cost != default.switch_cost {
        fields.append_pair("switch", &format_millis(setup.switch_cost));
    }
    if setup.gil != default.gil {
        fields.append_pair("gil", if setup.gil { "1" } else { "0" });
    }
    if setup.ways != default.ways {
        let ways: Vec<&str> = setup.ways.iter().map(|w| w.key()).collect();
        fields.append_pair("ways", &ways.join(","));
    }
}

fn read_setup_field(setup: &mut Setup, key: &str, value: &str) -> Option<()> {
    match key {
        "jobs" => setup.jobs = value.split(',').map(read_job).collect::<Option<_>>()?,
        "waiting" => setup.waiting = Waiting::from_key(value)?,
        "cores" => setup.cores = value.parse().ok()?,
        "quantum" => setup.quantum = parse_millis(value)?,
        "switch" => setup.switch_cost = parse_millis(value)?,
        "gil" => setup.gil = read_switch(value)?,
        "ways" => setup.ways = value.split(',').map(Way::from_key).collect::<Option<_>>()?,
        _ => return None,
    }
    Some(())
}

/// `compute-wait-after`, with zeros at the end left out.
fn write_job(job: JobSetup) -> String {
    let mut parts = vec![job.compute, job.wait, job.after];
    while parts.len() > 1 && parts.last().is_some_and(|d| d.is_zero()) {
        parts.pop();
    }
    let parts: Vec<String> = parts.into_iter().map(format_millis).collect();
    parts.join("-")
}

fn read_job(text: &str) -> Option<JobSetup> {
    let mut parts = text.split('-').map(parse_millis);
    let job = JobSetup {
        compute: parts.next()??,
        wait: parts.next().unwrap_or(Some(Dur::ZERO))?,
        after: parts.next().unwrap_or(Some(Dur::ZERO))?,
    };
    parts.next().is_none().then_some(job)
}

fn read_switch(value: &str) -> Option<bool> {
    match value {
        "1" | "true" | "on" => Some(true),
        "0" | "false" | "off" => Some(false),
        _ => None,
    }
}

fn shortened(value: &str) -> String {
    let mut short: String = value.chars().take(40).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}

fn unreadable(key: &str, value: &str) -> Problem {
    let (key, value) = (shortened(key), shortened(value));
    Problem::new(
        key,
        Text::new(
            format!("링크의 이 항목을 읽을 수 없습니다: “{value}”."),
            format!("This part of the link cannot be read: “{value}”."),
        ),
        Text::new(
            "기본값으로 열었습니다.",
            "The page opened with its default.",
        ),
    )
}

fn unknown_version(version: &str) -> Problem {
    let version = shortened(version);
    Problem::new(
        "#",
        Text::new(
            format!("모르는 형식의 링크입니다: “{version}”."),
            format!("The link has an unknown form: “{version}”."),
        ),
        Text::new(
            "첫 화면을 열었습니다. 링크를 다시 복사해 보세요.",
            "The opening page is shown. Try copying the link again.",
        ),
    )
}

fn too_long(bytes: usize) -> Problem {
    Problem::new(
        "#",
        Text::new(
            format!("링크가 너무 깁니다: {bytes}바이트."),
            format!("The link is too long: {bytes} bytes."),
        ),
        Text::new(
            format!("{MAX_FRAGMENT}바이트까지 읽습니다. 첫 화면을 열었습니다."),
            format!("Up to {MAX_FRAGMENT} bytes are read. The opening page is shown."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn links_read_as_they_are_written() {
        let mut link = Link::to(Page::Question(QuestionId::SyncAsync));
        assert_eq!(link.fragment(), "#v1/sync-async");
        let setup = link.setup.as_mut().unwrap();
        setup.jobs = vec![
            JobSetup::millis(0, 300, 0),
            JobSetup {
                compute: Dur::micros(2_310),
                wait: Dur::ZERO,
                after: Dur(1),
            },
        ];
        setup.gil = false;
        setup.ways = vec![Way::Joined];
        link.lang = Some(Lang::En);
        link.at = Some(Time(412_000_000));
        assert_eq!(
            link.fragment(),
            "#v1/sync-async?jobs=0-300,2.31-0-0.000001&gil=0&ways=joined&lang=en&t=412"
        );
        assert_eq!(Link::parse(&link.fragment()), (link, vec![]));
    }

    #[test]
    fn a_bad_field_costs_only_itself() {
        for (fragment, page, places) in [
            ("", "home", vec![]),
            ("#", "home", vec![]),
            (
                "#v1/sync-async?jobs=abc&cores=3",
                "sync-async",
                vec!["jobs"],
            ),
            ("#v1/matrix?cores=900", "matrix", vec!["cores"]),
            ("#v1/matrix?jobs=1-2-3-4", "matrix", vec!["jobs"]),
            ("#v1/matrix?%EA%B0%80=%EB%82%98", "matrix", vec!["가"]),
            ("#v1/nowhere", "home", vec!["page"]),
            ("#v9/matrix", "home", vec!["#"]),
            ("#v1/home?cores=2", "home", vec!["cores"]),
            ("#%%%", "home", vec!["#"]),
        ] {
            let (link, problems) = Link::parse(fragment);
            assert_eq!(link.page.key(), page, "{fragment}");
            let found: Vec<&str> = problems.iter().map(|p| p.place.as_str()).collect();
            assert_eq!(found, places, "{fragment}");
        }
        let (link, _) = Link::parse("#v1/sync-async?jobs=abc&cores=3");
        assert_eq!(link.setup.unwrap().cores, 3);
    }

    #[test]
    fn a_page_of_its_own_keeps_its_fields() {
        let fragment = "#v1/machine?policies=rr,fifo&preset=a%3Db%26c&lang=ko&t=12.5&notes=5%3A%EA%B0%80%3B7%3A";
        let (link, problems) = Link::parse(fragment);
        assert_eq!(link.notes, "5:가;7:");
        assert_eq!((link.page, problems), (Page::Machine, vec![]));
        let own = [("policies", "rr,fifo"), ("preset", "a=b&c")];
        assert_eq!(
            link.own,
            own.map(|(key, value)| (key.to_string(), value.to_string()))
        );
        assert_eq!(link.fragment(), fragment);
    }

    fn any_setup() -> impl Strategy<Value = Setup> {
        let job = (
            0u64..5_000_000_000,
            0u64..5_000_000_000,
            0u64..5_000_000_000,
        );
        (
            proptest::collection::vec(job, 1..8),
            proptest::sample::select(&Waiting::ALL[..]),
            1u32..=8,
            proptest::bool::ANY,
            proptest::sample::subsequence(&Way::ALL[..], 1..=5),
        )
            .prop_map(|(jobs, waiting, cores, gil, ways)| {
                let mut setup = QuestionId::Matrix.setup();
                setup.jobs = jobs
                    .into_iter()
                    .map(|(c, w, a)| JobSetup {
                        compute: Dur(c),
                        wait: Dur(w),
                        after: Dur(a),
                    })
                    .collect();
                setup.waiting = waiting;
                setup.cores = cores;
                setup.gil = gil;
                setup.ways = ways;
                setup.mend();
                setup
            })
    }

    proptest! {
        #[test]
        fn any_link_survives(
            setup in any_setup(), detail: bool, at in proptest::option::of(0u64..1 << 50),
            lanes in "|!d1!f3,1\\.5!qa b&=\\+|\\PC{1,40}", notes in "|5:a b&=;7:|\\PC{1,40}",
        ) {
            let mut link = Link::to(Page::Question(QuestionId::Matrix));
            link.setup = Some(setup);
            link.detail = detail;
            link.at = at.map(Time);
            link.lanes = lanes;
            link.notes = notes;
            let (read, problems) = Link::parse(&link.fragment());
            prop_assert_eq!(problems, vec![]);
            prop_assert_eq!(read, link);
        }

        #[test]
        fn no_text_is_too_damaged(text in "\\PC{0,200}") {
            Link::parse(&text);
            Link::parse(&format!("#v1/matrix?{text}"));
            Link::parse(&format!("#v1/matrix?jobs={text}"));
        }
    }
}
