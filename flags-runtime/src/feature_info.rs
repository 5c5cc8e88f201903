//! A feature's declaration, as data.

use std::borrow::Cow;
use std::fmt;

use crate::variable;
use crate::{Date, Registry, Rule, Slot, Value, ValueType};

/// What `features.toml` declares of one feature.
#[derive(Clone)]
pub struct FeatureInfo {
    registry: &'static Registry,
    index: u32,
    line: u32,
    key: &'static str,
    provider_key: &'static str,
    /// Empty where it follows from the key by the simple rule.
    variable: &'static str,
    constant: &'static str,
    value_type: ValueType,
    default: Value,
    range: Option<(Value, Value)>,
    environments: &'static [(u32, Value)],
    needs: &'static [Need],
    rules: &'static [Rule],
    rules_in: &'static [(u32, &'static [Rule])],
    frozen: bool,
    description: &'static str,
    owner: &'static str,
    issue: &'static str,
    kind: Option<FeatureKind>,
    created: Option<Date>,
    expires: Option<Date>,
}

/// Prerequisite of a feature: another boolean feature of its registry, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    feature: u32,
    negated: bool,
}

impl Need {
    #[doc(hidden)]
    #[must_use]
    pub const fn on(feature: u32) -> Self {
        Self {
            feature,
            negated: false,
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn off(feature: u32) -> Self {
        Self {
            feature,
            negated: true,
        }
    }

    /// Index of the other feature in [`Registry::features`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.feature as usize
    }

    /// Whether the other feature must be off.
    #[must_use]
    pub const fn is_negated(self) -> bool {
        self.negated
    }
}

/// What a feature is for, and so how long it should live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FeatureKind {
    /// A change on its way to everyone.
    Release,
    /// A comparison of variants.
    Experiment,
    /// An operational setting.
    Ops,
    /// A switch that turns something off in an incident.
    KillSwitch,
    /// Who may use something, for good.
    Permission,
}

impl FeatureKind {
    /// As written in `features.toml`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Experiment => "experiment",
            Self::Ops => "ops",
            Self::KillSwitch => "kill-switch",
            Self::Permission => "permission",
        }
    }
}

impl fmt::Display for FeatureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Accessors.
impl FeatureInfo {
    /// The registry that declares it.
    #[must_use]
    pub const fn registry(&self) -> &'static Registry {
        self.registry
    }

    /// Position in [`Registry::features`].
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index as usize
    }

    /// The flag key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// The key that providers know it by.
    #[must_use]
    pub const fn provider_key(&self) -> &'static str {
        self.provider_key
    }

    /// Name of its environment variable: `FLAGS_` and the key in SCREAMING_SNAKE_CASE.
    #[must_use]
    pub fn variable(&self) -> Cow<'static, str> {
        match self.declared_variable() {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(variable::simple_name(self.key)),
        }
    }

    pub(crate) const fn declared_variable(&self) -> Option<&'static str> {
        non_empty(self.variable)
    }

    /// Name of its constant.
    #[must_use]
    pub const fn constant(&self) -> &'static str {
        self.constant
    }

    /// Line of its entry in `features.toml`, from 1.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// What its value is.
    #[must_use]
    pub const fn value_type(&self) -> ValueType {
        self.value_type
    }

    /// The declared default.
    #[must_use]
    pub const fn default(&self) -> &Value {
        &self.default
    }

    /// Inclusive bounds of a number.
    #[must_use]
    pub const fn range(&self) -> Option<&(Value, Value)> {
        self.range.as_ref()
    }

    /// The declared value in an environment: its own there, else the default.
    ///
    /// `environment` is an index into [`Registry::environments`].
    #[must_use]
    pub fn declared_in(&self, environment: usize) -> &Value {
        self.environments
            .iter()
            .find(|(index, _)| *index as usize == environment)
            .map_or(&self.default, |(_, value)| value)
    }

    /// Whether an environment has a declared value of its own.
    #[must_use]
    pub fn is_declared_in(&self, environment: usize) -> bool {
        self.environments
            .iter()
            .any(|(index, _)| *index as usize == environment)
    }

    /// Prerequisites.
    #[must_use]
    pub const fn needs(&self) -> &'static [Need] {
        self.needs
    }

    /// The declared rules in an environment: its own where it has some, else the feature's.
    ///
    /// `environment` is an index into [`Registry::environments`].
    #[must_use]
    pub fn rules_in(&self, environment: usize) -> &'static [Rule] {
        self.rules_in
            .iter()
            .find(|(index, _)| *index as usize == environment)
            .map_or(self.rules, |(_, rules)| rules)
    }

    /// Whether its value is decided at build.
    #[must_use]
    pub const fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// What it does.
    #[must_use]
    pub const fn description(&self) -> Option<&'static str> {
        non_empty(self.description)
    }

    /// Who looks after it.
    #[must_use]
    pub const fn owner(&self) -> Option<&'static str> {
        non_empty(self.owner)
    }

    /// Where it is discussed.
    #[must_use]
    pub const fn issue(&self) -> Option<&'static str> {
        non_empty(self.issue)
    }

    /// What it is for.
    #[must_use]
    pub const fn kind(&self) -> Option<FeatureKind> {
        self.kind
    }

    /// The day it was declared.
    #[must_use]
    pub const fn created(&self) -> Option<Date> {
        self.created
    }

    /// The last day on which it is fine.
    #[must_use]
    pub const fn expires(&self) -> Option<Date> {
        self.expires
    }

    pub(crate) fn slot(&self) -> &'static Slot {
        &self.registry.slots()[self.index()]
    }
}

const fn non_empty(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

/// Constructors for generated code: literals in, data out.
#[doc(hidden)]
impl FeatureInfo {
    #[must_use]
    pub const fn new(
        registry: &'static Registry,
        index: u32,
        line: u32,
        key: &'static str,
        constant: &'static str,
        value_type: ValueType,
        default: Value,
    ) -> Self {
        Self {
            registry,
            index,
            line,
            key,
            provider_key: key,
            variable: "",
            constant,
            value_type,
            default,
            range: None,
            environments: &[],
            needs: &[],
            rules: &[],
            rules_in: &[],
            frozen: false,
            description: "",
            owner: "",
            issue: "",
            kind: None,
            created: None,
            expires: None,
        }
    }

    /// Description, owner and issue; empty text where there is none.
    #[must_use]
    pub const fn about(
        mut self,
        description: &'static str,
        owner: &'static str,
        issue: &'static str,
    ) -> Self {
        self.description = description;
        self.owner = owner;
        self.issue = issue;
        self
    }

    #[must_use]
    pub const fn life(
        mut self,
        kind: Option<FeatureKind>,
        created: Option<Date>,
        expires: Option<Date>,
    ) -> Self {
        self.kind = kind;
        self.created = created;
        self.expires = expires;
        self
    }

    #[must_use]
    pub const fn known_as(mut self, provider_key: &'static str) -> Self {
        self.provider_key = provider_key;
        self
    }

    /// Where the variable is not the key in capitals, with `_` for whatever is neither letter nor digit.
    #[must_use]
    pub const fn read_from(mut self, variable: &'static str) -> Self {
        self.variable = variable;
        self
    }

    /// Values by index into the registry's environments.
    #[must_use]
    pub const fn in_environments(mut self, environments: &'static [(u32, Value)]) -> Self {
        self.environments = environments;
        self
    }

    #[must_use]
    pub const fn needing(mut self, needs: &'static [Need]) -> Self {
        self.needs = needs;
        self
    }

    /// Rules for every environment that has none of its own.
    #[must_use]
    pub const fn with_rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// Rules by index into the registry's environments; an empty list says that there are none.
    #[must_use]
    pub const fn with_rules_in(mut self, rules: &'static [(u32, &'static [Rule])]) -> Self {
        self.rules_in = rules;
        self
    }

    #[must_use]
    pub const fn within_integers(self, low: i64, high: i64) -> Self {
        self.within(Value::Integer(low), Value::Integer(high))
    }

    #[must_use]
    pub const fn within_floats(self, low: f64, high: f64) -> Self {
        self.within(Value::Float(low), Value::Float(high))
    }

    #[must_use]
    pub const fn freeze(mut self) -> Self {
        self.frozen = true;
        self
    }

    const fn within(mut self, low: Value, high: Value) -> Self {
        // Assigning would drop the old value, which constants cannot do; forgetting `None` loses
        // nothing.
        std::mem::forget(self.range.replace((low, high)));
        self
    }
}

impl fmt::Debug for FeatureInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeatureInfo")
            .field("registry", &self.registry.name())
            .field("key", &self.key)
            .field("default", &self.default)
            .finish_non_exhaustive()
    }
}

/// Two declarations are equal if they are the same entry of the same registry.
impl PartialEq for FeatureInfo {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.registry, other.registry) && self.index == other.index
    }
}

impl Eq for FeatureInfo {}
