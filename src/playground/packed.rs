//! A text as one field of a link: as it stands if it is short, else compressed.
//!
//! The first character says which: `t` for the text itself, `z` for a zlib
//! stream (RFC 1950, whose checksum finds most damage) in the base64 alphabet
//! for URLs (RFC 4648, section 5, without padding).

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use crate::base::{Problem, Text};

/// The longest text that is unpacked, in bytes.
pub const LONGEST: usize = 256 * 1024;
/// The longest field that is written, in bytes; whole links may have 8 KiB.
pub const LONGEST_FIELD: usize = 7 * 1024;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The field of a text. None if it is too long for a link.
pub fn pack(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let packed = format!("z{}", base64(&compress_to_vec_zlib(text.as_bytes(), 9)));
    // In a link most punctuation takes three characters.
    let plain: usize = text
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { 1 } else { 3 })
        .sum();
    let field = if plain < packed.len() {
        format!("t{text}")
    } else {
        packed
    };
    (field.len() <= LONGEST_FIELD).then_some(field)
}

/// The text of a field.
///
/// # Errors
/// What is wrong with the field, at the given place.
pub fn unpack(place: &str, field: &str) -> Result<String, Problem> {
    let text = match field.as_bytes().first() {
        Some(b't') => Some(field[1..].to_owned()),
        Some(b'z') => unbase64(&field[1..])
            .and_then(|bytes| decompress_to_vec_zlib_with_limit(&bytes, LONGEST).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok()),
        _ => None,
    };
    text.ok_or_else(|| damaged(place))
}

fn damaged(place: &str) -> Problem {
    Problem::new(
        place,
        Text::new(
            "링크의 이 부분이 잘렸거나 바뀌었습니다.",
            "This part of the link was cut or changed.",
        ),
        Text::new(
            "링크를 처음부터 끝까지 다시 복사해 보세요. 나머지는 그대로 열었습니다.",
            "Try copying the whole link again. The rest was opened as it is.",
        ),
    )
}

fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut bits = 0_u32;
        for i in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(i).copied().unwrap_or(0));
        }
        for i in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(bits >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        if chunk.len() == 1 {
            return None;
        }
        let mut bits = 0_u32;
        for i in 0..4 {
            let value = match chunk.get(i) {
                Some(c) => ALPHABET.iter().position(|a| a == c)? as u32,
                None => 0,
            };
            bits = bits << 6 | value;
        }
        let three = bits.to_be_bytes();
        out.extend(&three[1..chunk.len()]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_alphabet_is_that_of_urls() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (b"\xfb\xff", "-_8"),
        ] {
            assert_eq!(base64(bytes), text);
            assert_eq!(unbase64(text).as_deref(), Some(bytes));
        }
    }

    #[test]
    fn short_texts_stay_readable_and_long_ones_shrink() {
        assert_eq!(pack("rr").as_deref(), Some("trr"));
        let long = r#"{"name":"A","arrival":0,"program":"cpu 3; io disk 2; cpu 1"},"#.repeat(100);
        let packed = pack(&long).unwrap();
        assert!(packed.len() < long.len() / 10, "{}", packed.len());
        assert_eq!(unpack("m", &packed).unwrap(), long);
    }

    #[test]
    fn what_does_not_fit_in_a_link_is_refused() {
        let mut random = crate::base::Random::new(7);
        let noise: String = (0..LONGEST_FIELD * 2)
            .map(|_| char::from(ALPHABET[random.below(64) as usize]))
            .collect();
        assert_eq!(pack(&noise), None);
        assert_eq!(pack(&"a".repeat(LONGEST + 1)), None);
    }

    #[test]
    fn a_cut_link_is_noticed() {
        let packed = pack(&"cpu 3; io disk 2; ".repeat(40)).unwrap();
        for end in 0..packed.len() {
            let problem = unpack("m", &packed[..end]).unwrap_err();
            assert_eq!(problem.place, "m");
        }
    }

    #[test]
    fn a_bomb_does_not_unpack() {
        let bomb = compress_to_vec_zlib(&vec![b'a'; LONGEST * 40], 9);
        assert!(unpack("m", &format!("z{}", base64(&bomb))).is_err());
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(text in "\\PC{0,300}") {
            let packed = pack(&text).unwrap();
            prop_assert_eq!(unpack("m", &packed).unwrap(), text);
        }

        #[test]
        fn nothing_is_too_damaged(text in "[tz]?\\PC{0,80}", code in "z[A-Za-z0-9_-]{0,80}") {
            let _ = unpack("m", &text);
            let _ = unpack("m", &code);
        }
    }
}
