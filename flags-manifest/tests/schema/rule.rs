//! Rules: who gets what.
#![expect(
    dead_code,
    reason = "only the shape of these types is used, by the derived `JsonSchema`"
)]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::condition::Condition;
use crate::feature::{Single, Table};
use crate::text::{Instant, Words};

/// A condition and what it serves, through exactly one of `serve`, `rollout`, `split` and `ramp`.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend(
    "oneOf" = [
        { "required": ["serve"] },
        { "required": ["rollout"] },
        { "required": ["split"] },
        { "required": ["ramp"] },
    ],
    "dependencies" = {
        "value": { "anyOf": [{ "required": ["rollout"] }, { "required": ["ramp"] }] },
        "by": {
            "not": {
                "anyOf": [
                    { "required": ["serve"] },
                    {
                        "required": ["rollout"],
                        "properties": { "rollout": { "type": "object", "required": ["by"] } },
                    },
                ],
            },
        },
        "salt": {
            "not": {
                "anyOf": [
                    { "required": ["serve"] },
                    {
                        "required": ["rollout"],
                        "properties": { "rollout": { "type": "object", "required": ["salt"] } },
                    },
                ],
            },
        },
    },
))]
pub(crate) struct Rule {
    /// Who the rule is about. Default: everyone.
    when: Option<Condition>,
    /// The value for all of them.
    serve: Option<Served>,
    /// The value for so many per cent of them, 0 to 100; the others go on to the next rule.
    rollout: Option<Rollout>,
    /// One of several values: `value = per cent`. The shares sum to 100.
    #[schemars(extend("minProperties" = 1))]
    split: Option<BTreeMap<String, Percent>>,
    /// A rollout that grows with time.
    ramp: Option<Ramp>,
    /// What a rollout or ramp serves. Required unless boolean, where it is true by default.
    value: Option<Served>,
    /// Attribute that decides who is inside, instead of the targeting key.
    by: Option<Words>,
    /// Deals as the feature of this key does. Default: the feature's own key.
    salt: Option<Words>,
}

/// Value that a rule serves.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum Served {
    /// A value, or the name of a variant.
    Single(Single),
    /// Of a table feature.
    Table(Table),
}

/// Share of the subjects.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum Rollout {
    /// Per cent.
    Short(Percent),
    /// Per cent, and how the subjects are dealt.
    Long(LongRollout),
}

/// Share of the subjects, and how they are dealt.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
struct LongRollout {
    /// Per cent, 0 to 100.
    percent: Percent,
    /// Attribute that decides who is inside, instead of the targeting key.
    by: Option<Words>,
    /// Deals as the feature of this key does. Default: the feature's own key.
    salt: Option<Words>,
}

/// Rollout that grows from `start` per cent at `from` to `end` per cent at `to`.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
struct Ramp {
    /// When it begins.
    from: Instant,
    /// When it is complete; later than `from`.
    to: Instant,
    /// Per cent at `from`.
    start: Percent,
    /// Per cent at `to`.
    end: Percent,
}

/// Per cent, 0 to 100.
#[derive(JsonSchema)]
#[schemars(inline)]
struct Percent(#[schemars(range(min = 0, max = 100))] f64);
