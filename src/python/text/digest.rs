//! Digests: MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4).
//!
//! The standards define their constants by roots of primes and by sines; they
//! are computed here from that definition.

use std::sync::OnceLock;

use num_bigint::BigUint;
use num_traits::ToPrimitive;

/// The digest of that name (as `hashlib` calls it), or none.
pub fn digest(name: &str, data: &[u8]) -> Option<Vec<u8>> {
    Some(match name {
        "md5" => md5(data),
        "sha1" => sha1(data),
        "sha224" => truncated(words_of(&sha256(data, second_half_of_roots())), 28),
        "sha256" => words_of(&sha256(data, roots32())),
        "sha384" => truncated(long_words_of(&sha512(data, roots64(9))), 48),
        "sha512" => long_words_of(&sha512(data, roots64(1))),
        _ => return None,
    })
}

fn truncated(mut digest: Vec<u8>, size: usize) -> Vec<u8> {
    digest.truncate(size);
    digest
}

fn words_of(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_be_bytes()).collect()
}

fn long_words_of(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_be_bytes()).collect()
}

/// The data with a bit set behind it, zeros, and its length in bits.
fn padded(data: &[u8], block: usize, length: &[u8]) -> Vec<u8> {
    let mut all = data.to_vec();
    all.push(0x80);
    while !(all.len() + length.len()).is_multiple_of(block) {
        all.push(0);
    }
    all.extend_from_slice(length);
    all
}

fn bits(data: &[u8]) -> u64 {
    (data.len() as u64).wrapping_mul(8)
}

fn primes() -> impl Iterator<Item = u32> {
    (2..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0))
}

/// The first 64 bits behind the point of the root of that degree.
fn fraction(prime: u32, degree: u32) -> u64 {
    let shifted = BigUint::from(prime) << (64 * degree);
    let root = shifted.nth_root(degree) % (BigUint::from(1_u8) << 64_u32);
    root.to_u64().unwrap_or_default()
}

/// The constants of the rounds of SHA-2: cube roots of the first 80 primes.
fn cubes() -> &'static [u64] {
    static CUBES: OnceLock<Vec<u64>> = OnceLock::new();
    CUBES.get_or_init(|| primes().take(80).map(|p| fraction(p, 3)).collect())
}

/// Where SHA-2 of long words begins: square roots of eight primes, from the
/// given one on (counted from 1).
fn roots64(first: usize) -> [u64; 8] {
    static ROOTS: OnceLock<Vec<u64>> = OnceLock::new();
    let roots = ROOTS.get_or_init(|| primes().take(16).map(|p| fraction(p, 2)).collect());
    std::array::from_fn(|i| roots[first - 1 + i])
}

fn roots32() -> [u32; 8] {
    roots64(1).map(|root| (root >> 32) as u32)
}

/// Where SHA-224 begins: the second halves of the second eight.
fn second_half_of_roots() -> [u32; 8] {
    roots64(9).map(|root| root as u32)
}

fn sha256(data: &[u8], mut state: [u32; 8]) -> [u32; 8] {
    let all = padded(data, 64, &bits(data).to_be_bytes());
    for block in all.chunks_exact(64) {
        let mut w = [0_u32; 64];
        for (word, bytes) in w.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        for i in 16..64 {
            let (a, b) = (w[i - 15], w[i - 2]);
            let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
            let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
            w[i] = w[i - 16]
                .wrapping_add(s0)
                .wrapping_add(w[i - 7])
                .wrapping_add(s1);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for (word, cube) in w.iter().zip(cubes()) {
            let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let chosen = (e & f) ^ (!e & g);
            let one = h
                .wrapping_add(s1)
                .wrapping_add(chosen)
                .wrapping_add((cube >> 32) as u32)
                .wrapping_add(*word);
            let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let two = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d.wrapping_add(one));
            (d, c, b, a) = (c, b, a, one.wrapping_add(two));
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *old = old.wrapping_add(new);
        }
    }
    state
}

fn sha512(data: &[u8], mut state: [u64; 8]) -> [u64; 8] {
    let all = padded(data, 128, &u128::from(bits(data)).to_be_bytes());
    for block in all.chunks_exact(128) {
        let mut w = [0_u64; 80];
        for (word, bytes) in w.iter_mut().zip(block.chunks_exact(8)) {
            *word = bytes.iter().fold(0, |n, b| n << 8 | u64::from(*b));
        }
        for i in 16..80 {
            let (a, b) = (w[i - 15], w[i - 2]);
            let s0 = a.rotate_right(1) ^ a.rotate_right(8) ^ (a >> 7);
            let s1 = b.rotate_right(19) ^ b.rotate_right(61) ^ (b >> 6);
            w[i] = w[i - 16]
                .wrapping_add(s0)
                .wrapping_add(w[i - 7])
                .wrapping_add(s1);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for (word, cube) in w.iter().zip(cubes()) {
            let s1 = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
            let chosen = (e & f) ^ (!e & g);
            let one = h
                .wrapping_add(s1)
                .wrapping_add(chosen)
                .wrapping_add(*cube)
                .wrapping_add(*word);
            let s0 = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
            let two = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d.wrapping_add(one));
            (d, c, b, a) = (c, b, a, one.wrapping_add(two));
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *old = old.wrapping_add(new);
        }
    }
    state
}

/// Where MD5 and SHA-1 begin: the digits counted up, then down.
const BEGIN: [u32; 5] = [
    0x6745_2301,
    0xefcd_ab89,
    0x98ba_dcfe,
    0x1032_5476,
    0xc3d2_e1f0,
];

fn sha1(data: &[u8]) -> Vec<u8> {
    let mut state = BEGIN;
    // Square roots of 2, 3, 5 and 10, by 2^30.
    let constants = [0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc_u32, 0xca62_c1d6];
    let all = padded(data, 64, &bits(data).to_be_bytes());
    for block in all.chunks_exact(64) {
        let mut w = [0_u32; 80];
        for (word, bytes) in w.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        for i in 16..80 {
            w[i] = (w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]).rotate_left(1);
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (i, word) in w.iter().enumerate() {
            let mixed = match i / 20 {
                0 => (b & c) | (!b & d),
                2 => (b & c) | (b & d) | (c & d),
                _ => b ^ c ^ d,
            };
            let next = a
                .rotate_left(5)
                .wrapping_add(mixed)
                .wrapping_add(e)
                .wrapping_add(constants[i / 20])
                .wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d, e]) {
            *old = old.wrapping_add(new);
        }
    }
    words_of(&state)
}

/// The constants of MD5: sines of whole numbers, by 2^32.
fn sines() -> &'static [u32] {
    static SINES: OnceLock<Vec<u32>> = OnceLock::new();
    SINES.get_or_init(|| {
        (1..=64)
            .map(|i| (f64::from(i).sin().abs() * 4_294_967_296.0) as u32)
            .collect()
    })
}

fn md5(data: &[u8]) -> Vec<u8> {
    const TURNS: [[u32; 4]; 4] = [
        [7, 12, 17, 22],
        [5, 9, 14, 20],
        [4, 11, 16, 23],
        [6, 10, 15, 21],
    ];
    let mut state = [BEGIN[0], BEGIN[1], BEGIN[2], BEGIN[3]];
    let all = padded(data, 64, &bits(data).to_le_bytes());
    for block in all.chunks_exact(64) {
        let word = |i: usize| {
            let at = 4 * (i % 16);
            u32::from_le_bytes([block[at], block[at + 1], block[at + 2], block[at + 3]])
        };
        let [mut a, mut b, mut c, mut d] = state;
        for (i, sine) in sines().iter().enumerate() {
            let (mixed, place) = match i / 16 {
                0 => ((b & c) | (!b & d), i),
                1 => ((d & b) | (!d & c), 5 * i + 1),
                2 => (b ^ c ^ d, 3 * i + 5),
                _ => (c ^ (b | !d), 7 * i),
            };
            let sum = a
                .wrapping_add(mixed)
                .wrapping_add(*sine)
                .wrapping_add(word(place));
            let turned = b.wrapping_add(sum.rotate_left(TURNS[i / 16][i % 4]));
            (a, d, c, b) = (d, c, b, turned);
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d]) {
            *old = old.wrapping_add(new);
        }
    }
    state.iter().flat_map(|w| w.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(name: &str, data: &[u8]) -> String {
        let found = digest(name, data).expect("a known name");
        found.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The examples of the standards.
    #[test]
    fn examples_of_the_standards() {
        for (name, data, want) in [
            ("md5", &b"abc"[..], "900150983cd24fb0d6963f7d28e17f72"),
            ("md5", b"", "d41d8cd98f00b204e9800998ecf8427e"),
            ("sha1", b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "sha224",
                b"abc",
                "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
            ),
            (
                "sha256",
                b"abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                "sha384",
                b"abc",
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
                 8086072ba1e7cc2358baeca134c825a7",
            ),
            (
                "sha512",
                b"abc",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            ),
        ] {
            assert_eq!(hex(name, data), want, "{name}");
        }
        let long = vec![b'a'; 1000];
        assert_eq!(hex("md5", &long), "cabe45dcc9ae5b66ba86600cca6b8ba8");
        assert_eq!(digest("sha3", b""), None);
    }
}
