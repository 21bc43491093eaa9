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

    /// So many numbers of 32 bits from a place on that four divides.
    ///
    /// # Panics
    /// As [`Bytes::copy`].
    fn u32s(&self, from: usize, count: usize) -> Vec<u32> {
        let mut bytes = vec![0; 4 * count];
        self.copy(from, &mut bytes);
        let numbers = bytes.chunks_exact(4);
        numbers
            .map(|four| {
                four.first_chunk()
                    .map_or(0, |four| u32::from_le_bytes(*four))
            })
            .collect()
    }

    /// So many numbers of 64 bits from a place on that eight divides.
    ///
    /// # Panics
    /// As [`Bytes::copy`].
    fn u64s(&self, from: usize, count: usize) -> Vec<u64> {
        let mut bytes = vec![0; 8 * count];
        self.copy(from, &mut bytes);
        let numbers = bytes.chunks_exact(8);
        numbers
            .map(|eight| {
                eight
                    .first_chunk()
                    .map_or(0, |eight| u64::from_le_bytes(*eight))
            })
            .collect()
    }
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

    /// The length of a column; what comes next begins where eight divides the place.
    fn length(&mut self, count: usize) {
        self.u64(count as u64);
        let odd = self.0.len() % 8;
        self.0.extend_from_slice(&[0; 8][..(8 - odd) % 8]);
    }

    pub fn bytes(&mut self, items: impl ExactSizeIterator<Item = u8>) {
        self.length(items.len());
        self.0.extend(items);
    }

    pub fn u32s(&mut self, items: impl ExactSizeIterator<Item = u32>) {
        self.length(items.len());
        self.0.reserve(4 * items.len());
        items.for_each(|n| self.u32(n));
    }

    pub fn u64s(&mut self, items: impl ExactSizeIterator<Item = u64>) {
        self.length(items.len());
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
    fn all_u32s(&self, from: usize, count: usize) -> Vec<u32>;
    fn all_u64s(&self, from: usize, count: usize) -> Vec<u64>;
}

impl<B: Bytes + ?Sized> BytesAt for &B {
    fn count(&self) -> usize {
        Bytes::len(*self)
    }

    fn fetch(&self, from: usize, into: &mut [u8]) {
        self.copy(from, into);
    }

    fn all_u32s(&self, from: usize, count: usize) -> Vec<u32> {
        self.u32s(from, count)
    }

    fn all_u64s(&self, from: usize, count: usize) -> Vec<u64> {
        self.u64s(from, count)
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

    /// The place of a column whose items take so many bytes each, and how
    /// many there are; it counts as read.
    fn column(&mut self, wide: usize) -> Option<(usize, usize)> {
        let count = self.u64()?;
        let odd = (self.bytes.count() - self.left()) % 8;
        self.take((8 - odd) % 8)?;
        let count = usize::try_from(count).ok()?;
        let long = count.checked_mul(wide)?;
        if long > self.left() {
            return None;
        }
        let place = self.bytes.count() - self.left();
        // What was fetched and is behind the column is fetched again.
        self.fetched = place + long;
        self.block.clear();
        self.used = 0;
        Some((place, count))
    }

    /// A column of bytes that stand for something.
    pub fn u8s<T: Copy>(&mut self, each: impl Fn(u8) -> Option<T>, other: T) -> Option<Vec<T>> {
        let (place, count) = self.column(1)?;
        let mut bytes = vec![0; count];
        self.bytes.fetch(place, &mut bytes);
        let sound = bytes.iter().all(|byte| each(*byte).is_some());
        let items = bytes.into_iter().map(|byte| each(byte).unwrap_or(other));
        sound.then(|| items.collect())
    }

    /// A column of numbers of 32 bits.
    pub fn u32s<T>(&mut self, each: impl Fn(u32) -> T) -> Option<Vec<T>> {
        let (place, count) = self.column(4)?;
        let numbers = self.bytes.all_u32s(place, count);
        Some(numbers.into_iter().map(each).collect())
    }

    /// A column of numbers of 64 bits.
    pub fn u64s<T>(&mut self, each: impl Fn(u64) -> T) -> Option<Vec<T>> {
        let (place, count) = self.column(8)?;
        let numbers = self.bytes.all_u64s(place, count);
        Some(numbers.into_iter().map(each).collect())
    }
}
