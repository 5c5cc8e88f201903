//! The compact form says what the crate `semver` says.

use super::*;

/// Usual ones, those that are kept in full, and what is no version.
const TEXTS: [&str; 28] = [
    "0.0.0",
    "1.2.3",
    "1.2.10",
    "1.10.0",
    "2.1.0-rc.1",
    "2.1.0-rc.11",
    "2.1.0-rc.2",
    "2.1.0-alpha.beta.gamma.delta",
    "2.1.0",
    "2.1.0+build.7",
    "2.1.0-rc.1+build.7",
    "999999999.0.0",
    "1000000000.0.0",
    "4294967295.0.0",
    "4294967296.0.0",
    "0.0.18446744073709551615",
    "0.0.18446744073709551616",
    "",
    "1",
    "1.2",
    "1.2.3.4",
    "01.2.3",
    "1.00.3",
    "1.2.",
    ".1.2",
    "1..2",
    "1.2.3-",
    "v1.2.3",
];

#[test]
fn the_same_texts_are_versions_and_show_as_they_were_written() {
    for text in TEXTS {
        let ours: Option<Version> = text.parse().ok();
        let theirs = semver::Version::parse(text).ok();
        assert_eq!(ours.is_some(), theirs.is_some(), "{text:?}");
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            assert_eq!(ours.to_string(), text);
            assert_eq!(format!("{ours:>40}"), format!("{theirs:>40}"));
        }
    }
}

#[test]
fn order_is_precedence() {
    let both = |text: &&str| Some((text.parse().ok()?, semver::Version::parse(text).ok()?));
    let all: Vec<(Version, semver::Version)> = TEXTS.iter().filter_map(both).collect();
    assert_eq!(all.len(), 16);
    for (one, theirs) in &all {
        for (other, their_other) in &all {
            let expected = theirs.cmp_precedence(their_other);
            assert_eq!(one.cmp(other), expected, "{one} and {other}");
        }
    }
}

#[test]
fn contexts_have_four_words_for_each_attribute() {
    assert_eq!(size_of::<Version>(), 3 * size_of::<u64>());
    assert_eq!(
        size_of::<crate::context::StoredValue<'_>>(),
        4 * size_of::<u64>()
    );
}
