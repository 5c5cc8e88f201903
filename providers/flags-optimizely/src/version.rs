//! Versions, as Optimizely's SDKs compare them. They differ from semver.org: parts that are left out
//! match any, and a suffix is one text.

use std::cmp::Ordering;

/// A version that others are compared with.
#[derive(Debug)]
pub(crate) struct Version {
    text: Box<str>,
}

/// A version's parts, in place.
#[derive(Clone, Copy)]
struct Parts<'t> {
    /// One to three numbers with points between them.
    numbers: &'t str,
    suffix: Option<&'t str>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Release,
    /// What follows the first `-`, unless a `+` comes before it.
    PreRelease,
    /// What follows the first `+`.
    Build,
}

impl Version {
    /// `None` for a text that is no version to the vendor.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Parts::read(text).map(|_| Self { text: text.into() })
    }

    /// How another version stands to this one; `None` where it is no version, or where its suffix is
    /// a number and this one's is none, which nobody can compare.
    pub(crate) fn compare(&self, other: &str) -> Option<Ordering> {
        let target = Parts::read(&self.text)?;
        let user = Parts::read(other)?;
        let is_pre = |parts: Parts<'_>| parts.kind == Kind::PreRelease;
        let mut theirs = user.all();
        for wanted in target.all() {
            let Some(found) = theirs.next() else {
                return Some(if target.kind == Kind::Release {
                    Ordering::Less
                } else {
                    Ordering::Greater
                });
            };
            let ordering = if is_number(found) {
                if !is_number(wanted) {
                    return None;
                }
                compare_numbers(found, wanted)
            } else {
                match found.cmp(wanted) {
                    Ordering::Less if is_pre(target) && !is_pre(user) => Ordering::Greater,
                    Ordering::Greater if !is_pre(target) && is_pre(user) => Ordering::Less,
                    ordering => ordering,
                }
            };
            if ordering != Ordering::Equal {
                return Some(ordering);
            }
        }
        Some(if is_pre(user) && !is_pre(target) {
            Ordering::Less
        } else {
            Ordering::Equal
        })
    }
}

impl<'t> Parts<'t> {
    fn read(text: &'t str) -> Option<Self> {
        if text.contains(' ') {
            return None;
        }
        let kind = match (text.find('-'), text.find('+')) {
            (None, None) => Kind::Release,
            (Some(dash), plus) if plus.is_none_or(|plus| dash < plus) => Kind::PreRelease,
            _ => Kind::Build,
        };
        let halves = match kind {
            Kind::Release => None,
            Kind::PreRelease => text.split_once('-'),
            Kind::Build => text.split_once('+'),
        };
        let (numbers, suffix) = match halves {
            Some((numbers, suffix)) => (numbers, Some(suffix)),
            None => (text, None),
        };
        let is_version = numbers.split('.').count() <= 3 && numbers.split('.').all(is_number);
        is_version.then_some(Self {
            numbers,
            suffix,
            kind,
        })
    }

    fn all(self) -> impl Iterator<Item = &'t str> {
        self.numbers.split('.').chain(self.suffix)
    }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// However many digits there are.
fn compare_numbers(one: &str, two: &str) -> Ordering {
    let (one, two) = (one.trim_start_matches('0'), two.trim_start_matches('0'));
    one.len().cmp(&two.len()).then_with(|| one.cmp(two))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{self, Equal, Greater, Less};

    use super::Version;

    #[track_caller]
    fn check(user: &str, target: &str, expected: Option<Ordering>) {
        let target = Version::read(target);
        assert_eq!(target.and_then(|target| target.compare(user)), expected);
    }

    // The cases of the vendor's documentation of version audiences, and of its public tests.
    #[test]
    fn left_out_parts_match_any() {
        check("2.0.1", "2", Some(Equal));
        check("2.1.3", "2.1", Some(Equal));
        check("2", "2.0.1", Some(Less));
        check("3.0", "2", Some(Greater));
    }

    #[test]
    fn a_pre_release_is_below_its_release() {
        check("2.1.3-beta", "2.1.3", Some(Less));
        check("2.1.3", "2.1.3-beta", Some(Greater));
        check("2.1.3-beta", "2.1.3-release", Some(Less));
        check("2.1.3-beta+1", "2.1.3-beta+1", Some(Equal));
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        check("2.10.0", "2.9.0", Some(Greater));
        check("2.09.0", "2.9.0", Some(Equal));
        check(
            "2.0.99999999999999999999999",
            "2.0.99999999999999999999998",
            Some(Greater),
        );
    }

    #[test]
    fn what_is_no_version_is_unknown() {
        for bad in [
            "",
            "a",
            "2.a",
            "2..1",
            "2.1.3.4",
            "-2.0",
            "2.0 ",
            "2.0.0 - b",
            ".",
        ] {
            check(bad, "2.0.0", None);
            check("2.0.0", bad, None);
        }
    }

    #[test]
    fn a_number_behind_a_word_is_unknown() {
        check("2.1.0-1", "2.1.0-beta", None);
        check("2.1.3", "2.1-beta", None);
    }
}
