//! Features that are declared in one package and used in another, and what `check` makes of it.

use expect_test::{Expect, expect};

use super::found;
use crate::prompt::{Prompt, repository};

/// Name, dependencies, files. In dependencies, `FACADE` is the folder of typed-flags.
type Package<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn workspace(packages: &[Package<'_>]) -> Prompt {
    let prompt = Prompt::empty();
    let members: Vec<String> = (packages.iter())
        .map(|(name, ..)| format!("{name:?}"))
        .collect();
    prompt.write(
        "Cargo.toml",
        &format!(
            "[workspace]\nmembers = [{}]\nresolver = \"3\"\n",
            members.join(", ")
        ),
    );
    let facade = repository();
    let facade = facade.to_str().expect("it is UTF-8");
    for (name, dependencies, files) in packages {
        let dependencies = dependencies.replace("FACADE", facade);
        prompt.write(
            &format!("{name}/Cargo.toml"),
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}\n"
            ),
        );
        for (path, text) in *files {
            prompt.write(&format!("{name}/{path}"), text);
        }
    }
    prompt
}

/// The uses, then what `check` takes for unused.
#[track_caller]
fn check(prompt: &Prompt, expected: Expect) {
    let mut shown = found(prompt);
    let said = prompt.flags("check --allow all --warn unused");
    assert_eq!(said.stderr, "");
    for line in said.stdout.lines() {
        if line.starts_with("warning") || line.starts_with("error") {
            shown += line;
            shown.push('\n');
        }
    }
    expected.assert_eq(&shown);
}

const DECLARED: &str = "[features.crazy]\n[features.calm]\n";
const LIBRARY: &str = "pub mod features { typed_flags::features!(pub \"features.toml\"); }\n";
const ON_FACADE: &str = "[dependencies]\ntyped-flags = { path = 'FACADE' }";

#[test]
fn a_binary_uses_the_features_of_a_library() {
    let prompt = workspace(&[
        (
            "flags",
            ON_FACADE,
            &[("features.toml", DECLARED), ("src/lib.rs", LIBRARY)],
        ),
        (
            "shop",
            "[dependencies]\nflags = { path = '../flags' }",
            &[(
                "src/main.rs",
                "fn main() { flags::features::CRAZY.is_enabled(); }",
            )],
        ),
    ]);
    check(
        &prompt,
        expect![[r#"
        shop/src/main.rs:1 flags::features::CRAZY [CRAZY] expression, of crazy
        warning[unused]: feature `calm` is never used
    "#]],
    );
}

#[test]
fn the_binary_of_a_package_uses_the_features_of_its_library() {
    let prompt = workspace(&[(
        "flags",
        ON_FACADE,
        &[
            ("features.toml", DECLARED),
            ("src/lib.rs", LIBRARY),
            (
                "src/main.rs",
                "use flags::features::*;\nfn main() { CRAZY.is_enabled(); }",
            ),
            (
                "tests/it.rs",
                "fn f() { flags::features::CALM.is_enabled(); }",
            ),
        ],
    )]);
    check(
        &prompt,
        expect![[r#"
        flags/src/main.rs:2 CRAZY [CRAZY] expression, of crazy
        flags/tests/it.rs:1 flags::features::CALM [CALM] expression, of calm
    "#]],
    );
}

#[test]
fn a_re_export_of_a_library_is_followed() {
    let prompt = workspace(&[
        (
            "flags",
            ON_FACADE,
            &[("features.toml", DECLARED), ("src/lib.rs", LIBRARY)],
        ),
        (
            "between",
            "[dependencies]\nflags = { path = '../flags' }",
            &[(
                "src/lib.rs",
                "pub use flags::features as f;\npub use flags::features::CALM as Quiet;\npub mod prelude { pub use flags::*; }",
            )],
        ),
        (
            "shop",
            "[dependencies]\nbetween = { path = '../between' }",
            &[(
                "src/main.rs",
                "use between::{f::CRAZY, prelude::features};\nfn main() { CRAZY.is_enabled(); between::Quiet.is_enabled(); features::CALM.is_enabled(); }",
            )],
        ),
    ]);
    check(
        &prompt,
        expect![[r#"
        between/src/lib.rs:2 flags::features::CALM [CALM] re-export as Quiet, of calm
        shop/src/main.rs:1 f::CRAZY [CRAZY] import, of crazy
        shop/src/main.rs:2 CRAZY [CRAZY] expression, of crazy
        shop/src/main.rs:2 between::Quiet [Quiet] expression, of calm
        shop/src/main.rs:2 features::CALM [CALM] expression, of calm
    "#]],
    );
}

#[test]
fn a_dependency_may_have_another_name_in_the_code() {
    let prompt = workspace(&[
        (
            "flags",
            &format!("{ON_FACADE}\n[lib]\nname = 'our_flags'\n"),
            &[("features.toml", DECLARED), ("src/lib.rs", LIBRARY)],
        ),
        (
            "shop",
            "[dependencies]\nmy-flags = { package = 'flags', path = '../flags' }",
            &[(
                "src/main.rs",
                "fn main() { my_flags::features::CRAZY.is_enabled(); flags::features::CALM.is_enabled(); our_flags::features::CALM.is_enabled(); }",
            )],
        ),
        (
            "desk",
            "[dev-dependencies]\nflags = { path = '../flags' }",
            &[
                ("src/lib.rs", ""),
                (
                    "tests/it.rs",
                    "fn f() { our_flags::features::CRAZY.is_enabled(); }",
                ),
            ],
        ),
    ]);
    check(
        &prompt,
        expect![[r#"
        desk/tests/it.rs:1 our_flags::features::CRAZY [CRAZY] expression, of crazy
        shop/src/main.rs:1 my_flags::features::CRAZY [CRAZY] expression, of crazy
        warning[unused]: feature `calm` is never used
    "#]],
    );
}

#[test]
fn the_facade_may_have_another_name_in_the_code() {
    let prompt = workspace(&[
        (
            "desk",
            "[dependencies]\nfeature-flags = { package = 'typed-flags', path = 'FACADE' }",
            &[
                ("features.toml", DECLARED),
                (
                    "src/main.rs",
                    "use feature_flags::features as declare;\nmod f { super::declare!(\"features.toml\", crate = feature_flags); }\nfn main() { f::CRAZY.is_enabled(); }",
                ),
            ],
        ),
        (
            "shop",
            "[dependencies]\nflags = { package = 'typed-flags', path = 'FACADE' }",
            &[
                ("features.toml", DECLARED),
                (
                    "src/main.rs",
                    "mod f { flags::features!(\"features.toml\", crate = flags); }\nfn main() { f::CRAZY.is_enabled(); }",
                ),
            ],
        ),
        (
            "through",
            "[dependencies]\nplatform = { path = '../platform' }",
            &[
                ("features.toml", "[features.calm]\n"),
                (
                    "src/main.rs",
                    "mod f { platform::flags::features!(\"features.toml\", crate = platform::flags); }\nfn main() { f::CALM.is_enabled(); }",
                ),
            ],
        ),
        (
            "platform",
            ON_FACADE,
            &[("src/lib.rs", "pub use typed_flags as flags;")],
        ),
    ]);
    check(
        &prompt,
        expect![[r#"
        desk/src/main.rs:3 f::CRAZY [CRAZY] expression, of crazy
        shop/src/main.rs:2 f::CRAZY [CRAZY] expression, of crazy
        through/src/main.rs:2 f::CALM [CALM] expression, of calm
        warning[unused]: feature `calm` is never used
        warning[unused]: feature `calm` is never used
    "#]],
    );
}

#[test]
fn a_package_may_have_several_manifests() {
    let prompt = workspace(&[(
        "shop",
        ON_FACADE,
        &[
            ("features/page.toml", DECLARED),
            ("features/stock.toml", DECLARED),
            (
                "src/main.rs",
                "mod page { typed_flags::features!(\"features/page.toml\"); }\nmod stock { typed_flags::features!(\"features/stock.toml\"); }\nfn main() { page::CRAZY.is_enabled(); stock::CALM.is_enabled(); }",
            ),
        ],
    )]);
    check(
        &prompt,
        expect![[r#"
        shop/src/main.rs:3 page::CRAZY [CRAZY] expression, of crazy
        shop/src/main.rs:3 stock::CALM [CALM] expression, of calm
        warning[unused]: feature `calm` is never used
        warning[unused]: feature `crazy` is never used
    "#]],
    );
    let said = prompt.flags("check --allow all --warn unused");
    expect![[r#"
        warning[unused]: feature `calm` is never used
         --> shop/features/page.toml:2:11
          |
        2 | [features.calm]
          |           ^^^^
          |
          = help: move it to `[retired]`, so that its name does not come back

        warning[unused]: feature `crazy` is never used
         --> shop/features/stock.toml:1:11
          |
        1 | [features.crazy]
          |           ^^^^^
          |
          = help: move it to `[retired]`, so that its name does not come back

        2 warnings in 2 manifests
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn packages_may_share_a_manifest() {
    let reads = "mod features { typed_flags::features!(\"../features.toml\"); }\n";
    let prompt = workspace(&[
        (
            "desk",
            ON_FACADE,
            &[(
                "src/main.rs",
                &format!("{reads}fn main() {{ features::CRAZY.is_enabled(); }}"),
            )],
        ),
        (
            "shop",
            ON_FACADE,
            &[(
                "src/main.rs",
                &format!("{reads}fn main() {{ features::CALM.is_enabled(); }}"),
            )],
        ),
    ]);
    prompt.write("features.toml", DECLARED);
    check(
        &prompt,
        expect![[r#"
        desk/src/main.rs:2 features::CRAZY [CRAZY] expression, of crazy
        shop/src/main.rs:2 features::CALM [CALM] expression, of calm
    "#]],
    );
    for arguments in ["uses calm", "uses calm -p desk", "uses calm -p shop"] {
        let said = prompt.flags(arguments);
        expect![[r#"
             --> shop/src/main.rs:2:13
              |
            2 | fn main() { features::CALM.is_enabled(); }
              |             ^^^^^^^^^^^^^^ expression

            calm: 1 use in 1 file
        "#]]
        .assert_eq(&said.text);
    }
}

#[test]
fn the_variable_names_the_manifest_where_the_package_has_none() {
    let prompt = workspace(&[(
        "shop",
        ON_FACADE,
        &[(
            "src/main.rs",
            "mod f { typed_flags::features!(\"features.toml\"); }\nfn main() { f::CRAZY.is_enabled(); }",
        )],
    )]);
    prompt.write("elsewhere/flags.toml", DECLARED);
    let run = |arguments: &str| {
        prompt.run(
            std::process::Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
                .args(arguments.split(' '))
                .env("FEATURES_TOML", "elsewhere/flags.toml"),
        )
    };
    expect![[r#"
                 --> shop/src/main.rs:2:13
                  |
                2 | fn main() { f::CRAZY.is_enabled(); }
                  |             ^^^^^^^^ expression

                crazy: 1 use in 1 file

                calm: not used
            "#]]
    .assert_eq(&run("uses --all").text);
    expect![[r#"
                warning[unused]: feature `calm` is never used
                 --> elsewhere/flags.toml:2:11
                  |
                2 | [features.calm]
                  |           ^^^^
                  |
                  = help: move it to `[retired]`, so that its name does not come back

                1 warning in 1 manifest
            "#]]
    .assert_eq(&run("check --allow all --warn unused").text);
}

#[test]
fn a_manifest_that_is_missing_is_told_where_code_names_it() {
    let prompt = workspace(&[(
        "shop",
        ON_FACADE,
        &[(
            "src/main.rs",
            "mod f { typed_flags::features!(\"feature.toml\"); }\nfn main() {}",
        )],
    )]);
    let said = prompt.flags("check");
    assert_eq!(said.status, 1);
    expect![[r#"
        error[manifest]: `shop/feature.toml` does not exist: create it, for example with

            [features.my_first_feature]
            description = "What it does."
            default = false

         --> shop/src/main.rs:1:32
          |
        1 | mod f { typed_flags::features!("feature.toml"); }
          |                                ^^^^^^^^^^^^^^

        1 error in 1 manifest
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags("uses --all");
    assert_eq!(said.status, 2);
    expect![[r#"
        error: `shop/feature.toml` does not exist: create it, for example with

            [features.my_first_feature]
            description = "What it does."
            default = false
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn a_manifest_that_cannot_be_read_is_told_where_code_names_it() {
    let prompt = workspace(&[(
        "shop",
        ON_FACADE,
        &[
            ("folder.toml/beside.txt", ""),
            (
                "src/main.rs",
                "mod f { typed_flags::features!(\"folder.toml\"); }\nmod g { typed_flags::features!(\"gone.toml\"); }\nfn main() {}",
            ),
        ],
    )]);
    let said = prompt.flags("check");
    assert_eq!(said.status, 1);
    expect![[r#"
        error[manifest]: `shop/folder.toml` is a directory: name a file, such as `shop/folder.toml/features.toml`
         --> shop/src/main.rs:1:32
          |
        1 | mod f { typed_flags::features!("folder.toml"); }
          |                                ^^^^^^^^^^^^^

        error[manifest]: `shop/gone.toml` does not exist: create it, for example with

            [features.my_first_feature]
            description = "What it does."
            default = false

         --> shop/src/main.rs:2:32
          |
        2 | mod g { typed_flags::features!("gone.toml"); }
          |                                ^^^^^^^^^^^

        2 errors in 2 manifests
    "#]].assert_eq(&said.text);
}

#[test]
fn a_variable_that_names_no_file_is_told() {
    let prompt = workspace(&[(
        "shop",
        ON_FACADE,
        &[(
            "src/main.rs",
            "mod f { typed_flags::features!(\"features.toml\"); }\nfn main() {}",
        )],
    )]);
    let said = prompt.run(
        std::process::Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .arg("check")
            .env("FEATURES_TOML", "gone.toml"),
    );
    assert_eq!(said.status, 1);
    expect![[r#"
        error[manifest]: `gone.toml` does not exist: create it, or mend the link that points there
        `FEATURES_TOML` names it, because the package has no `features.toml`
         --> shop/src/main.rs:1:32
          |
        1 | mod f { typed_flags::features!("features.toml"); }
          |                                ^^^^^^^^^^^^^^^

        1 error in 1 manifest
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn manifests_of_one_registry_name_are_told_apart_by_package() {
    let named = "[registry]\nname = 'shop'\n[features.crazy]\n";
    let package = &[("features.toml", named), ("src/lib.rs", LIBRARY)][..];
    let prompt = workspace(&[("desk", ON_FACADE, package), ("till", ON_FACADE, package)]);
    expect![[r#"
        error: several manifests have a feature `crazy`: `shop/crazy` in `desk/features.toml`, `shop/crazy` in `till/features.toml`
          = help: choose the package: `-p desk` or `-p till`
    "#]].assert_eq(&prompt.flags("uses crazy").text);
    expect![[r#"
        error: several manifests have a feature `shop/crazy`: `shop/crazy` in `desk/features.toml`, `shop/crazy` in `till/features.toml`
          = help: choose the package: `-p desk` or `-p till`
    "#]].assert_eq(&prompt.flags("uses shop/crazy").text);
    expect![[r#"
        crazy: not used
    "#]]
    .assert_eq(&prompt.flags("uses crazy -p till").text);
}

#[test]
fn manifests_of_one_package_are_told_apart_by_the_names_of_their_registries() {
    let main = "mod page { typed_flags::features!(\"page.toml\"); }\nmod stock { typed_flags::features!(\"stock.toml\"); }\nfn main() { page::CRAZY.is_enabled(); }\n";
    let prompt = workspace(&[(
        "shop",
        ON_FACADE,
        &[
            ("page.toml", "[features.crazy]\n"),
            ("stock.toml", "[features.crazy]\n"),
            ("src/main.rs", main),
        ],
    )]);
    let said = prompt.flags("uses crazy");
    assert_eq!(said.status, 2);
    expect![[r#"
        error: several manifests have a feature `crazy`: `shop/crazy` in `shop/page.toml`, `shop/crazy` in `shop/stock.toml`
          = help: give each of these manifests a `name` of its own under `[registry]`
    "#]].assert_eq(&said.text);
    prompt.write(
        "shop/stock.toml",
        "[registry]\nname = 'stock'\n[features.crazy]\n",
    );
    expect![[r#"
        crazy: not used
    "#]]
    .assert_eq(&prompt.flags("uses stock/crazy").text);
}
