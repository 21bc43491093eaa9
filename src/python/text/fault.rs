//! What goes wrong, in Python's own terms.

use std::borrow::Cow;

/// An exception to be raised: the name of its class and its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of a built-in exception class, such as `ValueError`.
    pub class: &'static str,
    /// What `str(exception)` gives.
    pub message: Cow<'static, str>,
}

impl Fault {
    /// An exception of a class by its name.
    pub fn new(class: &'static str, message: impl Into<Cow<'static, str>>) -> Fault {
        let message = message.into();
        Fault { class, message }
    }

    /// A `ValueError`.
    pub fn value(message: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new("ValueError", message)
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new("TypeError", message)
    }

    /// An `OverflowError`.
    pub fn overflow(message: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new("OverflowError", message)
    }

    /// A `ZeroDivisionError`.
    pub fn zero_division(message: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new("ZeroDivisionError", message)
    }

    /// A `MemoryError`: the result would be larger than [`super::LARGEST`].
    pub fn memory() -> Fault {
        Fault::new("MemoryError", "")
    }
}

impl std::fmt::Display for Fault {
    /// As the last line of a traceback says it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.message.is_empty() {
            f.write_str(self.class)
        } else {
            write!(f, "{}: {}", self.class, self.message)
        }
    }
}

impl std::error::Error for Fault {}
