//! Which attribute of one registry is which of another.

use std::fmt;

use once_cell::race::OnceBox;

use crate::Registry;

/// Tables for contexts of other registries, each made when a context is first met, and kept.
#[derive(Default)]
pub(crate) struct Crossings(OnceBox<Crossing>);

struct Crossing {
    other: &'static Registry,
    /// For each attribute, which of the other registry's has its name and type.
    table: Box<[Option<u32>]>,
    next: Crossings,
}

impl Crossings {
    pub(crate) const fn new() -> Self {
        Self(OnceBox::new())
    }

    /// The table of a pair. Making it, at their first meeting, allocates.
    pub(super) fn to(
        &'static self,
        registry: &Registry,
        other: &'static Registry,
    ) -> &'static [Option<u32>] {
        let mut crossings = self;
        loop {
            let crossing = crossings
                .0
                .get_or_init(|| Box::new(Crossing::new(registry, other)));
            if std::ptr::eq(crossing.other, other) {
                return &crossing.table;
            }
            crossings = &crossing.next;
        }
    }
}

impl Crossing {
    fn new(registry: &Registry, other: &'static Registry) -> Self {
        let table = registry.attributes().iter().map(|wanted| {
            let found = other
                .attributes()
                .iter()
                .position(|info| info.name() == wanted.name() && info.ty().is_same_as(wanted.ty()));
            found.and_then(|index| u32::try_from(index).ok())
        });
        Self {
            other,
            table: table.collect(),
            next: Crossings::new(),
        }
    }
}

impl fmt::Debug for Crossings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crossings").finish_non_exhaustive()
    }
}
