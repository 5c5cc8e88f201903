//! What paths are told relative to, so that they mean the same on every machine.

use std::path::{Path, PathBuf};

/// The folder that version control knows files by.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository of a workspace: `GITHUB_WORKSPACE`, where the workspace is in that; else the
    /// nearest folder with a `.git`; else the workspace itself.
    #[must_use]
    pub fn of(workspace: &Path) -> Self {
        let checkout = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
        Self::among(workspace, checkout.as_deref())
    }

    fn among(workspace: &Path, checkout: Option<&Path>) -> Self {
        // Cargo tells real paths; the variable may lead through links.
        let checkout = checkout.and_then(|checkout| std::fs::canonicalize(checkout).ok());
        let root = checkout
            .filter(|checkout| workspace.starts_with(checkout))
            .or_else(|| {
                let mut folders = workspace.ancestors();
                folders
                    .find(|folder| folder.join(".git").exists())
                    .map(Path::to_path_buf)
            })
            .unwrap_or_else(|| workspace.to_path_buf());
        Self { root }
    }

    /// The file's path from the root, with `/` between folders; whole where it is elsewhere.
    #[must_use]
    pub fn path(&self, file: &Path) -> String {
        match self.below(file) {
            Some(path) => path,
            None => file.display().to_string(),
        }
    }

    /// The same, unless it is elsewhere.
    pub(super) fn below(&self, file: &Path) -> Option<String> {
        let file = file.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = (file.components())
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        Some(parts.join("/"))
    }
}
