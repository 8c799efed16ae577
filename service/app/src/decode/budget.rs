//! Keeps all decode processes together within their memory: a file waits until
//! there is room for it, first come, first served.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Memory shared by all workers.
#[derive(Debug)]
pub(super) struct Budget {
    whole: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    used: u64,
    /// The number the next comer gets, and the one that is served.
    next: u64,
    served: u64,
}

/// Room taken; given back when dropped.
#[derive(Debug)]
pub(super) struct Room<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Budget {
    pub(super) fn new(whole: u64) -> Self {
        Self {
            whole,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Waits for room of `bytes`. More than the whole counts as the whole, so
    /// that the largest file is decoded alone instead of never.
    pub(super) fn take(&self, bytes: u64) -> Room<'_> {
        let bytes = bytes.min(self.whole);
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        while state.served != number || state.used + bytes > self.whole {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.served += 1;
        state.used += bytes;
        drop(state);
        self.changed.notify_all();
        Room {
            budget: self,
            bytes,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.budget.state().used -= self.bytes;
        self.budget.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn many_files_at_once_never_use_more_than_the_whole() {
        let budget = Budget::new(100);
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for file in 0..16_u64 {
                let (budget, now, most) = (&budget, &now, &most);
                scope.spawn(move || {
                    for round in 0..50 {
                        let bytes = (file * 13 + round * 7) % 120;
                        let _room = budget.take(bytes);
                        let bytes = bytes.min(100);
                        let used = now.fetch_add(bytes, Ordering::SeqCst) + bytes;
                        most.fetch_max(used, Ordering::SeqCst);
                        now.fetch_sub(bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 100);
        assert_eq!(budget.state().used, 0);
    }

    #[test]
    fn a_file_larger_than_the_budget_is_served_alone() {
        let budget = Budget::new(10);
        let room = budget.take(u64::MAX);
        assert_eq!(budget.state().used, 10);
        drop(room);
        assert_eq!(budget.state().used, 0);
    }
}
