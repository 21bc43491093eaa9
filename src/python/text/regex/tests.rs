//! Patterns and searches held against Python's.

use super::super::oracle::{Cases, compare};
use super::super::{Fault, repr};
use super::*;

const STEPS: u64 = 2_000_000;

fn read(pattern: &str, flags: u32) -> Result<Regex, Fault> {
    Regex::new(pattern, Flags(flags), false).map_err(|error| {
        let class = if error.message.starts_with("the repetition") {
            "OverflowError"
        } else {
            "error"
        };
        Fault::new(class, error.to_string())
    })
}

/// All matches as `finditer` finds them: their groups and the last.
fn all(regex: &Regex, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut from, mut must_advance) = (0, false);
    let mut out = Vec::new();
    while let Some(found) = regex
        .search(Search {
            text: &chars,
            from,
            mode: Mode::Anywhere,
            must_advance,
            steps: STEPS,
        })
        .expect("short")
    {
        let spans: Vec<String> = found
            .groups
            .iter()
            .map(|span| span.map_or("(-1, -1)".to_owned(), |(a, b)| format!("({a}, {b})")))
            .collect();
        let last = found
            .last
            .map_or("None".to_owned(), |last| last.to_string());
        out.push(format!("[{}] {last}", spans.join(", ")));
        let (start, end) = found.groups[0].expect("the match");
        (from, must_advance) = (end, start == end);
    }
    out.join("; ")
}

const BODY: &str = "
import re, warnings
warnings.simplefilter('ignore')
def f(p, flags, t):
    r = re.compile(p, flags)
    return '; '.join(f'{[m.span(i) for i in range(r.groups + 1)]} {m.lastindex}' for m in r.finditer(t))";

fn check(list: Vec<(String, u32, String)>) {
    let list = list
        .into_iter()
        .map(|(pattern, flags, text)| {
            let ours = read(&pattern, flags).map(|regex| all(&regex, &text));
            (vec![pattern.into(), flags.into(), text.into()], ours)
        })
        .collect();
    compare(BODY, list);
}

#[test]
fn usual_patterns_find_what_python_finds() {
    let text = "2024-05-09 12:30, a@b.org <x@example.com>\nName: 김철수, tel 010-1234-5678\n\
        \"quoted \\\" text\" foo(bar(baz)) aAbB ABC abcabc key=value; k2 = 'v 2' 1.5e-3 -7";
    let patterns = [
        r"(\d{4})-(\d\d)-(\d\d)",
        r"(?P<user>[\w.+-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)",
        r"^\w+:\s*(.*?)$",
        r"\b[A-Z]{2,}\b",
        r"(\w)\1",
        r"(abc)+?",
        r"[^\W\d_]+",
        r#""(?:[^"\\]|\\.)*""#,
        r"(\w+)\s*=\s*(?:'([^']*)'|(\w+))",
        r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?",
        r"(?<=-)\d+(?!\d)",
        r"(?<!\d)\d{3}(?=-)",
        r"(a)|(b)|c",
        r"(?i:abc)",
        r"(\()?bar(?(1)\(|x)",
        r"x*",
        r"(?:a|ab)(?:c|bcd)*",
        r".*",
        r"\s+|,",
        r"(?>a|ab)c",
        r"\w++",
        r"(a*)*b?",
        r"(?:(a)|b)*",
        r"$",
        r"\A.|\Z",
    ];
    let mut list = Vec::new();
    for pattern in patterns {
        for flags in [0, 2, 8, 16, 256, 2 | 8 | 16] {
            list.push((pattern.to_owned(), flags, text.to_owned()));
        }
    }
    check(list);
}

#[test]
fn random_patterns_find_what_python_finds() {
    let mut cases = Cases::new(1);
    let pieces = [
        "a", "b", "c", ".", "\\w", "\\d", "[ab]", "[^a]", "*", "+", "?", "{1,2}", "{2}", "*?",
        "+?", "|", "(", ")", "(?:", "(?=", "(?!", "(?<=a)", "(?<!b)", "\\b", "^", "$", "\\1",
        "(?P<n>", "é", "\\s", "??", "*+", "(?>", "(?(1)", "(?P=n)", "\\B",
    ];
    let letters = ["a", "b", "c", " ", "\n", "1", "é", "ab", "É"];
    let list = (0..20_000)
        .map(|_| {
            let pattern = cases.text(&pieces, 7);
            let flags = [0, 0, 2, 8, 16][cases.below(5) as usize];
            (pattern, flags, cases.text(&letters, 8))
        })
        .collect();
    check(list);
}

#[test]
fn wrong_patterns_are_refused_as_python_does() {
    let mut cases = Cases::new(2);
    let pieces = [
        "(", ")", "[", "]", "(?P<", "x", ">", "(?", "(?P=", "-", "{", "}", ",", "3", "1", "\\",
        "q", "*", "+", "(?i", ":", "(?#", "^", "|", "\\x4", "\\u00e9", "\\8", "\\12", "(?<", "=",
        "!", "z-a", "\n", "(?(", "\\0", "(?x)", " ", "#", "i", "s",
    ];
    let list = (0..20_000)
        .map(|_| (cases.text(&pieces, 6), 0, String::from("x1")))
        .collect();
    check(list);
}

#[test]
fn replacements_are_read_as_python_does() {
    let mut cases = Cases::new(3);
    let pieces = [
        "a", "\\", "1", "2", "\\1", "\\g<", "n", ">", "0", "\\n", "\\q", ".", "9", "\\g<n>",
        "\\g<1>", "\\07", "é",
    ];
    let names = [("n".to_owned(), 2)];
    let list = (0..8000)
        .map(|_| {
            let text = cases.text(&pieces, 5);
            let ours = match template(&text, 2, &names) {
                Ok(parts) => Ok(parts
                    .into_iter()
                    .map(|part| match part {
                        Part::Text(text) => text,
                        Part::Group(0) => "xy".to_owned(),
                        Part::Group(1) => "x".to_owned(),
                        Part::Group(_) => "y".to_owned(),
                    })
                    .collect::<String>()),
                Err(template::TemplateError::Error(error)) => {
                    Err(Fault::new("error", error.to_string()))
                }
                Err(template::TemplateError::UnknownName(name)) => {
                    let shown = repr::string(&name);
                    Err(Fault::new(
                        "IndexError",
                        format!("unknown group name {shown}"),
                    ))
                }
            };
            (vec![text.into()], ours)
        })
        .collect();
    let body = "
import re, warnings
warnings.simplefilter('ignore')
f = lambda t: re.sub('(x)(?P<n>y)', t, 'xy')";
    compare(body, list);
}

#[test]
fn a_pattern_that_takes_for_ever_is_stopped() {
    let regex = Regex::new("(a+)+$", Flags(0), false).unwrap();
    let text: Vec<char> = "a".repeat(60).chars().chain(['b']).collect();
    let search = Search {
        text: &text,
        from: 0,
        mode: Mode::Here,
        must_advance: false,
        steps: STEPS,
    };
    assert_eq!(regex.search(search), Err(TooManySteps));
    let deep = "(".repeat(100_000);
    assert!(Regex::new(&deep, Flags(0), false).is_err());
}

proptest::proptest! {
    #[test]
    fn any_text_is_a_pattern_or_an_error(pattern in "\\PC{0,30}", text in "\\PC{0,20}") {
        if let Ok(regex) = Regex::new(&pattern, Flags(0), false) {
            let chars: Vec<char> = text.chars().collect();
            let search = Search {
                text: &chars,
                from: 0,
                mode: Mode::Anywhere,
                must_advance: false,
                steps: 100_000,
            };
            let _ = regex.search(search);
        }
    }
}
