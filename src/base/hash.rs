//! A quick hash for maps whose keys are short: strings of a file, pairs of
//! ids. It does not withstand keys that were chosen to collide; what that
//! would cost is time in a worker that can be ended.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map with the quick hash.
pub type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// An odd number whose bits look random: the golden ratio, 2⁶⁴ ÷ φ.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// Rotates, joins and multiplies, a word at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuickHasher(u64);

impl QuickHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(MIX);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in words.by_ref() {
            let mut eight = [0; 8];
            eight.copy_from_slice(word);
            self.add(u64::from_le_bytes(eight));
        }
        let rest = words.remainder();
        // The length keeps "a" and "a\0" apart.
        let last = rest.iter().fold(0, |n, &byte| n << 8 | u64::from(byte));
        self.add(last << 8 | bytes.len() as u64 & 0xff);
    }

    fn write_u8(&mut self, n: u8) {
        self.add(n.into());
    }

    fn write_u32(&mut self, n: u32) {
        self.add(n.into());
    }

    fn write_u64(&mut self, n: u64) {
        self.add(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.add(n as u64);
    }

    fn finish(&self) -> u64 {
        // Maps take the top bits and the bottom ones: both must depend on all.
        let mixed = (self.0 ^ self.0 >> 32).wrapping_mul(MIX);
        mixed ^ mixed >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn hash(bytes: &[u8]) -> u64 {
        let mut hasher = QuickHasher::default();
        hasher.write(bytes);
        hasher.finish()
    }

    #[test]
    fn strings_as_recorders_write_them_do_not_collide() {
        let texts = (0..100_000).flat_map(|n| [format!("task {n}"), format!("{n}")]);
        let hashes: HashSet<u64> = texts.map(|text| hash(text.as_bytes())).collect();
        assert_eq!(hashes.len(), 200_000);
        // The bottom bits, which choose the bucket, are spread as well.
        let low: HashSet<u64> = hashes.iter().map(|hash| hash & 0xffff).collect();
        assert!(low.len() > 60_000, "{}", low.len());
        assert_ne!(hash(b"a"), hash(b"a\0"));
    }
}
