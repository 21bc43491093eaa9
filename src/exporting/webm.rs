//! Moving pictures as WebM: what a browser's encoder gives, put into a file
//! (RFC 9559, *Matroska*; RFC 8794, *EBML*; the WebM Project's container
//! guidelines).
//!
//! Everything is in memory when the file is written, so that lengths, the
//! duration and the index (`Cues`) are known and stand in front: players can
//! seek at once.

/// How the pictures are encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    /// VP8 (RFC 6386).
    Vp8,
    /// VP9.
    Vp9,
}

impl Codec {
    /// Both, the more compact first.
    pub const ALL: [Codec; 2] = [Codec::Vp9, Codec::Vp8];

    /// What Matroska calls it.
    fn id(self) -> &'static str {
        match self {
            Codec::Vp8 => "V_VP8",
            Codec::Vp9 => "V_VP9",
        }
    }

    /// What a browser's encoder calls it (WebCodecs VP9 registration: profile
    /// 0, level 4.1, eight bits).
    pub fn web_name(self) -> &'static str {
        match self {
            Codec::Vp8 => "vp8",
            Codec::Vp9 => "vp09.00.41.08",
        }
    }
}

/// One encoded picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chunk {
    /// Whether it can be shown without those before.
    pub is_key: bool,
    /// When it is shown, in milliseconds.
    pub at: u64,
    /// The encoder's bytes.
    pub data: Vec<u8>,
}

/// The whole film.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Film {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// How its pictures are encoded.
    pub codec: Codec,
    /// How long it is, in milliseconds.
    pub length: u64,
}

/// A block's time counts from its cluster's in 16 bits; clusters end earlier.
const LONGEST_CLUSTER: u64 = 30_000;

mod id {
    pub const EBML: u32 = 0x1A45_DFA3;
    pub const SEGMENT: u32 = 0x1853_8067;
    pub const SEEK_HEAD: u32 = 0x114D_9B74;
    pub const INFO: u32 = 0x1549_A966;
    pub const TRACKS: u32 = 0x1654_AE6B;
    pub const CUES: u32 = 0x1C53_BB6B;
    pub const CLUSTER: u32 = 0x1F43_B675;
}

/// Writes the file. The chunks must be in the order of time, the first one a
/// key.
pub fn write(film: &Film, chunks: &[Chunk]) -> Vec<u8> {
    let (clusters, cues) = clusters(chunks);
    let info = element(id::INFO, &info(film));
    let tracks = element(id::TRACKS, &tracks(film));
    // Positions are written with all their bytes, so that no length depends on them.
    let places = |base: u64| {
        let points: Vec<u8> = cues.iter().flat_map(|cue| cue_point(cue, base)).collect();
        element(id::CUES, &points)
    };
    let head_length = seek_head([0; 3]).len() as u64;
    let tracks_at = head_length + info.len() as u64;
    let cues_at = tracks_at + tracks.len() as u64;
    let clusters_at = cues_at + places(0).len() as u64;
    let mut segment = seek_head([head_length, tracks_at, cues_at]);
    for part in [info, tracks, places(clusters_at), clusters] {
        segment.extend_from_slice(&part);
    }
    let mut out = element(id::EBML, &header());
    out.extend_from_slice(&element(id::SEGMENT, &segment));
    out
}

/// An element: its id, its length, its content.
fn element(id: u32, content: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = id
        .to_be_bytes()
        .into_iter()
        .skip_while(|b| *b == 0)
        .collect();
    // The length in eight bytes, of which the first says that there are eight.
    let length = content.len() as u64 | 0x0100_0000_0000_0000;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
    out
}

fn number(id: u32, value: u64) -> Vec<u8> {
    element(id, &value.to_be_bytes())
}

fn text(id: u32, value: &str) -> Vec<u8> {
    element(id, value.as_bytes())
}

fn header() -> Vec<u8> {
    [
        number(0x4286, 1),
        number(0x42F7, 1),
        number(0x42F2, 4),
        number(0x42F3, 8),
        text(0x4282, "webm"),
        number(0x4287, 4),
        number(0x4285, 2),
    ]
    .concat()
}

fn seek_head(places: [u64; 3]) -> Vec<u8> {
    let what = [id::INFO, id::TRACKS, id::CUES];
    let seek = |(id, at): (u32, u64)| {
        let target = element(0x53AB, &id.to_be_bytes());
        element(0x4DBB, &[target, number(0x53AC, at)].concat())
    };
    let entries: Vec<u8> = what.into_iter().zip(places).flat_map(seek).collect();
    element(id::SEEK_HEAD, &entries)
}

fn info(film: &Film) -> Vec<u8> {
    const APP: &str = "Concurrency Lab";
    [
        // Times count milliseconds.
        number(0x2AD7B1, 1_000_000),
        element(0x4489, &(film.length as f64).to_be_bytes()),
        text(0x4D80, APP),
        text(0x5741, APP),
    ]
    .concat()
}

fn tracks(film: &Film) -> Vec<u8> {
    let video = [
        number(0xB0, u64::from(film.width)),
        number(0xBA, u64::from(film.height)),
    ];
    let entry = [
        number(0xD7, 1),
        number(0x73C5, 1),
        number(0x83, 1),
        number(0x9C, 0),
        text(0x86, film.codec.id()),
        element(0xE0, &video.concat()),
    ];
    element(0xAE, &entry.concat())
}

/// Where a cluster is among the clusters, and its time.
struct Cue {
    at: u64,
    place: u64,
}

fn cue_point(cue: &Cue, base: u64) -> Vec<u8> {
    let position = [number(0xF7, 1), number(0xF1, base + cue.place)].concat();
    element(
        0xBB,
        &[number(0xB3, cue.at), element(0xB7, &position)].concat(),
    )
}

/// The pictures in clusters; each begins with a key, if its pictures have one.
fn clusters(chunks: &[Chunk]) -> (Vec<u8>, Vec<Cue>) {
    let (mut out, mut cues) = (Vec::new(), Vec::new());
    let mut rest = chunks;
    while let Some(first) = rest.first() {
        let goes_on = |chunk: &Chunk| !chunk.is_key && chunk.at - first.at < LONGEST_CLUSTER;
        let end = 1 + rest[1..].iter().take_while(|chunk| goes_on(chunk)).count();
        let mut content = number(0xE7, first.at);
        for chunk in &rest[..end] {
            content.extend_from_slice(&block(chunk, first.at));
        }
        if first.is_key {
            let place = out.len() as u64;
            cues.push(Cue {
                at: first.at,
                place,
            });
        }
        out.extend_from_slice(&element(id::CLUSTER, &content));
        rest = &rest[end..];
    }
    (out, cues)
}

fn block(chunk: &Chunk, from: u64) -> Vec<u8> {
    let [high, low] = ((chunk.at - from) as i16).to_be_bytes();
    let flags = if chunk.is_key { 0x80 } else { 0 };
    let mut content = vec![0x81, high, low, flags];
    content.extend_from_slice(&chunk.data);
    element(0xA3, &content)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// The elements of some bytes: id, where the content begins, the content.
    fn elements(bytes: &[u8]) -> Vec<(u32, usize, &[u8])> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            let id_length = bytes[at].leading_zeros() as usize + 1;
            let id = bytes[at..at + id_length]
                .iter()
                .fold(0, |id, byte| id << 8 | u32::from(*byte));
            at += id_length;
            let length = u64::from_be_bytes(bytes[at..at + 8].try_into().unwrap());
            let length = (length & !(0xff << 56)) as usize;
            at += 8;
            found.push((id, at, &bytes[at..at + length]));
            at += length;
        }
        found
    }

    fn one(bytes: &[u8], id: u32) -> &[u8] {
        let all = elements(bytes);
        let mut found = all.into_iter().filter(|(other, ..)| *other == id);
        let (.., content) = found.next().unwrap();
        assert!(found.next().is_none());
        content
    }

    fn value(bytes: &[u8]) -> u64 {
        u64::from_be_bytes(bytes.try_into().unwrap())
    }

    fn chunk(is_key: bool, at: u64) -> Chunk {
        let data = vec![at as u8; 3];
        Chunk { is_key, at, data }
    }

    const FILM: Film = Film {
        width: 640,
        height: 360,
        codec: Codec::Vp8,
        length: 70_000,
    };

    #[test]
    fn what_is_in_the_file_is_where_its_index_says() {
        let chunks = [
            chunk(true, 0),
            chunk(false, 40),
            chunk(true, 80),
            chunk(false, 40_000),
        ];
        let file = write(&FILM, &chunks);
        assert_eq!(one(one(&file, id::EBML), 0x4282), b"webm");
        let segment = one(&file, id::SEGMENT);
        let parts = elements(segment);
        let is_at = |place: u64, id: u32| {
            let bytes = &segment[place as usize..place as usize + 4];
            assert_eq!(bytes, id.to_be_bytes());
        };
        for (_, _, seek) in elements(one(segment, id::SEEK_HEAD)) {
            let target = u32::from_be_bytes(one(seek, 0x53AB).try_into().unwrap());
            is_at(value(one(seek, 0x53AC)), target);
        }
        let cues = elements(one(segment, id::CUES));
        let times: Vec<u64> = cues
            .iter()
            .map(|(_, _, cue)| {
                is_at(value(one(one(cue, 0xB7), 0xF1)), id::CLUSTER);
                value(one(cue, 0xB3))
            })
            .collect();
        assert_eq!(times, [0, 80]);
        let duration = one(one(segment, id::INFO), 0x4489);
        assert_eq!(f64::from_be_bytes(duration.try_into().unwrap()), 70_000.0);
        let clusters = parts.iter().filter(|(id, ..)| *id == id::CLUSTER);
        let mut found = Vec::new();
        for (.., cluster) in clusters {
            let from = value(one(cluster, 0xE7));
            let blocks = elements(cluster).into_iter().filter(|(id, ..)| *id == 0xA3);
            found.extend(blocks.map(|(.., block)| Chunk {
                is_key: block[3] & 0x80 != 0,
                at: from + u64::from(u16::from_be_bytes([block[1], block[2]])),
                data: block[4..].to_vec(),
            }));
        }
        assert_eq!(found, chunks);
    }
}
