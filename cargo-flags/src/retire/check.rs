//! Lets the compiler look at the result before it is written, and takes out what it says is not
//! needed any more.

mod cleanup;
mod copy;
mod diagnostics;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use ra_ap_syntax::Edition;

use self::cleanup::{Thorough, clean};
use self::copy::Copy;
pub use self::diagnostics::Diagnostic;
use self::diagnostics::{Check, new_ones};
use crate::failure::Failure;
use crate::project::Project;

/// How often the compiler is asked before the rest is left to people.
const ROUNDS: usize = 8;

/// A file that is to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Absolute path.
    pub file: PathBuf,
    /// Its text as it is on disk.
    pub before: String,
    /// Its text as it is to be.
    pub after: String,
}

/// What the compiler says about changes.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Errors that there were not before: the changes must not be made.
    pub errors: Vec<Diagnostic>,
    /// Warnings that there were not before and that nothing was done about.
    pub warnings: Vec<Diagnostic>,
    /// What each round of the clean-up did.
    pub done: Vec<String>,
}

/// Checks the changes in a copy of the workspace, and cleans up what they leave behind.
///
/// # Errors
///
/// When there is no cargo, or the workspace does not compile as it is.
pub fn check(
    project: &Project,
    packages: &[&str],
    changes: &mut Vec<Change>,
) -> Result<Checked, Failure> {
    let copy = Copy::of(project)?;
    let check = Check::new(&copy, project, packages);
    let before = check.run()?;
    if let Some(error) = before.iter().find(|it| it.is_error) {
        return Err(Failure::new(format!(
            "the workspace does not compile as it is, so it cannot be told whether it still would: {}",
            error.message
        ))
        .with_help("mend that first, or leave the compiler out with `--no-check`"));
    }
    for change in changes.iter() {
        copy.write(&change.file, &change.after)?;
    }
    let mut checked = Checked::default();
    let mut found = new_ones(&before, check.run()?);
    if found.iter().any(Diagnostic::is_hard) {
        checked.errors = found.into_iter().filter(Diagnostic::is_hard).collect();
        return Ok(checked);
    }
    let mut thorough = Thorough::All;
    for _ in 0..ROUNDS {
        let round = one_round(project, &copy, changes, &found, thorough)?;
        if round.is_empty() {
            break;
        }
        let now = new_ones(&before, check.run()?);
        if now.iter().any(Diagnostic::is_hard) {
            for (file, old, _) in round {
                copy.write(&file, &old)?;
            }
            match thorough.less() {
                Some(less) => thorough = less,
                None => break,
            }
            continue;
        }
        for (file, old, new) in round {
            checked.done.push(described(project, &file, &old, &new));
            record(changes, file, old, new);
        }
        found = now;
    }
    (checked.errors, checked.warnings) = found.into_iter().partition(|it| it.is_error);
    Ok(checked)
}

type Round = Vec<(PathBuf, String, String)>;

/// Cleans up once, in the copy. Gives each file's text before and after.
fn one_round(
    project: &Project,
    copy: &Copy,
    changes: &[Change],
    found: &[Diagnostic],
    thorough: Thorough,
) -> Result<Round, Failure> {
    let mut by_file: HashMap<&Path, Vec<&Diagnostic>> = HashMap::new();
    for diagnostic in found {
        if let Some(file) = &diagnostic.file {
            by_file.entry(file).or_default().push(diagnostic);
        }
    }
    let mut files: Vec<_> = by_file.into_iter().collect();
    files.sort_by_key(|it| it.0);
    let mut round = Round::new();
    for (relative, diagnostics) in files {
        let file = project.root.join(relative);
        let current = match changes.iter().find(|it| it.file == file) {
            Some(change) => change.after.clone(),
            None => match fs::read_to_string(&file) {
                Ok(text) => text,
                Err(_) => continue,
            },
        };
        let cleaned = clean(&current, edition(project, &file), &diagnostics, thorough);
        if cleaned != current {
            copy.write(&file, &cleaned)?;
            round.push((file, current, cleaned));
        }
    }
    Ok(round)
}

fn record(changes: &mut Vec<Change>, file: PathBuf, old: String, new: String) {
    match changes.iter_mut().find(|it| it.file == file) {
        Some(change) => change.after = new,
        None => changes.push(Change {
            file,
            before: old,
            after: new,
        }),
    }
}

fn edition(project: &Project, file: &Path) -> Edition {
    let source = project.sources.files().iter().find(|it| it.path == file);
    source.map_or(Edition::CURRENT, |it| it.edition)
}

fn described(project: &Project, file: &Path, old: &str, new: &str) -> String {
    let shown = file.strip_prefix(&project.root).unwrap_or(file).display();
    let lines = old.lines().count().saturating_sub(new.lines().count());
    match lines {
        0 => format!("{shown}: what the compiler calls unused is taken out"),
        1 => format!("{shown}: 1 more line that the compiler calls unused is taken out"),
        lines => {
            format!("{shown}: {lines} more lines that the compiler calls unused are taken out")
        }
    }
}
