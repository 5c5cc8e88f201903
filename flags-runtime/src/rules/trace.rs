//! Why a rule matched, or did not.

use super::check::Check;
use super::describe::describe;
use super::node::{Group, Node, Truth};
use super::subject::Facts as _;
use super::{Moment, Program, Segments, Subject, Way};
use crate::{Timestamp, bucketing};

/// What became of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleStep {
    number: usize,
    line: u32,
    outcome: RuleOutcome,
}

impl RuleStep {
    /// Its place in the list, from 1.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.number
    }

    /// Where it was written, from 1; 0 where that is not known.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// What became of it.
    #[must_use]
    pub const fn outcome(&self) -> &RuleOutcome {
        &self.outcome
    }

    /// Whether it decided.
    #[must_use]
    pub const fn is_decisive(&self) -> bool {
        matches!(self.outcome, RuleOutcome::Matched { .. })
    }
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleOutcome {
    /// It decided; by the subject's bucket, where it has a percentage.
    Matched {
        /// The bucket, where one decided.
        bucket: Option<BucketStep>,
    },
    /// Its condition does not hold.
    ConditionFailed {
        /// Which part of it, and what the context has instead.
        why: String,
    },
    /// Its condition cannot be known to hold.
    ConditionUnknown {
        /// Which part of it, and what is missing.
        why: String,
    },
    /// The subject is outside the percentage.
    Outside {
        /// The bucket that decided.
        bucket: BucketStep,
    },
    /// The subject has no key to be bucketed by.
    NoKey {
        /// The attribute that it is bucketed by; `None` for the targeting key.
        by: Option<&'static str>,
    },
    /// It cannot be used; a notice says why.
    Broken,
}

/// The subject's place among 100,000 buckets, and who is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketStep {
    /// The subject's bucket.
    pub bucket: u32,
    /// The first bucket that is inside.
    pub from: u32,
    /// The first bucket behind that is outside again: the percentage in thousandths.
    pub below: u32,
}

/// `rule 2 (line 31) does not match: …`.
impl std::fmt::Display for RuleStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "rule {}", self.number)?;
        if self.line != 0 {
            write!(f, " (line {})", self.line)?;
        }
        write!(f, " {}", self.outcome)
    }
}

impl std::fmt::Display for RuleOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Matched { bucket: None } => f.write_str("matches"),
            Self::Matched {
                bucket: Some(bucket),
            } => write!(
                f,
                "matches: bucket {} is in {} to {}",
                bucket.bucket,
                bucket.from,
                bucket.below - 1
            ),
            Self::ConditionFailed { why } | Self::ConditionUnknown { why } => {
                write!(f, "does not match: {why}")
            }
            Self::Outside { bucket } => write!(
                f,
                "does not match: bucket {} is not below {}",
                bucket.bucket, bucket.below
            ),
            Self::NoKey { by: None } => {
                f.write_str("does not match: the context has no targeting key to bucket by")
            }
            Self::NoKey { by: Some(by) } => {
                write!(f, "does not match: the context has no `{by}` to bucket by")
            }
            Self::Broken => f.write_str("does not match: it cannot be used, see `status()`"),
        }
    }
}

impl Program {
    /// What becomes of each rule, up to the one that decides.
    pub(crate) fn trace(
        &self,
        segments: &Segments,
        subject: &Subject<'_>,
        moment: &Moment,
    ) -> Vec<RuleStep> {
        let mut steps = Vec::new();
        for (index, rule) in self.rules().enumerate() {
            let tracer = Tracer { segments, subject };
            let outcome = match tracer.first_failure(rule.when.members()) {
                Some((Truth::Unknown, why)) => RuleOutcome::ConditionUnknown { why },
                Some((_, why)) => RuleOutcome::ConditionFailed { why },
                None => rule.serve.trace(subject, moment.get()),
            };
            let step = RuleStep {
                number: index + 1,
                line: rule.line,
                outcome,
            };
            let decides = step.is_decisive();
            steps.push(step);
            if decides {
                break;
            }
        }
        steps
    }
}

impl Way {
    fn trace(&self, subject: &Subject<'_>, now: Timestamp) -> RuleOutcome {
        let (by, way) = match self {
            Self::By(by) => (Some(by.attribute), &by.way),
            way => (None, way),
        };
        match way {
            Self::Everybody(_) | Self::Serve(_) => RuleOutcome::Matched { bucket: None },
            Self::Rollout { salt, limit, .. } => dealt(subject, by, *salt, &[*limit]),
            Self::Ramp(rise) => dealt(subject, by, rise.salt, &[rise.limit(now)]),
            Self::Split { salt, shares } => {
                let limits: Vec<u32> = shares.iter().map(|(below, _)| *below).collect();
                dealt(subject, by, *salt, &limits)
            }
            Self::By(_) | Self::Broken => RuleOutcome::Broken,
        }
    }
}

/// What a subject's bucket decides. The limits are those of ranges that follow each other from 0.
fn dealt(subject: &Subject<'_>, by: Option<u32>, salt: u64, limits: &[u32]) -> RuleOutcome {
    let hash = match by {
        None => subject.key_hash(),
        Some(attribute) => subject.attribute_hash(attribute),
    };
    let Some(hash) = hash else {
        let attributes = subject.registry().attributes();
        let by = by.and_then(|by| attributes.get(by as usize));
        return RuleOutcome::NoKey {
            by: by.map(|info| info.name()),
        };
    };
    let bucket = bucketing::bucket(hash, salt);
    let mut from = 0;
    for below in limits {
        let step = BucketStep {
            bucket,
            from,
            below: *below,
        };
        if bucket < *below {
            return RuleOutcome::Matched { bucket: Some(step) };
        }
        from = *below;
    }
    RuleOutcome::Outside {
        bucket: BucketStep {
            bucket,
            from: 0,
            below: from,
        },
    }
}

struct Tracer<'t, 'c> {
    segments: &'t Segments,
    subject: &'t Subject<'c>,
}

impl Tracer<'_, '_> {
    /// The first of these that does not hold, a false one before an unknown one.
    fn first_failure(&self, nodes: &[Node]) -> Option<(Truth, String)> {
        let failures = self.members(nodes).into_iter();
        let mut failures = failures.filter(|(truth, ..)| *truth != Truth::True);
        let first = failures.next()?;
        let decisive = if first.0 == Truth::False {
            first
        } else {
            failures
                .find(|(truth, ..)| *truth == Truth::False)
                .unwrap_or(first)
        };
        let (truth, node, after) = decisive;
        Some((truth, self.why(node, after, truth)))
    }

    /// Each member with its answer and what is behind it.
    fn members<'n>(&self, nodes: &'n [Node]) -> Vec<(Truth, &'n Node, &'n [Node])> {
        let mut members = Vec::new();
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            members.push((node.truth(after, self.segments, self.subject), node, after));
            rest = &rest[node.length()..];
        }
        members
    }

    /// Why a node answers as it does.
    fn why(&self, node: &Node, after: &[Node], truth: Truth) -> String {
        match node {
            Node::Test { attribute, check } => self.test(*attribute, check, truth),
            Node::Segment(index) => match self.segments.all.get(*index as usize) {
                Some(segment) => {
                    let why = match truth {
                        Truth::True => "it holds".to_owned(),
                        _ => self
                            .first_failure(&segment.nodes)
                            .map_or_else(String::new, |(_, why)| why),
                    };
                    format!("segment `{}`: {why}", segment.name)
                }
                None => "a segment is not there".to_owned(),
            },
            Node::Group { kind, end } => self.group(*kind, &after[..*end as usize - 1], truth),
            Node::Broken => "a test cannot be used, see `status()`".to_owned(),
            Node::Always => "everybody meets it".to_owned(),
            Node::All(nodes) => self
                .first_failure(nodes)
                .map_or_else(String::new, |(_, why)| why),
        }
    }

    fn group(&self, kind: Group, nodes: &[Node], truth: Truth) -> String {
        let members = self.members(nodes);
        // The answer of the members that decided: for `none`, the other way round.
        let wanted = if kind == Group::None {
            truth.negated()
        } else {
            truth
        };
        let reasons: Vec<String> = members
            .into_iter()
            .filter(|(truth, ..)| *truth == wanted)
            .map(|(truth, node, after)| self.why(node, after, truth))
            .collect();
        // One member is enough to decide these; in the other cases it takes them all.
        let one_decides = matches!(
            (kind, wanted),
            (Group::All, Truth::False) | (Group::Any | Group::None, Truth::True)
        );
        match &reasons[..] {
            [first, ..] if one_decides => first.clone(),
            _ => reasons.join("; "),
        }
    }

    fn test(&self, attribute: u32, check: &Check, truth: Truth) -> String {
        let Some(info) = self.subject.registry().attributes().get(attribute as usize) else {
            return "an attribute is not declared".to_owned();
        };
        let name = info.name();
        let verdict = match truth {
            Truth::True => "holds",
            Truth::False => "does not hold",
            Truth::Unknown => "is unknown",
        };
        let found = self.subject.shown(attribute);
        if self.subject.hides(attribute) {
            let found = if found.is_some() {
                ""
            } else {
                ", and is missing"
            };
            return format!("the test of `{name}` {verdict} (it is private{found})");
        }
        let wanted = describe(check, info.ty());
        let found = match (found, truth) {
            (None, _) => match self.subject.other_registry() {
                Some(other) => format!(
                    "a context of registry `{}` has no `{name}` that is {}",
                    other.name(),
                    info.ty().name()
                ),
                None => format!("the context has no `{name}`"),
            },
            (Some(found), Truth::Unknown) => {
                format!("it is {found}, which is not {}", info.ty().name())
            }
            (Some(found), _) => format!("it is {found}"),
        };
        format!("`{name}` {wanted} {verdict} ({found})")
    }
}
