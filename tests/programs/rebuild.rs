//! An edit of only the TOML.

use crate::package::Package;

const MAIN: &str = "mod my_features {
    typed_flags::features!(\"features.toml\");
}
fn main() {
    println!(\"{}\", my_features::MAX_UPLOAD_MB.get());
}
";

#[test]
fn f07_an_edit_of_only_the_toml_rebuilds() {
    let package = Package::new("rebuild")
        .file("src/main.rs", MAIN)
        .file("features.toml", "[features.max_upload_mb]\ndefault = 25\n");
    assert_eq!(package.cargo(&["run"]).printed(), "25");
    package.edit("features.toml", "[features.max_upload_mb]\ndefault = 26\n");
    assert_eq!(package.cargo(&["run"]).printed(), "26");
    package.edit("features.toml", "[features.max_upload_mb]\ndefault = \n");
    let broken = package.cargo(&["run"]);
    assert!(!broken.success);
    assert_eq!(broken.errors().len(), 1, "{}", broken.stderr);
    assert!(
        broken.stderr.contains("--> features.toml:2:"),
        "{}",
        broken.stderr
    );
    package.edit("features.toml", "[features.max_upload_mb]\ndefault = 27\n");
    assert_eq!(package.cargo(&["run"]).printed(), "27");
}

#[test]
fn f03_a_finding_is_the_only_error_of_a_program_that_uses_everything() {
    let package = Package::new("one-error").file("src/main.rs", MAIN).file(
        "features.toml",
        "[features.max_upload_mb]\ndefault = 25\nowner = 1\ncolour = \"red\"\n",
    );
    let run = package.cargo(&["check"]);
    assert!(!run.success);
    assert_eq!(run.errors().len(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("features.toml:3:9"), "{}", run.stderr);
    assert!(run.stderr.contains("features.toml:4:1"), "{}", run.stderr);
}
