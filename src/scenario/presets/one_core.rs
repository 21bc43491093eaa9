//! Policies on one core.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "convoy",
        text: r#"{
  "version": 1,
  "title": {"ko": "호송대 효과", "en": "The convoy effect"},
  "about": {
    "ko": "긴 작업 하나가 앞에 서면 모두가 기다립니다. 평균 대기 시간이 선입 선출에서는 17, 짧은 것부터 하면 3입니다.",
    "en": "One long job in front makes all others wait: 17 on average if the first come is first served, 3 if the shortest goes first."
  },
  "policies": ["fifo", "sjf", {"policy": "round-robin", "quantum": 4}],
  "jobs": [
    {"name": "A", "program": "cpu 24"},
    {"name": "B", "program": "cpu 3"},
    {"name": "C", "program": "cpu 3"}
  ]
}"#,
    },
    Preset {
        key: "shortest-first",
        text: r#"{
  "version": 1,
  "title": {"ko": "짧은 것 먼저", "en": "Shortest first"},
  "about": {
    "ko": "짧은 것부터 하면 평균 반환 시간이 8.6에서 7.2로 줄고, 긴 작업이 그 값을 치릅니다. 응답 비율은 그 사이를 찾습니다.",
    "en": "Short jobs first brings the mean turnaround from 8.6 to 7.2, and the long one pays for it. The response ratio stands in between."
  },
  "policies": ["fifo", "sjf", "srtf", "hrrn"],
  "jobs": [
    {"name": "A", "arrival": 0, "program": "cpu 3"},
    {"name": "B", "arrival": 2, "program": "cpu 6"},
    {"name": "C", "arrival": 4, "program": "cpu 4"},
    {"name": "D", "arrival": 6, "program": "cpu 5"},
    {"name": "E", "arrival": 8, "program": "cpu 2"}
  ]
}"#,
    },
    Preset {
        key: "sjf-optimal",
        text: r#"{
  "version": 1,
  "title": {"ko": "짧은 것부터가 최선", "en": "Shortest first is optimal"},
  "about": {
    "ko": "함께 도착한 작업의 평균 대기 시간은 짧은 것부터 할 때 가장 짧습니다: 10.25가 아니라 7.",
    "en": "Of jobs that arrive together the mean wait is least if the shortest goes first: 7, not 10.25."
  },
  "policies": ["fifo", "sjf"],
  "jobs": [
    {"name": "A", "program": "cpu 6"},
    {"name": "B", "program": "cpu 8"},
    {"name": "C", "program": "cpu 7"},
    {"name": "D", "program": "cpu 3"}
  ]
}"#,
    },
    Preset {
        key: "srtf",
        text: r#"{
  "version": 1,
  "title": {"ko": "나중에 온 짧은 작업", "en": "A short job that comes later"},
  "about": {
    "ko": "남은 시간이 더 짧은 작업에 코어를 내어 주면 평균 대기 시간이 7.75에서 6.5로 줄어듭니다.",
    "en": "Giving way to whoever has less left brings the mean wait from 7.75 to 6.5."
  },
  "policies": ["sjf", "srtf"],
  "jobs": [
    {"name": "A", "program": "cpu 8"},
    {"name": "B", "arrival": 1, "program": "cpu 4"},
    {"name": "C", "arrival": 2, "program": "cpu 9"},
    {"name": "D", "arrival": 3, "program": "cpu 5"}
  ]
}"#,
    },
    Preset {
        key: "starvation",
        text: r#"{
  "version": 1,
  "title": {"ko": "굶주림과 에이징", "en": "Starvation, and aging against it"},
  "about": {
    "ko": "급한 작업이 계속 오면 덜 급한 작업은 끝까지 기다립니다: 36. 기다릴수록 우선순위가 오르면 그보다 먼저 차례가 옵니다.",
    "en": "While urgent jobs keep coming the less urgent one waits until the last has ended: 36. If waiting betters its priority, its turn comes earlier."
  },
  "policies": ["priority", {"policy": "priority", "aging": 4}],
  "jobs": [
    {"name": "late", "priority": 5, "program": "cpu 4"},
    {"name": "U1", "arrival": 0, "priority": 1, "program": "cpu 4"},
    {"name": "U2", "arrival": 4, "priority": 1, "program": "cpu 4"},
    {"name": "U3", "arrival": 8, "priority": 1, "program": "cpu 4"},
    {"name": "U4", "arrival": 12, "priority": 1, "program": "cpu 4"},
    {"name": "U5", "arrival": 16, "priority": 1, "program": "cpu 4"},
    {"name": "U6", "arrival": 20, "priority": 1, "program": "cpu 4"},
    {"name": "U7", "arrival": 24, "priority": 1, "program": "cpu 4"},
    {"name": "U8", "arrival": 28, "priority": 1, "program": "cpu 4"},
    {"name": "U9", "arrival": 32, "priority": 1, "program": "cpu 4"}
  ]
}"#,
    },
    Preset {
        key: "tiny-quantum",
        text: r#"{
  "version": 1,
  "title": {"ko": "너무 짧은 차례", "en": "A quantum that is too short"},
  "about": {
    "ko": "전환에 1이 들 때 차례가 1이면 CPU의 절반이 전환에 쓰이고, 차례가 20이면 거의 쓰이지 않습니다.",
    "en": "If a switch costs 1, turns of 1 waste half of the CPU on switching; turns of 20 almost none."
  },
  "machine": {"switch_cost": 1},
  "policies": [
    {"policy": "round-robin", "quantum": 1},
    {"policy": "round-robin", "quantum": 5},
    {"policy": "round-robin", "quantum": 20}
  ],
  "jobs": [
    {"name": "A", "program": "cpu 20"},
    {"name": "B", "program": "cpu 20"},
    {"name": "C", "program": "cpu 20"}
  ]
}"#,
    },
    Preset {
        key: "mlfq-gaming",
        text: r#"{
  "version": 1,
  "title": {"ko": "MLFQ 속이기", "en": "Gaming the feedback queue"},
  "about": {
    "ko": "차례가 끝나기 직전에 입출력을 하면 위 단계에 남아 CPU를 거의 다 씁니다. 단계마다 쓴 시간을 모두 세면 막을 수 있습니다.",
    "en": "A program that does I/O just before its slice ends stays on top and gets nearly all of the CPU. Counting all time used at a level stops it."
  },
  "policies": [
    {"policy": "mlfq", "quanta": [10, 10, 10], "stay": true},
    {"policy": "mlfq", "quanta": [10, 10, 10], "stay": false}
  ],
  "devices": [{"name": "disk", "channels": 1}],
  "jobs": [
    {"name": "honest", "program": "cpu 60"},
    {"name": "gamer", "program": "cpu 9; io disk 1; cpu 9; io disk 1; cpu 9; io disk 1; cpu 9; io disk 1; cpu 9; io disk 1; cpu 9"}
  ]
}"#,
    },
    Preset {
        key: "io-overlap",
        text: r#"{
  "version": 1,
  "title": {"ko": "입출력과 계산이 겹치면", "en": "I/O and computing overlap"},
  "about": {
    "ko": "한 작업이 디스크를 기다리는 동안 다른 작업이 CPU를 씁니다. 하나씩 하면 32가 걸릴 일이 20에 끝납니다.",
    "en": "While one job waits for the disk another uses the CPU: what takes 32 one after the other is done in 20."
  },
  "policies": ["srtf", "fifo"],
  "devices": [{"name": "disk", "channels": 1}],
  "jobs": [
    {"name": "reader", "program": "cpu 2; io disk 4; cpu 2; io disk 4; cpu 2; io disk 4; cpu 2"},
    {"name": "worker", "program": "cpu 12"}
  ]
}"#,
    },
    Preset {
        key: "lottery",
        text: r#"{
  "version": 1,
  "title": {"ko": "복권으로 나누기", "en": "Shares by lottery"},
  "about": {
    "ko": "복권 75장과 25장이면 CPU를 약 3대 1로 나눕니다. 스트라이드는 뽑지 않고 정확히 나눕니다.",
    "en": "With 75 and 25 tickets the CPU is shared about 3 to 1. Stride does it without drawing, and exactly."
  },
  "machine": {"horizon": 400},
  "policies": [
    {"policy": "lottery", "quantum": 1},
    {"policy": "stride", "quantum": 1}
  ],
  "jobs": [
    {"name": "A", "tickets": 75, "program": "cpu 400"},
    {"name": "B", "tickets": 25, "program": "cpu 400"}
  ]
}"#,
    },
    Preset {
        key: "nice",
        text: r#"{
  "version": 1,
  "title": {"ko": "nice가 정하는 몫", "en": "What nice is worth"},
  "about": {
    "ko": "nice 0과 5의 무게는 1024와 335라서 CPU를 75 %와 25 %로 나눕니다.",
    "en": "Nice 0 and 5 weigh 1024 and 335, so they share the CPU 75 % to 25 %."
  },
  "machine": {"horizon": 600},
  "policies": ["cfs", "eevdf"],
  "jobs": [
    {"name": "nice 0", "program": "cpu 600"},
    {"name": "nice 5", "nice": 5, "program": "cpu 600"}
  ]
}"#,
    },
    Preset {
        key: "real-time",
        text: r#"{
  "version": 1,
  "title": {"ko": "마감을 놓치는 비율 단조", "en": "Rate monotonic misses, EDF does not"},
  "about": {
    "ko": "사용률 94 %에서 비율 단조는 80에 마감을 놓치고, 최단 마감 우선은 모두 지킵니다.",
    "en": "At a utilisation of 94 % rate monotonic misses the deadline at 80; earliest deadline first meets all."
  },
  "machine": {"horizon": 400},
  "policies": ["rate-monotonic", "edf"],
  "jobs": [
    {"name": "P1", "period": 50, "program": "cpu 25"},
    {"name": "P2", "period": 80, "program": "cpu 35"}
  ]
}"#,
    },
];
