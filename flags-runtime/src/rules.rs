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
pub(crate) use subject::{Subject, own};

use crate::bucketing::{self, BUCKETS};
use crate::context::ContextView;
use crate::served::Served;
use crate::{Ramp, Reason, Timestamp};
use node::Node;
use subject::Facts;

/// The rules of one feature.
#[derive(Debug)]
pub(crate) struct Program {
    /// Here, since most features have no more than one.
    first: Option<Compiled>,
    others: Box<[Compiled]>,
}

/// One rule.
#[derive(Debug)]
struct Compiled {
    when: Node,
    serve: Way,
    line: u32,
}

#[derive(Debug)]
enum Way {
    /// To everybody, as the first rule: the answer does not depend on the context.
    Everybody(Served),
    Serve(Served),
    Rollout {
        salt: u64,
        limit: u32,
        served: Served,
    },
    Split {
        salt: u64,
        /// Each with the first bucket behind it.
        shares: Box<[(u32, Served)]>,
    },
    Ramp(Box<Rise>),
    /// One of the three before, by an attribute instead of the targeting key.
    By(Box<By>),
    /// What it serves cannot be served.
    Broken,
}

#[derive(Debug)]
struct Rise {
    salt: u64,
    schedule: Ramp,
    served: Served,
}

#[derive(Debug)]
struct By {
    attribute: u32,
    way: Way,
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

/// What a quick look at rules gave.
pub(crate) enum Quick {
    /// The bits of what is served.
    Served(u64),
    /// None of them matches.
    Nothing,
    /// It takes longer.
    Longer,
}

impl Program {
    /// What a first rule of the simplest kinds serves, or that it is the only one and does not match.
    /// It calls nothing, and has no loop, so that little has to be put aside.
    #[inline(always)]
    pub(crate) fn quick(&self, facts: &ContextView<'_>) -> Quick {
        let Some(rule) = &self.first else {
            return Quick::Nothing;
        };
        let holds = match &rule.when {
            Node::Always => Some(true),
            Node::Test { attribute, check } => facts.quick(*attribute, check),
            _ => None,
        };
        let served = match (holds, &rule.serve) {
            (Some(true), Way::Everybody(served) | Way::Serve(served)) => Some(served),
            (
                Some(true),
                Way::Rollout {
                    salt,
                    limit,
                    served,
                },
            ) => {
                let bucket = facts.key_hash().map(|hash| bucketing::bucket(hash, *salt));
                bucket
                    .is_some_and(|bucket| bucket < *limit)
                    .then_some(served)
            }
            (Some(false), _) => None,
            _ => return Quick::Longer,
        };
        match served {
            Some(Served::Word(_, bits)) => Quick::Served(*bits),
            None if self.others.is_empty() => Quick::Nothing,
            _ => Quick::Longer,
        }
    }

    /// What the first rule that matches serves.
    #[inline]
    pub(crate) fn decide(
        &self,
        segments: &Segments,
        facts: &(impl Facts + ?Sized),
        moment: &Moment,
    ) -> Option<(&Served, Reason)> {
        let decided = self.first.as_ref()?.decide(segments, facts, moment);
        if decided.is_some() {
            return decided;
        }
        let mut others = self.others.iter();
        others.find_map(|rule| rule.decide(segments, facts, moment))
    }

    /// The rules, in order.
    fn rules(&self) -> impl Iterator<Item = &Compiled> {
        self.first.iter().chain(&self.others)
    }

    /// What everybody gets, where the first rule says so.
    pub(crate) fn serves_everybody(&self) -> Option<&Served> {
        match &self.first {
            Some(Compiled {
                serve: Way::Everybody(served),
                ..
            }) => Some(served),
            _ => None,
        }
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }
}

impl Compiled {
    #[inline(always)]
    fn decide(
        &self,
        segments: &Segments,
        facts: &(impl Facts + ?Sized),
        moment: &Moment,
    ) -> Option<(&Served, Reason)> {
        if self.when.holds(segments, facts) {
            self.serve.decide(facts, moment)
        } else {
            None
        }
    }
}

impl Way {
    #[inline(always)]
    fn decide(&self, facts: &(impl Facts + ?Sized), moment: &Moment) -> Option<(&Served, Reason)> {
        match self {
            Self::Everybody(served) => Some((served, Reason::Static)),
            Self::Serve(served) => Some((served, Reason::TargetingMatch)),
            Self::Rollout {
                salt,
                limit,
                served,
            } => {
                let bucket = bucketing::bucket(facts.key_hash()?, *salt);
                (bucket < *limit).then_some((served, Reason::Split))
            }
            way => Some((way.decide_otherwise(facts, moment)?, Reason::Split)),
        }
    }

    /// Apart from the most frequent ones, so that those stay short.
    #[inline(never)]
    fn decide_otherwise(&self, facts: &(impl Facts + ?Sized), moment: &Moment) -> Option<&Served> {
        match self {
            Self::By(by) => by.way.share_of(facts.attribute_hash(by.attribute)?, moment),
            Self::Broken => None,
            way => way.share_of(facts.key_hash()?, moment),
        }
    }

    /// What the subject with this hash gets of a rollout, split or ramp.
    #[inline]
    fn share_of(&self, subject: u64, moment: &Moment) -> Option<&Served> {
        match self {
            Self::Rollout {
                salt,
                limit,
                served,
            } => (bucketing::bucket(subject, *salt) < *limit).then_some(served),
            Self::Split { salt, shares } => {
                let bucket = bucketing::bucket(subject, *salt);
                let share = shares.iter().find(|(below, _)| bucket < *below);
                share.map(|(_, served)| served)
            }
            Self::Ramp(rise) => rise.share_of(subject, moment),
            Self::Everybody(_) | Self::Serve(_) | Self::By(_) | Self::Broken => None,
        }
    }
}

impl Rise {
    #[inline(never)]
    fn share_of(&self, subject: u64, moment: &Moment) -> Option<&Served> {
        let bucket = bucketing::bucket(subject, self.salt);
        (bucket < self.limit(moment.get())).then_some(&self.served)
    }

    /// The first bucket that is outside.
    fn limit(&self, now: Timestamp) -> u32 {
        self.schedule.at(now).min(BUCKETS)
    }
}

// They have slots in statics, which loom's cannot be.
#[cfg(test)]
#[cfg(not(flags_loom))]
mod tests;
