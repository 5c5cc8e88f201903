//! `cargo flags retire`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

const MANIFEST: &str = "\
[features.crazy]
description = \"Turns the page crazy.\"

[features.button]
description = \"Colour of the button.\"
variants = [\"red\", \"blue\"]
default = \"red\"
";

/// What a program of one file becomes, and what is said on standard error about it.
#[track_caller]
fn check(main: &str, arguments: &str, after: Expect, said: Expect) {
    let prompt = Prompt::with(&[("features.toml", MANIFEST), ("src/main.rs", main)]);
    let retired = prompt.flags(&format!("retire {arguments}"));
    assert_eq!(retired.status, 0, "{}", retired.text);
    after.assert_eq(&prompt.read("src/main.rs"));
    said.assert_eq(&retired.stderr);
}

/// What is said of a program that is refused and stays as it is.
#[track_caller]
fn refuses(main: &str, arguments: &str, said: Expect) {
    let prompt = Prompt::with(&[("features.toml", MANIFEST), ("src/main.rs", main)]);
    let refused = prompt.flags(&format!("retire {arguments}"));
    said.assert_eq(&refused.text);
    assert_eq!(refused.status, 1);
    assert_eq!(prompt.read("src/main.rs"), main);
    assert_eq!(prompt.read("features.toml"), MANIFEST);
}

#[test]
fn what_becomes_unused_goes() {
    check(
        r#"use std::collections::BTreeMap;
use std::fmt::Write;

mod features {
    typed_flags::features!("features.toml");
}
use features::{BUTTON, CRAZY};

/// Only for the calm page.
struct Calm {
    words: Vec<String>,
}

impl Calm {
    fn say(&self) -> String {
        self.words.join(" ")
    }
}

/// Counts.
fn count(words: &[String]) -> BTreeMap<&str, usize> {
    let mut counted = BTreeMap::new();
    for word in words {
        *counted.entry(&**word).or_default() += 1;
    }
    counted
}

fn page(name: &str) -> String {
    let mut page = String::new();
    let calm = Calm {
        words: vec![name.to_owned()],
    };
    if CRAZY.is_enabled() {
        page.push_str("crazy");
    } else {
        write!(page, "{} {:?}", calm.say(), count(&calm.words)).unwrap();
    }
    page
}

fn main() {
    println!("{} {}", page("you"), BUTTON.get());
}
"#,
        "crazy --keep true",
        expect![[r#"
            mod features {
                typed_flags::features!("features.toml");
            }
            use features::BUTTON;

            /// Only for the calm page.
            struct Calm {
                words: Vec<String>,
            }

            fn page(name: &str) -> String {
                let mut page = String::new();
                let _calm = Calm {
                    words: vec![name.to_owned()],
                };
                page.push_str("crazy");
                page
            }

            fn main() {
                println!("{} {}", page("you"), BUTTON.get());
            }
        "#]],
        expect![[r#"
            note: src/main.rs: 1 more line that the compiler calls unused is taken out
            note: src/main.rs: 15 more lines that the compiler calls unused are taken out
            note: src/main.rs: 2 more lines that the compiler calls unused are taken out
            warning: the compiler will say: field `words` is never read (src/main.rs:8)
        "#]],
    );
}

#[test]
fn a_program_that_would_not_compile_is_not_written() {
    refuses(
        r#"mod features {
    typed_flags::features!("features.toml");
}
use features::{BUTTON, CRAZY};

fn main() {
    let found = if CRAZY.is_enabled() { None } else { Some(1) };
    println!("{} {}", found.is_some(), BUTTON.get());
}
"#,
        "crazy --keep true",
        expect![[r#"
            error: the program would not compile any more; the compiler says of the result:

            error[E0282]: type annotations needed for `Option<_>`
             --> src/main.rs:7:9
              |
            7 |     let found = None;
              |         ^^^^^   ---- type must be known at this point
              |
            help: consider giving `found` an explicit type, where the type for type parameter `T` is specified
              |
            7 |     let found: Option<T> = None;
              |              +++++++++++

            crazy is not retired: mend 1 place first; nothing was written
        "#]],
    );
}

#[test]
fn each_place_that_is_refused_is_shown() {
    refuses(
        r#"mod features {
    typed_flags::features!("features.toml");
}
use features::{BUTTON, CRAZY};

fn main() {
    println!("{}", CRAZY.explain());
    println!("{}", BUTTON.get());
    let handle = CRAZY;
    println!("{}", handle.is_enabled());
}
"#,
        "crazy --keep true",
        expect![[r#"
            error: `explain` of a feature that is gone means nothing: take it out by hand
             --> src/main.rs:7:20
              |
            7 |     println!("{}", CRAZY.explain());
              |                    ^^^^^

            error: the feature is passed on here, and what becomes of it is not known: evaluate it here, or take it out by hand
             --> src/main.rs:9:18
              |
            9 |     let handle = CRAZY;
              |                  ^^^^^

            crazy is not retired: mend 2 places first; nothing was written
        "#]],
    );
}

#[test]
fn an_enum_that_is_still_spoken_of_stays() {
    let prompt = Prompt::with(&[
        ("features.toml", MANIFEST),
        (
            "src/main.rs",
            r#"mod features {
    typed_flags::features!("features.toml");
}
use features::{BUTTON, Button, CRAZY};

fn paint(button: Button) -> &'static str {
    match button {
        Button::Red => "red",
        Button::Blue => "blue",
    }
}

fn main() {
    println!("{} {}", paint(BUTTON.get()), CRAZY.is_enabled());
}
"#,
        ),
    ]);
    let said = prompt.flags("retire button --keep blue --reason 'Blue won.' --on 2026-12-24");
    expect![[r#"
        retired button, which is `blue` from now on
          src/main.rs: 2 added, 2 removed
          features.toml: 2 added, 4 removed
    "#]]
    .assert_eq(&said.text);
    expect![[r#"
        mod features {
            typed_flags::features!("features.toml");
        }
        use features::{Button, CRAZY};

        fn paint(button: Button) -> &'static str {
            match button {
                Button::Red => "red",
                Button::Blue => "blue",
            }
        }

        fn main() {
            println!("{} {}", paint(Button::Blue), CRAZY.is_enabled());
        }
    "#]]
    .assert_eq(&prompt.read("src/main.rs"));
    expect![[r#"
        [features.crazy]
        description = "Turns the page crazy."

        [retired]
        button = { on = 2026-12-24, value = "blue", reason = "Blue won.", variants = ["red", "blue"] }
    "#]].assert_eq(&prompt.read("features.toml"));
}

#[test]
fn a_need_that_does_not_hold_any_more_is_refused() {
    let prompt = Prompt::with(&[
        (
            "features.toml",
            "[features.a]\n[features.b]\nneeds = [\"!a\"]\n[features.c]\nneeds = [\"a\"]\n",
        ),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    let said = prompt.flags("retire a --keep true --no-check");
    expect![[r#"
        error: feature `b` needs `!a`, which would never hold with `a` kept at `true`
         --> features.toml:3:10
          |
        3 | needs = ["!a"]
          |          ^^^^
          = help: retire `b` first, or take `!a` out of its `needs`

        a is not retired: mend 1 place first; nothing was written
    "#]]
    .assert_eq(&said.text);
    assert_eq!(said.status, 1);
    let said = prompt.flags("retire a --keep false --format json --no-check");
    expect![[r#"
        {
          "version": 1,
          "feature": "a",
          "keep": "false",
          "written": false,
          "files": [],
          "refusals": [
            {
              "file": "features.toml",
              "line": 5,
              "column": 10,
              "message": "feature `c` needs `a`, which would never hold with `a` kept at `false`"
            }
          ],
          "warnings": [],
          "state_files": []
        }
    "#]]
    .assert_eq(&said.text);
    assert_eq!(said.status, 1);
}

#[test]
fn a_workspace_that_does_not_compile_is_left_alone() {
    let prompt = Prompt::with(&[
        ("features.toml", MANIFEST),
        ("src/main.rs", "fn main() { no() }\n"),
    ]);
    let said = prompt.flags("retire crazy --keep true");
    expect![[r#"
        error: the workspace does not compile as it is, so it cannot be told whether it still would: cannot find function `no` in this scope
          = help: mend that first, or leave the compiler out with `--no-check`
    "#]].assert_eq(&said.text);
    assert_eq!(said.status, 2);
    let said = prompt.flags("retire crazy --keep true --on 2026-02-30");
    expect![[r#"
        error: `--on` must be a day such as `2026-11-22`, found `2026-02-30`
    "#]]
    .assert_eq(&said.text);
    assert_eq!(said.status, 2);
}

#[test]
fn the_document() {
    let prompt = Prompt::with(&[
        ("features.toml", MANIFEST),
        (
            "src/main.rs",
            "mod features {\n    typed_flags::features!(\"features.toml\");\n}\n\nfn main() {\n    if features::CRAZY.is_enabled() {\n        println!(\"crazy\");\n    }\n}\n",
        ),
    ]);
    let said = prompt.flags("retire crazy --keep false --format json --no-check --dry-run");
    expect![[r#"
        {
          "version": 1,
          "feature": "crazy",
          "keep": "false",
          "written": false,
          "files": [
            {
              "file": "src/main.rs",
              "diff": "--- a/src/main.rs\n+++ b/src/main.rs\n@@ -3,7 +3,4 @@\n }\n \n fn main() {\n-    if features::CRAZY.is_enabled() {\n-        println!(\"crazy\");\n-    }\n }\n"
            },
            {
              "file": "features.toml",
              "diff": "--- a/features.toml\n+++ b/features.toml\n@@ -1,7 +1,7 @@\n-[features.crazy]\n-description = \"Turns the page crazy.\"\n-\n [features.button]\n description = \"Colour of the button.\"\n variants = [\"red\", \"blue\"]\n default = \"red\"\n+\n+[retired]\n+crazy = { on = 2026-11-22, value = false }\n"
            }
          ],
          "refusals": [],
          "warnings": [],
          "state_files": []
        }
    "#]].assert_eq(&said.text);
    assert_eq!(said.status, 0);
}
