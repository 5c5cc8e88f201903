//! A package that depends on `typed-flags` as a user's does.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

pub(crate) struct Package {
    folder: PathBuf,
}

impl Package {
    /// A package with these dependencies besides `typed-flags`, in the versions of our lock file, so
    /// that their crates are at hand.
    pub(crate) fn new(name: &str, dependencies: &str) -> Self {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root().join(name);
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::copy(ours.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        let package = Self { folder };
        package.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = '{name}'\nedition = '2024'\n[workspace]\n[dependencies]\n\
                 typed-flags = {{ path = '{}' }}\n{dependencies}\n",
                ours.display()
            ),
        );
        package
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).unwrap();
    }

    /// Whether it compiles, and what the compiler says.
    pub(crate) fn check(&self) -> (bool, String) {
        let output = self.cargo("check", &[]);
        (
            output.status.success(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    /// What it prints, with these environment variables.
    #[track_caller]
    pub(crate) fn run(&self, variables: &[(&str, &str)]) -> String {
        let output = self.cargo("run", variables);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn cargo(&self, command: &str, variables: &[(&str, &str)]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("FLAGS_") {
                cargo.env_remove(name);
            }
        }
        cargo
            .args([
                command,
                "--offline",
                "--quiet",
                "--color=never",
                "--target-dir",
            ])
            .arg(root().join("target"))
            .env("FEATURES_TODAY", "2026-11-22")
            .envs(variables.iter().copied())
            .current_dir(&self.folder)
            .output()
            .unwrap()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("start")
}
