//! What is not folded.

use expect_test::expect;

use super::refuses;

#[test]
fn a_feature_that_is_passed_on() {
    refuses(
        "fn f() {\n    g(X);\n    let a = X;\n}\n",
        "true",
        expect![[r#"
            2: X: the feature is passed on here, and what becomes of it is not known: evaluate it here, or take it out by hand
            3: X: the feature is passed on here, and what becomes of it is not known: evaluate it here, or take it out by hand"#]],
    );
}

#[test]
fn an_argument_with_an_effect() {
    refuses(
        "fn f() {\n    if X.is_enabled_for(&log_in()) {}\n}\n",
        "true",
        expect![
            "2: X: `&log_in()` is evaluated for it, which may do something: put it into a variable before, and pass that"
        ],
    );
}

#[test]
fn tokens_of_a_macro() {
    refuses(
        "fn f() {\n    html!(if X.is_enabled() { <p/> });\n}\nmacro_rules! m {\n    () => { if X.is_enabled() { 1 } else { 2 } };\n}\n",
        "true",
        expect![[r#"
            2: X: what the macro `html!` makes of its tokens is not known: take the evaluation out of them by hand, into a variable before it, say
            5: X: this is in the definition of a macro: take the evaluation out of it by hand"#]],
    );
}

#[test]
fn an_override_with_another_value() {
    refuses(
        "fn f() {\n    let _off = X.override_with(false);\n    memory.set(X, false);\n    let v = Values { x: false, y: 1 };\n}\n",
        "true",
        expect![[r#"
            2: X: this overrides the feature with something else than `true`, or it cannot be told with what: delete what it tests
            3: X: the feature is passed on here, and what becomes of it is not known: evaluate it here, or take it out by hand
            4: x: this is the feature's field of `Values`, which goes with it, and it is not a plain `true`: take it out by hand"#]],
    );
}

#[test]
fn whatever_else_a_feature_says() {
    refuses(
        "fn f() {\n    println!(\"{}\", X.explain());\n    let k = Key::X;\n}\n",
        "true",
        expect![[r#"
            2: X: `explain` of a feature that is gone means nothing: take it out by hand
            3: Key::X: this names the feature's `Key`, which goes with it, and it is no arm of a `match`: take it out by hand"#]],
    );
}

#[test]
fn a_text_that_is_passed_on() {
    refuses(
        "fn f() {\n    g(GREETING.get());\n}\n",
        "\"hello\"",
        expect![[
            r#"2: GREETING: the text would be `"hello"` here, which has another type than a `Text`: write `.as_str()` behind the evaluation, or replace it by hand"#
        ]],
    );
}

#[test]
fn a_macro_of_ones_own() {
    refuses(
        "macro_rules! info {\n    ($name:ident = $value:expr) => { stringify!($value) };\n}\nfn f() {\n    info!(a = X.is_enabled());\n}\n",
        "true",
        expect![
            "5: X: what the macro `info!` makes of its tokens is not known: take the evaluation out of them by hand, into a variable before it, say"
        ],
    );
}

#[test]
fn what_is_no_rust() {
    refuses(
        "fn f( {\n    X.is_enabled();\n}\n",
        "true",
        expect![
            "1: : this is no Rust that can be folded (expected value parameter): mend the file first"
        ],
    );
}
