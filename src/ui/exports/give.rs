//! Giving the visitor a file, and saying so.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use yew::Callback;

use crate::base::Lang;
use crate::exporting::clip::FromWorker;
use crate::i18n as t;
use crate::timeline::{Ops, Screen};
use crate::web::download;
use crate::web::picture::Picture;
use crate::web::surface::page_theme;

/// What came of an export.
#[derive(Clone, PartialEq, Debug)]
pub enum Given {
    /// A file of that name and so many bytes.
    File(String, u64),
    /// None: the browser refused.
    Nothing,
    /// None: the worker could not make it.
    NotMade(FromWorker),
}

/// What came of it in words.
pub fn sentence(lang: Lang, given: &Given) -> String {
    match given {
        Given::File(name, bytes) => t::export_saved(lang, name, &size(*bytes)),
        Given::Nothing => t::export_failed(lang).to_owned(),
        Given::NotMade(FromWorker::NoEncoder(words)) => {
            let words = match words.as_str() {
                "" => String::new(),
                words => format!(" ({words})"),
            };
            t::export_no_encoder(lang, &words)
        }
        Given::NotMade(FromWorker::TooLarge) => t::export_too_large(lang).to_owned(),
        Given::NotMade(FromWorker::Failed(words)) => t::export_broken(lang, words),
        Given::NotMade(_) => t::export_broken(lang, "?"),
    }
}

/// The size of a file: `12.3 kB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn told(name: &str, bytes: u64, outcome: Result<(), JsValue>) -> Given {
    match outcome {
        Ok(()) => Given::File(name.to_owned(), bytes),
        Err(error) => {
            web_sys::console::warn_1(&error);
            Given::Nothing
        }
    }
}

/// Gives a text.
pub fn text(name: &str, mime: &str, content: &str) -> Given {
    told(
        name,
        content.len() as u64,
        download::text(name, mime, content),
    )
}

/// Gives a file.
pub fn blob(name: &str, blob: &Blob) -> Given {
    told(name, blob.size() as u64, download::blob(name, blob))
}

/// Gives what a timeline shows as a PNG, each pixel `ratio` of the file's.
pub fn png(name: &'static str, screen: &Screen, ratio: f64, say: Callback<Given>) {
    let Some(picture) = painted(screen, ratio) else {
        say.emit(Given::Nothing);
        return;
    };
    let done = {
        let say = say.clone();
        Closure::once_into_js(move |value: JsValue| {
            say.emit(match value.dyn_into::<Blob>() {
                Ok(made) => blob(name, &made),
                Err(_) => Given::Nothing,
            });
        })
    };
    // Without a type it is PNG (HTML, 4.12.5, "Serializing bitmaps to a file").
    if picture.canvas().to_blob(done.unchecked_ref()).is_err() {
        say.emit(Given::Nothing);
    }
}

/// What a timeline shows, painted away from the page.
fn painted(screen: &Screen, ratio: f64) -> Option<Picture> {
    let (theme, font) = page_theme()?;
    let mut screen = screen.clone();
    let mut picture = Picture::new(screen.layout().size, ratio, &theme, &font)?;
    let mut ops = Ops::new();
    screen.paint_base(&mut ops);
    picture.set_below(&ops);
    screen.paint_overlay(&mut ops);
    picture.show(&ops);
    Some(picture)
}
