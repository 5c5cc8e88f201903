//! A list of texts in which one is found quickly.

use xxhash_rust::xxh3::xxh3_64;

use super::check::same;

/// Texts by their hash, or as they are where there are few.
#[derive(Debug)]
pub(crate) enum TextSet {
    Few(Box<[Box<str>]>),
    /// Sorted by hash.
    Many(Box<[(u64, Box<str>)]>),
}

/// As many are compared one after the other: a comparison is cheaper than a hash.
const FEW: usize = 8;

impl TextSet {
    pub(super) fn new<'t>(texts: impl ExactSizeIterator<Item = &'t str>) -> Self {
        if texts.len() <= FEW {
            return Self::Few(texts.map(Box::from).collect());
        }
        let mut all: Vec<(u64, Box<str>)> = texts
            .map(|text| (xxh3_64(text.as_bytes()), Box::from(text)))
            .collect();
        all.sort_unstable();
        all.dedup();
        Self::Many(all.into())
    }

    #[inline]
    pub(super) fn has(&self, text: &str) -> bool {
        match self {
            Self::Few(all) => all.iter().any(|one| same(one, text)),
            Self::Many(all) => has(all, text),
        }
    }

    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Few(all) => Box::new(all.iter().map(|text| &**text)),
            Self::Many(all) => Box::new(all.iter().map(|(_, text)| &**text)),
        }
    }
}

#[inline(never)]
fn has(all: &[(u64, Box<str>)], text: &str) -> bool {
    let hash = xxh3_64(text.as_bytes());
    let from = all.partition_point(|(other, _)| *other < hash);
    all[from..]
        .iter()
        .take_while(|(other, _)| *other == hash)
        .any(|(_, one)| **one == *text)
}
