//! Several cores, and the global interpreter lock.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "two-cores",
        text: r#"{
  "version": 1,
  "title": {"ko": "코어 둘", "en": "Two cores"},
  "about": {
    "ko": "코어가 늘어도 가장 긴 작업보다 빨리 끝나지는 않습니다. 29의 일이 코어 둘에서 18에 끝납니다.",
    "en": "More cores do not end it sooner than the longest job: work of 29 takes 18 on two cores."
  },
  "machine": {"cores": 2},
  "policies": ["fifo", {"policy": "round-robin", "quantum": 3}],
  "jobs": [
    {"name": "A", "arrival": 0, "program": "cpu 4"},
    {"name": "B", "arrival": 0, "program": "cpu 5"},
    {"name": "C", "arrival": 1, "program": "cpu 14"},
    {"name": "D", "arrival": 2, "program": "cpu 6"}
  ]
}"#,
    },
    Preset {
        key: "stealing",
        text: r#"{
  "version": 1,
  "title": {"ko": "일 훔치기", "en": "Work stealing"},
  "about": {
    "ko": "코어마다 줄이 있으면 한쪽에 긴 작업이 몰려 40이 걸립니다. 빈 코어가 남의 줄에서 가져오면 28에 끝납니다.",
    "en": "With a queue per core the long jobs pile up on one: 40. If a free core steals from the other it takes 28."
  },
  "machine": {"cores": 2},
  "policies": [
    {"policy": "queues", "steal": "never"},
    {"policy": "queues", "steal": "when-free"},
    {"policy": "queues", "per_core": false}
  ],
  "jobs": [
    {"name": "L1", "program": "cpu 10"},
    {"name": "s1", "program": "cpu 2"},
    {"name": "L2", "program": "cpu 10"},
    {"name": "s2", "program": "cpu 2"},
    {"name": "L3", "program": "cpu 10"},
    {"name": "s3", "program": "cpu 2"},
    {"name": "L4", "program": "cpu 10"},
    {"name": "s4", "program": "cpu 2"}
  ]
}"#,
    },
    Preset {
        key: "affinity",
        text: r#"{
  "version": 1,
  "title": {"ko": "코어에 묶인 작업", "en": "Jobs that are tied to a core"},
  "about": {
    "ko": "세 작업을 코어 0에 묶으면 코어 1은 놀고 30이 걸립니다.",
    "en": "Three jobs tied to core 0 leave core 1 idle, and take 30."
  },
  "machine": {"cores": 2},
  "policies": [{"policy": "queues", "per_core": false, "quantum": 5}],
  "jobs": [
    {"name": "A", "affinity": [0], "program": "cpu 10"},
    {"name": "B", "affinity": [0], "program": "cpu 10"},
    {"name": "C", "affinity": [0], "program": "cpu 10"},
    {"name": "D", "program": "cpu 4"}
  ]
}"#,
    },
    Preset {
        key: "gang",
        text: r#"{
  "version": 1,
  "title": {"ko": "함께 실행되어야 하는 작업", "en": "Jobs that need each other"},
  "about": {
    "ko": "짝을 이루어 장벽에서 만나는 작업은 함께 실행되면 서로를 기다리지 않습니다. 따로 실행되면 블록되는 시간이 생깁니다.",
    "en": "Pairs that meet at a barrier do not wait for each other if they run together; if they run apart they do."
  },
  "machine": {"cores": 2},
  "policies": [
    {"policy": "gang", "quantum": 8},
    {"policy": "queues", "per_core": false, "quantum": 3}
  ],
  "objects": ["barrier x 2", "barrier y 2"],
  "jobs": [
    {"name": "X1", "gang": 1, "program": "cpu 4; arrive x; cpu 4; arrive x"},
    {"name": "Y1", "gang": 2, "program": "cpu 4; arrive y; cpu 4; arrive y"},
    {"name": "Z", "program": "cpu 5"},
    {"name": "X2", "gang": 1, "program": "cpu 4; arrive x; cpu 4; arrive x"},
    {"name": "Y2", "gang": 2, "program": "cpu 4; arrive y; cpu 4; arrive y"}
  ]
}"#,
    },
    Preset {
        key: "gil",
        text: r#"{
  "version": 1,
  "title": {"ko": "GIL이 있는 스레드", "en": "Threads under a GIL"},
  "about": {
    "ko": "코어가 네 개라도 스레드는 번갈아 실행되어, 각각 20인 네 개가 80이 걸립니다.",
    "en": "Even with four cores the threads take turns: four of 20 each take 80."
  },
  "machine": {"cores": 4},
  "policies": ["fifo"],
  "processes": [{"name": "python", "gil": 5}],
  "jobs": [
    {"name": "T1", "program": "cpu 20"},
    {"name": "T2", "program": "cpu 20"},
    {"name": "T3", "program": "cpu 20"},
    {"name": "T4", "program": "cpu 20"}
  ]
}"#,
    },
    Preset {
        key: "gil-interval",
        text: r#"{
  "version": 1,
  "title": {"ko": "GIL 전환 간격", "en": "The switch interval of the GIL"},
  "about": {
    "ko": "입출력을 마친 스레드는 계산하는 스레드가 GIL을 놓을 때까지 간격만큼 기다립니다. 요청 넷이 간격 5로는 28, 1로는 12에 끝납니다.",
    "en": "After each request a thread waits one interval for the computing one to let go of the GIL: four are done at 28 with 5, at 12 with 1."
  },
  "machine": {"cores": 4},
  "policies": ["fifo"],
  "devices": [{"name": "net", "channels": "any"}],
  "processes": [{"name": "long", "gil": 5}, {"name": "short", "gil": 1}],
  "jobs": [
    {"name": "R5", "process": "long", "program": "io net 1; cpu 1; io net 1; cpu 1; io net 1; cpu 1; io net 1; cpu 1"},
    {"name": "C5", "process": "long", "program": "cpu 60"},
    {"name": "R1", "process": "short", "program": "io net 1; cpu 1; io net 1; cpu 1; io net 1; cpu 1; io net 1; cpu 1"},
    {"name": "C1", "process": "short", "program": "cpu 60"}
  ]
}"#,
    },
    Preset {
        key: "free-threaded",
        text: r#"{
  "version": 1,
  "title": {"ko": "GIL이 없는 스레드", "en": "Free-threaded"},
  "about": {
    "ko": "GIL이 없으면 네 스레드가 네 코어에서 함께 실행되어 20에 끝납니다.",
    "en": "Without a GIL four threads run on four cores at once, and take 20."
  },
  "machine": {"cores": 4},
  "policies": ["fifo"],
  "processes": [{"name": "python"}],
  "jobs": [
    {"name": "T1", "program": "cpu 20"},
    {"name": "T2", "program": "cpu 20"},
    {"name": "T3", "program": "cpu 20"},
    {"name": "T4", "program": "cpu 20"}
  ]
}"#,
    },
    Preset {
        key: "processes",
        text: r#"{
  "version": 1,
  "title": {"ko": "프로세스마다 GIL 하나", "en": "A GIL per process"},
  "about": {
    "ko": "GIL은 프로세스마다 따로라서, 네 프로세스는 함께 실행되어 20에 끝납니다.",
    "en": "Each process has a GIL of its own, so four processes run at once, and take 20."
  },
  "machine": {"cores": 4},
  "policies": ["fifo"],
  "processes": [
    {"name": "p1", "gil": 5},
    {"name": "p2", "gil": 5},
    {"name": "p3", "gil": 5},
    {"name": "p4", "gil": 5}
  ],
  "jobs": [
    {"name": "T1", "process": "p1", "program": "cpu 20"},
    {"name": "T2", "process": "p2", "program": "cpu 20"},
    {"name": "T3", "process": "p3", "program": "cpu 20"},
    {"name": "T4", "process": "p4", "program": "cpu 20"}
  ]
}"#,
    },
    Preset {
        key: "gil-io",
        text: r#"{
  "version": 1,
  "title": {"ko": "GIL과 입출력", "en": "The GIL and I/O"},
  "about": {
    "ko": "기다리는 동안에는 GIL을 놓으므로, 각각 20을 기다리는 네 스레드가 24에 끝납니다.",
    "en": "A thread lets go of the GIL while it waits: four that wait for 20 each are done at 24."
  },
  "machine": {"cores": 4},
  "policies": ["fifo"],
  "devices": [{"name": "net", "channels": "any"}],
  "processes": [{"name": "python", "gil": 5}],
  "jobs": [
    {"name": "T1", "program": "cpu 1; io net 20"},
    {"name": "T2", "program": "cpu 1; io net 20"},
    {"name": "T3", "program": "cpu 1; io net 20"},
    {"name": "T4", "program": "cpu 1; io net 20"}
  ]
}"#,
    },
];
