//! Hashes as CPython computes them, and the numbers that `id` gives.

use std::cell::Cell;

/// SipHash-1-3 with a zero key: CPython's hash of text when
/// `PYTHONHASHSEED=0` (`Python/pyhash.c`).
pub fn sip13(data: &[u8]) -> u64 {
    let (mut v0, mut v1) = (0x736f_6d65_7073_6575_u64, 0x646f_7261_6e64_6f6d_u64);
    let (mut v2, mut v3) = (0x6c79_6765_6e65_7261_u64, 0x7465_6462_7974_6573_u64);
    let mut round = |m: u64, rounds: u32, last: bool| {
        if last {
            v2 ^= 0xff;
        } else {
            v3 ^= m;
        }
        for _ in 0..rounds {
            v0 = v0.wrapping_add(v1);
            v2 = v2.wrapping_add(v3);
            v1 = v1.rotate_left(13) ^ v0;
            v3 = v3.rotate_left(16) ^ v2;
            v0 = v0.rotate_left(32);
            v2 = v2.wrapping_add(v1);
            v0 = v0.wrapping_add(v3);
            v1 = v1.rotate_left(17) ^ v2;
            v3 = v3.rotate_left(21) ^ v0;
            v2 = v2.rotate_left(32);
        }
        if !last {
            v0 ^= m;
        }
        (v0 ^ v1) ^ (v2 ^ v3)
    };
    let mut chunks = data.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        round(u64::from_le_bytes(word), 1, false);
    }
    let mut word = [0; 8];
    let rest = chunks.remainder();
    word[..rest.len()].copy_from_slice(rest);
    let tail = u64::from_le_bytes(word) | ((data.len() as u64) << 56);
    round(tail, 1, false);
    round(0, 3, true)
}

/// The modulus of numeric hashes: 2⁶¹ − 1.
pub const MODULUS: u64 = (1 << 61) - 1;

/// Hash of an integer of 64 bits.
#[inline]
pub fn of_int(n: i64) -> i64 {
    let h = (n.unsigned_abs() % MODULUS) as i64;
    let h = if n < 0 { -h } else { h };
    if h == -1 { -2 } else { h }
}

/// Hash of an integer of any size.
pub fn of_big(n: &num_bigint::BigInt) -> i64 {
    use num_traits::ToPrimitive;
    let h = (n.magnitude() % MODULUS).to_i64().unwrap_or(0);
    let h = if n.sign() == num_bigint::Sign::Minus {
        -h
    } else {
        h
    };
    if h == -1 { -2 } else { h }
}

/// Hash of a float: equal numbers of other types hash alike
/// (`_Py_HashDouble`).
pub fn of_float(x: f64) -> i64 {
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159 };
    }
    if x.is_nan() || x == 0.0 {
        return 0;
    }
    // x = mantissa · 2^exponent with a whole mantissa.
    let bits = x.abs().to_bits();
    let raw = (bits >> 52) as i64;
    let (mantissa, exponent) = if raw == 0 {
        (bits & ((1 << 52) - 1), -1074)
    } else {
        ((bits & ((1 << 52) - 1)) | (1 << 52), raw - 1075)
    };
    // Multiplying by 2^e modulo 2^61 − 1 rotates 61 bits.
    let turn = exponent.rem_euclid(61) as u32;
    let m = mantissa % MODULUS;
    let h = ((m << turn) & MODULUS) | (m >> (61 - turn));
    let h = (h % MODULUS) as i64;
    let h = if x < 0.0 { -h } else { h };
    if h == -1 { -2 } else { h }
}

/// Hash of a tuple from those of its items (xxHash as in `tupleobject.c`).
pub fn of_tuple(items: impl ExactSizeIterator<Item = i64>) -> i64 {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let len = items.len() as u64;
    let mut acc = P5;
    for h in items {
        acc = acc.wrapping_add((h as u64).wrapping_mul(P2));
        acc = acc.rotate_left(31).wrapping_mul(P1);
    }
    acc = acc.wrapping_add(len ^ (P5 ^ 3_527_539));
    if acc as i64 == -1 {
        1_546_275_796
    } else {
        acc as i64
    }
}

/// Hash of a frozenset from those of its items (`frozenset_hash`).
pub fn of_frozenset(items: impl Iterator<Item = i64>) -> i64 {
    let mut hash = 0_u64;
    let mut len = 0_u64;
    for h in items {
        let h = h as u64;
        hash ^= (h ^ 89_869_747 ^ (h << 16)).wrapping_mul(3_644_798_167);
        len += 1;
    }
    hash ^= (len + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash as i64 == -1 {
        590_923_713
    } else {
        hash as i64
    }
}

/// An object's number, given when first asked for, so that it does not depend
/// on where the object lies.
#[derive(Debug, Default)]
pub struct Id(Cell<u32>);

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Begins the numbers of `id` anew; a virtual machine does so when made.
pub fn restart_ids() {
    NEXT.set(0);
}

impl Id {
    /// The same number, for the copy of the object in another process.
    pub fn same(&self) -> Id {
        self.get();
        Id(self.0.clone())
    }

    /// The number: looks like an address, but comes out the same in each run.
    pub fn get(&self) -> u64 {
        if self.0.get() == 0 {
            let n = NEXT.get() + 1;
            NEXT.set(n);
            self.0.set(n);
        }
        0x7f00_0000_0000 + u64::from(self.0.get()) * 0x40
    }
}
