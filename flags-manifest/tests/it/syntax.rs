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
        "{ \"features\": {} }\n",
        expect![[r#"
        TOML syntax: invalid key-value pair, expected key
         --> features.toml:1:1
          |
        1 | { "features": {} }
          | ^"#]],
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
