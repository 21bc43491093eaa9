//! Letting the event loop go on, and coming back at once.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessageEvent};

use super::error::LiveError;
use super::signal::Signal;

/// Turns on the event loop: each is a message that the page posts to itself.
///
/// Not a timer: browsers hold back nested timers by 4 ms or more. Not a
/// microtask: those run before anything else gets its turn. Turns come in the
/// order in which they were asked for.
pub struct Turns {
    channel: MessageChannel,
    waiting: Rc<RefCell<VecDeque<Signal<()>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Turns {
    /// A channel to itself.
    ///
    /// # Errors
    /// If the browser has no message channels.
    pub fn new() -> Result<Turns, LiveError> {
        let channel = MessageChannel::new().map_err(|_| LiveError::no_browser("MessageChannel"))?;
        let waiting = Rc::new(RefCell::new(VecDeque::<Signal<()>>::new()));
        let queue = waiting.clone();
        let on_message = Closure::new(move |_: MessageEvent| {
            let next = queue.borrow_mut().pop_front();
            if let Some(next) = next {
                next.set(());
            }
        });
        channel
            .port1()
            .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Ok(Turns {
            channel,
            waiting,
            _on_message: on_message,
        })
    }

    /// The caller's next turn, after all that wait now.
    ///
    /// # Errors
    /// If the browser does not take the message.
    pub async fn next(&self) -> Result<(), LiveError> {
        let turn = Signal::new();
        self.waiting.borrow_mut().push_back(turn.clone());
        self.channel
            .port2()
            .post_message(&JsValue::NULL)
            .map_err(|_| LiveError::no_browser("postMessage"))?;
        turn.await;
        Ok(())
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        self.channel.port1().set_onmessage(None);
        self.channel.port1().close();
        self.channel.port2().close();
    }
}
