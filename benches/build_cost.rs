//! What `features!` costs a build: `cargo bench -p flags-bench --bench build_cost`.
//!
//! Makes packages with large manifests (booleans, numbers, strings, variants, tables, needs,
//! environments, docs; once more with a context, segments, and rules for nearly half of the features) under
//! the target directory, and takes the time of real `cargo` runs:
//! - `cargo check` after an edit of only the TOML, with one feature and with 1,000;
//! - `cargo check` and `cargo build` from clean (dependencies built), with 10,000.
//!
//! On Linux it also says how much time the processors spent in user mode, which depends less on what else
//! the machine does.
#![expect(clippy::print_stdout, reason = "a report is what it is for")]

use std::fmt::{self, Display, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

const ROUNDS: usize = 3;

fn main() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-cost");
    println!("plain features");
    report(&root, manifest);
    println!("with rules for nearly half of them");
    report(&root, ruled_manifest);
}

/// A manifest of so many features. Editions differ in one default.
type Manifest = fn(count: usize, edition: usize) -> String;

fn report(root: &Path, manifest: Manifest) {
    let one = Package::new(root, "one", manifest, 1);
    let thousand = Package::new(root, "thousand", manifest, 1_000);
    let many = Package::new(root, "many", manifest, 10_000);
    for package in [&one, &thousand] {
        package.cargo("check");
    }
    one.cargo("build");
    let edit_one = fastest(|round| one.edit(round));
    let edit_thousand = fastest(|round| thousand.edit(round));
    println!("  check after an edit of the TOML,      1 feature : {edit_one}");
    println!("  check after an edit of the TOML,  1,000 features: {edit_thousand}");
    println!(
        "  difference: {} (bound: 500ms)",
        edit_thousand.less(&edit_one)
    );
    let (check, build) = (many.clean_then("check"), many.clean_then("build"));
    println!("  check from clean,                10,000 features: {check} (bound: 10s)");
    println!("  build from clean,                10,000 features: {build} (bound: 10s)");
}

/// What a command took.
struct Cost {
    elapsed: Duration,
    /// Time of processors in user mode, where the system tells.
    user: Option<Duration>,
}

impl Cost {
    fn of(run: impl FnOnce()) -> Self {
        let (start, before) = (Instant::now(), user_time_of_children());
        run();
        Self {
            elapsed: start.elapsed(),
            user: user_time_of_children()
                .zip(before)
                .map(|(after, before)| after.saturating_sub(before)),
        }
    }

    fn less(&self, other: &Self) -> Self {
        Self {
            elapsed: self.elapsed.saturating_sub(other.elapsed),
            user: self
                .user
                .zip(other.user)
                .map(|(one, two)| one.saturating_sub(two)),
        }
    }
}

impl Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2?}", self.elapsed)?;
        match self.user {
            Some(user) => write!(f, ", {user:.2?} of them of processors"),
            None => Ok(()),
        }
    }
}

/// User time of all commands that have ended: field 16 of `/proc/self/stat`, in hundredths of a second.
fn user_time_of_children() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name in parentheses, and may hold spaces.
    let (_, fields) = stat.rsplit_once(')')?;
    let hundredths: u64 = fields.split_whitespace().nth(13)?.parse().ok()?;
    Some(Duration::from_millis(10 * hundredths))
}

/// The least of each.
fn fastest(mut run: impl FnMut(usize) -> Cost) -> Cost {
    let costs: Vec<_> = (0..ROUNDS).map(&mut run).collect();
    Cost {
        elapsed: costs
            .iter()
            .map(|cost| cost.elapsed)
            .min()
            .unwrap_or_default(),
        user: costs.iter().filter_map(|cost| cost.user).min(),
    }
}

struct Package {
    name: String,
    folder: PathBuf,
    target: PathBuf,
    manifest: Manifest,
    features: usize,
}

impl Package {
    fn new(root: &Path, name: &str, manifest: Manifest, features: usize) -> Self {
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
            manifest,
            features,
        }
    }

    fn edit(&self, round: usize) -> Cost {
        fs::write(
            self.folder.join("features.toml"),
            (self.manifest)(self.features, round + 1),
        )
        .expect("the target directory is writable");
        self.cargo("check")
    }

    /// The package itself; its dependencies stay.
    fn clean_then(&self, command: &str) -> Cost {
        self.cargo("clean");
        self.cargo(command)
    }

    fn cargo(&self, command: &str) -> Cost {
        let mut cargo = Command::new(env!("CARGO"));
        if command == "clean" {
            cargo.args(["clean", "--package", &self.name]);
        } else {
            cargo.arg(command);
        }
        cargo
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target);
        Cost::of(|| {
            let output = cargo.output().expect("cargo runs");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
        })
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

/// The same with who gets what: nine features in 20 have rules, of every kind.
fn ruled_manifest(count: usize, edition: usize) -> String {
    const CONTEXT: &str = r#"[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro", "enterprise"]
app_version = "semver"
seats = "integer"

[segments]
staff = { is_staff = true }
beta = { any = [{ segment = "staff" }, { country = ["DE", "AT"], plan = "pro" }] }

"#;
    let mut text = CONTEXT.to_owned();
    for entry in manifest(count, edition).split_inclusive("\n\n") {
        let index = entry
            .strip_prefix("[features.feature_")
            .and_then(|rest| rest.split_once(']')?.0.parse::<usize>().ok());
        let rules = match index.map(|index| index % 20) {
            Some(0) => r#"rules = [{ when = { segment = "staff" }, serve = true }]"#,
            Some(1) => {
                r#"rules = [{ when = { country = ["DE"], app_version = { semver = ">=2.1" } }, rollout = 25 }, { rollout = 12.5, by = "country", salt = "autumn" }]"#
            }
            Some(2) => {
                r#"rules = [{ when = { plan = "pro", seats = { gte = 5, lt = 100 } }, serve = true }]"#
            }
            Some(3) => {
                r#"environments.production = { default = false, rules = [{ when = { segment = "beta" }, serve = true }] }"#
            }
            Some(8) => {
                r#"rules = [{ when = { plan = "pro" }, split = { red = 50, green = 25, blue = 25 } }, { rollout = 25, value = "blue" }]"#
            }
            Some(10) => "rules = [{ rollout = 10 }]",
            Some(11) => {
                r#"rules = [{ when = { country = { not-in = ["US", "CA"] } }, rollout = 50 }]"#
            }
            Some(12) => {
                "rules = [{ ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 100 } }]"
            }
            Some(13) => {
                r#"environments.production = { default = false, rules = [{ when = { any = [{ segment = "beta" }, { country = "DE" }] }, rollout = 5 }] }"#
            }
            _ => "",
        };
        let _ = writeln!(text, "{}\n{rules}\n", entry.trim_end());
    }
    text
}
