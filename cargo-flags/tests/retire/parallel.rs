//! Work on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Calls the function for each of the items, on all cores, and tells it on which; the results are in
/// their order.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], f: impl Fn(&T, usize) -> R + Sync) -> Vec<R> {
    let (next, f) = (&AtomicUsize::new(0), &f);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|lane| {
                scope.spawn(move || {
                    let mut results = Vec::new();
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        match items.get(index) {
                            Some(item) => results.push((index, f(item, lane))),
                            None => return results,
                        }
                    }
                })
            })
            .collect();
        (workers.into_iter())
            .flat_map(|worker| worker.join().expect("no case panics"))
            .collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
