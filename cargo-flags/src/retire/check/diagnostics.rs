//! What the compiler says.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::diagnostic::{Applicability, DiagnosticLevel, DiagnosticSpan};
use cargo_metadata::{Message, diagnostic};

use super::copy::Copy;
use crate::failure::Failure;
use crate::project::Project;

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it keeps the program from being built.
    pub is_error: bool,
    /// `E0308`, `unused_imports`.
    pub code: Option<String>,
    /// What it says.
    pub message: String,
    /// In the workspace's folder.
    pub file: Option<PathBuf>,
    /// Line of its first place.
    pub line: usize,
    /// As the compiler shows it.
    pub rendered: String,
    /// Its places in that file.
    pub(super) spans: Vec<Range<usize>>,
    /// What the compiler would write instead.
    pub(super) fixes: Vec<Fix>,
}

/// A piece of text that the compiler would write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fix {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Diagnostic {
    /// Whether it is an error that is no lint, so that nothing about it can be cleaned up.
    #[must_use]
    pub fn is_hard(&self) -> bool {
        let lint = self.code.as_deref().is_some_and(|it| {
            it.starts_with("unused") || it.starts_with("unreachable") || it == "dead_code"
        });
        self.is_error && !lint
    }
}

/// `cargo check` on the copy.
pub(super) struct Check<'a> {
    copy: &'a Copy,
    project: &'a Project,
    packages: &'a [&'a str],
}

impl<'a> Check<'a> {
    pub(super) fn new(copy: &'a Copy, project: &'a Project, packages: &'a [&'a str]) -> Self {
        Self {
            copy,
            project,
            packages,
        }
    }

    pub(super) fn run(&self) -> Result<Vec<Diagnostic>, Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(["check", "--all-targets", "--message-format=json", "--quiet"])
            .current_dir(self.copy.root())
            .env("CARGO_TARGET_DIR", &self.project.target)
            .env_remove("FEATURES_TOML")
            .stdin(Stdio::null());
        if self.packages.is_empty() {
            command.arg("--workspace");
        }
        for package in self.packages {
            command.args(["-p", package]);
        }
        let output = command.output().map_err(|error| {
            Failure::new(format!("cannot start cargo to check the result: {error}"))
                .with_help("leave the compiler out with `--no-check`")
        })?;
        let mut found = Vec::new();
        for message in Message::parse_stream(&output.stdout[..]) {
            let message = message.map_err(|error| {
                Failure::new(format!("cargo's messages cannot be read: {error}"))
            })?;
            if let Message::CompilerMessage(message) = message
                && let Some(diagnostic) = of(message.message)
                && !found.contains(&diagnostic)
            {
                found.push(diagnostic);
            }
        }
        if !output.status.success() && !found.iter().any(|it| it.is_error) {
            let stderr = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::new(format!(
                "cargo cannot check the result: {}",
                stderr.trim().trim_start_matches("error: ")
            ))
            .with_help("leave the compiler out with `--no-check`"));
        }
        Ok(found)
    }
}

fn of(message: diagnostic::Diagnostic) -> Option<Diagnostic> {
    let is_error = match message.level {
        DiagnosticLevel::Error | DiagnosticLevel::Ice => true,
        DiagnosticLevel::Warning => false,
        _ => return None,
    };
    // `3 warnings emitted`, `aborting due to …`.
    if message.spans.is_empty() && message.code.is_none() && !is_error
        || message.message.starts_with("aborting due to")
    {
        return None;
    }
    let places: Vec<&DiagnosticSpan> = message.spans.iter().filter(|it| it.is_primary).collect();
    let file = places.first().map(|it| PathBuf::from(&it.file_name));
    let in_file = |it: &DiagnosticSpan| {
        file.as_ref()
            .is_some_and(|file| file.as_os_str() == &*it.file_name)
    };
    let range = |it: &DiagnosticSpan| it.byte_start as usize..it.byte_end as usize;
    let fixes = message
        .children
        .iter()
        .find(|child| {
            child
                .spans
                .iter()
                .any(|it| it.suggested_replacement.is_some())
        })
        .into_iter()
        .flat_map(|it| &it.spans)
        .filter(|it| in_file(it))
        .filter(|it| {
            matches!(
                it.suggestion_applicability,
                Some(Applicability::MachineApplicable | Applicability::MaybeIncorrect)
            )
        })
        .filter_map(|it| {
            Some(Fix {
                range: range(it),
                text: it.suggested_replacement.clone()?,
            })
        })
        .collect();
    Some(Diagnostic {
        is_error,
        code: message.code.as_ref().map(|it| it.code.clone()),
        spans: places
            .iter()
            .filter(|it| in_file(it))
            .map(|it| range(it))
            .collect(),
        line: places.first().map_or(0, |it| it.line_start),
        file,
        fixes,
        rendered: message.rendered.unwrap_or_default(),
        message: message.message,
    })
}

/// Those that were not said before, wherever their lines are now.
pub(super) fn new_ones(before: &[Diagnostic], now: Vec<Diagnostic>) -> Vec<Diagnostic> {
    type Said<'a> = (Option<&'a PathBuf>, Option<&'a str>, &'a str);
    fn said(it: &Diagnostic) -> Said<'_> {
        (it.file.as_ref(), it.code.as_deref(), &it.message)
    }
    let mut known: HashMap<Said<'_>, usize> = HashMap::new();
    for diagnostic in before {
        *known.entry(said(diagnostic)).or_default() += 1;
    }
    let mut new = Vec::new();
    for diagnostic in &now {
        match known.get_mut(&said(diagnostic)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(diagnostic.clone()),
        }
    }
    new
}
