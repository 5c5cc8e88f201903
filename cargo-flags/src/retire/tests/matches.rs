//! `match` and patterns.

use expect_test::expect;

use super::check;

const BUTTON: &str = r#"
use crate::features::{BUTTON, Button, OTHER};

fn f() -> &'static str {
    match BUTTON.get() {
        Button::Red => "red",
        Button::Green | Button::Blue => {
            // Cool ones.
            cool();
            "cool"
        }
    }
}
"#;

#[test]
fn an_arm_with_an_expression() {
    check(
        BUTTON,
        "Red",
        expect![[r#"

            use crate::features::OTHER;

            fn f() -> &'static str {
                "red"
            }
        "#]],
    );
}

#[test]
fn an_arm_with_a_block() {
    check(
        BUTTON,
        "Blue",
        expect![[r#"

            use crate::features::OTHER;

            fn f() -> &'static str {
                // Cool ones.
                cool();
                "cool"
            }
        "#]],
    );
}

#[test]
fn an_arm_for_the_rest() {
    check(
        "use features::{BUTTON, Button};\nfn f() -> u8 {\n    let a = match BUTTON.get_for(&ctx) {\n        Button::Red => 1,\n        _ => 2,\n    };\n    a\n}\n",
        "Blue",
        expect![[r#"
            fn f() -> u8 {
                let a = 2;
                a
            }
        "#]],
    );
}

#[test]
fn guards() {
    check(
        "use features::{BUTTON, Button};\nfn f() -> u8 {\n    match BUTTON.get() {\n        Button::Red => 0,\n        Button::Blue if a() => 1,\n        Button::Blue => {\n            b();\n            2\n        }\n        _ => 3,\n    }\n}\n",
        "Blue",
        expect![[r#"
            fn f() -> u8 {
                if a() {
                    1
                } else {
                    b();
                    2
                }
            }
        "#]],
    );
}

#[test]
fn a_name_for_it() {
    check(
        "use features::{BUTTON, Button};\nfn f() -> String {\n    match BUTTON.get() {\n        Button::Red => String::new(),\n        other => show(other),\n    }\n}\n",
        "Blue",
        expect![[r#"
            use features::Button;
            fn f() -> String {
                show(Button::Blue)
            }
        "#]],
    );
}

#[test]
fn comparisons() {
    check(
        "use features::{BUTTON, Button};\nfn f() {\n    if BUTTON.get() == Button::Blue { a(); }\n    if BUTTON.get() != Button::Blue && b() { c(); }\n    if matches!(BUTTON.get(), Button::Red | Button::Blue) { d(); }\n    if let Button::Red = BUTTON.get() { e(); } else { g(); }\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
                a();
                d();
                g();
            }
        "#]],
    );
}

#[test]
fn a_variant_that_stays() {
    check(
        "use crate::features::BUTTON;\nfn f() {\n    let _ = show(BUTTON.get());\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
                let _ = show(crate::features::Button::Blue);
            }
        "#]],
    );
}

#[test]
fn a_variable() {
    check(
        "use features::{BUTTON, Button};\nfn f() {\n    let button = BUTTON.get();\n    if button == Button::Red {\n        a();\n    }\n    match button {\n        Button::Blue => b(),\n        _ => c(),\n    }\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
                b()
            }
        "#]],
    );
}

#[test]
fn let_else() {
    check(
        "use features::{BUTTON, Button};\nfn f() {\n    let Button::Blue = BUTTON.get() else {\n        return;\n    };\n    a();\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}

#[test]
fn let_else_off() {
    check(
        "use features::{BUTTON, Button};\nfn f() {\n    let Button::Blue = BUTTON.get() else {\n        b();\n        return;\n    };\n    a();\n}\n",
        "Red",
        expect![[r#"
            fn f() {
                {
                    b();
                    return;
                }
            }
        "#]],
    );
}

#[test]
fn a_guard_of_another_match() {
    check(
        "fn f() -> u8 {\n    match a {\n        Some(b) if X.is_enabled() => b,\n        Some(b) => b + 1,\n        None if !X.is_enabled() => 4,\n        None => 5,\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() -> u8 {
                match a {
                    Some(b) => b,
                    None => 5,
                }
            }
        "#]],
    );
}

#[test]
fn a_match_on_a_boolean() {
    check(
        "fn f() {\n    match X.is_enabled() {\n        true => a(),\n        false => {\n            b();\n        }\n    }\n    c();\n}\n",
        "false",
        expect![[r#"
            fn f() {
                b();
                c();
            }
        "#]],
    );
}

#[test]
fn a_match_on_a_boolean_on() {
    check(
        "fn f() {\n    match X.is_enabled() {\n        true => a(),\n        false => {\n            b();\n        }\n    }\n    c();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a();
                c();
            }
        "#]],
    );
}

#[test]
fn a_tuple_is_left_with_its_value() {
    check(
        "fn f() -> u8 {\n    match (X.is_enabled(), a) {\n        (true, _) => 1,\n        (false, _) => 2,\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() -> u8 {
                match (true, a) {
                    (true, _) => 1,
                    (false, _) => 2,
                }
            }
        "#]],
    );
}

#[test]
fn keys() {
    check(
        "fn f(key: Key) -> Explanation {\n    match key {\n        Key::X => X.explain(),\n        Key::Y => Y.explain(),\n    }\n}\nfn g(key: Key) -> bool {\n    match key {\n        Key::X | Key::Y => true,\n        Key::Z => false,\n    }\n}\n",
        "true",
        expect![[r#"
            fn f(key: Key) -> Explanation {
                match key {
                    Key::Y => Y.explain(),
                }
            }
            fn g(key: Key) -> bool {
                match key {
                    Key::Y => true,
                    Key::Z => false,
                }
            }
        "#]],
    );
}
