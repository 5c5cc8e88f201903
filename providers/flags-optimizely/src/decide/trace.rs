//! What a decision says of how it came about.

/// Listens to a decision.
pub(crate) trait Trace {
    /// One step, put into words only if somebody listens.
    fn say(&mut self, step: impl FnOnce() -> String);
}

/// Nobody listens.
pub(crate) struct Silent;

impl Trace for Silent {
    fn say(&mut self, _: impl FnOnce() -> String) {}
}

/// All steps, in order.
impl Trace for Vec<String> {
    fn say(&mut self, step: impl FnOnce() -> String) {
        self.push(step());
    }
}

/// How a condition came out, for steps.
pub(crate) const fn outcome(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "matches",
        Some(false) => "does not match",
        None => "cannot be told, so it does not match",
    }
}
