//! One feature.
#![expect(
    dead_code,
    reason = "only the shape of these types is used, by the derived `JsonSchema`"
)]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::rule::Rule;
use crate::text::{Date, Kind, Name, Variants, Words};

/// One feature. What it holds follows from `default` and `variants`; with neither it is a boolean
/// that is off.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("dependencies" = {
    "variants": { "required": ["default"], "properties": { "default": { "type": "string" } } },
    "range": { "required": ["default"], "properties": { "default": { "type": "number" } } },
    "type-name": {
        "anyOf": [
            { "required": ["variants"] },
            { "required": ["default"], "properties": { "default": { "type": "object" } } },
        ],
    },
    "frozen": {
        "anyOf": [
            { "properties": { "frozen": { "const": false } } },
            {
                "properties": { "environments": false, "rules": false, "needs": false },
                "anyOf": [
                    { "required": ["variants"] },
                    { "properties": { "default": { "type": "boolean" } } },
                ],
            },
        ],
    },
}))]
pub(crate) struct Feature {
    /// One sentence on what it does; becomes the documentation of the constant.
    description: Option<Words>,
    /// Who is asked about it: a team or a person.
    owner: Option<Words>,
    /// What it is for.
    kind: Option<Kind>,
    /// The day on which it was declared.
    created: Option<Date>,
    /// The last day on which it is fine to use it; afterwards see `[policy] expired`.
    expires: Option<Date>,
    /// The ticket in which it is tracked.
    issue: Option<Words>,
    /// Name of its constant. Default: the key in SCREAMING_SNAKE_CASE.
    #[schemars(regex(pattern = r"^[A-Z_][A-Z0-9_]*$"))]
    constant: Option<String>,
    /// The key the provider knows it by. Default: the key.
    provider_key: Option<Words>,
    /// The closed set of its values; becomes an enum. `default` must be one of them.
    variants: Option<Variants>,
    /// Name of the generated enum or struct. Default: the key in UpperCamelCase.
    #[schemars(regex(
        pattern = r"^(_*[A-Z][A-Za-z]*|_+)([0-9]+(_[0-9]+)*[A-Za-z]+)*([0-9]+(_[0-9]+)*)?_*$"
    ))]
    type_name: Option<String>,
    /// Its value where nothing else applies; decides its type. Default: false. Required unless
    /// boolean.
    default: Option<Value>,
    /// The least and the greatest number that it may be.
    range: Option<(f64, f64)>,
    /// What it is in one of the environments instead: a value, or a table of `default` and
    /// `rules`.
    environments: Option<BTreeMap<Name, EnvironmentValue>>,
    /// Boolean features that must be on, or with `!` off; otherwise this one is off, or has its
    /// default.
    #[schemars(extend("uniqueItems" = true), inner(regex(pattern = r"^!?[A-Za-z][A-Za-z0-9_.-]*$")))]
    needs: Option<Vec<String>>,
    /// Who gets what: the first rule that matches decides.
    rules: Option<Vec<Rule>>,
    /// Whether it is decided at build: it is its `default`, no provider can change it, and the
    /// compiler removes the dead branch. Booleans and variants only. Default: false.
    frozen: Option<bool>,
}

/// Value of a feature.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum Value {
    /// A value, or the name of a variant.
    Single(Single),
    /// Of a table feature: becomes a struct.
    Table(Table),
}

/// Value that is no table.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
pub(crate) enum Single {
    /// Of a boolean feature.
    Boolean(bool),
    /// Of an integer feature.
    Integer(i64),
    /// Of a float feature.
    Float(f64),
    /// Of a string feature, or the name of a variant.
    String(String),
}

/// Fields of a table feature, by name.
#[derive(JsonSchema)]
#[schemars(extend("minProperties" = 1))]
pub(crate) struct Table(BTreeMap<Name, Field>);

/// One field of a table feature.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Field {
    /// A value.
    Single(Single),
    /// A list of booleans.
    Booleans(#[schemars(length(min = 1))] Vec<bool>),
    /// A list of numbers.
    Numbers(#[schemars(length(min = 1))] Vec<f64>),
    /// A list of texts.
    Strings(#[schemars(length(min = 1))] Vec<String>),
    /// A table in the table.
    Table(Table),
}

/// What a feature is in one environment.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum EnvironmentValue {
    /// The value.
    Short(Single),
    /// The value and the rules.
    Long(LongEnvironment),
}

/// What a feature is in one environment: it replaces the feature's own `default` and `rules`.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
struct LongEnvironment {
    /// Replaces the feature's `default`.
    default: Option<Value>,
    /// Replaces the feature's `rules`.
    rules: Option<Vec<Rule>>,
}
