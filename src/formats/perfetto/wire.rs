//! Protocol Buffers as bytes (Google, *Encoding*): enough to walk messages of
//! a known schema. Nothing is copied and nothing recursive, so that hostile
//! input costs no more than its length.

/// The value of a field.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value<'a> {
    /// A whole number.
    Number(u64),
    /// Eight bytes.
    Fixed(u64),
    /// Bytes: a text, a message, or packed numbers.
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    /// As a whole number without sign.
    pub fn unsigned(self) -> u64 {
        match self {
            Value::Number(n) | Value::Fixed(n) => n,
            Value::Bytes(_) => 0,
        }
    }

    /// As a whole number; negative ones are written in two's complement.
    pub fn signed(self) -> i64 {
        self.unsigned() as i64
    }

    /// As a number with a fraction.
    pub fn float(self) -> f64 {
        f64::from_bits(self.unsigned())
    }

    /// As bytes; none of a number.
    pub fn bytes(self) -> &'a [u8] {
        match self {
            Value::Bytes(bytes) => bytes,
            _ => &[],
        }
    }

    /// As a text; what is no UTF-8 is replaced.
    pub fn text(self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    /// The numbers of a repeated field, which may be packed.
    pub fn numbers(self) -> Vec<u64> {
        match self {
            Value::Bytes(bytes) => {
                let mut rest = bytes;
                std::iter::from_fn(|| varint(&mut rest)).collect()
            }
            one => vec![one.unsigned()],
        }
    }

    /// The same of eight bytes each.
    pub fn fixed_numbers(self) -> Vec<u64> {
        match self {
            Value::Bytes(bytes) => bytes.chunks_exact(8).map(eight).collect(),
            one => vec![one.unsigned()],
        }
    }
}

fn eight(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_le_bytes)
}

/// A number in groups of seven bits, the lowest first.
pub fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for (place, &byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f).checked_shl(7 * place as u32)?;
        if byte & 0x80 == 0 {
            *bytes = &bytes[place + 1..];
            return Some(value);
        }
    }
    None
}

/// The fields of a message in their order, each with its number. Ends at the
/// end, or where the bytes are no message any more.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: &'a [u8],
    /// Whether it ended before its end.
    pub broken: bool,
}

impl<'a> Fields<'a> {
    /// The fields of a message.
    pub fn of(bytes: &'a [u8]) -> Fields<'a> {
        Fields {
            rest: bytes,
            broken: false,
        }
    }

    fn field(&mut self) -> Option<(u32, Value<'a>)> {
        let key = varint(&mut self.rest)?;
        let number = u32::try_from(key >> 3).ok().filter(|number| *number > 0)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.rest)?),
            1 => Value::Fixed(eight(self.take(8)?)),
            2 => {
                let length = usize::try_from(varint(&mut self.rest)?).ok()?;
                Value::Bytes(self.take(length)?)
            }
            5 => {
                let four = self.take(4)?.try_into().ok()?;
                Value::Fixed(u64::from(u32::from_le_bytes(four)))
            }
            // Groups were given up before this schema was made.
            _ => return None,
        };
        Some((number, value))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u32, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() || self.broken {
            return None;
        }
        let field = self.field();
        self.broken = field.is_none();
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_until_they_are_none() {
        // Field 1 = 150, field 2 = "testing" (the examples of the
        // specification), field 3 = eight bytes, then a number without end.
        let bytes = [
            &[0x08, 0x96, 0x01, 0x12, 0x07][..],
            b"testing",
            &[0x19, 1, 0, 0, 0, 0, 0, 0, 0, 0x08, 0xff],
        ]
        .concat();
        let mut fields = Fields::of(&bytes);
        assert_eq!(fields.next(), Some((1, Value::Number(150))));
        assert_eq!(fields.next(), Some((2, Value::Bytes(b"testing"))));
        assert_eq!(fields.next(), Some((3, Value::Fixed(1))));
        assert_eq!(fields.next(), None);
        assert!(fields.broken);
    }

    #[test]
    fn negative_and_packed_numbers() {
        let minus_two = [&[0xfe][..], &[0xff; 8], &[0x01]].concat();
        let mut bytes = &minus_two[..];
        assert_eq!(varint(&mut bytes).map(|n| n as i64), Some(-2));
        assert_eq!(Value::Bytes(&[3, 0x8e, 0x02]).numbers(), [3, 270]);
        let mut endless = &[0x80; 12][..];
        assert_eq!(varint(&mut endless), None);
    }
}
