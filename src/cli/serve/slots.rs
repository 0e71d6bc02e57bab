//! A counted number of places: how many connections, or streams of live reload, there may be at a time.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The places.
pub(crate) struct Slots {
    free: Mutex<usize>,
    given_back: Condvar,
}

/// One place; given back when it is dropped, also by a panic.
pub(crate) struct Slot(Arc<Slots>);

impl Slots {
    /// So many free places.
    pub(crate) fn new(count: usize) -> Arc<Self> {
        Arc::new(Self { free: Mutex::new(count), given_back: Condvar::new() })
    }

    /// Waits for a place.
    pub(crate) fn wait(self: &Arc<Self>) -> Slot {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.given_back.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Slot(Arc::clone(self))
    }

    /// A place if there is one now.
    pub(crate) fn take(self: &Arc<Self>) -> Option<Slot> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        *free = free.checked_sub(1)?;
        Some(Slot(Arc::clone(self)))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.given_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let slots = Slots::new(2);
        let (first, second) = (slots.take(), slots.wait());
        assert!(first.is_some());
        assert!(slots.take().is_none());
        drop(second);
        assert!(slots.take().is_some());
    }
}
