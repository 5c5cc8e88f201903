//! A program of the corpus, before and after, and the program `cargo flags retire` run on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::manifest;
use crate::tree::{self, Tree};
use crate::workspace;

/// A program with a feature that is retired.
#[derive(Debug)]
pub(crate) struct Case {
    /// Name of its folder.
    pub(crate) name: String,
    /// The feature's key.
    pub(crate) feature: String,
    /// The value that is kept.
    pub(crate) keep: String,
    /// The program, with a manifest of the features that it names.
    pub(crate) before: Tree,
    /// What is to become of it; with the manifest where that matters, and empty where it is to be
    /// refused.
    pub(crate) after: Tree,
    /// Its folder.
    pub(crate) folder: PathBuf,
}

/// What `cargo flags retire` did.
#[derive(Debug)]
pub(crate) struct Retired {
    /// The exit status.
    pub(crate) status: i32,
    /// All it said.
    pub(crate) said: String,
    /// The program now, with its manifest.
    pub(crate) files: Tree,
}

impl Case {
    /// The cases of a folder, by name. Each is a folder with `before.rs`, whose first line has the
    /// arguments, and `after.rs`; other files, as a package has them, are in `before/` and, where
    /// they are to change, in `after/`; a file that is to be deleted is empty there.
    pub(crate) fn all(folder: &str) -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/retire")
            .join(folder);
        let mut cases: Vec<Self> = fs::read_dir(root)
            .expect("the corpus is there")
            .map(|entry| Self::read(&entry.expect("it can be read").path()))
            .collect();
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        cases
    }

    fn read(folder: &Path) -> Self {
        let name = folder.file_name().and_then(|name| name.to_str());
        let name = name.expect("it is UTF-8").to_owned();
        let text = |file: &str| fs::read_to_string(folder.join(file)).ok();
        let main = text("before.rs").unwrap_or_else(|| panic!("{name} has no `before.rs`"));
        let words: Vec<&str> = main.lines().next().unwrap_or_default().split(' ').collect();
        let ["//", "retire", feature, "--keep", keep] = words[..] else {
            panic!("{name}: the first line of `before.rs` is `// retire FEATURE --keep VALUE`");
        };
        let (feature, keep) = (feature.to_owned(), keep.to_owned());

        let mut before = tree::read(&folder.join("before"));
        before.insert("src/main.rs".into(), main);
        before
            .entry("src/features.rs".into())
            .or_insert_with(|| "typed_flags::features!(\"features.toml\");\n".into());
        let mut after = Tree::new();
        if let Some(main) = text("after.rs") {
            after.clone_from(&before);
            after.remove("features.toml");
            after.insert("src/main.rs".into(), main);
            after.extend(tree::read(&folder.join("after")));
            after.retain(|_, text| !text.is_empty());
        }
        let manifest = manifest::for_program(&before);
        before.entry("features.toml".into()).or_insert(manifest);
        Self {
            name,
            feature,
            keep,
            before,
            after,
            folder: folder.to_path_buf(),
        }
    }

    /// The program before, with the kept value declared, so that it prints what is to stay.
    pub(crate) fn before_with_kept_value(&self) -> Tree {
        let mut files = self.before.clone();
        let manifest = manifest::with_default(&files["features.toml"], &self.feature, &self.keep);
        files.insert("features.toml".into(), manifest);
        files
    }

    /// Runs `cargo flags retire` on a copy of the program, on this lane.
    pub(crate) fn retire(&self, lane: usize) -> Retired {
        retire(&self.before, &[&self.feature, "--keep", &self.keep], lane)
    }

    /// Whether a program of it has tests of its own.
    pub(crate) fn has_tests(files: &Tree) -> bool {
        files
            .values()
            .any(|text| text.contains("#[test]") || text.contains("feature_matrix("))
    }
}

/// Runs `cargo flags retire` with these arguments on a copy of these files, in a package of their
/// own. What is built of it is kept for the next one on the same lane; there is one at a time.
pub(crate) fn retire(files: &Tree, arguments: &[&str], lane: usize) -> Retired {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let root = fs::canonicalize(folder.path()).expect("it is there");
    let package = root.join("shop");
    let mut all = files.clone();
    all.insert("Cargo.toml".into(), workspace::cargo_toml("shop", files));
    all.insert("Cargo.lock".into(), workspace::lock_file());
    tree::write(&package, &all);
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
        .args(["flags", "retire"])
        .args(arguments)
        .current_dir(&package)
        .env(
            "CARGO_TARGET_DIR",
            workspace::home().join(format!("lane-{lane}")),
        )
        .env("FEATURES_TODAY", "2026-11-22")
        .env("COLUMNS", "100")
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("FEATURES_TOML")
        .env_remove("FLAGS_ENV")
        .env_remove("RUSTFLAGS")
        .output()
        .expect("the command can be run");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).expect("it writes UTF-8");
    let root = root.to_str().expect("it is UTF-8");
    let mut found = tree::read(&package);
    assert_eq!(
        found.remove("Cargo.toml"),
        all.remove("Cargo.toml"),
        "it is none of its business"
    );
    found.remove("Cargo.lock");
    Retired {
        status: output.status.code().expect("nobody ended it"),
        said: said.replace(root, "[ROOT]"),
        files: found,
    }
}
