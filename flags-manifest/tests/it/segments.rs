//! Named conditions.

use expect_test::expect;

use crate::report::check;

#[test]
fn f8_unknown() {
    check(
        r#"
[context]
is_staff = "bool"
[segments]
staff = { is_staff = true }
beta = { segment = "stafff" }
"#,
        expect![[r#"
            segment `beta`: `segment`: there is no segment `stafff` in `[segments]`
             --> features.toml:6:20
              |
            6 | beta = { segment = "stafff" }
              |                    ^^^^^^^^
              = help: did you mean `staff`?"#]],
    );
}

#[test]
fn f8_circle() {
    check(
        r#"
[context]
is_staff = "bool"
[segments]
a = { segment = "b" }
b = { any = [{ is_staff = true }, { none = [{ segment = "c" }] }] }
c = { segment = "a" }
"#,
        expect![[r#"
            segments refer to each other in a circle: `a` -> `b` -> `c` -> `a`
             --> features.toml:5:17
              |
            5 | a = { segment = "b" }
              |                 ^^^"#]],
    );
}

#[test]
fn f8_itself() {
    check(
        r#"
[segments]
a = { segment = "a" }
"#,
        expect![[r#"
            segment `a` refers to itself
             --> features.toml:3:17
              |
            3 | a = { segment = "a" }
              |                 ^^^"#]],
    );
}

#[test]
fn empty_condition() {
    check(
        r#"
[segments]
a = {}
"#,
        expect![[r#"
            segment `a` must not be an empty condition
             --> features.toml:3:5
              |
            3 | a = {}
              |     ^^"#]],
    );
}

#[test]
fn not_a_table() {
    check(
        r#"
[segments]
a = "is_staff"
"#,
        expect![[r#"
            segment `a` must be a table, found a string
             --> features.toml:3:5
              |
            3 | a = "is_staff"
              |     ^^^^^^^^^^"#]],
    );
}

#[test]
fn segment_that_is_no_name() {
    check(
        r#"
[segments]
a = { segment = ["b"] }
b = { segment = "" }
"#,
        expect![[r#"
            segment `a`: `segment` must be a string, found a list
             --> features.toml:3:17
              |
            3 | a = { segment = ["b"] }
              |                 ^^^^^

            segment `b`: `segment` must not be empty
             --> features.toml:4:17
              |
            4 | b = { segment = "" }
              |                 ^^"#]],
    );
}

#[test]
fn empty_name() {
    check(
        r#"
[context]
is_staff = "bool"
[segments]
"" = { is_staff = true }
"#,
        expect![[r#"
            a segment must not have an empty name
             --> features.toml:5:1
              |
            5 | "" = { is_staff = true }
              | ^^"#]],
    );
}

#[test]
fn f8_circles_with_a_common_segment() {
    check(
        r#"
[segments]
a = { any = [{ segment = "b" }, { segment = "c" }] }
b = { segment = "a" }
c = { none = [{ segment = "a" }] }
"#,
        expect![[r#"
            segments refer to each other in a circle: `a` -> `b` -> `a`
             --> features.toml:3:26
              |
            3 | a = { any = [{ segment = "b" }, { segment = "c" }] }
              |                          ^^^

            segments refer to each other in a circle: `a` -> `c` -> `a`
             --> features.toml:3:45
              |
            3 | a = { any = [{ segment = "b" }, { segment = "c" }] }
              |                                             ^^^"#]],
    );
}
