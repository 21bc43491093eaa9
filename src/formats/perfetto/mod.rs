//! Traces of Perfetto: Protocol Buffers (`protos/perfetto/trace` of the
//! Perfetto project; field numbers as in version 0.56 of its Python package).
//!
//! Read are track events with their tracks: slices, instants, counters, flows,
//! annotations, interned names, the clocks of a sequence. What the kernel
//! recorded (ftrace) and other data sources are counted and named, not shown.
//!
//! # Rules
//! * Times are nanoseconds. Those of another clock than the trace's are brought
//!   over by the last snapshot of both; incremental clocks add up per sequence.
//! * A begin belongs to the next end of its track that is not taken (a stack a
//!   track), as Perfetto has it. A begin without end goes on to the end.
//! * Events in the older way have the phases of Chrome trace events; what is
//!   asynchronous among them goes by category (or scope) and id, and is on a
//!   task track of its process, as such files have it too.
//! * Interned names count per sequence, until it says that they are void.

mod legacy;
mod packets;
mod recording;
mod wire;

use std::io::Read;

use self::packets::Packets;
use self::wire::Fields;
use super::chrome::log::MOST_BYTES;
use crate::base::{Problem, Text};
use crate::trace::Trace;

/// The fields of a packet by which a trace is told from other bytes.
const KNOWN: [u32; 13] = [1, 2, 6, 8, 10, 11, 12, 13, 36, 43, 44, 50, 60];
/// So many packets are looked at for that.
const LOOKED_AT: usize = 4;

/// Whether some bytes are a trace of Perfetto.
pub fn is_one(bytes: &[u8]) -> bool {
    if bytes.first() != Some(&0x0a) {
        return false;
    }
    let mut fields = Fields::of(bytes);
    let mut looked = 0;
    for (number, value) in fields.by_ref().take(LOOKED_AT) {
        let mut packet = Fields::of(value.bytes());
        let known = packet.by_ref().filter(|(n, _)| KNOWN.contains(n)).count();
        if number != 1 || packet.broken || known == 0 {
            return false;
        }
        looked += 1;
    }
    // A file that is cut off may have no whole packet; then it is no use.
    looked > 0
}

/// Reads a trace.
///
/// # Errors
/// If there is no track event in it.
pub fn read(bytes: &[u8]) -> Result<(Trace, Vec<Problem>), Problem> {
    let mut packets = Packets::default();
    let mut budget = MOST_BYTES;
    let mut fields = Fields::of(bytes);
    for (number, value) in fields.by_ref() {
        if number == 1 {
            add(&mut packets, value.bytes(), &mut budget, true);
        }
    }
    packets.broken |= fields.broken;
    if packets.events.is_empty() {
        return Err(nothing(&packets));
    }
    let problems = packets.problems();
    let (trace, more) = recording::recording(packets);
    Ok((trace, [problems, more].concat()))
}

/// Adds a packet; one that holds compressed ones is unpacked, once.
fn add(packets: &mut Packets, bytes: &[u8], budget: &mut usize, outer: bool) {
    const COMPRESSED: u32 = 50;
    let compressed = Fields::of(bytes).find(|(number, _)| *number == COMPRESSED);
    let Some((_, value)) = compressed.filter(|_| outer) else {
        packets.add(bytes);
        return;
    };
    let mut unpacked = Vec::new();
    let reader = flate2::read::ZlibDecoder::new(value.bytes());
    // What came out before damage may still be read.
    let read = reader.take(*budget as u64).read_to_end(&mut unpacked);
    packets.broken |= read.is_err();
    *budget -= unpacked.len();
    let mut inner = Fields::of(&unpacked);
    for (number, value) in inner.by_ref() {
        if number == 1 {
            add(packets, value.bytes(), budget, false);
        }
    }
    packets.broken |= inner.broken;
}

fn nothing(packets: &Packets) -> Problem {
    let other = packets.others.values().sum::<u64>();
    Problem::new(
        "file",
        Text::new(
            format!("Perfetto 트레이스지만 트랙 이벤트가 없습니다(다른 패킷 {other}개)."),
            format!("It is a trace of Perfetto without track events ({other} other packets)."),
        ),
        Text::new(
            "track_event 데이터 소스를 켜고 기록하거나, Perfetto UI에서 JSON으로 바꿔 여세요.",
            "Record with the data source track_event, or convert it to JSON in the Perfetto UI.",
        ),
    )
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
