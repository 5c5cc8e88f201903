//! How long commands take that read a whole workspace: 1,000 features, 500,000 lines of Rust.
//!
//! `cargo bench -p cargo-flags --bench workspace` generates the workspace in a temporary folder, runs
//! each command three times and prints the fastest.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FEATURES: usize = 1_000;
const PACKAGES: usize = 10;
const FILES: usize = 100;
const FUNCTIONS: usize = 25;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let lines = generate(folder.path());
    println!("{FEATURES} features, {lines} lines of Rust in {PACKAGES} packages");
    for arguments in [
        &["check"][..],
        &["check", "--allow", "all", "--warn", "unused"],
        &["list"],
        &["uses", "feature_7"],
        &["uses", "--all", "--format", "json"],
    ] {
        let fastest = (0..3).map(|_| run(folder.path(), arguments)).min();
        let fastest = fastest.unwrap_or(Duration::MAX);
        println!("{:>8.3} s  {}", fastest.as_secs_f64(), arguments.join(" "));
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .expect("it can be run");
    assert!(status.code().is_some_and(|code| code < 2), "{arguments:?}");
    start.elapsed()
}

/// Writes the workspace; says how many lines of Rust it has.
fn generate(root: &Path) -> usize {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let members: Vec<String> = (0..PACKAGES).map(|it| format!("\"part_{it}\"")).collect();
    write(
        root.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
            members.join(", ")
        ),
    );
    let mut lines = 0;
    for package in 0..PACKAGES {
        let folder = root.join(format!("part_{package}"));
        let parts = if package == 0 {
            String::new()
        } else {
            "part_0 = { path = \"../part_0\" }\n".to_owned()
        };
        write(
            folder.join("Cargo.toml"),
            &format!(
                "[package]\nname = \"part_{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\n{parts}typed-flags = {{ path = {repository:?} }}\n"
            ),
        );
        let mut library = String::new();
        if package == 0 {
            library += "pub mod features { typed_flags::features!(pub \"features.toml\"); }\n";
            write(folder.join("features.toml"), &manifest());
        } else {
            library += "pub use part_0::features;\n";
        }
        for file in 0..FILES {
            let _ = writeln!(library, "pub mod module_{file};");
            let text = module(package, file);
            lines += text.lines().count();
            write(folder.join(format!("src/module_{file}.rs")), &text);
        }
        lines += library.lines().count();
        write(folder.join("src/lib.rs"), &library);
    }
    lines
}

fn manifest() -> String {
    let mut text = String::new();
    for feature in 0..FEATURES {
        let _ = writeln!(
            text,
            "[features.feature_{feature}]\ndescription = \"Feature {feature}.\"\nowner = \"web\""
        );
        if feature % 5 == 0 {
            text += "variants = [\"red\", \"green\", \"blue\"]\ndefault = \"red\"\n";
        }
    }
    text
}

/// About 500 lines, most of them without a feature.
fn module(package: usize, file: usize) -> String {
    let first = (package * FILES + file) * 3;
    let feature = |offset: usize| (first + offset) % FEATURES;
    let (a, b) = (feature(0), feature(1));
    let variants = feature(0) / 5 * 5;
    let mut text = format!(
        "//! Module {file}.\n\nuse std::collections::HashMap;\n\n\
         use crate::features::{{FEATURE_{a}, FEATURE_{b} as SECOND, FEATURE_{variants}, Feature{variants}}};\n\n"
    );
    for function in 0..FUNCTIONS {
        let _ = write!(
            text,
            "{}",
            FUNCTION.replace("NUMBER", &function.to_string())
        );
    }
    let _ = write!(
        text,
        "pub fn shown() -> bool {{\n    if FEATURE_{a}.is_enabled() && !SECOND.is_enabled() {{\n        \
         return true;\n    }}\n    match FEATURE_{variants}.get() {{\n        \
         Feature{variants}::Red => true,\n        Feature{variants}::Green => false,\n        \
         Feature{variants}::Blue => crate::features::FEATURE_{b}.is_enabled(),\n    }}\n}}\n"
    );
    text
}

const FUNCTION: &str = "/// Adds up what the orders of a customer cost.
///
/// The reduction is a share in per cent.
pub fn total_NUMBER(orders: &[(String, u64)], reductions: &HashMap<String, u64>) -> Option<u64> {
    let mut total = 0_u64;
    for (name, price) in orders {
        let reduction = reductions.get(name).copied().unwrap_or_default();
        if reduction > 100 {
            // Nobody gets money for an order.
            return None;
        }
        let price = price.checked_mul(100 - reduction)?.checked_div(100)?;
        total = total.checked_add(price)?;
    }
    let text = format!(\"{} orders for {total}\", orders.len());
    match text.len() {
        0 => None,
        1..=80 => Some(total),
        _ => Some(total.min(1_000_000)),
    }
}
";

fn write(path: PathBuf, text: &str) {
    let folder = path.parent().expect("it is in a folder");
    fs::create_dir_all(folder).expect("folders can be made");
    fs::write(path, text).expect("a file can be written");
}
