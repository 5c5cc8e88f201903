//! Many programs in one cargo workspace, so that what they depend on is built once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::tree::{self, Tree};

/// A workspace below the target directory, with a package for each program.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    packages: BTreeMap<String, Tree>,
}

impl Workspace {
    /// One of this name, without packages.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            root: home().join(name),
            packages: BTreeMap::new(),
        }
    }

    /// Adds a program.
    pub(crate) fn add(&mut self, name: &str, files: &Tree) {
        let mut files = files.clone();
        let dependencies = dependencies(&files);
        files.insert("Cargo.toml".into(), package(name) + &dependencies);
        // A library has the name of its package, which is `shop` where the command is run.
        if files.contains_key("src/lib.rs") {
            let main = files.get_mut("src/main.rs").expect("each has a program");
            *main = main.replace("shop::", &format!("{}::", name.replace('-', "_")));
        }
        self.packages.insert(name.to_owned(), files);
    }

    /// Writes all packages; those that an earlier run left behind are deleted.
    pub(crate) fn write(&self) {
        let packages = self.root.join("packages");
        fs::create_dir_all(&packages).expect("the target directory is writable");
        for entry in fs::read_dir(&packages).expect("it is a folder") {
            let entry = entry.expect("it can be read");
            let known = entry
                .file_name()
                .to_str()
                .is_some_and(|name| self.packages.contains_key(name));
            if !known {
                fs::remove_dir_all(entry.path()).expect("the folder is ours");
            }
        }
        for (name, files) in &self.packages {
            tree::write(&packages.join(name), files);
        }
        let cargo_toml =
            format!("[workspace]\nmembers = [\"packages/*\"]\nresolver = \"3\"\n\n{PROFILE}");
        let mut top = Tree::new();
        top.insert("Cargo.toml".into(), cargo_toml);
        top.insert("Cargo.lock".into(), lock_file());
        for (path, text) in top {
            let file = self.root.join(path);
            if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
                fs::write(file, text).expect("a file can be written");
            }
        }
    }

    /// Runs cargo on it.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", home().join("target"))
            .env("CARGO_TERM_COLOR", "never")
            .env("FEATURES_TODAY", "2026-11-22")
            .env_remove("FEATURES_TOML")
            .env_remove("FLAGS_ENV")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs")
    }

    /// Runs a program that was built, with these features in force, as a variable says them.
    pub(crate) fn run(&self, name: &str, features: &[(String, &str)]) -> Ran {
        let program = home()
            .join("target/debug")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        let variables = features
            .iter()
            .map(|(key, value)| (format!("FLAGS_{}", key.to_uppercase()), *value));
        let output = Command::new(&program)
            .env_remove("RUST_BACKTRACE")
            .env("FLAGS_ENV", "development")
            .envs(variables)
            .output()
            .unwrap_or_else(|error| panic!("`{name}` does not run: {error}"));
        Ran {
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            status: output.status.code(),
        }
    }
}

/// What a program printed, and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) status: Option<i32>,
}

const PROFILE: &str = "[profile.dev]\ndebug = 0\nincremental = false\n";

/// `Cargo.toml` of a package that is a workspace of its own.
pub(crate) fn cargo_toml(name: &str, files: &Tree) -> String {
    format!(
        "{}{}\n[workspace]\n\n{PROFILE}",
        package(name),
        dependencies(files)
    )
}

/// The versions that the repository is tested with.
pub(crate) fn lock_file() -> String {
    fs::read_to_string(repository().join("Cargo.lock")).expect("it is committed")
}

/// Where workspaces and what is built of them are kept from run to run.
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("retire")
}

/// The repository, which the programs take typed-flags from.
pub(crate) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("the package is in the workspace")
        .to_path_buf()
}

fn package(name: &str) -> String {
    format!("[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n")
}

/// The façade, and askama where there are templates.
fn dependencies(files: &Tree) -> String {
    let repository = repository();
    let mut dependencies = format!(
        "[dependencies]\ntyped-flags = {{ path = {repository:?}, default-features = false, features = [\"macros\"] }}\n"
    );
    if files.values().any(|text| text.contains("askama::Template")) {
        let text = fs::read_to_string(repository.join("Cargo.toml")).expect("it is there");
        let line = text.lines().find(|line| line.starts_with("askama = "));
        dependencies += &format!("{}\n", line.expect("the workspace has askama"));
    }
    dependencies
}
