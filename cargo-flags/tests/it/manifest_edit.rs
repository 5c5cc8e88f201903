//! What moving a feature to `[retired]` leaves of a manifest.

use cargo_flags::manifest_edit::retire;
use expect_test::{Expect, expect};
use flags_manifest::diagnostic::render_all;
use flags_manifest::model::{Date, RetiredValue};

pub(crate) mod property;

const ON: Date = Date {
    year: 2026,
    month: 11,
    day: 22,
};

const TRUE: RetiredValue = RetiredValue::Boolean(true);
const FALSE: RetiredValue = RetiredValue::Boolean(false);

fn retired(text: &str, value: &RetiredValue) -> String {
    let parsed = flags_manifest::parse(text);
    assert_eq!(parsed.diagnostics, [], "in the text that it begins with");
    match retire(text, &parsed.manifest, "x", value, ON, None, false) {
        Ok(new) => {
            assert_eq!(flags_manifest::parse(&new).diagnostics, [], "in\n{new}");
            new
        }
        Err(findings) => render_all(&findings, "features.toml", text),
    }
}

/// Retires `x` with `true` kept.
#[track_caller]
fn check(text: &str, new: Expect) {
    new.assert_eq(&retired(text, &TRUE));
}

#[test]
fn a_table_goes_with_the_comments_above_and_within() {
    check(
        r#"# The shop's flags.

[features.a] # first
default = true

# The new basket,
# since June.
[features.x]
# Off until the autumn.
default = false # for now
rules = [
  # staff first
  { rollout = 25 },
]

# The last.
[features.z]
"#,
        expect![[r#"
            # The shop's flags.

            [features.a] # first
            default = true

            # The last.
            [features.z]

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn a_banner_with_an_empty_line_below_it_stays() {
    check(
        "# --- basket ---\n\n# The new one.\n[features.x]\n\n# --- the rest ---\n\n[features.z]\n",
        expect![[r#"
            # --- basket ---

            # --- the rest ---

            [features.z]

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn the_line_with_the_schema_stays() {
    check(
        "#:schema ./features.schema.json\n[features.x]\n[features.z]\n",
        expect![[r#"
            #:schema ./features.schema.json
            [features.z]

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn keys_that_are_commented_out_below_the_last_go_too() {
    check(
        "[features.x]\ndefault = true\n# rules = []\n\n[features.z]\n",
        expect![[r#"
            [features.z]

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn tables_below_it_go_wherever_they_stand() {
    check(
        r#"
[features.x]
[features.y]
description = "Stays."
[features.x.environments.production]
default = true
[[features.x.rules]]
serve = true
[features.z]
[features.x.environments.staging]
# Half of them.
rules = [{ rollout = 50 }]
"#,
        expect![[r#"

            [features.y]
            description = "Stays."
            [features.z]

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn an_inline_table_below_features() {
    check(
        "[features]\n# Its own.\nx = { default = true } # gone\n# Of z.\nz = {}\n",
        expect![[r#"
            [features]
            # Of z.
            z = {}

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn dotted_keys_below_features() {
    check(
        "[features]\nx.default = true\nz.default = true\nx.environments.staging = false\n\n[segments]\n",
        expect![[r#"
            [features]
            z.default = true

            [segments]

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn dotted_keys_at_the_top() {
    check(
        "features.x.default = true\nfeatures.z.default = true\n",
        expect![[r#"
            features.z.default = true

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn a_member_of_one_inline_table() {
    check(
        "features = { a = {}, x = { default = true }, z = { needs = [\"a\"] } }\n",
        expect![[r#"
            features = { a = {}, z = { needs = ["a"] } }

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn the_last_member_of_one_inline_table_takes_its_comma_along() {
    check(
        "features = { a = {}, x.default = true, x.owner = \"web\" }\n",
        expect![[r#"
            features = { a = {} }

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn a_quoted_key() {
    check(
        "[features.\"x\"]\n[features.z]\n[retired]\n",
        expect![[r#"
            [features.z]
            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn it_comes_last_in_what_is_retired_already() {
    check(
        r#"
[features.x]

[retired]
# Never again.
power_peg = { on = 2026-03-01, value = true }

# The others.
[features.z]
"#,
        expect![[r#"

            [retired]
            # Never again.
            power_peg = { on = 2026-03-01, value = true }
            x = { on = 2026-11-22, value = true }

            # The others.
            [features.z]
        "#]],
    );
}

#[test]
fn what_is_retired_may_be_one_inline_table() {
    check(
        "retired = { a = { on = 2026-01-01, value = 1 } } # names\n[features.x]\n",
        expect![[r#"
            retired = { a = { on = 2026-01-01, value = 1 }, x = { on = 2026-11-22, value = true } } # names
        "#]],
    );
    check(
        "retired = {}\n[features.x]\n",
        expect![[r#"
            retired = { x = { on = 2026-11-22, value = true } }
        "#]],
    );
}

#[test]
fn what_is_retired_may_be_dotted_keys() {
    check(
        "retired.a.on = 2026-01-01\nretired.a.value = 1\n[features.x]\n",
        expect![[r#"
            retired.a.on = 2026-01-01
            retired.a.value = 1
            retired.x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn what_is_retired_may_be_tables() {
    check(
        "[retired.a]\non = 2026-01-01\nvalue = 1\n\n[features.x]",
        expect![[r#"
            [retired.a]
            on = 2026-01-01
            value = 1

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn a_need_that_holds_from_now_on_goes() {
    check(
        r#"
[features.x]
[features.y]
[features.a]
needs = ["x"] # alone
default = true
[features.b]
needs = ["x", "!y"]
[features.c]
needs = ["y", "x"]
[features.d]
needs = [
  # the basket
  "x", # first
  "y",
]
[features.e]
needs = [
  "y",
  "x"
]
[features]
f = { needs = ["x"], default = true }
"#,
        expect![[r#"

            [features.y]
            [features.a]
            default = true
            [features.b]
            needs = ["!y"]
            [features.c]
            needs = ["y"]
            [features.d]
            needs = [
              "y",
            ]
            [features.e]
            needs = [
              "y"
            ]
            [features]
            f = { default = true }

            [retired]
            x = { on = 2026-11-22, value = true }
        "#]],
    );
}

#[test]
fn a_need_that_would_never_hold_is_refused() {
    let text = "[features.x]\n[features.a]\nneeds = [\"!x\"]\n[features.b]\nneeds = [\"x\"]\n";
    check(
        text,
        expect![[r#"
            feature `a` needs `!x`, which would never hold with `x` kept at `true`
             --> features.toml:3:10
              |
            3 | needs = ["!x"]
              |          ^^^^
              = help: retire `a` first, or take `!x` out of its `needs`"#]],
    );
    expect![[r#"
        feature `b` needs `x`, which would never hold with `x` kept at `false`
         --> features.toml:5:10
          |
        5 | needs = ["x"]
          |          ^^^
          = help: retire `b` first, or take `x` out of its `needs`"#]]
    .assert_eq(&retired(text, &FALSE));
}

#[test]
fn lines_keep_their_ends() {
    let new = retired(
        "\u{feff}[features.x]\r\ndefault = true\r\n\r\n[features.z]\r\ndefault = true",
        &TRUE,
    );
    assert_eq!(
        new,
        "\u{feff}[features.z]\r\ndefault = true\r\n\r\n[retired]\r\n\
         x = { on = 2026-11-22, value = true }\r\n"
    );
    let new = retired("[features.z]\r\n\r\n[features.x]\r\n\r\n\r\n", &TRUE);
    assert_eq!(
        new,
        "[features.z]\r\n\r\n[retired]\r\nx = { on = 2026-11-22, value = true }\r\n"
    );
}

#[test]
fn names_of_its_own_stay_taken() {
    let text = "[features.\"x.y\"]\nconstant = \"OLD\"\ntype-name = \"Colour\"\n\
                variants = [\"red\", \"blue\"]\ndefault = \"red\"\n";
    let parsed = flags_manifest::parse(text);
    let value = RetiredValue::String("blue".to_owned());
    let retired = |variants| {
        let reason = Some("blue \"sold\" best");
        retire(text, &parsed.manifest, "x.y", &value, ON, reason, variants).expect("it can be")
    };
    expect![[r#"
        [retired]
        "x.y" = { on = 2026-11-22, value = "blue", reason = 'blue "sold" best', constant = "OLD" }
    "#]]
    .assert_eq(&retired(false));
    expect![[r#"
        [retired]
        "x.y" = { on = 2026-11-22, value = "blue", reason = 'blue "sold" best', constant = "OLD", variants = ["red", "blue"], type-name = "Colour" }
    "#]]
    .assert_eq(&retired(true));
}

#[test]
fn only_what_is_declared_can_be_retired() {
    check(
        "[features.xy]\n[features.xyz]\n",
        expect![[r#"
            there is no feature `x`
             --> features.toml"#]],
    );
    check(
        "[retired]\nx = { on = 2026-03-01, value = true }\n",
        expect![[r#"
            feature `x` was retired on 2026-03-01 (line 2)
             --> features.toml"#]],
    );
}
