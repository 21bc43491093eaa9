//! The web worker that makes moving pictures; what is said to and fro is in
//! `exporting::clip`. It is terminated by the page, which is also how it is
//! cancelled.

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::cell::RefCell;
    use std::collections::VecDeque;
    use std::future::poll_fn;
    use std::rc::Rc;
    use std::task::{Poll, Waker};

    use concurrency_lab::exporting::clip::{self, Begin, FromWorker, Kind, LARGEST_FILE, VERSION};
    use concurrency_lab::exporting::gif;
    use concurrency_lab::exporting::read_ops;
    use concurrency_lab::timeline::layout::Size;
    use concurrency_lab::timeline::ops::Ops;
    use concurrency_lab::timeline::{Theme, Token};
    use concurrency_lab::web::film::Recorder;
    use concurrency_lab::web::picture::Picture;
    use concurrency_lab::web::serving::{Page, serve};
    use concurrency_lab::web::worker::words_of;
    use js_sys::{ArrayBuffer, Uint8Array};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::spawn_local;

    /// What came from the page and was not yet read.
    #[derive(Clone, Default)]
    struct Inbox(Rc<RefCell<(VecDeque<JsValue>, Option<Waker>)>>);

    impl Inbox {
        fn put(&self, given: JsValue) {
            let mut inbox = self.0.borrow_mut();
            inbox.0.push_back(given);
            if let Some(reader) = inbox.1.take() {
                reader.wake();
            }
        }

        async fn next(&self) -> JsValue {
            poll_fn(|context| {
                let mut inbox = self.0.borrow_mut();
                match inbox.0.pop_front() {
                    Some(given) => Poll::Ready(given),
                    None => {
                        inbox.1 = Some(context.waker().clone());
                        Poll::Pending
                    }
                }
            })
            .await
        }
    }

    /// Makes one moving picture of what comes from the page.
    pub fn start() {
        let inbox = Inbox::default();
        let mut begun = false;
        serve(VERSION, move |page, given| {
            inbox.put(given);
            if !begun {
                begun = true;
                spawn_local(give(page.clone(), inbox.clone()));
            }
        });
    }

    async fn give(page: Page, inbox: Inbox) {
        match make(&page, &inbox).await {
            Ok(file) => {
                send(&page, &FromWorker::Done);
                page.give(&file);
            }
            Err(why) => send(&page, &why),
        }
    }

    fn send(page: &Page, message: &FromWorker) {
        page.say(&clip::write(message));
    }

    fn failed(words: &str) -> FromWorker {
        FromWorker::Failed(words.to_owned())
    }

    /// The next layer.
    async fn layer(inbox: &Inbox) -> Result<Ops, FromWorker> {
        let given = inbox.next().await;
        let buffer: ArrayBuffer = given.dyn_into().map_err(|_| failed("no bytes"))?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        read_ops(&bytes).ok_or_else(|| failed("no picture"))
    }

    /// Makes the file.
    async fn make(page: &Page, inbox: &Inbox) -> Result<Vec<u8>, FromWorker> {
        let text = inbox.next().await.as_string();
        let begin: Option<Begin> = text.as_deref().and_then(clip::read);
        let begin = begin
            .filter(Begin::is_sane)
            .ok_or_else(|| failed("no beginning"))?;
        let theme = theme(&begin);
        let size = Size {
            width: f64::from(begin.size.0),
            height: f64::from(begin.size.1),
        };
        let mut picture = Picture::new(size, 1.0, &theme, &begin.font)
            .ok_or_else(|| FromWorker::NoEncoder("OffscreenCanvas".to_owned()))?;
        picture.set_below(&layer(inbox).await?);
        let mut maker = Maker::new(&begin, &mut picture).await?;
        for nth in 0..begin.pictures {
            picture.show(&layer(inbox).await?);
            maker.add(&picture, nth).await?;
            send(page, &FromWorker::Taken(nth + 1));
        }
        maker.finish().await
    }

    fn theme(begin: &Begin) -> Theme {
        let property = |name: &str| {
            let place = Token::ALL
                .iter()
                .position(|token| token.property() == name)?;
            let [r, g, b] = *begin.colours.get(place)?;
            Some(format!("#{r:02x}{g:02x}{b:02x}"))
        };
        Theme::from_properties(property)
    }

    /// What puts pictures into a file.
    enum Maker {
        Gif {
            /// Made with the first picture, which has colours that the bare
            /// lower layer lacks.
            film: Option<gif::Film>,
            bare: Vec<u8>,
            size: (u16, u16),
            delay: u16,
        },
        WebM(Recorder),
    }

    impl Maker {
        async fn new(begin: &Begin, picture: &mut Picture) -> Result<Maker, FromWorker> {
            match begin.kind {
                Kind::Gif => {
                    picture.show(&Ops::new());
                    let side = |side: u32| u16::try_from(side).unwrap_or(u16::MAX);
                    Ok(Maker::Gif {
                        film: None,
                        bare: pixels(picture)?,
                        size: (side(begin.size.0), side(begin.size.1)),
                        delay: side(100 / begin.rate.max(1)),
                    })
                }
                Kind::WebM => Recorder::new(begin.size, begin.rate)
                    .await
                    .map(Maker::WebM)
                    .map_err(|error| FromWorker::NoEncoder(error.unwrap_or_default())),
            }
        }

        async fn add(&mut self, picture: &Picture, nth: u32) -> Result<(), FromWorker> {
            match self {
                Maker::Gif {
                    film,
                    bare,
                    size,
                    delay,
                } => {
                    let pixels = pixels(picture)?;
                    if film.is_none() {
                        let samples = [&bare[..], &pixels[..]];
                        *film = Some(gif::Film::new(*size, *delay, &samples).map_err(told)?);
                    }
                    let Some(film) = film else { return Ok(()) };
                    film.add(&pixels).map_err(told)?;
                    within(film.len())
                }
                Maker::WebM(recorder) => {
                    recorder
                        .add(picture.canvas(), nth)
                        .await
                        .map_err(|error| failed(&words_of(&error)))?;
                    within(recorder.len())
                }
            }
        }

        async fn finish(self) -> Result<Vec<u8>, FromWorker> {
            match self {
                Maker::Gif { film, .. } => film
                    .ok_or_else(|| failed("no picture"))?
                    .finish(clip::LAST_STAYS)
                    .map_err(told),
                Maker::WebM(recorder) => recorder
                    .finish()
                    .await
                    .map_err(|error| failed(&words_of(&error))),
            }
        }
    }

    fn pixels(picture: &Picture) -> Result<Vec<u8>, FromWorker> {
        picture.pixels().ok_or_else(|| failed("getImageData"))
    }

    fn within(length: usize) -> Result<(), FromWorker> {
        match length > LARGEST_FILE {
            true => Err(FromWorker::TooLarge),
            false => Ok(()),
        }
    }

    fn told(error: impl std::fmt::Display) -> FromWorker {
        failed(&error.to_string())
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a web worker of the page. Run `cargo xtask serve`.");
    std::process::exit(2);
}
