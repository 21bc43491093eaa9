//! What lives outside Yew: the screen's state, the two canvases, the frames.
//!
//! Yew hears of what it shows through [`Tell`], never in the middle of a
//! change: callbacks run when the engine is free again, so that they may call
//! back into it.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use web_sys::{HtmlCanvasElement, HtmlElement};

use super::tell::{Card, Focus, Look, Note, Shown, Tell};
use crate::base::{Lang, Time};
use crate::timeline::events::StepBy;
use crate::timeline::hit::{Facts, Hit};
use crate::timeline::input::{Command, Gesture, Input, Key, Pointer, Wheel, command, wheel};
use crate::timeline::layout::Size;
use crate::timeline::ops::{Ops, Type};
use crate::timeline::paint::Above;
use crate::timeline::screen::{Changes, Screen};
use crate::timeline::stage::{About, Place, Stage};
use crate::timeline::{narrate, svg};
use crate::trace::TrackId;
use crate::web::frame::Painter;
use crate::web::surface::{Surface, page_theme};

/// How often Yew hears of a moving playhead, in milliseconds.
const TELL_EVERY_MS: f64 = 80.0;
/// A stroke of the wheel that moved lanes goes on until a pause of so many
/// milliseconds; it does not scroll the page.
const LATCHED_MS: f64 = 300.0;
/// A frame that comes later than this is one after a pause: the clock does not jump.
const LONGEST_FRAME_MS: f64 = 100.0;

/// One timeline's life outside Yew.
pub struct Engine {
    screen: Screen,
    input: Input,
    base: Surface,
    overlay: Surface,
    wrapper: HtmlElement,
    ops: Ops,
    painter: Painter,
    lang: Lang,
    tell: Tell,
    notes: Vec<Note>,
    shown: Shown,
    focus: Option<Focus>,
    card: Option<Card>,
    look: Option<Look>,
    /// Stages that were put on after the first.
    stages: u32,
    pointer: Option<(f64, f64)>,
    /// Whether the card is about what is chosen rather than pointed at.
    card_of_selection: bool,
    last_frame: Option<f64>,
    last_told: f64,
    /// When a wheel last moved something, on the clock of events.
    scrolled: f64,
    reduced_motion: Option<bool>,
    /// Whether the base, and whether the overlay must be painted, and from which
    /// moment the playhead has come since.
    dirty: (bool, bool, Option<Time>),
    /// From where lanes were scrolled since the base was painted, if that is all
    /// that has happened to it.
    moved_from: Option<f64>,
}

/// The engine where it is shared: with the frame, with listeners, with handles.
pub type Shared = Rc<RefCell<Option<Engine>>>;

/// What an engine is made of.
pub struct Parts {
    /// The element around the canvases.
    pub wrapper: HtmlElement,
    /// The lower canvas.
    pub base: HtmlCanvasElement,
    /// The upper canvas.
    pub overlay: HtmlCanvasElement,
    /// What is shown.
    pub stage: Rc<Stage>,
    /// In which language.
    pub lang: Lang,
    /// Whom to tell.
    pub tell: Tell,
}

/// Puts an engine in its place. Gives whether the browser can paint.
pub fn start(shared: &Shared, parts: Parts) -> bool {
    let (Some(base), Some(overlay)) = (Surface::new(parts.base), Surface::new(parts.overlay))
    else {
        return false;
    };
    let weak: Weak<RefCell<Option<Engine>>> = Rc::downgrade(shared);
    let painter = Painter::new(move |now| {
        let mut again = false;
        if let Some(shared) = weak.upgrade() {
            with(&shared, |engine| again = engine.frame(now));
        }
        again
    });
    *shared.borrow_mut() = Some(Engine {
        screen: Screen::new(parts.stage, parts.lang),
        input: Input::default(),
        base,
        overlay,
        wrapper: parts.wrapper,
        ops: Ops::new(),
        painter,
        lang: parts.lang,
        tell: parts.tell,
        notes: Vec::new(),
        shown: Shown::default(),
        focus: None,
        card: None,
        look: None,
        stages: 0,
        pointer: None,
        card_of_selection: false,
        last_frame: None,
        last_told: 0.0,
        scrolled: f64::NEG_INFINITY,
        reduced_motion: None,
        dirty: (true, true, None),
        moved_from: None,
    });
    with(shared, |engine| {
        engine.retheme();
        engine.measure_size();
    });
    true
}

/// Does something with the engine, if it is there and free; then paints what
/// changed and tells whom it concerns.
pub fn with(shared: &Shared, change: impl FnOnce(&mut Engine)) {
    let (notes, tell) = {
        let Ok(mut place) = shared.try_borrow_mut() else {
            return;
        };
        let Some(engine) = place.as_mut() else {
            return;
        };
        change(engine);
        engine.settle();
        (std::mem::take(&mut engine.notes), engine.tell.clone())
    };
    tell.all(notes);
}

impl Engine {
    /// Shows something else.
    pub fn set_stage(&mut self, stage: Rc<Stage>) {
        self.stages += 1;
        self.screen.set_stage(stage);
    }

    /// Speaks another language.
    pub fn set_lang(&mut self, lang: Lang) {
        self.lang = lang;
        self.screen.set_lang(lang);
    }

    /// Tells others from now on.
    pub fn set_tell(&mut self, tell: Tell) {
        self.tell = tell;
    }

    /// What is shown, and how.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Chooses a lane and brings it into sight.
    pub fn choose(&mut self, lane: usize) {
        self.screen.choose(lane);
    }

    /// Scrolls the lanes to so many pixels from their top.
    pub fn scroll_to(&mut self, scroll: f64) {
        self.screen.scroll_to(scroll);
    }

    /// Gives the names of lanes so many pixels, or as many as they need.
    pub fn set_names(&mut self, names: Option<f64>) {
        self.screen.set_names(names);
    }

    /// Brings a slice into sight.
    pub fn reveal(&mut self, place: Place) {
        self.screen.show_slice(place);
    }

    /// Whether motion is unwanted; none asks the browser.
    pub fn set_reduced_motion(&mut self, reduced: Option<bool>) {
        self.reduced_motion = reduced;
    }

    /// Takes the colours of the page as they are now.
    pub fn retheme(&mut self) {
        if let Some((theme, font)) = page_theme() {
            self.base.set_theme(&theme, &font);
            self.overlay.set_theme(&theme, &font);
            self.screen.repaint();
        }
    }

    /// Takes the size of its element as it is now.
    pub fn measure_size(&mut self) {
        let size = Size {
            width: f64::from(self.wrapper.client_width()),
            height: f64::from(self.wrapper.client_height()),
        };
        let ratio = crate::web::window().device_pixel_ratio();
        let changed = self.base.resize(size, ratio) | self.overlay.resize(size, ratio);
        if changed {
            self.screen.resize(size);
            // An emptied canvas must not be seen: it is painted before the
            // browser shows it, not in the next frame.
            self.paint_base();
            self.paint_overlay();
        }
    }

    fn paint_base(&mut self) {
        self.screen.paint_base(&mut self.ops);
        self.base.replay(&self.ops);
        self.moved_from = None;
    }

    /// Moves what is painted, and paints what came into sight.
    fn paint_scrolled(&mut self, from: f64) {
        let ratio = self.base.ratio();
        match self.screen.paint_scrolled(from, ratio, &mut self.ops) {
            Some(moved) => {
                self.base.shift(moved.top, moved.foot, moved.by);
                self.base.replay_part(&self.ops, &moved.band);
                self.moved_from = None;
            }
            None => self.paint_base(),
        }
    }

    fn paint_overlay(&mut self) {
        self.screen.paint_overlay(&mut self.ops);
        self.overlay.replay(&self.ops);
    }

    /// Chooses what steps go to.
    pub fn set_step_by(&mut self, step_by: StepBy) {
        self.screen.set_step_by(step_by);
    }

    /// Draws something above the lanes, or nothing any more.
    pub fn set_above(&mut self, above: Option<Rc<dyn Above>>) {
        self.screen.set_above(above);
    }

    /// Measures a span of the axis, or none.
    pub fn measure(&mut self, span: Option<(Time, Time)>) {
        self.screen.measure(span);
    }

    /// Chooses the lane of a track and brings it into sight, if it has one.
    pub fn choose_track(&mut self, section: usize, track: TrackId) {
        if let Some(lane) = self.screen.stage().lane_of(section, track) {
            self.screen.choose_lane_at(lane);
        }
    }

    /// The moment that the transport is at.
    pub fn playhead(&self) -> Time {
        self.screen.transport().at()
    }

    /// Says something to those who hear the page.
    pub fn say(&mut self, what: String) {
        self.notes.push(Note::Said(what));
    }

    /// Whether a command is one that is done elsewhere, and nobody is there.
    fn is_missing(&self, command: Command) -> bool {
        command.is_for_reading() && self.tell.reading.is_none()
    }

    /// Does a command.
    pub fn apply(&mut self, command: Command) {
        if self.is_missing(command) {
            return;
        }
        if command.is_for_reading() {
            self.notes.push(Note::Asked(command));
        }
        self.ask_about_motion();
        self.screen.apply(command);
        self.say_choice(command);
        // Choosing by key shows the card where the slice is.
        self.card_of_selection = self.screen.view().selected.is_some();
        self.pointer = None;
    }

    /// Says what was chosen by key: the card is for the eye only.
    fn say_choice(&mut self, command: Command) {
        let (stage, view) = (self.screen.stage(), self.screen.view());
        let said = match command {
            Command::LaneUp | Command::LaneDown => view.lane.map(|lane| {
                let arranged = stage.arranged();
                arranged
                    .and_then(|a| a.spoken(stage, lane, view.playhead, self.lang))
                    .unwrap_or_else(|| narrate::lane(stage, lane, view.playhead, self.lang))
            }),
            Command::Choose => view
                .selected
                .and_then(|place| Facts::of_slice(stage, place))
                .map(|facts| facts.sentence(self.lang)),
            _ => None,
        };
        self.notes.extend(said.map(Note::Said));
    }

    /// The command of a key, done. Gives whether there was one.
    pub fn key(&mut self, key: Key) -> bool {
        let reading = self.tell.reading.as_ref();
        let command = command(key).or_else(|| (reading?.keys.0)(key));
        if let Some(command) = command {
            self.apply(command);
        }
        command.is_some()
    }

    /// Begins to play.
    pub fn play(&mut self) {
        self.ask_about_motion();
        self.screen.play();
    }

    /// Stops playing.
    pub fn pause(&mut self) {
        self.screen.pause();
    }

    /// Sets the playhead.
    pub fn seek(&mut self, at: Time) {
        self.screen.seek(at);
    }

    /// Sets the speed.
    pub fn set_speed(&mut self, speed: f64) {
        self.screen.set_speed(speed);
    }

    /// Shows a stretch of the axis, or all of it.
    pub fn show(&mut self, range: Option<(Time, Time)>) {
        match range {
            Some((from, to)) => self.screen.show(from, to),
            None => self.screen.fit_all(),
        }
    }

    /// Chooses a slice, or nothing.
    pub fn select(&mut self, place: Option<Place>) {
        self.screen.select(place);
        self.card_of_selection = place.is_some();
    }

    /// A pointer went down.
    pub fn pointer_down(&mut self, pointer: Pointer, shift: bool) {
        let area = self.screen.layout().area(pointer.x, pointer.y);
        let measures = shift || self.screen.measuring();
        self.input
            .set_carries(self.screen.stage().arranged().is_some());
        self.input.down(pointer, area, measures);
        self.screen.rest();
        self.card_of_selection = pointer.touch;
    }

    /// A pointer moved.
    pub fn pointer_moved(&mut self, pointer: Pointer) {
        if let Some(gesture) = self.input.moved(pointer) {
            self.gesture(gesture);
        }
        self.pointer =
            (!pointer.touch && !self.input.is_dragging()).then_some((pointer.x, pointer.y));
        self.card_of_selection &= pointer.touch;
    }

    /// A pointer went up.
    pub fn pointer_up(&mut self, pointer: Pointer) {
        if let Some(gesture) = self.input.up(pointer) {
            self.ask_about_motion();
            self.gesture(gesture);
        }
    }

    /// A pointer was taken away.
    pub fn pointer_cancelled(&mut self, id: i32) {
        self.input.cancel(id);
        self.screen.let_go();
    }

    /// The pointer left the canvas.
    pub fn pointer_left(&mut self) {
        self.pointer = None;
        self.gesture(Gesture::Leave);
    }

    /// A wheel turned. Gives whether it did anything here.
    pub fn wheel(&mut self, turned: Wheel) -> bool {
        let Some(gesture) = wheel(turned, self.screen.scrollable()) else {
            return false;
        };
        let before = self.screen.view().scroll;
        self.gesture(gesture);
        let is_scroll = matches!(gesture, Gesture::Pan { dx: 0.0, .. });
        // At the end of the lanes the page goes on, unless the same stroke has
        // just moved them.
        if is_scroll && before == self.screen.view().scroll {
            let same_stroke = turned.at - self.scrolled < LATCHED_MS;
            if same_stroke {
                self.scrolled = turned.at;
            }
            return same_stroke;
        }
        self.scrolled = turned.at;
        true
    }

    fn gesture(&mut self, gesture: Gesture) {
        self.screen.gesture(gesture);
    }

    /// The picture on the screen as an SVG document.
    pub fn svg(&mut self, title: &str) -> Option<String> {
        let (mut below, mut above) = (Ops::new(), Ops::new());
        self.screen.paint_base(&mut below);
        self.screen.paint_overlay(&mut above);
        let (theme, _) = page_theme()?;
        let size = self.screen.layout().size;
        let measure = |text: &str, style: &Type| self.base.width(text, style);
        let layers = [&below, &above];
        Some(svg::write_measured(&layers, size, &theme, title, &measure))
    }

    fn ask_about_motion(&mut self) {
        let asked = || {
            let query = crate::web::window().match_media("(prefers-reduced-motion: reduce)");
            query.ok().flatten().is_some_and(|query| query.matches())
        };
        self.screen
            .set_calm(self.reduced_motion.unwrap_or_else(asked));
    }

    /// One frame: time passes, what changed is painted. Gives whether another
    /// frame is wanted.
    fn frame(&mut self, now: f64) -> bool {
        let passed = self.last_frame.map_or(0.0, |last| now - last);
        let more = self.screen.tick(passed.clamp(0.0, LONGEST_FRAME_MS));
        self.last_frame = more.then_some(now);
        self.note_changes();
        let (base, overlay, played) = std::mem::take(&mut self.dirty);
        if base {
            self.paint_base();
        } else if let Some(from) = self.moved_from {
            self.paint_scrolled(from);
        }
        if base || overlay {
            self.paint_overlay();
        } else if let Some(from) = played {
            self.screen.paint_overlay(&mut self.ops);
            let part = self.screen.played(from);
            self.overlay.replay_part(&self.ops, &part);
        }
        more
    }

    /// After any change: notes what is to be told and asks for a frame.
    fn settle(&mut self) {
        self.note_changes();
        let idle = !self.screen.transport().playing() && !self.screen.is_gliding();
        if self.dirty != (false, false, None) || !idle {
            self.painter.request();
        }
    }

    fn note_changes(&mut self) {
        let changes = self.screen.take_changes();
        self.dirty.0 |= changes.base;
        self.dirty.1 |= changes.overlay;
        self.dirty.2 = self.dirty.2.or(changes.played);
        self.moved_from = self.moved_from.or(changes.scrolled);
        self.tell_shown(changes);
        self.tell_card();
        self.tell_look();
        self.notes.extend(changes.folded.map(Note::Folded));
        let carried = changes.carried;
        self.notes
            .extend(carried.map(|(lane, before)| Note::Carried(lane, before)));
        self.tell_focus();
        if changes.selection {
            self.notes.push(Note::Selected(self.screen.view().selected));
        }
        if changes.stepped {
            let at = self.screen.transport().at();
            let said = narrate::announce(self.screen.stage(), at, self.lang);
            self.notes.push(Note::Said(said));
        }
    }

    /// Tells Yew of the transport, of a moving playhead only now and then.
    fn tell_shown(&mut self, changes: Changes) {
        let shown = self.shown_now();
        if shown == self.shown {
            return;
        }
        let moved_only = Shown {
            at: self.shown.at,
            ..shown
        } == self.shown;
        let now = crate::web::window()
            .performance()
            .map_or(0.0, |clock| clock.now());
        if moved_only && shown.playing && now - self.last_told < TELL_EVERY_MS {
            return;
        }
        self.last_told = now;
        let moved = shown.at != self.shown.at || changes.playhead;
        let rests = shown.playing != self.shown.playing;
        self.shown = shown;
        self.notes.push(Note::Shown(shown));
        if moved || rests {
            self.notes.push(Note::Playhead(shown.at, !shown.playing));
        }
    }

    fn shown_now(&self) -> Shown {
        let transport = self.screen.transport();
        let view = self.screen.view();
        let pace = transport.pace();
        Shown {
            at: transport.at(),
            end: transport.end(),
            axis: self.screen.stage().axis(),
            playing: transport.playing(),
            speed: transport.speed(),
            pace: (pace.slower, pace.faster),
            repeats: transport.repeat().is_some(),
            measuring: self.screen.measuring(),
            flows: view.flows,
            zoomed: view.window != crate::timeline::Window::whole(self.screen.stage().end()),
            scrollable: self.screen.scrollable(),
            step_by: self.screen.step_by(),
            follows: self.screen.follows(),
        }
    }

    fn tell_focus(&mut self) {
        if self.tell.reading.is_none() {
            return;
        }
        let (stage, view) = (self.screen.stage(), self.screen.view());
        let lane = view.lane.and_then(|lane| stage.lanes().get(lane));
        let focus = Focus {
            selected: view.selected,
            track: lane.and_then(|lane| Some((lane.section, lane.track()?))),
            measure: view.measure,
        };
        if self.focus != Some(focus) {
            self.focus = Some(focus);
            self.notes.push(Note::Focus(focus));
        }
    }

    fn tell_card(&mut self) {
        let card = self.card_now();
        if card != self.card {
            self.card = card.clone();
            self.notes.push(Note::Card(card));
        }
    }

    fn tell_look(&mut self) {
        if self.tell.arranging.is_none() {
            return;
        }
        let (layout, view) = (self.screen.layout(), self.screen.view());
        let look = Look {
            stage: self.stages,
            window: view.window,
            end: self.screen.stage().end(),
            scroll: view.scroll,
            max_scroll: layout.max_scroll(),
            room: layout.room(),
            pinned: layout.pinned_height(),
            lane: view.lane,
            gutter: layout.gutter,
            width: layout.size.width,
            height: layout.size.height,
        };
        if self.look != Some(look) {
            self.look = Some(look);
            self.notes.push(Note::Look(look));
        }
    }

    fn card_now(&self) -> Option<Card> {
        let stage = self.screen.stage();
        let ((title, lines), x, y) = match self.pointer {
            Some((x, y)) => (self.about(self.screen.hit(x, y, 3.0))?, x, y),
            None if self.card_of_selection => {
                let place = self.screen.view().selected?;
                let rect = self.screen.slice_rect(place)?;
                let lane = stage.lane_of_slice(place)?;
                let about = self.about(Hit::Slice(lane, place))?;
                let x = f64::from(rect.x.max(0.0)) + f64::from(rect.w.min(120.0)) / 2.0;
                (about, x, f64::from(rect.y + rect.h))
            }
            None => return None,
        };
        let size = self.screen.layout().size;
        Some(Card {
            title,
            lines,
            x,
            y,
            width: size.width,
            height: size.height,
        })
    }

    /// What there is to say about what is under a point.
    fn about(&self, hit: Hit) -> Option<About> {
        let stage = self.screen.stage();
        let arranged = stage.arranged();
        let about = |lane, at| arranged?.about(stage, lane, at, self.lang);
        match hit {
            Hit::Name(lane) => about(lane, None),
            Hit::Lane(lane, at) => about(lane, Some(at)),
            _ => {
                let facts = Facts::of(stage, hit)?;
                let mut lines = facts.lines(self.lang);
                if let (Some(arranged), Hit::Slice(_, place)) = (arranged, hit) {
                    lines.extend(arranged.slice_facts(stage, place, self.lang));
                }
                Some((facts.title(self.lang), lines))
            }
        }
    }
}
