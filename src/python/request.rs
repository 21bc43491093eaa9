//! What the core itself asks the outside world.

/// Writes text to standard output or standard error. The answer is ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// To standard error.
    pub error: bool,
    /// What.
    pub text: String,
}

/// Reads a line from standard input. The answer is a str without its line end;
/// at the end of the input, raise `EOFError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadLine;
