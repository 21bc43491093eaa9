//! One job run in several ways: a program under a GIL, without one and on more
//! cores; or the same job written with threads, processes and asyncio.

use super::examples::{example, example_of};
use super::link::Draft;
use crate::base::{Dur, Text};
use crate::trace::{Stats, Trace};

/// What a program is held against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Against {
    /// The same program on other machines.
    Machines,
    /// Other programs that do the same job.
    Ways,
}

impl Against {
    /// Both.
    pub const ALL: [Against; 2] = [Against::Machines, Against::Ways];

    /// Its name in links.
    pub fn key(self) -> &'static str {
        match self {
            Against::Machines => "machines",
            Against::Ways => "ways",
        }
    }

    /// What a name in a link means.
    pub fn from_key(key: &str) -> Option<Against> {
        Against::ALL
            .into_iter()
            .find(|against| against.key() == key)
    }
}

/// One of the ways.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    /// What it is called.
    pub label: Text,
    /// What is run.
    pub draft: Draft,
}

/// The examples that do one job in three ways.
const WAYS: [[&str; 3]; 2] = [
    ["three-io-threads", "three-io-processes", "three-io-asyncio"],
    [
        "three-cpu-threads",
        "three-cpu-processes",
        "three-cpu-asyncio",
    ],
];

/// What is run to hold a program against others; none where there are none.
pub fn cases(draft: &Draft, against: Against) -> Vec<Case> {
    match against {
        Against::Machines => machines(draft),
        Against::Ways => ways(draft),
    }
}

fn machines(draft: &Draft) -> Vec<Case> {
    let many = draft.settings.cores.max(2);
    let case = |cores: u32, gil: bool, ko: String, en: String| {
        let mut draft = Draft {
            way: None,
            ..draft.clone()
        };
        (draft.settings.cores, draft.settings.gil) = (cores, gil);
        Case {
            label: Text::new(ko, en),
            draft,
        }
    };
    vec![
        case(1, true, "GIL, 코어 1개".into(), "GIL, 1 core".into()),
        case(
            many,
            true,
            format!("GIL, 코어 {many}개"),
            format!("GIL, {many} cores"),
        ),
        case(
            many,
            false,
            format!("GIL 없음, 코어 {many}개"),
            format!("no GIL, {many} cores"),
        ),
    ]
}

fn ways(draft: &Draft) -> Vec<Case> {
    let Some(this) = example_of(&draft.source) else {
        return Vec::new();
    };
    let group = WAYS.iter().find(|group| group.contains(&this.key));
    let keys = group.into_iter().flatten();
    let case = |key: &&str| {
        let example = example(key)?;
        Some(Case {
            label: example.title,
            draft: Draft {
                source: example.source.into(),
                way: None,
                ..draft.clone()
            },
        })
    };
    keys.filter_map(case).collect()
}

/// The figures of a run, for a table.
#[derive(Clone, PartialEq, Debug)]
pub struct Figures {
    /// How long it took, in virtual time.
    pub length: Dur,
    /// Σ busy ÷ wall of the cores; none if nothing was computed.
    pub overlap: Option<f64>,
    /// Context switches of the cores.
    pub switches: Option<u64>,
    /// How long the cores worked.
    pub busy: Dur,
}

impl Figures {
    /// The figures of a trace.
    pub fn of(trace: &Trace) -> Figures {
        let stats = Stats::of(trace);
        Figures {
            length: stats.makespan,
            overlap: stats.overlap_factor(),
            switches: stats.switches,
            busy: stats.busy,
        }
    }

    /// This length in the time of another, which is 1; none if that took none.
    pub fn ratio(&self, other: &Figures) -> Option<f64> {
        (other.length > Dur::ZERO).then(|| self.length.0 as f64 / other.length.0 as f64)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::workbench::Settings;
    use crate::workbench::running::{Ask, happened};

    fn figures(key: &str, against: Against) -> Vec<Figures> {
        let draft = Draft {
            source: example(key).expect("an example").source.into(),
            settings: Settings::default(),
            against: None,
            way: None,
        };
        let run = |case: &Case| {
            let ask = Ask {
                name: "program.py".to_owned(),
                source: case.draft.source.to_string(),
                settings: case.draft.settings.clone(),
            };
            let trace = happened(&ask, |_| {}).trace;
            Figures::of(&trace.expect("a run"))
        };
        cases(&draft, against).iter().map(run).collect()
    }

    #[test]
    fn computing_in_threads_is_quicker_without_a_gil_only() {
        let [one, many, free] = &figures("three-cpu-threads", Against::Machines)[..] else {
            panic!("three machines");
        };
        let ratio = many.ratio(one).unwrap();
        assert!((0.95..1.05).contains(&ratio), "{ratio}");
        let ratio = free.ratio(one).unwrap();
        assert!(ratio < 0.4, "{ratio}");
        assert!(free.overlap > Some(2.5), "{:?}", free.overlap);
    }

    #[test]
    fn waiting_overlaps_in_every_way_and_computing_in_processes_only() {
        let io = figures("three-io-threads", Against::Ways);
        assert_eq!(io.len(), 3);
        for figures in &io {
            assert!(figures.length < Dur::millis(800), "{figures:?}");
        }
        let [threads, processes, coroutines] = &figures("three-cpu-asyncio", Against::Ways)[..]
        else {
            panic!("three ways");
        };
        assert!(processes.ratio(threads).unwrap() < 0.6, "{processes:?}");
        let ratio = coroutines.ratio(threads).unwrap();
        assert!((0.8..1.2).contains(&ratio), "{ratio}");
    }

    #[test]
    fn only_examples_with_siblings_have_other_ways() {
        let draft = |source: &str| Draft {
            source: source.into(),
            settings: Settings::default(),
            against: None,
            way: None,
        };
        assert!(cases(&draft("print(1)\n"), Against::Ways).is_empty());
        let lock = example("lock").unwrap();
        assert!(cases(&draft(lock.source), Against::Ways).is_empty());
        for against in Against::ALL {
            assert_eq!(Against::from_key(against.key()), Some(against));
        }
    }
}
