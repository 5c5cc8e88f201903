//! Names of entries, so that one is found quickly.

use std::hash::{BuildHasher, RandomState};

/// Finds a name among those that the caller keeps in a list.
///
/// A fraction of the memory that a map of the same names takes, and no copies of them. The hash begins
/// with a number that nobody can foresee, so that no file can be made of names that collide.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    seed: u64,
    /// The place in the list, from 1, and above it whatever there is room for of the hash; a power of
    /// two of them, more than there are names.
    slots: Box<[u32]>,
    has_slashes: bool,
}

impl Index {
    /// The names of the list, or `None` where one stands twice.
    pub(super) fn new<'n>(count: usize, name: impl Fn(usize) -> &'n [u8]) -> Option<Self> {
        let slots = (count + count / 4 + 1).next_power_of_two();
        // So that a place fits a slot.
        u32::try_from(slots - 1).ok()?;
        let mut index = Self {
            seed: RandomState::new().hash_one(count),
            slots: vec![0; slots].into(),
            has_slashes: false,
        };
        for place in 0..count {
            let name_there = name(place);
            let hash = hash(index.seed, name_there);
            index.has_slashes |= name_there.contains(&b'/');
            let (mut at, mark) = (index.start(hash), index.mark(hash));
            while let Some((other, other_mark)) = index.slot(at) {
                if other_mark == mark && name(other) == name_there {
                    return None;
                }
                at = index.after(at);
            }
            index.slots[at] = mark | u32::try_from(place + 1).ok()?;
        }
        Some(index)
    }

    /// Whether there is a slash in any of the names.
    pub(super) const fn has_slashes(&self) -> bool {
        self.has_slashes
    }

    /// The names of a list in which none stands twice.
    pub(super) fn of_distinct<'n>(count: usize, name: impl Fn(usize) -> &'n [u8]) -> Self {
        Self::new(count, name).expect("no name stands twice in a table")
    }

    /// The place of a name in the list.
    pub(super) fn find<'n>(
        &self,
        wanted: &[u8],
        name: impl Fn(usize) -> &'n [u8],
    ) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let hash = hash(self.seed, wanted);
        let (mut at, mark) = (self.start(hash), self.mark(hash));
        while let Some((place, other_mark)) = self.slot(at) {
            if other_mark == mark && name(place) == wanted {
                return Some(place);
            }
            at = self.after(at);
        }
        None
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the mask leaves no more than there are slots"
    )]
    const fn start(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    const fn after(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }

    /// The bits of a slot that hold a place.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an index that has more slots is not made"
    )]
    const fn places(&self) -> u32 {
        (self.slots.len() - 1) as u32
    }

    /// What a slot holds of a hash.
    const fn mark(&self, hash: u64) -> u32 {
        (hash >> 32) as u32 & !self.places()
    }

    /// The place and the mark in a slot; `None` where it is empty.
    fn slot(&self, at: usize) -> Option<(usize, u32)> {
        let slot = self.slots[at];
        let place = (slot & self.places()).checked_sub(1)?;
        Some((place as usize, slot & !self.places()))
    }
}

/// Eight bytes at a time, each folded into the product of all before. The last eight may have some in
/// them that were there before; the length tells texts apart that differ in no more than that.
#[inline]
fn hash(seed: u64, name: &[u8]) -> u64 {
    // Digits of pi: odd, and without a pattern.
    const FACTOR: u64 = 0x243f_6a88_85a3_08d3;
    let fold = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * u128::from(FACTOR);
        (product >> 64) as u64 ^ product as u64
    };
    let mut hash = seed ^ name.len() as u64;
    let (words, _) = name.as_chunks::<8>();
    for word in words {
        hash = fold(hash, u64::from_le_bytes(*word));
    }
    let last = match (name.last_chunk::<8>(), name.first_chunk::<4>()) {
        (Some(last), _) => u64::from_le_bytes(*last),
        (None, Some(first)) => {
            let last = name.last_chunk::<4>().unwrap_or(first);
            u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
        }
        (None, None) => {
            let bytes = name.iter().map(|byte| u64::from(*byte));
            bytes.fold(0, |word, byte| word << 8 | byte)
        }
    };
    fold(fold(hash, last), FACTOR)
}

#[cfg(test)]
mod tests {
    use super::Index;

    #[test]
    fn each_name_is_found_and_no_other() {
        for (count, start) in [
            (0, ""),
            (1, ""),
            (3, "f"),
            (8, "ab"),
            (9, "abc"),
            (1000, "feature_"),
        ] {
            let names: Vec<String> = (0..count).map(|n| format!("{start}{n}")).collect();
            let index = Index::new(count, |place| names[place].as_bytes()).unwrap();
            for (place, name) in names.iter().enumerate() {
                let found = index.find(name.as_bytes(), |place| names[place].as_bytes());
                assert_eq!(found, Some(place));
            }
            assert_eq!(
                index.find(b"feature", |place| names[place].as_bytes()),
                None
            );
            assert_eq!(index.find(b"", |place| names[place].as_bytes()), None);
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_noticed() {
        for names in [
            &["a", "b", "a"][..],
            &["", ""],
            &["long_names", "x", "long_names"],
        ] {
            assert!(Index::new(names.len(), |place| names[place].as_bytes()).is_none());
        }
    }

    #[test]
    fn the_empty_index_finds_nothing() {
        assert_eq!(Index::default().find(b"a", |_| unreachable!()), None);
    }
}
