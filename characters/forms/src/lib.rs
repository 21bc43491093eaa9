//! The normal form of names, where Python's parser looks for it.

/// Texts that have a normal form.
pub trait UnicodeNormalization {
    /// The characters of the text in form NFKC.
    fn nfkc(self) -> std::vec::IntoIter<char>;
}

impl UnicodeNormalization for &str {
    fn nfkc(self) -> std::vec::IntoIter<char> {
        characters::nfkc(self).into_iter()
    }
}
