//! The keys that each table of a manifest may have.

pub(crate) const ROOT: &[&str] = &[
    "registry", "policy", "context", "segments", "features", "retired",
];
pub(crate) const REGISTRY: &[&str] = &["name", "environments"];
pub(crate) const POLICY: &[&str] = &["expired", "require", "every-environment", "max-age"];
pub(crate) const ATTRIBUTE: &[&str] = &["type", "private"];
pub(crate) const FEATURE: &[&str] = &[
    "description",
    "owner",
    "kind",
    "created",
    "expires",
    "issue",
    "constant",
    "type-name",
    "provider-key",
    "variants",
    "default",
    "range",
    "environments",
    "needs",
    "rules",
    "frozen",
];
/// What `[policy] require` may name.
pub(crate) const REQUIRABLE: &[&str] = &[
    "description",
    "owner",
    "kind",
    "created",
    "expires",
    "issue",
    "provider-key",
    "default",
    "environments",
];
pub(crate) const ENVIRONMENT: &[&str] = &["default", "rules"];
/// What a state file may hold.
pub(crate) const STATE: &[&str] = &["features", "segments"];
/// What a state file may say of a feature.
pub(crate) const STATE_FEATURE: &[&str] = &["default", "rules", "environments"];
pub(crate) const RETIRED: &[&str] = &["on", "value", "reason", "variants", "constant", "type-name"];
pub(crate) const RULE: &[&str] = &[
    "when", "serve", "rollout", "split", "ramp", "value", "by", "salt",
];
pub(crate) const ROLLOUT: &[&str] = &["percent", "by", "salt"];
pub(crate) const RAMP: &[&str] = &["from", "to", "start", "end"];
pub(crate) const OPERATORS: &[&str] = &[
    "not",
    "not-in",
    "gt",
    "gte",
    "lt",
    "lte",
    "starts-with",
    "ends-with",
    "contains",
    "matches",
    "semver",
    "before",
    "after",
    "exists",
];
/// What a condition may hold besides attributes.
pub(crate) const COMBINATORS: &[&str] = &["segment", "any", "all", "none"];
