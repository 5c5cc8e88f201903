//! What the attributes refuse, and that the function is still there then.

use std::str::FromStr;

use expect_test::{Expect, expect};
use proc_macro2::{TokenStream, TokenTree};

use crate::{feature_matrix, with_features};

type Attribute = fn(TokenStream, TokenStream) -> TokenStream;

fn tokens(source: &str) -> TokenStream {
    TokenStream::from_str(source).expect("it is Rust")
}

/// The messages of what an attribute with these arguments makes of a function.
#[track_caller]
fn check(attribute: Attribute, arguments: &str, item: &str, expected: &Expect) {
    let made = attribute(tokens(arguments), tokens(item));
    let end = tokens(item).to_string();
    assert!(
        made.to_string().ends_with(&end),
        "the function is lost: {made}"
    );
    let mut messages = Vec::new();
    find(made, &mut messages);
    expected.assert_eq(&messages.join("\n"));
}

/// The texts in `compile_error! { … }`.
fn find(made: TokenStream, messages: &mut Vec<String>) {
    let mut in_error = false;
    for tree in made {
        match tree {
            TokenTree::Ident(name) => in_error |= name == "compile_error",
            TokenTree::Group(group) if in_error => {
                let text = group.stream().to_string();
                messages.push(text.trim_matches('"').replace("\\\"", "\""));
                in_error = false;
            }
            _ => {}
        }
    }
}

#[track_caller]
fn features(arguments: &str, expected: &Expect) {
    check(with_features::tokens, arguments, "fn test () { }", expected);
}

#[track_caller]
fn matrix(arguments: &str, expected: &Expect) {
    check(
        feature_matrix::tokens,
        arguments,
        "fn test () { }",
        expected,
    );
}

#[track_caller]
fn item(item: &str, with: &Expect, matrix: &Expect) {
    check(with_features::tokens, "A = true", item, with);
    check(feature_matrix::tokens, "A = [true]", item, matrix);
}

#[test]
fn arguments_of_with_features() {
    features(
        "",
        &expect!["name at least one feature with its value, such as `ENABLE_CRAZY_FEATURE = true`"],
    );
    features("A", &expect!["`A` has no value: write `A = …`"]);
    features("A =", &expect!["unexpected end of input, expected a value"]);
    features("A = , B = true", &expect!["expected a value"]);
    features(
        "A = true B = true",
        &expect!["expected `,` between a value and the next feature"],
    );
    features(
        "my::A = true, my::A = false",
        &expect!["`my::A` is named twice"],
    );
    features(
        "\"a\" = true",
        &expect![
            "expected the constant of a feature, such as `ENABLE_CRAZY_FEATURE` or `my_features::CHECKOUT_BUTTON`"
        ],
    );
    features(
        "my:: = true",
        &expect![
            "expected the constant of a feature, such as `ENABLE_CRAZY_FEATURE` or `my_features::CHECKOUT_BUTTON`"
        ],
    );
    features(
        "A B = true",
        &expect![
            "expected the constant of a feature, such as `ENABLE_CRAZY_FEATURE` or `my_features::CHECKOUT_BUTTON`"
        ],
    );
    features(
        "mode = \"all\", A = true",
        &expect![
            "unknown argument `mode`: `with_features` takes features with their values, and `crate = path`"
        ],
    );
    features(
        "my::A: true",
        &expect!["write `my::A = …`, with `=` before a value"],
    );
    features(
        "crate = a, crate = b, A = true",
        &expect!["`crate` is given twice"],
    );
    features(
        "crate = 5, A = true",
        &expect!["`crate` takes the path of a crate or module by name, such as `my_facade`"],
    );
}

#[test]
fn arguments_of_feature_matrix() {
    matrix("", &expect!["name at least one feature to vary"]);
    matrix(
        "mode = each, A = [true]",
        &expect![[r#"`mode` takes a text, such as `mode = "each"`"#]],
    );
    matrix(
        "mode = \"each\", mode = \"all\", A = [true]",
        &expect!["`mode` is given twice"],
    );
    matrix(
        "A = true",
        &expect!["write the values to try in brackets: `A = [true, …]`"],
    );
    matrix(
        "maniest = \"shop.toml\", A = [true]",
        &expect![[
            r#"unknown argument `maniest`: `feature_matrix` takes features, `mode = "…"`, `manifest = "…"` and `crate = path`"#
        ]],
    );
    matrix(
        "A: [true]",
        &expect!["write `A = …`, with `=` before a value"],
    );
    matrix("A = []", &expect!["`A = []` has no value to try"]);
    matrix(
        "A = [true, true]",
        &expect!["`A` has the value `true` twice"],
    );
    matrix("A = [true], A = [false]", &expect!["`A` is named twice"]);
    matrix(
        "manifest = \"\", A",
        &expect![
            "the path is empty: name the file as seen from the package's folder, such as `features.toml`"
        ],
    );
}

#[test]
fn items() {
    item(
        "struct Test ;",
        &expect!["`with_features` goes on a function with a body"],
        &expect!["`feature_matrix` goes on a function with a body"],
    );
    item(
        "fn test () ;",
        &expect!["`with_features` goes on a function with a body"],
        &expect!["`feature_matrix` goes on a function with a body"],
    );
    item(
        "const fn test () { }",
        &expect!["`with_features` cannot go on a `const fn`: overriding is done at run time"],
        &expect!["`feature_matrix` cannot go on a `const fn`: overriding is done at run time"],
    );
    item(
        "const TEST : u8 = 1 ;",
        &expect!["`with_features` goes on a function with a body"],
        &expect!["`feature_matrix` goes on a function with a body"],
    );
    item(
        "mod test { fn test () { } }",
        &expect!["`with_features` goes on a function with a body"],
        &expect!["`feature_matrix` goes on a function with a body"],
    );
}

#[test]
fn functions_that_cannot_be_in_a_matrix() {
    let refused = |function: &str, expected: &Expect| {
        check(feature_matrix::tokens, "A = [true]", function, expected);
    };
    refused(
        "fn test (& self) { }",
        &expect!["each parameter of a test in a matrix needs a name, and it takes no `self`"],
    );
    refused(
        "fn test ((a , b) : (i32 , i32)) { }",
        &expect!["each parameter of a test in a matrix needs a name, and it takes no `self`"],
    );
    refused(
        "async fn test () { }",
        &expect![
            "an `async` test needs the attribute of a runtime below `feature_matrix`, such as `#[tokio::test]`"
        ],
    );
}

#[test]
fn what_stays_as_it_is() {
    let made = with_features::tokens(
        tokens("A = f::<u8, i64>(1 < 2, |a, b| a), my::B = S { a: 1, b: 2 },"),
        tokens(
            "#[a] pub(crate) unsafe fn f<T: Fn(u8) -> u8, const N: usize>(t: T) -> [T; N] where T: Copy { #![b] g(t) }",
        ),
    );
    expect!["# [a] pub (crate) unsafe fn f < T : Fn (u8) -> u8 , const N : usize > (t : T) -> [T ; N] where T : Copy { #! [b] let _overrides = :: typed_flags :: Overrides :: new () . with (A , f ::< u8 , i64 > (1 < 2 , | a , b | a)) . with (my :: B , S { a : 1 , b : 2 }) . apply () ; { g (t) } }"].assert_eq(&made.to_string());
}
