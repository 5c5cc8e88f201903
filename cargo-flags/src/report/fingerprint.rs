//! What makes a finding the same one tomorrow, when lines have moved.

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use crate::finding::Finding;
use crate::paths::relative;
use crate::rules;

/// What makes a finding the same one in another run: its kind, its file and what it is about, but
/// neither its line nor a number of days that grows by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    /// Kind of the finding.
    pub code: String,
    /// Path of the file from the workspace's folder, with `/` between folders.
    pub file: String,
    /// What it is about.
    pub about: About,
    /// How many findings before this one are the same in all that: 0, but for a mistake that was
    /// made twice.
    pub repetition: usize,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// A feature, by its key. What a lint says of it may hold a number of days, and it says it once.
    Feature(String),
    /// A mistake, by its message.
    Message(String),
}

/// The fingerprints of these findings, in their order.
#[must_use]
pub fn fingerprints(findings: &[Finding], workspace: &Path) -> Vec<Fingerprint> {
    let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
    let mut all = Vec::with_capacity(findings.len());
    for finding in findings {
        let about = match &finding.feature {
            Some(feature) if rules::is_lint(finding.code) => About::Feature(feature.clone()),
            _ => About::Message(finding.message.clone()),
        };
        let fingerprint = Fingerprint {
            code: finding.code.to_owned(),
            file: (finding.place.as_ref())
                .map(|place| relative(workspace, &place.file))
                .unwrap_or_default(),
            about,
            repetition: 0,
        };
        let times = seen.entry(fingerprint.clone()).or_default();
        all.push(Fingerprint {
            repetition: *times,
            ..fingerprint
        });
        *times += 1;
    }
    all
}

impl Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.code, self.file)?;
        match &self.about {
            About::Feature(key) => f.write_str(key)?,
            // A message is long, and is told beside it.
            About::Message(text) => write!(f, "{:016x}", xxh3_64(text.as_bytes()))?,
        }
        match self.repetition {
            0 => Ok(()),
            times => write!(f, ":{times}"),
        }
    }
}
