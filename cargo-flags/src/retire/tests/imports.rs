//! `use`.

use expect_test::expect;

use super::check;

#[test]
fn the_constants_own_import_goes() {
    check(
        "use crate::features::X;\n\nfn f() {\n    X.is_enabled();\n}\n",
        "true",
        expect![[r#"
            fn f() {
            }
        "#]],
    );
}

#[test]
fn one_of_a_list_goes() {
    check(
        "use features::{X, Y};\nuse features::{A, X as B, C};\nuse features::{\n    Aaaaaaaaaaaaaaaaaaaaaaaaaa, Bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, Cccccccccccccccccccccccccccc, X,\n    Zzzzzzzzzzzzzzzzzzzzzzzz,\n};\nuse features::{self, X};\n",
        "true",
        expect![[r#"
            use features::Y;
            use features::{A, C};
            use features::{
                Aaaaaaaaaaaaaaaaaaaaaaaaaa, Bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, Cccccccccccccccccccccccccccc,
                Zzzzzzzzzzzzzzzzzzzzzzzz,
            };
            use features::{self};
        "#]],
    );
}

#[test]
fn the_enum_goes_where_nothing_needs_it() {
    check(
        "use features::{BUTTON, Button};\nuse other::{crazy, Crazy, Page};\n\nfn f() {\n    match BUTTON.get() {\n        Button::Red => crazy(),\n        _ => calm(),\n    }\n}\n",
        "Blue",
        expect![[r#"
            use other::{Crazy, Page};

            fn f() {
                calm()
            }
        "#]],
    );
}

#[test]
fn the_enum_stays_where_something_needs_it() {
    check(
        "use features::{BUTTON, Button};\n\nfn f(b: Button) -> bool {\n    b == BUTTON.get()\n}\n",
        "Blue",
        expect![[r#"
            use features::Button;

            fn f(b: Button) -> bool {
                b == Button::Blue
            }
        "#]],
    );
}

#[test]
fn the_enum_goes_whatever_the_order() {
    check(
        "use features::{Button, BUTTON};\n\nfn f() {\n    if BUTTON.get() == Button::Red {\n        a();\n    }\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
            }
        "#]],
    );
    check(
        "use features::{BUTTON, Button};\n\nfn f() {\n    if BUTTON.get() == Button::Blue {\n        a();\n    }\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}

#[test]
fn variants_that_were_imported_together_go() {
    check(
        "use features::BUTTON;\nuse features::Button::*;\n\nfn f() {\n    if matches!(BUTTON.get(), Button::Blue) {\n        a();\n    }\n}\n",
        "Blue",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}
