//! What `features!` costs a build: `cargo bench -p flags-bench --bench build_cost`.
//!
//! Makes packages with large manifests (booleans, numbers, strings, variants, tables, needs,
//! environments, docs; a context, segments, and a rule for each feature) under the target directory, and takes the time of real `cargo` runs:
//! - `cargo check` after an edit of only the TOML, with one feature and with 1,000;
//! - `cargo check` and `cargo build` from clean (dependencies built), with 10,000.
#![expect(clippy::print_stdout, reason = "a report is what it is for")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

const ROUNDS: usize = 3;

fn main() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-cost");
    let one = Package::new(&root, "one", 1);
    let thousand = Package::new(&root, "thousand", 1_000);
    let many = Package::new(&root, "many", 10_000);
    for package in [&one, &thousand] {
        package.cargo("check");
    }
    one.cargo("build");
    let edit_one = fastest(|round| one.edit(1, round));
    let edit_thousand = fastest(|round| thousand.edit(1_000, round));
    println!("check after an edit of the TOML,      1 feature : {edit_one:?}");
    println!("check after an edit of the TOML,  1,000 features: {edit_thousand:?}");
    println!(
        "difference: {:?} (bound: 500ms)",
        edit_thousand.saturating_sub(edit_one)
    );
    let (check, build) = (many.clean_then("check"), many.clean_then("build"));
    println!("check from clean,                10,000 features: {check:?} (bound: 10s)");
    println!("build from clean,                10,000 features: {build:?} (bound: 10s)");
}

fn fastest(mut run: impl FnMut(usize) -> Duration) -> Duration {
    (0..ROUNDS).map(&mut run).min().unwrap_or_default()
}

struct Package {
    name: String,
    folder: PathBuf,
    target: PathBuf,
}

impl Package {
    fn new(root: &Path, name: &str, features: usize) -> Self {
        let folder = root.join(name);
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the package is in the workspace");
        fs::create_dir_all(folder.join("src")).expect("the target directory is writable");
        let write = |path: &str, text: &str| {
            fs::write(folder.join(path), text).expect("the target directory is writable");
        };
        write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                 [workspace]\n\n[dependencies]\ntyped-flags = {{ path = {workspace:?}, default-features = false, \
                 features = [\"macros\"] }}\n"
            ),
        );
        write(
            "src/main.rs",
            "#![allow(dead_code)]\nmod f {\n    typed_flags::features!(\"features.toml\");\n}\n\
             fn main() {\n    std::process::exit(i32::from(f::FEATURE_0.is_enabled()));\n}\n",
        );
        write("features.toml", &manifest(features, 0));
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))
            .expect("the workspace has a lock file");
        Self {
            name: name.to_owned(),
            folder,
            target: root.join("target"),
        }
    }

    fn edit(&self, features: usize, round: usize) -> Duration {
        fs::write(
            self.folder.join("features.toml"),
            manifest(features, round + 1),
        )
        .expect("the target directory is writable");
        self.cargo("check")
    }

    /// The package itself; its dependencies stay.
    fn clean_then(&self, command: &str) -> Duration {
        self.cargo("clean");
        self.cargo(command)
    }

    fn cargo(&self, command: &str) -> Duration {
        let start = Instant::now();
        let mut cargo = Command::new(env!("CARGO"));
        if command == "clean" {
            cargo.args(["clean", "--package", &self.name]);
        } else {
            cargo.arg(command);
        }
        let output = cargo
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()
            .expect("cargo runs");
        let elapsed = start.elapsed();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        elapsed
    }
}

/// A manifest of this many features of every type, with everything that costs something. One in 20
/// has variants and one in 20 is a table: each of them is a type of its own, which costs rustc as
/// much as ten booleans.
fn manifest(count: usize, edition: usize) -> String {
    // One default changes from edition to edition.
    let mut text = format!(
        "[features.edition]\ndescription = \"Which edition this is.\"\ndefault = {edition}\n"
    );
    for index in 0..count {
        let value = match index % 20 {
            5 | 15 => "default = 25\nrange = [1, 500]",
            6 | 16 => "default = 0.5",
            7 | 17 => "default = \"some text\"",
            8 => "variants = [\"red\", \"green\", \"blue\"]\ndefault = \"red\"",
            9 => {
                "default = { max_results = 50, timeout_ms = 200, label = \"fast\", tags = [\"a\", \"b\"] }"
            }
            4 | 14 => "needs = [\"feature_0\"]",
            3 | 13 => {
                "default = false\nenvironments.development = true\nenvironments.testing = true"
            }
            _ => "default = false",
        };
        let _ = write!(
            text,
            "\n[features.feature_{index}]\ndescription = \"Does what feature {index} does, for those who asked.\"\n\
             owner = \"team-{}\"\nkind = \"release\"\ncreated = 2026-01-01\nexpires = 2027-06-30\n\
             issue = \"WEB-{index}\"\n{value}\n",
            index % 17
        );
    }
    text
}
