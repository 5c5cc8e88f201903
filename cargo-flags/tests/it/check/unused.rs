//! The lint `unused`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

#[track_caller]
fn check(manifest: &str, main: &str, expected: Expect) {
    let main =
        format!("mod features {{\n    typed_flags::features!(\"features.toml\");\n}}\n{main}");
    let prompt = Prompt::with(&[("features.toml", manifest), ("src/main.rs", &main)]);
    let said = prompt.flags("check --allow all --warn unused");
    expected.assert_eq(&said.text);
    assert_eq!(said.status, 0);
}

const FINE: &str = "no errors, no warnings in 1 manifest\n";

#[test]
fn a_feature_that_nothing_names_is_found() {
    check(
        "[features.a]\n",
        "fn main() {}\n",
        expect![[r#"
        warning[unused]: feature `a` is never used
         --> features.toml:1:11
          |
        1 | [features.a]
          |           ^
          |
          = help: move it to `[retired]`, so that its name does not come back

        1 warning in 1 manifest
    "#]],
    );
}

#[test]
fn an_import_alone_is_no_use() {
    check(
        "[features.a]\n",
        "use features::A;\nfn main() {}\n",
        expect![[r#"
            warning[unused]: feature `a` is imported or listed, and nothing depends on it
             --> features.toml:1:11
              |
            1 | [features.a]
              |           ^
              |
              = help: move it to `[retired]`, so that its name does not come back

            1 warning in 1 manifest
        "#]],
    );
}

#[test]
fn a_question_is_a_use() {
    check(
        "[features.a]\n",
        "use features::A as B;\nfn main() {\n    if B.is_enabled() {}\n}\n",
        expect![[r#"
            no errors, no warnings in 1 manifest
        "#]],
    );
}

#[test]
fn a_list_of_all_features_is_no_use_of_each() {
    check(
        "[features.a]\n",
        "fn name(key: features::Key) -> &'static str {\n    match key {\n        features::Key::A => \"a\",\n    }\n}\nfn main() {}\n",
        expect![[r#"
            warning[unused]: feature `a` is imported or listed, and nothing depends on it
             --> features.toml:1:11
              |
            1 | [features.a]
              |           ^
              |
              = help: move it to `[retired]`, so that its name does not come back

            1 warning in 1 manifest
        "#]],
    );
}

#[test]
fn what_a_used_feature_needs_is_used() {
    check(
        "[features.a]\nneeds = ['b']\n[features.b]\n",
        "fn main() {\n    if features::A.is_enabled() {}\n}\n",
        expect![[r#"
            no errors, no warnings in 1 manifest
        "#]],
    );
}

#[test]
fn a_use_in_another_package_counts() {
    let prompt = Prompt::empty();
    let repository = crate::prompt::repository();
    let package = |name: &str, dependencies: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        )
    };
    prompt.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"flags\", \"shop\"]\nresolver = \"3\"\n",
    );
    prompt.write(
        "flags/Cargo.toml",
        &package(
            "flags",
            &format!("typed-flags = {{ path = {repository:?} }}\n"),
        ),
    );
    prompt.write("flags/features.toml", "[features.a]\n");
    prompt.write(
        "flags/src/lib.rs",
        "typed_flags::features!(pub \"features.toml\");\n",
    );
    prompt.write(
        "shop/Cargo.toml",
        &package("shop", "flags = { path = \"../flags\" }\n"),
    );
    prompt.write(
        "shop/src/main.rs",
        "fn main() {\n    if flags::A.is_enabled() {}\n}\n",
    );
    for arguments in ["", "-p flags"] {
        let said = prompt.flags(&format!("check --allow all --warn unused {arguments}"));
        assert_eq!(said.text, FINE);
    }
}
