//! Version by semver.org.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use semver::Prerelease;

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
pub struct Version(Repr);

/// Three words, because contexts are full of versions and are built for each request.
#[derive(Clone, Debug)]
enum Repr {
    Usual {
        major: u32,
        minor: u32,
        patch: u32,
        pre: Prerelease,
    },
    /// With build metadata, or a large number.
    Rare(Box<semver::Version>),
}

impl Version {
    pub(crate) fn new(major: u64, minor: u64, patch: u64, pre: Prerelease) -> Self {
        Self::from(semver::Version {
            pre,
            ..semver::Version::new(major, minor, patch)
        })
    }

    /// The release that this is, or is before.
    pub(crate) fn release(&self) -> Self {
        let (major, minor, patch, _) = self.parts();
        Self::new(major, minor, patch, Prerelease::EMPTY)
    }

    fn parts(&self) -> (u64, u64, u64, &Prerelease) {
        match &self.0 {
            Repr::Usual {
                major,
                minor,
                patch,
                pre,
            } => (u64::from(*major), u64::from(*minor), u64::from(*patch), pre),
            Repr::Rare(version) => (version.major, version.minor, version.patch, &version.pre),
        }
    }

    /// `1.2.3`, which most versions are; `None` for what is more than that, or less.
    fn parse_release(text: &str) -> Option<Self> {
        let (mut numbers, mut part) = ([0; 3], 0);
        let (mut value, mut digits) = (0_u32, 0);
        for byte in text.bytes() {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                // Nine digits fit.
                if digits == 9 || digits > 0 && value == 0 {
                    return None;
                }
                value = value * 10 + u32::from(digit);
                digits += 1;
            } else if byte == b'.' && digits > 0 && part < 2 {
                numbers[part] = value;
                part += 1;
                (value, digits) = (0, 0);
            } else {
                return None;
            }
        }
        (part == 2 && digits > 0).then_some(Self(Repr::Usual {
            major: numbers[0],
            minor: numbers[1],
            patch: value,
            pre: Prerelease::EMPTY,
        }))
    }
}

impl From<semver::Version> for Version {
    fn from(version: semver::Version) -> Self {
        let numbers = (
            u32::try_from(version.major),
            u32::try_from(version.minor),
            u32::try_from(version.patch),
        );
        Self(match numbers {
            (Ok(major), Ok(minor), Ok(patch)) if version.build.is_empty() => Repr::Usual {
                major,
                minor,
                patch,
                pre: version.pre,
            },
            _ => Repr::Rare(Box::new(version)),
        })
    }
}

impl FromStr for Version {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(release) = Self::parse_release(text) {
            return Ok(release);
        }
        semver::Version::parse(text)
            .map(Self::from)
            .map_err(ParseVersionError)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Usual {
                major,
                minor,
                patch,
                pre,
            } if f.width().is_none() => {
                write!(f, "{major}.{minor}.{patch}")?;
                if pre.is_empty() {
                    return Ok(());
                }
                write!(f, "-{pre}")
            }
            Repr::Usual { .. } => {
                let (major, minor, patch, pre) = self.parts();
                semver::Version {
                    pre: pre.clone(),
                    ..semver::Version::new(major, minor, patch)
                }
                .fmt(f)
            }
            Repr::Rare(version) => version.fmt(f),
        }
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
        // Of a release and its pre-releases the release is the highest, as `Prerelease` knows.
        self.parts().cmp(&other.parts())
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

#[cfg(test)]
mod tests;
