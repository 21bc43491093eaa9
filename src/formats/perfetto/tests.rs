use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::base::Lang;

/// A message that is being written.
#[derive(Clone, Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn number(mut self, field: u32, value: u64) -> Message {
        self.varint(u64::from(field) << 3);
        self.varint(value);
        self
    }

    fn fixed(mut self, field: u32, value: u64) -> Message {
        self.varint(u64::from(field) << 3 | 1);
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    fn bytes(mut self, field: u32, value: &[u8]) -> Message {
        self.varint(u64::from(field) << 3 | 2);
        self.varint(value.len() as u64);
        self.0.extend_from_slice(value);
        self
    }

    fn text(self, field: u32, value: &str) -> Message {
        self.bytes(field, value.as_bytes())
    }

    fn message(self, field: u32, value: Message) -> Message {
        self.bytes(field, &value.0)
    }
}

fn new() -> Message {
    Message::default()
}

/// A file of packets, all of one sequence.
fn file(packets: impl IntoIterator<Item = Message>) -> Vec<u8> {
    let mut out = new();
    for packet in packets {
        out = out.message(1, packet.number(10, 1));
    }
    out.0
}

fn event(at: u64, track: u64, kind: u64) -> Message {
    new()
        .number(8, at)
        .message(11, new().number(9, kind).number(11, track))
}

fn named(at: u64, track: u64, kind: u64, name: &str) -> Message {
    let event = new().number(9, kind).number(11, track).text(23, name);
    new().number(8, at).message(11, event)
}

/// A process with two threads, and a counter of it.
fn tracks() -> Vec<Message> {
    let process = new().number(1, 5).text(6, "app");
    let thread = |tid, name| new().number(1, 5).number(2, tid).text(5, name);
    let descriptor = |message| new().message(60, message);
    vec![
        descriptor(new().number(1, 100).message(3, process)),
        descriptor(new().number(1, 101).message(4, thread(5, "main"))),
        descriptor(new().number(1, 102).message(4, thread(6, "일꾼"))),
        descriptor(
            new()
                .number(1, 103)
                .number(5, 100)
                .text(2, "heap")
                .message(8, new().number(4, 1024)),
        ),
        descriptor(new().number(1, 104).number(5, 101).text(2, "request")),
    ]
}

fn check(packets: Vec<Message>, expected: Expect) {
    check_file(&file(packets), expected);
}

fn check_file(bytes: &[u8], expected: Expect) {
    assert!(is_one(bytes));
    let (trace, problems) = read(bytes).unwrap();
    let mut out = trace.dump();
    for problem in problems {
        out.push_str(&problem.sentence(Lang::En));
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn slices_instants_counters_and_flows_on_their_tracks() {
    let mut packets = tracks();
    let arg = new().text(10, "n").number(4, -3_i64 as u64);
    let begin = new()
        .number(9, 1)
        .number(11, 101)
        .text(23, "outer")
        .text(22, "cat")
        .message(4, arg)
        .fixed(47, 9);
    packets.extend([
        new().number(8, 1_000).message(11, begin),
        named(1_100, 101, 1, "inner"),
        event(1_300, 101, 2),
        named(1_250, 102, 1, "other"),
        new().number(8, 1_400).message(
            11,
            new()
                .number(9, 3)
                .number(11, 102)
                .text(23, "here")
                .fixed(48, 9),
        ),
        new()
            .number(8, 1_150)
            .message(11, new().number(9, 4).number(11, 103).number(30, 2)),
        named(1_200, 104, 1, "wait"),
        event(1_900, 104, 2),
        event(2_000, 101, 2),
        event(2_100, 101, 2),
    ]);
    check(
        packets,
        expect![[r#"
            recorded clock, end 1.1µs
            fact origin-ns=1000
            process "app" pid=5
              thread "main" pid=5 tid=5
                0 .. 1µs span outer category="cat" n=-3
               row 1
                100ns .. 300ns span inner
                task "request"
                  200ns .. 900ns span wait
              thread "일꾼" pid=5 tid=6
                250ns .. 1.1µs span other unfinished=1
                400ns ! here
            flow message "main" 0 -> "일꾼" 400ns
            counter "app" heap
              150ns 2048.0
            file: Ends without a begin: 1. Left out.
            file: Begins without an end: 1. Taken to go on to the end of the recording.
        "#]],
    );
}

#[test]
fn names_are_interned_and_clocks_of_a_sequence_add_up() {
    // Clock 64 counts microseconds from packet to packet.
    let clock = |id, time| new().number(1, id).number(2, time);
    let own = clock(64, 50).number(3, 1).number(4, 1_000);
    let snapshot = new().message(1, clock(6, 9_000_000)).message(1, own);
    let names = new()
        .message(2, new().number(1, 7).text(2, "work"))
        .message(1, new().number(1, 3).text(2, "net"));
    let defaults = new().number(58, 64).message(11, new().number(11, 101));
    let begin = new().number(9, 1).number(10, 7).number(3, 3);
    let mut packets = tracks();
    packets.extend([
        new().number(13, 1).message(6, snapshot),
        new().message(59, defaults).message(12, names),
        new().number(8, 10).message(11, begin.clone()),
        new().number(8, 5).message(11, new().number(9, 2)),
        // Another clock, of the system, in the same moment as the last.
        new()
            .number(8, 9_015_000)
            .number(58, 6)
            .message(11, begin.clone()),
        new().number(8, 1).message(11, new().number(9, 2)),
        // The names are void from here on.
        new()
            .number(13, 1)
            .number(8, 9_020_000)
            .message(11, begin.clone().number(11, 102)),
        new()
            .number(8, 9_021_000)
            .message(11, new().number(9, 2).number(11, 102)),
        new().number(8, 1).number(58, 77).message(11, begin),
    ]);
    check(
        packets,
        expect![[r#"
            recorded clock, end 11µs
            fact origin-ns=9010000
            process "app" pid=5
              thread "main" pid=5 tid=5
                0 .. 5µs span work category="net"
                5µs .. 6µs span work category="net"
              thread "일꾼" pid=5 tid=6
                10µs .. 11µs span
            file: Events of an unknown clock: 1. Left out.
        "#]],
    );
}

#[test]
fn compressed_packets_and_other_data_sources() {
    use std::io::Write;
    let inner = file([named(10, 0, 1, "a"), event(30, 0, 2)]);
    let mut zip = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zip.write_all(&inner).unwrap();
    let compressed = new().bytes(50, &zip.finish().unwrap());
    let kernel = new().message(1, new().number(1, 0));
    check(
        vec![kernel.clone(), compressed],
        expect![[r#"
            recorded clock, end 20ns
            fact origin-ns=10
            group "trace"
              0 .. 20ns span a
            file: Bundles of kernel events (ftrace): 1. Left out.
        "#]],
    );
    let problem = read(&file([kernel])).unwrap_err().sentence(Lang::En);
    assert!(
        problem.contains("without track events (1 other packets)"),
        "{problem}"
    );
}

#[test]
fn tracks_that_are_above_themselves_do_no_harm() {
    let descriptor =
        |own, parent| new().message(60, new().number(1, own).number(5, parent).text(2, "t"));
    let packets = vec![
        descriptor(1, 2),
        descriptor(2, 3),
        descriptor(3, 1),
        named(5, 2, 3, "x"),
    ];
    let (trace, _) = read(&file(packets)).unwrap();
    assert!(trace.tracks().len() <= recording::DEEPEST + 4);
}

#[test]
fn json_is_no_trace_of_perfetto() {
    for text in ["\n[{\"ph\":\"X\"}]", "\n\n{}", "[]", "", "\n"] {
        assert!(!is_one(text.as_bytes()), "{text}");
    }
}

proptest! {
    #[test]
    fn damaged_traces_are_read_or_refused(
        cut in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), to in any::<u8>(),
    ) {
        let mut packets = tracks();
        packets.extend([named(1, 101, 1, "a"), named(2, 104, 3, "b"), event(9, 101, 2)]);
        let mut bytes = file(packets);
        let place = at.index(bytes.len());
        bytes[place] = to;
        bytes.truncate(cut.index(bytes.len()) + 1);
        let _ = is_one(&bytes);
        let _ = read(&bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }
}

/// An event in the older way: its phase, and what else it says.
fn older(at: u64, track: u64, name: &str, phase: u8, more: Message) -> Message {
    let legacy = more.number(2, phase.into());
    let event = new().number(11, track).text(22, "net").text(23, name);
    new().number(8, at).message(11, event.message(6, legacy))
}

#[test]
fn older_events_have_the_phases_of_chrome_trace_events() {
    let id = |number| new().number(6, number);
    let local = |number| new().number(10, number);
    let mut packets = tracks();
    packets.extend([
        older(0, 101, "x", b'X', new().number(3, 2)),
        older(10, 101, "request", b'b', id(7)),
        older(11, 102, "headers", b'n', id(7)),
        older(12, 102, "body", b'b', id(7)),
        older(14, 101, "body", b'e', id(7)),
        // The same number within a process is something else.
        older(15, 101, "request", b'b', local(7)),
        older(18, 102, "request", b'e', local(7)),
        older(20, 101, "request", b'e', id(7)),
        older(21, 101, "stray", b'e', id(9)),
        older(22, 101, "old", b'S', id(1)),
        older(23, 101, "old", b'T', id(1)),
        older(24, 101, "other", b'F', id(1)),
        older(30, 101, "go", b's', id(3)),
        older(31, 102, "go", b'f', id(3)),
        older(40, 101, "mark", b'R', new()),
        // Told by the first thread for another one.
        older(41, 101, "elsewhere", b'X', new().number(3, 1).number(19, 9)),
        older(50, 101, "sends", b'X', new().number(8, 77).number(13, 2)),
        older(52, 102, "gets", b'X', new().number(8, 77).number(13, 1)),
    ]);
    check(
        packets,
        expect![[r#"
        recorded clock, end 2µs
        fact origin-ns=0
        process "app" pid=5
          thread "main" pid=5 tid=5
            0 .. 2µs span x category="net"
           row 1
            50ns .. 50ns span sends category="net"
            40ns ! mark
          task "request"
            10ns .. 20ns span request category="net"
           row 1
            12ns .. 14ns span body category="net"
            15ns .. 18ns span request category="net"
            11ns ! headers
          task "old"
            22ns .. 2µs span old category="net" unfinished=1
            23ns ! old
          thread "일꾼" pid=5 tid=6
            52ns .. 52ns span gets category="net"
          thread "9" pid=5 tid=9
            41ns .. 1.041µs span elsewhere category="net"
        flow message "main" 30ns -> "일꾼" 31ns
        flow message "main" 50ns -> "일꾼" 52ns
        file: Ends without a begin: 2. Left out.
        file: Begins without an end: 1. Taken to go on to the end of the recording.
    "#]],
    );
}

#[test]
fn names_and_clocks_count_per_sequence_and_later_defaults_replace_earlier_ones() {
    let packet = |sequence, packet: Message| packet.number(10, sequence);
    let interned =
        |iid, name: &str| new().message(12, new().message(2, new().number(1, iid).text(2, name)));
    let by_number = |at| {
        let event = new().number(9, 3).number(10, 1);
        new().number(8, at).message(11, event)
    };
    let defaults = |track| new().message(59, new().message(11, new().number(11, track)));
    let mut all: Vec<Message> = tracks().into_iter().map(|p| packet(1, p)).collect();
    all.extend([
        packet(1, interned(1, "one")),
        packet(2, interned(1, "two")),
        packet(1, defaults(101)),
        packet(2, defaults(101)),
        packet(2, defaults(102)),
        packet(1, by_number(5)),
        packet(2, by_number(6)),
        // What was interned is void.
        packet(2, new().number(13, 1)),
        packet(2, defaults(102)),
        packet(2, by_number(7)),
    ]);
    let bytes = all
        .into_iter()
        .fold(new(), |file, packet| file.message(1, packet));
    check_file(
        &bytes.0,
        expect![[r#"
        recorded clock, end 2ns
        fact origin-ns=5
        process "app" pid=5
          thread "main" pid=5 tid=5
            0 ! one
          thread "일꾼" pid=5 tid=6
            1ns ! two
            2ns ! 
    "#]],
    );
}

#[test]
fn a_clock_of_a_sequence_may_be_held_against_another_one_than_the_trace_s() {
    const MONOTONIC: u64 = 3;
    const BOOT: u64 = 6;
    const OWN: u64 = 64;
    let at = |clock, time| new().number(1, clock).number(2, time);
    let adds_up = |time| at(OWN, time).number(3, 1);
    let snapshot = |clocks: Vec<Message>| {
        let all = clocks
            .into_iter()
            .fold(new(), |all, clock| all.message(1, clock));
        new().message(6, all)
    };
    let on = |clock, packet: Message| packet.number(58, clock);
    let mut packets = tracks();
    packets.extend([
        snapshot(vec![at(BOOT, 1_000), at(MONOTONIC, 400)]),
        // 600 after that, on the monotonic clock alone.
        snapshot(vec![at(MONOTONIC, 1_000), adds_up(0)]),
        on(OWN, named(5, 101, 1, "adds up")),
        on(OWN, event(10, 101, 2)),
        on(MONOTONIC, named(1_007, 102, 3, "monotonic")),
        on(BOOT, named(1_620, 102, 3, "boot")),
    ]);
    check(
        packets,
        expect![[r#"
        recorded clock, end 15ns
        fact origin-ns=1605
        process "app" pid=5
          thread "main" pid=5 tid=5
            0 .. 10ns span adds up
          thread "일꾼" pid=5 tid=6
            2ns ! monotonic
            15ns ! boot
    "#]],
    );
}

#[test]
fn times_in_events_add_up_from_what_the_thread_said_of_itself() {
    let thread = |micros| {
        let said = new().number(1, 5).number(2, 6).text(5, "io");
        new().message(44, said.number(6, micros))
    };
    let told = |kind: u64, field: u32, micros: i64| {
        let event = new().number(field, micros as u64).number(9, kind);
        new().message(11, event.text(23, "read"))
    };
    let clock = |id, at| new().number(1, id).number(2, at);
    check(
        vec![
            // The monotonic clock is 10 µs behind the one of the trace.
            new().message(
                6,
                new()
                    .message(1, clock(3, 40_000))
                    .message(1, clock(6, 50_000)),
            ),
            // Nothing to add it to yet.
            told(1, 1, 3),
            thread(100),
            told(1, 1, 0),
            // One that stands for itself changes nothing for the next.
            told(3, 16, 130),
            told(2, 1, 50),
            told(1, 1, -20),
            told(2, 1, 5),
        ],
        expect![[r#"
            recorded clock, end 50µs
            fact origin-ns=110000
            process "5" pid=5
              thread "io" pid=5 tid=6
                0 .. 50µs span read
               row 1
                30µs .. 35µs span read
                30µs ! read
            file: Events without a time: 1. Left out.
        "#]],
    );
}

#[test]
fn counters_in_the_older_way_have_a_series_for_each_argument() {
    let value = |key: &str, n: u64| new().text(10, key).number(4, n);
    let counted = |at: u64, args: Vec<Message>| {
        let legacy = new().number(2, u64::from(b'C'));
        let event = new().number(11, 101).text(23, "memory").message(6, legacy);
        let event = args
            .into_iter()
            .fold(event, |event, arg| event.message(4, arg));
        new().number(8, at).message(11, event)
    };
    let mut packets = tracks();
    packets.extend([
        counted(1_000, vec![value("used", 3), value("free", 7)]),
        counted(2_000, vec![value("used", 5), value("free", 5)]),
        counted(3_000, vec![value("value", 1)]),
    ]);
    check(
        packets,
        expect![[r#"
        recorded clock, end 2µs
        fact origin-ns=1000
        process "app" pid=5
        counter "app" memory used
          0 3.0
          1µs 5.0
        counter "app" memory free
          0 7.0
          1µs 5.0
        counter "app" memory
          2µs 1.0
    "#]],
    );
}
