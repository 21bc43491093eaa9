//! Every sentence that a person reads, in Korean and in English.
//!
//! Each text is a function of the language, so that one that is missing in a
//! language does not compile. Korean gives a term of art with its English one
//! where it is first met.

mod explore;
mod exports;
mod machine;
mod page;
mod python;
mod questions;
mod reading;
mod scene;
mod traces;

pub use explore::*;
pub use exports::*;
pub use machine::*;
pub use page::*;
pub use python::*;
pub use questions::*;
pub use reading::*;
pub use scene::*;
pub use traces::*;

/// Defines texts: `name: "한국어" / "English";`, with values in braces for
/// those that take arguments.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident $(($($arg:ident: $ty:ty),+))?: $ko:literal / $en:literal;)+) => {
        $($crate::i18n::texts!(@one $(#[$meta])* $name $(($($arg: $ty),+))?: $ko / $en);)+
    };
    (@one $(#[$meta:meta])* $name:ident: $ko:literal / $en:literal) => {
        $(#[$meta])*
        #[doc = $en]
        pub fn $name(lang: $crate::base::Lang) -> &'static str {
            match lang {
                $crate::base::Lang::Ko => $ko,
                $crate::base::Lang::En => $en,
            }
        }
    };
    (@one $(#[$meta:meta])* $name:ident($($arg:ident: $ty:ty),+): $ko:literal / $en:literal) => {
        $(#[$meta])*
        #[doc = $en]
        pub fn $name(lang: $crate::base::Lang, $($arg: $ty),+) -> String {
            match lang {
                $crate::base::Lang::Ko => format!($ko),
                $crate::base::Lang::En => format!($en),
            }
        }
    };
}
use texts;
