//! Names in code.

use expect_test::expect;

use super::check;

#[test]
fn a_constant_in_an_expression_is_a_use_by_any_path() {
    check(
        &[(
            "src/main.rs",
            "use features::CRAZY;
fn main() {
    if CRAZY.is_enabled() {}
    if !features::CRAZY.is_enabled() && crate::features::CRAZY.is_enabled() {}
    let _ = self::features::CRAZY;
}
mod inner {
    fn f() -> bool { super::features::CRAZY.is_enabled() || super::CRAZY.is_enabled() }
}",
        )],
        expect![[r#"
            src/main.rs:2 features::CRAZY [CRAZY] import, of crazy
            src/main.rs:4 CRAZY [CRAZY] expression, of crazy
            src/main.rs:5 features::CRAZY [CRAZY] expression, of crazy
            src/main.rs:5 crate::features::CRAZY [CRAZY] expression, of crazy
            src/main.rs:6 self::features::CRAZY [CRAZY] expression, of crazy
            src/main.rs:9 super::features::CRAZY [CRAZY] expression, of crazy
            src/main.rs:9 super::CRAZY [CRAZY] expression, of crazy
        "#]],
    );
}

#[test]
fn what_only_has_the_name_of_a_feature_is_no_use() {
    check(
        &[(
            "src/main.rs",
            r##"mod other { pub const CRAZY: bool = true; pub fn f() -> bool { CRAZY } }
// features::CRAZY
/// features::CRAZY
fn comments() {}
fn text() -> &'static str { "features::CRAZY" }
fn raw() -> &'static str { r#"CRAZY"# }
fn elsewhere() -> bool { other::CRAZY }
fn variable() { let CRAZY = 1; drop(CRAZY); }
fn field(s: &S) -> bool { s.CRAZY }
struct S { CRAZY: bool }
fn unknown() { CRAZY; }
fn foreign() { std::CRAZY; serde::features::CRAZY; }
mod empty { fn f() { CRAZY; features::CRAZY; } }
"##,
        )],
        expect![[""]],
    );
}

#[test]
fn what_is_nearer_hides_a_feature() {
    check(
        &[(
            "src/main.rs",
            "use features::*;
fn generic<const CRAZY: bool>() -> bool { CRAZY }
fn parameter(CRAZY: bool) -> bool { CRAZY }
fn variable() { let CRAZY = 1; drop(CRAZY); }
fn item() { const CRAZY: bool = true; drop(CRAZY); }
fn closure() { let f = |CRAZY: bool| CRAZY; }
fn each() { for CRAZY in 0..1 { drop(CRAZY); } }
fn ty<CheckoutButton>(b: CheckoutButton) {}
impl<CheckoutButton> T<CheckoutButton> { fn f(b: CheckoutButton) {} }
mod inner { use super::*; const CRAZY: bool = true; fn f() -> bool { CRAZY } }
fn not_yet() { drop(CRAZY); let CRAZY = 1; }",
        )],
        expect![[r#"
            src/main.rs:12 CRAZY [CRAZY] expression, of crazy
        "#]],
    );
}

#[test]
fn types_and_variants_are_uses() {
    check(
        &[(
            "src/main.rs",
            "use features::{CHECKOUT_BUTTON, CheckoutButton, Limits};
fn main() {
    match CHECKOUT_BUTTON.get() {
        CheckoutButton::Red => {}
        features::CheckoutButton::Green => {}
    }
    let Limits { most } = features::LIMITS.get();
    let all = CheckoutButton::ALL;
    let one: Option<CheckoutButton> = None;
}
type Button = CheckoutButton;
fn f() -> Button { Button::Red }",
        )],
        expect![[r#"
            src/main.rs:2 CHECKOUT_BUTTON [CHECKOUT_BUTTON] import, of checkout_button
            src/main.rs:2 CheckoutButton [CheckoutButton] import, of checkout_button
            src/main.rs:2 Limits [Limits] import, of limits
            src/main.rs:4 CHECKOUT_BUTTON [CHECKOUT_BUTTON] expression, of checkout_button
            src/main.rs:5 CheckoutButton::Red [Red] type, of checkout_button
            src/main.rs:6 features::CheckoutButton::Green [Green] type, of checkout_button
            src/main.rs:8 Limits [Limits] type, of limits
            src/main.rs:8 features::LIMITS [LIMITS] expression, of limits
            src/main.rs:9 CheckoutButton [CheckoutButton] type, of checkout_button
            src/main.rs:10 CheckoutButton [CheckoutButton] type, of checkout_button
            src/main.rs:12 CheckoutButton [CheckoutButton] type, of checkout_button
            src/main.rs:13 Button [Button] type, of checkout_button
            src/main.rs:13 Button::Red [Red] type, of checkout_button
        "#]],
    );
}

#[test]
fn variants_that_are_imported_are_uses() {
    check(
        &[(
            "src/main.rs",
            "use features::CheckoutButton::{self, Red as R, *};
fn f(b: CheckoutButton) -> bool {
    match b { R => true, Green => false }
}
mod inner {
    use super::*;
    fn g() -> CheckoutButton { Green }
    fn h() -> i32 { let Red = 1; Red }
}",
        )],
        expect![[r#"
            src/main.rs:2 self [self] import, of checkout_button
            src/main.rs:2 Red [Red] import as R, of checkout_button
            src/main.rs:2 * [*] import, of checkout_button
            src/main.rs:3 CheckoutButton [CheckoutButton] type, of checkout_button
            src/main.rs:4 R [R] type, of checkout_button
            src/main.rs:4 Green [Green] type, of checkout_button
            src/main.rs:8 CheckoutButton [CheckoutButton] type, of checkout_button
            src/main.rs:8 Green [Green] type, of checkout_button
        "#]],
    );
}

#[test]
fn key_and_values_are_told_apart() {
    check(
        &[(
            "src/main.rs",
            "use features::{Key, Values};
fn name(key: Key) -> u8 {
    match key { Key::Crazy => 1, Key::CheckoutButton => 2, features::Key::Limits => 3 }
}
fn test(values: &Values) -> bool {
    let other = Values { crazy: true, ..Values::declared() };
    let mut declared = features::Values::declared();
    declared.crazy = false;
    other.crazy && values.crazy && Values::declared().crazy
}
fn not(values: &Others) -> bool { values.crazy }
struct Others { crazy: bool }
fn nor() -> Others { Others { crazy: true } }",
        )],
        expect![[r#"
            src/main.rs:4 Key::Crazy [Crazy] key, of crazy
            src/main.rs:4 Key::CheckoutButton [CheckoutButton] key, of checkout_button
            src/main.rs:4 features::Key::Limits [Limits] key, of limits
            src/main.rs:7 crazy [crazy] values, of crazy
            src/main.rs:9 crazy [crazy] values, of crazy
            src/main.rs:10 crazy [crazy] values, of crazy
            src/main.rs:10 crazy [crazy] values, of crazy
            src/main.rs:10 crazy [crazy] values, of crazy
        "#]],
    );
}

#[test]
fn the_tokens_of_macros_are_searched() {
    check(
        &[(
            "src/main.rs",
            r#"use features::{CRAZY, CheckoutButton, CHECKOUT_BUTTON};
fn main() {
    assert!(CRAZY.is_enabled());
    assert!(matches!(CHECKOUT_BUTTON.get(), CheckoutButton::Red | features::CheckoutButton :: Green));
    println!("{} {CRAZY:?} {{CRAZY}} CRAZY", crate::features::CRAZY.key());
    tokio::select! { _ = async { features::CRAZY.is_enabled() } => {} }
    let v = vec![a.CRAZY, "CRAZY", x::CRAZY];
    log!("{CRAZY}");
}
macro_rules! crazy {
    ($CRAZY:expr) => { $crate::features::CRAZY.is_enabled() && $CRAZY };
}
mod tests {
    macro_rules! wrap { () => { { use $crate::features::{CRAZY as C}; C.is_enabled() } } }
    #[typed_flags::with_features(super::CRAZY = true, super::CHECKOUT_BUTTON = super::CheckoutButton::Red)]
    #[test]
    fn one() {}
    #[feature_matrix(crate::CRAZY)]
    fn two() {}
    #[cfg_attr(test, with_features(crate::features::CRAZY = false))]
    #[other(crate::features::CRAZY)]
    fn three() {}
}"#,
        )],
        expect![[r#"
            src/main.rs:2 CRAZY [CRAZY] import, of crazy
            src/main.rs:2 CheckoutButton [CheckoutButton] import, of checkout_button
            src/main.rs:2 CHECKOUT_BUTTON [CHECKOUT_BUTTON] import, of checkout_button
            src/main.rs:4 CRAZY [CRAZY] macro-argument, of crazy
            src/main.rs:5 CHECKOUT_BUTTON [CHECKOUT_BUTTON] macro-argument, of checkout_button
            src/main.rs:5 CheckoutButton::Red [Red] macro-argument, of checkout_button
            src/main.rs:5 features::CheckoutButton :: Green [Green] macro-argument, of checkout_button
            src/main.rs:6 CRAZY [CRAZY] macro-argument, of crazy
            src/main.rs:6 crate::features::CRAZY [CRAZY] macro-argument, of crazy
            src/main.rs:7 features::CRAZY [CRAZY] macro-argument, of crazy
            src/main.rs:12 crate::features::CRAZY [CRAZY] macro-argument, of crazy
            src/main.rs:15 CRAZY [CRAZY] import as C, of crazy
            src/main.rs:15 C [C] macro-argument, of crazy
            src/main.rs:16 super::CRAZY [CRAZY] test-attribute, of crazy
            src/main.rs:16 super::CHECKOUT_BUTTON [CHECKOUT_BUTTON] test-attribute, of checkout_button
            src/main.rs:16 super::CheckoutButton::Red [Red] test-attribute, of checkout_button
            src/main.rs:19 crate::CRAZY [CRAZY] test-attribute, of crazy
            src/main.rs:21 crate::features::CRAZY [CRAZY] test-attribute, of crazy
            src/main.rs:22 crate::features::CRAZY [CRAZY] macro-argument, of crazy
        "#]],
    );
}

#[test]
fn a_file_that_does_not_parse_is_searched_as_far_as_it_goes() {
    check(
        &[(
            "src/main.rs",
            "fn f( { if features::CRAZY.is_enabled( {}
fn g() { features::CRAZY }",
        )],
        expect![[r#"
            src/main.rs:2 features::CRAZY [CRAZY] expression, of crazy
            src/main.rs:3 features::CRAZY [CRAZY] expression, of crazy
        "#]],
    );
}
