//! A feature's declaration, as data.

use std::borrow::Cow;
use std::fmt;

use crate::variable;
use crate::{Date, Registry, Rule, Slot, Value, ValueType};

/// What `features.toml` declares of one feature.
#[derive(Clone)]
pub struct FeatureInfo {
    /// `None` only while the array of all features is filled: a build that replaces a reference in it
    /// moves all references behind it.
    registry: Option<&'static Registry>,
    index: u32,
    /// As `registry`.
    key: Option<&'static str>,
    declaration: Place,
}

/// Where the rest of a declaration is.
#[derive(Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "a constant cannot hold what it would have to box"
)]
enum Place {
    /// In the text that `features!` wrote, which the registry reads when it is asked first.
    Registry,
    /// Here: of registries that are read at run time, or written by hand.
    Here(Declaration),
}

/// Everything that is declared of a feature but its key.
///
/// In the order in which it stands in memory: what snapshots are made from comes first, close together,
/// since with many features it is fetching that takes its time.
#[derive(Clone)]
#[repr(C)]
pub(crate) struct Declaration {
    /// `None` where it is the key.
    pub(crate) provider_key: Option<&'static str>,
    pub(crate) frozen: bool,
    pub(crate) line: u32,
    pub(crate) value_type: ValueType,
    pub(crate) default: Value,
    pub(crate) environments: &'static [(u32, Value)],
    pub(crate) needs: &'static [Need],
    pub(crate) rules: &'static [Rule],
    pub(crate) rules_in: &'static [(u32, &'static [Rule])],
    pub(crate) range: Option<(Value, Value)>,
    /// Empty where it follows from the key by the simple rule.
    pub(crate) variable: &'static str,
    pub(crate) constant: &'static str,
    pub(crate) description: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) issue: &'static str,
    pub(crate) kind: Option<FeatureKind>,
    pub(crate) created: Option<Date>,
    pub(crate) expires: Option<Date>,
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

/// Of features that are not there yet.
static NOWHERE: Registry = Registry::new("", "", 0, &[], &[], &[], &[]);

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
        match self.registry {
            Some(registry) => registry,
            None => &NOWHERE,
        }
    }

    /// Position in [`Registry::features`].
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index as usize
    }

    /// The flag key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self.key {
            Some(key) => key,
            None => "",
        }
    }

    /// The key that providers know it by.
    #[must_use]
    #[inline]
    pub fn provider_key(&self) -> &'static str {
        self.declaration().provider_key.unwrap_or(self.key())
    }

    /// Name of its environment variable: `FLAGS_` and the key in SCREAMING_SNAKE_CASE.
    #[must_use]
    pub fn variable(&self) -> Cow<'static, str> {
        match self.declared_variable() {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(variable::simple_name(self.key())),
        }
    }

    pub(crate) fn declared_variable(&self) -> Option<&'static str> {
        non_empty(self.declaration().variable)
    }

    /// Name of its constant.
    #[must_use]
    pub fn constant(&self) -> &'static str {
        self.declaration().constant
    }

    /// Line of its entry in `features.toml`, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.declaration().line
    }

    /// What its value is.
    #[must_use]
    #[inline]
    pub fn value_type(&self) -> ValueType {
        self.declaration().value_type
    }

    /// The declared default.
    #[must_use]
    pub fn default(&self) -> &Value {
        &self.declaration().default
    }

    /// Inclusive bounds of a number.
    #[must_use]
    #[inline]
    pub fn range(&self) -> Option<&(Value, Value)> {
        self.declaration().range.as_ref()
    }

    /// The declared value in an environment: its own there, else the default.
    ///
    /// `environment` is an index into [`Registry::environments`].
    #[must_use]
    #[inline]
    pub fn declared_in(&self, environment: usize) -> &Value {
        self.declaration()
            .environments
            .iter()
            .find(|(index, _)| *index as usize == environment)
            .map_or(&self.declaration().default, |(_, value)| value)
    }

    /// Whether an environment has a declared value of its own.
    #[must_use]
    pub fn is_declared_in(&self, environment: usize) -> bool {
        self.declaration()
            .environments
            .iter()
            .any(|(index, _)| *index as usize == environment)
    }

    /// Prerequisites.
    #[must_use]
    #[inline]
    pub fn needs(&self) -> &'static [Need] {
        self.declaration().needs
    }

    /// The declared rules in an environment: its own where it has some, else the feature's.
    ///
    /// `environment` is an index into [`Registry::environments`].
    #[must_use]
    #[inline]
    pub fn rules_in(&self, environment: usize) -> &'static [Rule] {
        self.declaration()
            .rules_in
            .iter()
            .find(|(index, _)| *index as usize == environment)
            .map_or(self.declaration().rules, |(_, rules)| rules)
    }

    /// Whether its value is decided at build.
    #[must_use]
    #[inline]
    pub fn is_frozen(&self) -> bool {
        self.declaration().frozen
    }

    /// What it does.
    #[must_use]
    pub fn description(&self) -> Option<&'static str> {
        non_empty(self.declaration().description)
    }

    /// Who looks after it.
    #[must_use]
    pub fn owner(&self) -> Option<&'static str> {
        non_empty(self.declaration().owner)
    }

    /// Where it is discussed.
    #[must_use]
    pub fn issue(&self) -> Option<&'static str> {
        non_empty(self.declaration().issue)
    }

    /// What it is for.
    #[must_use]
    pub fn kind(&self) -> Option<FeatureKind> {
        self.declaration().kind
    }

    /// The day it was declared.
    #[must_use]
    pub fn created(&self) -> Option<Date> {
        self.declaration().created
    }

    /// The last day on which it is fine.
    #[must_use]
    pub fn expires(&self) -> Option<Date> {
        self.declaration().expires
    }

    #[inline]
    fn declaration(&self) -> &Declaration {
        match &self.declaration {
            Place::Here(declaration) => declaration,
            Place::Registry => self.registry().declaration(self.index()),
        }
    }

    pub(crate) fn slot(&self) -> &'static Slot {
        &self.registry().slots()[self.index()]
    }
}

const fn non_empty(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

/// Constructors for registries that are read at run time or written by hand.
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
        let declaration = Declaration::new(line, constant, value_type, default);
        Self {
            registry: Some(registry),
            index,
            key: Some(key),
            declaration: Place::Here(declaration),
        }
    }

    /// Features whose declarations are in the text that their registry holds.
    pub(crate) const fn in_registry<const N: usize>(
        registry: &'static Registry,
        keys: &[&'static str; N],
    ) -> [Self; N] {
        let mut features = [const {
            Self {
                registry: None,
                index: 0,
                key: None,
                declaration: Place::Registry,
            }
        }; N];
        let mut index = 0;
        while index < N {
            // Field by field: to move whole features costs a build ten times as much.
            let feature = &mut features[index];
            feature.registry = Some(registry);
            feature.index = index as u32;
            feature.key = Some(keys[index]);
            index += 1;
        }
        features
    }

    /// Description, owner and issue; empty text where there is none.
    #[must_use]
    pub const fn about(
        mut self,
        description: &'static str,
        owner: &'static str,
        issue: &'static str,
    ) -> Self {
        if let Some(declaration) = self.here() {
            declaration.description = description;
            declaration.owner = owner;
            declaration.issue = issue;
        }
        self
    }

    #[must_use]
    pub const fn life(
        mut self,
        kind: Option<FeatureKind>,
        created: Option<Date>,
        expires: Option<Date>,
    ) -> Self {
        if let Some(declaration) = self.here() {
            declaration.kind = kind;
            declaration.created = created;
            declaration.expires = expires;
        }
        self
    }

    #[must_use]
    pub const fn known_as(mut self, provider_key: &'static str) -> Self {
        if let Some(declaration) = self.here() {
            declaration.provider_key = Some(provider_key);
        }
        self
    }

    /// Where the variable is not the key in capitals, with `_` for whatever is neither letter nor digit.
    #[must_use]
    pub const fn read_from(mut self, variable: &'static str) -> Self {
        if let Some(declaration) = self.here() {
            declaration.variable = variable;
        }
        self
    }

    /// Values by index into the registry's environments.
    #[must_use]
    pub const fn in_environments(mut self, environments: &'static [(u32, Value)]) -> Self {
        if let Some(declaration) = self.here() {
            declaration.environments = environments;
        }
        self
    }

    #[must_use]
    pub const fn needing(mut self, needs: &'static [Need]) -> Self {
        if let Some(declaration) = self.here() {
            declaration.needs = needs;
        }
        self
    }

    /// Rules for every environment that has none of its own.
    #[must_use]
    pub const fn with_rules(mut self, rules: &'static [Rule]) -> Self {
        if let Some(declaration) = self.here() {
            declaration.rules = rules;
        }
        self
    }

    /// Rules by index into the registry's environments; an empty list says that there are none.
    #[must_use]
    pub const fn with_rules_in(mut self, rules: &'static [(u32, &'static [Rule])]) -> Self {
        if let Some(declaration) = self.here() {
            declaration.rules_in = rules;
        }
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
        if let Some(declaration) = self.here() {
            declaration.frozen = true;
        }
        self
    }

    const fn within(mut self, low: Value, high: Value) -> Self {
        let range = Some((low, high));
        // Dropping a value is what constants cannot do; these numbers own nothing.
        match self.here() {
            Some(declaration) => {
                std::mem::forget(std::mem::replace(&mut declaration.range, range));
            }
            None => std::mem::forget(range),
        }
        self
    }

    const fn here(&mut self) -> Option<&mut Declaration> {
        match &mut self.declaration {
            Place::Here(declaration) => Some(declaration),
            Place::Registry => None,
        }
    }
}

impl Declaration {
    /// A declaration that says no more than this.
    pub(crate) const fn new(
        line: u32,
        constant: &'static str,
        value_type: ValueType,
        default: Value,
    ) -> Self {
        Self {
            line,
            provider_key: None,
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
}

impl fmt::Debug for FeatureInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeatureInfo")
            .field("registry", &self.registry().name())
            .field("key", &self.key())
            .field("default", self.default())
            .finish_non_exhaustive()
    }
}

/// Two declarations are equal if they are the same entry of the same registry.
impl PartialEq for FeatureInfo {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.registry(), other.registry()) && self.index == other.index
    }
}

impl Eq for FeatureInfo {}
