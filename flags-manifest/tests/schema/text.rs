//! Texts with a form of their own: names, dates, closed sets.
#![expect(
    dead_code,
    reason = "only the shape of these types is used, by the derived `JsonSchema`"
)]

use schemars::JsonSchema;

/// Name of an attribute: a letter from `a` to `z`, then such letters, digits and `_`.
#[derive(JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[schemars(inline)]
pub(crate) struct AttributeName(#[schemars(regex(pattern = r"^[a-z][a-z0-9_]*$"))] String);

/// Text that says something.
#[derive(JsonSchema)]
#[schemars(inline)]
pub(crate) struct Words(#[schemars(regex(pattern = r"\S"))] String);

/// Name of a segment.
#[derive(JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[schemars(inline)]
pub(crate) struct SegmentName(#[schemars(regex(pattern = r"\S"))] String);

/// Name: a letter, then letters, digits, `_`, `-` and `.`.
#[derive(JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[schemars(inline)]
pub(crate) struct Name(#[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_.-]*$"))] String);

/// Day of the calendar, as TOML writes it: 2027-06-30, without quotes.
#[derive(JsonSchema)]
#[schemars(inline, extend("format" = "date"))]
pub(crate) struct Date(String);

/// Point in time with its offset, as TOML writes it: 2026-12-01T09:00:00Z, without quotes.
#[derive(JsonSchema)]
#[schemars(inline, extend("format" = "date-time"))]
pub(crate) struct Instant(String);

/// Names that form a closed set; becomes an enum.
#[derive(JsonSchema)]
#[schemars(inline, extend("uniqueItems" = true))]
pub(crate) struct Variants(
    #[schemars(length(min = 1), inner(regex(pattern = r"^[A-Za-z][A-Za-z0-9_.-]*$")))] Vec<String>,
);

/// What a feature is for.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
pub(crate) enum Kind {
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
