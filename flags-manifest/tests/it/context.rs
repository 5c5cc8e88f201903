//! Attributes.

use expect_test::expect;

use crate::report::check;

#[test]
fn unknown_type() {
    check(
        r#"
[context]
is_staff = "boolean"
country = "sting"
seats = "bigdecimal"
"#,
        expect![[r#"
            attribute `is_staff` must be `bool`, `string`, `integer`, `float`, `semver`, `datetime`, `strings` or a list of names, found `boolean`
             --> features.toml:3:12
              |
            3 | is_staff = "boolean"
              |            ^^^^^^^^^
              = help: did you mean `bool`?

            attribute `country` must be `bool`, `string`, `integer`, `float`, `semver`, `datetime`, `strings` or a list of names, found `sting`
             --> features.toml:4:11
              |
            4 | country = "sting"
              |           ^^^^^^^
              = help: did you mean `string`?

            attribute `seats` must be `bool`, `string`, `integer`, `float`, `semver`, `datetime`, `strings` or a list of names, found `bigdecimal`
             --> features.toml:5:9
              |
            5 | seats = "bigdecimal"
              |         ^^^^^^^^^^^^"#]],
    );
}

#[test]
fn not_a_type() {
    check(
        r#"
[context]
is_staff = true
plan = []
other = ["a", 1]
third = ["a", "a"]
"#,
        expect![[r#"
            attribute `is_staff` must be `bool`, `string`, `integer`, `float`, `semver`, `datetime`, `strings` or a list of names, found a boolean
             --> features.toml:3:12
              |
            3 | is_staff = true
              |            ^^^^

            attribute `plan` must not be an empty list
             --> features.toml:4:8
              |
            4 | plan = []
              |        ^^

            attribute `other`: each entry must be a string, found an integer
             --> features.toml:5:15
              |
            5 | other = ["a", 1]
              |               ^

            attribute `third` holds `a` twice
             --> features.toml:6:15
              |
            6 | third = ["a", "a"]
              |               ^^^"#]],
    );
}

#[test]
fn long_form_without_a_type() {
    check(
        r#"
[context]
email = { private = true }
"#,
        expect![[r#"
            attribute `email` has no `type`
             --> features.toml:3:9
              |
            3 | email = { private = true }
              |         ^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn private_that_is_no_boolean() {
    check(
        r#"
[context]
email = { type = "string", private = "yes" }
"#,
        expect![[r#"
            attribute `email`: `private` must be `true` or `false`, found a string
             --> features.toml:3:38
              |
            3 | email = { type = "string", private = "yes" }
              |                                      ^^^^^"#]],
    );
}

#[test]
fn reserved_in_conditions() {
    check(
        r#"
[context]
segment = "string"
any = "string"
all = "string"
none = "string"
"#,
        expect![[r#"
            attribute `segment` has a name that conditions use for something else
             --> features.toml:3:1
              |
            3 | segment = "string"
              | ^^^^^^^

            attribute `any` has a name that conditions use for something else
             --> features.toml:4:1
              |
            4 | any = "string"
              | ^^^

            attribute `all` has a name that conditions use for something else
             --> features.toml:5:1
              |
            5 | all = "string"
              | ^^^

            attribute `none` has a name that conditions use for something else
             --> features.toml:6:1
              |
            6 | none = "string"
              | ^^^^"#]],
    );
}

#[test]
fn reserved_by_context() {
    check(
        r#"
[context]
new = "string"
anonymous = "bool"
into_owned = "bool"
targeting_key = "string"
scope = "string"
scope_async = "string"
carry = "string"
clone = "bool"
"#,
        expect![[r#"
            attribute `new` has the name of a method of `Context`
             --> features.toml:3:1
              |
            3 | new = "string"
              | ^^^

            attribute `anonymous` has the name of a method of `Context`
             --> features.toml:4:1
              |
            4 | anonymous = "bool"
              | ^^^^^^^^^

            attribute `into_owned` has the name of a method of `Context`
             --> features.toml:5:1
              |
            5 | into_owned = "bool"
              | ^^^^^^^^^^

            attribute `targeting_key` has the name of a method of `Context`
             --> features.toml:6:1
              |
            6 | targeting_key = "string"
              | ^^^^^^^^^^^^^

            attribute `scope` has the name of a method of `Context`
             --> features.toml:7:1
              |
            7 | scope = "string"
              | ^^^^^

            attribute `scope_async` has the name of a method of `Context`
             --> features.toml:8:1
              |
            8 | scope_async = "string"
              | ^^^^^^^^^^^

            attribute `carry` has the name of a method of `Context`
             --> features.toml:9:1
              |
            9 | carry = "string"
              | ^^^^^

            attribute `clone` has the name of a method of `Context`
              --> features.toml:10:1
               |
            10 | clone = "bool"
               | ^^^^^"#]],
    );
}

#[test]
fn unnameable() {
    check(
        r#"
[context]
app-version = "semver"
isStaff = "bool"
"" = "bool"
"two words" = "bool"
_x = "bool"
"#,
        expect![[r#"
            attribute `app-version` cannot name a setter, which needs a letter from `a` to `z` and then such letters, digits and `_`
             --> features.toml:3:1
              |
            3 | app-version = "semver"
              | ^^^^^^^^^^^
              = help: write `app_version`

            attribute `isStaff` cannot name a setter, which needs a letter from `a` to `z` and then such letters, digits and `_`
             --> features.toml:4:1
              |
            4 | isStaff = "bool"
              | ^^^^^^^
              = help: write `is_staff`

            attribute `""` cannot name a setter, which needs a letter from `a` to `z` and then such letters, digits and `_`
             --> features.toml:5:1
              |
            5 | "" = "bool"
              | ^^

            attribute `two words` cannot name a setter, which needs a letter from `a` to `z` and then such letters, digits and `_`
             --> features.toml:6:1
              |
            6 | "two words" = "bool"
              | ^^^^^^^^^^^

            attribute `_x` cannot name a setter, which needs a letter from `a` to `z` and then such letters, digits and `_`
             --> features.toml:7:1
              |
            7 | _x = "bool"
              | ^^"#]],
    );
}

#[test]
fn keyword() {
    check(
        r#"
[context]
type = "string"
"#,
        expect![[r#"
            attribute `type` is a keyword of Rust, so that no setter can have its name
             --> features.toml:3:1
              |
            3 | type = "string"
              | ^^^^"#]],
    );
}

#[test]
fn wrong_attribute_is_not_reported_as_unknown_as_well() {
    check(
        r#"
[context]
country = "sting"
[segments]
germany = { country = "DE" }
"#,
        expect![[r#"
            attribute `country` must be `bool`, `string`, `integer`, `float`, `semver`, `datetime`, `strings` or a list of names, found `sting`
             --> features.toml:3:11
              |
            3 | country = "sting"
              |           ^^^^^^^
              = help: did you mean `string`?"#]],
    );
}
