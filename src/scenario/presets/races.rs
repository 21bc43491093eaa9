//! Races at the level of instructions.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "lost-update",
        text: r#"{
  "version": 1,
  "title": {"ko": "사라진 갱신", "en": "A lost update"},
  "about": {
    "ko": "읽고, 더하고, 쓰는 사이에 차례가 바뀌면 갱신이 사라집니다: 셋이 하나씩 더했는데 1입니다. 차례가 3이면 우연히 3이 됩니다.",
    "en": "If turns change between load, add and store, updates get lost: three add one each, and it is 1. With turns of 3 it happens to be 3."
  },
  "policies": [
    {"policy": "round-robin", "quantum": 1},
    {"policy": "round-robin", "quantum": 3}
  ],
  "objects": ["cell counter 0"],
  "jobs": [
    {"name": "A", "program": "load ax counter; add ax 1; store ax counter"},
    {"name": "B", "program": "load ax counter; add ax 1; store ax counter"},
    {"name": "C", "program": "load ax counter; add ax 1; store ax counter"}
  ]
}"#,
    },
    Preset {
        key: "locked-update",
        text: r#"{
  "version": 1,
  "title": {"ko": "락으로 지킨 갱신", "en": "An update under a lock"},
  "about": {
    "ko": "락이 있으면 차례가 어떻게 바뀌어도 3입니다.",
    "en": "Under a lock it is 3, however turns change."
  },
  "policies": [{"policy": "round-robin", "quantum": 1}],
  "objects": ["cell counter 0", "mutex m"],
  "jobs": [
    {"name": "A", "program": "lock m; load ax counter; add ax 1; store ax counter; unlock m"},
    {"name": "B", "program": "lock m; load ax counter; add ax 1; store ax counter; unlock m"},
    {"name": "C", "program": "lock m; load ax counter; add ax 1; store ax counter; unlock m"}
  ]
}"#,
    },
    Preset {
        key: "atomic-update",
        text: r#"{
  "version": 1,
  "title": {"ko": "나눌 수 없는 갱신", "en": "An atomic update"},
  "about": {
    "ko": "읽고 더하고 쓰기가 한 명령이면 그 사이에 아무도 끼어들 수 없습니다: 3.",
    "en": "If load, add and store are one instruction nobody can come between: 3."
  },
  "policies": [{"policy": "round-robin", "quantum": 1}],
  "objects": ["cell counter 0"],
  "jobs": [
    {"name": "A", "program": "move ax 1; fetch-add ax counter"},
    {"name": "B", "program": "move ax 1; fetch-add ax counter"},
    {"name": "C", "program": "move ax 1; fetch-add ax counter"}
  ]
}"#,
    },
    Preset {
        key: "peterson",
        text: r#"{
  "version": 1,
  "title": {"ko": "피터슨 알고리즘", "en": "Peterson's algorithm"},
  "about": {
    "ko": "보통의 읽기와 쓰기만으로 둘이 서로를 막습니다. 갱신이 사라지지 않아 2입니다.",
    "en": "Two threads keep each other out with plain loads and stores alone: no update is lost, it is 2."
  },
  "policies": [
    {"policy": "round-robin", "quantum": 1},
    {"policy": "round-robin", "quantum": 3}
  ],
  "objects": ["cell flag 0 0", "cell turn 0", "cell counter 0"],
  "jobs": [
    {"name": "A", "program": "store 1 flag; store 1 turn; again: load ax [flag + 1]; compare ax 0; je in; load ax turn; compare ax 1; je again; in: load bx counter; add bx 1; store bx counter; store 0 flag"},
    {"name": "B", "program": "store 1 [flag + 1]; store 0 turn; again: load ax flag; compare ax 0; je in; load ax turn; compare ax 0; je again; in: load bx counter; add bx 1; store bx counter; store 0 [flag + 1]"}
  ]
}"#,
    },
];
