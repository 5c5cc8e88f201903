//! The format of `features.toml` in types that exist for their JSON schema alone.
//!
//! The doc comments are what an editor shows on hover, so they are written for those who write a
//! `features.toml`. The checks themselves are the parser's; the tests keep both in step.
#![expect(
    dead_code,
    reason = "only the shape of these types is used, by the derived `JsonSchema`"
)]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::condition::Condition;
use crate::feature::Feature;
use crate::text::{AttributeName, Date, Name, SegmentName, Variants, Words};

/// What conditions use for something else, and methods of the generated `Context`.
const RESERVED_ATTRIBUTES: &[&str] = &[
    "segment",
    "any",
    "all",
    "none",
    "new",
    "anonymous",
    "into_owned",
    "targeting_key",
    "scope",
    "scope_async",
    "carry",
    "clone",
    "to_owned",
];

/// The features of a program, declared for typed-flags.
#[derive(JsonSchema)]
#[schemars(
    title = "features.toml",
    rename_all = "kebab-case",
    deny_unknown_fields
)]
pub(crate) struct File {
    /// What this set of features is. Optional.
    registry: Option<Registry>,
    /// What is asked of every feature. Optional.
    policy: Option<Policy>,
    /// What a rule may ask about the subject: `name = type`. Each attribute becomes a typed setter
    /// of `Context`.
    #[schemars(extend("propertyNames" = { "not": { "enum": RESERVED_ATTRIBUTES } }))]
    context: Option<BTreeMap<AttributeName, Attribute>>,
    /// Conditions with a name, to be used in several rules: `name = condition`.
    segments: Option<BTreeMap<SegmentName, Condition>>,
    /// The features, by flag key. `[features.dark_mode]` alone declares a boolean feature that is
    /// off.
    #[schemars(extend("propertyNames" = { "not": { "enum": ["env", "file"] } }))]
    features: Option<BTreeMap<Name, Feature>>,
    /// Names that may never come back, with the value that each has for good.
    retired: Option<BTreeMap<Name, Retired>>,
}

/// What this set of features is.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
struct Registry {
    /// Name of the set; a state file says `[features."shop/dark_mode"]` with it. Default: the
    /// name of the Cargo package.
    name: Option<Name>,
    /// The stages of a deployment. Must contain `production`. Default: development, testing,
    /// staging, production.
    #[schemars(extend("contains" = { "const": "production" }, "uniqueItems" = true))]
    environments: Option<Vec<Name>>,
}

/// What is asked of every feature.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
struct Policy {
    /// What the use of a feature gets after its `expires`. Default: `warn`.
    expired: Option<Expired>,
    /// Keys that every feature must state. Default: none.
    #[schemars(extend("uniqueItems" = true))]
    require: Option<Vec<Requirable>>,
    /// Whether every feature must state a value for every environment. Default: false.
    every_environment: Option<bool>,
    /// Days that a feature of a kind may grow old, counted from `created`; for the linter.
    /// Default: no limits.
    max_age: Option<MaxAge>,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum Expired {
    /// Nothing.
    Allow,
    /// rustc's `deprecated` warning.
    Warn,
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum Requirable {
    /// One sentence on what it does.
    Description,
    /// Who is asked about it.
    Owner,
    /// What it is for.
    Kind,
    /// The day on which it was declared.
    Created,
    /// The last day on which it is fine to use it.
    Expires,
    /// The ticket in which it is tracked.
    Issue,
    /// The key the provider knows it by.
    ProviderKey,
    /// Its value where nothing else applies.
    Default,
    /// What it is in one of the environments instead.
    Environments,
}

/// Days by kind of feature.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
struct MaxAge {
    /// Days for a change on its way to everyone.
    release: Option<Days>,
    /// Days for a comparison of variants.
    experiment: Option<Days>,
    /// Days for an operational setting.
    ops: Option<Days>,
    /// Days for a switch that turns something off in an incident.
    kill_switch: Option<Days>,
    /// Days for who may use something.
    permission: Option<Days>,
}

#[derive(JsonSchema)]
#[schemars(inline)]
struct Days(#[schemars(range(min = 1, max = 4_294_967_295_u32))] u32);

/// Type of an attribute of the context.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Attribute {
    /// The type alone.
    Short(AttributeType),
    /// The type, and whether the value is private.
    Long(LongAttribute),
}

/// The type of an attribute, and whether the value is private.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
struct LongAttribute {
    /// The type: a name, or the list of the values that there are.
    r#type: AttributeType,
    /// Whether the value must never reach a log, a hook or an explanation. Default: false.
    private: Option<bool>,
}

/// Type of an attribute.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum AttributeType {
    /// One of the types that have a name.
    Named(NamedType),
    /// One of these texts; becomes an enum.
    Closed(Variants),
}

#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
enum NamedType {
    /// true or false.
    Bool,
    /// Text.
    String,
    /// Whole number of 64 bits.
    Integer,
    /// Number with a fraction.
    Float,
    /// Version as in semver.org, e.g. `2.1.0`.
    Semver,
    /// Point in time with an offset, e.g. `2026-12-01T09:00:00Z`.
    Datetime,
    /// List of texts.
    Strings,
}

/// A feature that is gone. Its name cannot be declared again, and a use that is left over gets a
/// message that says what to do.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("dependencies" = {
    "type-name": ["variants"],
    "variants": { "properties": { "value": { "type": "string" } } },
}))]
struct Retired {
    /// The day on which it was retired.
    on: Date,
    /// What it is for good.
    value: RetiredValue,
    /// Why it was retired.
    reason: Option<Words>,
    /// The variants of a variants feature, as long as its enum is still used.
    variants: Option<Variants>,
    /// Name that its constant had, where it was not the key in SCREAMING_SNAKE_CASE.
    #[schemars(regex(pattern = r"^[A-Z_][A-Z0-9_]*$"))]
    constant: Option<String>,
    /// Name that its enum had, where it was not the key in UpperCamelCase.
    #[schemars(regex(
        pattern = r"^(_*[A-Z][A-Za-z]*|_+)([0-9]+(_[0-9]+)*[A-Za-z]+)*([0-9]+(_[0-9]+)*)?_*$"
    ))]
    type_name: Option<String>,
}

/// What a retired feature is for good.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum RetiredValue {
    /// Of a boolean feature.
    Boolean(bool),
    /// Of an integer feature.
    Integer(i64),
    /// Of a float feature.
    Float(f64),
    /// Of a string or variants feature.
    String(String),
}
