//! Files as they were, through the program `git`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

/// A repository.
#[derive(Clone, Debug)]
pub struct Git {
    root: PathBuf,
}

/// A commit, by its whole hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit(String);

impl Git {
    /// The repository that holds a folder.
    ///
    /// # Errors
    ///
    /// When there is none, or no `git`.
    pub fn at(folder: &Path) -> Result<Self, Failure> {
        let here = Self {
            root: folder.to_path_buf(),
        };
        let root = here
            .ask(&["rev-parse", "--show-toplevel"])
            .map_err(|failure| {
                failure.with_help("without a repository, give two files to compare")
            })?;
        Ok(Self {
            root: PathBuf::from(root.trim_end_matches('\n')),
        })
    }

    /// Path of a file from the root of the repository, as git has it.
    #[must_use]
    pub fn path(&self, file: &Path) -> Option<String> {
        let root = std::fs::canonicalize(&self.root).ok()?;
        let path = file.strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    /// Whether a file is there now.
    #[must_use]
    pub fn is_there(&self, path: &str) -> bool {
        std::fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// The commit that a revision names.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn commit(&self, revision: &str) -> Result<Commit, Failure> {
        let wanted = format!("{revision}^{{commit}}");
        let found = self.ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ]);
        match found {
            Ok(hash) => Ok(Commit(hash.trim_end().to_owned())),
            Err(_) => Err(Failure::new(format!("git knows no revision `{revision}`"))
                .with_help("name a branch, tag or commit, or two files")),
        }
    }

    /// The commit that two have in common.
    ///
    /// # Errors
    ///
    /// When they have none.
    pub fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Commit, Failure> {
        let hash = self.ask(&["merge-base", &one.0, &other.0])?;
        Ok(Commit(hash.trim_end().to_owned()))
    }

    /// All files of a commit.
    ///
    /// # Errors
    ///
    /// When git cannot list them.
    pub fn files(&self, commit: &Commit) -> Result<Vec<String>, Failure> {
        let listed = self.ask(&[
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            "--full-tree",
            &commit.0,
        ])?;
        Ok(listed.split_terminator('\0').map(str::to_owned).collect())
    }

    /// What a file of a commit holds.
    ///
    /// # Errors
    ///
    /// When git cannot say it.
    pub fn bytes(&self, commit: &Commit, path: &str) -> Result<Vec<u8>, Failure> {
        self.run(&["cat-file", "blob", &format!("{}:{path}", commit.0)])
    }

    fn ask(&self, arguments: &[&str]) -> Result<String, Failure> {
        let bytes = self.run(arguments)?;
        String::from_utf8(bytes)
            .map_err(|_| Failure::new("git answered with names that are not UTF-8"))
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(arguments)
            .output()
            .map_err(|error| Failure::new(format!("cannot run `git`: {error}")))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ");
        Err(Failure::new(format!("git cannot tell: {said}")))
    }
}
