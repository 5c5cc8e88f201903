//! What a person should know of a state file, given the registries that there are.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use flags_manifest::diagnostic::{Diagnostic, suggest};
use flags_manifest::state::StateEntry;
use flags_runtime::{FeatureInfo, Notice, NoticeKind, Registry, RetiredInfo};

use crate::bound::{Bound, at};
use crate::snapshot::{Snapshot, qualified};

/// As many findings of a kind are shown, the rest are counted: a file for another program may have
/// nothing else.
const SHOWN: usize = 20;

/// Everything but the entries that are set aside, which the runtime learns from the answers.
pub(crate) fn notices(snapshot: &Snapshot, registries: &[&'static Registry]) -> Vec<Notice> {
    let mut findings = findings(snapshot, registries);
    findings.extend(unknown(snapshot, registries));
    let mut seen = HashSet::new();
    let mut counts: BTreeMap<&'static str, (NoticeKind, usize)> = BTreeMap::new();
    let mut notices = Vec::new();
    for (kind, finding) in findings {
        // Two registries may find the same fault in one entry.
        let place = finding.span.as_ref().map(|span| span.start);
        if !seen.insert((kind, place, finding.message.clone())) {
            continue;
        }
        let (_, count) = counts.entry(what(kind)).or_insert((kind, 0));
        *count += 1;
        if *count <= SHOWN {
            notices.push(Notice::new(kind, snapshot.render(&finding)));
        }
    }
    for (what, (kind, count)) in counts {
        if count > SHOWN {
            let more = format!("{}: {} more {what}", snapshot.name, count - SHOWN);
            notices.push(Notice::new(kind, more));
        }
    }
    notices
}

/// What findings of a kind are about, in the plural.
const fn what(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::UnknownFeature => "features are not declared",
        NoticeKind::SharedKey => "keys speak to several registries",
        NoticeKind::Frozen => "entries are of frozen features",
        NoticeKind::Retired => "entries are of retired features",
        _ => "parts of the file are ignored",
    }
}

/// What is wrong, but for the entries that are set aside and those that nobody knows.
pub(crate) fn findings(
    snapshot: &Snapshot,
    registries: &[&'static Registry],
) -> Vec<(NoticeKind, Diagnostic)> {
    let ignored = |finding: &Diagnostic| (NoticeKind::Ignored, finding.clone());
    let mut findings: Vec<_> = snapshot.ignored.iter().map(ignored).collect();
    let bound: Vec<_> = registries
        .iter()
        .map(|registry| snapshot.bound(registry))
        .collect();
    let mut heard: BTreeMap<usize, Vec<&'static FeatureInfo>> = BTreeMap::new();
    for bound in &bound {
        findings.extend(bound.segment_errors.iter().map(ignored));
        findings.extend(bound.ignored.iter().map(ignored));
        for (index, feature) in &bound.heard {
            let entry = &snapshot.state.entries()[*index];
            if feature.is_frozen() {
                findings.push((NoticeKind::Frozen, frozen(entry, feature)));
            } else {
                heard.entry(*index).or_default().push(feature);
            }
        }
    }
    for (index, features) in heard {
        if features.len() > 1 {
            let entry = &snapshot.state.entries()[index];
            findings.push((NoticeKind::SharedKey, shared(entry, &features)));
        }
    }
    findings
}

fn frozen(entry: &StateEntry, feature: &FeatureInfo) -> Diagnostic {
    at(
        entry,
        format!(
            "feature `{}` of registry `{}` is frozen, decided at build, so this entry is ignored",
            feature.key(),
            feature.registry().name()
        ),
    )
}

fn shared(entry: &StateEntry, features: &[&'static FeatureInfo]) -> Diagnostic {
    let key = entry.name();
    let names: Vec<_> = features
        .iter()
        .map(|feature| feature.registry().name())
        .collect();
    Diagnostic {
        help: Some(format!(
            "to speak to one of them, write `[features.{:?}]`",
            format!("{}/{key}", names[0])
        )),
        ..at(
            entry,
            format!(
                "key `{key}` speaks to a feature of each of the registries `{}`",
                names.join("`, `")
            ),
        )
    }
}

/// Entries that speak to no feature, each with what it is.
pub(crate) fn unknown(
    snapshot: &Snapshot,
    registries: &[&'static Registry],
) -> Vec<(NoticeKind, Diagnostic)> {
    let bound: Vec<Arc<Bound>> = registries
        .iter()
        .map(|registry| snapshot.bound(registry))
        .collect();
    let heard: HashSet<usize> = bound
        .iter()
        .flat_map(|bound| bound.heard.iter().map(|(index, _)| *index))
        .collect();
    let known = Known::new(registries);
    let mut suggested = 0;
    snapshot
        .state
        .entries()
        .iter()
        .enumerate()
        .filter(|(index, _)| !heard.contains(index))
        .map(|(_, entry)| {
            // Looking for similar names takes its time, and only some of them are shown.
            suggested += 1;
            known.classify(snapshot, entry, suggested <= SHOWN)
        })
        .collect()
}

/// What the registries know, for those entries that speak to none of their features.
struct Known<'r> {
    registries: &'r [&'static Registry],
    /// Features by flag key, where providers know them by another.
    renamed: BTreeMap<&'static str, &'static FeatureInfo>,
    retired: BTreeMap<&'static str, (&'static Registry, &'static RetiredInfo)>,
    provider_keys: BTreeSet<&'static str>,
}

impl<'r> Known<'r> {
    fn new(registries: &'r [&'static Registry]) -> Self {
        let features = || registries.iter().flat_map(|registry| registry.features());
        Self {
            registries,
            renamed: features()
                .filter(|feature| feature.key() != feature.provider_key())
                .map(|feature| (feature.key(), feature))
                .collect(),
            retired: registries
                .iter()
                .flat_map(|registry| registry.retired().iter().map(|r| (r.key(), (*registry, r))))
                .collect(),
            provider_keys: features().map(FeatureInfo::provider_key).collect(),
        }
    }

    fn classify(
        &self,
        snapshot: &Snapshot,
        entry: &StateEntry,
        suggests: bool,
    ) -> (NoticeKind, Diagnostic) {
        let name = entry.name();
        let (registry, key) = match name.split_once('/') {
            Some((registry, key)) => (Some(registry), key),
            None => (None, name),
        };
        let named = |other: &Registry| registry.is_none_or(|name| name == other.name());
        if let Some((_, retired)) = self.retired.get(key).filter(|(of, _)| named(of)) {
            return (NoticeKind::Retired, at(entry, was_retired(name, retired)));
        }
        if let Some(feature) = self.renamed.get(key).filter(|f| named(f.registry())) {
            let other = match registry {
                Some(registry) => format!("{registry}/{}", feature.provider_key()),
                None => feature.provider_key().to_owned(),
            };
            let finding = Diagnostic {
                help: Some(format!("write `[features.{}]`", header(&other))),
                ..at(
                    entry,
                    format!(
                        "feature `{name}` is known to providers as `{}`, its `provider-key`",
                        feature.provider_key()
                    ),
                )
            };
            return (NoticeKind::UnknownFeature, finding);
        }
        if registry.is_none() && self.provider_keys.contains(name) {
            let others: Vec<_> = self
                .registries
                .iter()
                .map(|registry| qualified(registry, name))
                .filter(|other| snapshot.has(other))
                .collect();
            let message = format!(
                "entry `{name}` has no effect, since `{}` goes before it",
                others.join("` and `")
            );
            return (NoticeKind::Ignored, at(entry, message));
        }
        let finding = self.stranger(entry, registry, suggests);
        (NoticeKind::UnknownFeature, finding)
    }

    fn stranger(&self, entry: &StateEntry, registry: Option<&str>, suggests: bool) -> Diagnostic {
        let name = entry.name();
        let names = || self.registries.iter().map(|registry| registry.name());
        let unknown_registry = registry.filter(|registry| names().all(|known| known != *registry));
        let similar = match (unknown_registry, registry) {
            _ if !suggests => None,
            (Some(unknown), _) => suggest(unknown, names()).map(str::to_owned),
            (None, Some(registry)) => {
                let keys: Vec<_> = self
                    .provider_keys
                    .iter()
                    .map(|key| format!("{registry}/{key}"))
                    .collect();
                suggest(name, keys.iter().map(String::as_str)).map(str::to_owned)
            }
            (None, None) => suggest(name, self.provider_keys.iter().copied()).map(str::to_owned),
        };
        let message = match (unknown_registry, self.registries) {
            (Some(registry), _) => {
                format!("feature `{name}` names registry `{registry}`, and there is none")
            }
            (None, [only]) => {
                format!(
                    "feature `{name}` is not declared in registry `{}`",
                    only.name()
                )
            }
            (None, _) => format!("feature `{name}` is not declared in any registry"),
        };
        Diagnostic {
            help: similar.map(|similar| format!("did you mean `{similar}`?")),
            ..at(entry, message)
        }
    }
}

fn was_retired(name: &str, retired: &RetiredInfo) -> String {
    let reason = match retired.reason() {
        "" => String::new(),
        reason => format!(" ({reason})"),
    };
    format!(
        "feature `{name}` was retired on {}{reason} with the value `{}`, so this entry has no \
         effect; take it out",
        retired.on(),
        retired.value()
    )
}

/// A key as it stands in a TOML header.
fn header(key: &str) -> String {
    if key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    {
        key.to_owned()
    } else {
        format!("{key:?}")
    }
}
