//! Many photos at once: one worker a core, answers in the order asked.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Applies `work` to every item on up to `workers` threads. A panic in one
/// item ends the whole call, as it would without threads.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    workers: usize,
    work: impl Fn(usize, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    thread::scope(|scope| {
        for _ in 0..workers.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    let answer = work(index, item);
                    done.lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner)
                        .push((index, answer));
                }
            });
        }
    });
    let mut answers = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// How many threads this machine can use at once; at least one.
#[must_use]
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn answers_come_in_the_order_of_the_items(
            items in prop::collection::vec(0u32..1000, 0..50), workers in 0usize..9
        ) {
            let doubled = map(&items, workers, |index, item| (index, item * 2));
            let expected: Vec<_> = items.iter().enumerate().map(|(i, x)| (i, x * 2)).collect();
            prop_assert_eq!(doubled, expected);
        }
    }
}
