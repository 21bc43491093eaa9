//! The arguments of slices, frozen. The first of a slice is mostly one of few
//! (its category, the rule by which it was picked): it takes one byte. All
//! others take 13, and 8 more where the value does not fit 32 bits.

use super::bytes::{Reader, Writer};
use super::model::{Arg, NameId, SliceId, Value};
use crate::base::hash::QuickMap;
use crate::base::{Dur, Id};

/// What a value is, and where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Kind {
    /// A name.
    Name,
    /// A whole number, as 32 bits with a sign.
    Int,
    /// A length of time, as 32 bits.
    Dur,
    /// A whole number in `wide`.
    WideInt,
    /// A length of time in `wide`.
    WideDur,
    /// The bits of a number in `wide`.
    Float,
}

impl Kind {
    /// All, in the order of their numbers.
    const ALL: [Kind; 6] = [
        Kind::Name,
        Kind::Int,
        Kind::Dur,
        Kind::WideInt,
        Kind::WideDur,
        Kind::Float,
    ];

    /// Whether the value is in `wide`.
    fn is_wide(self) -> bool {
        matches!(self, Kind::WideInt | Kind::WideDur | Kind::Float)
    }
}

/// So many different arguments can be told apart by one byte, besides none.
const MOST_USUAL: usize = u8::MAX as usize;

/// Arguments in columns, sorted by slice; those of one slice in the order in
/// which they were added.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Args {
    /// Names that are the first argument of slices: key and value.
    usual: Vec<(NameId, NameId)>,
    /// By slice: which of those is its first argument, counted from one, or
    /// zero. Slices behind the end have none of them.
    firsts: Vec<u8>,
    /// The slices of all other arguments.
    slices: Vec<SliceId>,
    keys: Vec<NameId>,
    kinds: Vec<Kind>,
    /// The value itself, or its place in `wide`.
    values: Vec<u32>,
    wide: Vec<u64>,
}

/// Arguments while they are added.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    args: Args,
    /// The places of [`Args::usual`], counted from one.
    places: QuickMap<(NameId, NameId), u8>,
    /// How many slices there are going to be.
    slices: usize,
    last: Option<SliceId>,
}

impl Gathering {
    /// For so many slices.
    pub fn new(slices: usize) -> Gathering {
        Gathering {
            slices,
            ..Gathering::default()
        }
    }

    /// Adds an argument of the last slice that has any, or of a later one.
    pub fn push(&mut self, slice: SliceId, arg: Arg) {
        debug_assert!(self.last.is_none_or(|last| last <= slice));
        let is_first = self.last.replace(slice) != Some(slice);
        match arg.value {
            Value::Name(value) if is_first => match self.place(arg.key, value) {
                Some(place) => self.push_usual(slice, place),
                None => self.args.push(slice, arg),
            },
            _ => self.args.push(slice, arg),
        }
    }

    fn push_usual(&mut self, slice: SliceId, place: u8) {
        let firsts = &mut self.args.firsts;
        if firsts.capacity() == 0 {
            firsts.reserve_exact(self.slices);
        }
        firsts.resize(slice.index(), 0);
        firsts.push(place);
    }

    /// The place of a usual argument, if it is one or there is room for it.
    fn place(&mut self, key: NameId, value: NameId) -> Option<u8> {
        let usual = &mut self.args.usual;
        if let Some(&place) = self.places.get(&(key, value)) {
            return Some(place);
        }
        if usual.len() == MOST_USUAL {
            return None;
        }
        usual.push((key, value));
        let place = usual.len() as u8;
        self.places.insert((key, value), place);
        Some(place)
    }

    /// All that were added.
    pub fn finish(self) -> Args {
        let mut args = self.args;
        args.usual.shrink_to_fit();
        args.firsts.shrink_to_fit();
        args.slices.shrink_to_fit();
        args.keys.shrink_to_fit();
        args.kinds.shrink_to_fit();
        args.values.shrink_to_fit();
        args.wide.shrink_to_fit();
        args
    }
}

impl Args {
    /// Adds an argument that is none of the usual first ones.
    fn push(&mut self, slice: SliceId, arg: Arg) {
        let (kind, value) = match arg.value {
            Value::Name(name) => (Kind::Name, name.0),
            Value::Int(n) => match i32::try_from(n) {
                Ok(n) => (Kind::Int, n.cast_unsigned()),
                Err(_) => (Kind::WideInt, self.push_wide(n.cast_unsigned())),
            },
            Value::Dur(d) => match u32::try_from(d.0) {
                Ok(d) => (Kind::Dur, d),
                Err(_) => (Kind::WideDur, self.push_wide(d.0)),
            },
            Value::Float(f) => (Kind::Float, self.push_wide(f.to_bits())),
        };
        self.slices.push(slice);
        self.keys.push(arg.key);
        self.kinds.push(kind);
        self.values.push(value);
    }

    fn push_wide(&mut self, value: u64) -> u32 {
        let place = self.wide.len();
        self.wide.push(value);
        u32::try_from(place).expect("no more than 2^32 wide values")
    }

    /// The first argument of a slice, if it is a usual one.
    fn first(&self, slice: SliceId) -> Option<Arg> {
        let place = usize::from(*self.firsts.get(slice.index())?);
        let &(key, value) = self.usual.get(place.checked_sub(1)?)?;
        Some(Arg {
            key,
            value: Value::Name(value),
        })
    }

    /// Those of one slice.
    pub fn of(&self, slice: SliceId) -> impl Iterator<Item = Arg> + '_ {
        let from = self.slices.partition_point(|&id| id < slice);
        let count = self.slices[from..].iter().take_while(|&&id| id == slice);
        let others = (from..from + count.count()).map(|place| self.at(place));
        self.first(slice).into_iter().chain(others)
    }

    /// How many bytes [`Args::pack`] writes, about.
    pub fn packed_bytes(&self) -> usize {
        128 + 8 * self.usual.len()
            + self.firsts.len()
            + 13 * self.slices.len()
            + 8 * self.wide.len()
    }

    /// Writes the columns.
    pub fn pack(&self, out: &mut Writer) {
        out.list(self.usual.iter(), |out, (key, value)| {
            out.u32(key.0);
            out.u32(value.0);
        });
        out.bytes(self.firsts.iter().copied());
        out.u32s(self.slices.iter().map(|slice| slice.0));
        out.u32s(self.keys.iter().map(|key| key.0));
        out.bytes(self.kinds.iter().map(|kind| *kind as u8));
        out.u32s(self.values.iter().copied());
        out.u64s(self.wide.iter().copied());
    }

    /// The columns that were written; none if they are not sorted by slice, or
    /// a value is missing.
    pub fn unpack(read: &mut Reader<'_>) -> Option<Args> {
        let usual = read.list(8, |read| Some((NameId(read.u32()?), NameId(read.u32()?))))?;
        let known = |place: u8| (usize::from(place) <= usual.len()).then_some(place);
        let args = Args {
            firsts: read.u8s(known, 0)?,
            usual,
            slices: read.u32s(SliceId)?,
            keys: read.u32s(NameId)?,
            kinds: read.u8s(|n| Kind::ALL.get(usize::from(n)).copied(), Kind::Name)?,
            values: read.u32s(|value| value)?,
            wide: read.u64s(|bits| bits)?,
        };
        let count = args.slices.len();
        let alike = [args.keys.len(), args.kinds.len(), args.values.len()] == [count; 3];
        let sound = alike
            && args.slices.is_sorted()
            && args
                .kinds
                .iter()
                .zip(&args.values)
                .all(|(kind, value)| !kind.is_wide() || (*value as usize) < args.wide.len());
        sound.then_some(args)
    }

    /// Whether all are of so many slices, and every argument is sound.
    pub fn are_sound(&self, slices: usize, sound: impl Fn(Arg) -> bool) -> bool {
        let usual = |&(key, value): &(NameId, NameId)| {
            sound(Arg {
                key,
                value: Value::Name(value),
            })
        };
        self.firsts.len() <= slices
            && self.slices.last().is_none_or(|last| last.index() < slices)
            && self.usual.iter().all(usual)
            && (0..self.slices.len()).all(|place| sound(self.at(place)))
    }

    fn at(&self, place: usize) -> Arg {
        let value = self.values[place];
        let wide = || self.wide[value as usize];
        Arg {
            key: self.keys[place],
            value: match self.kinds[place] {
                Kind::Name => Value::Name(NameId(value)),
                Kind::Int => Value::Int(value.cast_signed().into()),
                Kind::Dur => Value::Dur(Dur(value.into())),
                Kind::WideInt => Value::Int(wide().cast_signed()),
                Kind::WideDur => Value::Dur(Dur(wide())),
                Kind::Float => Value::Float(f64::from_bits(wide())),
            },
        }
    }

    /// The bytes on the heap, reserved ones included.
    pub fn heap_bytes(&self) -> usize {
        self.usual.capacity() * size_of::<(NameId, NameId)>()
            + self.firsts.capacity()
            + self.slices.capacity() * size_of::<SliceId>()
            + self.keys.capacity() * size_of::<NameId>()
            + self.kinds.capacity() * size_of::<Kind>()
            + self.values.capacity() * size_of::<u32>()
            + self.wide.capacity() * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_as_it_was() {
        let ints = [
            0,
            -1,
            7,
            i32::MAX.into(),
            i32::MIN.into(),
            i64::MAX,
            i64::MIN,
            1 << 31,
        ];
        let durs = [0, 1, u32::MAX.into(), 1 << 32, u64::MAX];
        let floats = [0.0, -0.5, f64::INFINITY, 1e300];
        let values = ints
            .map(Value::Int)
            .into_iter()
            .chain(durs.map(|d| Value::Dur(Dur(d))))
            .chain(floats.map(Value::Float))
            .chain([Value::Name(NameId(0)), Value::Name(NameId(u32::MAX))]);
        let all: Vec<Arg> = (0u32..)
            .zip(values)
            .map(|(n, value)| Arg {
                key: NameId(n),
                value,
            })
            .collect();
        let mut args = Gathering::new(30);
        // Two of a slice, then one, and slices without any between them.
        let slice = |n: usize| SliceId((n / 3 * 4 + n % 3 / 2) as u32);
        for (n, arg) in all.iter().enumerate() {
            args.push(slice(n), *arg);
        }
        let args = args.finish();
        for id in (0..30).map(SliceId) {
            let wanted = all.iter().enumerate().filter(|(n, _)| slice(*n) == id);
            let wanted: Vec<Arg> = wanted.map(|(_, arg)| *arg).collect();
            assert_eq!(args.of(id).collect::<Vec<_>>(), wanted);
        }
    }

    #[test]
    fn a_name_that_many_slices_begin_with_takes_a_byte() {
        let arg = |key: u32, value: u32| Arg {
            key: NameId(key),
            value: Value::Name(NameId(value)),
        };
        // More different names than a byte can tell; every seventh slice has
        // none, every fifth two.
        let of = |n: u32| match (n % 7, n % 5) {
            (0, _) => vec![],
            (_, 0) => vec![arg(1, n % 3), arg(1, n % 3)],
            _ => vec![arg(1, n % 400)],
        };
        let mut gathering = Gathering::new(10_000);
        for n in 0..9_000 {
            for arg in of(n) {
                gathering.push(SliceId(n), arg);
            }
        }
        let args = gathering.finish();
        for n in 0..10_000 {
            let wanted = if n < 9_000 { of(n) } else { vec![] };
            assert_eq!(args.of(SliceId(n)).collect::<Vec<_>>(), wanted, "{n}");
        }
        assert_eq!(args.usual.len(), MOST_USUAL);
        let mut same = Gathering::new(100_000);
        for n in 0..100_000 {
            same.push(SliceId(n), arg(1, n % 40));
        }
        assert!(same.finish().heap_bytes() < 101_000);
    }
}
