//! What is wrong with state files.

use std::fs;
use std::path::{Path, PathBuf};

use flags_manifest::encoding::decode;
use flags_manifest::state::{self, StateFile};
use flags_runtime::Registry;

use crate::failure::Failure;
use crate::finding::{Finding, Level, Place};
use crate::project::show;
use crate::state_file::format_of;

/// State files, and what is wrong with them.
#[derive(Debug, Default)]
pub struct States {
    /// Those that can be read.
    pub files: Vec<StateFile>,
    /// What is wrong with any of them.
    pub findings: Vec<Finding>,
    /// Absolute paths of all of them.
    pub paths: Vec<PathBuf>,
}

impl States {
    /// Reads the files and checks each against all registries; against none where these are not
    /// known.
    ///
    /// # Errors
    ///
    /// When one cannot be read.
    pub fn check(
        files: &[PathBuf],
        registries: Option<&[&'static Registry]>,
        level: Level,
    ) -> Result<Self, Failure> {
        let mut states = Self::default();
        for file in files {
            states.add(file, registries, level)?;
        }
        Ok(states)
    }

    fn add(
        &mut self,
        file: &Path,
        registries: Option<&[&'static Registry]>,
        level: Level,
    ) -> Result<(), Failure> {
        let unreadable = |error| {
            Failure::new(format!(
                "cannot read the state file `{}`: {error}",
                show(file)
            ))
        };
        let bytes = fs::read(file).map_err(unreadable)?;
        // Manifests have real paths, too.
        let path = fs::canonicalize(file).map_err(unreadable)?;
        if self.paths.contains(&path) {
            return Ok(());
        }
        self.paths.push(path.clone());
        let text = match decode(bytes) {
            Ok(text) => text,
            Err(error) => {
                let place = Place {
                    file: path,
                    text: error.text.into(),
                    span: None,
                };
                self.push(&place, [error.finding], level);
                return Ok(());
            }
        };
        let parsed = state::parse(text.as_str(), format_of(&text));
        let place = Place {
            file: path,
            text: text.as_str().into(),
            span: None,
        };
        match registries {
            Some(registries) => {
                if let Err(error) = flags_file::check_all(&text, registries) {
                    self.push(&place, error.findings().iter().cloned(), level);
                }
            }
            None => self.push(&place, parsed.errors.iter().cloned(), level),
        }
        if parsed.errors.is_empty() {
            self.files.push(parsed.state);
        }
        Ok(())
    }

    fn push(
        &mut self,
        place: &Place,
        findings: impl IntoIterator<Item = flags_manifest::diagnostic::Diagnostic>,
        level: Level,
    ) {
        self.findings
            .extend(findings.into_iter().map(|finding| Finding {
                level,
                code: "state",
                message: finding.message,
                place: Some(Place {
                    span: finding.span,
                    ..place.clone()
                }),
                help: finding.help,
                feature: None,
            }));
    }
}
