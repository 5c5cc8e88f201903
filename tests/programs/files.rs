//! Manifests that cannot be read.

use std::fs;

use crate::package::Package;

const MAIN: &str = "mod my_features {
    typed_flags::features!(\"features.toml\");
}
fn main() {
    println!(\"{}\", my_features::NEW_CHECKOUT.is_enabled());
}
";

/// The message, with the package's folder as `$DIR`; it must be the only error.
#[track_caller]
fn check(package: &Package, words: &str) {
    let run = package.cargo(&["check"]);
    let folder = package.folder().display().to_string();
    let stderr = run.stderr.replace(&folder, "$DIR");
    assert!(!run.success);
    assert!(stderr.contains(words), "{stderr}");
    assert_eq!(run.errors().len(), 1, "{stderr}");
}

#[test]
fn f02_a_missing_manifest() {
    check(
        &Package::new("missing").file("src/main.rs", MAIN),
        "error: `$DIR/features.toml` does not exist: create it, for example with",
    );
}

#[test]
fn f02_a_missing_manifest_with_a_similar_file_beside_it() {
    for similar in ["feature.toml", "Features.toml"] {
        check(
            &Package::new("similar")
                .file("src/main.rs", MAIN)
                .file(similar, "[features.new_checkout]\n"),
            &format!(
                "error: `$DIR/features.toml` does not exist: did you mean `{similar}`, which is \
                 beside it?"
            ),
        );
    }
}

#[test]
fn f02_an_empty_path() {
    check(
        &Package::new("empty-path").file(
            "src/main.rs",
            "mod my_features {\n    typed_flags::features!(\"\");\n}\nfn main() {}\n",
        ),
        "error: the path is empty: name the file as seen from the package's folder, such as \
         `features.toml`",
    );
}

#[test]
fn f02_a_directory() {
    check(
        &Package::new("directory")
            .file("src/main.rs", MAIN)
            .file("features.toml/x", ""),
        "error: `$DIR/features.toml` is a directory: name a file, such as \
         `$DIR/features.toml/features.toml`",
    );
}

#[test]
fn f02_not_utf_8() {
    let package = Package::new("not-utf-8").file("src/main.rs", MAIN);
    fs::write(package.folder().join("features.toml"), b"# a\n# b\xff\n").unwrap();
    check(
        &package,
        "error: the file is not UTF-8, found the byte 0xff
        --> features.toml:2:4
         |
       2 | # b�
         |    ^
         = help: save it as UTF-8",
    );
}

#[test]
fn f02_a_byte_order_mark() {
    check(
        &Package::new("byte-order-mark")
            .file("src/main.rs", MAIN)
            .file(
                "features.toml",
                "\u{feff}[features.new_checkout]\ndefualt = true\n",
            ),
        "error: the file begins with a byte-order mark
        --> features.toml:1:1
         |
       1 | [features.new_checkout]
         | ^
         = help: save it as UTF-8 without one
       
       feature `new_checkout`: unknown key `defualt`",
    );
}

/// As in a registry, where `cargo` puts the original of Cargo.toml next to the one it writes.
#[test]
fn f12_a_library_published_without_its_manifest() {
    check(
        &Package::new("published")
            .file("src/main.rs", MAIN)
            .file("Cargo.toml.orig", ""),
        "error: `$DIR/features.toml` does not exist: this package was published without its \
         `features.toml`; its author must keep the file inside the package's folder",
    );
}

#[test]
fn the_variable_names_a_manifest_only_where_the_package_has_none() {
    let elsewhere =
        Package::new("elsewhere").file("other.toml", "[features.new_checkout]\ndefault = true\n");
    let other = elsewhere.folder().join("other.toml").display().to_string();
    let package = Package::new("by-variable").file("src/main.rs", MAIN);
    let run = || package.cargo_with(&["run"], &[("FEATURES_TOML", &other)]);
    assert_eq!(run().printed(), "true");
    elsewhere.edit("other.toml", "[features.new_checkout]\ndefault = false\n");
    assert_eq!(run().printed(), "false");
    elsewhere.edit("other.toml", "[features.new_checkout]\ndefault = true\n");
    package.edit("features.toml", "[features.new_checkout]\n");
    package.edit("src/main.rs", &format!("{MAIN}// Edited.\n"));
    assert_eq!(run().printed(), "false");
}

#[test]
fn a_manifest_in_a_folder_above_is_not_found() {
    let above = Package::new("above").file("features.toml", "[features.new_checkout]\n");
    drop(above);
    check(
        &Package::new("above/below").file("src/main.rs", MAIN),
        "error: `$DIR/features.toml` does not exist",
    );
}
