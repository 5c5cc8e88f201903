//! `cargo flags init`.

use std::fs;

use expect_test::{Expect, expect};

use crate::prompt::{Prompt, repository};

fn init(prompt: &Prompt, more: &str) -> String {
    let repository = repository();
    let said = prompt.flags(&format!("init --path '{}'{more}", repository.display()));
    assert_eq!(said.status, 0, "{}", said.text);
    said.text
}

/// Everything that a person would see of it.
fn files(prompt: &Prompt) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![prompt.root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it is there") {
            let file = entry.expect("it is there").path();
            if file.is_dir() {
                folders.push(file);
            } else if file.file_name().is_none_or(|it| it != "Cargo.lock") {
                let text = fs::read_to_string(&file).expect("it is text");
                found.push((file.display().to_string(), text));
            }
        }
    }
    found.sort();
    found
}

/// Builds and tests without a warning, and is formatted.
#[track_caller]
fn check_builds(prompt: &Prompt) {
    let said = prompt.cargo("build --quiet");
    assert_eq!((said.status, said.text.as_str()), (0, ""), "the build");
    let said = prompt.cargo("test --quiet");
    assert_eq!(said.status, 0, "{}", said.text);
    assert!(!said.text.contains("warning"), "{}", said.text);
    assert!(said.stdout.contains("test result: ok. "), "{}", said.text);
    let said = prompt.cargo("fmt --check");
    assert_eq!((said.status, said.text.as_str()), (0, ""), "the form");
}

#[test]
fn a_fresh_program() {
    let prompt = Prompt::fresh("--bin", "fresh-program");
    expect![[r#"
           added typed-flags in `Cargo.toml`
           added `features.toml`, which declares the features
           added `features.schema.json`, with which editors check it
           added `src/features.rs`, the module with the constants, and a first test
           added `mod features;` in `src/main.rs`, and a first use
        `cargo test` runs the first test, and `FLAGS_ENV=development FLAGS_NEW_GREETING=true cargo run` turns the first feature on
    "#]].assert_eq(&init(&prompt, ""));
    expect![[r#"
        mod features;

        fn main() {
            // The first feature. Delete this when you have one of your own.
            if features::NEW_GREETING.is_enabled() {
                println!("Hello, features!");
            }
            println!("Hello, world!");
        }
    "#]]
    .assert_eq(&prompt.read("src/main.rs"));
    expect![[r#"
        //! What can be turned on and off while the program runs; `features.toml` declares it.

        typed_flags::features!("features.toml");

        #[cfg(test)]
        mod tests {
            use super::NEW_GREETING;

            #[test]
            fn new_greeting_can_be_turned_on() {
                let _on = NEW_GREETING.override_with(true);
                assert!(NEW_GREETING.is_enabled());
            }
        }
    "#]]
    .assert_eq(&prompt.read("src/features.rs"));
    expect![[r##"
        #:schema ./features.schema.json

        [features.new_greeting]
        description = "Greets in the new way."
        kind = "release"
        created = 2026-11-22
    "##]]
    .assert_eq(&prompt.read("features.toml"));
    check_builds(&prompt);
    let said = prompt.cargo("run --quiet");
    assert_eq!(said.text, "Hello, world!\n");
    let said = prompt.flags("check --deny unused");
    assert_eq!(said.status, 0, "{}", said.text);
    let before = files(&prompt);
    expect![[r#"
            kept typed-flags in `Cargo.toml`
            kept `features.toml`, which declares the features
            kept `features.schema.json`, with which editors check it
            kept the `features!` that reads it
        `cargo flags list` shows the features
    "#]]
    .assert_eq(&init(&prompt, ""));
    assert_eq!(files(&prompt), before);
}

#[test]
fn a_fresh_library() {
    let prompt = Prompt::fresh("--lib", "fresh-library");
    expect![[r#"
           added typed-flags in `Cargo.toml`
           added `features.toml`, which declares the features
           added `features.schema.json`, with which editors check it
           added `src/features.rs`, the module with the constants, and a first test
           added `mod features;` in `src/lib.rs`, and a first use
        `cargo test` runs the first test
    "#]]
    .assert_eq(&init(&prompt, ""));
    expect![[r#"
        mod features;

        /// The first use of a feature. Delete this when you have one of your own.
        pub fn greeting() -> &'static str {
            if features::NEW_GREETING.is_enabled() {
                "Hello, features!"
            } else {
                "Hello, world!"
            }
        }

        pub fn add(left: u64, right: u64) -> u64 {
            left + right
        }

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn it_works() {
                let result = add(2, 2);
                assert_eq!(result, 4);
            }
        }
    "#]]
    .assert_eq(&prompt.read("src/lib.rs"));
    check_builds(&prompt);
}

#[test]
fn a_member_of_a_workspace() {
    let prompt = Prompt::empty();
    prompt.write("Cargo.toml", "[workspace]\nresolver = \"3\"\n");
    Prompt::new_package(&prompt.root, "--bin", "member-one", "one");
    Prompt::new_package(&prompt.root, "--lib", "member-two", "two");
    let said = prompt.flags("init");
    expect![[r#"
        error: this folder is in no package of the workspace
          = help: name one with `-p`: `member-one`, `member-two`
    "#]]
    .assert_eq(&said.text);
    expect![[r#"
           added typed-flags in `one/Cargo.toml`
           added `one/features.toml`, which declares the features
           added `one/features.schema.json`, with which editors check it
           added `one/src/features.rs`, the module with the constants, and a first test
           added `mod features;` in `one/src/main.rs`, and a first use
        `cargo test` runs the first test, and `FLAGS_ENV=development FLAGS_NEW_GREETING=true cargo run` turns the first feature on
    "#]].assert_eq(&init(&prompt, " -p member-one"));
    assert!(!prompt.root.join("two/features.toml").exists());
    check_builds(&prompt);
}

#[track_caller]
fn check(files: &[(&str, &str)], shown: &str, expected: Expect) {
    let prompt = Prompt::fresh("--bin", "shop");
    fs::remove_file(prompt.root.join("src/main.rs")).expect("it is there");
    for (path, text) in files {
        prompt.write(path, text);
    }
    let said = init(&prompt, "");
    expected.assert_eq(&format!("{said}---\n{}", prompt.read(shown)));
}

#[test]
fn comments_and_form_stay() {
    check(
        &[(
            "src/main.rs",
            "// Copyright of the shop.\n\n//! A shop.\n#![forbid(unsafe_code)]\n\nmod basket; // full\nmod stock;\n\nuse std::io;\n\n/// Starts.\nfn main()   { println!( \"1\" ) }\n",
        )],
        "src/main.rs",
        expect![[r#"
               added typed-flags in `Cargo.toml`
               added `features.toml`, which declares the features
               added `features.schema.json`, with which editors check it
               added `src/features.rs`, the module with the constants, and a first test
               added `mod features;` in `src/main.rs`, and a first use
            `cargo test` runs the first test, and `FLAGS_ENV=development FLAGS_NEW_GREETING=true cargo run` turns the first feature on
            ---
            // Copyright of the shop.

            //! A shop.
            #![forbid(unsafe_code)]

            mod basket; // full
            mod features;
            mod stock;

            use std::io;

            /// Starts.
            fn main()   {
                // The first feature. Delete this when you have one of your own.
                if features::NEW_GREETING.is_enabled() {
                    println!("Hello, features!");
                }
             println!( "1" ) }
        "#]],
    );
}

#[test]
fn the_library_is_where_it_goes() {
    check(
        &[
            ("src/main.rs", "fn main() {}\n"),
            ("src/lib.rs", "//! A shop.\n"),
        ],
        "src/lib.rs",
        expect![[r#"
               added typed-flags in `Cargo.toml`
               added `features.toml`, which declares the features
               added `features.schema.json`, with which editors check it
               added `src/features.rs`, the module with the constants, and a first test
               added `mod features;` in `src/lib.rs`, and a first use
            `cargo test` runs the first test
            ---
            //! A shop.

            mod features;

            /// The first use of a feature. Delete this when you have one of your own.
            pub fn greeting() -> &'static str {
                if features::NEW_GREETING.is_enabled() {
                    "Hello, features!"
                } else {
                    "Hello, world!"
                }
            }
        "#]],
    );
}

#[test]
fn a_manifest_that_is_there_stays() {
    check(
        &[
            ("src/main.rs", "fn main() {}\n"),
            (
                "features.toml",
                "[features.limit]\ndefault = 5\n[features.dark_mode]\n",
            ),
        ],
        "src/features.rs",
        expect![[r#"
               added typed-flags in `Cargo.toml`
                kept `features.toml`, which declares the features
               added `src/features.rs`, the module with the constants, and a first test
               added `mod features;` in `src/main.rs`
            `cargo test` runs the first test
            ---
            //! What can be turned on and off while the program runs; `features.toml` declares it.

            typed_flags::features!("features.toml");

            #[cfg(test)]
            mod tests {
                use super::DARK_MODE;

                #[test]
                fn dark_mode_can_be_turned_on() {
                    let _on = DARK_MODE.override_with(true);
                    assert!(DARK_MODE.is_enabled());
                }
            }
        "#]],
    );
}

#[test]
fn a_module_that_is_there_is_not_overwritten() {
    let prompt = Prompt::fresh("--bin", "shop");
    prompt.write("src/features.rs", "//! Of the car.\n");
    let before = files(&prompt);
    let said = prompt.flags(&format!("init --path '{}'", repository().display()));
    expect![[r#"
        error: `src/features.rs` is there already and does not call `features!`
          = help: write `typed_flags::features!("features.toml");` into a module of another name
    "#]]
    .assert_eq(&said.text);
    assert_eq!(files(&prompt), before);
}

#[test]
fn a_repository_is_named_as_cargo_has_it() {
    let prompt = Prompt::fresh("--bin", "shop");
    let said = prompt.flags("init --git https://example.com/typed-flags");
    assert_eq!(said.status, 0, "{}", said.text);
    expect![[r#"
        [package]
        name = "shop"
        version = "0.1.0"
        edition = "2024"

        [dependencies]
        typed-flags = { git = "https://example.com/typed-flags" }
    "#]]
    .assert_eq(&prompt.read("Cargo.toml"));
}

#[test]
fn another_folder_is_not_taken_for_it() {
    let prompt = Prompt::fresh("--bin", "shop");
    let said = prompt.flags("init --path .");
    expect![[r#"
        error: `.` is not the folder of the package `typed-flags`
          = help: `--path` is the folder of a clone of typed-flags
    "#]]
    .assert_eq(&said.text);
    assert_eq!(said.status, 2);
}

#[test]
fn another_name_of_the_dependency_is_the_one_that_is_used() {
    let prompt = Prompt::fresh("--bin", "renamed");
    let repository = repository();
    let manifest = prompt.read("Cargo.toml");
    let line = format!("switches = {{ package = \"typed-flags\", path = {repository:?} }}\n");
    prompt.write("Cargo.toml", &(manifest + &line));
    init(&prompt, "");
    let module = prompt.read("src/features.rs");
    assert!(
        module.contains("switches::features!(\"features.toml\", crate = switches);"),
        "{module}"
    );
    check_builds(&prompt);
}

#[test]
fn an_existing_library_keeps_its_imports_first() {
    check(
        &[(
            "src/lib.rs",
            "#![warn(missing_docs)]\n//! A shop.\n\nmod stock; // all\n\nuse std::io; // much\n\n/// One.\npub fn one() {}\n",
        )],
        "src/lib.rs",
        expect![[r#"
               added typed-flags in `Cargo.toml`
               added `features.toml`, which declares the features
               added `features.schema.json`, with which editors check it
               added `src/features.rs`, the module with the constants, and a first test
               added `mod features;` in `src/lib.rs`, and a first use
            `cargo test` runs the first test
            ---
            #![warn(missing_docs)]
            //! A shop.

            mod features;
            mod stock; // all

            use std::io; // much

            /// The first use of a feature. Delete this when you have one of your own.
            pub fn greeting() -> &'static str {
                if features::NEW_GREETING.is_enabled() {
                    "Hello, features!"
                } else {
                    "Hello, world!"
                }
            }

            /// One.
            pub fn one() {}
        "#]],
    );
}

#[test]
fn lines_keep_their_ends() {
    let prompt = Prompt::fresh("--bin", "shop");
    prompt.write("src/main.rs", "//! A shop.\r\n\r\nfn main() {}\r\n");
    init(&prompt, "");
    assert_eq!(
        prompt.read("src/main.rs").replace("\r\n", "").find('\n'),
        None
    );
}
