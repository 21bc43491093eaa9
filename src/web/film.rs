//! The browser's own video encoder (W3C, *WebCodecs*), and its pictures as a
//! WebM file. Not every browser has it.
//!
//! `web-sys` has these interfaces only as unstable ones, for which the whole
//! build would need a switch; what is called here is little, and is called by
//! name.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlCanvasElement;

use super::worker::words_of;
use crate::exporting::webm::{self, Chunk, Codec, Film};

/// How many pictures may wait in the encoder.
const MOST_WAITING: f64 = 8.0;
/// How often a picture is one that a player can begin at, in seconds.
const KEY_EVERY: u32 = 2;
/// Bits a second for each pixel: lines and text must stay sharp.
const BITS_PER_PIXEL: u32 = 6;

/// What the encoder gave.
#[derive(Default)]
struct Given {
    chunks: Vec<Chunk>,
    bytes: usize,
    failed: Option<JsValue>,
}

/// A film that is being made.
pub struct Recorder {
    encoder: JsValue,
    given: Rc<RefCell<Given>>,
    film: Film,
    rate: u32,
    pictures: u32,
    // The encoder calls these for as long as it lives.
    _on_chunk: Closure<dyn FnMut(JsValue)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn set(of: &JsValue, name: &str, value: impl Into<JsValue>) {
    // Fails for frozen objects only; those here are new.
    let _ = Reflect::set(of, &name.into(), &value.into());
}

fn call(of: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let function: Function = get(of, name).dyn_into()?;
    function.apply(of, arguments)
}

/// A class of the browser, if it has it.
fn class(name: &str) -> Result<Function, JsValue> {
    get(&js_sys::global(), name).dyn_into()
}

fn settings(size: (u32, u32), rate: u32, codec: Codec) -> JsValue {
    let config = Object::new().into();
    set(&config, "codec", codec.web_name());
    set(&config, "width", size.0);
    set(&config, "height", size.1);
    set(&config, "framerate", rate);
    set(&config, "bitrate", size.0 * size.1 * BITS_PER_PIXEL);
    set(&config, "latencyMode", "quality");
    config
}

/// Whether an encoder takes these settings.
async fn takes(class: &Function, config: &JsValue) -> bool {
    let asked = call(class, "isConfigSupported", &Array::of1(config));
    let Ok(promise) = asked.and_then(JsCast::dyn_into::<Promise>) else {
        return false;
    };
    let answer = JsFuture::from(promise).await.unwrap_or_default();
    get(&answer, "supported").is_truthy()
}

impl Recorder {
    /// An empty film.
    ///
    /// # Errors
    /// If the browser has no encoder for it: its own words, if it has any.
    pub async fn new(size: (u32, u32), rate: u32) -> Result<Recorder, Option<String>> {
        let class = class("VideoEncoder").map_err(|_| None)?;
        for codec in Codec::ALL {
            let config = settings(size, rate, codec);
            if takes(&class, &config).await {
                let film = Film {
                    width: size.0,
                    height: size.1,
                    codec,
                    length: 0,
                };
                return Recorder::start(&class, &config, film, rate)
                    .map_err(|error| Some(words_of(&error)));
            }
        }
        Err(None)
    }

    fn start(
        class: &Function,
        config: &JsValue,
        film: Film,
        rate: u32,
    ) -> Result<Recorder, JsValue> {
        let given = Rc::new(RefCell::new(Given::default()));
        let on_chunk = {
            let given = given.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |chunk: JsValue| {
                let data = taken(&chunk);
                let mut given = given.borrow_mut();
                given.bytes += data.len();
                given.chunks.push(Chunk {
                    is_key: get(&chunk, "type").as_string().as_deref() == Some("key"),
                    at: (get(&chunk, "timestamp").as_f64().unwrap_or(0.0) / 1_000.0) as u64,
                    data,
                });
            })
        };
        let on_error = {
            let given = given.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |error| {
                given.borrow_mut().failed = Some(error);
            })
        };
        let init: JsValue = Object::new().into();
        set(&init, "output", on_chunk.as_ref().clone());
        set(&init, "error", on_error.as_ref().clone());
        let encoder = Reflect::construct(class, &Array::of1(&init))?;
        call(&encoder, "configure", &Array::of1(config))?;
        Ok(Recorder {
            encoder,
            given,
            film,
            rate,
            pictures: 0,
            _on_chunk: on_chunk,
            _on_error: on_error,
        })
    }

    /// The bytes of the pictures so far.
    pub fn len(&self) -> usize {
        self.given.borrow().bytes
    }

    /// Whether there is no picture yet.
    pub fn is_empty(&self) -> bool {
        self.pictures == 0
    }

    /// Adds what is on a canvas as the picture of that number; waits if the
    /// encoder is behind.
    ///
    /// # Errors
    /// What the encoder complained of.
    pub async fn add(&mut self, canvas: &HtmlCanvasElement, nth: u32) -> Result<(), JsValue> {
        let micros = |nth: u32| f64::from(nth) * 1_000_000.0 / f64::from(self.rate);
        let init: JsValue = Object::new().into();
        set(&init, "timestamp", micros(nth).round());
        set(&init, "duration", micros(1).round());
        let frame = Reflect::construct(&class("VideoFrame")?, &Array::of2(canvas, &init))?;
        let options: JsValue = Object::new().into();
        set(
            &options,
            "keyFrame",
            nth.is_multiple_of(KEY_EVERY * self.rate),
        );
        let encoded = call(&self.encoder, "encode", &Array::of2(&frame, &options));
        // The encoder has a copy.
        let _ = call(&frame, "close", &Array::new());
        encoded?;
        self.pictures += 1;
        let waiting = |encoder: &JsValue| get(encoder, "encodeQueueSize").as_f64();
        while waiting(&self.encoder).is_some_and(|waiting| waiting > MOST_WAITING) {
            self.complaint()?;
            TimeoutFuture::new(2).await;
        }
        self.complaint()
    }

    fn complaint(&self) -> Result<(), JsValue> {
        self.given.borrow_mut().failed.take().map_or(Ok(()), Err)
    }

    /// The file.
    ///
    /// # Errors
    /// What the encoder complained of.
    pub async fn finish(self) -> Result<Vec<u8>, JsValue> {
        let flushed: Promise = call(&self.encoder, "flush", &Array::new())?.dyn_into()?;
        JsFuture::from(flushed).await?;
        self.complaint()?;
        // Closing twice would be refused; it is open until here.
        let _ = call(&self.encoder, "close", &Array::new());
        let length = u64::from(self.pictures) * 1_000 / u64::from(self.rate.max(1));
        let film = Film {
            length,
            ..self.film
        };
        Ok(webm::write(&film, &self.given.borrow().chunks))
    }
}

/// The bytes of an encoded picture.
fn taken(chunk: &JsValue) -> Vec<u8> {
    let length = get(chunk, "byteLength").as_f64().unwrap_or(0.0);
    let bytes = Uint8Array::new_with_length(length as u32);
    match call(chunk, "copyTo", &Array::of1(&bytes)) {
        Ok(_) => bytes.to_vec(),
        Err(_) => Vec::new(),
    }
}
