//! README's five-minute start, and what it says that the compiler says.

use std::io::Write as _;
use std::process::Command;

use crate::package::Package;

/// The compiler whose messages the README shows.
const RECORDED: &str = "rustc 1.95.";

#[test]
fn the_start_prints_and_the_mistakes_look_like_the_readme_says() {
    let readme = Readme::new();
    let manifest = readme.block("toml", "[features.enable_crazy_feature]\ndescription");
    let program = readme.block("rust", "mod features");
    let session = readme.block("console", "$ cargo run -q");
    let facade = format!(
        "typed-flags = {{ path = {:?} }}\n",
        env!("CARGO_MANIFEST_DIR")
    );
    let shop = Package::with_dependencies("start", &facade)
        .file("features.toml", manifest)
        .file("src/main.rs", program);

    let declared = shop.cargo(&["run"]);
    let variables = [
        ("FLAGS_ENV", "development"),
        ("FLAGS_ENABLE_CRAZY_FEATURE", "true"),
    ];
    let overridden = shop.cargo_with(&["run"], &variables);
    assert_eq!(
        session,
        format!(
            "$ cargo run -q\n{}\n\
             $ FLAGS_ENV=development FLAGS_ENABLE_CRAZY_FEATURE=true cargo run -q\n{}\n",
            declared.printed(),
            overridden.printed()
        )
    );

    let crazy = "description = \"Turns the home page crazy.\"\n";
    let first = program.find("    if ").unwrap()..program.find("    match ").unwrap();
    let mistakes = [
        (
            manifest.to_owned(),
            program.replacen("if ENABLE_CRAZY", "if ENABLE_CRZY", 1),
            "error[E0425]",
        ),
        (
            manifest.replace(r#""blue"]"#, r#""blue", "black"]"#),
            program.to_owned(),
            "error[E0004]",
        ),
        (
            manifest
                .replacen("description", "descripton", 1)
                .replace(r#"default = "red""#, r#"default = "purple""#),
            program.to_owned(),
            "error: feature",
        ),
        (
            manifest.to_owned(),
            program
                .replace(&program[first], "")
                .replace(", ENABLE_CRAZY_FEATURE}", "}"),
            "warning: constant",
        ),
        (
            manifest.replace(
                crazy,
                &format!("{crazy}expires = 2026-10-31\nowner = \"web\"\n"),
            ),
            program.to_owned(),
            "warning: use of deprecated",
        ),
        (
            format!(
                "{}\n[retired]\nenable_crazy_feature = \
                 {{ on = 2026-10-01, value = true, reason = \"rolled out\" }}\n",
                manifest.split_once("\n\n").unwrap().1
            ),
            program.to_owned(),
            "error[E0277]",
        ),
    ];
    let is_recorded = is_recorded();
    for (manifest, program, shown) in mistakes {
        let shown = readme.block("text", shown);
        shop.edit("features.toml", &manifest);
        shop.edit("src/main.rs", &program);
        let told = shop.cargo(&["check"]).stderr;
        let expected = if is_recorded {
            shown
        } else {
            shown.lines().next().unwrap()
        };
        assert!(
            told.contains(expected),
            "README says\n{shown}\nthe compiler says\n{told}"
        );
    }
}

#[test]
fn who_gets_what_is_explained_as_the_readme_says() {
    let readme = Readme::new();
    let facade = format!(
        "typed-flags = {{ path = {:?} }}\n",
        env!("CARGO_MANIFEST_DIR")
    );
    let shop = Package::with_dependencies("who", &facade)
        .file("features.toml", readme.block("toml", "[context]"))
        .file(
            "src/main.rs",
            readme.block(
                "rust",
                "mod features {\n    typed_flags::features!(\"features.toml\");\n}\n\
                 use features::{CHECKOUT_BUTTON, Context,",
            ),
        );
    assert_eq!(
        readme.block("text", "This is just crazy!").trim_end(),
        shop.cargo(&["run"]).printed()
    );
}

/// Whether whole messages can be compared. On another version the first line of each is.
#[expect(
    clippy::explicit_write,
    reason = "what a macro prints, the test runner keeps to itself"
)]
pub(crate) fn is_recorded() -> bool {
    let output = Command::new("rustc").arg("-V").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    let is_recorded = version.starts_with(RECORDED);
    if !is_recorded {
        writeln!(
            std::io::stderr(),
            "README shows messages of {RECORDED}x; with {} their first lines are compared",
            version.trim()
        )
        .unwrap();
    }
    is_recorded
}

pub(crate) struct Readme {
    text: &'static str,
}

impl Readme {
    pub(crate) fn new() -> Self {
        Self {
            text: include_str!("../../README.md"),
        }
    }

    /// The first block of this language that begins so.
    #[track_caller]
    pub(crate) fn block(&self, language: &str, beginning: &str) -> &'static str {
        let opening = format!("```{language}\n{beginning}");
        let start = self.text.find(&opening).expect("README has this block") + language.len() + 4;
        let block = &self.text[start..];
        &block[..block.find("```").unwrap()]
    }
}
