//! What rustc says to each mistake: one case in `ui/` for each.
//!
//! The whole output is compared on the compiler that it was recorded with. Another compiler words
//! and draws its own part differently, so there each case must fail to compile and hold the words
//! of its `// says:` lines.
#![expect(clippy::print_stderr, reason = "a test that checks less says so")]

#[path = "programs/package.rs"]
mod package;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use package::Package;

/// `UPDATE` this with the `.stderr` files: `TRYBUILD=overwrite cargo test --test ui`.
const RECORDED_WITH: &str = "rustc 1.95.0 ";

#[test]
fn each_mistake_has_its_message() {
    let version = Command::new("rustc")
        .arg("-V")
        .output()
        .expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    if !version.starts_with(RECORDED_WITH) {
        eprintln!("{version}is not {RECORDED_WITH}: only our own words are compared");
        for case in files("rs") {
            check_words(&case);
        }
        return;
    }
    // trybuild builds the cases as a package of its own, in whose folder the manifests have to be.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("tests")
        .join("trybuild")
        .join(env!("CARGO_PKG_NAME"));
    fs::create_dir_all(&folder).expect("the target directory is writable");
    for manifest in files("toml") {
        let name = manifest.file_name().expect("a file has a name");
        fs::copy(&manifest, folder.join(name)).expect("the target directory is writable");
    }
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

/// So that the way of other compilers is tested on this one.
#[test]
fn a_case_is_found_by_its_words_alone() {
    check_words(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/retired_feature_used.rs"));
}

#[track_caller]
fn check_words(case: &Path) {
    let source = fs::read_to_string(case).expect("the case is there");
    let name = case
        .file_stem()
        .expect("a file has a name")
        .to_string_lossy();
    let package = Package::new(&format!("ui-{name}")).file("src/main.rs", &source);
    let package = files("toml").iter().fold(package, |package, manifest| {
        let name = manifest
            .file_name()
            .expect("a file has a name")
            .to_string_lossy();
        let text = fs::read_to_string(manifest).expect("the manifest is there");
        package.file(&name, &text)
    });
    let run = package.cargo(&["check"]);
    assert!(!run.success, "{name} compiles");
    for words in source
        .lines()
        .filter_map(|line| line.strip_prefix("// says: "))
    {
        assert!(
            run.stderr.contains(words),
            "{name} does not say {words:?}:\n{}",
            run.stderr
        );
    }
}

fn files(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("the cases are there").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}
