//! Who gets what, as data.

use crate::{Condition, List, Resolution, Text, Timestamp, Value};

/// Condition and what it serves. Of a list of rules the first that matches decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    when: Option<Condition>,
    serve: Serve,
    by: Option<u32>,
    salt: Option<Text>,
    line: u32,
}

impl Rule {
    /// A rule. `when` is `None` to match everyone; `by` is the attribute to bucket by instead of
    /// the targeting key, an index into [`Registry::attributes`](crate::Registry::attributes);
    /// `salt` is the flag key to bucket as, `None` for the feature's own; `line` is where it was
    /// written, from 1, or 0.
    #[must_use]
    pub const fn new(
        when: Option<Condition>,
        serve: Serve,
        by: Option<u32>,
        salt: Option<Text>,
        line: u32,
    ) -> Self {
        Self {
            when,
            serve,
            by,
            salt,
            line,
        }
    }

    /// What must hold; `None` matches everyone.
    #[must_use]
    pub const fn when(&self) -> Option<&Condition> {
        self.when.as_ref()
    }

    /// What it serves.
    #[must_use]
    pub const fn serve(&self) -> &Serve {
        &self.serve
    }

    /// Attribute to bucket by instead of the targeting key.
    #[must_use]
    pub const fn by(&self) -> Option<u32> {
        self.by
    }

    /// Flag key to bucket as.
    #[must_use]
    pub fn salt(&self) -> Option<&str> {
        self.salt.as_deref()
    }

    /// Where it was written, from 1; 0 where that is not known.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }
}

/// What a [`Rule`] serves. Percentages are in thousandths of a per cent, 0 to 100,000. A variant is
/// its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Serve {
    /// `serve`.
    Value(Value),
    /// `rollout`: how many, and what they get.
    Rollout(u32, Value),
    /// `split`: what how many get; the shares sum to 100,000.
    Split(List<(Value, u32)>),
    /// `ramp`.
    Ramp(Ramp),
}

/// Rollout that grows from `start` at `from` to `end` at `to`.
#[derive(Clone, Debug, PartialEq)]
pub struct Ramp {
    from: Timestamp,
    to: Timestamp,
    start: u32,
    end: u32,
    value: Value,
}

impl Ramp {
    /// A schedule; `start` and `end` are in thousandths of a per cent.
    #[must_use]
    pub const fn new(from: Timestamp, to: Timestamp, start: u32, end: u32, value: Value) -> Self {
        Self {
            from,
            to,
            start,
            end,
            value,
        }
    }

    /// When it begins to change.
    #[must_use]
    pub const fn from(&self) -> Timestamp {
        self.from
    }

    /// When it has reached its end.
    #[must_use]
    pub const fn to(&self) -> Timestamp {
        self.to
    }

    /// Thousandths of a per cent up to `from`.
    #[must_use]
    pub const fn start(&self) -> u32 {
        self.start
    }

    /// Thousandths of a per cent from `to` on.
    #[must_use]
    pub const fn end(&self) -> u32 {
        self.end
    }

    /// What those inside get.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Thousandths of a per cent at a moment: on a straight line, in integers, rounded towards
    /// `start`.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> u32 {
        let (from, to) = (self.from.milliseconds(), self.to.milliseconds());
        let now = now.milliseconds();
        if now >= to {
            return self.end;
        }
        if now <= from {
            return self.start;
        }
        let whole = i128::from(to) - i128::from(from);
        let passed = i128::from(now) - i128::from(from);
        let grown = (i128::from(self.end) - i128::from(self.start)) * passed / whole;
        u32::try_from(i128::from(self.start) + grown).unwrap_or(self.end)
    }
}

/// What a provider says of a feature that has rules: the runtime evaluates it, and does not call
/// [`Provider::resolve`](crate::Provider::resolve) for that feature.
///
/// Where no rule matches, the value that follows answers; without one, the provider has no opinion,
/// and the rules and values of `features.toml` follow.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet {
    rules: List<Rule>,
    otherwise: Option<Resolution>,
}

impl RuleSet {
    /// These rules; no opinion where none matches.
    #[must_use]
    pub const fn new(rules: List<Rule>) -> Self {
        Self {
            rules,
            otherwise: None,
        }
    }

    /// The answer where no rule matches.
    #[must_use]
    pub fn or(mut self, otherwise: Resolution) -> Self {
        self.otherwise = Some(otherwise);
        self
    }

    /// The rules, in order.
    #[must_use]
    pub const fn rules(&self) -> &List<Rule> {
        &self.rules
    }

    /// The answer where no rule matches.
    #[must_use]
    pub const fn otherwise(&self) -> Option<&Resolution> {
        self.otherwise.as_ref()
    }
}
