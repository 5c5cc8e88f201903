//! Small packages that real `cargo` builds, all into one target directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package with the façade as its dependency.
#[derive(Debug)]
pub(crate) struct Package {
    folder: PathBuf,
    name: String,
}

/// What `cargo` did.
#[derive(Debug)]
#[allow(dead_code, reason = "each test binary uses a part")]
pub(crate) struct Run {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Package {
    /// The dependency of the usual package, with more behind it: `, features = [...]`.
    pub(crate) fn dependency(name: &str, more: &str) -> String {
        let workspace = env!("CARGO_MANIFEST_DIR");
        format!("{name} = {{ path = {workspace:?}, default-features = false{more} }}\n")
    }

    /// With the façade under its own name.
    pub(crate) fn new(name: &str) -> Self {
        let facade = Self::dependency("typed-flags", ", features = [\"macros\"]");
        Self::with_dependencies(name, &facade)
    }

    /// With these dependencies.
    pub(crate) fn with_dependencies(name: &str, dependencies: &str) -> Self {
        let folder = root().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder is ours");
        }
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
        let lock = fs::read_to_string(workspace.join("Cargo.lock")).expect("it is committed");
        let package = Self {
            folder,
            name: name.to_owned(),
        };
        package.file("Cargo.lock", &lock).file(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                 \n[workspace]\n\n[profile.dev]\ndebug = 0\n\n[dependencies]\n{dependencies}",
                name.replace('/', "-")
            ),
        )
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.edit(path, text);
        self
    }

    /// Writes a file again.
    pub(crate) fn edit(&self, path: &str, text: &str) {
        let file = self.folder.join(path);
        let folder = file.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("the target directory is writable");
        fs::write(file, text).expect("the target directory is writable");
    }

    /// Runs `cargo` with these arguments.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Run {
        self.cargo_with(arguments, &[])
    }

    /// Runs `cargo` with these arguments and variables.
    pub(crate) fn cargo_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", root().join("target"))
            .env("CARGO_TERM_COLOR", "never")
            .env("FEATURES_TODAY", "2026-11-22")
            .env_remove("FEATURES_TOML")
            .env_remove("RUSTFLAGS")
            .envs(variables.iter().copied())
            .output()
            .expect("cargo runs");
        Run {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The program that `cargo build` made.
    #[allow(dead_code, reason = "each test binary uses a part")]
    pub(crate) fn binary(&self, profile: &str) -> Vec<u8> {
        let name = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        fs::read(root().join("target").join(profile).join(name)).expect("the program was built")
    }

    /// Its folder.
    #[allow(dead_code, reason = "each test binary uses a part")]
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Run {
    /// What it printed, of a run that must succeed.
    #[allow(dead_code, reason = "each test binary uses a part")]
    #[track_caller]
    pub(crate) fn printed(&self) -> &str {
        assert!(self.success, "{}", self.stderr);
        self.stdout.trim()
    }

    /// The first lines of the errors, without cargo's own last one.
    #[allow(dead_code, reason = "each test binary uses a part")]
    #[track_caller]
    pub(crate) fn errors(&self) -> Vec<&str> {
        assert!(!self.success, "it compiles:\n{}", self.stderr);
        let lines = self.stderr.lines().filter(|line| line.starts_with("error"));
        lines
            .filter(|line| !line.contains(" could not compile "))
            .collect()
    }

    /// The warnings of a run that must succeed, in order.
    #[allow(dead_code, reason = "each test binary uses a part")]
    #[track_caller]
    pub(crate) fn warnings(&self) -> Vec<&str> {
        assert!(self.success, "{}", self.stderr);
        let lines = self
            .stderr
            .lines()
            .filter_map(|line| line.strip_prefix("warning: "));
        // The last one counts the others.
        lines.filter(|line| !line.contains(" generated ")).collect()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs")
}
