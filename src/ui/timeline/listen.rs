//! Listeners and observers that end when they are dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, EventTarget, MutationObserver, ResizeObserver};

/// A listener on a target.
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens; a listener that is not passive may prevent what the browser does.
    pub fn new(
        target: &EventTarget,
        event: &'static str,
        passive: bool,
        heard: impl FnMut(Event) + 'static,
    ) -> Listener {
        let closure = Closure::<dyn FnMut(Event)>::new(heard);
        let options = AddEventListenerOptions::new();
        options.set_passive(passive);
        // Fails for targets that are gone only.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            event,
            closure.as_ref().unchecked_ref(),
            &options,
        );
        Listener {
            target: target.clone(),
            event,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, callback);
    }
}

/// Calls back when an element has another size.
#[derive(Debug)]
pub struct SizeWatch {
    observer: Option<ResizeObserver>,
    _closure: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Watches an element.
    pub fn new(element: &web_sys::Element, changed: impl FnMut() + 'static) -> SizeWatch {
        let closure = Closure::<dyn FnMut()>::new(changed);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        SizeWatch {
            observer,
            _closure: closure,
        }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Calls back when the page has another theme: its root element's attributes
/// changed, or the device went from light to dark.
#[derive(Debug)]
pub struct ThemeWatch {
    observer: Option<MutationObserver>,
    _closure: Closure<dyn FnMut()>,
    _device: Option<Listener>,
}

impl ThemeWatch {
    /// Watches the page.
    pub fn new(changed: impl Fn() + Clone + 'static) -> ThemeWatch {
        let window = crate::web::window();
        let on_device = changed.clone();
        let device = window
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .map(|query| Listener::new(&query, "change", true, move |_| on_device()));
        let closure = Closure::<dyn FnMut()>::new(changed);
        let observer = MutationObserver::new(closure.as_ref().unchecked_ref()).ok();
        let root = window.document().and_then(|page| page.document_element());
        if let (Some(observer), Some(root)) = (&observer, root) {
            let what = web_sys::MutationObserverInit::new();
            what.set_attributes(true);
            // Fails for an empty choice of what to watch only.
            let _ = observer.observe_with_options(&root, &what);
        }
        ThemeWatch {
            observer,
            _closure: closure,
            _device: device,
        }
    }
}

impl Drop for ThemeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
