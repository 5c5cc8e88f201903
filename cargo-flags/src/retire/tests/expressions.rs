//! `if` and operators within expressions.

use expect_test::expect;

use super::check;

#[test]
fn an_initial_value() {
    check(
        "fn f() {\n    let a = if X.is_enabled() {\n        b(\n            1,\n        )\n    } else {\n        c\n    };\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = b(
                    1,
                );
            }
        "#]],
    );
}

#[test]
fn parentheses_where_they_are_needed() {
    check(
        "fn f() {\n    let a = 2 * if X.is_enabled() { b + 1 } else { c };\n    let d = (if X.is_enabled() { b + 1 } else { c }).pow(2);\n    let e = (if X.is_enabled() { b } else { c }).pow(2);\n    let g = -if X.is_enabled() { b - 1 } else { c };\n    h((if X.is_enabled() { b + 1 } else { c }));\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = 2 * (b + 1);
                let d = (b + 1).pow(2);
                let e = b.pow(2);
                let g = -(b - 1);
                h(b + 1);
            }
        "#]],
    );
}

#[test]
fn operands() {
    check(
        "fn f() {\n    let a = X.is_enabled() && (b || c);\n    let d = (b || c) && X.is_enabled();\n    if (b || c) && X.is_enabled() {}\n    if b() || !X.is_enabled() || c() {}\n    let e = b && (X.is_enabled() || c());\n    let g = !(X.is_enabled() && b);\n    let h = !(X.is_enabled() && b < c);\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = b || c;
                let d = b || c;
                if b || c {}
                if b() || c() {}
                let e = b;
                let g = !b;
                let h = !(b < c);
            }
        "#]],
    );
}

#[test]
fn what_has_an_effect_stays() {
    check(
        "fn f() {\n    if a() && X.is_enabled() {\n        b();\n    }\n    if a() && X.is_enabled() {\n        b();\n    } else {\n        g();\n    }\n    let c = a() && X.is_enabled();\n    let d = e.is_empty() && X.is_enabled();\n}\n",
        "false",
        expect![[r#"
            fn f() {
                let _ = a();
                let _ = a();
                g();
                let c = a() && false;
            }
        "#]],
    );
}

#[test]
fn comparisons() {
    check(
        "fn f() {\n    if X.is_enabled() == true { a(); }\n    if X.is_enabled() != true { b(); }\n    let c = X.is_enabled() == d;\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a();
                let c = d;
            }
        "#]],
    );
}

#[test]
fn arguments_of_macros() {
    check(
        "fn f() {\n    println!(\"{}\", if X.is_enabled() { 1 } else { 2 });\n    let v = vec![if X.is_enabled() { a } else { b }, c];\n    let w = vec![X.is_enabled(); 3];\n    info!(target: \"x\", on = X.is_enabled(), %id, ?other, \"said {}\", X.is_enabled());\n    dbg!(X.is_enabled() && d);\n    custom!(X.is_enabled(), other);\n    let s = format!(\"{}\", format!(\"{}\", if X.is_enabled() { 1 + 2 } else { 3 }));\n}\n",
        "true",
        expect![[r#"
            fn f() {
                println!("{}", 1);
                let v = vec![a, c];
                let w = vec![true; 3];
                info!(target: "x", on = true, %id, ?other, "said {}", true);
                dbg!(d);
                custom!(true, other);
                let s = format!("{}", format!("{}", 1 + 2));
            }
        "#]],
    );
}

#[test]
fn values_that_stay() {
    check(
        "fn f() -> bool {\n    g(X.is_enabled(), Page { on: X.is_enabled(), n: LIMIT });\n    X.is_enabled()\n}\n",
        "false",
        expect![[r#"
            fn f() -> bool {
                g(false, Page { on: false, n: LIMIT });
                false
            }
        "#]],
    );
}

#[test]
fn then() {
    check(
        "fn f() {\n    let a = X.is_enabled().then(|| b + 1);\n    let c = X.is_enabled().then_some(d);\n    let e = X.is_enabled().then(|| g()?);\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = Some(b + 1);
                let c = Some(d);
                let e = true.then(|| g()?);
            }
        "#]],
    );
}

#[test]
fn numbers() {
    check(
        "fn f() {\n    let a = LIMIT.get();\n    let b: i64 = LIMIT.get();\n    if size > LIMIT.get() {}\n    if LIMIT.get() > 20 { c(); }\n    let d = LIMIT.get() as usize;\n    let e = LIMIT.get() * 1024;\n    println!(\"{}\", LIMIT.get());\n    match LIMIT.get() {\n        0 => g(),\n        1..=30 => h(),\n        _ => i(),\n    }\n}\n",
        "25",
        expect![[r#"
            fn f() {
                if size > 25_i64 {}
                c();
                let d = 25_usize;
                let e = 25_i64 * 1024;
                println!("{}", 25);
                h()
            }
        "#]],
    );
}

#[test]
fn floats() {
    check(
        "fn f() {\n    let a = RATIO.get_for(&ctx) * 2.0;\n    if RATIO.get() < 1.0 { b(); }\n}\n",
        "0.5",
        expect![[r#"
            fn f() {
                let a = 0.5_f64 * 2.0;
                b();
            }
        "#]],
    );
}

#[test]
fn texts() {
    check(
        "fn f() -> String {\n    println!(\"{}\", GREETING.get());\n    let a = GREETING.get().to_uppercase();\n    g(&*GREETING.get(), GREETING.get().as_str());\n    if GREETING.get() == \"hello\" { h(); }\n    match GREETING.get().as_str() {\n        \"hi\" => a(),\n        \"hello\" => b(),\n        _ => c(),\n    }\n    GREETING.get().to_string()\n}\n",
        "\"hello\"",
        expect![[r#"
            fn f() -> String {
                println!("{}", "hello");
                let a = "hello".to_uppercase();
                g("hello", "hello");
                h();
                b();
                "hello".to_string()
            }
        "#]],
    );
}

#[test]
fn the_rest_diverges() {
    check(
        "fn f() -> u8 {\n    let a = if X.is_enabled() {\n        1\n    } else {\n        return 2;\n    };\n    a\n}\n",
        "false",
        expect![[r#"
            fn f() -> u8 {
                return 2;
            }
        "#]],
    );
}

#[test]
fn blocks_with_statements_keep_their_braces() {
    check(
        "fn f() {\n    let a = if X.is_enabled() {\n        let b = c();\n        b + 1\n    } else {\n        2\n    };\n    g(if X.is_enabled() {\n        // Why.\n        h\n    } else {\n        i\n    });\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = {
                    let b = c();
                    b + 1
                };
                g({
                    // Why.
                    h
                });
            }
        "#]],
    );
}

#[test]
fn nothing_as_a_value() {
    check(
        "fn f() {\n    match a {\n        1 => if X.is_enabled() {\n            b();\n        },\n        _ => {}\n    }\n    let c = || if X.is_enabled() { d() };\n}\n",
        "false",
        expect![[r#"
            fn f() {
                match a {
                    1 => {}
                    _ => {}
                }
                let c = || {};
            }
        "#]],
    );
}

#[test]
fn bitwise() {
    check(
        "fn f() {\n    a(X.is_enabled() & b(), X.is_enabled() | c, X.is_enabled() ^ (d || e), b() | X.is_enabled());\n    if g == X.is_enabled() || X.is_enabled() != (h && i) {}\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a(b(), true, !(d || e), b() | true);
                if g || !(h && i) {}
            }
        "#]],
    );
}

#[test]
fn what_an_operand_leaves_behind_ends_with_it() {
    check(
        "fn f() {\n    match a().b() || X.is_enabled() {\n        true => c(),\n        false => d(),\n    }\n    \
         e(a().b() || X.is_enabled());\n    if !(a().b() || X.is_enabled()) {}\n    \
         let g = a().b() || X.is_enabled();\n    match h || X.is_enabled() {\n        it => c(it),\n    }\n    let i = j();\n    i.k().l() || X.is_enabled()\n}\n",
        "false",
        expect![[r#"
            fn f() {
                match a().b() || false {
                    true => c(),
                    false => d(),
                }
                e(a().b() || false);
                if !a().b() {}
                let g = a().b();
                match h {
                    it => c(it),
                }
                let i = j();
                i.k().l()
            }
        "#]],
    );
}

#[test]
fn a_cast_before_less() {
    check(
        "fn f() {\n    let s = if X.is_enabled() { a as i64 } else { b } < 5;\n    let t = (if X.is_enabled() { a as i64 } else { b }) << 5;\n    \
         let u = (if X.is_enabled() { a as i64 } else { b }) > 5;\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let s = (a as i64) < 5;
                let t = (a as i64) << 5;
                let u = a as i64 > 5;
            }
        "#]],
    );
}
