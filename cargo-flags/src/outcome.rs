//! How a command ended.

/// How a command ended that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain about: exit status 0.
    Fine,
    /// Something was found, or refused: exit status 1.
    Findings,
}

impl Outcome {
    /// [`Outcome::Findings`] if there is something.
    #[must_use]
    pub fn of_findings(any: bool) -> Self {
        if any { Self::Findings } else { Self::Fine }
    }
}
