//! What `cargo flags` looks for: the kinds of findings, and what they mean.

use crate::finding::Level;

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Name of the kind, [`Finding::code`](crate::finding::Finding::code).
    pub code: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// What it finds, in a sentence or two.
    pub description: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// How bad it is unless somebody says otherwise.
    pub level: Level,
}

/// All kinds. Those after the first two are lints, whose level can be chosen.
pub const ALL: &[Rule] = &[
    Rule {
        code: "manifest",
        title: "Mistake in a manifest",
        description: "What is wrong with a `features.toml`; the macro says the same, and the code does not compile.",
        remedy: "The message says what is allowed. Every key is explained in the manifest's reference.",
        level: Level::Error,
    },
    Rule {
        code: "state",
        title: "Mistake in a state file",
        description: "An entry of a state file that would be set aside, or that nobody would read: a running program keeps the last good value, or the one of the manifest.",
        remedy: "The message says what is allowed.",
        level: Level::Error,
    },
    Rule {
        code: "expired",
        title: "Expired feature",
        description: "The feature is past the day that its `expires` names, which is the last day on which it is fine.",
        remedy: "Remove it from the code with `cargo flags retire`, or agree on a later day.",
        level: Level::Warning,
    },
    Rule {
        code: "unused",
        title: "Unused feature",
        description: "Nothing in the workspace's Rust sources or templates uses the feature; an import alone is no use.",
        remedy: "Move it to `[retired]`, so that its name does not come back.",
        level: Level::Warning,
    },
    Rule {
        code: "no-owner",
        title: "Feature without an owner",
        description: "The feature has no `owner`, so nobody is asked about it.",
        remedy: "Name a team or a person; `[policy] require = [\"owner\"]` asks it of every new feature.",
        level: Level::Warning,
    },
    Rule {
        code: "overdue",
        title: "Overdue feature",
        description: "The feature is older, from its `created`, than `[policy] max-age` allows for its kind.",
        remedy: "Remove it from the code with `cargo flags retire`, or let its kind grow older.",
        level: Level::Warning,
    },
    Rule {
        code: "always-on",
        title: "Feature that decides nothing",
        description: "The feature serves one value to everyone in every environment, and it is not the one that it would have if it were off; features of kind `ops`, `kill-switch` and `permission` may do that for good.",
        remedy: "Remove it from the code with `cargo flags retire --keep` that value.",
        level: Level::Warning,
    },
];

/// How many of [`ALL`] are no lints.
const MISTAKES: usize = 2;

/// The lints.
#[must_use]
pub fn lints() -> &'static [Rule] {
    &ALL[MISTAKES..]
}

/// Whether a kind is a lint.
#[must_use]
pub fn is_lint(code: &str) -> bool {
    lints().iter().any(|rule| rule.code == code)
}

/// The kind of this name.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code)
}
