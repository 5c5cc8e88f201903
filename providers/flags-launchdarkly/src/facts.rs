//! What is known of flags and segments without a context.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use flags_runtime::ValueType;
use serde_json::{Map, Value};

/// Prerequisites and segments refer to others this deep at most: the evaluation is recursive.
const DEPTH: usize = 64;

/// So many flags and segments are evaluated for one flag at most, through those it refers to.
const WORK: usize = 1000;

/// What is known of a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Whether nothing that the answer depends on asks for a subject.
    pub(crate) is_static: bool,
    /// Whether it has targets, rules or prerequisites.
    pub(crate) has_rules: bool,
    /// Whether those that no rule matches are split by percentages.
    pub(crate) splits_rest: bool,
    /// The same for each rule.
    pub(crate) splits: Vec<bool>,
    pub(crate) kind: Kind,
    /// Operators that the evaluation does not know.
    pub(crate) unknown: Vec<String>,
    refers: Vec<Node>,
}

/// What is known of a segment.
#[derive(Clone, Debug)]
pub(crate) struct SegmentFacts {
    /// Operators that the evaluation does not know.
    pub(crate) unknown: Vec<String>,
    refers: Vec<Node>,
}

/// What the variations of a flag are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Text,
    Number,
    Object,
    /// Not all the same, or none.
    Mixed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    Flag(String),
    Segment(String),
}

impl Facts {
    pub(crate) fn of(flag: &Map<String, Value>) -> Result<Self, String> {
        let some = |name: &str| items(flag, name).next().is_some();
        let is_on = flag.get("on").and_then(Value::as_bool).unwrap_or(false);
        let splits_rest = flag
            .get("fallthrough")
            .is_some_and(|rest| rest.get("rollout").is_some_and(|it| !it.is_null()));
        let rules = some("targets") || some("contextTargets") || some("rules");
        let needs = some("prerequisites");
        let variations = items(flag, "variations").count();
        // An index that leads nowhere is an error for whoever gets there; one that is none at all
        // would be a panic in some SDKs.
        let off = flag.get("offVariation").and_then(Value::as_u64);
        if off.is_some_and(|off| usize::try_from(off).map_or(true, |off| off >= variations))
            && !is_on
        {
            return Err(format!(
                "its `offVariation` is not one of {variations} variations"
            ));
        }
        let prerequisites = items(flag, "prerequisites")
            .filter_map(|need| Some(Node::Flag(need.get("key")?.as_str()?.to_owned())));
        let segments = items(flag, "rules").flat_map(segments_of);
        Ok(Self {
            is_static: !is_on || !(rules || needs || splits_rest),
            has_rules: rules || needs,
            splits_rest,
            splits: items(flag, "rules")
                .map(|rule| rule.get("rollout").is_some_and(|it| !it.is_null()))
                .collect(),
            kind: Kind::of(items(flag, "variations")),
            unknown: unknown(flag),
            refers: prerequisites.chain(segments).collect(),
        })
    }

    /// Keys of the segments that its rules name.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &str> {
        segment_keys(&self.refers)
    }
}

impl SegmentFacts {
    pub(crate) fn of(segment: &Map<String, Value>) -> Self {
        Self {
            unknown: unknown(segment),
            refers: items(segment, "rules").flat_map(segments_of).collect(),
        }
    }

    /// Keys of the segments that its rules name.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &str> {
        segment_keys(&self.refers)
    }
}

impl Kind {
    fn of<'v>(values: impl Iterator<Item = &'v Value>) -> Self {
        let mut kinds = values.map(|value| match value {
            Value::Bool(_) => Self::Boolean,
            Value::String(_) => Self::Text,
            Value::Number(_) => Self::Number,
            Value::Object(_) => Self::Object,
            Value::Null | Value::Array(_) => Self::Mixed,
        });
        let first = kinds.next().unwrap_or(Self::Mixed);
        if kinds.all(|kind| kind == first) {
            first
        } else {
            Self::Mixed
        }
    }

    /// Whether such a flag can answer for a feature of this type.
    pub(crate) const fn fits(self, feature: ValueType) -> bool {
        matches!(
            (self, feature),
            (Self::Mixed, _)
                | (Self::Boolean, ValueType::Boolean)
                | (Self::Text, ValueType::Text | ValueType::Variants(_))
                | (Self::Number, ValueType::Integer | ValueType::Float)
                | (Self::Object, ValueType::Table(_))
        )
    }

    pub(crate) const fn in_words(self) -> &'static str {
        match self {
            Self::Boolean => "booleans",
            Self::Text => "strings",
            Self::Number => "numbers",
            Self::Object => "JSON objects",
            Self::Mixed => "of several types",
        }
    }
}

fn items<'o>(object: &'o Map<String, Value>, name: &str) -> impl Iterator<Item = &'o Value> {
    object
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn segment_keys(nodes: &[Node]) -> impl Iterator<Item = &str> {
    nodes.iter().filter_map(|node| match node {
        Node::Segment(key) => Some(key.as_str()),
        Node::Flag(_) => None,
    })
}

/// All operators that the vendor's evaluation knows.
const OPERATORS: [&str; 15] = [
    "in",
    "startsWith",
    "endsWith",
    "contains",
    "matches",
    "lessThan",
    "lessThanOrEqual",
    "greaterThan",
    "greaterThanOrEqual",
    "before",
    "after",
    "segmentMatch",
    "semVerEqual",
    "semVerGreaterThan",
    "semVerLessThan",
];

/// The operators of a flag's or segment's rules that are none of these, each once.
fn unknown(object: &Map<String, Value>) -> Vec<String> {
    let clauses = items(object, "rules").flat_map(clauses);
    let operators = clauses.filter_map(|clause| clause.get("op")?.as_str());
    let unknown: BTreeSet<_> = operators.filter(|it| !OPERATORS.contains(it)).collect();
    unknown.into_iter().map(str::to_owned).collect()
}

fn clauses(rule: &Value) -> impl Iterator<Item = &Value> {
    let clauses = rule.get("clauses").and_then(Value::as_array);
    clauses.into_iter().flatten()
}

/// The segments that the clauses of a rule name.
fn segments_of(rule: &Value) -> impl Iterator<Item = Node> {
    clauses(rule)
        .filter(|clause| clause.get("op").and_then(Value::as_str) == Some("segmentMatch"))
        .flat_map(|clause| {
            clause
                .get("values")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        })
        .filter_map(|value| Some(Node::Segment(value.as_str()?.to_owned())))
}

/// Flags that cannot be evaluated within bounds, and why. What is not there refers to nothing.
pub(crate) fn out_of_reach<'f>(
    flags: impl Iterator<Item = (&'f String, &'f Facts)> + Clone,
    segments: impl Iterator<Item = (&'f String, &'f SegmentFacts)>,
) -> BTreeMap<String, String> {
    let flag_nodes = flags
        .clone()
        .map(|(key, facts)| (Node::Flag(key.clone()), &facts.refers));
    let segment_nodes = segments.map(|(key, facts)| (Node::Segment(key.clone()), &facts.refers));
    let mut open: HashMap<Node, &Vec<Node>> = flag_nodes.chain(segment_nodes).collect();
    let mut work: HashMap<Node, usize> = HashMap::new();
    for _ in 0..=DEPTH {
        let level: Vec<(Node, usize)> = open
            .iter()
            .filter_map(|(node, refers)| {
                let mut sum: usize = 1;
                for other in *refers {
                    let known = work.get(other).copied();
                    sum = sum.saturating_add(match known {
                        Some(known) => known,
                        None if open.contains_key(other) => return None,
                        None => 0,
                    });
                }
                (sum <= WORK).then(|| (node.clone(), sum))
            })
            .collect();
        if level.is_empty() {
            break;
        }
        for (node, sum) in level {
            open.remove(&node);
            work.insert(node, sum);
        }
    }
    flags
        .filter(|(key, _)| open.contains_key(&Node::Flag((*key).clone())))
        .map(|(key, _)| {
            let reason = format!(
                "its prerequisites or segments go in a circle, more than {DEPTH} deep, or to more \
                 than {WORK} others"
            );
            (key.clone(), reason)
        })
        .collect()
}
