//! Rules, compiled: what evaluations run.
//!
//! Attributes are found by index, patterns and versions are parsed, lists are sorted, salts are
//! hashed. The answer is a function of the program, the segments, the context and a moment.

pub(crate) mod book;
mod build;
mod check;
mod conditions;
mod crossings;
mod describe;
mod node;
mod operands;
#[cfg(feature = "matches")]
mod pattern;
mod read;
mod requirement;
mod subject;
mod text_set;
pub(crate) mod trace;

pub(crate) use build::Builder;
pub(crate) use crossings::Crossings;
pub(crate) use subject::{Own, Subject};

use crate::bucketing::{self, BUCKETS};
use crate::payload::Payload;
use crate::{Ramp, Reason, Timestamp};
use node::Node;
use subject::Facts;

/// The rules of one feature.
#[derive(Debug)]
pub(crate) struct Program {
    rules: Box<[Compiled]>,
}

/// One rule.
#[derive(Debug)]
struct Compiled {
    /// Its condition; empty for one that everybody meets.
    nodes: Box<[Node]>,
    line: u32,
    serve: Way,
}

#[derive(Debug)]
enum Way {
    /// To everybody, as the first rule: the answer does not depend on the context.
    Everybody(Payload),
    Serve(Payload),
    Rollout(Bucketing, u32, Payload),
    Split(Bucketing, Box<[(u32, Payload)]>),
    Ramp(Bucketing, Box<(Ramp, Payload)>),
    /// What it serves cannot be served.
    Broken,
}

/// What decides the bucket beside the subject.
#[derive(Clone, Copy, Debug)]
struct Bucketing {
    salt: u64,
    /// Attribute whose value is the subject; the targeting key where there is none.
    by: Option<u32>,
}

/// The segments that conditions refer to.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    all: Box<[Segment]>,
}

#[derive(Debug)]
struct Segment {
    name: Box<str>,
    nodes: Box<[Node]>,
}

/// The moment of an evaluation: the clock is read when it is first asked for, and only once.
#[derive(Debug, Default)]
pub(crate) struct Moment(std::cell::Cell<Option<Timestamp>>);

impl Moment {
    /// This moment; without one, the present.
    #[inline]
    pub(crate) const fn new(moment: Option<Timestamp>) -> Self {
        Self(std::cell::Cell::new(moment))
    }

    pub(crate) fn get(&self) -> Timestamp {
        self.0.get().unwrap_or_else(|| {
            let now = Timestamp::now();
            self.0.set(Some(now));
            now
        })
    }
}

impl Program {
    /// What the first rule that matches serves.
    #[inline(always)]
    pub(crate) fn decide(
        &self,
        segments: &Segments,
        facts: &impl Facts,
        moment: &Moment,
    ) -> Option<(&Payload, Reason)> {
        for rule in &self.rules {
            if node::hold(&rule.nodes, segments, facts)
                && let Some(decided) = rule.decide(facts, moment)
            {
                return Some(decided);
            }
        }
        None
    }

    /// What everybody gets, where the first rule says so.
    pub(crate) fn serves_everybody(&self) -> Option<&Payload> {
        match self.rules.first() {
            Some(Compiled {
                serve: Way::Everybody(payload),
                ..
            }) => Some(payload),
            _ => None,
        }
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

impl Compiled {
    #[inline(always)]
    fn decide(&self, facts: &impl Facts, moment: &Moment) -> Option<(&Payload, Reason)> {
        match &self.serve {
            Way::Everybody(payload) => Some((payload, Reason::Static)),
            Way::Serve(payload) => Some((payload, Reason::TargetingMatch)),
            Way::Rollout(bucketing, limit, payload) if bucketing.by.is_none() => {
                let bucket = bucketing::bucket(facts.key_hash()?, bucketing.salt);
                (bucket < *limit).then_some((payload, Reason::Split))
            }
            way => Some((way.decide_rarer(facts, moment)?, Reason::Split)),
        }
    }
}

impl Way {
    /// Apart from the most frequent ones, so that those stay short.
    #[inline(never)]
    fn decide_rarer(&self, facts: &impl Facts, moment: &Moment) -> Option<&Payload> {
        match self {
            Self::Everybody(_) | Self::Serve(_) | Self::Broken => None,
            Self::Rollout(bucketing, limit, payload) => {
                (bucketing.bucket(facts)? < *limit).then_some(payload)
            }
            Self::Split(bucketing, shares) => {
                let bucket = bucketing.bucket(facts)?;
                let (_, payload) = shares.iter().find(|(below, _)| bucket < *below)?;
                Some(payload)
            }
            Self::Ramp(bucketing, ramp) => {
                let bucket = bucketing.bucket(facts)?;
                let (schedule, payload) = &**ramp;
                let limit = schedule.at(moment.get()).min(BUCKETS);
                (bucket < limit).then_some(payload)
            }
        }
    }
}

impl Bucketing {
    /// The subject's bucket; `None` for one without the key.
    #[inline]
    fn bucket(self, facts: &impl Facts) -> Option<u32> {
        let hash = match self.by {
            None => facts.key_hash()?,
            Some(attribute) => facts.attribute_hash(attribute)?,
        };
        Some(bucketing::bucket(hash, self.salt))
    }
}

#[cfg(test)]
mod tests;
