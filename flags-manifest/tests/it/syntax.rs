//! TOML itself.

use expect_test::expect;

use crate::report::check;

#[test]
fn f3_value_missing() {
    check(
        "[features.a]\ndefault = \n",
        expect![[r#"
            TOML syntax: a value is missing after `=`
             --> features.toml:2:11
              |
            2 | default =
              |           ^"#]],
    );
}

#[test]
fn f3_value_missing_at_the_end() {
    check(
        "[features.a]\ndefault =",
        expect![[r#"
        TOML syntax: a value is missing after `=`
         --> features.toml:2:10
          |
        2 | default =
          |          ^"#]],
    );
}

#[test]
fn f3_words_that_are_no_values() {
    check(
        "[features.a]\nfrozen = True\nowner = web\nneeds = [b]\nissue = null\ndefault = off\n",
        expect![[r#"
            TOML syntax: `True` is no value, and a string needs quotes
             --> features.toml:2:10
              |
            2 | frozen = True
              |          ^^^^
              = help: write `true`

            TOML syntax: `web` is no value, and a string needs quotes
             --> features.toml:3:9
              |
            3 | owner = web
              |         ^^^

            TOML syntax: `b` is no value, and a string needs quotes
             --> features.toml:4:10
              |
            4 | needs = [b]
              |          ^

            TOML syntax: `null` is no value, and a string needs quotes
             --> features.toml:5:9
              |
            5 | issue = null
              |         ^^^^
              = help: leave the key out

            TOML syntax: `off` is no value, and a string needs quotes
             --> features.toml:6:11
              |
            6 | default = off
              |           ^^^
              = help: write `false`"#]],
    );
}

#[test]
fn f3_string_not_closed() {
    check(
        "[features.a]\ndescription = \"Red\ndefault = true\n",
        expect![[r#"
            TOML syntax: invalid basic string, expected `"`
             --> features.toml:2:19
              |
            2 | description = "Red
              |                   ^"#]],
    );
}

#[test]
fn f3_header_not_closed() {
    check(
        "[features.a\ndefault = true\n",
        expect![[r#"
        TOML syntax: unclosed table, expected `]`
         --> features.toml:1:12
          |
        1 | [features.a
          |            ^"#]],
    );
}

#[test]
fn f3_list_not_closed() {
    check(
        "[features.a]\nvariants = [\"red\",\n",
        expect![[r#"
        TOML syntax: unclosed array, expected `]`
         --> features.toml:2:19
          |
        2 | variants = ["red",
          |                   ^"#]],
    );
}

#[test]
fn f3_json() {
    check(
        r#"
{
  "features": { "a": {} }
}
"#,
        expect![[r#"
            TOML syntax: this looks like JSON, and TOML is expected
             --> features.toml:2:1
              |
            2 | {
              | ^
              = help: write `[features.some-key]`, and below it `default = true`"#]],
    );
}

#[test]
fn f3_json_list() {
    check(
        r#"
[
  "features"
]
"#,
        expect![[r#"
            TOML syntax: this looks like JSON, and TOML is expected
             --> features.toml:2:1
              |
            2 | [
              | ^
              = help: write `[features.some-key]`, and below it `default = true`"#]],
    );
}

#[test]
fn f3_words_that_are_nearly_values() {
    check(
        r#"
[features.a]
default = tru
frozen = flase
owner = y
description = ture
"#,
        expect![[r#"
            TOML syntax: `tru` is no value, and a string needs quotes
             --> features.toml:3:11
              |
            3 | default = tru
              |           ^^^
              = help: did you mean `true`?

            TOML syntax: `flase` is no value, and a string needs quotes
             --> features.toml:4:10
              |
            4 | frozen = flase
              |          ^^^^^
              = help: did you mean `false`?

            TOML syntax: `y` is no value, and a string needs quotes
             --> features.toml:5:9
              |
            5 | owner = y
              |         ^

            TOML syntax: `ture` is no value, and a string needs quotes
             --> features.toml:6:15
              |
            6 | description = ture
              |               ^^^^
              = help: did you mean `true`?"#]],
    );
}

#[test]
fn f3_unit_after_a_number() {
    check(
        r#"
[features.a]
default = 10ms
"#,
        expect![[r#"
            TOML syntax: `10ms` is no value, and a string needs quotes
             --> features.toml:3:11
              |
            3 | default = 10ms
              |           ^^^^"#]],
    );
}

#[test]
fn f3_dates_as_elsewhere() {
    check(
        r#"
[features.a]
created = 06/30/2026
expires = 30.06.2027
[features.b]
created = 2026/6/30
expires = 06/07/2027
"#,
        expect![[r#"
            TOML syntax: `06/30/2026` is no date, which is year, month and day with `-` between them
             --> features.toml:3:11
              |
            3 | created = 06/30/2026
              |           ^^^^^^^^^^
              = help: write 2026-06-30

            TOML syntax: `30.06.2027` is no date, which is year, month and day with `-` between them
             --> features.toml:4:11
              |
            4 | expires = 30.06.2027
              |           ^^^^^^^^^^
              = help: write 2027-06-30

            TOML syntax: `2026/6/30` is no date, which is year, month and day with `-` between them
             --> features.toml:6:11
              |
            6 | created = 2026/6/30
              |           ^^^^^^^^^
              = help: write 2026-06-30

            TOML syntax: `06/07/2027` is no date, which is year, month and day with `-` between them
             --> features.toml:7:11
              |
            7 | expires = 06/07/2027
              |           ^^^^^^^^^^
              = help: write it such as 2027-06-30"#]],
    );
}

#[test]
fn f3_leading_zeros() {
    check(
        r#"
[features.a]
default = 01
[features.b]
default = -007.50
range = [00, 1]
"#,
        expect![[r#"
            TOML syntax: `01` begins with a zero, which no number may
             --> features.toml:3:11
              |
            3 | default = 01
              |           ^^
              = help: write 1

            TOML syntax: `-007.50` begins with a zero, which no number may
             --> features.toml:5:11
              |
            5 | default = -007.50
              |           ^^^^^^^
              = help: write -7.50

            TOML syntax: `00` begins with a zero, which no number may
             --> features.toml:6:10
              |
            6 | range = [00, 1]
              |          ^^
              = help: write 0"#]],
    );
}

#[test]
fn f3_curly_quotes() {
    check(
        r#"
[features.a]
description = “Red.”
variants = [‘red’, ‘green’]
owner = “web
"#,
        expect![[r#"
            TOML syntax: `“` is no quote of TOML, which takes plain `"`
             --> features.toml:3:15
              |
            3 | description = “Red.”
              |               ^
              = help: write "Red."

            TOML syntax: `‘` is no quote of TOML, which takes plain `"`
             --> features.toml:4:13
              |
            4 | variants = [‘red’, ‘green’]
              |             ^
              = help: write "red"

            TOML syntax: `“` is no quote of TOML, which takes plain `"`
             --> features.toml:5:9
              |
            5 | owner = “web
              |         ^
              = help: write `"` on both sides"#]],
    );
}

#[test]
fn f3_yaml() {
    check(
        r#"
[features.a]
default: true
description: Red roses
rules:
"#,
        expect![[r#"
            TOML syntax: a key takes `=`, not `:`
             --> features.toml:3:8
              |
            3 | default: true
              |        ^
              = help: write `default = true`

            TOML syntax: a key takes `=`, not `:`
             --> features.toml:4:12
              |
            4 | description: Red roses
              |            ^
              = help: write `description = "Red roses"`

            TOML syntax: a key takes `=`, not `:`
             --> features.toml:5:6
              |
            5 | rules:
              |      ^"#]],
    );
}

#[test]
fn f3_list_not_closed_before_a_key() {
    check(
        r#"
[features.a]
owner = web
variants = ["red", "[", # [
default = "red"
description = "x"
[features.b]
"#,
        expect![[r#"
            TOML syntax: `web` is no value, and a string needs quotes
             --> features.toml:3:9
              |
            3 | owner = web
              |         ^^^

            TOML syntax: the list that begins here has no `]` before the next key on line 5
             --> features.toml:4:12
              |
            4 | variants = ["red", "[", # [
              |            ^"#]],
    );
}

#[test]
fn f3_list_not_closed_before_a_table() {
    check(
        r#"
[features.a]
needs = ["b"
[features.b]
default = true
"#,
        expect![[r#"
            TOML syntax: the list that begins here has no `]` before the next table on line 4
             --> features.toml:3:9
              |
            3 | needs = ["b"
              |         ^"#]],
    );
}

#[test]
fn f3_braces_not_closed() {
    check(
        r#"
[features.a]
rules = [
  { serve = true,
    when = { x = 1 },
]
[features.b]
"#,
        expect![[r#"
            TOML syntax: the table that begins here has no `}` before the `]` on line 6
             --> features.toml:4:3
              |
            4 |   { serve = true,
              |   ^"#]],
    );
}

#[test]
fn f3_string_not_closed_in_a_list() {
    check(
        r#"
[features.a]
variants = [
  "red",
  "green
]
default = "red"
"#,
        expect![[r#"
            TOML syntax: invalid basic string, expected `"`
             --> features.toml:5:9
              |
            5 |   "green
              |         ^"#]],
    );
}

#[test]
fn f3_same_key_twice() {
    check(
        "[features.a]\nowner = \"web\"\nowner = \"app\"\n",
        expect![[r#"
            TOML syntax: `owner` stands here a second time; the first is on line 2
             --> features.toml:3:1
              |
            3 | owner = "app"
              | ^^^^^"#]],
    );
}

#[test]
fn f3_same_table_twice_is_one_finding() {
    check(
        "[features.a]\nowner = \"web\"\ndefault = true\n\n[features.a]\nowner = \"web\"\ndefault = true\n",
        expect![[r#"
            TOML syntax: `a` stands here a second time; the first is on line 1
             --> features.toml:5:11
              |
            5 | [features.a]
              |           ^"#]],
    );
}

#[test]
fn f3_same_key_twice_leaves_the_other_findings() {
    check(
        "[features.a]\nowner = \"web\"\nowner = 5\ncolour = 1\n[features.a]\nkind = \"op\"\n",
        expect![[r#"
            TOML syntax: `owner` stands here a second time; the first is on line 2
             --> features.toml:3:1
              |
            3 | owner = 5
              | ^^^^^

            feature `a`: unknown key `colour`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:4:1
              |
            4 | colour = 1
              | ^^^^^^

            TOML syntax: `a` stands here a second time; the first is on line 1
             --> features.toml:5:11
              |
            5 | [features.a]
              |           ^

            feature `a`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `op`
             --> features.toml:6:8
              |
            6 | kind = "op"
              |        ^^^^"#]],
    );
}

#[test]
fn f3_same_key_twice_in_one_of_many_tables() {
    check(
        "[[features.a.rules]]\nserve = true\n[[features.a.rules]]\nserve = false\n'serve' = true\n",
        expect![[r#"
            TOML syntax: `'serve'` stands here a second time; the first is on line 4
             --> features.toml:5:1
              |
            5 | 'serve' = true
              | ^^^^^^^"#]],
    );
}

#[test]
fn f3_same_key_twice_in_braces() {
    check(
        "[features]\na = { default = true,\n  default = false }\n",
        expect![[r#"
            TOML syntax: `default` stands here a second time; the first is on line 2
             --> features.toml:3:3
              |
            3 |   default = false }
              |   ^^^^^^^"#]],
    );
}

#[test]
fn f3_same_dotted_key_twice() {
    check(
        "features.a.default = true\nfeatures . \"a\".default = false\n",
        expect![[r#"
            TOML syntax: `default` stands here a second time; the first is on line 1
             --> features.toml:2:16
              |
            2 | features . "a".default = false
              |                ^^^^^^^"#]],
    );
}

#[test]
fn f3_table_three_times() {
    check(
        "[features.a]\n[features.b]\n[features.a]\n[features.a]\n",
        expect![[r#"
            TOML syntax: `a` stands here a second time; the first is on line 1
             --> features.toml:3:11
              |
            3 | [features.a]
              |           ^

            TOML syntax: `a` stands here a second time; the first is on line 1
             --> features.toml:4:11
              |
            4 | [features.a]
              |           ^"#]],
    );
}

#[test]
fn f3_two_errors_on_two_lines_are_two_findings() {
    check(
        "[features.a]\ndefault = yes\n[features.b]\ndefault = no\n",
        expect![[r#"
            TOML syntax: `yes` is no value, and a string needs quotes
             --> features.toml:2:11
              |
            2 | default = yes
              |           ^^^
              = help: write `true`

            TOML syntax: `no` is no value, and a string needs quotes
             --> features.toml:4:11
              |
            4 | default = no
              |           ^^
              = help: write `false`"#]],
    );
}

#[test]
fn f3_only_errors_of_syntax_after_one() {
    check(
        "[features.a]\ndefualt = yes\n[features.2fa]\n",
        expect![[r#"
            TOML syntax: `yes` is no value, and a string needs quotes
             --> features.toml:2:11
              |
            2 | defualt = yes
              |           ^^^
              = help: write `true`"#]],
    );
}

#[test]
fn f3_tab_and_umlaut_before_the_error() {
    check(
        "[features.a]\n\tdescription = \"größer\" x\n",
        expect![[r#"
            TOML syntax: unexpected key or value, expected newline, `#`
             --> features.toml:2:25
              |
            2 | 	description = "größer" x
              | 	                       ^"#]],
    );
}

#[test]
fn f21_nested_too_deeply_by_brackets() {
    let text = format!(
        "[features.a]\nneeds = {}{}\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    check(
        &text,
        expect![[r#"
            lists and tables may be nested 64 deep at most
             --> features.toml:2:89
              |
            2 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
              |                                          ^"#]],
    );
}

#[test]
fn f21_nested_too_deeply_by_dots() {
    let text = format!("features.a.default.{}x = 1\n", "x.".repeat(70));
    check(
        &text,
        expect![[r#"
        lists and tables may be nested 64 deep at most
         --> features.toml:1:140
          |
        1 | ….x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x = 1
          |                                                                                                 ^"#]],
    );
}

#[test]
fn f21_nested_by_brackets_and_dots_does_not_overflow_the_stack() {
    let dots = "x.".repeat(60);
    let open: String = (0..70).map(|_| format!("{{ {dots}x = ")).collect();
    let text = format!("a = {open}1{}\n", " }".repeat(70));
    check(
        &text,
        expect![[r#"
        lists and tables may be nested 64 deep at most
         --> features.toml:1:135
          |
        1 | …x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x = { x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.…
          |                                          ^"#]],
    );
}

#[test]
fn byte_order_mark_is_skipped() {
    check("\u{feff}[features.a]\ndefault = true\n", expect![[""]]);
}

#[test]
fn byte_order_mark_has_no_column() {
    check(
        "\u{feff}[feature.a]\n",
        expect![[r#"
        the file: unknown key `feature`, expected `registry`, `policy`, `context`, `segments`, `features` or `retired`
         --> features.toml:1:2
          |
        1 | [feature.a]
          |  ^^^^^^^
          = help: did you mean `features`?"#]],
    );
}

#[test]
fn carriage_returns_are_not_shown() {
    check(
        "[features.a]\r\ndefualt = true\r\n",
        expect![[r#"
        feature `a`: unknown key `defualt`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
         --> features.toml:2:1
          |
        2 | defualt = true
          | ^^^^^^^
          = help: did you mean `default`?"#]],
    );
}

#[test]
fn empty_text_is_a_manifest_without_features() {
    check("", expect![[""]]);
}
