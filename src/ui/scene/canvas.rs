//! The drawing of a scene: a canvas of its own, painted outside Yew on the
//! frames of the page, at the moment that the timeline is at.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{HtmlCanvasElement, HtmlElement};
use yew::prelude::*;

use crate::base::Lang;
use crate::timeline::layout::Size;
use crate::timeline::ops::Ops;
use crate::timeline::scene::{Drawn, How, Map, Skin, draw, height, token_at};
use crate::timeline::stage::Stage;
use crate::ui::timeline::{Shown, SizeWatch, ThemeWatch, TimelineHandle};
use crate::web::frame::Painter;
use crate::web::surface::{Surface, page_theme};

/// What the drawing needs.
#[derive(Properties, PartialEq)]
pub struct SceneCanvasProps {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub stage: Rc<Stage>,
    /// The places and tokens of one of its sections.
    pub map: Rc<Option<Map>>,
    /// How it is dressed.
    pub skin: Skin,
    /// How the timeline plays.
    pub shown: Shown,
    /// The timeline, which has the clock.
    pub handle: TimelineHandle,
    /// A token was clicked.
    pub on_choose: Callback<usize>,
}

/// What is painted, and with what.
struct Drawing {
    surface: Surface,
    wrapper: HtmlElement,
    ops: Ops,
    drawn: Drawn,
    what: What,
}

/// What is to be painted.
#[derive(Clone, PartialEq)]
struct What {
    lang: Lang,
    stage: Rc<Stage>,
    map: Rc<Option<Map>>,
    skin: Skin,
    handle: TimelineHandle,
    calm: bool,
}

impl Drawing {
    /// Paints the moment that the timeline is at; gives whether it plays.
    fn paint(&mut self) -> bool {
        let (Some(map), Some((at, playing))) = (self.what.map.as_ref(), self.what.handle.moment())
        else {
            return false;
        };
        let width = f64::from(self.wrapper.client_width()).max(1.0);
        let size = Size {
            width,
            height: height(map, width),
        };
        self.surface
            .resize(size, crate::web::window().device_pixel_ratio());
        let how = How {
            skin: self.what.skin,
            lang: self.what.lang,
            size,
        };
        let moving = playing && !self.what.calm;
        let scene = map.at(&self.what.stage, at, moving);
        self.ops.clear();
        self.drawn = draw(&self.what.stage, map, &scene, &how, &mut self.ops);
        self.surface.replay(&self.ops);
        playing
    }

    fn retheme(&mut self) {
        if let Some((theme, font)) = page_theme() {
            self.surface.set_theme(&theme, &font);
        }
    }
}

type Shared = Rc<RefCell<Option<(Drawing, Painter)>>>;

fn request(shared: &Shared) {
    if let Some((_, painter)) = shared.borrow().as_ref() {
        painter.request();
    }
}

/// The drawing of a scene.
#[component]
pub fn SceneCanvas(props: &SceneCanvasProps) -> Html {
    let (wrapper, canvas) = (use_node_ref(), use_node_ref());
    let shared: Shared = use_mut_ref(|| None);
    let calm = crate::ui::app::use_media("(prefers-reduced-motion: reduce)");
    let what = What {
        lang: props.lang,
        stage: Rc::clone(&props.stage),
        map: Rc::clone(&props.map),
        skin: props.skin,
        handle: props.handle.clone(),
        calm,
    };
    {
        let (shared, wrapper, canvas, what) = (
            shared.clone(),
            wrapper.clone(),
            canvas.clone(),
            what.clone(),
        );
        use_effect_with((), move |()| {
            let watches = mount(&shared, &wrapper, &canvas, what);
            move || {
                drop(watches);
                // The frame is cancelled before the canvas goes.
                shared.borrow_mut().take();
            }
        });
    }
    {
        let shared = shared.clone();
        use_effect_with((what, props.shown), move |(what, _)| {
            if let Some((drawing, _)) = shared.borrow_mut().as_mut() {
                drawing.what = what.clone();
            }
            request(&shared);
        });
    }
    let onclick = {
        let (shared, on_choose) = (shared, props.on_choose.clone());
        Callback::from(move |event: MouseEvent| {
            let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
            let token = shared
                .borrow()
                .as_ref()
                .and_then(|(drawing, _)| token_at(&drawing.drawn, x, y));
            if let Some(token) = token {
                on_choose.emit(token);
            }
        })
    };
    let style = props.map.as_ref().as_ref().map_or(String::new(), |map| {
        let width = wrapper
            .cast::<HtmlElement>()
            .map_or(720.0, |wrapper| f64::from(wrapper.client_width()));
        format!("height:{:.0}px", height(map, width.max(1.0)))
    });
    html! {
        <div class="scene-canvas" ref={wrapper} {style} {onclick}><canvas ref={canvas} aria-hidden="true"></canvas></div>
    }
}

fn mount(
    shared: &Shared,
    wrapper: &NodeRef,
    canvas: &NodeRef,
    what: What,
) -> Option<(SizeWatch, ThemeWatch)> {
    let wrapper: HtmlElement = wrapper.cast()?;
    let surface = Surface::new(canvas.cast::<HtmlCanvasElement>()?)?;
    let mut drawing = Drawing {
        surface,
        wrapper: wrapper.clone(),
        ops: Ops::new(),
        drawn: Drawn::default(),
        what,
    };
    drawing.retheme();
    let weak = Rc::downgrade(shared);
    let painter = Painter::new(move |_| {
        let Some(shared) = weak.upgrade() else {
            return false;
        };
        let mut shared = shared.borrow_mut();
        shared.as_mut().is_some_and(|(drawing, _)| drawing.paint())
    });
    *shared.borrow_mut() = Some((drawing, painter));
    request(shared);
    let resized = {
        let (shared, wrapper) = (shared.clone(), wrapper.clone());
        move || {
            if let Some((drawing, _)) = shared.borrow().as_ref()
                && let Some(map) = drawing.what.map.as_ref()
            {
                let height = height(map, f64::from(wrapper.client_width()).max(1.0));
                let style = wrapper.style();
                // Only an invalid name could fail.
                let _ = style.set_property("height", &format!("{height:.0}px"));
            }
            request(&shared);
        }
    };
    let rethemed = {
        let shared = shared.clone();
        move || {
            if let Some((drawing, _)) = shared.borrow_mut().as_mut() {
                drawing.retheme();
            }
            request(&shared);
        }
    };
    Some((SizeWatch::new(&wrapper, resized), ThemeWatch::new(rethemed)))
}
