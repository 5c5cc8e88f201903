//! Whether an entry says what it said before.

use std::cell::Cell;

use flags_manifest::state::{StateEntry, StateFile};
use flags_runtime::SegmentInfo;
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

/// Fingerprints of entries, for one registry and environment.
pub(super) struct Fingerprints {
    /// Of what all entries depend on.
    common: u64,
    /// Where the last entry stood.
    line: Cell<u32>,
}

impl Fingerprints {
    pub(super) fn new(
        environment: usize,
        segments: &[(u32, SegmentInfo)],
        broken: &[(usize, String)],
    ) -> Self {
        let mut common = Xxh3::new();
        common.update(&environment.to_le_bytes());
        // Rules refer to segments by index; what a segment says is not theirs.
        for (index, segment) in segments {
            common.update(&index.to_le_bytes());
            common.update(segment.name().as_bytes());
            common.update(b"\0");
        }
        for (index, reason) in broken {
            common.update(&index.to_le_bytes());
            common.update(reason.as_bytes());
            common.update(b"\0");
        }
        Self {
            common: common.digest(),
            line: Cell::new(1),
        }
    }

    /// The fingerprint of an entry; `None` for one that does not stand in one piece.
    pub(super) fn of(&self, state: &StateFile, entry: StateEntry<'_>) -> Option<u64> {
        let source = entry.source()?;
        // Each rule knows its line.
        let line = state.line_from(self.line.get(), &entry.name_span());
        self.line.set(line);
        let seed = self.common.wrapping_add(u64::from(line));
        Some(xxh3_64_with_seed(source.as_bytes(), seed))
    }
}
