//! User-level threads and threads of the system.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "many-to-one",
        text: r#"{
  "version": 1,
  "title": {"ko": "다대일: 하나가 막히면 모두 막힘", "en": "Many-to-one: one blocks all"},
  "about": {
    "ko": "A가 디스크를 기다리는 동안 커널은 스레드 하나만 알고 있어 B와 C도 기다립니다. 26이 걸립니다.",
    "en": "While A waits for the disk, B and C wait too, since the system knows a single thread: 26 in all."
  },
  "machine": {"cores": 1},
  "policies": ["fifo"],
  "processes": [{"name": "app", "user_threads": {"carriers": 1}}],
  "jobs": [
    {"name": "A", "program": "cpu 2; io disk 10; cpu 2"},
    {"name": "B", "program": "cpu 6"},
    {"name": "C", "program": "cpu 6"}
  ]
}"#,
    },
    Preset {
        key: "one-to-one",
        text: r#"{
  "version": 1,
  "title": {"ko": "일대일: 남은 스레드는 계속", "en": "One-to-one: the others go on"},
  "about": {
    "ko": "스레드마다 커널 스레드가 있으면 A가 디스크를 기다리는 동안 B와 C가 실행되어 16에 끝납니다.",
    "en": "If each thread is one of the system, B and C run while A waits for the disk: 16."
  },
  "machine": {"cores": 1},
  "policies": ["fifo"],
  "processes": [{"name": "app"}],
  "jobs": [
    {"name": "A", "program": "cpu 2; io disk 10; cpu 2"},
    {"name": "B", "program": "cpu 6"},
    {"name": "C", "program": "cpu 6"}
  ]
}"#,
    },
    Preset {
        key: "many-to-many",
        text: r#"{
  "version": 1,
  "title": {"ko": "다대다: 운반 스레드 둘", "en": "Many-to-many: two carriers"},
  "about": {
    "ko": "사용자 수준 스레드 셋을 커널 스레드 둘이 나릅니다. 하나가 막혀도 다른 하나가 B와 C를 실행하여 16에 끝납니다.",
    "en": "Two threads of the system carry three user-level ones. One is blocked, the other runs B and C: 16."
  },
  "machine": {"cores": 1},
  "policies": ["fifo"],
  "processes": [{"name": "app", "user_threads": {"carriers": 2}}],
  "jobs": [
    {"name": "A", "program": "cpu 2; io disk 10; cpu 2"},
    {"name": "B", "program": "cpu 6"},
    {"name": "C", "program": "cpu 6"}
  ]
}"#,
    },
    Preset {
        key: "kernel-switches",
        text: r#"{
  "version": 1,
  "title": {"ko": "커널이 바꾸는 스레드", "en": "Threads that the system switches"},
  "about": {
    "ko": "6씩 쓰는 스레드 셋을 2마다 바꾸면 전환 여덟 번에 1씩 들어 26이 걸립니다.",
    "en": "Three threads of 6 that change every 2 take eight switches of 1 each: 26."
  },
  "machine": {"cores": 1, "switch_cost": 1},
  "policies": [{"policy": "round-robin", "quantum": 2}],
  "processes": [{"name": "app"}],
  "jobs": [
    {"name": "A", "program": "cpu 6"},
    {"name": "B", "program": "cpu 6"},
    {"name": "C", "program": "cpu 6"}
  ]
}"#,
    },
    Preset {
        key: "user-switches",
        text: r#"{
  "version": 1,
  "title": {"ko": "라이브러리가 바꾸는 스레드", "en": "Threads that a library switches"},
  "about": {
    "ko": "같은 일을 사용자 수준에서 바꾸면 전환 여덟 번에 100us씩 들어 18.8에 끝납니다.",
    "en": "The same, switched at user level for 100us each: eight switches, 18.8."
  },
  "machine": {"cores": 1, "switch_cost": 1},
  "policies": [{"policy": "round-robin", "quantum": 2}],
  "processes": [{"name": "app", "user_threads": {"carriers": 1, "quantum": 2, "switch_cost": "100us"}}],
  "jobs": [
    {"name": "A", "program": "cpu 6"},
    {"name": "B", "program": "cpu 6"},
    {"name": "C", "program": "cpu 6"}
  ]
}"#,
    },
];
