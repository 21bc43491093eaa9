//! Edits keep the document whole, and lose nothing.

use super::*;
use proptest::prelude::*;

fn document() -> Value {
    json!({
        "version": 1,
        "machine": { "cores": 1 },
        "policies": ["fifo"],
        "jobs": [{ "name": "A", "arrival": 0, "program": "cpu 3" }],
        "objects": ["mutex m"],
    })
}

#[track_caller]
fn after(edits: Vec<Edit>) -> Value {
    let mut document = document();
    for edit in edits {
        apply(&mut document, edit);
    }
    document
}

#[test]
fn jobs_come_and_go() {
    let after = after(vec![
        Edit::Add(List::Jobs, None),
        Edit::Duplicate(0),
        Edit::Move(0, true),
        Edit::Move(0, false),
        Edit::Move(2, true),
        Edit::Remove(List::Jobs, 2),
        Edit::Remove(List::Jobs, 7),
        Edit::Add(List::Jobs, Some(0)),
    ]);
    let names: Vec<String> = jobs(&after)
        .iter()
        .map(|job| text(job.get("name")))
        .collect();
    assert_eq!(names, ["C", "B", "A"]);
    assert_eq!(after["objects"], document()["objects"]);
}

#[test]
fn there_are_one_to_four_policies() {
    let after = after(vec![
        Edit::Remove(List::Policies, 0),
        Edit::AddPolicy("round-robin".into()),
        Edit::Put(
            Part::Item(List::Policies, 1),
            "quantum",
            Kind::Number,
            "4".into(),
        ),
        Edit::AddPolicy("srtf".into()),
        Edit::AddPolicy("sjf".into()),
        Edit::AddPolicy("hrrn".into()),
        Edit::Policy(0, "stride".into()),
    ]);
    let keys: Vec<String> = policies(&after).iter().map(policy_key).collect();
    assert_eq!(keys, ["stride", "round-robin", "srtf", "sjf"]);
    assert_eq!(after["policies"][1]["quantum"], 4);
}

#[test]
fn a_policy_that_is_only_a_key_takes_parameters() {
    let put = Edit::Put(
        Part::Item(List::Policies, 0),
        "quantum",
        Kind::Number,
        "4".into(),
    );
    let after = after(vec![put]);
    assert_eq!(
        after["policies"][0],
        json!({ "policy": "fifo", "quantum": 4 })
    );
}

#[test]
fn what_is_empty_goes_and_programs_keep_their_names_apart() {
    let begun = after(vec![
        Edit::Add(List::Devices, None),
        Edit::Add(List::Devices, None),
        Edit::Add(List::Processes, None),
        Edit::AddProgram,
        Edit::AddProgram,
        Edit::Rename("worker".into(), "worker2".into()),
        Edit::Rename("worker".into(), "child".into()),
        Edit::Program("child".into(), Some("cpu 1".into())),
        Edit::Program("nobody".into(), Some("cpu 1".into())),
    ]);
    assert_eq!(begun["devices"][1]["name"], "disk2");
    let found: Vec<(&str, String)> = programs(&begun).collect();
    assert_eq!(
        found,
        [("child", "cpu 1".into()), ("worker2", "cpu 3".into())]
    );
    let mut ended = begun.clone();
    for edit in [
        Edit::Remove(List::Devices, 1),
        Edit::Remove(List::Devices, 0),
        Edit::Remove(List::Processes, 0),
        Edit::Program("child".into(), None),
        Edit::Program("worker2".into(), None),
    ] {
        apply(&mut ended, edit);
    }
    assert_eq!(ended, document());
}

#[test]
fn the_same_seed_draws_the_same_jobs_and_the_next_others() {
    let first = after(vec![Edit::Draw]);
    assert_eq!(first, after(vec![Edit::Draw]));
    let second = after(vec![Edit::Draw, Edit::Draw]);
    assert_ne!(first["jobs"], second["jobs"]);
    assert_eq!(second["machine"], json!({ "cores": 1, "seed": 2 }));
    let mut none = json!({});
    apply(&mut none, Edit::Draw);
    assert_eq!(jobs(&none).len(), DRAWN);
    assert_eq!(
        crate::playground::bench::run(&second, &mut |_, _| {}).problems,
        vec![]
    );
}

#[test]
fn costs_come_and_go_with_their_object() {
    let put = |part, key, text: &str| Edit::Put(part, key, Kind::Number, text.into());
    let begun = after(vec![put(Part::Costs, "thread", "3")]);
    assert_eq!(begun["machine"]["costs"], json!({ "thread": 3 }));
    let ended = after(vec![
        put(Part::Costs, "thread", "3"),
        put(Part::Costs, "thread", ""),
    ]);
    assert_eq!(ended, document());
    let bare = after(vec![put(Part::Machine, "cores", "")]);
    assert_eq!(bare.get("machine"), None);
}

fn any_part() -> impl Strategy<Value = Part> {
    let list = prop::sample::select(&[
        List::Jobs,
        List::Policies,
        List::Devices,
        List::Processes,
        List::Random,
    ]);
    prop_oneof![
        Just(Part::Whole),
        Just(Part::Machine),
        Just(Part::Costs),
        (0usize..3).prop_map(Part::UserThreads),
        (list, 0usize..4).prop_map(|(list, index)| Part::Item(list, index)),
    ]
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let kind = prop_oneof![
        Just(Kind::Text),
        Just(Kind::Number),
        Just(Kind::Switch),
        Just(Kind::Cores),
        Just(Kind::Lines),
    ];
    let key = prop::sample::select(&["arrival", "cores", "jobs", "name", "program", "objects"]);
    let text = "\\PC{0,8}|[0-9. ,-]{0,6}";
    let list = prop::sample::select(&[List::Jobs, List::Policies, List::Devices, List::Random]);
    let name = "[ab]{0,2}";
    prop_oneof![
        (any_part(), key, kind, text)
            .prop_map(|(part, key, kind, text)| Edit::Put(part, key, kind, text)),
        (list.clone(), prop::option::of(0usize..4))
            .prop_map(|(list, after)| Edit::Add(list, after)),
        (0usize..4).prop_map(Edit::Duplicate),
        (list, 0usize..4).prop_map(|(list, index)| Edit::Remove(list, index)),
        (0usize..4, any::<bool>()).prop_map(|(job, down)| Edit::Move(job, down)),
        (0usize..4).prop_map(|i| Edit::Policy(i, "round-robin".into())),
        Just(Edit::AddPolicy("srtf".into())),
        Just(Edit::AddProgram),
        Just(Edit::Draw),
        (name, name).prop_map(|(from, to)| Edit::Rename(from, to)),
        (name, prop::option::of(text)).prop_map(|(name, text)| Edit::Program(name, text)),
    ]
}

proptest! {
    #[test]
    fn edits_keep_the_document_whole(
        start in prop_oneof![
            Just(document()),
            Just(Value::Null),
            Just(json!({"jobs": 3, "machine": [], "programs": 1, "policies": [1, "x"]})),
        ],
        edits in prop::collection::vec(any_edit(), 0..40),
    ) {
        let mut document = start;
        for edit in edits {
            apply(&mut document, edit);
        }
        prop_assert!(jobs(&document).len() <= MOST_JOBS);
        prop_assert!(policies(&document).len() <= MOST_POLICIES);
        let text = document.to_string();
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
    }
}
