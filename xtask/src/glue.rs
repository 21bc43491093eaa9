//! Makes what stands between a program and the browser shorter.
//!
//! wasm-bindgen gives each function that a program imports a long name with a
//! random-looking number in it. The names stand in the program and again in the
//! script beside it, and hardly compress: together a fiftieth of the first page.
//! Here they become a letter or two in both. Lines of the script lose their
//! indentation, and comments go: Trunk's own minifier does not know all of the
//! language that wasm-bindgen writes, and leaves such scripts as they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Shortens every program of a built page and the script beside it.
///
/// # Errors
/// If a file cannot be read or written, or is not as wasm-bindgen makes it.
pub fn shorten(dist: &Path) -> Result<()> {
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(stem) = name.strip_suffix("_bg.wasm") else {
            continue;
        };
        let script = path.with_file_name(format!("{stem}.js"));
        let of = || path.display().to_string();
        let program = fs::read(&path).with_context(of)?;
        let text = fs::read_to_string(&script).with_context(of)?;
        let (program, text) = shortened(&program, &text).with_context(of)?;
        fs::write(&path, program).with_context(of)?;
        fs::write(&script, text).with_context(of)?;
    }
    Ok(())
}

/// A program and its script with short names.
fn shortened(program: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = BTreeMap::new();
    let program = renamed(program, &mut names)?;
    let script = with_names(script, &names)?;
    Ok((program, without_indentation(&script)))
}

/// Bytes that are read from the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).context("it ends too soon")?;
        self.0 = rest;
        Ok(taken)
    }

    /// An unsigned number of the format (LEB128).
    fn number(&mut self) -> Result<usize> {
        let mut value = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = u64::from(self.take(1)?[0]);
            value |= (byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(usize::try_from(value)?);
            }
        }
        bail!("a number that does not end")
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }
}

fn put_number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend(bytes);
}

/// The section of imports, by the WebAssembly core specification.
const IMPORTS: u8 = 2;

/// The program with short names for what it imports; the names are noted.
fn renamed(program: &[u8], names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut reader = Reader(program);
    let head = reader.take(8)?;
    if !head.starts_with(b"\0asm") {
        bail!("it is no WebAssembly");
    }
    let mut out = head.to_vec();
    while !reader.0.is_empty() {
        let id = reader.take(1)?[0];
        let length = reader.number()?;
        let section = reader.take(length)?;
        out.push(id);
        match id {
            IMPORTS => put_bytes(&mut out, &imports(section, names)?),
            _ => put_bytes(&mut out, section),
        }
    }
    Ok(out)
}

fn imports(section: &[u8], names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut out = Vec::new();
    put_number(&mut out, count);
    for _ in 0..count {
        let (module, name) = (reader.name()?, reader.name()?);
        let kind = reader.take(1)?[0];
        if kind != 0 {
            bail!("{name} is no function");
        }
        let number = reader.number()?;
        let next = short(names.len());
        let name = names.entry(name.to_owned()).or_insert(next);
        put_bytes(&mut out, module.as_bytes());
        put_bytes(&mut out, name.as_bytes());
        out.push(kind);
        put_number(&mut out, number);
    }
    Ok(out)
}

/// The short name of a number: a, b, …, z, aa, ab, …
fn short(mut number: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'a' + (number % 26) as u8);
        number /= 26;
        if number == 0 {
            break;
        }
        number -= 1;
    }
    name.reverse();
    name.into_iter().map(char::from).collect()
}

/// The script with the short names: each is the key of one function.
fn with_names(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(script.len());
    let mut seen = 0;
    let mut rest = script;
    while let Some(begin) = rest.find(is_part) {
        let (before, word) = rest.split_at(begin);
        out.push_str(before);
        let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
        let (word, behind) = word.split_at(end);
        match names.get(word) {
            Some(name) if behind.starts_with(':') => {
                seen += 1;
                out.push_str(name);
            }
            Some(_) => bail!("{word} is more than a key"),
            None => out.push_str(word),
        }
        rest = behind;
    }
    out.push_str(rest);
    if seen != names.len() {
        bail!("{} functions are imported, {seen} are there", names.len());
    }
    Ok(out)
}

/// The lines without what stands before them, and without comments, if no text
/// goes on from one line to the next.
fn without_indentation(script: &str) -> String {
    if script
        .lines()
        .any(|line| line.matches('`').count() % 2 == 1)
    {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that imports two functions; what else it has stays.
    fn program(names: [&str; 2]) -> Vec<u8> {
        let mut section = vec![2];
        for (place, name) in names.into_iter().enumerate() {
            put_bytes(&mut section, b"./x_bg.js");
            put_bytes(&mut section, name.as_bytes());
            section.extend([0, place as u8]);
        }
        let mut out = b"\0asm\x01\0\0\0".to_vec();
        out.extend([1, 2, 7, 7]);
        out.push(IMPORTS);
        put_bytes(&mut out, &section);
        out.extend([0, 3, 1, 1, 1]);
        out
    }

    const SCRIPT: &str = "\
const imports = {
    __proto__: null,
    /**
     * What it does.
     */
    __wbg_now_0123456789abcdef: function(arg0) {
        // The time.
        return arg0.__wbg_now();
    },
    __wbg_set_fedcba9876543210: function() { return `a ${b} // c`; },
};
";

    #[test]
    fn names_are_short_in_both_and_all_else_stays() {
        let names = ["__wbg_now_0123456789abcdef", "__wbg_set_fedcba9876543210"];
        let (short, script) = shortened(&program(names), SCRIPT).unwrap();
        assert_eq!(short, program(["a", "b"]));
        assert_eq!(
            script,
            "const imports = {\n__proto__: null,\na: function(arg0) {\nreturn arg0.__wbg_now();\n},\nb: function() { return `a ${b} // c`; },\n};\n"
        );
    }

    #[test]
    fn what_is_not_as_expected_is_refused() {
        let names = ["__wbg_now_0123456789abcdef", "__wbg_missing"];
        assert!(shortened(&program(names), SCRIPT).is_err());
        assert!(shortened(b"\0asm\x01\0\0", SCRIPT).is_err());
        let names = ["arg0", "__wbg_set_fedcba9876543210"];
        assert!(shortened(&program(names), SCRIPT).is_err());
        let mut cut = program(["a", "b"]);
        cut.truncate(20);
        assert!(shortened(&cut, SCRIPT).is_err());
    }

    #[test]
    fn texts_that_go_on_in_the_next_line_stay() {
        let script = "  const a = `\n    x`;\n";
        assert_eq!(without_indentation(script), script);
    }

    #[test]
    fn short_names_are_all_different() {
        let mut all: Vec<String> = (0..2_000).map(short).collect();
        assert_eq!(
            (&*all[0], &*all[25], &*all[26], &*all[27]),
            ("a", "z", "aa", "ab")
        );
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 2_000);
    }
}
