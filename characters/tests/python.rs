//! Held against the Python of this computer, where there is one of version 3.11.
#![cfg(not(target_arch = "wasm32"))]

use std::io::Write;
use std::process::{Command, Stdio};

/// What a program of Python prints, given some text; none without Python 3.11.
fn python(program: &str, input: &str) -> Option<String> {
    let version = Command::new("python3").arg("-V").output().ok()?;
    if !version.stdout.starts_with(b"Python 3.11.") {
        eprintln!("there is no Python 3.11: skipped");
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", program])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut pipe = child.stdin.take().expect("a pipe was asked for");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("python3 ends");
    writer.join().expect("no panic").expect("python3 reads all");
    assert!(output.status.success(), "python3 failed on:\n{program}");
    Some(String::from_utf8(output.stdout).expect("python3 prints UTF-8"))
}

/// A number of a character in hexadecimal.
fn char_of(code: &str) -> char {
    char::from_u32(u32::from_str_radix(code, 16).expect("a number")).expect("a character")
}

#[test]
fn every_name_means_its_character() {
    let program = "import unicodedata\n\
        for code in range(0x110000):\n    \
            name = unicodedata.name(chr(code), None)\n    \
            if name: print(f'{code:X} {name}')\n";
    let Some(names) = python(program, "") else {
        return;
    };
    let mut count = 0;
    for line in names.lines() {
        let (code, name) = line.split_once(' ').expect("a number and a name");
        assert_eq!(characters::character(name), Some(char_of(code)), "{name}");
        count += 1;
    }
    assert_eq!(count, 138_552, "as many as CPython 3.11 names");
}

/// Names that are near to some, and aliases: CPython's parser decides.
#[test]
fn near_names_mean_what_they_mean_to_the_parser() {
    let names = [
        "LINE FEED",
        "line feed",
        "LF",
        "CARRIAGE RETURN",
        "NO BREAK SPACE",
        "NBSP",
        "ZWJ",
        "BELL",
        "ALERT",
        "ESCAPE",
        "NEW LINE",
        "BYTE ORDER MARK",
        "BOM",
        "LATIN CAPITAL LETTER GHA",
        "VS16",
        "SNOW MAN",
        "SNOWMAN ",
        "ARABIC LETTER",
        "TANGUT IDEOGRAPH-17000",
        "NUSHU CHARACTER-1B170",
        "KHITAN SMALL SCRIPT CHARACTER-18B00",
        "CJK UNIFIED IDEOGRAPH-9FFF",
        "CJK UNIFIED IDEOGRAPH-9ffc",
        "CJK UNIFIED IDEOGRAPH-A000",
        "CJK UNIFIED IDEOGRAPH-4DBF",
        "CJK UNIFIED IDEOGRAPH-2B739",
        "CJK UNIFIED IDEOGRAPH-2B738",
        "CJK UNIFIED IDEOGRAPH-000030000",
        "CJK UNIFIED IDEOGRAPH-FFFFF",
        "CJK UNIFIED IDEOGRAPH-",
        "HANGUL SYLLABLE Ga",
        "HANGUL SYLLABLE GAGGG",
        "HANGUL SYLLABLE YAE",
        "HANGUL SYLLABLE EULP",
        "hangul choseong kiyeok",
        "latin small letter a with acute",
    ];
    let program = "import sys\n\
        for name in sys.stdin.read().split('\\n'):\n    \
            try: print(f'{ord(eval(chr(39) + chr(92) + \"N{\" + name + \"}\" + chr(39))):X}')\n    \
            except SyntaxError: print('-')\n";
    let Some(answers) = python(program, &names.join("\n")) else {
        return;
    };
    for (name, answer) in names.iter().zip(answers.lines()) {
        let wanted = (answer != "-").then(|| char_of(answer));
        assert_eq!(characters::character(name), wanted, "{name}");
    }
    assert_eq!(answers.lines().count(), names.len());
}

/// Each character alone, with a mark before and behind it, and texts of any.
#[test]
fn texts_have_the_same_normal_form() {
    let all = ('\0'..=char::MAX).filter(|c| !matches!(c, '\n' | '\r'));
    let mut texts: Vec<String> = all.clone().map(|c| format!("\u{327}{c}\u{301}")).collect();
    texts.extend(all.clone().map(String::from));
    // Those that change, or are marks, in some order that mixes them.
    let lively: Vec<char> = all
        .filter(|c| {
            characters::nfkc(&format!("a{c}")) != ['a', *c]
                || (0x300..0x370).contains(&u32::from(*c))
        })
        .chain((0x1100..0x1200).filter_map(char::from_u32))
        .collect();
    let mut seed: u64 = 1;
    let mut next = |below: usize| {
        // Knuth's multiplier for linear congruential generators.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % below
    };
    for _ in 0..100_000 {
        let length = 1 + next(6);
        texts.push((0..length).map(|_| lively[next(lively.len())]).collect());
    }
    let program = "import sys, unicodedata\n\
        sys.stdin.reconfigure(newline='\\n')\n\
        for text in sys.stdin.read().split('\\n'):\n    \
            print(unicodedata.normalize('NFKC', text))\n";
    let Some(answers) = python(program, &texts.join("\n")) else {
        return;
    };
    let answers: Vec<&str> = answers.split('\n').collect();
    assert_eq!(answers.len(), texts.len() + 1);
    for (text, answer) in texts.iter().zip(answers) {
        let made: String = characters::nfkc(text).into_iter().collect();
        assert_eq!(made, answer, "{:?}", text.escape_unicode().to_string());
    }
}
