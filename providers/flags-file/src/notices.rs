//! What a person should know of a state file, given the registries that there are.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use flags_manifest::diagnostic::{Diagnostic, suggest};
use flags_manifest::state::{StateEntry, StateFile};
use flags_runtime::{FeatureInfo, Notice, NoticeKind, Registry, RetiredInfo};

use crate::bound::at;
use crate::snapshot::{EntriesFor, Snapshot, qualified};

/// As many findings of a kind are shown, the rest are counted: a file for another program may have
/// nothing else.
pub(crate) const SHOWN: usize = 20;

/// Everything but the entries that are set aside, which the runtime learns from the answers.
pub(crate) fn notices(snapshot: &Snapshot, registries: &[&'static Registry]) -> Vec<Notice> {
    let mut listed = Listed::default();
    let mut seen = HashSet::new();
    let state = snapshot.state();
    let heard = Heard::new(snapshot, &state, registries);
    for (kind, finding) in findings(snapshot, registries, &heard) {
        // Two registries may find the same fault in one entry.
        let place = finding.span.as_ref().map(|span| span.start);
        if seen.insert((kind, place, finding.message.clone())) {
            listed.add(kind, || snapshot.render(&finding));
        }
    }
    if registries.is_empty() {
        // Whatever the entries are, somebody who knows them may be still to come.
        return listed.notices(&snapshot.name);
    }
    let strangers = Strangers::new(snapshot, registries, heard);
    for entry in strangers.all() {
        // Finding the words for one takes its time, and few are shown.
        listed.add(strangers.kind(entry), || {
            snapshot.render(&strangers.describe(entry, true).1)
        });
    }
    listed.notices(&snapshot.name)
}

/// Notices, the first of each kind in full.
#[derive(Default)]
struct Listed {
    notices: Vec<Notice>,
    counts: BTreeMap<&'static str, (NoticeKind, usize)>,
}

impl Listed {
    fn add(&mut self, kind: NoticeKind, message: impl FnOnce() -> String) {
        let (_, count) = self.counts.entry(what(kind)).or_insert((kind, 0));
        *count += 1;
        if *count <= SHOWN {
            self.notices.push(Notice::new(kind, message()));
        }
    }

    fn notices(mut self, name: &str) -> Vec<Notice> {
        for (what, (kind, count)) in self.counts {
            if count > SHOWN {
                let more = format!("{name}: {} more {what}", count - SHOWN);
                self.notices.push(Notice::new(kind, more));
            }
        }
        self.notices
    }
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

/// Who listens to the entries. Made in one walk through the features: with many of them, each walk
/// takes its time.
pub(crate) struct Heard<'r> {
    state: &'r StateFile,
    /// By place of the entry, whether it speaks to any feature.
    at_all: Vec<bool>,
    /// By place of the entry, how many features hear it.
    listeners: Vec<u8>,
    /// Those that it speaks to and that do not hear it.
    frozen: Vec<(StateEntry<'r>, &'static FeatureInfo)>,
}

impl<'r> Heard<'r> {
    pub(crate) fn new(
        snapshot: &Snapshot,
        state: &'r StateFile,
        registries: &[&'static Registry],
    ) -> Self {
        let count = state.entries().len();
        if let [registry] = registries
            && snapshot.faults(registry).all_heard
        {
            return Self {
                state,
                at_all: vec![true; count],
                listeners: vec![1; count],
                frozen: Vec::new(),
            };
        }
        let mut heard = Self {
            state,
            at_all: vec![false; count],
            listeners: vec![0; count],
            frozen: Vec::new(),
        };
        each_heard(snapshot, state, registries, |feature, entry| {
            heard.at_all[entry.place()] = true;
            if feature.is_frozen() {
                heard.frozen.push((entry, feature));
            } else {
                let listeners = &mut heard.listeners[entry.place()];
                *listeners = listeners.saturating_add(1);
            }
        });
        heard
    }
}

/// What is wrong, but for the entries that are set aside and those that nobody knows.
pub(crate) fn findings(
    snapshot: &Snapshot,
    registries: &[&'static Registry],
    heard: &Heard<'_>,
) -> Vec<(NoticeKind, Diagnostic)> {
    let ignored = |finding: &Diagnostic| (NoticeKind::Ignored, finding.clone());
    let mut findings: Vec<_> = snapshot.ignored.iter().map(ignored).collect();
    for registry in registries {
        let faults = snapshot.faults(registry);
        findings.extend(faults.segments.iter().map(ignored));
        findings.extend(faults.ignored.iter().map(ignored));
    }
    let frozen = heard.frozen.iter();
    findings.extend(
        frozen.map(|(entry, feature)| (NoticeKind::Frozen, frozen_finding(*entry, feature))),
    );
    let Heard {
        state, listeners, ..
    } = heard;
    if listeners.iter().all(|listeners| *listeners < 2) {
        return findings;
    }
    let mut shared_by: BTreeMap<usize, (StateEntry<'_>, Vec<&'static FeatureInfo>)> =
        BTreeMap::new();
    each_heard(snapshot, state, registries, |feature, entry| {
        if !feature.is_frozen() && listeners[entry.place()] > 1 {
            let (_, features) = shared_by
                .entry(entry.place())
                .or_insert((entry, Vec::new()));
            features.push(feature);
        }
    });
    for (entry, features) in shared_by.into_values() {
        findings.push((NoticeKind::SharedKey, shared(entry, &features)));
    }
    findings
}

/// What is wrong, with the entries that are set aside, but without those that nobody knows: for
/// somebody who looks at the file, and not at the programs that read it. What one registry
/// understands is right, whatever the others think of it.
pub(crate) fn of_all(
    snapshot: &Snapshot,
    registries: &[&'static Registry],
    heard: &Heard<'_>,
) -> Vec<Diagnostic> {
    let mut findings = snapshot.ignored.clone();
    for (index, registry) in registries.iter().enumerate() {
        let faults = snapshot.faults(registry);
        findings.extend(faults.errors.iter().cloned());
        findings.extend(faults.ignored.iter().cloned());
        // Segments are read for each registry: one that knows nothing of a segment's attributes
        // has no say in it. Each speaks of those that all the others find wrong, too.
        if index == 0 {
            let others = || registries[1..].iter().map(|other| snapshot.faults(other));
            let is_wrong_everywhere = |finding: &&Diagnostic| {
                let is_same = |other: &Diagnostic| other.span == finding.span;
                others().all(|faults| faults.segments.iter().any(is_same))
            };
            findings.extend(faults.segments.iter().filter(is_wrong_everywhere).cloned());
        }
    }
    let unheard = |entry: &StateEntry<'_>| heard.listeners[entry.place()] == 0;
    findings.extend(
        (heard.frozen.iter())
            .filter(|(entry, _)| unheard(entry))
            .map(|(entry, feature)| frozen_finding(*entry, feature)),
    );
    findings
}

/// Visits the features that an entry speaks to.
fn each_heard<'s>(
    snapshot: &Snapshot,
    state: &'s StateFile,
    registries: &[&'static Registry],
    mut visit: impl FnMut(&'static FeatureInfo, StateEntry<'s>),
) {
    let mut entries = snapshot.entries_for(state);
    for feature in registries.iter().flat_map(|registry| registry.features()) {
        if let Some(entry) = entries.find(feature) {
            visit(feature, entry);
        }
    }
}

fn frozen_finding(entry: StateEntry<'_>, feature: &FeatureInfo) -> Diagnostic {
    at(
        entry,
        format!(
            "feature `{}` of registry `{}` is frozen, decided at build, so this entry is ignored",
            feature.key(),
            feature.registry().name()
        ),
    )
}

fn shared(entry: StateEntry<'_>, features: &[&'static FeatureInfo]) -> Diagnostic {
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

/// Entries that speak to no feature.
pub(crate) struct Strangers<'r> {
    snapshot: &'r Snapshot,
    heard: Heard<'r>,
    known: Known<'r>,
}

impl<'r> Strangers<'r> {
    pub(crate) fn new(
        snapshot: &'r Snapshot,
        registries: &'r [&'static Registry],
        heard: Heard<'r>,
    ) -> Self {
        let all_heard = heard.at_all.iter().all(|heard| *heard);
        Self {
            snapshot,
            heard,
            // Where there is nothing to look up, nobody needs a list to look it up in.
            known: Known::new(if all_heard { &[] } else { registries }),
        }
    }

    /// In the order of the text.
    pub(crate) fn all(&self) -> impl Iterator<Item = StateEntry<'r>> {
        let entries = self.heard.state.entries();
        entries.filter(|entry| !self.heard.at_all[entry.place()])
    }

    /// What one is, in brief.
    fn kind(&self, entry: StateEntry<'_>) -> NoticeKind {
        self.known.kind(entry.name())
    }

    /// What one is.
    pub(crate) fn describe(
        &self,
        entry: StateEntry<'_>,
        suggests: bool,
    ) -> (NoticeKind, Diagnostic) {
        self.known.classify(
            &self.snapshot.entries_for(self.heard.state),
            entry,
            suggests,
        )
    }
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

    fn kind(&self, name: &str) -> NoticeKind {
        let (registry, key) = match name.split_once('/') {
            Some((registry, key)) => (Some(registry), key),
            None => (None, name),
        };
        let named = |other: &Registry| registry.is_none_or(|name| name == other.name());
        if self.retired.get(key).is_some_and(|(of, _)| named(of)) {
            NoticeKind::Retired
        } else if self.renamed.get(key).is_some_and(|f| named(f.registry())) {
            NoticeKind::UnknownFeature
        } else if registry.is_none() && self.provider_keys.contains(name) {
            NoticeKind::Ignored
        } else {
            NoticeKind::UnknownFeature
        }
    }

    fn classify(
        &self,
        entries: &EntriesFor<'_>,
        entry: StateEntry<'_>,
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
                .filter(|other| entries.has(other))
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

    fn stranger(
        &self,
        entry: StateEntry<'_>,
        registry: Option<&str>,
        suggests: bool,
    ) -> Diagnostic {
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
