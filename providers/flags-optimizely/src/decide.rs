//! Decisions: which variation of a flag a subject gets.
//!
//! The order is the vendor's: a forced decision; holdouts; experiments, in their order; then the
//! rules of the rollout, of which the first whose audience matches decides, or leaves it to the last
//! one, which is for everyone else.

use crate::bucketing::{Allocation, bucket};
use crate::datafile::{Condition, Datafile, Flag, Holdout, Rule, Variation};
use crate::forced::Forced;
use crate::subject::Subject;

mod constant;
pub(crate) mod trace;

pub(crate) use constant::constant;
use trace::Trace;

/// What was decided for a flag and a subject.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decision<'d> {
    pub(crate) by: By<'d>,
    /// Index of the variation, and itself; `None` where the subject gets none.
    pub(crate) variation: Option<(usize, &'d Variation)>,
    pub(crate) how: How,
    /// The holdout that the subject is in, although targeted deliveries are left out of it.
    pub(crate) passed_holdout: Option<(&'d Holdout, usize)>,
}

/// Who decided.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By<'d> {
    /// A decision that was forced for the flag.
    Flag,
    Experiment(&'d Rule),
    /// `None` where no rule did.
    Rollout(Option<&'d Rule>),
    Holdout(&'d Holdout),
}

/// What led to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct How {
    pub(crate) forced: bool,
    /// The subject's bucket decided.
    pub(crate) bucketed: bool,
    /// Something of the context was asked for, be it by a rule that did not match.
    pub(crate) asked: bool,
}

/// A bucket is needed, and the context has no targeting key to find it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoKey;

/// Decides a flag for a subject.
pub(crate) fn decide<'d>(
    datafile: &'d Datafile,
    flag: &'d Flag,
    forced: Option<&Forced>,
    subject: &impl Subject,
    trace: &mut impl Trace,
) -> Result<Decision<'d>, NoKey> {
    Decider {
        datafile,
        flag,
        // A decision is forced for a user.
        forced: forced.and_then(|forced| forced.of(subject.key()?, &flag.key)),
        subject,
        trace,
        asked: false,
    }
    .decide()
}

struct Decider<'d, 'a, S, T> {
    datafile: &'d Datafile,
    flag: &'d Flag,
    forced: Option<&'a [crate::forced::Entry]>,
    subject: &'a S,
    trace: &'a mut T,
    asked: bool,
}

/// A variation, and what led to it.
type Found<'d> = Option<(usize, &'d Variation, How)>;

impl<'d, S: Subject, T: Trace> Decider<'d, '_, S, T> {
    fn decide(mut self) -> Result<Decision<'d>, NoKey> {
        let mut decision = self.decide_by_rank()?;
        decision.how.asked = self.asked;
        Ok(decision)
    }

    fn decide_by_rank(&mut self) -> Result<Decision<'d>, NoKey> {
        if let Some(found) = self.forced(None) {
            return Ok(decision(By::Flag, Some(found)));
        }
        let datafile = self.datafile;
        let mut passed_holdout = None;
        for index in &datafile.global_holdouts {
            let holdout = &datafile.holdouts[*index];
            let Some(found) = self.holdout(holdout)? else {
                continue;
            };
            if !holdout.exclude_targeted_deliveries {
                return Ok(decision(By::Holdout(holdout), Some(found)));
            }
            self.trace
                .say(|| format!("holdout `{}` leaves out targeted deliveries", holdout.key));
            passed_holdout = Some((holdout, found.0));
            break;
        }
        let mut decision = match self.experiments(passed_holdout.is_some())? {
            Some(decision) => decision,
            None => self.rollout()?,
        };
        if !matches!(decision.by, By::Holdout(_)) {
            decision.passed_holdout = passed_holdout;
        }
        Ok(decision)
    }

    fn experiments(&mut self, only_targeted: bool) -> Result<Option<Decision<'d>>, NoKey> {
        let flag = self.flag;
        for index in &flag.experiments {
            let rule = &self.datafile.rules[*index];
            if only_targeted && !rule.targeted_delivery {
                continue;
            }
            if let Some(found) = self.forced(Some(rule)) {
                return Ok(Some(decision(By::Experiment(rule), Some(found))));
            }
            if let Some(held_out) = self.local_holdouts(rule)? {
                return Ok(Some(held_out));
            }
            if let Some(found) = self.experiment(rule)? {
                return Ok(Some(decision(By::Experiment(rule), Some(found))));
            }
        }
        Ok(None)
    }

    fn experiment(&mut self, rule: &'d Rule) -> Result<Found<'d>, NoKey> {
        if !rule.running {
            self.trace
                .say(|| format!("experiment `{}` does not run", rule.key));
            return Ok(None);
        }
        let mut listed = None;
        if !rule.listed.is_empty() {
            self.asked = true;
            listed = self.subject.key().and_then(|key| rule.listed.get(key));
        }
        if let Some(index) = listed {
            let variation = self.variation(*index);
            self.trace.say(|| {
                format!(
                    "the user is listed in experiment `{}` for variation `{}`",
                    rule.key, variation.key
                )
            });
            return Ok(Some((*index, variation, How::default())));
        }
        if !self.is_in(&rule.audience, "experiment", &rule.key) {
            return Ok(None);
        }
        let mut how = How::default();
        if let Some(group) = &rule.group {
            let chosen = self.share(&group.allocation, &group.id, &mut how)?;
            if chosen.is_none_or(|id| **id != *rule.id) {
                self.trace.say(|| {
                    format!(
                        "experiment `{}` is not the user's in group `{}`",
                        rule.key, group.id
                    )
                });
                return Ok(None);
            }
        }
        let found = self.bucketed(&rule.allocation, &rule.id, how)?;
        self.tell(found, "experiment", &rule.key);
        Ok(found)
    }

    fn rollout(&mut self) -> Result<Decision<'d>, NoKey> {
        let flag = self.flag;
        let last = flag.rollout.len().saturating_sub(1);
        let mut position = 0;
        while let Some(index) = flag.rollout.get(position) {
            let rule = &self.datafile.rules[*index];
            if let Some(found) = self.forced(Some(rule)) {
                return Ok(decision(By::Rollout(Some(rule)), Some(found)));
            }
            if let Some(held_out) = self.local_holdouts(rule)? {
                return Ok(held_out);
            }
            if !self.is_in(&rule.audience, "rule", &rule.key) {
                position += 1;
                continue;
            }
            let found = self.bucketed(&rule.allocation, &rule.id, How::default())?;
            self.tell(found, "rule", &rule.key);
            if found.is_some() {
                return Ok(decision(By::Rollout(Some(rule)), found));
            }
            // Whose audience matched has no other chance but the rule for everyone else.
            position = if position < last { last } else { last + 1 };
        }
        self.trace.say(|| "no rule serves a variation".to_owned());
        Ok(decision(By::Rollout(None), None))
    }

    fn local_holdouts(&mut self, rule: &'d Rule) -> Result<Option<Decision<'d>>, NoKey> {
        for index in &rule.holdouts {
            let holdout = &self.datafile.holdouts[*index];
            if let Some(found) = self.holdout(holdout)? {
                return Ok(Some(decision(By::Holdout(holdout), Some(found))));
            }
        }
        Ok(None)
    }

    fn holdout(&mut self, holdout: &'d Holdout) -> Result<Found<'d>, NoKey> {
        if !self.is_in(&holdout.audience, "holdout", &holdout.key) {
            return Ok(None);
        }
        let found = self.bucketed(&holdout.allocation, &holdout.id, How::default())?;
        self.tell(found, "holdout", &holdout.key);
        Ok(found)
    }

    /// The decision that was forced for the flag, or for one of its rules.
    fn forced(&mut self, rule: Option<&Rule>) -> Found<'d> {
        let wanted = rule.map(|rule| rule.key.as_str());
        let mut entries = self.forced?.iter();
        let entry = entries.find(|entry| entry.rule.as_deref() == wanted)?;
        let mut variations = self.flag.variations.iter();
        let found = variations.find(|index| *self.variation(**index).key == *entry.variation);
        self.trace.say(|| {
            let to = &entry.variation;
            match found {
                Some(_) => format!("the decision is forced to variation `{to}`"),
                None => format!("the decision is forced to variation `{to}`, which is not there"),
            }
        });
        let how = How {
            forced: true,
            ..How::default()
        };
        found.map(|index| (*index, self.variation(*index), how))
    }

    fn is_in(&mut self, condition: &Condition, what: &str, key: &str) -> bool {
        let Some(tree) = condition else {
            return true;
        };
        self.asked = true;
        let (datafile, subject) = (self.datafile, self.subject);
        let trace = &mut *self.trace;
        let holds = tree.evaluate(&mut |index| {
            let audience = &datafile.audiences[*index];
            let holds = audience.conditions.evaluate(&mut |leaf| {
                let name = datafile.attributes.name(leaf.attribute);
                leaf.test.evaluate(subject.attribute(name))
            });
            trace.say(|| {
                let holds = trace::outcome(holds);
                format!("{what} `{key}`: audience `{}` {holds}", audience.name)
            });
            holds
        });
        if holds != Some(true) {
            self.trace
                .say(|| format!("{what} `{key}` is not for this context"));
        }
        holds == Some(true)
    }

    fn bucketed(
        &mut self,
        allocation: &'d Allocation<Option<usize>>,
        id: &str,
        mut how: How,
    ) -> Result<Found<'d>, NoKey> {
        let share = self.share(allocation, id, &mut how)?.copied().flatten();
        Ok(share.map(|index| (index, self.variation(index), how)))
    }

    /// The share that the subject falls into. Where it is the same for all, nobody asks for a key.
    fn share<'s, E>(
        &mut self,
        allocation: &'s Allocation<E>,
        id: &str,
        how: &mut How,
    ) -> Result<Option<&'s E>, NoKey> {
        if let Some(share) = allocation.of_all() {
            return Ok(share);
        }
        self.asked = true;
        let own = self
            .subject
            .attribute(&self.datafile.attributes.bucketing_id);
        let key = own
            .and_then(|attribute| attribute.text())
            .or_else(|| self.subject.key());
        let number = bucket(key.ok_or(NoKey)?, id);
        self.trace.say(|| format!("bucket {number} of `{id}`"));
        how.bucketed = true;
        Ok(allocation.at(number))
    }

    fn tell(&mut self, found: Found<'_>, what: &str, key: &str) {
        self.trace.say(|| match found {
            Some((_, variation, _)) => {
                format!("{what} `{key}` serves variation `{}`", variation.key)
            }
            None => format!("{what} `{key}` serves nothing in this bucket"),
        });
    }

    fn variation(&self, index: usize) -> &'d Variation {
        &self.datafile.variations[index]
    }
}

fn decision<'d>(by: By<'d>, found: Found<'d>) -> Decision<'d> {
    Decision {
        by,
        variation: found.map(|(index, variation, _)| (index, variation)),
        how: found.map(|(_, _, how)| how).unwrap_or_default(),
        passed_holdout: None,
    }
}
