//! Something that is said once, and can be awaited or asked for.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A value that comes once. Clones share it; whoever takes it first has it.
///
/// Awaiting it is to be notified; [`Signal::take`] is to ask whether it is there.
pub struct Signal<T> {
    inner: Rc<RefCell<(Option<T>, Option<Waker>)>>,
}

impl<T> Signal<T> {
    /// One whose value has not come.
    pub fn new() -> Signal<T> {
        Signal {
            inner: Rc::new(RefCell::new((None, None))),
        }
    }

    /// The value has come.
    pub fn set(&self, value: T) {
        let waker = {
            let mut inner = self.inner.borrow_mut();
            inner.0 = Some(value);
            inner.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// The value, if it has come and nobody has taken it.
    pub fn take(&self) -> Option<T> {
        self.inner.borrow_mut().0.take()
    }
}

impl<T> Default for Signal<T> {
    fn default() -> Self {
        Signal::new()
    }
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        Signal {
            inner: self.inner.clone(),
        }
    }
}

impl<T> Future for Signal<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut inner = self.inner.borrow_mut();
        match inner.0.take() {
            Some(value) => Poll::Ready(value),
            None => {
                inner.1 = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Wake;

    struct Count(AtomicU32);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn it_notifies_who_awaits_and_is_taken_once() {
        let count = Arc::new(Count(AtomicU32::new(0)));
        let waker = count.clone().into();
        let mut context = Context::from_waker(&waker);
        let signal = Signal::new();
        let mut awaited = Box::pin(signal.clone());
        assert_eq!(signal.take(), None);
        assert_eq!(awaited.as_mut().poll(&mut context), Poll::Pending);
        signal.set(7);
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        assert_eq!(awaited.as_mut().poll(&mut context), Poll::Ready(7));
        assert_eq!(signal.take(), None);
    }
}
