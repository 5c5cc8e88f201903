//! Flags that answer for the constants.

use std::fmt;
use std::sync::Arc;

use crate::engine::Engine;
use crate::here::{self, Entered, Layer};
use crate::{Flags, process};

/// Flags in the place of the process-wide ones.
impl Flags {
    /// Makes these flags answer for the constants on this thread, until the guard is dropped: what is
    /// evaluated with `NEW_CHECKOUT.is_enabled()` then has this provider and this environment.
    ///
    /// For tests of code that uses the constants. Other threads go on as before, and a thread that is
    /// spawned has it through [`carry`](crate::carry). Scopes and overrides that are in force here
    /// stay in force; hooks of the process do not hear of what is evaluated.
    ///
    /// ```
    /// use flags_runtime::{Flags, MockProvider, NoopProvider};
    ///
    /// let _staging = Flags::new(NoopProvider).in_environment("staging").stand_in();
    /// // What is called here is in staging.
    /// ```
    ///
    /// While flags stand in on some thread, no feature is on the fast path on any.
    pub fn stand_in(&self) -> StandIn {
        StandIn {
            _entered: Entered::new(self.layer()),
        }
    }

    /// Calls `f` with these flags in the place of the process-wide ones, as
    /// [`Flags::stand_in`] does.
    pub fn run<R>(&self, f: impl FnOnce() -> R) -> R {
        let _entered = Entered::new(self.layer());
        f()
    }

    /// Runs a future with these flags in the place of the process-wide ones while it is polled, on
    /// whichever thread.
    pub fn run_async<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        here::enter_async(self.layer(), future)
    }

    fn layer(&self) -> Layer {
        Layer::StandIn(Arc::new(Standing::new(Arc::clone(self.engine()))))
    }
}

/// Flags that answer for the constants on this thread, until this is dropped.
///
/// It belongs to its thread and cannot leave it. In a task that shares its thread with others those
/// see the flags too, while it waits: there, prefer [`Flags::run_async`].
#[must_use = "it ends when it is dropped: bind it to a name, as in `let _staging = …`"]
pub struct StandIn {
    _entered: Entered,
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandIn").finish_non_exhaustive()
    }
}

/// While it lives every slot says *ask*, so that it is seen on its thread.
pub(crate) struct Standing {
    engine: Arc<Engine>,
}

impl Standing {
    fn new(engine: Arc<Engine>) -> Self {
        process::engine().all_slots_ask();
        Self { engine }
    }

    pub(crate) const fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        process::engine().slots_answer_again();
    }
}
