//! The arguments of slices, frozen: 13 bytes each, and 8 more where the value
//! does not fit 32 bits.

use super::bytes::{Reader, Writer};
use super::model::{Arg, NameId, SliceId, Value};
use crate::base::Dur;

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

/// Arguments in columns, sorted by slice; those of one slice in the order in
/// which they were added.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Args {
    slices: Vec<SliceId>,
    keys: Vec<NameId>,
    kinds: Vec<Kind>,
    /// The value itself, or its place in `wide`.
    values: Vec<u32>,
    wide: Vec<u64>,
}

impl Args {
    /// Columns with room for exactly so many.
    pub fn with_capacity(count: usize) -> Args {
        Args {
            slices: Vec::with_capacity(count),
            keys: Vec::with_capacity(count),
            kinds: Vec::with_capacity(count),
            values: Vec::with_capacity(count),
            wide: Vec::new(),
        }
    }

    /// Adds an argument of the last slice that has any, or of a later one.
    pub fn push(&mut self, slice: SliceId, arg: Arg) {
        debug_assert!(self.slices.last().is_none_or(|&last| last <= slice));
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

    /// Those of one slice.
    pub fn of(&self, slice: SliceId) -> impl Iterator<Item = Arg> + '_ {
        let from = self.slices.partition_point(|&id| id < slice);
        let count = self.slices[from..].iter().take_while(|&&id| id == slice);
        (from..from + count.count()).map(|place| self.at(place))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.slices.len()
    }

    /// Writes the columns.
    pub fn pack(&self, out: &mut Writer) {
        out.u32s(self.slices.iter().map(|slice| slice.0));
        out.u32s(self.keys.iter().map(|key| key.0));
        out.bytes(self.kinds.iter().map(|kind| *kind as u8));
        out.u32s(self.values.iter().copied());
        out.u64s(self.wide.iter().copied());
    }

    /// The columns that were written; none if they are not sorted by slice, or
    /// a value is missing.
    pub fn unpack(read: &mut Reader<'_>) -> Option<Args> {
        let args = Args {
            slices: read.u32s(SliceId)?,
            keys: read.u32s(NameId)?,
            kinds: read.u8s(|n| Kind::ALL.get(usize::from(n)).copied(), Kind::Name)?,
            values: read.u32s(|value| value)?,
            wide: read.u64s(|bits| bits)?,
        };
        let alike = [args.keys.len(), args.kinds.len(), args.values.len()] == [args.len(); 3];
        let sound = alike
            && args.slices.is_sorted()
            && args
                .kinds
                .iter()
                .zip(&args.values)
                .all(|(kind, value)| !kind.is_wide() || (*value as usize) < args.wide.len());
        sound.then_some(args)
    }

    /// All, each with its slice.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (SliceId, Arg)> + '_ {
        (0..self.slices.len()).map(|place| (self.slices[place], self.at(place)))
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

    /// Gives back what was reserved and not needed.
    pub fn shrink(&mut self) {
        self.wide.shrink_to_fit();
    }

    /// The bytes on the heap, reserved ones included.
    pub fn heap_bytes(&self) -> usize {
        self.slices.capacity() * size_of::<SliceId>()
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
        let mut args = Args::with_capacity(all.len());
        // Two of a slice, then one, and slices without any between them.
        let slice = |n: usize| SliceId((n / 3 * 4 + n % 3 / 2) as u32);
        for (n, arg) in all.iter().enumerate() {
            args.push(slice(n), *arg);
        }
        for id in (0..30).map(SliceId) {
            let wanted = all.iter().enumerate().filter(|(n, _)| slice(*n) == id);
            let wanted: Vec<Arg> = wanted.map(|(_, arg)| *arg).collect();
            assert_eq!(args.of(id).collect::<Vec<_>>(), wanted);
        }
    }
}
