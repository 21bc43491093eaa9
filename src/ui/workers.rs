//! What it means to a person that a worker failed.

use crate::base::{Lang, Text};
use crate::i18n as t;
use crate::web::worker::{LOADER, WorkerError};

fn both(of: impl Fn(Lang) -> String) -> Text {
    Text::new(of(Lang::Ko), of(Lang::En))
}

/// It said something that makes no sense.
pub fn garbled() -> Text {
    both(|lang| t::worker_garbled(lang).to_owned())
}

/// It was never ready.
pub fn not_started(error: WorkerError) -> Text {
    match error {
        WorkerError::NotMade(words) | WorkerError::Failed(words) if !words.is_empty() => {
            both(|lang| t::worker_not_started(lang, &words))
        }
        WorkerError::Garbled => garbled(),
        _ => both(|lang| t::worker_not_started(lang, LOADER)),
    }
}

/// It failed on the way.
pub fn broken(error: WorkerError) -> Text {
    match error {
        WorkerError::NotMade(words) | WorkerError::Failed(words) => {
            both(|lang| t::worker_crashed(lang, &words))
        }
        WorkerError::Garbled => garbled(),
        WorkerError::Silent(limit) => both(|lang| t::worker_silent(lang, limit.0 / 1_000_000_000)),
    }
}
