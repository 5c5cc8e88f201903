//! Buckets: which share of a split a subject falls into.

use crate::murmur3;

/// The buckets of a split are numbered from 0 up to this.
pub(crate) const BUCKETS: i64 = 10_000;

/// The bucket of a subject, for an experiment, a group or a holdout.
pub(crate) fn bucket(bucketing_id: &str, entity_id: &str) -> i64 {
    const SEED: u32 = 1;
    let hash = murmur3::hash(bucketing_id.as_bytes(), entity_id.as_bytes(), SEED);
    // 32 bits of hash times less than 14 bits fit, and no float rounds them.
    (i64::from(hash) * BUCKETS) >> 32
}

/// Shares of a split, in their order: each reaches up to its end, and begins where the last one ended.
#[derive(Debug)]
pub(crate) struct Allocation<E> {
    shares: Box<[(i64, E)]>,
    /// Whether all buckets are in the same share.
    same_for_all: bool,
}

impl<E> Allocation<E> {
    pub(crate) fn new(shares: Vec<(i64, E)>) -> Self {
        // A share that is not above all earlier ones has no bucket.
        let first = shares.iter().find(|(end, _)| *end > 0);
        Self {
            same_for_all: first.is_none_or(|(end, _)| *end >= BUCKETS),
            shares: shares.into(),
        }
    }

    /// The share of all buckets, where there is only one.
    pub(crate) fn of_all(&self) -> Option<Option<&E>> {
        self.same_for_all.then(|| self.at(0))
    }

    /// The share of a bucket.
    pub(crate) fn at(&self, bucket: i64) -> Option<&E> {
        let mut shares = self.shares.iter();
        shares
            .find(|(end, _)| bucket < *end)
            .map(|(_, entity)| entity)
    }
}

#[cfg(test)]
mod tests {
    use super::{Allocation, bucket};

    // The numbers that the vendor's SDKs share in their public tests of bucketing: experiment
    // 1886780721, and three others.
    #[test]
    fn buckets_of_the_vendor() {
        assert_eq!(bucket("ppid1", "1886780721"), 5254);
        assert_eq!(bucket("ppid2", "1886780721"), 4299);
        assert_eq!(bucket("ppid2", "1886780722"), 2434);
        assert_eq!(bucket("ppid3", "1886780721"), 5439);
        let long = "a very very very very very very very very very very very very very very very \
                    long ppd string";
        assert_eq!(bucket(long, "1886780721"), 6128);
    }

    #[test]
    fn a_share_begins_where_the_last_one_ended() {
        let shares = Allocation::new(vec![(3000, "a"), (2000, "never"), (10_000, "b")]);
        assert_eq!(shares.at(0), Some(&"a"));
        assert_eq!(shares.at(2999), Some(&"a"));
        assert_eq!(shares.at(3000), Some(&"b"));
        assert_eq!(shares.of_all(), None);
    }

    #[test]
    fn beyond_the_last_share_there_is_nothing() {
        let shares = Allocation::new(vec![(3000, "a")]);
        assert_eq!(shares.at(3000), None);
        assert_eq!(shares.of_all(), None);
    }

    #[test]
    fn a_share_of_everything_needs_no_bucket() {
        assert_eq!(
            Allocation::new(vec![(0, "never"), (10_000, "a")]).of_all(),
            Some(Some(&"a"))
        );
        assert_eq!(Allocation::<&str>::new(vec![]).of_all(), Some(None));
        assert_eq!(
            Allocation::new(vec![(0, "never"), (-5, "never")]).of_all(),
            Some(None)
        );
    }
}
