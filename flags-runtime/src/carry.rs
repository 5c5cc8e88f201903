//! What is in force here, taken to another thread or task.

use std::pin::pin;

use crate::here::Taken;

/// Takes along what is in force on this thread, for a closure that runs somewhere else: the
/// [`Scope`](crate::Scope) with its context and its snapshots, and overrides. It takes along nothing
/// else.
///
/// ```
/// # use flags_runtime::{Anonymous, Scope};
/// Scope::new(Anonymous).run(|| {
///     std::thread::spawn(flags_runtime::carry(|| {
///         assert!(Scope::current().is_some());
///     }))
///     .join()
/// })
/// # .unwrap();
/// ```
///
/// So it is with `tokio::task::spawn_blocking`, and with whatever else takes a closure. While the
/// closure runs, exactly what was in force where `carry` was called is in force, and nothing of the
/// thread's own. Without it a new thread has no scope: rules there find no context, which
/// [`Reason::NoContext`](crate::Reason::NoContext) and `explain()` tell.
pub fn carry<R>(f: impl FnOnce() -> R) -> impl FnOnce() -> R {
    let mut taken = Taken::here();
    move || taken.run(f)
}

/// The same for a future, as in `tokio::spawn(carry_async(future))`.
///
/// ```
/// # use flags_runtime::{Anonymous, Scope};
/// # fn spawn<F: Future + Send + 'static>(_: F) {}
/// Scope::new(Anonymous).run(|| {
///     spawn(flags_runtime::carry_async(async {
///         assert!(Scope::current().is_some());
///     }));
/// });
/// ```
pub fn carry_async<F: Future>(future: F) -> impl Future<Output = F::Output> {
    let mut taken = Taken::here();
    async move {
        let mut future = pin!(future);
        std::future::poll_fn(move |task| taken.run(|| future.as_mut().poll(task))).await
    }
}
