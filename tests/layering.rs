//! Holds the direction of the imports: which module may use which, and which
//! may know the browser. `ARCHITECTURE.md` explains the order.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// Every module and the modules it may use, besides itself. What is not named
/// here is refused.
const ALLOWED: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("trace", &["base"]),
    ("sim", &["base", "trace"]),
    ("python", &["base", "trace", "sim"]),
    ("i18n", &["base", "experiment"]),
    ("formats", &["base", "trace"]),
    ("timeline", &["base", "trace"]),
    ("scenario", &["base", "trace", "sim"]),
    ("cases", &["base", "trace", "sim", "scenario"]),
    // The native command line.
    (
        "lab",
        &[
            "base",
            "trace",
            "sim",
            "scenario",
            "cases",
            "formats",
            "timeline",
            "exploring",
            "exporting",
            "python",
        ],
    ),
    ("editing", &[]),
    ("experiment", &["base", "trace", "sim"]),
    ("exploring", &["base", "trace", "sim", "playground"]),
    ("opening", &["base", "trace", "formats"]),
    ("exporting", &["base", "trace", "timeline"]),
    ("share", &["base", "experiment"]),
    ("workbench", &["base", "trace", "python", "playground"]),
    ("playground", &["base", "trace", "sim", "scenario"]),
    ("web", &["timeline", "share", "base", "trace", "exporting"]),
    ("live", &["web", "trace", "experiment", "base"]),
    ("ui", EVERYTHING),
    // The programs: `src/main.rs` and `src/bin`.
    ("main", EVERYTHING),
    ("bin", EVERYTHING),
];

const EVERYTHING: &[&str] = &[
    "base",
    "trace",
    "sim",
    "scenario",
    "cases",
    "lab",
    "i18n",
    "formats",
    "timeline",
    "editing",
    "experiment",
    "exploring",
    "python",
    "share",
    "workbench",
    "playground",
    "web",
    "live",
    "ui",
    "opening",
    "exporting",
];

/// The modules that may know the browser and the page's framework.
const BROWSER: &[&str] = &["web", "live", "ui", "main", "bin"];

/// The crates that are the browser or the framework.
const BROWSER_CRATES: &[&str] = &[
    "gloo",
    "gloo_timers",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "web_sys",
    "yew",
];

#[test]
fn no_module_uses_one_that_stands_above_it() {
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")) {
        let text = fs::read_to_string(&path).unwrap();
        wrong.extend(complaints(&path, &text));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Every Rust file under a folder, in the order of their names.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// What is wrong with the imports of a file, one line each.
fn complaints(path: &Path, text: &str) -> Vec<String> {
    let module = module(path);
    // The library's root names every module; that is its work.
    if module == "lib" {
        return Vec::new();
    }
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
        return vec![format!(
            "{}: tests/layering.rs does not know the module {module}",
            path.display()
        )];
    };
    let code = without_comments_and_strings(text);
    let mut wrong = Vec::new();
    let mut complain = |at: usize, what: String| {
        let line = code[..at].matches('\n').count() + 1;
        wrong.push(format!("{}:{line}: {what}", path.display()));
    };
    for (at, used) in used_modules(&code) {
        if used != module
            && EVERYTHING.contains(&used.as_str())
            && !allowed.contains(&used.as_str())
        {
            complain(at, format!("{module} may not use {used}"));
        }
    }
    for (at, word) in words(&code) {
        if BROWSER_CRATES.contains(&word) && !BROWSER.contains(&module.as_str()) {
            complain(at, format!("{module} may not know {word}"));
        }
    }
    wrong
}

/// The module a file of `src` belongs to: its first folder, or its own name.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap_or(path);
    let first = inside.components().next().expect("a file in src");
    let name = first.as_os_str().to_string_lossy();
    name.strip_suffix(".rs").unwrap_or(&name).to_owned()
}

/// The modules of the library that code names, and where: what follows
/// `crate::` or the library's own name, one or several in braces.
fn used_modules(code: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (at, word) in words(code) {
        if word != "crate" && word != "concurrency_lab" {
            continue;
        }
        let after = code[at + word.len()..].trim_start();
        let Some(path) = after.strip_prefix("::") else {
            continue;
        };
        let path = path.trim_start();
        let start = code.len() - path.len();
        if let Some(group) = path.strip_prefix('{') {
            used.extend(heads(group, start + 1));
        } else if let Some((_, name)) = words(path).next() {
            used.push((start, name.to_owned()));
        }
    }
    used
}

/// The first name of each path in a group of imports, whose `{` is behind us.
fn heads(group: &str, start: usize) -> Vec<(usize, String)> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut expects_head = true;
    let mut skip_until = 0;
    for (at, c) in group.char_indices() {
        match c {
            _ if at < skip_until => {}
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expects_head = true,
            c if expects_head && is_word(c) => {
                let word = words(&group[at..]).next().map_or("", |(_, word)| word);
                heads.push((start + at, word.to_owned()));
                skip_until = at + word.len();
                expects_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words of a text and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The text with comments and the contents of string literals blanked out;
/// every line stays where it was.
fn without_comments_and_strings(text: &str) -> String {
    let blank = |part: &str| -> String {
        part.chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect()
    };
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_string(rest).filter(|_| !code.ends_with(is_word)) {
            length
        } else if c == '"' {
            string(rest)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find("'").map_or(rest.len(), |end| end + 2)
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        code.push_str(&blank(&rest[..length]));
        rest = &rest[length..];
    }
    code
}

/// The length of a string literal that begins with a quotation mark.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a raw string literal, if the text begins with one.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body
        .find(&close)
        .map_or(body.len(), |end| end + close.len());
    Some(text.len() - body.len() + end)
}

/// Checks one piece of code as if it stood in a file.
#[track_caller]
fn check(path: &str, code: &str, expected: &[&str]) {
    assert_eq!(complaints(Path::new(path), code), expected, "{code}");
}

#[test]
fn an_arrow_that_points_back_is_found_at_its_line() {
    check(
        "src/trace/model.rs",
        "use crate::base::Time;\nuse crate::sim::Kernel;\n",
        &["src/trace/model.rs:2: trace may not use sim"],
    );
    check(
        "src/sim/policy/fifo.rs",
        "use crate::{\n    base::{Time, live},\n    experiment,\n    trace::Trace,\n};\n",
        &["src/sim/policy/fifo.rs:3: sim may not use experiment"],
    );
    check(
        "src/base/id.rs",
        "fn f() -> crate :: ui::App { concurrency_lab::web::now() }",
        &[
            "src/base/id.rs:1: base may not use ui",
            "src/base/id.rs:1: base may not use web",
        ],
    );
}

#[test]
fn the_browser_is_found_wherever_it_is_named() {
    check(
        "src/timeline/scale.rs",
        "fn f() { web_sys::window(); }",
        &["src/timeline/scale.rs:1: timeline may not know web_sys"],
    );
    check("src/web/frame.rs", "use web_sys::Window;", &[]);
}

#[test]
fn a_module_that_is_not_in_the_list_is_refused() {
    check(
        "src/helpers.rs",
        "",
        &["src/helpers.rs: tests/layering.rs does not know the module helpers"],
    );
}

#[test]
fn comments_strings_and_a_module_of_its_own_are_no_imports() {
    check(
        "src/base/text.rs",
        "//! See crate::sim and web_sys.\n/* yew */ const S: &str = \"crate::ui \\\" yew\";\n\
         const R: &str = r#\"yew \"crate::ui\"#; const Q: char = '\"';\nuse crate::base::Id;\n",
        &[],
    );
    check(
        "src/base/text.rs",
        "const Q: char = '\"'; use crate::sim;",
        &["src/base/text.rs:1: base may not use sim"],
    );
}
