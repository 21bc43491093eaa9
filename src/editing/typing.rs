//! What Enter, Tab, Backspace and the like do to a Python program: indentation
//! is kept, deepened behind a colon, taken back behind `return` and its kin.
//! Anything else is the browser's.

use std::ops::Range;

/// Spaces a level, as PEP 8 has it.
pub const INDENT: usize = 4;
/// What makes a line a comment, as PEP 8 has it.
const COMMENT: &str = "# ";
/// Statements behind which their block has ended.
const ENDS: &[&str] = &["return", "raise", "pass", "break", "continue"];

/// A key, as far as it means something here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// A new line.
    Enter,
    /// To the next level.
    Tab,
    /// To the level before.
    BackTab,
    /// Of the spaces before a line those of one level; else the browser's.
    Backspace,
    /// The lines become comments, or are none any more.
    Comment,
    /// The lines change places with the one above.
    MoveUp,
    /// The lines change places with the one below.
    MoveDown,
}

/// What a key does: a piece is replaced, then something is selected. All places
/// are bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What is replaced.
    pub range: Range<usize>,
    /// By what.
    pub by: String,
    /// What is selected then.
    pub selection: Range<usize>,
}

/// What a key does to a text of which `selection` is selected; none if it is
/// left to the browser.
///
/// # Panics
/// If the selection does not lie in the text, at characters.
pub fn press(text: &str, selection: Range<usize>, key: Key) -> Option<Change> {
    match key {
        Key::Enter => Some(enter(text, selection)),
        Key::Tab if !text[selection.clone()].contains('\n') => Some(tab(text, selection)),
        Key::Tab => Some(each_line(text, selection, |line| {
            if line.trim().is_empty() {
                return (0, String::new());
            }
            (0, " ".repeat(INDENT - spaces(line) % INDENT))
        })),
        Key::BackTab => Some(each_line(text, selection, |line| {
            (level_before(line), String::new())
        })),
        Key::Backspace => backspace(text, selection),
        Key::Comment => Some(comment(text, selection)),
        Key::MoveUp => move_up(text, selection),
        Key::MoveDown => move_down(text, selection),
    }
}

/// The spaces that a line begins with.
fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// How many of them are taken to come to the level before; a tab is one.
fn level_before(line: &str) -> usize {
    if line.starts_with('\t') {
        return 1;
    }
    match spaces(line) {
        0 => 0,
        spaces => (spaces - 1) % INDENT + 1,
    }
}

/// Where the line of a place begins.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where it ends.
fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline)
}

/// The whole lines that a selection touches; of one that ends where a line
/// begins not that line.
fn lines(text: &str, selection: &Range<usize>) -> Range<usize> {
    let mut last = selection.end;
    if last > selection.start && text[..last].ends_with('\n') {
        last -= 1;
    }
    line_start(text, selection.start)..line_end(text, last)
}

fn replaced(range: Range<usize>, by: String) -> Change {
    let end = range.start + by.len();
    Change {
        range,
        by,
        selection: end..end,
    }
}

fn enter(text: &str, selection: Range<usize>) -> Change {
    let line = &text[line_start(text, selection.start)..selection.start];
    let code = line.split(" #").next().unwrap_or_default().trim_end();
    // As it stands, so that a line with tabs is followed by one with tabs.
    let lead = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let first = code.trim_start().split([' ', '(']).next();
    let indent = if code.ends_with(':') && !code.trim_start().starts_with('#') {
        let level = match lead.ends_with('\t') {
            true => "\t".to_owned(),
            false => " ".repeat(INDENT),
        };
        format!("{lead}{level}")
    } else if first.is_some_and(|word| ENDS.contains(&word)) {
        let taken = match lead.ends_with('\t') {
            true => 1,
            false => level_before(line).min(lead.len()),
        };
        lead[..lead.len() - taken].to_owned()
    } else {
        lead.to_owned()
    };
    // Spaces behind the cursor would deepen the line further.
    let behind = spaces(&text[selection.end..]);
    let range = selection.start..selection.end + behind;
    replaced(range, format!("\n{indent}"))
}

fn tab(text: &str, selection: Range<usize>) -> Change {
    let before = &text[line_start(text, selection.start)..selection.start];
    let column = before.chars().count();
    replaced(selection, " ".repeat(INDENT - column % INDENT))
}

fn backspace(text: &str, selection: Range<usize>) -> Option<Change> {
    let at = selection.start;
    let before = &text[line_start(text, at)..at];
    let only_spaces = !before.is_empty() && before.bytes().all(|b| b == b' ');
    let taken = level_before(before);
    (selection.is_empty() && only_spaces && taken > 1)
        .then(|| replaced(at - taken..at, String::new()))
}

/// Each line that has something selected loses so many bytes at its begin and
/// gets something in their place; what was selected stays so.
fn each_line(text: &str, selection: Range<usize>, of: impl Fn(&str) -> (usize, String)) -> Change {
    let range = lines(text, &selection);
    let mut by = String::new();
    // Behind the lines, everything moves by what they grew or shrank.
    let mut moved = selection.clone();
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let (lost, got) = of(line.trim_end_matches('\n'));
        let begin = range.start + by.len();
        by.push_str(&got);
        by.push_str(&line[lost..]);
        let place = |place: usize| match (place - at).checked_sub(lost) {
            Some(into) if place > at => begin + got.len() + into,
            _ => begin,
        };
        let is_here = |place: usize| (at..=at + line.len()).contains(&place);
        if is_here(selection.start) {
            moved.start = place(selection.start);
        }
        if is_here(selection.end) {
            moved.end = place(selection.end);
        }
        at += line.len();
    }
    if selection.end > range.end {
        moved.end = range.start + by.len() + (selection.end - range.end);
    }
    Change {
        range,
        by,
        selection: moved.start..moved.end.max(moved.start),
    }
}

fn comment(text: &str, selection: Range<usize>) -> Change {
    let range = lines(text, &selection);
    let full = || {
        text[range.clone()]
            .split('\n')
            .filter(|line| !line.trim().is_empty())
    };
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let all = full().next().is_some() && full().all(is_comment);
    // Where the mark stands: the lowest level of the lines.
    let level = full().map(spaces).min().unwrap_or(0);
    let change = |line: &str| -> String {
        if line.trim().is_empty() {
            return line.to_owned();
        }
        if all {
            let at = spaces(line);
            let rest = line[at..].trim_start_matches('#');
            let rest = rest.strip_prefix(' ').unwrap_or(rest);
            return format!("{}{rest}", &line[..at]);
        }
        format!("{}{COMMENT}{}", &line[..level], &line[level..])
    };
    let changed: Vec<String> = text[range.clone()].split('\n').map(change).collect();
    let by = changed.join("\n");
    let end = range.start + by.len();
    let selection = match selection.is_empty() {
        true => end..end,
        false => range.start..end,
    };
    Change {
        range,
        by,
        selection,
    }
}

fn move_up(text: &str, selection: Range<usize>) -> Option<Change> {
    let here = lines(text, &selection);
    let above = line_start(text, here.start.checked_sub(1)?)..here.start - 1;
    let by = format!("{}\n{}", &text[here.clone()], &text[above.clone()]);
    let back = above.len() + 1;
    Some(Change {
        range: above.start..here.end,
        by,
        selection: selection.start - back..selection.end.min(here.end + 1) - back,
    })
}

fn move_down(text: &str, selection: Range<usize>) -> Option<Change> {
    let here = lines(text, &selection);
    if here.end == text.len() {
        return None;
    }
    let below = here.end + 1..line_end(text, here.end + 1);
    let by = format!("{}\n{}", &text[below.clone()], &text[here.clone()]);
    let on = below.len() + 1;
    let last = here.start + by.len() + (text.len() - below.end);
    Some(Change {
        range: here.start..below.end,
        by,
        selection: selection.start + on..(selection.end + on).min(last),
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text with `[` and `]` round what is selected, or `|`.
    fn read(text: &str) -> (String, Range<usize>) {
        let plain = text.replace(['[', ']', '|'], "");
        if let Some(at) = text.find('|') {
            return (plain, at..at);
        }
        let start = text.find('[').unwrap();
        (plain, start..text.find(']').unwrap() - 1)
    }

    #[track_caller]
    fn check(before: &str, key: Key, after: &str) {
        let (text, selection) = read(before);
        let Some(change) = press(&text, selection, key) else {
            assert_eq!(after, "-");
            return;
        };
        let mut text = text;
        text.replace_range(change.range, &change.by);
        let Range { start, end } = change.selection;
        match start == end {
            true => text.insert(start, '|'),
            false => {
                text.insert(end, ']');
                text.insert(start, '[');
            }
        }
        assert_eq!(text, after);
    }

    #[test]
    fn enter_keeps_the_level_and_deepens_it_behind_a_colon() {
        check("x = 1|", Key::Enter, "x = 1\n|");
        check("    x = 1|", Key::Enter, "    x = 1\n    |");
        check("def f():|", Key::Enter, "def f():\n    |");
        check("  if a: # b|", Key::Enter, "  if a: # b\n      |");
        check("# note:|", Key::Enter, "# note:\n|");
        check("    return x|", Key::Enter, "    return x\n|");
        check("        pass|", Key::Enter, "        pass\n    |");
        check("    passing()|", Key::Enter, "    passing()\n    |");
        check("    a|   b", Key::Enter, "    a\n    |b");
        check("    a[bc]d", Key::Enter, "    a\n    |d");
        check("|x", Key::Enter, "\n|x");
        check("\treturn|", Key::Enter, "\treturn\n|");
        check("\tif x:|", Key::Enter, "\tif x:\n\t\t|");
        check("\t  pass|", Key::Enter, "\t  pass\n\t |");
    }

    #[test]
    fn tab_and_back() {
        check("|x", Key::Tab, "    |x");
        check("ab|", Key::Tab, "ab  |");
        check("가|", Key::Tab, "가   |");
        check("[a\n  b\n\nc]", Key::Tab, "[    a\n    b\n\n    c]");
        check("[a\n]b", Key::Tab, "[    a\n]b");
        check("      a|", Key::BackTab, "    a|");
        check("|    a", Key::BackTab, "|a");
        check("  |  a", Key::BackTab, "|a");
        check("\ta|", Key::BackTab, "a|");
        check("a|", Key::BackTab, "a|");
        check("    [a\n  b\nc]", Key::BackTab, "[a\nb\nc]");
    }

    #[test]
    fn backspace_takes_a_level() {
        check("        |x", Key::Backspace, "    |x");
        check("      |", Key::Backspace, "    |");
        check(" |x", Key::Backspace, "-");
        check("    x|", Key::Backspace, "-");
        check("    [  ]x", Key::Backspace, "-");
    }

    #[test]
    fn comments_come_and_go() {
        check("    a|", Key::Comment, "    # a|");
        check("    # a|", Key::Comment, "    a|");
        check("    #a|", Key::Comment, "    a|");
        check("[  a\n\n    # b]", Key::Comment, "[  # a\n\n  #   # b]");
    }

    #[test]
    fn lines_move() {
        check("a\nb|b\nc", Key::MoveUp, "b|b\na\nc");
        check("a\nb|b\nc", Key::MoveDown, "a\nc\nb|b");
        check("|a\nb", Key::MoveUp, "-");
        check("a\n|b", Key::MoveDown, "-");
        check("a\n[b\nc]\nd", Key::MoveDown, "a\nd\n[b\nc]");
        check("a\n[b\nc\n]d", Key::MoveUp, "[b\nc\n]a\nd");
    }

    proptest! {
        #[test]
        fn every_key_leaves_a_text_and_a_selection_in_it(
            text in "([ab#:가\t\n ]|    |return |pass){0,20}",
            (from, to) in (0_usize..60, 0_usize..60),
            key in prop::sample::select(vec![
                Key::Enter, Key::Tab, Key::BackTab, Key::Backspace, Key::Comment, Key::MoveUp, Key::MoveDown,
            ]),
        ) {
            let place = |units| super::super::from_utf16(&text, units);
            let (from, to) = (place(from), place(to));
            let selection = from.min(to)..from.max(to);
            if let Some(change) = press(&text, selection, key) {
                let mut after = text.clone();
                after.replace_range(change.range.clone(), &change.by);
                prop_assert!(after.get(change.selection).is_some());
                // Nothing but white space and marks of comments comes or goes.
                let words = |text: &str| {
                    let mut words: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != '#').collect();
                    words.sort_unstable();
                    words
                };
                // These two replace what is selected.
                if !matches!(key, Key::Enter | Key::Tab) {
                    prop_assert_eq!(words(&after), words(&text));
                }
            }
        }
    }
}
