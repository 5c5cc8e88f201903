//! A template of the example `web` with a misspelled feature in it, compiled for real.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[test]
fn a_misspelled_feature_in_a_template_does_not_compile() {
    check(
        "{% if SHOW_AWESOME_TEXT_FEATURE.is_enabled() %}awesome{% endif %}",
        &[],
    );
    check(
        "{% if SHOW_AWSOME_TEXT_FEATURE.is_enabled() %}awesome{% endif %}",
        &[
            "error[E0425]: cannot find value `SHOW_AWSOME_TEXT_FEATURE` in this scope",
            "similarly named constant `SHOW_AWESOME_TEXT_FEATURE` defined here",
        ],
    );
}

/// Compiles a program with this template. It must succeed if nothing is expected of the compiler.
#[track_caller]
fn check(template: &str, expected: &[&str]) {
    let package = package(template);
    let output = Command::new(env!("CARGO"))
        // The crates are those of this workspace, so they are at hand.
        .args(["check", "--offline", "--quiet", "--color=never"])
        .arg("--target-dir")
        .arg(package.with_file_name("target"))
        .current_dir(&package)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.success(), expected.is_empty(), "{told}");
    for part in expected {
        assert!(told.contains(part), "`{part}` is not in:\n{told}");
    }
}

/// A package like a user's, with the features of this repository and the versions of its lock file.
fn package(template: &str) -> PathBuf {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("template/shop");
    fs::create_dir_all(package.join("src")).unwrap();
    for file in ["Cargo.lock", "features.toml"] {
        fs::copy(ours.join(file), package.join(file)).unwrap();
    }
    let manifest = format!(
        "[package]\n\
         name = 'shop'\n\
         edition = '2024'\n\
         [workspace]\n\
         [dependencies]\n\
         askama = {{ version = '0.16', default-features = false, features = ['derive', 'std'] }}\n\
         typed-flags = {{ path = '{}' }}\n",
        ours.display()
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    let source = format!(
        "#![allow(dead_code, unused_imports)]\n\
         mod features {{\n    typed_flags::features!(\"features.toml\");\n}}\n\
         use features::SHOW_AWESOME_TEXT_FEATURE;\n\n\
         #[derive(askama::Template)]\n\
         #[template(ext = \"html\", source = {template:?})]\n\
         struct Page;\n\n\
         fn main() {{\n    println!(\"{{}}\", askama::Template::render(&Page).unwrap());\n}}\n"
    );
    fs::write(package.join("src/main.rs"), source).unwrap();
    package
}
