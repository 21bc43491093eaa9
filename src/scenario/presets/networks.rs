//! Requests over networks.

use super::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "keep-alive",
        text: r#"{
  "version": 1,
  "title": {"ko": "연결을 다시 쓰기", "en": "Keeping a connection alive"},
  "about": {
    "ko": "왕복은 10이고 TCP 연결을 맺는 데도 왕복 한 번이 듭니다. 요청 셋이 매번 새 연결로는 60, 한 연결을 다시 쓰면 40이 걸립니다.",
    "en": "A round trip takes 10, and so does opening a TCP connection. Three requests take 60 with a new connection each, 40 over one that is kept."
  },
  "machine": {"cores": 2},
  "policies": ["fifo"],
  "networks": [
    {"name": "new-each-time", "latency": 5},
    {"name": "keep-alive", "latency": 5, "keep_alive": 100}
  ],
  "jobs": [
    {"name": "new", "program": "request new-each-time 0 0; request new-each-time 0 0; request new-each-time 0 0"},
    {"name": "kept", "program": "request keep-alive 0 0; request keep-alive 0 0; request keep-alive 0 0"}
  ]
}"#,
    },
    Preset {
        key: "handshakes",
        text: r#"{
  "version": 1,
  "title": {"ko": "TCP와 TLS의 연결 맺기", "en": "TCP and TLS handshakes"},
  "about": {
    "ko": "왕복이 20일 때 요청 하나가 TCP로는 40, TLS 1.3으로는 60, TLS 1.2로는 80에 끝납니다.",
    "en": "With a round trip of 20 one request is done at 40 over TCP, at 60 over TLS 1.3, at 80 over TLS 1.2."
  },
  "machine": {"cores": 3},
  "policies": ["fifo"],
  "networks": [
    {"name": "plain", "latency": 10, "handshake": "tcp"},
    {"name": "tls13", "latency": 10, "handshake": "tls1.3"},
    {"name": "tls12", "latency": 10, "handshake": "tls1.2"}
  ],
  "jobs": [
    {"name": "TCP", "program": "request plain 0 0"},
    {"name": "TLS-1.3", "program": "request tls13 0 0"},
    {"name": "TLS-1.2", "program": "request tls12 0 0"}
  ]
}"#,
    },
    Preset {
        key: "connection-limit",
        text: r#"{
  "version": 1,
  "title": {"ko": "호스트마다 연결 여섯", "en": "Six connections a host"},
  "about": {
    "ko": "한 호스트에 연결을 여섯까지만 열면, 30이 걸리는 요청 일곱 가운데 하나가 기다렸다가 열린 연결을 다시 써서 50에 끝납니다.",
    "en": "With at most six connections a host, one of seven requests of 30 waits, takes an open connection, and is done at 50."
  },
  "machine": {"cores": 1},
  "policies": ["fifo"],
  "networks": [{"name": "host", "latency": 5, "keep_alive": 100, "connections": 6}],
  "jobs": [
    {"name": "R1", "program": "request host 10 0"},
    {"name": "R2", "program": "request host 10 0"},
    {"name": "R3", "program": "request host 10 0"},
    {"name": "R4", "program": "request host 10 0"},
    {"name": "R5", "program": "request host 10 0"},
    {"name": "R6", "program": "request host 10 0"},
    {"name": "R7", "program": "request host 10 0"}
  ]
}"#,
    },
    Preset {
        key: "bandwidth",
        text: r#"{
  "version": 1,
  "title": {"ko": "지연과 대역폭", "en": "Latency and bandwidth"},
  "about": {
    "ko": "왕복 10에 초당 1메가바이트인 네트워크에서, 작은 응답은 지연이(10), 10킬로바이트 응답은 대역폭이(20) 시간을 정합니다.",
    "en": "With a round trip of 10 and a megabyte a second, latency decides on a small answer (10), bandwidth on one of 10 kilobytes (20)."
  },
  "machine": {"cores": 2},
  "policies": ["fifo"],
  "networks": [{"name": "net", "latency": 5, "bandwidth": 1000000, "handshake": "none"}],
  "jobs": [
    {"name": "small", "program": "request net 0 0"},
    {"name": "large", "program": "request net 0 10000"}
  ]
}"#,
    },
];
