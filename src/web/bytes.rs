//! Bytes in the browser's memory.

use js_sys::{ArrayBuffer, BigUint64Array, Uint8Array, Uint32Array};

use crate::trace::Bytes;

/// A buffer that is read in place: no copy of all of it is made here, where
/// memory that was once needed is never given back.
#[derive(Debug)]
pub struct Buffer(Uint8Array);

impl Buffer {
    /// The bytes of a buffer.
    pub fn new(buffer: &ArrayBuffer) -> Buffer {
        Buffer(Uint8Array::new(buffer))
    }
}

impl Bytes for Buffer {
    fn len(&self) -> usize {
        self.0.length() as usize
    }

    fn copy(&self, from: usize, into: &mut [u8]) {
        // A buffer has at most 2^32 bytes here: `length` says as much.
        let from = from as u32;
        self.0
            .subarray(from, from + into.len() as u32)
            .copy_to(into);
    }

    // The machine of a browser's programs has the lowest byte first, as
    // packed traces have.
    fn u32s(&self, from: usize, count: usize) -> Vec<u32> {
        let mut numbers = vec![0; count];
        let buffer = self.0.buffer();
        Uint32Array::new_with_byte_offset_and_length(&buffer, from as u32, count as u32)
            .copy_to(&mut numbers);
        numbers
    }

    fn u64s(&self, from: usize, count: usize) -> Vec<u64> {
        let mut numbers = vec![0; count];
        let buffer = self.0.buffer();
        BigUint64Array::new_with_byte_offset_and_length(&buffer, from as u32, count as u32)
            .copy_to(&mut numbers);
        numbers
    }
}
