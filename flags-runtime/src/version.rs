//! Version by semver.org.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

/// Version by semver.org, ordered by precedence: a pre-release is below its release, and build
/// metadata says nothing.
///
/// ```
/// use flags_runtime::Version;
///
/// let candidate: Version = "2.1.0-rc.1".parse()?;
/// assert!(candidate < "2.1.0".parse()?);
/// # Ok::<(), flags_runtime::ParseVersionError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Version(pub(crate) semver::Version);

impl FromStr for Version {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        semver::Version::parse(text)
            .map(Self)
            .map_err(ParseVersionError)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp_precedence(&other.0)
    }
}

/// A text is no version.
#[derive(Debug)]
pub struct ParseVersionError(semver::Error);

impl fmt::Display for ParseVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for ParseVersionError {}
