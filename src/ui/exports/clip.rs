//! Making a moving picture in a worker, with progress and an end to it.

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag};
use yew::prelude::*;

use super::give::{self, Given};
use crate::base::{Dur, Lang, Time};
use crate::exporting::clip::{
    AHEAD, Begin, FromWorker, Kind, LARGEST_SIDE, Plan, VERSION, read, write,
};
use crate::exporting::write_ops;
use crate::i18n as t;
use crate::timeline::transport::Pace;
use crate::timeline::{Layout, Ops, Screen, Size, Theme, Token, Window};
use crate::ui::workers::{Program, Shift, use_shift};
use crate::web::surface::page_theme;
use crate::web::worker::WorkerError;

/// The worker's program, `src/bin/clip_worker.rs`.
const PROGRAM: Program = Program {
    name: "clip_worker",
    version: VERSION,
    start_limit: Dur::secs(20),
};
/// One picture takes no longer.
const SILENCE_LIMIT: Dur = Dur::secs(60);
/// The least and the most height, in pixels.
const HEIGHTS: (f64, f64) = (160.0, 1_080.0);

/// What is wanted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Wanted {
    /// Into what kind of file.
    pub kind: Kind,
    /// The stretch of the axis.
    pub range: Window,
    /// Pixels from left to right.
    pub width: u32,
    /// How many times quicker than usual.
    pub speed: f64,
    /// Pictures a second.
    pub rate: u32,
}

/// A stretch that can be chosen, and what it is called in a language.
pub type Stretch = (fn(Lang) -> &'static str, Window);

/// The stretches that can be chosen.
pub fn ranges(screen: &Screen) -> Vec<Stretch> {
    let whole = Window::whole(screen.stage().end());
    let view = screen.view();
    let mut ranges: Vec<Stretch> = vec![(t::export_range_all, whole)];
    if view.window != whole {
        ranges.push((t::export_range_seen, view.window));
    }
    if let Some((from, to)) = view.repeat.or(view.measure) {
        let window = Window::between(from.min(to), from.max(to));
        ranges.push((t::export_range_marked, window));
    }
    ranges
}

/// A moving picture that can be made.
#[derive(Clone)]
pub struct Job {
    screen: Screen,
    kind: Kind,
    /// Which moments it shows.
    pub plan: Plan,
}

impl Job {
    /// A timeline as it is, in another size and of another stretch.
    pub fn new(screen: &Screen, wanted: Wanted) -> Job {
        let mut screen = screen.clone();
        let height = Layout::wished_height(screen.stage()).clamp(HEIGHTS.0, HEIGHTS.1);
        let even = |side: f64| (side / 2.0).ceil() * 2.0;
        screen.resize(Size {
            width: f64::from(wanted.width.min(LARGEST_SIDE)),
            height: even(height),
        });
        Job {
            screen,
            kind: wanted.kind,
            plan: Plan {
                window: wanted.range,
                pace: Pace::for_length(wanted.range.span),
                speed: wanted.speed,
                rate: wanted.rate,
            },
        }
    }

    /// Its size in pixels.
    pub fn size(&self) -> (u32, u32) {
        let size = self.screen.layout().size;
        (size.width as u32, size.height as u32)
    }

    fn begin(&self, theme: &Theme, font: String) -> Begin {
        Begin {
            kind: self.kind,
            size: self.size(),
            rate: self.plan.rate,
            pictures: u32::try_from(self.plan.pictures()).unwrap_or(u32::MAX),
            colours: Token::ALL
                .iter()
                .map(|token| theme.colour(*token).0)
                .collect(),
            font,
        }
    }

    fn show(&mut self) {
        let window = self.plan.window;
        self.screen.show(window.start, window.end());
    }

    /// The lower layer.
    fn below(&mut self) -> Uint8Array {
        let mut ops = Ops::new();
        self.screen.play();
        self.show();
        self.screen.paint_base(&mut ops);
        Uint8Array::from(&write_ops(&ops)[..])
    }

    /// The upper layer of a picture.
    fn above(&mut self, nth: u32) -> Uint8Array {
        let mut ops = Ops::new();
        let at: Time = self.plan.moment(u64::from(nth));
        self.screen.seek(at);
        // At its edge the window would be turned like a page.
        self.show();
        self.screen.paint_overlay(&mut ops);
        Uint8Array::from(&write_ops(&ops)[..])
    }
}

/// How making stands: how many pictures are done, of how many.
#[derive(Clone, Copy, PartialEq, Default)]
pub struct State {
    /// None if nothing is being made.
    pub going: Option<(u32, u32)>,
}

/// Makes moving pictures, one at a time.
#[derive(Clone)]
pub struct Maker {
    state: UseStateSetter<State>,
    shift: Shift,
}

/// A maker, whose work ends when the dialog is closed.
#[hook]
pub fn use_maker() -> (State, Maker) {
    let state = use_state_eq(State::default);
    let maker = Maker {
        state: state.setter(),
        shift: use_shift(),
    };
    (*state, maker)
}

impl Maker {
    /// Makes one; what comes of it is said.
    pub fn make(&self, job: Job, say: Callback<Given>) {
        self.shift.end();
        let state = self.state.clone();
        let name = format!("timeline.{}", job.kind.ending().0);
        state.set(State {
            going: Some((0, job.plan.pictures() as u32)),
        });
        self.shift.work(async move {
            let given = match work(job, &state).await {
                Ok(made) => give::blob(&name, &made),
                Err(why) => Given::NotMade(why),
            };
            state.set(State::default());
            say.emit(given);
        });
    }

    /// Gives up what is being made.
    pub fn cancel(&self) {
        self.shift.end();
        self.state.set(State::default());
    }
}

fn failed(error: WorkerError) -> FromWorker {
    FromWorker::Failed(match error {
        WorkerError::NotMade(words) | WorkerError::Failed(words) => words,
        WorkerError::Garbled => "message".to_owned(),
        WorkerError::Silent(limit) => format!("{} s", limit.0 / 1_000_000_000),
    })
}

async fn work(mut job: Job, state: &UseStateSetter<State>) -> Result<Blob, FromWorker> {
    let link = PROGRAM.start().await.map_err(failed)?;
    let (theme, font) = page_theme().ok_or_else(|| failed(WorkerError::Garbled))?;
    let begin = job.begin(&theme, font);
    let all = begin.pictures;
    link.send(&write(&begin)).map_err(failed)?;
    link.send_value(&job.below().buffer()).map_err(failed)?;
    let (mut sent, mut taken) = (0, 0);
    loop {
        while sent < all && sent - taken < AHEAD {
            link.send_value(&job.above(sent).buffer()).map_err(failed)?;
            sent += 1;
        }
        let message = link.next(SILENCE_LIMIT).await.map_err(failed)?;
        match read(&message.text) {
            Some(FromWorker::Taken(done)) if done <= sent => {
                taken = done;
                state.set(State {
                    going: Some((done, all)),
                });
            }
            Some(FromWorker::Done) => break,
            Some(why) => return Err(why),
            None => return Err(failed(WorkerError::Garbled)),
        }
    }
    let file = link.next(SILENCE_LIMIT).await.map_err(failed)?.bytes;
    let file = file.ok_or_else(|| failed(WorkerError::Garbled))?;
    let options = BlobPropertyBag::new();
    options.set_type(job.kind.ending().1);
    Blob::new_with_buffer_source_sequence_and_options(&Array::of1(&file), &options)
        .map_err(|_| failed(WorkerError::Garbled))
}
