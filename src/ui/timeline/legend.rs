//! What colours, patterns and heights mean: derived from the painter's table.

use yew::prelude::*;

use crate::base::Lang;
use crate::timeline::palette::{Look, Pattern, Token, look};
use crate::timeline::{Stage, words};
use crate::trace::State;

/// What is on a stage, as far as the legend explains it.
pub struct Known {
    states: Vec<State>,
    jobs: Vec<(String, Token)>,
}

impl Known {
    /// Looks through all slices of a stage.
    pub fn of(stage: &Stage) -> Known {
        Known {
            states: stage.states(),
            jobs: stage.jobs_shown(),
        }
    }
}

/// The states and jobs that are on the stage.
pub fn legend(known: &Known, lang: Lang) -> Html {
    let Known { states, jobs } = known;
    html! {
        <ul class="tl-legend" aria-label={words::LEGEND.get(lang)}>
            { for states.iter().map(|&state| html! {
                <li key={state.key()} title={words::meaning(state).get(lang).to_owned()}>
                    { swatch(look(state), state == State::Switching) }
                    { words::state(state).get(lang).to_owned() }</li>
            }) }
            if !jobs.is_empty() {
                <li key="on cores" class="tl-legend-head">{ words::ON_CORES.get(lang) }</li>
            }
            { for jobs.iter().map(|(name, token)| html! {
                <li key={format!("job {name}")}>{ swatch(job(*token), false) }{ name.clone() }</li>
            }) }
        </ul>
    }
}

fn job(token: Token) -> Look {
    Look {
        fill: token,
        pattern: Pattern::Solid,
        height: 1.0,
    }
}

/// A bar as it is in a lane, small. Patterns are cut out of the tile's pieces.
fn swatch(look: Look, notch: bool) -> Html {
    const WIDE: f32 = 24.0;
    const TALL: f32 = 16.0;
    let h = (TALL * look.height).max(3.0);
    let (x, w) = if notch { (10.0, 3.0) } else { (0.0, WIDE) };
    let colour = format!("var({})", look.fill.property());
    let id = format!("tl-{}{}", look.pattern.key(), look.fill.property());
    let tiled = look.pattern != Pattern::Solid;
    let fill = if tiled {
        format!("url(#{id})")
    } else {
        colour.clone()
    };
    let tile = Pattern::TILE.to_string();
    html! {
        <svg class="tl-swatch" width={WIDE.to_string()} height={TALL.to_string()} aria-hidden="true" focusable="false">
            <defs>
                if tiled {
                    <pattern id={id} width={tile.clone()} height={tile.clone()} patternUnits="userSpaceOnUse">
                        <rect width={tile.clone()} height={tile} style={format!("fill:{colour}")} fill-opacity={Pattern::GROUND.to_string()} />
                        <path d={pieces(look.pattern)} style={format!("fill:{colour}")} />
                    </pattern>
                }
            </defs>
            <rect x={x.to_string()} y={(TALL - h).to_string()} width={w.to_string()} height={h.to_string()}
                rx={(h / 3.0).min(3.0).min(w / 3.0).to_string()} style={format!("fill:{fill}")} />
        </svg>
    }
}

fn pieces(pattern: Pattern) -> String {
    let side = Pattern::TILE as f32;
    let piece = |points: &&[(f32, f32)]| {
        let list: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{} {}", x * side, y * side))
            .collect();
        format!("M{}Z", list.join("L"))
    };
    pattern.pieces().iter().map(piece).collect()
}
