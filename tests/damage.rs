//! Damaged files of every format: cut off, with bytes changed, pieces moved or
//! repeated, deep nesting, huge numbers, invalid UTF-8, compression. Whatever
//! is in a file, reading it ends soon and without a panic, and what is shown of
//! it comes back the same when it is exported.
//!
//! Short by default; `LAB_DAMAGE_SECONDS=600 cargo test --release --test damage`
//! goes on for so long. A case that fails is named by a number, and
//! `LAB_DAMAGE_SEED=NUMBER` runs that one alone.
#![cfg(not(target_arch = "wasm32"))]

use std::env;
use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use concurrency_lab::base::Random;
use concurrency_lab::formats::chrome::export;
use concurrency_lab::formats::file::{Contents, Format, facts, open};
use concurrency_lab::trace::Trace;

/// One file takes no longer, even unoptimised and on a busy computer.
const LONGEST: Duration = Duration::from_secs(20);
/// Larger files of other tools are not damaged: too few cases a second.
const LARGEST: usize = 150_000;

/// A small file of each format.
fn own_samples() -> Vec<Vec<u8>> {
    let chrome = r#"{"displayTimeUnit":"ns","traceEvents":[
{"ph":"M","pid":1,"name":"process_name","args":{"name":"앱"}},
{"ph":"B","name":"outer","ts":10,"pid":1,"tid":2,"args":{"n":1,"s":"x","f":0.5}},
{"ph":"X","name":"inner","ts":11.5,"dur":2e0,"pid":1,"tid":2},{"ph":"E","ts":20,"pid":1,"tid":2},
{"ph":"s","name":"f","id":7,"ts":11,"pid":1,"tid":2},{"ph":"t","name":"f","id":7,"ts":12,"pid":1,"tid":3},
{"ph":"f","name":"f","id":7,"ts":13,"pid":1,"tid":3},{"ph":"C","name":"mem","ts":13,"pid":1,"args":{"heap":3}},
{"ph":"b","name":"req","cat":"net","id":"0x1","ts":10,"pid":1,"tid":2},
{"ph":"e","name":"req","cat":"net","id2":{"local":"0x1"},"ts":14,"pid":"1","tid":2},
{"ph":"i","name":"here","ts":"15","pid":1,"tid":3,"s":"p"},{"ph":"S","id":1,"ts":3},{"ph":"F","id":1,"ts":4},
{"ph":"N","id":1,"ts":5},{"ph":"X","ts":-1.25e-3,"dur":-4}]}"#;
    let asyncflow = r#"[{"t_ms":0.1,"coro":"main","event":"SPAWN","task":"Task-2","line":null,"detail":"by Task-1"},
{"t_ms":0.4,"coro":"main","event":"SUSPEND","task":"main","line":17,"detail":null},
{"t_ms":5.1,"coro":"main","event":"RESUME","task":"main","line":null,"detail":null},
{"t_ms":5.3,"coro":"main","event":"DONE","task":"main","line":null,"detail":"None"}]"#;
    let speedscope = r#"{"$schema":"https://www.speedscope.app/file-format-schema.json",
"shared":{"frames":[{"name":"a"},{"name":"b","file":"b.rs","line":3}]},
"profiles":[{"type":"evented","name":"t","unit":"microseconds","startValue":0,"endValue":9,
"events":[{"type":"O","frame":0,"at":0},{"type":"O","frame":1,"at":2},{"type":"C","frame":1,"at":5},{"type":"C","frame":0,"at":9}]},
{"type":"sampled","name":"s","unit":"none","startValue":0,"endValue":3,"samples":[[0],[0,1],[]],"weights":[1,1,1]}]}"#;
    let firefox = r#"{"meta":{"preprocessedProfileVersion":50,"startTime":0,"interval":1,"categories":[]},
"shared":{"stringArray":["main","f","g","paint","click"]},
"threads":[{"name":"GeckoMain","pid":"7","tid":8,"processName":"web",
"frameTable":{"func":[0,1,2],"length":3},"funcTable":{"name":[0,1,2],"length":3},
"stackTable":{"frame":[0,1,2],"prefix":[null,0,1],"length":3},
"samples":{"stack":[0,1,2,null],"time":[0,1,2,3],"length":4},
"markers":{"name":[3,4],"startTime":[0.5,2.25],"endTime":[1.5,null],"phase":[1,0],"length":2}}]}"#;
    // As the browser itself writes it.
    let raw = r#"{"meta":{"version":29,"startTime":1000},"libs":[],"threads":[{"name":"GeckoMain","pid":7,"tid":8,
"samples":{"schema":{"stack":0,"time":1},"data":[[1,0],[1,1,0],[null,4]]},
"markers":{"schema":{"name":0,"startTime":1,"endTime":2,"phase":3},"data":[[2,0.5,1.5,1],[3,2,null,2],[3,null,3,3]]},
"frameTable":{"schema":{"location":0},"data":[[0],[1]]},"stackTable":{"schema":{"prefix":0,"frame":1},"data":[[null,0],[0,1]]},
"stringTable":["main","f","paint","click"]}],"processes":[{"meta":{"startTime":1002},"threads":[]}]}"#;
    // Field 1, then a packet: sequence 1, time 5, an event that begins "ab";
    // then one at 9 that ends, one in the older way that begins with id 7, and
    // the end of that.
    let perfetto = [
        &[
            0x0a, 14, 0x50, 1, 0x40, 5, 0x5a, 8, 0x48, 1, 0x58, 3, 0xba, 1, 1, b'a',
        ][..],
        &[0x0a, 10, 0x50, 1, 0x40, 9, 0x5a, 4, 0x48, 2, 0x58, 3],
        &[
            0x0a, 14, 0x50, 1, 0x40, 6, 0x5a, 8, 0x58, 3, 0x32, 4, 0x10, b'b', 0x30, 7,
        ],
        &[
            0x0a, 14, 0x50, 1, 0x40, 8, 0x5a, 8, 0x58, 3, 0x32, 4, 0x10, b'e', 0x30, 7,
        ],
    ]
    .concat();
    let texts = [chrome, asyncflow, speedscope, firefox, raw];
    let mut samples: Vec<Vec<u8>> = texts.map(|text| text.as_bytes().to_vec()).into();
    samples.push(perfetto);
    samples
}

/// The samples, what this program exports of them, and other tools' small files
/// where they are.
fn samples() -> Vec<Vec<u8>> {
    let mut samples = own_samples();
    let exported: Vec<Vec<u8>> = samples.iter().filter_map(|bytes| exported(bytes)).collect();
    assert_eq!(exported.len(), samples.len(), "every sample is read");
    samples.extend(exported);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/traces");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let is_facts = entry.file_name().to_string_lossy().ends_with(".facts.json");
        let small = entry
            .metadata()
            .is_ok_and(|data| data.len() < LARGEST as u64);
        if !is_facts && small {
            samples.extend(fs::read(entry.path()));
        }
    }
    samples
}

fn read(bytes: &[u8]) -> Option<(Format, Trace)> {
    let contents = Contents::of(bytes.to_vec()).ok()?;
    let _ = facts(&contents, &mut |_| true);
    let opened = open(&contents, &mut |_| true).ok()??;
    Some((opened.format, opened.trace))
}

fn exported(bytes: &[u8]) -> Option<Vec<u8>> {
    Some(export(&read(bytes)?.1).into_bytes())
}

/// What is put into files.
const PIECES: [&[u8]; 22] = [
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\"",
    b"{",
    b"[",
    b"}",
    b"]",
    b",",
    b"null",
    b"-",
    b"1e999999999",
    b"99999999999999999999999999999999999999",
    b"-0.00000000000000000000000000000001e-400",
    b"\"ts\":18446744073709551615,\"dur\":18446744073709551615,",
    b"\"ph\":\"B\",",
    b"\"ph\":\"E\",",
    b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    b"\x0a\x80\x80\x80\x80\x08",
    b"\xef\xbb\xbf",
    b"\r\n\t ",
];

fn place(random: &mut Random, length: usize) -> usize {
    random.below(length as u64 + 1) as usize
}

/// Does one kind of damage.
fn damage(random: &mut Random, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
    let at = place(random, bytes.len());
    match random.below(10) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(..at)),
        2 | 3 => {
            for _ in 0..=random.below(8) {
                let at = place(random, bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
        4 | 5 => {
            let piece = PIECES[random.below(PIECES.len() as u64) as usize];
            let times = 1 + random.below(3) as usize;
            let put: Vec<u8> = piece.repeat(times);
            bytes.splice(at..at, put);
        }
        6 => {
            // A piece of another file.
            let other = &others[random.below(others.len() as u64) as usize];
            let (a, b) = (place(random, other.len()), place(random, other.len()));
            let piece = other[a.min(b)..a.max(b)].to_vec();
            bytes.splice(at..at, piece);
        }
        7 => {
            // A piece of its own, again.
            let to = place(random, bytes.len());
            let piece = bytes[at.min(to)..at.max(to)].to_vec();
            bytes.splice(at..at, piece);
        }
        8 => {
            // Deep nesting.
            let open: &[u8] = [&b"["[..], b"{\"a\":", b"{\"args\":["][random.below(3) as usize];
            let deep = [3, 200, 5_000, 60_000][random.below(4) as usize];
            bytes.splice(at..at, open.repeat(deep));
        }
        _ => {
            // A piece is gone.
            let to = place(random, bytes.len());
            bytes.drain(at.min(to)..at.max(to));
        }
    }
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap()
}

/// The file of a number, the same each time.
fn case(seed: u64, samples: &[Vec<u8>]) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut bytes = samples[random.below(samples.len() as u64) as usize].clone();
    for _ in 0..=random.below(4) {
        damage(&mut random, &mut bytes, samples);
    }
    if random.below(8) == 0 {
        bytes = zipped(&bytes);
        if random.below(2) == 0 {
            damage(&mut random, &mut bytes, samples);
        }
    }
    bytes
}

/// Reads a damaged file, and what is exported of it; complains.
fn complaint(seed: u64, bytes: &[u8]) -> Option<String> {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let (_, trace) = read(bytes)?;
        let (format, again) = read(export(&trace).as_bytes())?;
        let same = again.dump() == trace.dump();
        (format != Format::Own || !same).then_some("it does not come back the same")
    }));
    let what = match outcome {
        Err(_) => "it panics",
        Ok(Some(what)) => what,
        Ok(None) if begun.elapsed() > LONGEST => "it takes too long",
        Ok(None) => return None,
    };
    Some(format!(
        "{what}: LAB_DAMAGE_SEED={seed} ({} bytes)",
        bytes.len()
    ))
}

#[test]
fn damaged_files_are_read_or_refused() {
    let samples = samples();
    let number = |name: &str| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    if let Some(seed) = number("LAB_DAMAGE_SEED") {
        let bytes = case(seed, &samples);
        fs::write(env::temp_dir().join("damaged"), &bytes).unwrap();
        assert_eq!(complaint(seed, &bytes), None);
        return;
    }
    let time = Duration::from_secs(number("LAB_DAMAGE_SECONDS").unwrap_or(3));
    let first = number("LAB_DAMAGE_FIRST").unwrap_or(1);
    let begun = Instant::now();
    let mut complaints = Vec::new();
    let mut seed = first;
    while begun.elapsed() < time && complaints.len() < 10 {
        complaints.extend(complaint(seed, &case(seed, &samples)));
        seed += 1;
    }
    println!("{} files in {:?}", seed - first, begun.elapsed());
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}
