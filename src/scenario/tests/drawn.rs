//! Drawn documents.

use super::*;

/// A value that a parameter may have.
fn setting(domain: Domain) -> BoxedStrategy<Setting> {
    let length =
        || (1u64..1_000, prop::option::of(unit())).prop_map(|(n, unit)| Length { n, unit });
    match domain {
        Domain::Time(_) => length().prop_map(|l| Setting::Time(Some(l))).boxed(),
        Domain::MaybeTime => prop::option::of(length()).prop_map(Setting::Time).boxed(),
        Domain::Times(most, _) => prop::collection::vec(length(), 1..=most)
            .prop_map(Setting::Times)
            .boxed(),
        Domain::Count { least, most, .. } => (least..=most).prop_map(Setting::Count).boxed(),
        Domain::Flag(_) => any::<bool>().prop_map(Setting::Flag).boxed(),
        Domain::Word(words) => prop::sample::select(words).prop_map(Setting::Word).boxed(),
    }
}

fn unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(&Unit::ALL[..])
}

fn length() -> impl Strategy<Value = Length> {
    (0u64..1_000, prop::option::of(unit())).prop_map(|(n, unit)| Length { n, unit })
}

fn policy() -> impl Strategy<Value = PolicySpec> {
    prop::sample::select(TABLE.iter().collect::<Vec<_>>()).prop_flat_map(|kind| {
        let settings: Vec<_> = kind.parameters.iter().map(|p| setting(p.domain)).collect();
        settings.prop_map(move |settings| {
            let keys = kind.parameters.iter().map(|parameter| parameter.key);
            keys.zip(settings)
                .fold(PolicySpec::new(kind), |spec, (key, setting)| {
                    spec.with(key, setting)
                })
        })
    })
}

fn job() -> impl Strategy<Value = JobSpec> {
    let program = prop::sample::select(vec![
        "",
        "cpu 3",
        "cpu 2; io disk 3; cpu 1",
        "lock m; cpu 2; unlock m",
        "load ax x; add ax 1; store ax x",
        "put q 1; yield; sleep 2ms",
        "request net 3 2000; cpu 1; request net 0 0",
        "move ax 9; request net 1us ax",
        "submit pool task; submit pool task; result ax task",
        "fork task; start task; kill task; join task; join task",
        "timer 3; tick; cpu 1; tick",
        "send pipe 3 10; receive bx pipe; close pipe",
    ]);
    (
        (
            (program, any::<bool>()),
            length(),
            -5i32..5,
            -20i8..20,
            1u32..200,
        ),
        (
            prop::option::of(length()),
            prop::option::of(1u64..50),
            prop::option::of(0u32..3),
            prop::collection::vec(0u32..2, 0..3),
            any::<bool>(),
        ),
    )
        .prop_map(|(first, second)| {
            let ((program, daemon), arrival, priority, nice, tickets) = first;
            let (deadline, releases, gang, affinity, in_process) = second;
            JobSpec {
                priority,
                nice,
                tickets,
                deadline,
                releases,
                gang,
                daemon,
                affinity,
                process: in_process.then(|| "p".into()),
                ..JobSpec::new("", arrival, program)
            }
        })
}

fn costs() -> impl Strategy<Value = CostsSpec> {
    prop::array::uniform7(length()).prop_map(|lengths| {
        let mut costs = CostsSpec::FREE;
        for ((key, _), length) in CostsSpec::FREE.by_key().into_iter().zip(lengths) {
            *costs.of(key).expect(key) = length;
        }
        costs
    })
}

fn network() -> impl Strategy<Value = NetworkSpec> {
    (
        length(),
        prop::option::of(1u64..1_000_000),
        prop::sample::select(&parts::HANDSHAKES[..]),
        prop::option::of((1u64..50).prop_map(Length::plain)),
        prop::option::of(1u32..4),
    )
        .prop_map(|parts| NetworkSpec {
            name: "net".into(),
            latency: parts.0,
            bandwidth: parts.1,
            handshake: parts.2.1,
            keep_alive: parts.3,
            connections: parts.4,
        })
}

fn user_threads() -> impl Strategy<Value = UserThreadsSpec> {
    let quantum = prop::option::of((1u64..9).prop_map(Length::plain));
    (1u32..4, length(), quantum).prop_map(|(carriers, switch_cost, quantum)| UserThreadsSpec {
        carriers,
        switch_cost,
        quantum,
    })
}

fn signal() -> impl Strategy<Value = SignalSpec> {
    (length(), prop::sample::select(&parts::SIGNALS[..])).prop_map(|(at, (_, signal))| SignalSpec {
        at,
        process: "p".into(),
        signal,
    })
}

prop_compose! {
    pub(super) fn scenario()(
        title in ".{0,20}",
        about in ("[a-z가-힣 ]{0,20}", "[a-z ]{0,20}"),
        unit in unit(),
        machine in (1u32..4, length(), prop::option::of(length()), any::<u64>(), any::<bool>()),
        policies in prop::collection::vec(policy(), 1..=MOST_POLICIES),
        mut jobs in prop::collection::vec(job(), 0..6),
        (gil, memory, user_threads) in (
            prop::option::of(1u64..9),
            0u64..5_000,
            prop::option::of(user_threads()),
        ),
        (workers, (_, kind), bytes) in (
            1u32..4,
            prop::sample::select(&parts::WORKERS[..]),
            0u64..9_000,
        ),
        (costs, networks, signals) in (
            costs(),
            prop::collection::vec(network(), 0..2),
            prop::collection::vec(signal(), 0..3),
        ),
        channels in prop::option::of(1u32..4),
        drawn in prop::option::of((1u32..6, any::<u64>())),
    ) -> Scenario {
        for (i, job) in jobs.iter_mut().enumerate() {
            job.name = format!("J{i}");
        }
        let (cores, switch_cost, instruction, seed, arrival_first) = machine;
        Scenario {
            title: Text::new(title.clone(), title),
            about: Text::new(about.0, about.1),
            unit,
            machine: MachineSpec {
                cores,
                switch_cost,
                instruction,
                seed,
                ties: Ties { arrival_before_quantum_end: arrival_first },
                horizon: Some(Length::plain(500)),
                costs,
            },
            policies,
            devices: vec![DeviceSpec { name: "disk".into(), channels }],
            objects: System::parse("mutex m inherit\nqueue q 2 hand-off\ncell x 0").0.declarations,
            networks,
            processes: vec![ProcessSpec { gil: gil.map(Length::plain), memory, user_threads, name: "p".into() }],
            signals,
            pools: vec![PoolSpec { kind, bytes, ..PoolSpec::new("pool", workers) }],
            programs: vec![("task".into(), "cpu 2; move ax 7".into())],
            jobs,
            random: drawn.map(|(count, seed)| RandomSpec { seed, ..RandomSpec::new(count) })
                .into_iter().collect(),
        }
    }
}

/// Any JSON, with the document's own names often among its keys.
pub(super) fn any_json() -> impl Strategy<Value = Value> {
    const WORDS: [&str; 24] = [
        "version",
        "machine",
        "cores",
        "policies",
        "policy",
        "quantum",
        "jobs",
        "name",
        "program",
        "arrival",
        "random",
        "count",
        "objects",
        "devices",
        "processes",
        "period",
        "costs",
        "networks",
        "latency",
        "handshake",
        "signals",
        "signal",
        "process",
        "gil",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0i64..5).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["mlfq", "cpu 3", "mutex m", "a", "lock m; lock n"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let key = prop_oneof![
            4 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
            1 => ".{0,6}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
