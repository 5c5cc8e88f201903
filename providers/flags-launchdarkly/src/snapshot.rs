//! What is served at present.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use flags_runtime::ValueType;
use launchdarkly_server_sdk_evaluation::{Flag, Segment, Store, Versioned};
use xxhash_rust::xxh3::Xxh3;

use crate::document::{Document, FlagItem, SegmentItem};
use crate::facts::out_of_reach;

/// Immutable: a value and its reason come from one snapshot.
#[derive(Default)]
pub(crate) struct Snapshot {
    flags: HashMap<String, Served>,
    segments: HashMap<String, Arc<SegmentItem>>,
    /// Flags and segments that are wrong, and why.
    pub(crate) set_aside: BTreeMap<String, String>,
    /// Flags that cannot be evaluated within bounds, and why.
    out_of_reach: BTreeMap<String, String>,
    /// The first 12 digits of a hash of all keys and versions.
    pub(crate) version: String,
}

/// A flag of a snapshot.
#[derive(Clone)]
struct Served {
    item: Arc<FlagItem>,
    state: State,
    /// The last one of each other type.
    older: Vec<Arc<FlagItem>>,
}

/// What became of a flag since it was as it is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Current,
    /// It is set aside as it is now.
    SetAside,
    /// LaunchDarkly has it no more.
    Gone,
}

/// Who answers for a feature.
pub(crate) enum Answering<'s> {
    /// The flag; whether it is the last good one and not the current.
    Flag(&'s FlagItem, bool),
    /// Nobody: the flag is there, and its type is not the feature's.
    Mismatch(&'s FlagItem),
    /// Nobody: the flag is set aside for this reason.
    SetAside(&'s str),
    /// Nobody: there is no such flag.
    Missing,
}

/// A flag or a segment that has changed by itself.
pub(crate) enum Patch {
    Flag(String, Box<FlagItem>),
    Segment(String, Box<SegmentItem>),
    DeleteFlag(String),
    DeleteSegment(String),
    SetAside(String, String),
}

impl Snapshot {
    /// The snapshot after this one. With `newer_wins` a flag of an older version than the served one
    /// is left out: the document came from a place that is behind.
    pub(crate) fn replaced(&self, document: Document, newer_wins: bool) -> Self {
        let mut flags = HashMap::new();
        for (key, item) in document.flags {
            let served = self.next(&key, Arc::new(item), newer_wins);
            flags.insert(key, served);
        }
        for (key, before) in &self.flags {
            let is_set_aside = document.set_aside.contains_key(&format!("flag `{key}`"));
            flags.entry(key.clone()).or_insert_with(|| Served {
                state: if is_set_aside {
                    State::SetAside
                } else {
                    State::Gone
                },
                ..before.clone()
            });
        }
        let mut segments = HashMap::new();
        for (key, item) in document.segments {
            let item = Arc::new(item);
            let before = self
                .segments
                .get(&key)
                .filter(|before| newer_wins && before.segment.version > item.segment.version);
            let item = before.map_or(item, Arc::clone);
            segments.insert(key, item);
        }
        self.finish(flags, segments, document.set_aside)
    }

    /// The snapshot after a change of one flag or segment. `None` if it is older than what is served.
    pub(crate) fn patched(&self, patch: Patch) -> Option<Self> {
        let mut flags = self.flags.clone();
        let mut segments = self.segments.clone();
        let mut set_aside = self.set_aside.clone();
        match patch {
            Patch::Flag(key, item) => {
                let before = self.flags.get(&key).filter(|before| before.is_there());
                if before.is_some_and(|before| before.item.flag.version() >= item.flag.version()) {
                    return None;
                }
                set_aside.remove(&format!("flag `{key}`"));
                flags.insert(key.clone(), self.next(&key, Arc::from(item), true));
            }
            Patch::Segment(key, item) => {
                let before = self.segments.get(&key);
                if before.is_some_and(|before| before.segment.version >= item.segment.version) {
                    return None;
                }
                set_aside.remove(&format!("segment `{key}`"));
                segments.insert(key, Arc::from(item));
            }
            Patch::DeleteFlag(key) => {
                if let Some(served) = flags.get_mut(&key) {
                    served.state = State::Gone;
                }
                set_aside.remove(&format!("flag `{key}`"));
            }
            Patch::DeleteSegment(key) => {
                segments.remove(&key);
                set_aside.remove(&format!("segment `{key}`"));
            }
            Patch::SetAside(what, reason) => {
                let key = what
                    .strip_prefix("flag `")
                    .and_then(|key| key.strip_suffix('`'));
                if let Some(served) = key.and_then(|key| flags.get_mut(key)) {
                    served.state = State::SetAside;
                }
                set_aside.insert(what, reason);
            }
        }
        Some(self.finish(flags, segments, set_aside))
    }

    fn next(&self, key: &str, item: Arc<FlagItem>, newer_wins: bool) -> Served {
        let Some(before) = self.flags.get(key) else {
            return Served {
                item,
                state: State::Current,
                older: Vec::new(),
            };
        };
        // One that was gone and is back may begin anew.
        if newer_wins && before.is_there() && before.item.flag.version() > item.flag.version() {
            return before.clone();
        }
        let mut older: Vec<Arc<FlagItem>> = Vec::new();
        for earlier in std::iter::once(&before.item).chain(&before.older) {
            let is_known = |it: &Arc<FlagItem>| it.facts.kind == earlier.facts.kind;
            if !is_known(&item) && !older.iter().any(is_known) {
                older.push(Arc::clone(earlier));
            }
        }
        Served {
            item,
            state: State::Current,
            older,
        }
    }

    fn finish(
        &self,
        flags: HashMap<String, Served>,
        mut segments: HashMap<String, Arc<SegmentItem>>,
        set_aside: BTreeMap<String, String>,
    ) -> Self {
        // What is served as it was last asks for segments that may have gone with it.
        let gone = flags.values().filter(|served| !served.is_there());
        let mut wanted: Vec<String> = gone
            .flat_map(|served| served.item.facts.segments().map(str::to_owned))
            .collect();
        while let Some(key) = wanted.pop() {
            if let Some(item) = self.segments.get(&key)
                && !segments.contains_key(&key)
            {
                wanted.extend(item.facts.segments().map(str::to_owned));
                segments.insert(key, Arc::clone(item));
            }
        }
        let out_of_reach = out_of_reach(
            flags.iter().map(|(key, served)| (key, &served.item.facts)),
            segments.iter().map(|(key, item)| (key, &item.facts)),
        );
        let mut versions: Vec<_> = flags
            .iter()
            .map(|(key, served)| {
                let text = xxhash_rust::xxh3::xxh3_64(served.item.text.as_bytes());
                (key, text ^ u64::from(!served.is_there()))
            })
            .chain(
                segments
                    .iter()
                    .map(|(key, item)| (key, xxhash_rust::xxh3::xxh3_64(item.text.as_bytes()))),
            )
            .collect();
        versions.sort_unstable();
        let mut hash = Xxh3::new();
        for (key, version) in versions {
            hash.update(key.as_bytes());
            hash.update(&version.to_le_bytes());
        }
        Self {
            flags,
            segments,
            set_aside,
            out_of_reach,
            version: format!("{:016x}", hash.digest())[..12].to_owned(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.flags.values().any(Served::is_there) && self.set_aside.is_empty()
    }

    pub(crate) fn answering(&self, key: &str, ty: ValueType) -> Answering<'_> {
        if let Some(reason) = self.out_of_reach.get(key) {
            return Answering::SetAside(reason);
        }
        match self.flags.get(key) {
            Some(served) if served.item.facts.kind.fits(ty) => {
                Answering::Flag(&served.item, served.state != State::Current)
            }
            Some(served) => match served.older.iter().find(|it| it.facts.kind.fits(ty)) {
                Some(older) => Answering::Flag(older, true),
                None => Answering::Mismatch(&served.item),
            },
            None => match self.set_aside.get(&format!("flag `{key}`")) {
                Some(reason) => Answering::SetAside(reason),
                None => Answering::Missing,
            },
        }
    }

    /// The flag, where its type is not the feature's.
    pub(crate) fn mismatch(&self, key: &str, ty: ValueType) -> Option<&FlagItem> {
        let item = &self.flags.get(key)?.item;
        (!item.facts.kind.fits(ty)).then_some(item)
    }

    /// Whether LaunchDarkly had a flag that can answer for such a feature, and has it no more.
    pub(crate) fn is_gone(&self, key: &str, ty: ValueType) -> bool {
        let served = self.flags.get(key).filter(|served| !served.is_there());
        served.is_some() && matches!(self.answering(key, ty), Answering::Flag(..))
    }

    /// Operators that are not known, and in what they are.
    pub(crate) fn unknown(&self) -> Vec<String> {
        let flags = self.flags.iter();
        let flags = flags.map(|(key, it)| ("flag", key, &it.item.facts.unknown));
        let segments = self.segments.iter();
        let segments = segments.map(|(key, it)| ("segment", key, &it.facts.unknown));
        let all = flags.chain(segments).flat_map(|(what, key, unknown)| {
            unknown.iter().map(move |operator| {
                format!(
                    "operator `{operator}` of LaunchDarkly's {what} `{key}` is not known, and holds \
                     for nobody"
                )
            })
        });
        let mut all: Vec<_> = all.collect();
        all.sort();
        all
    }

    /// Everything that a person should know: what is wrong, and why.
    pub(crate) fn problems(&self) -> impl Iterator<Item = (String, &str)> {
        let aside = self
            .set_aside
            .iter()
            .map(|(what, why)| (what.clone(), why.as_str()));
        let reach = self.out_of_reach.iter();
        aside.chain(reach.map(|(key, why)| (format!("flag `{key}`"), why.as_str())))
    }
}

impl Served {
    /// Whether LaunchDarkly still has it, whatever it looks like there.
    fn is_there(&self) -> bool {
        self.state != State::Gone
    }
}

impl Store for Snapshot {
    fn flag(&self, key: &str) -> Option<Flag> {
        self.flags.get(key).map(|served| served.item.flag.clone())
    }

    fn segment(&self, key: &str) -> Option<Segment> {
        self.segments.get(key).map(|item| item.segment.clone())
    }
}
