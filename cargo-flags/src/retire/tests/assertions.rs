//! `assert!` and its kin.

use expect_test::expect;

use super::{check, refuses};

#[test]
fn assertions_that_hold_go() {
    check(
        "fn f() {\n    assert!(X.is_enabled());\n    assert!(X.is_enabled(), \"off for {}\", user);\n    assert_eq!(X.is_enabled(), true);\n    assert_ne!(X.is_enabled(), false, \"why\");\n    debug_assert!(X.is_enabled());\n    a();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}

#[test]
fn assertions_that_fail_are_refused() {
    refuses(
        "fn f() {\n    assert!(X.is_enabled());\n    assert_eq!(X.is_enabled(), true);\n}\n",
        "false",
        expect![[r#"
            2: X: this asserts what is not so with `false`: delete it, or what it tests
            3: X: this asserts what is not so with `false`: delete it, or what it tests"#]],
    );
}

#[test]
fn assertions_about_more() {
    check(
        "fn f() {\n    assert!(X.is_enabled() && a());\n    assert_eq!(X.is_enabled(), b());\n    assert!(matches!(c, Some(d) if d > 1) || !X.is_enabled());\n}\n",
        "true",
        expect![[r#"
            fn f() {
                assert!(a());
                assert_eq!(true, b());
                assert!(matches!(c, Some(d) if d > 1));
            }
        "#]],
    );
}

#[test]
fn assertions_about_variants() {
    check(
        "use features::{BUTTON, Button};\nfn f() {\n    assert_eq!(BUTTON.get(), Button::Blue);\n    assert!(matches!(BUTTON.get(), Button::Blue));\n    a();\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}
