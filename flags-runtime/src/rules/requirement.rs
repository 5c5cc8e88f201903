//! What a version must be: a range by precedence.

use semver::{Comparator, Op, Prerelease, VersionReq};

use crate::Version;

/// Requirement on a version, as one range.
///
/// Versions are compared by precedence, so that a pre-release is below its release: `>=2.1` leaves
/// out `2.1.0-rc.1`, and `<2.1` takes it in. A range that a requirement only implies (`^2.1`, `~2.1`,
/// `2.1.*`, `=2.1`, `<=2.1`) ends before the first pre-release of the version that is beyond it.
#[derive(Debug)]
pub(crate) struct Requirement {
    text: Box<str>,
    low: Option<Bound>,
    high: Option<Bound>,
}

#[derive(Clone, Debug)]
struct Bound {
    version: Version,
    inclusive: bool,
}

impl Requirement {
    pub(super) fn parse(text: &str) -> Result<Self, semver::Error> {
        let mut requirement = Self {
            text: text.into(),
            low: None,
            high: None,
        };
        for comparator in &VersionReq::parse(text)?.comparators {
            requirement.narrow(comparator);
        }
        Ok(requirement)
    }

    /// As it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_met_by(&self, version: &Version) -> bool {
        let above = self
            .low
            .as_ref()
            .is_none_or(|low| *version > low.version || low.inclusive && *version == low.version);
        let below = self.high.as_ref().is_none_or(|high| {
            *version < high.version || high.inclusive && *version == high.version
        });
        above && below
    }

    fn narrow(&mut self, comparator: &Comparator) {
        let (first, beyond) = (first(comparator), beyond(comparator));
        let is_full = comparator.patch.is_some();
        match comparator.op {
            Op::Exact if is_full => {
                self.at_least(first.clone(), true);
                self.at_most(Some(first), true);
            }
            Op::Greater if is_full => self.at_least(first, false),
            Op::Greater => match beyond {
                Some(beyond) => self.at_least(beyond.release(), true),
                None => self.nothing(),
            },
            Op::GreaterEq => self.at_least(first, true),
            Op::Less => self.at_most(Some(first), false),
            Op::LessEq if is_full => self.at_most(Some(first), true),
            Op::LessEq => self.at_most(beyond, false),
            Op::Caret => {
                let beyond = beyond_compatible(comparator);
                self.at_least(first, true);
                self.at_most(beyond, false);
            }
            Op::Tilde if is_full => {
                let beyond = beyond_patches(comparator);
                self.at_least(first, true);
                self.at_most(beyond, false);
            }
            // `=2.1`, `~2.1`, `2.1.*`; operators that semver may add are read as the narrowest.
            _ => {
                self.at_least(first, true);
                self.at_most(beyond, false);
            }
        }
    }

    fn at_least(&mut self, version: Version, inclusive: bool) {
        let tighter = self
            .low
            .as_ref()
            .is_none_or(|low| version > low.version || version == low.version && !inclusive);
        if tighter {
            self.low = Some(Bound { version, inclusive });
        }
    }

    /// `None` is beyond every version.
    fn at_most(&mut self, version: Option<Version>, inclusive: bool) {
        let Some(version) = version else {
            return;
        };
        let tighter = self
            .high
            .as_ref()
            .is_none_or(|high| version < high.version || version == high.version && !inclusive);
        if tighter {
            self.high = Some(Bound { version, inclusive });
        }
    }

    fn nothing(&mut self) {
        self.at_most(Some(lowest(0, 0, 0)), false);
    }
}

/// The first version of a comparator's.
fn first(comparator: &Comparator) -> Version {
    Version::new(
        comparator.major,
        comparator.minor.unwrap_or(0),
        comparator.patch.unwrap_or(0),
        comparator.pre.clone(),
    )
}

/// The first version behind all that begin with a comparator's numbers.
fn beyond(comparator: &Comparator) -> Option<Version> {
    let Comparator { major, .. } = comparator;
    match (comparator.minor, comparator.patch) {
        (Some(minor), Some(patch)) => Some(lowest(*major, minor, patch.checked_add(1)?)),
        (Some(minor), None) => Some(lowest(*major, minor.checked_add(1)?, 0)),
        (None, _) => Some(lowest(major.checked_add(1)?, 0, 0)),
    }
}

/// The first version behind all with its major and minor number.
fn beyond_patches(comparator: &Comparator) -> Option<Version> {
    let minor = comparator.minor.unwrap_or(0);
    Some(lowest(comparator.major, minor.checked_add(1)?, 0))
}

/// The first version behind all that `^` allows: those with its first number that is not zero.
fn beyond_compatible(comparator: &Comparator) -> Option<Version> {
    match (comparator.major, comparator.minor, comparator.patch) {
        (0, Some(0), Some(patch)) => Some(lowest(0, 0, patch.checked_add(1)?)),
        (0, Some(minor), _) => Some(lowest(0, minor.checked_add(1)?, 0)),
        (major, _, _) => Some(lowest(major.checked_add(1)?, 0, 0)),
    }
}

/// The lowest version with these numbers: the pre-release `0`.
fn lowest(major: u64, minor: u64, patch: u64) -> Version {
    let pre = Prerelease::new("0").unwrap_or(Prerelease::EMPTY);
    Version::new(major, minor, patch, pre)
}
