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

/// All kinds: two of mistakes, then lints.
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
        description: "A boolean is on for everyone in every environment, or rules and environments of another feature leave it one value, also where it is frozen. Features that need others, those that a given state file speaks of, and those of kind `ops`, `kill-switch` and `permission` are left alone.",
        remedy: "Remove it from the code with `cargo flags retire --keep` that value.",
        level: Level::Warning,
    },
    Rule {
        code: "baseline",
        title: "Outdated entry of the baseline",
        description: "The baseline holds a finding that does not occur any more, and would hide it if it came back.",
        remedy: "Write the baseline anew with `--write-baseline`.",
        level: Level::Warning,
    },
];

/// How many of [`ALL`] are no lints.
const MISTAKES: usize = 2;

/// The lints, whose level can be chosen.
#[must_use]
pub fn lints() -> &'static [Rule] {
    &ALL[MISTAKES..]
}

/// The lints with their levels, for `--help`.
#[must_use]
pub fn overview() -> String {
    let width = lints()
        .iter()
        .map(|rule| rule.code.len())
        .max()
        .unwrap_or(0);
    let lines: Vec<String> = (lints().iter())
        .map(|rule| {
            format!(
                "  {:width$}  {:7}  {}",
                rule.code,
                rule.level.name(),
                rule.title
            )
        })
        .collect();
    format!(
        "Levels unless said otherwise (and `state`, error: a mistake in a state file):\n{}\n\n\
         Exit status: 0 fine or warnings only, 1 errors, 2 wrong usage or configuration.",
        lines.join("\n")
    )
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
