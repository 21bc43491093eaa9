//! Processes: making them, their memory, what goes between them; pools.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "creation",
        text: r#"{
  "version": 1,
  "title": {"ko": "스레드와 프로세스 만들기", "en": "Making threads and processes"},
  "about": {
    "ko": "스레드 하나는 1에, 프로세스 하나는 10에 만들어집니다. 5씩 걸리는 일 셋이 스레드로는 8에, 프로세스로는 35에 끝납니다.",
    "en": "A thread takes 1 to make, a process 10. Three pieces of work of 5 are done at 8 with threads, at 35 with processes."
  },
  "machine": {"cores": 8, "instruction": 0, "costs": {"thread": 1, "process": 10}},
  "policies": ["fifo"],
  "programs": {"thread": "cpu 5", "process": "cpu 5"},
  "jobs": [
    {"name": "by-threads", "program": "spawn thread; spawn thread; spawn thread; join thread; join thread; join thread"},
    {"name": "by-processes", "program": "start process; start process; start process; join process; join process; join process"}
  ]
}"#,
    },
    Preset {
        key: "fork-memory",
        text: r#"{
  "version": 1,
  "title": {"ko": "나누는 메모리와 복사한 메모리", "en": "Memory shared and memory copied"},
  "about": {
    "ko": "스레드가 x에 더한 1은 보입니다. 포크한 자식도 자기 x를 2로 바꾸지만, 부모의 x는 그대로 1입니다.",
    "en": "The 1 that a thread adds to x is seen. A forked child changes its own x to 2, and its parent's x stays 1."
  },
  "machine": {"cores": 2, "instruction": 1, "costs": {"thread": 1, "process": 4, "fork_per_kib": "1us"}},
  "policies": ["fifo"],
  "objects": ["cell x 0"],
  "processes": [{"name": "parent", "memory": 2000}],
  "programs": {"increment": "load ax x; add ax 1; store ax x"},
  "jobs": [
    {"name": "main", "program": "spawn increment; join increment; load ax x; fork increment; join increment; load ax x"}
  ]
}"#,
    },
    Preset {
        key: "thread-pool",
        text: r#"{
  "version": 1,
  "title": {"ko": "일꾼 셋의 스레드 풀", "en": "A pool of three threads"},
  "about": {
    "ko": "10씩 기다리는 작업 열 개를 일꾼 셋이 나누어, 네 차례 만인 40에 끝냅니다. 나머지는 풀에서 기다립니다.",
    "en": "Three workers share ten tasks that wait for 10 each: four rounds, 40. The others wait in the pool meanwhile."
  },
  "machine": {"cores": 1},
  "policies": ["fifo"],
  "networks": [{"name": "net", "handshake": "none"}],
  "pools": [{"name": "pool", "workers": 3}],
  "programs": {"fetch": "request net 10 0"},
  "jobs": [
    {"name": "main", "program": "submit pool fetch; submit pool fetch; submit pool fetch; submit pool fetch; submit pool fetch; submit pool fetch; submit pool fetch; submit pool fetch; submit pool fetch; submit pool fetch; result ax fetch; result ax fetch; result ax fetch; result ax fetch; result ax fetch; result ax fetch; result ax fetch; result ax fetch; result ax fetch; result ax fetch"}
  ]
}"#,
    },
    Preset {
        key: "process-pool-loses",
        text: r#"{
  "version": 1,
  "title": {"ko": "직렬화가 더 비싼 프로세스 풀", "en": "A process pool that costs more than it gains"},
  "about": {
    "ko": "작업과 결과를 쓰고 읽는 데 3씩 듭니다. 4씩 걸리는 작업 넷을 나누면 25, 혼자 하면 16이 걸립니다.",
    "en": "Writing and reading a task and a result takes 3 each. Four tasks of 4 take 25 when they are handed out, 16 alone."
  },
  "machine": {"cores": 6, "costs": {"message": 3}},
  "policies": ["fifo"],
  "processes": [{"name": "python", "gil": 5}, {"name": "other", "gil": 5}],
  "pools": [{"name": "pool", "workers": 4, "kind": "forked"}],
  "programs": {"task": "cpu 4"},
  "jobs": [
    {"name": "pooled", "process": "python", "program": "submit pool task; submit pool task; submit pool task; submit pool task; result ax task; result ax task; result ax task; result ax task"},
    {"name": "alone", "process": "other", "program": "cpu 4; cpu 4; cpu 4; cpu 4"}
  ]
}"#,
    },
    Preset {
        key: "process-pool-gains",
        text: r#"{
  "version": 1,
  "title": {"ko": "큰 작업과 프로세스 풀", "en": "A process pool for large tasks"},
  "about": {
    "ko": "직렬화는 그대로 3씩이지만 작업이 40씩이면, 나누어 61, 혼자 하면 160이 걸립니다.",
    "en": "Each message still takes 3 on either side, but with tasks of 40 the pool takes 61, and one process alone 160."
  },
  "machine": {"cores": 6, "costs": {"message": 3}},
  "policies": ["fifo"],
  "processes": [{"name": "python", "gil": 5}, {"name": "other", "gil": 5}],
  "pools": [{"name": "pool", "workers": 4, "kind": "forked"}],
  "programs": {"task": "cpu 40"},
  "jobs": [
    {"name": "pooled", "process": "python", "program": "submit pool task; submit pool task; submit pool task; submit pool task; result ax task; result ax task; result ax task; result ax task"},
    {"name": "alone", "process": "other", "program": "cpu 40; cpu 40; cpu 40; cpu 40"}
  ]
}"#,
    },
    Preset {
        key: "gil-pools",
        text: r#"{
  "version": 1,
  "title": {"ko": "스레드 풀과 프로세스 풀", "en": "Threads or processes for CPU work"},
  "about": {
    "ko": "CPU만 쓰는 20짜리 작업 넷: GIL이 있는 스레드 풀은 80, 프로세스 풀은 27에 끝냅니다.",
    "en": "Four tasks of pure computing, 20 each: a pool of threads under the GIL takes 80, one of processes 27."
  },
  "machine": {"cores": 8, "costs": {"message": 1}},
  "policies": ["fifo"],
  "processes": [{"name": "p", "gil": 5}, {"name": "q", "gil": 5}],
  "pools": [
    {"name": "threads", "workers": 4},
    {"name": "processes", "workers": 4, "kind": "forked"}
  ],
  "programs": {"task": "cpu 20"},
  "jobs": [
    {"name": "by-threads", "process": "p", "program": "submit threads task; submit threads task; submit threads task; submit threads task; result ax task; result ax task; result ax task; result ax task"},
    {"name": "by-processes", "process": "q", "program": "submit processes task; submit processes task; submit processes task; submit processes task; result ax task; result ax task; result ax task; result ax task"}
  ]
}"#,
    },
    Preset {
        key: "pipe",
        text: r#"{
  "version": 1,
  "title": {"ko": "프로세스 사이의 파이프", "en": "A pipe between processes"},
  "about": {
    "ko": "파이프에는 메시지가 하나만 들어갑니다. 쓰고 읽는 데 2씩, 처리에 3이 들어 메시지 셋이 17에 끝납니다.",
    "en": "The pipe holds one message. Writing and reading one takes 2 each, using it 3: three are done at 17."
  },
  "machine": {"cores": 2, "costs": {"message": 2}},
  "policies": ["fifo"],
  "objects": ["pipe p 4096"],
  "processes": [{"name": "source"}, {"name": "sink"}],
  "jobs": [
    {"name": "sends", "process": "source", "program": "send p 1 4096; send p 2 4096; send p 3 4096; close p"},
    {"name": "receives", "process": "sink", "program": "receive ax p; cpu 3; receive ax p; cpu 3; receive ax p; cpu 3; receive ax p"}
  ]
}"#,
    },
    Preset {
        key: "graceful",
        text: r#"{
  "version": 1,
  "title": {"ko": "SIGTERM을 처리하기", "en": "Handling SIGTERM"},
  "about": {
    "ko": "10에 온 SIGTERM을 한 프로세스는 12에 알아차리고 2 동안 정리한 뒤 14에 끝납니다. 처리하지 않는 프로세스는 10에 끝납니다.",
    "en": "SIGTERM comes at 10. The process that handles it finds it at 12, tidies up for 2 and ends at 14; the other ends at 10."
  },
  "machine": {"cores": 2, "instruction": 0},
  "policies": ["fifo"],
  "processes": [{"name": "careful"}, {"name": "careless"}],
  "signals": [
    {"at": 10, "process": "careful", "signal": "terminate"},
    {"at": 10, "process": "careless", "signal": "terminate"}
  ],
  "jobs": [
    {"name": "A", "process": "careful", "program": "handle-terminate\nagain:\ncpu 3; take-signal ax; compare ax 1; jne again; cpu 2"},
    {"name": "B", "process": "careless", "program": "again:\ncpu 3; jump again"}
  ]
}"#,
    },
    Preset {
        key: "timer",
        text: r#"{
  "version": 1,
  "title": {"ko": "타이머와 잠", "en": "A timer or sleeping"},
  "about": {
    "ko": "3씩 일하는 작업 셋을 10마다: 타이머는 일한 시간을 세어 33에, 잠은 세지 않아 39에 끝납니다.",
    "en": "Three pieces of work of 3, one every 10: a timer keeps its pace and ends at 33, sleeping drifts and ends at 39."
  },
  "machine": {"cores": 2},
  "policies": ["fifo"],
  "jobs": [
    {"name": "timer", "program": "timer 10; tick; cpu 3; tick; cpu 3; tick; cpu 3; timer 0"},
    {"name": "sleep", "program": "sleep 10; cpu 3; sleep 10; cpu 3; sleep 10; cpu 3"}
  ]
}"#,
    },
];
