//! How bad each lint is, as the command line says it.

use std::collections::BTreeMap;

use clap::Args;
use flags_manifest::diagnostic::suggest;

use crate::failure::Failure;
use crate::finding::Level;
use crate::rules;

/// Every lint.
const ALL: &str = "all";
/// Every lint that would be a warning.
const WARNINGS: &str = "warnings";
/// What has one level.
const MANIFEST: &str = "manifest";

/// How bad each lint is, as the command line says it.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Lints")]
pub struct LevelArguments {
    /// Make this lint an error, which fails the check; `all`, or `warnings` for those that are left
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    deny: Vec<String>,
    /// Make this lint a warning
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    warn: Vec<String>,
    /// Leave this lint out
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    allow: Vec<String>,
}

/// How bad each lint is, and a mistake in a state file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// `None`: not looked for.
    by_code: BTreeMap<&'static str, Option<Level>>,
}

impl Default for Levels {
    fn default() -> Self {
        Self {
            by_code: (rules::ALL.iter())
                .filter(|rule| rule.code != MANIFEST)
                .map(|rule| (rule.code, Some(rule.level)))
                .collect(),
        }
    }
}

impl Levels {
    /// The level of this lint, unless it is not looked for.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<Level> {
        self.by_code.get(code).copied().flatten()
    }
}

impl LevelArguments {
    /// What they come to: a lint by its name goes before `all`, and that before `warnings`.
    ///
    /// # Errors
    ///
    /// When there is no such lint, or one is given two levels.
    pub fn levels(&self) -> Result<Levels, Failure> {
        let mut given: BTreeMap<&str, (&str, Option<Level>)> = BTreeMap::new();
        let mut denies_warnings = false;
        let options = [
            ("--deny", Some(Level::Error), &self.deny),
            ("--warn", Some(Level::Warning), &self.warn),
            ("--allow", None, &self.allow),
        ];
        for (option, level, names) in options {
            for name in names {
                if option == "--deny" && name == WARNINGS {
                    denies_warnings = true;
                    continue;
                }
                if name != ALL {
                    known(option, name)?;
                }
                if let Some((other, _)) = given.insert(name, (option, level))
                    && other != option
                {
                    return Err(Failure::new(format!(
                        "`{name}` cannot be both of `{other}` and `{option}`"
                    )));
                }
            }
        }
        let mut levels = Levels::default();
        for (code, level) in &mut levels.by_code {
            let of_all = || given.get(ALL).filter(|_| rules::is_lint(code));
            if let Some((_, chosen)) = given.get(code).or_else(of_all) {
                *level = *chosen;
            }
            if denies_warnings && *level == Some(Level::Warning) {
                *level = Some(Level::Error);
            }
        }
        Ok(levels)
    }
}

fn known(option: &str, name: &str) -> Result<(), Failure> {
    if name == MANIFEST {
        return Err(Failure::new(format!(
            "`{MANIFEST}` is no lint: what is wrong with a manifest does not compile, and is always \
             an error"
        )));
    }
    if rules::find(name).is_some() {
        return Ok(());
    }
    let words = [ALL, WARNINGS]
        .into_iter()
        .take(if option == "--deny" { 2 } else { 1 });
    let words = words.chain(rules::lints().iter().map(|rule| rule.code));
    let failure = Failure::new(format!("there is no lint `{name}`"));
    Err(match suggest(name, words.clone()) {
        Some(near) => failure.with_help(format!("did you mean `{near}`?")),
        None => {
            let names: Vec<String> = words.map(|word| format!("`{word}`")).collect();
            failure.with_help(format!("`{option}` takes {}", names.join(", ")))
        }
    })
}
