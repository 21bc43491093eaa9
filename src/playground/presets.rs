//! Where one may start: scenarios that show one thing each.

use serde_json::{Value, json};

use super::fields::pick;
use crate::base::{Lang, Problem, Text};

/// A scenario with its words.
pub struct Preset {
    /// Its name in links; stable.
    pub key: &'static str,
    name: (&'static str, &'static str),
    note: (&'static str, &'static str),
    make: fn() -> Value,
}

impl Preset {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &'static str {
        pick(self.name, lang)
    }

    /// What it shows, in one sentence.
    pub fn note(&self, lang: Lang) -> &'static str {
        pick(self.note, lang)
    }

    /// The scenario.
    pub fn document(&self) -> Value {
        (self.make)()
    }
}

/// All presets; the first is where the page begins.
pub const ALL: &[Preset] = &[
    Preset {
        key: "convoy",
        name: ("호송 효과", "Convoy effect"),
        note: (
            "긴 작업 하나가 앞에 서면 짧은 작업들이 모두 그 뒤에서 기다립니다.",
            "One long job in front makes all the short ones wait behind it.",
        ),
        make: || {
            json!({
                "machine": { "cores": 1 },
                "policies": [{ "policy": "fifo" }, { "policy": "rr", "quantum": 2 }],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 24" },
                    { "name": "B", "arrival": 1, "program": "cpu 3" },
                    { "name": "C", "arrival": 2, "program": "cpu 3" },
                ],
            })
        },
    },
    Preset {
        key: "tiny-quantum",
        name: ("너무 짧은 슬라이스", "Quantum too small"),
        note: (
            "교환 비용이 있으면 짧은 슬라이스는 시간을 교환에 다 씁니다.",
            "Where a switch has a price, a small quantum spends the time on switches.",
        ),
        make: || {
            json!({
                "machine": { "cores": 1, "switch": 0.5 },
                "policies": [
                    { "policy": "rr", "quantum": 0.5 },
                    { "policy": "rr", "quantum": 2 },
                    { "policy": "rr", "quantum": 8 },
                ],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 8" },
                    { "name": "B", "arrival": 0, "program": "cpu 8" },
                    { "name": "C", "arrival": 0, "program": "cpu 8" },
                ],
            })
        },
    },
    Preset {
        key: "io-mix",
        name: ("CPU와 I/O 섞임", "CPU and I/O together"),
        note: (
            "기다림이 많은 작업에 코어를 먼저 주면 디스크가 쉬지 않습니다.",
            "Giving the core first to jobs that mostly wait keeps the disk busy.",
        ),
        make: || {
            json!({
                "machine": { "cores": 1 },
                "policies": [{ "policy": "fifo" }, { "policy": "rr", "quantum": 2 }],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 20" },
                    { "name": "B", "arrival": 0, "program": "cpu 1; io disk 4; cpu 1; io disk 4; cpu 1" },
                    { "name": "C", "arrival": 0, "program": "cpu 1; io net 6; cpu 1; io net 6; cpu 1" },
                ],
            })
        },
    },
    Preset {
        key: "starvation",
        name: ("기아", "Starvation"),
        note: (
            "우선순위만 보면 뒤처진 작업은 끝없이 밀립니다. 에이징이 풀어 줍니다.",
            "By priority alone the last job waits and waits; aging lets it through.",
        ),
        make: || {
            json!({
                "machine": { "cores": 1 },
                "policies": [
                    { "policy": "priority" },
                    { "policy": "priority", "aging": 2 },
                    { "policy": "rr", "quantum": 2 },
                ],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 4", "priority": 9 },
                    { "name": "B", "arrival": 0, "program": "cpu 6", "priority": 3 },
                    { "name": "C", "arrival": 5, "program": "cpu 6", "priority": 3 },
                    { "name": "D", "arrival": 11, "program": "cpu 6", "priority": 3 },
                    { "name": "E", "arrival": 17, "program": "cpu 6", "priority": 3 },
                ],
            })
        },
    },
    Preset {
        key: "shortest-first",
        name: ("짧은 것 먼저", "Shortest first"),
        note: (
            "짧은 것부터 하면 평균 대기가 줄고, 긴 것이 값을 치릅니다.",
            "Short jobs first waits less on average, and the long one pays for it.",
        ),
        make: || {
            json!({
                "machine": { "cores": 1 },
                "policies": [
                    { "policy": "fifo" },
                    { "policy": "sjf" },
                    { "policy": "srtf" },
                    { "policy": "hrrn" },
                ],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 3" },
                    { "name": "B", "arrival": 2, "program": "cpu 6" },
                    { "name": "C", "arrival": 4, "program": "cpu 4" },
                    { "name": "D", "arrival": 6, "program": "cpu 5" },
                    { "name": "E", "arrival": 8, "program": "cpu 2" },
                ],
            })
        },
    },
    Preset {
        key: "shares",
        name: ("몫 나누기", "Shares"),
        note: (
            "추첨은 오래 가야 몫에 가까워지고, 스트라이드는 처음부터 정확합니다.",
            "The lottery comes near the shares in the long run; stride keeps them from the start.",
        ),
        make: || {
            json!({
                "machine": { "cores": 1, "seed": 7 },
                "policies": [{ "policy": "lottery" }, { "policy": "stride" }],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 12", "tickets": 300 },
                    { "name": "B", "arrival": 0, "program": "cpu 12", "tickets": 200 },
                    { "name": "C", "arrival": 0, "program": "cpu 12", "tickets": 100 },
                ],
            })
        },
    },
    Preset {
        key: "deadlines",
        name: ("마감", "Deadlines"),
        note: (
            "사용률이 0.97이면 EDF는 모두 지키고, RM은 놓칩니다.",
            "At a use of 0.97 EDF keeps every deadline and RM does not.",
        ),
        make: || {
            json!({
                "machine": { "cores": 1, "until": 70 },
                "policies": [{ "policy": "edf" }, { "policy": "rm" }],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 2", "period": 5 },
                    { "name": "B", "arrival": 0, "program": "cpu 4", "period": 7 },
                ],
            })
        },
    },
    Preset {
        key: "two-cores",
        name: ("코어 둘", "Two cores"),
        note: (
            "코어가 늘어도 가장 긴 작업보다 빨리 끝나지는 않습니다.",
            "More cores do not end it sooner than the longest job.",
        ),
        make: || {
            json!({
                "machine": { "cores": 2 },
                "policies": [{ "policy": "fifo" }, { "policy": "rr", "quantum": 3 }],
                "jobs": [
                    { "name": "A", "arrival": 0, "program": "cpu 4" },
                    { "name": "B", "arrival": 0, "program": "cpu 5" },
                    { "name": "C", "arrival": 1, "program": "cpu 14" },
                    { "name": "D", "arrival": 2, "program": "cpu 6" },
                ],
            })
        },
    },
];

/// The preset of a key.
pub fn of_key(key: &str) -> Option<&'static Preset> {
    ALL.iter().find(|preset| preset.key == key)
}

/// The preset that a document is, unchanged.
pub fn which(document: &Value) -> Option<&'static Preset> {
    ALL.iter().find(|preset| preset.document() == *document)
}

/// There is no preset of that key.
pub fn unknown(place: &str, key: &str) -> Problem {
    let key: String = key.chars().take(40).collect();
    Problem::new(
        place,
        Text::new(
            format!("“{key}”라는 시작점은 없습니다."),
            format!("There is no preset “{key}”."),
        ),
        Text::new(
            "처음 것으로 열었습니다.",
            "The page opened with what was here before.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::bench;

    #[test]
    fn every_preset_runs_to_its_end() {
        for preset in ALL {
            let bench = bench::run(&preset.document());
            assert_eq!(bench.problems, vec![], "{}", preset.key);
            assert!(bench.runs.len() > 1, "{}: something to compare", preset.key);
            for (name, ran) in &bench.runs {
                let ran = ran.as_ref().unwrap();
                assert_eq!(ran.unfinished, None, "{} {name:?}", preset.key);
            }
            assert_eq!(which(&preset.document()).map(|p| p.key), Some(preset.key));
        }
    }

    /// What the sentences say, checked on the figures.
    #[test]
    fn the_presets_show_what_they_say() {
        use crate::playground::measures::OfJob;
        let wait = |key: &str| -> Vec<f64> {
            let bench = bench::run(&of_key(key).unwrap().document());
            let figures = bench
                .runs
                .iter()
                .map(|(_, ran)| &ran.as_ref().unwrap().figures);
            figures
                .map(|f| f.average(OfJob::Wait).unwrap().0 as f64)
                .collect()
        };
        let convoy = wait("convoy");
        assert!(convoy[0] > 2.0 * convoy[1], "{convoy:?}");
        let figures = |key: &str| -> Vec<crate::playground::measures::Figures> {
            let bench = bench::run(&of_key(key).unwrap().document());
            let runs = bench.runs.into_iter();
            runs.map(|(_, ran)| ran.unwrap().figures).collect()
        };
        let shortest = wait("shortest-first");
        assert!(
            shortest[1] < shortest[0] && shortest[2] <= shortest[1],
            "{shortest:?}"
        );
        let starved = figures("starvation");
        let last = |i: usize| starved[i].jobs[0].get(OfJob::Wait).unwrap();
        assert!(last(0) > last(1), "{:?} {:?}", last(0), last(1));
        let missed: Vec<_> = figures("deadlines").iter().map(|f| f.missed).collect();
        assert!(missed[0] == Some(0) && missed[1] > Some(0), "{missed:?}");
        let stride = &figures("shares")[1];
        let ends: Vec<_> = stride
            .jobs
            .iter()
            .map(|job| job.get(OfJob::Completion))
            .collect();
        assert!(ends[0] < ends[1] && ends[1] < ends[2], "{ends:?}");
        let bench = bench::run(&of_key("tiny-quantum").unwrap().document());
        let makespans: Vec<_> = bench
            .runs
            .iter()
            .map(|(_, ran)| ran.as_ref().unwrap().figures.makespan)
            .collect();
        assert!(
            makespans[0] > makespans[1] && makespans[1] > makespans[2],
            "{makespans:?}"
        );
        assert!(
            makespans[0].0 > 36_000_000,
            "a third of the time goes to switches: {makespans:?}"
        );
    }
}
