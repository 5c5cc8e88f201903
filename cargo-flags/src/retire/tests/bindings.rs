//! Variables.

use expect_test::expect;

use super::check;

#[test]
fn a_variable_that_folds() {
    check(
        "fn f() {\n    let on = X.is_enabled();\n    a();\n    if on && b() {\n        c();\n    }\n    d(on, Page { on, b });\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a();
                if b() {
                    c();
                }
                d(true, Page { on: true, b });
            }
        "#]],
    );
}

#[test]
fn a_variable_in_a_format_string_stays() {
    check(
        "fn f() {\n    let on = X.is_enabled();\n    println!(\"{on}\");\n    if on { a(); }\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let on = true;
                println!("{on}");
                a();
            }
        "#]],
    );
}

#[test]
fn a_second_variable_of_the_name() {
    check(
        "fn f() {\n    let on = X.is_enabled();\n    if on { let on = 1; a(on); }\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let on = true;
                if on { let on = 1; a(on); }
            }
        "#]],
    );
}

#[test]
fn a_mutable_variable_stays() {
    check(
        "fn f() {\n    let mut on = X.is_enabled();\n    if b() { on = true; }\n    a(on);\n}\n",
        "false",
        expect![[r#"
            fn f() {
                let mut on = false;
                if b() { on = true; }
                a(on);
            }
        "#]],
    );
}

#[test]
fn an_unused_variable_goes() {
    check(
        "fn f() {\n    let _ = X.is_enabled();\n    let _on = X.is_enabled();\n    X.is_enabled();\n}\n",
        "true",
        expect![[r#"
            fn f() {
            }
        "#]],
    );
}

#[test]
fn a_condition_kept_in_a_variable() {
    check(
        "fn f() {\n    let show = X.is_enabled() && a();\n    let hide = !X.is_enabled() && a();\n    if show && !hide {\n        b();\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let show = a();
                if show {
                    b();
                }
            }
        "#]],
    );
}
