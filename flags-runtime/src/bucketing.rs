//! Which bucket a subject is in: bucketing, version 1.
//!
//! `flags-runtime/bucketing.md` publishes it, and `tests/data/bucketing-v1.json` holds vectors that
//! another implementation made. It never changes; another function would be version 2.

use std::fmt;

use xxhash_rust::xxh3::{Xxh3Default, xxh3_64, xxh3_64_with_seed};

/// Buckets are thousandths of a per cent.
pub(crate) const BUCKETS: u32 = 100_000;

/// What is bucketed. Each has buckets of its own, so that a split behind a rollout keeps its shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `rollout` and `ramp`.
    Rollout = 1,
    /// `split`.
    Split = 2,
}

/// Hash of a subject's key, made once for each context: XXH3, 64 bits, seed 0.
#[inline(never)]
pub(crate) fn subject(key: &[u8]) -> u64 {
    xxh3_64(key)
}

/// The same of what a value shows as, without putting the text together.
pub(crate) fn subject_of(value: &dyn fmt::Display) -> u64 {
    let mut hasher = Hasher(Xxh3Default::new());
    match fmt::Write::write_fmt(&mut hasher, format_args!("{value}")) {
        Ok(()) => hasher.0.digest(),
        // Neither numbers nor versions fail to be shown, nor does the hasher fail.
        Err(fmt::Error) => 0,
    }
}

/// Constant of a salt, made when rules are loaded: XXH3, 64 bits, with the purpose as seed.
pub(crate) fn salt(salt: &str, purpose: Purpose) -> u64 {
    xxh3_64_with_seed(salt.as_bytes(), purpose as u64)
}

/// The bucket, 0 to 99,999, of a subject under a salt.
#[inline]
pub(crate) fn bucket(subject: u64, salt: u64) -> u32 {
    let mut hash = subject ^ salt;
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    // The high half of the product spreads 2^64 hashes over the buckets; none gets more than one
    // hash more than another.
    let product = u128::from(hash) * u128::from(BUCKETS);
    u32::try_from(product >> 64).unwrap_or(BUCKETS - 1)
}

struct Hasher(Xxh3Default);

impl fmt::Write for Hasher {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests;
