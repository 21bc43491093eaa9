//! What things cost that are free in the plainest model.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "warm-up",
        text: r#"{
  "version": 1,
  "title": {"ko": "코어를 옮기는 값", "en": "What moving to another core costs"},
  "about": {
    "ko": "코어를 옮길 때마다 캐시를 데우는 데 3이 듭니다. 세 작업이 두 코어를 돌려 쓰면 자주 옮겨 다닙니다. 코어마다 줄을 두면 옮기지 않습니다.",
    "en": "Warming up the caches of another core takes 3. Three jobs that share two cores keep moving; with a queue per core nobody moves."
  },
  "machine": {"cores": 2, "costs": {"migration": 3}},
  "policies": [{"policy": "round-robin", "quantum": 4}, {"policy": "queues", "quantum": 4, "steal": "never"}],
  "jobs": [
    {"name": "A", "program": "cpu 24"},
    {"name": "B", "arrival": 2, "program": "cpu 24"},
    {"name": "C", "arrival": 2, "program": "cpu 24"}
  ]
}"#,
    },
    Preset {
        key: "daemon",
        text: r#"{
  "version": 1,
  "title": {"ko": "데몬 스레드", "en": "A daemon thread"},
  "about": {
    "ko": "프로세스는 데몬이 아닌 마지막 스레드와 함께 끝납니다. 데몬은 100을 다 쓰지 못하고 30에 잘립니다.",
    "en": "A process ends with its last thread that is no daemon: the daemon is cut off at 30, long before its 100 are done."
  },
  "machine": {"cores": 2},
  "policies": ["fifo"],
  "jobs": [
    {"name": "main", "program": "cpu 30"},
    {"name": "daemon", "daemon": true, "program": "cpu 100"}
  ]
}"#,
    },
    Preset {
        key: "signals",
        text: r#"{
  "version": 1,
  "title": {"ko": "시그널로 끝내기", "en": "Ended by a signal"},
  "about": {
    "ko": "10에 온 시그널이 프로세스의 두 스레드를 함께 끝냅니다. 다른 프로세스는 그대로 20에 끝납니다.",
    "en": "A signal at 10 ends both threads of a process, whatever they are doing; the other process goes on to 20."
  },
  "machine": {"cores": 3},
  "policies": ["fifo"],
  "processes": [{"name": "worker"}, {"name": "other"}],
  "signals": [{"at": 10, "process": "worker", "signal": "terminate"}],
  "jobs": [
    {"name": "W1", "process": "worker", "program": "cpu 40"},
    {"name": "W2", "process": "worker", "program": "sleep 40"},
    {"name": "O", "process": "other", "program": "cpu 20"}
  ]
}"#,
    },
];
