//! A scene as drawing operations: places are boxes, tokens are cards in them.

use super::{Kind, Map, Scene, Skin};
use crate::base::Lang;
use crate::timeline::layout::{SMALL_SIZE, Size, TITLE_SIZE};
use crate::timeline::ops::{Anchor, Fill, Op, Ops, Rect, Type};
use crate::timeline::palette::{Token, look};
use crate::timeline::stage::Stage;
use crate::trace::State;

/// A token's size, and the room between two.
const CARD: (f64, f64) = (92.0, 28.0);
const GAP: f64 = 6.0;
/// Within a box: at its sides, and for its title.
const PAD: f64 = 10.0;
const HEAD: f64 = 28.0;
/// Around all boxes.
const MARGIN: f64 = 12.0;
/// The most tokens side by side in a box.
const MOST_COLUMNS: usize = 4;
/// A box is at least so wide: its title must be readable.
const LEAST: f64 = 150.0;

/// A scene that was drawn.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Drawn {
    /// Where each token is, to tell what was clicked.
    pub tokens: Vec<Rect>,
}

/// A box for a place: where it is, and how many tokens stand side by side.
#[derive(Clone, Copy, Debug)]
struct Room {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    columns: usize,
}

impl Room {
    /// Where the token of a slot stands. Slots beyond the room's are on its last.
    fn slot(&self, slot: usize, slots: usize) -> (f64, f64) {
        let slot = slot.min(slots.saturating_sub(1));
        let (column, row) = (slot % self.columns, slot / self.columns);
        (
            self.x + PAD + column as f64 * (CARD.0 + GAP),
            self.y + HEAD + row as f64 * (CARD.1 + GAP),
        )
    }
}

/// The boxes in rows from left to right; each row as high as its highest box,
/// the boxes of a row as wide as the row allows.
fn rooms(map: &Map, width: f64) -> (Vec<Room>, f64) {
    let inner = (width - 2.0 * MARGIN).max(LEAST);
    let fit = (((inner - 2.0 * PAD + GAP) / (CARD.0 + GAP)) as usize).clamp(1, MOST_COLUMNS);
    let mut rooms: Vec<Room> = Vec::with_capacity(map.places.len());
    let (mut x, mut y, mut row_from) = (MARGIN, MARGIN, 0);
    for place in &map.places {
        let columns = place.slots.clamp(1, fit);
        let lines = place.slots.max(1).div_ceil(columns);
        let w = (columns as f64 * (CARD.0 + GAP) - GAP + 2.0 * PAD).max(LEAST);
        let h = HEAD + lines as f64 * (CARD.1 + GAP) - GAP + PAD;
        if x > MARGIN && x + w > width - MARGIN {
            y += finish_row(&mut rooms[row_from..], width) + MARGIN;
            (x, row_from) = (MARGIN, rooms.len());
        }
        rooms.push(Room {
            x,
            y,
            w,
            h,
            columns,
        });
        x += w + MARGIN;
    }
    y += finish_row(&mut rooms[row_from..], width) + MARGIN;
    (rooms, y)
}

/// Makes the boxes of a row alike in height and fills its width; gives the height.
fn finish_row(row: &mut [Room], width: f64) -> f64 {
    let height = row.iter().map(|room| room.h).fold(0.0, f64::max);
    let used = row.last().map_or(0.0, |room| room.x + room.w);
    // One below another, as on a phone, boxes look best alike.
    let most = if row.len() == 1 { width } else { 60.0 };
    let more = ((width - MARGIN - used) / row.len().max(1) as f64).clamp(0.0, most);
    for (nth, room) in row.iter_mut().enumerate() {
        room.h = height;
        room.x += nth as f64 * more;
        room.w += more;
    }
    height
}

/// How high a scene is that is so wide, in pixels.
pub fn height(map: &Map, width: f64) -> f64 {
    rooms(map, width).1
}

/// What is chosen of a scene, and how it is told.
pub struct How {
    /// The words.
    pub skin: Skin,
    /// The language.
    pub lang: Lang,
    /// The room.
    pub size: Size,
}

/// Draws a scene.
pub fn draw(stage: &Stage, map: &Map, scene: &Scene, how: &How, ops: &mut Ops) -> Drawn {
    let Size { width, height } = how.size;
    ops.rect(
        Rect::new(0.0, 0.0, width, height),
        Fill::solid(Token::Panel),
    );
    let (rooms, _) = rooms(map, width);
    for (told, room) in map
        .told(stage, scene, how.skin, how.lang)
        .iter()
        .zip(&rooms)
    {
        let kind = map.places[told.place].kind;
        box_of(kind, room, ops);
        let mut title = told.title.clone();
        if told.tokens.len() > 1 {
            title.push_str(&format!(" · {}", told.tokens.len()));
        }
        if let Some(note) = &told.note {
            title.push_str(&format!(" · {note}"));
        }
        pictogram(how.skin, kind, room, ops);
        let style = Type {
            size: TITLE_SIZE,
            bold: matches!(kind, Kind::Core(_)),
            token: Token::Muted,
            anchor: Anchor::Start,
        };
        let left = room.x + PAD + 20.0;
        ops.say_cut(
            (left, room.y + 18.0),
            style,
            room.w - 2.0 * PAD - 20.0,
            &title,
        );
    }
    let mut drawn = Drawn {
        tokens: vec![Rect::new(0.0, 0.0, 0.0, 0.0); scene.tokens.len()],
    };
    // Those that are on their way lie above those that stand.
    for moving in [false, true] {
        for (token, standing) in scene.tokens.iter().enumerate() {
            if standing.way.is_some() != moving {
                continue;
            }
            let place = |place: usize, slot| rooms[place].slot(slot, map.places[place].slots);
            let mut at = place(standing.place, standing.slot);
            if let Some((from, slot, part)) = standing.way {
                at = between(place(from, slot), at, eased(f64::from(part) / 1_000.0));
            }
            let kind = map.places[standing.place].kind;
            drawn.tokens[token] = card(map, token, kind, at, ops);
        }
    }
    drawn
}

fn between(from: (f64, f64), to: (f64, f64), part: f64) -> (f64, f64) {
    let mix = |a: f64, b: f64| a + (b - a) * part;
    (mix(from.0, to.0), mix(from.1, to.1))
}

/// Slow at both ends (the smoothstep of computer graphics).
fn eased(part: f64) -> f64 {
    part * part * (3.0 - 2.0 * part)
}

fn box_of(kind: Kind, room: &Room, ops: &mut Ops) {
    let rect = Rect::new(room.x, room.y, room.w, room.h);
    let ground = match kind {
        Kind::Core(_) | Kind::Running => Fill::solid(Token::AccentSoft),
        _ => Fill::solid(Token::Bg),
    };
    ops.push(Op::Rect {
        rect,
        radius: 8.0,
        fill: ground,
    });
    let token = match kind {
        Kind::Core(_) => Token::Accent,
        _ => Token::LineStrong,
    };
    ops.push(Op::Frame {
        rect,
        width: 1.0,
        token,
    });
}

/// A token: its name on a card with its own colour at the edge and the state's
/// colour and pattern below, as in the lanes.
fn card(map: &Map, token: usize, kind: Kind, at: (f64, f64), ops: &mut Ops) -> Rect {
    let of = &map.tokens[token];
    let rect = Rect::new(at.0, at.1, CARD.0, CARD.1);
    ops.push(Op::Rect {
        rect,
        radius: 6.0,
        fill: Fill::solid(Token::Panel),
    });
    if let Some(state) = kind.state() {
        let look = look(state);
        let foot = Rect::new(at.0 + 8.0, at.1 + CARD.1 - 6.0, CARD.0 - 12.0, 4.0);
        ops.push(Op::Rect {
            rect: foot,
            radius: 2.0,
            fill: Fill {
                token: look.fill,
                pattern: look.pattern,
                alpha: 1.0,
            },
        });
    }
    let edge = Rect::new(at.0 + 1.0, at.1 + 3.0, 5.0, CARD.1 - 6.0);
    ops.push(Op::Rect {
        rect: edge,
        radius: 2.0,
        fill: Fill::solid(of.colour),
    });
    ops.push(Op::Frame {
        rect,
        width: 1.5,
        token: of.colour,
    });
    let style = Type {
        size: SMALL_SIZE + 1.0,
        bold: true,
        token: Token::Text,
        anchor: Anchor::Start,
    };
    let (x, y) = (at.0 + 11.0, at.1 + 17.0);
    ops.say_cut((x, y), style, CARD.0 - 16.0, &of.name);
    rect
}

/// A small drawing before the title of a box.
fn pictogram(skin: Skin, kind: Kind, room: &Room, ops: &mut Ops) {
    let (x, y) = (room.x + PAD, room.y + 7.0);
    let token = kind.state().map_or(Token::Faint, |state| look(state).fill);
    let mut part = |dx: f64, dy: f64, w: f64, h: f64, radius: f32, token: Token| {
        ops.push(Op::Rect {
            rect: Rect::new(x + dx, y + dy, w, h),
            radius,
            fill: Fill::solid(token),
        });
    };
    match (skin, kind) {
        (Skin::Kitchen, Kind::Core(_) | Kind::Running) => {
            // A pot with two handles and a lid.
            part(2.0, 5.0, 10.0, 8.0, 2.0, token);
            part(0.0, 6.0, 14.0, 2.0, 1.0, token);
            part(5.0, 2.0, 4.0, 2.0, 1.0, token);
        }
        (Skin::Kitchen, Kind::Waiting(State::BlockedIo | State::Awaiting, _)) => {
            // An oven with its window.
            part(1.0, 1.0, 12.0, 12.0, 2.0, token);
            part(3.0, 5.0, 8.0, 6.0, 1.0, Token::Bg);
        }
        (Skin::Laundry, Kind::Waiting(State::BlockedIo | State::Awaiting, _)) => {
            // A washing machine with its round door.
            part(1.0, 0.0, 12.0, 14.0, 2.0, token);
            part(3.0, 4.0, 8.0, 8.0, 4.0, Token::Bg);
            part(5.0, 6.0, 4.0, 4.0, 2.0, token);
        }
        (Skin::Laundry, Kind::Ready | Kind::Before) => {
            // A basket.
            part(0.0, 4.0, 14.0, 2.0, 1.0, token);
            part(2.0, 7.0, 10.0, 6.0, 2.0, token);
        }
        (_, Kind::Core(_)) => {
            // A chip with its legs.
            part(2.0, 2.0, 10.0, 10.0, 2.0, token);
            part(0.0, 4.0, 14.0, 1.5, 0.0, token);
            part(0.0, 8.5, 14.0, 1.5, 0.0, token);
            part(5.0, 5.0, 4.0, 4.0, 1.0, Token::AccentSoft);
        }
        _ => part(3.0, 3.0, 8.0, 8.0, 4.0, token),
    }
}

/// The token under a point.
pub fn token_at(drawn: &Drawn, x: f64, y: f64) -> Option<usize> {
    let (x, y) = (x as f32, y as f32);
    let inside = |rect: &Rect| {
        rect.w > 0.0
            && (rect.x..=rect.x + rect.w).contains(&x)
            && (rect.y..=rect.y + rect.h).contains(&y)
    };
    drawn.tokens.iter().rposition(inside)
}
