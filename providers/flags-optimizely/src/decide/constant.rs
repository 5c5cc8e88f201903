//! Decisions that are the same for every context.

use std::cell::Cell;

use super::trace::Silent;
use super::{Decision, decide};
use crate::datafile::{Datafile, Flag};
use crate::subject::{Attribute, Subject};

/// The decision, if nothing of a context is asked for on the way to it.
pub(crate) fn constant<'d>(datafile: &'d Datafile, flag: &'d Flag) -> Option<Decision<'d>> {
    let nobody = Nobody {
        asked: Cell::new(false),
    };
    let decision = decide(datafile, flag, None, &nobody, &mut Silent).ok()?;
    (!nobody.asked.get()).then_some(decision)
}

/// Knows nothing, and remembers whether it was asked.
struct Nobody {
    asked: Cell<bool>,
}

impl Subject for Nobody {
    fn key(&self) -> Option<&str> {
        self.asked.set(true);
        None
    }

    fn attribute(&self, _: &str) -> Option<Attribute<'_>> {
        self.asked.set(true);
        None
    }
}
