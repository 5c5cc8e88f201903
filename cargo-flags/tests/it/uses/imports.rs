//! Names that travel.

use expect_test::expect;

use super::check;

#[test]
fn an_alias_is_followed() {
    check(
        &[(
            "src/main.rs",
            "use features::CRAZY as Mad;
use features as flags;
fn main() { Mad.is_enabled(); flags::CRAZY; }
mod inner { use super::*; fn f() { Mad.is_enabled(); } }
mod other { fn f() { Mad.is_enabled(); } }",
        )],
        expect![[r#"
            src/main.rs:2 features::CRAZY [CRAZY] import as Mad, of crazy
            src/main.rs:4 Mad [Mad] expression, of crazy
            src/main.rs:4 flags::CRAZY [CRAZY] expression, of crazy
            src/main.rs:5 Mad [Mad] expression, of crazy
        "#]],
    );
}

#[test]
fn re_exports_are_followed_through_modules() {
    check(
        &[
            (
                "src/main.rs",
                "mod a; mod b;
fn main() { b::CRAZY.is_enabled(); b::Loud.is_enabled(); a::c::CRAZY; }",
            ),
            (
                "src/a.rs",
                "pub(crate) use crate::features::CRAZY;\npub mod c;",
            ),
            ("src/a/c.rs", "pub use super::*;"),
            (
                "src/b/mod.rs",
                "pub use crate::a::c::*;\npub use super::features::CRAZY as Loud;",
            ),
        ],
        expect![[r#"
            src/a.rs:1 crate::features::CRAZY [CRAZY] re-export, of crazy
            src/b/mod.rs:2 super::features::CRAZY [CRAZY] re-export as Loud, of crazy
            src/main.rs:3 b::CRAZY [CRAZY] expression, of crazy
            src/main.rs:3 b::Loud [Loud] expression, of crazy
            src/main.rs:3 a::c::CRAZY [CRAZY] expression, of crazy
        "#]],
    );
}

#[test]
fn a_private_import_is_not_seen_from_beside() {
    check(
        &[(
            "src/main.rs",
            "mod a { use crate::features::CRAZY; pub mod inner { use super::*; fn f() { CRAZY; } } }
mod b { use crate::a::*; fn f() { CRAZY; } }",
        )],
        expect![[r#"
            src/main.rs:2 crate::features::CRAZY [CRAZY] import, of crazy
            src/main.rs:2 CRAZY [CRAZY] expression, of crazy
        "#]],
    );
}

#[test]
fn a_use_within_a_function_holds_there_only() {
    check(
        &[(
            "src/main.rs",
            "fn f() { use features::CRAZY; CRAZY.is_enabled(); { use crate::features::*; LIMITS.get(); } }
fn g() { CRAZY.is_enabled(); }",
        )],
        expect![[r#"
            src/main.rs:2 features::CRAZY [CRAZY] import, of crazy
            src/main.rs:2 CRAZY [CRAZY] expression, of crazy
            src/main.rs:2 LIMITS [LIMITS] expression, of limits
        "#]],
    );
}

#[test]
fn modules_are_found_where_rustc_finds_them() {
    check(
        &[
            (
                "src/main.rs",
                r#"mod inline { mod deep; #[path = "odd.rs"] mod renamed; }
#[path = "elsewhere/file.rs"]
mod moved;
#[cfg(windows)]
mod windows;
#[cfg_attr(unix, path = "unix.rs")]
mod system;
include!("included.rs");
cfg_if::cfg_if! { if #[cfg(unix)] { mod chosen; } else { mod other; } }
mod missing;"#,
            ),
            ("src/inline/deep.rs", "fn f() { crate::features::CRAZY; }"),
            (
                "src/inline/odd.rs",
                "fn f() { super::super::features::CRAZY; }",
            ),
            (
                "src/elsewhere/file.rs",
                "mod beside; fn f() { super::features::CRAZY; }",
            ),
            (
                "src/elsewhere/beside.rs",
                "fn f() { crate::features::CRAZY; }",
            ),
            ("src/windows.rs", "fn f() { crate::features::CRAZY; }"),
            ("src/unix.rs", "fn f() { crate::features::CRAZY; }"),
            ("src/system.rs", "fn f() { crate::features::CRAZY; }"),
            (
                "src/included.rs",
                "fn f() { features::CRAZY; self::features::CRAZY; }",
            ),
            ("src/chosen.rs", "fn f() { crate::features::CRAZY; }"),
            ("src/never.rs", "fn f() { crate::features::CRAZY; }"),
        ],
        expect![[r#"
            src/chosen.rs:1 crate::features::CRAZY [CRAZY] expression, of crazy
            src/elsewhere/beside.rs:1 crate::features::CRAZY [CRAZY] expression, of crazy
            src/elsewhere/file.rs:1 super::features::CRAZY [CRAZY] expression, of crazy
            src/included.rs:1 features::CRAZY [CRAZY] expression, of crazy
            src/included.rs:1 self::features::CRAZY [CRAZY] expression, of crazy
            src/inline/deep.rs:1 crate::features::CRAZY [CRAZY] expression, of crazy
            src/inline/odd.rs:1 super::super::features::CRAZY [CRAZY] expression, of crazy
            src/system.rs:1 crate::features::CRAZY [CRAZY] expression, of crazy
            src/unix.rs:1 crate::features::CRAZY [CRAZY] expression, of crazy
            src/windows.rs:1 crate::features::CRAZY [CRAZY] expression, of crazy
        "#]],
    );
}
