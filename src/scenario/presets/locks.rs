//! Locks, queues and what goes wrong with them.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "inversion",
        text: r#"{
  "version": 1,
  "title": {"ko": "우선순위 역전", "en": "Priority inversion"},
  "about": {
    "ko": "급한 작업이 덜 급한 작업의 락을 기다리는데, 그 사이에 중간 작업이 끼어들어 급한 작업이 18에야 끝납니다.",
    "en": "The urgent job waits for a lock of the least urgent one, and a job in between gets in front of both: the urgent one ends at 18."
  },
  "policies": ["priority"],
  "objects": ["mutex m"],
  "jobs": [
    {"name": "low", "priority": 3, "program": "lock m; cpu 6; unlock m"},
    {"name": "high", "arrival": 1, "priority": 1, "program": "cpu 1; lock m; cpu 1; unlock m"},
    {"name": "middle", "arrival": 2, "priority": 2, "program": "cpu 10"}
  ]
}"#,
    },
    Preset {
        key: "inheritance",
        text: r#"{
  "version": 1,
  "title": {"ko": "우선순위 상속", "en": "Priority inheritance"},
  "about": {
    "ko": "락을 가진 작업이 기다리는 작업의 우선순위를 물려받으면 급한 작업이 8에 끝납니다.",
    "en": "If the owner of the lock inherits the priority of who waits for it, the urgent job ends at 8."
  },
  "policies": ["priority"],
  "objects": ["mutex m inherit"],
  "jobs": [
    {"name": "low", "priority": 3, "program": "lock m; cpu 6; unlock m"},
    {"name": "high", "arrival": 1, "priority": 1, "program": "cpu 1; lock m; cpu 1; unlock m"},
    {"name": "middle", "arrival": 2, "priority": 2, "program": "cpu 10"}
  ]
}"#,
    },
    Preset {
        key: "producer-consumer",
        text: r#"{
  "version": 1,
  "title": {"ko": "생산자와 소비자", "en": "Producer and consumer"},
  "about": {
    "ko": "두 칸짜리 큐가 차면 생산자가, 비면 소비자가 기다립니다. 더 느린 소비자가 속도를 정해 13이 걸립니다.",
    "en": "The producer waits while the queue of two is full, the consumer while it is empty. The slower one sets the pace: 13."
  },
  "machine": {"cores": 2},
  "policies": ["fifo"],
  "objects": ["queue q 2"],
  "jobs": [
    {"name": "producer", "program": "cpu 1; put q 1; cpu 1; put q 2; cpu 1; put q 3; cpu 1; put q 4; cpu 1; put q 5; cpu 1; put q 6"},
    {"name": "consumer", "program": "get ax q; cpu 2; get ax q; cpu 2; get ax q; cpu 2; get ax q; cpu 2; get ax q; cpu 2; get ax q; cpu 2"}
  ]
}"#,
    },
    Preset {
        key: "deadlock",
        text: r#"{
  "version": 1,
  "title": {"ko": "락 순서와 교착 상태", "en": "Deadlock by lock order"},
  "about": {
    "ko": "두 작업이 락 둘을 반대 순서로 잡으면 서로를 영원히 기다릴 수 있습니다.",
    "en": "Two jobs that take two locks in opposite orders can wait for each other for ever."
  },
  "machine": {"cores": 2},
  "policies": ["fifo"],
  "objects": ["mutex a", "mutex b"],
  "jobs": [
    {"name": "A", "program": "lock a; cpu 2; lock b; cpu 1; unlock b; unlock a"},
    {"name": "B", "program": "lock b; cpu 2; lock a; cpu 1; unlock a; unlock b"}
  ]
}"#,
    },
    Preset {
        key: "lock-order",
        text: r#"{
  "version": 1,
  "title": {"ko": "같은 순서로 잡기", "en": "The same lock order"},
  "about": {
    "ko": "둘 다 같은 순서로 잡으면 교착 상태가 생기지 않습니다. 하나씩 차례로 끝나 6이 걸립니다.",
    "en": "If both take the locks in the same order there is no deadlock: one after the other, 6 in all."
  },
  "machine": {"cores": 2},
  "policies": ["fifo"],
  "objects": ["mutex a", "mutex b"],
  "jobs": [
    {"name": "A", "program": "lock a; cpu 2; lock b; cpu 1; unlock b; unlock a"},
    {"name": "B", "program": "lock a; cpu 2; lock b; cpu 1; unlock b; unlock a"}
  ]
}"#,
    },
    Preset {
        key: "philosophers",
        text: r#"{
  "version": 1,
  "title": {"ko": "식사하는 철학자들", "en": "Dining philosophers"},
  "about": {
    "ko": "다섯이 모두 왼쪽 포크부터 집으면 아무도 오른쪽 포크를 집을 수 없습니다.",
    "en": "If all five take their left fork first, nobody ever gets the right one."
  },
  "machine": {"cores": 5},
  "policies": ["fifo"],
  "objects": ["mutex f0", "mutex f1", "mutex f2", "mutex f3", "mutex f4"],
  "jobs": [
    {"name": "P0", "program": "lock f0; cpu 1; lock f1; cpu 3; unlock f1; unlock f0"},
    {"name": "P1", "program": "lock f1; cpu 1; lock f2; cpu 3; unlock f2; unlock f1"},
    {"name": "P2", "program": "lock f2; cpu 1; lock f3; cpu 3; unlock f3; unlock f2"},
    {"name": "P3", "program": "lock f3; cpu 1; lock f4; cpu 3; unlock f4; unlock f3"},
    {"name": "P4", "program": "lock f4; cpu 1; lock f0; cpu 3; unlock f0; unlock f4"}
  ]
}"#,
    },
    Preset {
        key: "barrier",
        text: r#"{
  "version": 1,
  "title": {"ko": "장벽", "en": "A barrier"},
  "about": {
    "ko": "모두가 올 때까지 기다리므로 가장 느린 작업이 모두를 붙잡습니다. 둘째 단계는 9에 시작합니다.",
    "en": "All wait until the last has come, so the slowest holds up the rest: the second phase begins at 9."
  },
  "machine": {"cores": 3},
  "policies": ["fifo"],
  "objects": ["barrier b 3"],
  "jobs": [
    {"name": "A", "program": "cpu 3; arrive b; cpu 2"},
    {"name": "B", "program": "cpu 5; arrive b; cpu 2"},
    {"name": "C", "program": "cpu 9; arrive b; cpu 2"}
  ]
}"#,
    },
];
