//! What makes a finding the same one tomorrow, when lines have moved.

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use crate::finding::Finding;
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
                .map(|place| from(workspace, &place.file))
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

/// The path from the folder, also where it is beside it.
fn from(folder: &Path, file: &Path) -> String {
    let mut shared = folder;
    let mut up = 0;
    let rest = loop {
        match (file.strip_prefix(shared), shared.parent()) {
            (Ok(rest), _) => break rest,
            (Err(_), Some(parent)) => (shared, up) = (parent, up + 1),
            (Err(_), None) => break file,
        }
    };
    let parts = rest
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    let parts: Vec<_> = std::iter::repeat_n("..".into(), up).chain(parts).collect();
    parts.join("/")
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
