//! Text as bytes and bytes as text.
//!
//! A text here has no surrogates, so the handlers that make them
//! (`surrogateescape`, `surrogatepass`) act as `strict` where they would.

use super::Fault;

/// How text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// UTF-8; with `signature`, after the three bytes EF BB BF.
    Utf8 {
        /// `utf-8-sig`.
        signature: bool,
    },
    /// One byte up to 127.
    Ascii,
    /// One byte up to 255.
    Latin1,
    /// Units of two bytes (`wide`: four).
    Units {
        /// UTF-32.
        wide: bool,
        /// The order, if the name says it; otherwise a mark stands in front.
        little: Option<bool>,
    },
}

impl Codec {
    /// A codec by any of its usual names.
    pub fn by_name(name: &str) -> Result<Codec, Fault> {
        let plain = name.to_ascii_lowercase().replace(['_', ' '], "-");
        let units = |wide, little| Codec::Units { wide, little };
        Ok(match plain.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8 { signature: false },
            "utf-8-sig" | "utf8-sig" => Codec::Utf8 { signature: true },
            "ascii" | "us-ascii" | "646" => Codec::Ascii,
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "l1" | "latin"
            | "cp819" => Codec::Latin1,
            "utf-16" | "utf16" | "u16" => units(false, None),
            "utf-16-le" | "utf-16le" => units(false, Some(true)),
            "utf-16-be" | "utf-16be" => units(false, Some(false)),
            "utf-32" | "utf32" | "u32" => units(true, None),
            "utf-32-le" | "utf-32le" => units(true, Some(true)),
            "utf-32-be" | "utf-32be" => units(true, Some(false)),
            _ => {
                return Err(Fault::new(
                    "LookupError",
                    format!("unknown encoding: {name}"),
                ));
            }
        })
    }
}

/// A character that a codec lacks, or bytes that are no text: what
/// `UnicodeEncodeError` and `UnicodeDecodeError` carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The codec's name in messages.
    pub codec: &'static str,
    /// Where it begins: in characters of a text, in bytes of bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
    /// The character or byte at the start.
    pub what: u32,
}

impl Misfit {
    /// As `str(UnicodeEncodeError)` says it.
    pub fn encoding_message(&self) -> String {
        misfit_message(
            true,
            self.codec,
            self.start,
            self.end,
            self.reason,
            self.what,
        )
    }

    /// As `str(UnicodeDecodeError)` says it.
    pub fn decoding_message(&self) -> String {
        misfit_message(
            false,
            self.codec,
            self.start,
            self.end,
            self.reason,
            self.what,
        )
    }
}

/// What a fault of encoding (or of decoding) says of itself; the parts are
/// those of [`Misfit`].
pub fn misfit_message(
    encoding: bool,
    codec: &str,
    start: usize,
    end: usize,
    reason: &str,
    what: u32,
) -> String {
    let (verb, unit) = if encoding {
        ("encode", "character")
    } else {
        ("decode", "byte")
    };
    let head = format!("'{codec}' codec can't {verb}");
    if end != start + 1 {
        let last = end.saturating_sub(1);
        return format!("{head} {unit}s in position {start}-{last}: {reason}");
    }
    let shown = if encoding {
        let mut shown = String::new();
        super::repr::escape(what, &mut shown);
        format!("'{shown}'")
    } else {
        format!("0x{what:02x}")
    };
    format!("{head} {unit} {shown} in position {start}: {reason}")
}

/// Why encoding or decoding failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A misfit that the handler does not mend.
    Misfit(Misfit),
    /// Another exception, such as an unknown handler.
    Fault(Fault),
}

fn unknown_handler(name: &str) -> Failure {
    let message = format!("unknown error handler name '{name}'");
    Failure::Fault(Fault::new("LookupError", message))
}

/// What `text.encode(codec, errors)` gives.
pub fn encode(text: &str, codec: Codec, errors: &str) -> Result<Vec<u8>, Failure> {
    match codec {
        Codec::Utf8 { signature: false } => Ok(text.as_bytes().to_vec()),
        Codec::Utf8 { signature: true } => Ok([b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        Codec::Ascii => narrow(text, 128, "ascii", "ordinal not in range(128)", errors),
        Codec::Latin1 => narrow(text, 256, "latin-1", "ordinal not in range(256)", errors),
        Codec::Units { wide, little } => {
            let order = little.unwrap_or(true);
            let mut out = Vec::new();
            let mut push = |unit: u32| {
                let bytes = unit.to_le_bytes();
                let unit = if wide { &bytes[..] } else { &bytes[..2] };
                if order {
                    out.extend(unit)
                } else {
                    out.extend(unit.iter().rev())
                }
            };
            if little.is_none() {
                push(0xFEFF);
            }
            if wide {
                text.chars().for_each(|c| push(u32::from(c)));
            } else {
                text.encode_utf16().for_each(|unit| push(u32::from(unit)));
            }
            Ok(out)
        }
    }
}

/// Encodes to one byte a character below a limit.
fn narrow(
    text: &str,
    limit: u32,
    codec: &'static str,
    reason: &'static str,
    errors: &str,
) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((start, c)) = chars.next() {
        if u32::from(c) < limit {
            out.push(u32::from(c) as u8);
            continue;
        }
        match errors {
            "strict" | "surrogateescape" | "surrogatepass" => {
                let mut end = start + 1;
                while chars.next_if(|&(_, c)| u32::from(c) >= limit).is_some() {
                    end += 1;
                }
                let what = u32::from(c);
                return Err(Failure::Misfit(Misfit {
                    codec,
                    start,
                    end,
                    reason,
                    what,
                }));
            }
            "ignore" => {}
            "replace" => out.push(b'?'),
            "backslashreplace" => {
                let mut escaped = String::new();
                super::repr::escape(u32::from(c), &mut escaped);
                out.extend(escaped.bytes());
            }
            "xmlcharrefreplace" => out.extend(format!("&#{};", u32::from(c)).bytes()),
            other => return Err(unknown_handler(other)),
        }
    }
    Ok(out)
}

/// What `bytes.decode(codec, errors)` gives.
pub fn decode(bytes: &[u8], codec: Codec, errors: &str) -> Result<String, Failure> {
    match codec {
        Codec::Utf8 { signature } => {
            let marked = signature && bytes.starts_with(b"\xEF\xBB\xBF");
            decode_utf8(if marked { &bytes[3..] } else { bytes }, errors)
        }
        Codec::Latin1 => Ok(bytes.iter().map(|&b| char::from(b)).collect()),
        Codec::Ascii => {
            let mut out = String::with_capacity(bytes.len());
            for (start, &byte) in bytes.iter().enumerate() {
                if byte.is_ascii() {
                    out.push(char::from(byte));
                    continue;
                }
                let misfit = Misfit {
                    codec: "ascii",
                    start,
                    end: start + 1,
                    reason: "ordinal not in range(128)",
                    what: u32::from(byte),
                };
                mend(&[byte], misfit, errors, &mut out)?;
            }
            Ok(out)
        }
        Codec::Units { wide, little } => decode_units(bytes, wide, little, errors),
    }
}

/// Appends what a handler puts in the place of bytes that are no text.
fn mend(bytes: &[u8], misfit: Misfit, errors: &str, out: &mut String) -> Result<(), Failure> {
    match errors {
        "strict" | "surrogateescape" | "surrogatepass" => return Err(Failure::Misfit(misfit)),
        "ignore" => {}
        "replace" => out.push('\u{FFFD}'),
        "backslashreplace" => {
            for byte in bytes {
                super::repr::escape(u32::from(*byte), out);
            }
        }
        other => return Err(unknown_handler(other)),
    }
    Ok(())
}

fn decode_utf8(bytes: &[u8], errors: &str) -> Result<String, Failure> {
    let mut out = String::with_capacity(bytes.len());
    let mut from = 0;
    loop {
        let error = match std::str::from_utf8(&bytes[from..]) {
            Ok(rest) => {
                out.push_str(rest);
                return Ok(out);
            }
            Err(error) => error,
        };
        let start = from + error.valid_up_to();
        out.push_str(std::str::from_utf8(&bytes[from..start]).unwrap_or_default());
        let length = error.error_len().unwrap_or(bytes.len() - start);
        let first = bytes[start];
        let reason = match error.error_len() {
            None => "unexpected end of data",
            _ if !(0xC2..=0xF4).contains(&first) => "invalid start byte",
            _ => "invalid continuation byte",
        };
        let end = start + length;
        let misfit = Misfit {
            codec: "utf-8",
            start,
            end,
            reason,
            what: u32::from(first),
        };
        mend(&bytes[start..end], misfit, errors, &mut out)?;
        from = end;
    }
}

fn decode_units(
    bytes: &[u8],
    wide: bool,
    little: Option<bool>,
    errors: &str,
) -> Result<String, Failure> {
    let size = if wide { 4 } else { 2 };
    let value = |at: usize, little: bool| {
        let unit = bytes[at..at + size].iter();
        let fold = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
        if little {
            unit.rev().fold(0, fold)
        } else {
            unit.fold(0, fold)
        }
    };
    let mut at = 0;
    let mut order = little.unwrap_or(true);
    if little.is_none() && bytes.len() >= size {
        let swapped = if wide { 0xFFFE_0000 } else { 0xFFFE };
        let first = value(0, true);
        order = first != swapped;
        at = if first == 0xFEFF || first == swapped {
            size
        } else {
            0
        };
    }
    let codec = match (wide, order) {
        (false, true) => "utf-16-le",
        (false, false) => "utf-16-be",
        (true, true) => "utf-32-le",
        (true, false) => "utf-32-be",
    };
    let mut out = String::with_capacity(bytes.len() / size);
    while at < bytes.len() {
        let misfit = |end: usize, reason| Misfit {
            codec,
            start: at,
            end,
            reason,
            what: u32::from(bytes[at]),
        };
        if bytes.len() - at < size {
            mend(
                &bytes[at..],
                misfit(bytes.len(), "truncated data"),
                errors,
                &mut out,
            )?;
            break;
        }
        let unit = value(at, order);
        let low = (!wide && (0xD800..0xDC00).contains(&unit) && bytes.len() - at >= 4)
            .then(|| value(at + 2, order))
            .filter(|low| (0xDC00..0xE000).contains(low));
        let (code, length) = match low {
            Some(low) => (0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4),
            None => (unit, size),
        };
        if let Some(c) = char::from_u32(code) {
            out.push(c);
            at += length;
            continue;
        }
        let alone = (0xD800..0xDC00).contains(&unit) && bytes.len() - at < 4;
        let (end, reason) = match wide {
            true if unit < 0x11_0000 => (
                at + 4,
                "code point in surrogate code point range(0xd800, 0xe000)",
            ),
            true => (at + 4, "code point not in range(0x110000)"),
            false if alone => (bytes.len(), "unexpected end of data"),
            false if (0xD800..0xDC00).contains(&unit) => (at + 2, "illegal UTF-16 surrogate"),
            false => (at + 2, "illegal encoding"),
        };
        mend(&bytes[at..end], misfit(end, reason), errors, &mut out)?;
        at = end;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, compare};
    use super::*;

    const CODECS: [&str; 8] = [
        "utf-8",
        "utf-8-sig",
        "ascii",
        "Latin_1",
        "utf-16",
        "utf-16-be",
        "utf-32-le",
        "klingon",
    ];
    const HANDLERS: [&str; 6] = [
        "strict",
        "ignore",
        "replace",
        "backslashreplace",
        "strict",
        "no such",
    ];

    #[test]
    fn texts_are_encoded_as_python_does() {
        let mut cases = Cases::new(1);
        let list = (0..4000)
            .map(|_| {
                let text = cases.text(&["a", "é", "가", "😀", "\u{ff}"], 5);
                let (codec, errors) = (cases.pick(&CODECS), cases.pick(&HANDLERS));
                let ours = Codec::by_name(codec).and_then(|codec| {
                    encode(&text, codec, errors)
                        .map(|bytes| super::super::repr::bytes(&bytes))
                        .map_err(|failure| match failure {
                            Failure::Misfit(misfit) => {
                                Fault::new("UnicodeEncodeError", misfit.encoding_message())
                            }
                            Failure::Fault(fault) => fault,
                        })
                });
                (vec![text.into(), codec.into(), errors.into()], ours)
            })
            .collect();
        compare("f = lambda t, c, e: t.encode(c, e)", list);
    }

    #[test]
    fn bytes_are_decoded_as_python_does() {
        let mut cases = Cases::new(2);
        let pieces = [
            "61", "c3", "a9", "ea", "b0", "80", "f0", "9f", "ff", "fe", "00", "d8", "dc", "efbbbf",
            "e0", "f4", "90", "c0", "ed", "a0",
        ];
        let codecs = [
            "utf-8",
            "utf-8",
            "utf-8-sig",
            "ascii",
            "latin-1",
            "utf-16",
            "utf-32-be",
        ];
        let list = (0..8000)
            .map(|_| {
                let hex = cases.text(&pieces, 6);
                let (codec, errors) = (cases.pick(&codecs), cases.pick(&HANDLERS));
                // CPython words an unknown handler differently from codec to codec.
                let known = matches!(codec, "utf-8" | "ascii");
                let errors = if known || errors != "no such" {
                    errors
                } else {
                    "strict"
                };
                let bytes = super::super::bytes::from_hex(&hex).unwrap();
                let ours = Codec::by_name(codec).and_then(|codec| {
                    decode(&bytes, codec, errors)
                        .map(|text| super::super::repr::string(&text))
                        .map_err(|failure| match failure {
                            Failure::Misfit(misfit) => {
                                Fault::new("UnicodeDecodeError", misfit.decoding_message())
                            }
                            Failure::Fault(fault) => fault,
                        })
                });
                (vec![hex.into(), codec.into(), errors.into()], ours)
            })
            .collect();
        compare(
            "f = lambda h, c, e: repr(bytes.fromhex(h).decode(c, e))",
            list,
        );
    }
}
