//! The checked model of a `features.toml`.

use std::fmt;

use crate::tree::Span;

/// What a `features.toml` declares.
///
/// After diagnostics it still holds every feature whose name is usable (with a dummy where its
/// default was wrong), so that code that uses those features does not fail as well.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// `[registry] name`.
    pub name: Option<String>,
    /// `[registry] environments`, or the four standard ones. Always holds `production`.
    pub environments: Vec<String>,
    /// `[policy]`.
    pub policy: Policy,
    /// `[context]`, in the order of the text.
    pub attributes: Vec<Attribute>,
    /// `[segments]`, in the order of the text.
    pub segments: Vec<Segment>,
    /// `[features]`, in the order of the text.
    pub features: Vec<Feature>,
    /// `[retired]`, in the order of the text.
    pub retired: Vec<Retired>,
}

/// `[policy]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// What a use of an expired feature gets.
    pub expired: Expired,
    /// Fields that every feature must have.
    pub require: Vec<String>,
    /// Whether every feature must state a value in every environment.
    pub every_environment: bool,
    /// Days from `created`, by kind, for the linter.
    pub max_age: Vec<(FeatureKind, u32)>,
}

/// `[policy] expired`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expired {
    /// Nothing.
    Allow,
    /// rustc's `deprecated` warning at each use.
    #[default]
    Warn,
}

/// One feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// The flag key.
    pub key: String,
    /// Where the key was written.
    pub key_span: Span,
    /// Line of the key, from 1.
    pub line: u32,
    /// Rust name of the constant, e.g. `ENABLE_CRAZY_FEATURE`.
    pub constant: String,
    /// Rust name of its variant of `Key`, e.g. `EnableCrazyFeature`.
    pub key_variant: String,
    /// Rust name of its field of `Values`, e.g. `enable_crazy_feature` (`r#type` where needed).
    pub field: String,
    /// `description`.
    pub description: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// `kind`.
    pub kind: Option<FeatureKind>,
    /// `created`.
    pub created: Option<Date>,
    /// `expires`: the last day on which it is fine.
    pub expires: Option<Date>,
    /// `issue`.
    pub issue: Option<String>,
    /// `provider-key`, where it differs from the key.
    pub provider_key: Option<String>,
    /// What its value is.
    pub ty: Type,
    /// The declared value.
    pub default: Value,
    /// Inclusive bounds of a number.
    pub range: Option<(Value, Value)>,
    /// `environments`, at most one each; the index is into [`Manifest::environments`].
    pub environments: Vec<EnvironmentValue>,
    /// Prerequisites.
    pub needs: Vec<Need>,
    /// Rules that hold in every environment without its own.
    pub rules: Vec<Rule>,
    /// Decided at build.
    pub frozen: bool,
}

/// What a feature says in one environment.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvironmentValue {
    /// Index into [`Manifest::environments`].
    pub environment: usize,
    /// Replaces the feature's `default`.
    pub default: Option<Value>,
    /// Replaces the feature's `rules`.
    pub rules: Option<Vec<Rule>>,
}

/// Prerequisite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Index into [`Manifest::features`]; always a boolean feature.
    pub feature: usize,
    /// `true` for `!name`: the other feature must be off.
    pub negated: bool,
}

/// `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// What kind of value a feature has.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// Text.
    String,
    /// One of a closed set; becomes an enum.
    Variants(VariantSet),
    /// Named fields; becomes a struct.
    Table(TableType),
}

/// Closed set of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantSet {
    /// Rust name of the enum.
    pub type_name: String,
    /// The variants, in the order of the text; never empty.
    pub variants: Vec<Variant>,
}

/// One name of a [`VariantSet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// As written.
    pub name: String,
    /// Rust name, e.g. `Red`.
    pub rust_name: String,
}

/// Named fields with their types.
#[derive(Clone, Debug, PartialEq)]
pub struct TableType {
    /// Rust name of the struct. Of a nested table, the outer name with the field's appended.
    pub type_name: String,
    /// The fields, in the order of the text; never empty.
    pub fields: Vec<Field>,
}

/// One field of a [`TableType`].
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// As written.
    pub name: String,
    /// Rust name (`r#type` where needed).
    pub rust_name: String,
    /// What its value is.
    pub ty: FieldType,
}

/// What a field of a table holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// A scalar.
    Scalar(Scalar),
    /// A list of scalars of one type.
    List(Scalar),
    /// A table in the table.
    Table(TableType),
}

/// Type of a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// Text.
    String,
}

/// Value that fits its [`Type`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of [`Type::Boolean`].
    Boolean(bool),
    /// Of [`Type::Integer`].
    Integer(i64),
    /// Of [`Type::Float`]; finite.
    Float(f64),
    /// Of [`Type::String`].
    String(String),
    /// Of [`Type::Variants`]: index into [`VariantSet::variants`].
    Variant(usize),
    /// Of [`FieldType::List`]; never empty.
    List(Vec<Self>),
    /// Of [`Type::Table`]: one value for each of [`TableType::fields`], in that order.
    Table(Vec<Self>),
}

/// Name that may never come back.
#[derive(Clone, Debug, PartialEq)]
pub struct Retired {
    /// The flag key.
    pub key: String,
    /// Line of the key, from 1.
    pub line: u32,
    /// Rust name of the constant.
    pub constant: String,
    /// `on`: the day it was retired.
    pub on: Date,
    /// `value`: what it is for good.
    pub value: RetiredValue,
    /// `reason`.
    pub reason: Option<String>,
    /// `variants`, where its enum is still to resolve.
    pub variants: Option<VariantSet>,
}

/// Value that a retired feature kept.
#[derive(Clone, Debug, PartialEq)]
pub enum RetiredValue {
    /// Of a boolean feature.
    Boolean(bool),
    /// Of an integer feature.
    Integer(i64),
    /// Of a float feature.
    Float(f64),
    /// Of a string or variants feature.
    String(String),
}

/// Day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

/// Attribute of the context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// As written; also the Rust name of its setter.
    pub name: String,
    /// What it holds.
    pub ty: AttributeType,
    /// Never reaches a log, a hook or `explain`.
    pub private: bool,
    /// Line of the name, from 1.
    pub line: u32,
}

/// What an attribute holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// Text.
    String,
    /// Version by semver.org.
    Semver,
    /// Instant.
    Datetime,
    /// List of texts.
    Strings,
    /// One of a closed set; becomes an enum.
    Variants(VariantSet),
}

/// Named, reusable condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// As written.
    pub name: String,
    /// What must hold.
    pub condition: Condition,
    /// Line of the name, from 1.
    pub line: u32,
}

/// What must hold, all of it. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The tests, in the order of the text.
    pub tests: Vec<Test>,
    /// Where it was written.
    pub span: Span,
}

/// One entry of a [`Condition`].
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `attribute = matcher`; the index is into [`Manifest::attributes`].
    Attribute(usize, Matcher),
    /// `segment = "name"`; the index is into [`Manifest::segments`].
    Segment(usize),
    /// `any = [ … ]`.
    Any(Vec<Condition>),
    /// `all = [ … ]`.
    All(Vec<Condition>),
    /// `none = [ … ]`.
    None(Vec<Condition>),
}

/// What an attribute must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// A value.
    Is(Operand),
    /// A list: any of.
    AnyOf(Vec<Operand>),
    /// A table of operators, all of which must hold.
    Operators(Vec<Operator>),
}

/// One operator with its operand.
#[derive(Clone, Debug, PartialEq)]
pub enum Operator {
    /// `not`.
    Not(Box<Matcher>),
    /// `not-in`.
    NotIn(Vec<Operand>),
    /// `gt`.
    Gt(Operand),
    /// `gte`.
    Gte(Operand),
    /// `lt`.
    Lt(Operand),
    /// `lte`.
    Lte(Operand),
    /// `starts-with`: any of.
    StartsWith(Vec<String>),
    /// `ends-with`: any of.
    EndsWith(Vec<String>),
    /// `contains`: any of.
    Contains(Vec<String>),
    /// `matches`: the pattern as written.
    Matches(String),
    /// `semver`: the requirement as written, e.g. `>=2.1`.
    Semver(String),
    /// `before`.
    Before(Operand),
    /// `after`.
    After(Operand),
    /// `exists`.
    Exists(bool),
}

/// Value that an attribute is compared with, of the attribute's type.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Of a boolean attribute.
    Boolean(bool),
    /// Of an integer attribute.
    Integer(i64),
    /// Of a float attribute.
    Float(f64),
    /// Of a string, strings or semver attribute.
    String(String),
    /// Of a closed set: index into its variants.
    Variant(usize),
    /// Of a datetime attribute, in RFC 3339 with an offset.
    Datetime(String),
}

/// Condition and what it serves.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// `when`; `None` matches everyone.
    pub when: Option<Condition>,
    /// What it serves.
    pub serve: Serve,
    /// Attribute to bucket by instead of the targeting key: index into [`Manifest::attributes`].
    pub by: Option<usize>,
    /// Bucket as the feature of this key.
    pub salt: Option<String>,
    /// Where it was written.
    pub span: Span,
    /// Line, from 1.
    pub line: u32,
}

/// What a [`Rule`] serves.
#[derive(Clone, Debug, PartialEq)]
pub enum Serve {
    /// `serve`.
    Value(Value),
    /// `rollout`: thousandths of a per cent, 0 to 100,000, and the value.
    Rollout(u32, Value),
    /// `split`: thousandths of a per cent by value; they sum to 100,000.
    Split(Vec<(Value, u32)>),
    /// `ramp`.
    Ramp(Ramp),
}

/// Rollout that grows from `start` at `from` to `end` at `to`.
#[derive(Clone, Debug, PartialEq)]
pub struct Ramp {
    /// RFC 3339 with an offset, as written.
    pub from: String,
    /// RFC 3339 with an offset, as written; later than `from`.
    pub to: String,
    /// Thousandths of a per cent at `from`.
    pub start: u32,
    /// Thousandths of a per cent at `to`.
    pub end: u32,
    /// What is served to those inside.
    pub value: Value,
}

impl FeatureKind {
    /// As it is written: `kill-switch`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Experiment => "experiment",
            Self::Ops => "ops",
            Self::KillSwitch => "kill-switch",
            Self::Permission => "permission",
        }
    }
}

impl fmt::Display for Date {
    /// As TOML writes it: `2027-06-30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
