//! A text cut into statements and words.

/// A word and where it begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    /// Counted from one.
    pub line: usize,
    /// In characters, counted from one.
    pub column: usize,
}

impl Word<'_> {
    /// As problems name it.
    pub fn place(&self) -> String {
        format!("line {}, column {}", self.line, self.column)
    }
}

/// The words of one instruction, declaration or heading; at least one.
pub(super) type Statement<'t> = Vec<Word<'t>>;

/// The statements of a text: one a line, or with `;` between them. `#` begins
/// a comment. What stands in brackets or in quotation marks is one word, and a
/// colon ends a label, which is a statement of its own.
pub(super) fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut statements = Vec::new();
    for (line, content) in text.lines().enumerate() {
        let mut cutter = Cutter {
            content,
            line: line + 1,
            begun: None,
            words: Vec::new(),
            statements: &mut statements,
        };
        cutter.run();
    }
    statements
}

struct Cutter<'t, 's> {
    content: &'t str,
    line: usize,
    /// Byte and column at which the present word began.
    begun: Option<(usize, usize)>,
    words: Statement<'t>,
    statements: &'s mut Vec<Statement<'t>>,
}

impl Cutter<'_, '_> {
    fn run(&mut self) {
        let mut until = None;
        for (column, (at, c)) in self.content.char_indices().enumerate() {
            if let Some(close) = until {
                if c == close {
                    until = None;
                }
                continue;
            }
            match c {
                '#' => {
                    self.end_statement(at);
                    return;
                }
                ';' => self.end_statement(at),
                ':' => {
                    self.end_word(at + 1);
                    self.end_statement(at + 1);
                }
                c if c.is_whitespace() => self.end_word(at),
                c => {
                    self.begun.get_or_insert((at, column + 1));
                    until = match c {
                        '"' => Some('"'),
                        '[' => Some(']'),
                        _ => None,
                    };
                }
            }
        }
        self.end_statement(self.content.len());
    }

    fn end_word(&mut self, at: usize) {
        if let Some((start, column)) = self.begun.take() {
            self.words.push(Word {
                text: &self.content[start..at],
                line: self.line,
                column,
            });
        }
    }

    fn end_statement(&mut self, at: usize) {
        self.end_word(at);
        if !self.words.is_empty() {
            self.statements.push(std::mem::take(&mut self.words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_brackets_quotes_and_labels() {
        let text = "a: load ax [x + 4*bx]; mark \"b; # c\" # d\n\n  jump a";
        let shown: Vec<String> = statements(text)
            .iter()
            .map(|s| {
                let words: Vec<String> = s
                    .iter()
                    .map(|w| format!("{}@{}:{}", w.text, w.line, w.column))
                    .collect();
                words.join(" ")
            })
            .collect();
        assert_eq!(
            shown,
            [
                "a:@1:1",
                "load@1:4 ax@1:9 [x + 4*bx]@1:12",
                "mark@1:24 \"b; # c\"@1:29",
                "jump@3:3 a@3:8",
            ]
        );
    }
}
