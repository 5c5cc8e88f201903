//! The Rust files of a workspace, and how they hang together.

mod walk;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ra_ap_syntax::{Edition, SmolStr, ast};

use super::items::{Items, ScopeId};
use super::words;
use crate::progress::Progress;
use crate::project::Package;

/// Every Rust file that the targets of the workspace's packages reach: through `mod`, also with a
/// `#[path]` or under a `cfg`, and through `include!` of a literal path.
///
/// A project has them, as [`Project::sources`](crate::project::Project::sources).
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    pub(super) crates: Vec<Crate>,
    pub(super) instances: Vec<Instance>,
    /// What `mod name;` in a scope leads to: more than one, where each has its `cfg`.
    pub(super) children: HashMap<(InstanceId, ScopeId, SmolStr), Vec<InstanceId>>,
    /// What `include!` brings into a scope.
    pub(super) included: HashMap<(InstanceId, ScopeId), Vec<InstanceId>>,
    unreadable: Vec<(PathBuf, String)>,
}

/// A Rust file.
#[derive(Debug)]
pub struct SourceFile {
    /// Absolute path.
    pub path: PathBuf,
    /// The text.
    pub text: Arc<str>,
    /// The package that it belongs to, as an index into the workspace's packages; see
    /// [`Project::member`](crate::project::Project::member).
    pub package: usize,
    /// The edition that it is written in.
    pub edition: Edition,
    items: OnceLock<Items>,
    reaches_further: bool,
}

/// Index into [`Sources::files`].
pub(super) type FileId = usize;
/// Index into [`Sources::instances`].
pub(super) type InstanceId = usize;

/// One crate of the workspace.
#[derive(Debug)]
pub(super) struct Crate {
    pub(super) package: usize,
    pub(super) is_library: bool,
    pub(super) root: InstanceId,
}

/// A file as a module of one crate. A file that several crates have is there for each.
#[derive(Debug)]
pub(super) struct Instance {
    pub(super) file: FileId,
    pub(super) of: usize,
    /// Where it is declared; `None` for the root of a crate.
    pub(super) parent: Option<(InstanceId, ScopeId)>,
    /// Whether `include!` brought it here: then it is no module of its own.
    pub(super) is_included: bool,
    /// The folder in which the files of its modules are.
    modules: PathBuf,
}

impl Sources {
    /// Reads them; several at a time. A file that is not there is left out: a `cfg` may be false.
    #[must_use]
    pub fn read(packages: &[&Package], progress: &Progress) -> Self {
        walk::walk(packages, progress)
    }

    /// The files, in the order of their paths in each package.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Files that are there and cannot be read, with the reason.
    #[must_use]
    pub fn unreadable(&self) -> &[(PathBuf, String)] {
        &self.unreadable
    }

    /// The library of a package.
    pub(super) fn library(&self, package: usize) -> Option<&Crate> {
        (self.crates.iter()).find(|it| it.is_library && it.package == package)
    }
}

impl SourceFile {
    fn read(path: &Path, package: usize, edition: Edition) -> io::Result<Self> {
        let text: Arc<str> = fs::read_to_string(path)?.into();
        let reaches_further = words::reaches_further(&text);
        let file = Self {
            path: path.to_path_buf(),
            text,
            package,
            edition,
            items: OnceLock::new(),
            reaches_further,
        };
        if reaches_further {
            file.items();
        }
        Ok(file)
    }

    /// Its syntax tree, as far as it parses.
    #[must_use]
    pub fn parse(&self) -> ast::SourceFile {
        ast::SourceFile::parse(&self.text, self.edition).tree()
    }

    /// What it declares. It is parsed the first time.
    pub(super) fn items(&self) -> &Items {
        self.items.get_or_init(|| Items::of(&self.parse()))
    }

    /// The same, from its tree.
    pub(super) fn items_of(&self, tree: &ast::SourceFile) -> &Items {
        self.items.get_or_init(|| Items::of(tree))
    }

    /// What it declares, if that can matter to another file or to a manifest.
    pub(super) fn items_that_reach_further(&self) -> Option<&Items> {
        self.reaches_further.then(|| self.items())
    }
}
