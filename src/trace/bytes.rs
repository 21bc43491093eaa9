//! Numbers as bytes, little-endian, and back: for traces on their way from a
//! worker to the page.

/// Bytes that may lie elsewhere, such as in the browser's own memory.
pub trait Bytes {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Copies those from a place on.
    ///
    /// # Panics
    /// If there are not so many.
    fn copy(&self, from: usize, into: &mut [u8]);
}

impl Bytes for [u8] {
    fn len(&self) -> usize {
        <[u8]>::len(self)
    }

    fn copy(&self, from: usize, into: &mut [u8]) {
        into.copy_from_slice(&self[from..from + into.len()]);
    }
}

/// So many bytes are fetched at a time.
const BLOCK: usize = 1 << 16;

/// Writes.
#[derive(Debug, Default)]
pub(super) struct Writer(pub Vec<u8>);

impl Writer {
    pub fn u8(&mut self, n: u8) {
        self.0.push(n);
    }

    pub fn u32(&mut self, n: u32) {
        self.0.extend_from_slice(&n.to_le_bytes());
    }

    pub fn u64(&mut self, n: u64) {
        self.0.extend_from_slice(&n.to_le_bytes());
    }

    pub fn list<T>(
        &mut self,
        items: impl ExactSizeIterator<Item = T>,
        each: impl Fn(&mut Self, T),
    ) {
        self.u64(items.len() as u64);
        for item in items {
            each(self, item);
        }
    }

    pub fn text(&mut self, text: &str) {
        self.u64(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A number that may not be there.
    pub fn maybe(&mut self, n: Option<u32>) {
        self.u32(n.map_or(0, |n| n + 1));
    }

    pub fn bytes(&mut self, items: impl ExactSizeIterator<Item = u8>) {
        self.u64(items.len() as u64);
        self.0.extend(items);
    }

    pub fn u32s(&mut self, items: impl ExactSizeIterator<Item = u32>) {
        self.u64(items.len() as u64);
        self.0.reserve(4 * items.len());
        items.for_each(|n| self.u32(n));
    }

    pub fn u64s(&mut self, items: impl ExactSizeIterator<Item = u64>) {
        self.u64(items.len() as u64);
        self.0.reserve(8 * items.len());
        items.for_each(|n| self.u64(n));
    }
}

/// Reads what [`Writer`] wrote; none where it is something else.
pub(super) struct Reader<'a> {
    bytes: &'a dyn BytesAt,
    /// How many bytes were fetched.
    fetched: usize,
    /// Those of them that are not read yet begin here.
    block: Vec<u8>,
    used: usize,
}

/// [`Bytes`] whatever their type, which may have no size.
pub(super) trait BytesAt {
    fn count(&self) -> usize;
    fn fetch(&self, from: usize, into: &mut [u8]);
}

impl<B: Bytes + ?Sized> BytesAt for &B {
    fn count(&self) -> usize {
        Bytes::len(*self)
    }

    fn fetch(&self, from: usize, into: &mut [u8]) {
        self.copy(from, into);
    }
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a dyn BytesAt) -> Reader<'a> {
        Reader {
            bytes,
            fetched: 0,
            block: Vec::new(),
            used: 0,
        }
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.bytes.count() - self.fetched + self.block.len() - self.used
    }

    pub fn take(&mut self, n: usize) -> Option<&[u8]> {
        if self.block.len() - self.used < n {
            self.fetch(n)?;
        }
        let from = self.used;
        self.used += n;
        self.block.get(from..self.used)
    }

    /// Fetches so that at least so many bytes are here.
    fn fetch(&mut self, n: usize) -> Option<()> {
        if self.left() < n {
            return None;
        }
        self.block.drain(..self.used);
        self.used = 0;
        let here = self.block.len();
        let more = (n.max(BLOCK) - here).min(self.bytes.count() - self.fetched);
        self.block.resize(here + more, 0);
        self.bytes.fetch(self.fetched, &mut self.block[here..]);
        self.fetched += more;
        Some(())
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take(4)?
            .first_chunk()
            .map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take(8)?
            .first_chunk()
            .map(|bytes| u64::from_le_bytes(*bytes))
    }

    /// The length of a list of items that take so many bytes each, at least.
    fn count(&mut self, least: usize) -> Option<usize> {
        let count = usize::try_from(self.u64()?).ok()?;
        (count.checked_mul(least)? <= self.left()).then_some(count)
    }

    /// A list of items that take so many bytes each, at least.
    pub fn list<T>(
        &mut self,
        least: usize,
        each: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.count(least)?;
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(each(self)?);
        }
        Some(items)
    }

    pub fn text(&mut self) -> Option<Box<str>> {
        let len = usize::try_from(self.u64()?).ok()?;
        std::str::from_utf8(self.take(len)?).ok().map(Box::from)
    }

    pub fn maybe(&mut self) -> Option<Option<u32>> {
        self.u32().map(|n| n.checked_sub(1))
    }

    /// A column of items that take exactly so many bytes each.
    fn column<T>(&mut self, wide: usize, mut each: impl FnMut(&[u8]) -> T) -> Option<Vec<T>> {
        let mut left = self.count(wide)?;
        let mut items = Vec::with_capacity(left);
        while left > 0 {
            let part = left.min(BLOCK / wide);
            left -= part;
            items.extend(self.take(part * wide)?.chunks_exact(wide).map(&mut each));
        }
        Some(items)
    }

    /// A column of bytes that stand for something.
    pub fn u8s<T: Copy>(&mut self, each: impl Fn(u8) -> Option<T>, other: T) -> Option<Vec<T>> {
        let mut sound = true;
        let items = self.column(1, |byte| {
            let item = each(byte[0]);
            sound &= item.is_some();
            item.unwrap_or(other)
        })?;
        sound.then_some(items)
    }

    pub fn u32s<T>(&mut self, each: impl Fn(u32) -> T) -> Option<Vec<T>> {
        self.column(4, |bytes| {
            each(bytes.first_chunk().map_or(0, |b| u32::from_le_bytes(*b)))
        })
    }

    pub fn u64s<T>(&mut self, each: impl Fn(u64) -> T) -> Option<Vec<T>> {
        self.column(8, |bytes| {
            each(bytes.first_chunk().map_or(0, |b| u64::from_le_bytes(*b)))
        })
    }
}
