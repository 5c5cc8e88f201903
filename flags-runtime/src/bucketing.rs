//! Which bucket a subject is in.

use xxhash_rust::xxh3::xxh3_64;

/// Hash of a subject's key.
#[inline]
pub(crate) fn subject(key: &[u8]) -> u64 {
    xxh3_64(key)
}
