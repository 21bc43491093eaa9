//! Which colour, pattern and height each state has: one table for canvas,
//! table, legend and exported pictures.
//!
//! Height speaks first: using a CPU fills the lane, being ready half of it,
//! waiting for anything is a thin line at the lane's foot. Colour and pattern
//! only say what is waited for. Colours are tokens, custom properties of
//! `static/tokens.css`, which follow Okabe and Ito's palette ("Color Universal
//! Design", 2002).

use crate::trace::State;

macro_rules! tokens {
    ($($(#[$meta:meta])* $name:ident = $css:literal;)+) => {
        /// A colour by its meaning.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Token {$($(#[$meta])* $name,)+}

        impl Token {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Token] = &[$(Token::$name),+];

            /// The custom property that holds it.
            pub fn property(self) -> &'static str {
                match self {$(Token::$name => $css,)+}
            }
        }
    };
}

tokens! {
    /// The page behind everything.
    Bg = "--bg";
    /// What the timeline is drawn on.
    Panel = "--panel";
    /// A fine line.
    Line = "--line";
    /// A line that is to be seen.
    LineStrong = "--line-strong";
    /// Text.
    Text = "--text";
    /// Text beside.
    Muted = "--muted";
    /// Text far beside.
    Faint = "--faint";
    /// What can be acted on, and the playhead.
    Accent = "--accent";
    /// The ground of what is chosen.
    AccentSoft = "--accent-soft";
    /// The ring around what has the focus.
    Focus = "--focus";
    /// What is wrong: a heartbeat that stopped.
    Danger = "--danger";
    /// Running.
    Run = "--run";
    /// Text on a thick bar.
    RunText = "--run-text";
    /// Ready.
    Ready = "--ready";
    /// Blocked on a device.
    Io = "--io";
    /// Blocked on a lock.
    Lock = "--lock";
    /// Blocked on the GIL.
    Gil = "--gil";
    /// Blocked on a queue.
    Queue = "--queue";
    /// Blocked on another's end.
    Join = "--join";
    /// Sleeping.
    Sleep = "--sleep";
    /// Awaiting.
    Await = "--await";
    /// Switching.
    Switch = "--switch";
    /// A device at work.
    Serve = "--serve";
    /// Ended.
    Ended = "--ended";
    /// A job's own colour.
    JobA = "--job-a";
    /// A job's own colour.
    JobB = "--job-b";
    /// A job's own colour.
    JobC = "--job-c";
    /// A job's own colour.
    JobD = "--job-d";
    /// A job's own colour.
    JobE = "--job-e";
    /// A job's own colour.
    JobF = "--job-f";
    /// A job's own colour.
    JobG = "--job-g";
    /// A job's own colour.
    JobH = "--job-h";
}

impl Token {
    /// Its place in [`Token::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The colour of the job that appeared as the `n`-th, from zero; after
    /// eight jobs they begin again.
    pub fn job(n: usize) -> Token {
        const JOBS: [Token; 8] = [
            Token::JobA,
            Token::JobB,
            Token::JobC,
            Token::JobD,
            Token::JobE,
            Token::JobF,
            Token::JobG,
            Token::JobH,
        ];
        JOBS[n % JOBS.len()]
    }
}

/// How a surface is filled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Pattern {
    /// One colour.
    Solid,
    /// Stripes that rise to the right.
    Rising,
    /// Stripes that fall to the right.
    Falling,
    /// Upright stripes.
    Upright,
    /// Dots.
    Dotted,
    /// Wide dashes.
    Dashed,
}

impl Pattern {
    /// The patterns that are not one plain colour.
    pub const TILED: [Pattern; 5] = [
        Pattern::Rising,
        Pattern::Falling,
        Pattern::Upright,
        Pattern::Dotted,
        Pattern::Dashed,
    ];

    /// The name used in pictures.
    pub fn key(self) -> &'static str {
        match self {
            Pattern::Solid => "solid",
            Pattern::Rising => "rising",
            Pattern::Falling => "falling",
            Pattern::Upright => "upright",
            Pattern::Dotted => "dotted",
            Pattern::Dashed => "dashed",
        }
    }

    /// The side of the pattern's tile in pixels.
    pub const TILE: u32 = 8;

    /// The polygons of a tile that have the full colour, on a faint ground;
    /// coordinates count in tiles, and tiles fit each other on all sides.
    /// Canvas and SVG both draw the pattern from this.
    pub fn pieces(self) -> &'static [&'static [(f32, f32)]] {
        match self {
            Pattern::Solid => &[&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]],
            Pattern::Rising => &[
                &[(0.0, 0.0), (0.4, 0.0), (0.0, 0.4)],
                &[(1.0, 0.0), (1.0, 0.4), (0.4, 1.0), (0.0, 1.0)],
            ],
            Pattern::Falling => &[
                &[(1.0, 0.0), (1.0, 0.4), (0.6, 0.0)],
                &[(0.0, 0.0), (1.0, 1.0), (0.6, 1.0), (0.0, 0.4)],
            ],
            Pattern::Upright => &[&[(0.0, 0.0), (0.45, 0.0), (0.45, 1.0), (0.0, 1.0)]],
            Pattern::Dotted => &[
                &[(0.25, 0.0), (0.5, 0.25), (0.25, 0.5), (0.0, 0.25)],
                &[(0.75, 0.5), (1.0, 0.75), (0.75, 1.0), (0.5, 0.75)],
            ],
            Pattern::Dashed => &[&[(0.0, 0.0), (0.65, 0.0), (0.65, 1.0), (0.0, 1.0)]],
        }
    }

    /// How opaque the ground between the stripes is.
    pub const GROUND: f64 = 0.28;
}

/// How a state looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Look {
    /// Its colour.
    pub fill: Token,
    /// Its pattern.
    pub pattern: Pattern,
    /// Its height as a share of the lane.
    pub height: f32,
}

/// How a state looks in a lane of its own thread, task or device.
pub fn look(state: State) -> Look {
    use Pattern::*;
    let (fill, pattern, height) = match state {
        State::Running => (Token::Run, Solid, 1.0),
        State::Ready => (Token::Ready, Rising, 0.55),
        State::BlockedIo => (Token::Io, Solid, 0.26),
        State::BlockedLock => (Token::Lock, Falling, 0.26),
        State::BlockedGil => (Token::Gil, Upright, 0.26),
        State::BlockedQueue => (Token::Queue, Dotted, 0.26),
        State::BlockedJoin => (Token::Join, Dashed, 0.26),
        State::Sleeping => (Token::Sleep, Solid, 0.12),
        State::Awaiting => (Token::Await, Solid, 0.2),
        State::Switching => (Token::Switch, Solid, 1.0),
        State::Serving => (Token::Serve, Solid, 1.0),
        State::Held => (Token::Lock, Solid, 0.6),
        State::Terminated => (Token::Ended, Dashed, 0.08),
        State::Span => (Token::JobA, Solid, 1.0),
    };
    Look {
        fill,
        pattern,
        height,
    }
}

/// A colour as red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// From `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Rgb> {
        let hex = text.trim().strip_prefix('#')?;
        let digit = |i: usize| u8::from_str_radix(hex.get(i..=i)?, 16).ok();
        let two = |i: usize| Some(digit(i)? * 16 + digit(i + 1)?);
        match hex.len() {
            3 => Some(Rgb([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17])),
            6 => Some(Rgb([two(0)?, two(2)?, two(4)?])),
            _ => None,
        }
    }

    /// As `#rrggbb`.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// The contrast ratio to another colour, 1 to 21 (WCAG 2.1, "contrast ratio").
    pub fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

/// The colours of all tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    colours: Vec<Rgb>,
}

/// The style sheet that defines the tokens.
pub const TOKENS_CSS: &str = include_str!("../../static/tokens.css");

impl Theme {
    /// From a look-up of custom properties. One that is missing or not a
    /// hexadecimal colour becomes a middle grey, so that it is seen.
    pub fn from_properties(property: impl Fn(&str) -> Option<String>) -> Theme {
        let colours = Token::ALL
            .iter()
            .map(|token| {
                property(token.property())
                    .and_then(|value| Rgb::parse(&value))
                    .unwrap_or(Rgb([128; 3]))
            })
            .collect();
        Theme { colours }
    }

    /// The light colours of `static/tokens.css`.
    pub fn light() -> Theme {
        Theme::from_block(":root {")
    }

    /// The dark colours of `static/tokens.css`.
    pub fn dark() -> Theme {
        Theme::from_block("[data-theme=\"dark\"] {")
    }

    fn from_block(selector: &str) -> Theme {
        Theme::from_properties(|name| property_in(TOKENS_CSS, selector, name).map(str::to_owned))
    }

    /// The colour of a token.
    pub fn colour(&self, token: Token) -> Rgb {
        self.colours[token.index()]
    }
}

/// The value of a custom property in the first rule of that selector.
fn property_in<'a>(css: &'a str, selector: &str, name: &str) -> Option<&'a str> {
    let (_, rule) = css.split_once(selector)?;
    let (body, _) = rule.split_once('}')?;
    body.split(';').find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCKS: [&str; 3] = [
        ":root {",
        "[data-theme=\"dark\"] {",
        ":root:not([data-theme=\"light\"]) {",
    ];

    #[test]
    fn every_token_is_in_every_theme() {
        for block in BLOCKS {
            for token in Token::ALL {
                let value = property_in(TOKENS_CSS, block, token.property());
                assert!(
                    value.and_then(Rgb::parse).is_some(),
                    "{} in {block}: {value:?}",
                    token.property()
                );
            }
        }
    }

    #[test]
    fn both_ways_to_darkness_are_the_same() {
        for token in Token::ALL {
            assert_eq!(
                property_in(TOKENS_CSS, BLOCKS[1], token.property()),
                property_in(TOKENS_CSS, BLOCKS[2], token.property()),
            );
        }
    }

    #[test]
    fn text_has_a_contrast_of_4_5_and_drawing_of_3() {
        use Token::*;
        for (name, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            let contrast = |a, b| theme.colour(a).contrast(theme.colour(b));
            for ground in [Bg, Panel] {
                for ink in [Text, Muted, Faint, Accent, Danger] {
                    assert!(contrast(ink, ground) >= 4.5, "{name} {ink:?} on {ground:?}");
                }
            }
            for n in 0..8 {
                let job = Token::job(n);
                assert!(contrast(RunText, job) >= 4.5, "{name} text on {job:?}");
            }
            for ground in [Run, Serve] {
                assert!(
                    contrast(RunText, ground) >= 4.5,
                    "{name} text on {ground:?}"
                );
            }
            assert!(contrast(Accent, AccentSoft) >= 4.5, "{name} chosen");
            for state in State::ALL {
                let fill = look(state).fill;
                assert!(contrast(fill, Panel) >= 3.0, "{name} {fill:?}");
            }
        }
    }

    #[test]
    fn no_two_states_look_alike() {
        for (i, a) in State::ALL.into_iter().enumerate() {
            for b in State::ALL.into_iter().skip(i + 1) {
                assert_ne!(look(a), look(b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn height_says_who_works() {
        let height = |state| look(state).height;
        assert_eq!(height(State::Running), 1.0);
        assert!(height(State::Ready) > 0.4 && height(State::Ready) < 0.7);
        for state in State::ALL {
            if state.is_blocked() || matches!(state, State::Awaiting | State::Sleeping) {
                assert!(height(state) <= 0.3, "{state:?}");
            }
        }
    }

    #[test]
    fn colours_are_read_or_refused() {
        for (text, rgb) in [
            ("#0b6cb0", Some([0x0b, 0x6c, 0xb0])),
            (" #FFF ", Some([255; 3])),
            ("#12345", None),
            ("red", None),
            ("#gg0000", None),
            ("#한", None),
        ] {
            assert_eq!(Rgb::parse(text), rgb.map(Rgb));
        }
    }
}
