//! What happened, as bytes that cross from the worker to the page.

use std::collections::HashMap;

use super::running::{Happened, Told};
use crate::base::Time;
use crate::python::machine::Place;
use crate::trace::{Trace, TrackId};

/// What happened as bytes: each piece behind its length: what is told, the
/// trace, the places in columns.
pub fn pack(happened: &Happened) -> Vec<u8> {
    let mut told = happened.told.clone();
    told.functions.clear();
    let mut known = HashMap::new();
    let mut columns = Vec::with_capacity(happened.places.len() * 20);
    for place in &happened.places {
        let next = told.functions.len() as u32;
        let function = *known.entry(place.function.as_str()).or_insert(next);
        if function == next {
            told.functions.push(place.function.clone());
        }
        columns.extend(place.at.0.to_le_bytes());
        for number in [place.lane.0, function, place.line] {
            columns.extend(number.to_le_bytes());
        }
    }
    let mut bytes = Vec::new();
    let trace = happened.trace.as_ref().map(Trace::pack);
    let told = serde_json::to_vec(&told).unwrap_or_default();
    for piece in [&told, &trace.unwrap_or_default(), &columns] {
        bytes.extend((piece.len() as u64).to_le_bytes());
        bytes.extend(piece);
    }
    bytes
}

/// What happened, from bytes; none if these are not such bytes.
pub fn unpack(bytes: &[u8]) -> Option<Happened> {
    let mut rest = bytes;
    let mut next = || {
        let (length, behind) = rest.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (piece, behind) = behind.split_at_checked(length)?;
        rest = behind;
        Some(piece)
    };
    let (told, trace, columns) = (next()?, next()?, next()?);
    if !rest.is_empty() || columns.len() % 20 != 0 {
        return None;
    }
    let mut told: Told = serde_json::from_slice(told).ok()?;
    let trace = match trace.is_empty() {
        true => None,
        false => Some(Trace::unpack(trace)?),
    };
    let has = |lane| {
        trace
            .as_ref()
            .is_some_and(|trace| trace.tracks().get(lane).is_some())
    };
    if !told.output.iter().all(|said| has(said.lane)) {
        return None;
    }
    let functions = std::mem::take(&mut told.functions);
    let place = |row: &[u8]| {
        let number = |at: usize| Some(u32::from_le_bytes(*row[at..].first_chunk()?));
        let lane = TrackId(number(8)?);
        Some(Place {
            at: Time(u64::from_le_bytes(*row.first_chunk()?)),
            lane: has(lane).then_some(lane)?,
            function: functions.get(number(12)? as usize)?.clone(),
            line: number(16)?,
        })
    };
    let places: Option<Vec<Place>> = columns.chunks_exact(20).map(place).collect();
    Some(Happened {
        told,
        trace,
        places: places?,
    })
}

/// Where a lane stands at a moment: the last of its places until then.
pub fn place_at(places: &[Place], lane: TrackId, at: Time) -> Option<&Place> {
    let until = places.partition_point(|place| place.at <= at);
    places[..until]
        .iter()
        .rev()
        .find(|place| place.lane == lane)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::base::Dur;
    use crate::workbench::Settings;
    use crate::workbench::running::{Answer, Ask, NAME, ToWorker, answer, happened, write};
    use proptest::prelude::*;

    fn ask(source: &str) -> Ask {
        Ask {
            name: NAME.to_owned(),
            source: source.to_owned(),
            settings: Settings::default(),
        }
    }

    fn bytes_of(ask: &Ask) -> Vec<u8> {
        match answer(
            &write(&ToWorker::Run(ask.clone())),
            &mut || Dur::ZERO,
            |_| {},
        ) {
            Answer::Bytes(bytes) => bytes,
            Answer::Text(_) | Answer::Nothing => panic!("no bytes"),
        }
    }

    #[test]
    fn what_happened_comes_back_as_it_was() {
        for source in [
            "print(1)\nprint('둘')\n",
            "1/0\n",
            "x = (\n",
            "import threading, time\nthreading.Thread(target=time.sleep, args=(1,)).start()\n",
        ] {
            let ask = ask(source);
            let was = happened(&ask, |_| {});
            let back = unpack(&bytes_of(&ask)).expect("what was packed");
            assert_eq!(back.told, was.told);
            assert_eq!(back.places, was.places);
            let bytes = |happened: &Happened| happened.trace.as_ref().map(Trace::pack);
            assert_eq!(bytes(&back), bytes(&was));
        }
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_refused_or_harmless(cut in 0_usize..3000, at in 0_usize..3000, bit in 0_u8..8) {
            let whole = pack(&happened(&ask("print(1)\n"), |_| {}));
            prop_assert!(unpack(&whole[..cut.min(whole.len() - 1)]).is_none());
            let mut flipped = whole.clone();
            let at = at % whole.len();
            flipped[at] ^= 1 << bit;
            let _ = unpack(&flipped);
        }
    }
}
