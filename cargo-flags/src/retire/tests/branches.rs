//! `if` and what is like it.

use expect_test::expect;

use super::check;

const STATEMENT: &str = r#"
fn page() {
    start();
    // The crazy part.
    if X.is_enabled() {
        // Crazy!
        crazy();

        if deep() {
            deeper(); // still
        }
    } else {
        calm();
    }
    end();
}
"#;

#[test]
fn a_statement_on() {
    check(
        STATEMENT,
        "true",
        expect![[r#"

        fn page() {
            start();
            // The crazy part.
            // Crazy!
            crazy();

            if deep() {
                deeper(); // still
            }
            end();
        }
    "#]],
    );
}

#[test]
fn a_statement_off() {
    check(
        STATEMENT,
        "false",
        expect![[r#"

        fn page() {
            start();
            // The crazy part.
            calm();
            end();
        }
    "#]],
    );
}

#[test]
fn a_statement_without_else_goes() {
    check(
        "fn f() {\n    a();\n\n    if X.is_enabled_for(&visitor) {\n        b();\n    }\n\n    c();\n}\n",
        "false",
        expect![[r#"
            fn f() {
                a();

                c();
            }
        "#]],
    );
}

#[test]
fn the_last_statement_goes() {
    check(
        "fn f() {\n    a();\n\n    if X.is_enabled() {\n        b();\n    }\n}\n",
        "false",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}

#[test]
fn a_negated_condition() {
    check(
        "fn f() -> u8 {\n    if !X.is_enabled() { 1 } else { 2 }\n}\n",
        "true",
        expect![[r#"
            fn f() -> u8 {
                2
            }
        "#]],
    );
}

const CHAIN: &str = r"
fn f() -> u8 {
    if a() {
        1
    } else if X.is_enabled() {
        2
    } else if b() {
        3
    } else {
        4
    }
}
";

#[test]
fn a_chain_on() {
    check(
        CHAIN,
        "true",
        expect![[r#"

        fn f() -> u8 {
            if a() {
                1
            } else {
                2
            }
        }
    "#]],
    );
}

#[test]
fn a_chain_off() {
    check(
        CHAIN,
        "false",
        expect![[r#"

        fn f() -> u8 {
            if a() {
                1
            } else if b() {
                3
            } else {
                4
            }
        }
    "#]],
    );
}

#[test]
fn the_head_of_a_chain_on() {
    check(
        "fn f() {\n    if X.is_enabled() {\n        a();\n    } else if b() {\n        c();\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}

#[test]
fn the_head_of_a_chain_off() {
    check(
        "fn f() {\n    if X.is_enabled() {\n        a();\n    } else if b() {\n        c();\n    }\n}\n",
        "false",
        expect![[r#"
            fn f() {
                if b() {
                    c();
                }
            }
        "#]],
    );
}

#[test]
fn the_end_of_a_chain() {
    check(
        "fn f() {\n    if b() {\n        a();\n    } else if X.is_enabled() {\n        c();\n    }\n    d();\n}\n",
        "false",
        expect![[r#"
            fn f() {
                if b() {
                    a();
                }
                d();
            }
        "#]],
    );
}

#[test]
fn an_early_return_taken() {
    check(
        "fn f() -> u8 {\n    if X.is_enabled() {\n        return 1; // done\n    }\n    let a = b();\n    a + 1\n}\n",
        "true",
        expect![[r#"
            fn f() -> u8 {
                return 1; // done
            }
        "#]],
    );
}

#[test]
fn an_early_return_not_taken() {
    check(
        "fn f() -> u8 {\n    if !X.is_enabled() {\n        return 1;\n    }\n    let a = b();\n    a + 1\n}\n",
        "true",
        expect![[r#"
            fn f() -> u8 {
                let a = b();
                a + 1
            }
        "#]],
    );
}

#[test]
fn what_nothing_reaches_goes_with_the_blocks_around_it() {
    check(
        "fn f() {\n    {\n        if X.is_enabled() {\n            panic!(\"no\");\n        }\n        a();\n    }\n    fn helper() {}\n    b();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                {
                    panic!("no");
                }
                fn helper() {}
            }
        "#]],
    );
}

#[test]
fn names_do_not_get_out() {
    check(
        "fn f() {\n    let n = 1;\n    if X.is_enabled() {\n        let n = guard();\n        a(n);\n    }\n    b(n);\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let n = 1;
                {
                    let n = guard();
                    a(n);
                }
                b(n);
            }
        "#]],
    );
}

#[test]
fn names_at_the_end_stay_in_the_function() {
    check(
        "fn f() -> u8 {\n    if X.is_enabled() {\n        let n = guard();\n        n + 1\n    } else {\n        2\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() -> u8 {
                let n = guard();
                n + 1
            }
        "#]],
    );
}

#[test]
fn a_name_that_nobody_else_has_and_that_ends_unseen() {
    check(
        "fn f() {\n    if X.is_enabled() {\n        let n = items.len();\n        a(n);\n    }\n    b();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let n = items.len();
                a(n);
                b();
            }
        "#]],
    );
}

#[test]
fn strings_keep_their_lines() {
    check(
        "fn f() {\n    if X.is_enabled() {\n        print(\n            \"a\n        b\",\n        );\n        let r = r#\"\n            c\n        \"#;\n    }\n}\n",
        "true",
        expect![[r##"
            fn f() {
                print(
                    "a
                    b",
                );
                let r = r#"
                        c
                    "#;
            }
        "##]],
    );
}

#[test]
fn a_value_that_is_a_statement_gets_its_semicolon() {
    check(
        "fn f() {\n    if X.is_enabled() {\n        a()\n    } else {\n        b()\n    }\n    c();\n}\n",
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
fn while_it_is_off() {
    check(
        "fn f() {\n    while X.is_enabled() && more() {\n        a();\n    }\n    b();\n}\n",
        "false",
        expect![[r#"
            fn f() {
                b();
            }
        "#]],
    );
}

#[test]
fn while_it_is_on() {
    check(
        "fn f() {\n    while X.is_enabled() {\n        if a() {\n            break;\n        }\n    }\n    b();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                loop {
                    if a() {
                        break;
                    }
                }
                b();
            }
        "#]],
    );
}

#[test]
fn closures_and_async_blocks() {
    check(
        "fn f() {\n    let a = || if X.is_enabled() { 1 } else { 2 };\n    let b = async move {\n        if X.is_enabled() {\n            c().await;\n        }\n    };\n    let d = || {\n        if X.is_enabled() {\n            return;\n        }\n        e();\n    };\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = || 1;
                let b = async move {
                    c().await;
                };
                let d = || {
                    return;
                };
            }
        "#]],
    );
}

#[test]
fn on_one_line() {
    check(
        "fn f() { if X.is_enabled() { a(); b(); } c(); }\n",
        "true",
        expect![[r#"
            fn f() { a(); b(); c(); }
        "#]],
    );
}

#[test]
fn on_one_line_off() {
    check(
        "fn f() { if X.is_enabled() { a(); b(); } c(); }\n",
        "false",
        expect![[r#"
            fn f() { c(); }
        "#]],
    );
}

#[test]
fn inner_branches() {
    check(
        "fn f() {\n    if X.is_enabled() {\n        if b() {\n            if !X.is_enabled() {\n                c();\n            } else {\n                d();\n            }\n        }\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() {
                if b() {
                    d();
                }
            }
        "#]],
    );
}

#[test]
fn let_chains() {
    check(
        "fn f() {\n    if let Some(a) = b() && X.is_enabled() && a > 1 {\n        c(a);\n    }\n    if X.is_enabled() && let Some(a) = b() {\n        c(a);\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() {
                if let Some(a) = b() && a > 1 {
                    c(a);
                }
                if let Some(a) = b() {
                    c(a);
                }
            }
        "#]],
    );
}

#[test]
fn a_constant_condition() {
    check(
        "fn f() {\n    if const { X.is_enabled() } {\n        a();\n    }\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a();
            }
        "#]],
    );
}

#[test]
fn flags_without_a_global() {
    check(
        "fn f(flags: &Flags, ctx: &Context) -> bool {\n    if flags.is_enabled(features::X, ctx) {\n        a();\n    }\n    flags.get(X, ctx) && X.evaluate_for(ctx).into_value() && *X.evaluate().value()\n}\n",
        "true",
        expect![[r#"
            fn f(flags: &Flags, ctx: &Context) -> bool {
                a();
                true
            }
        "#]],
    );
}

#[test]
fn attributes_stay() {
    check(
        "fn f() {\n    #[cfg(unix)]\n    if X.is_enabled() {\n        a();\n    }\n    #[allow(clippy::needless_bool)]\n    if X.is_enabled() {\n        b();\n    }\n    c();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                #[cfg(unix)]
                {
                    a();
                }
                b();
                c();
            }
        "#]],
    );
}

#[test]
fn windows_lines() {
    check(
        "fn f() {\r\n    if X.is_enabled() {\r\n        println!(\"a\r\nb\");\r\n    }\r\n    c();\r\n}\r\n",
        "true",
        expect![[r#"
            fn f() {␍
                println!("a␍
            b");␍
                c();␍
            }␍
        "#]],
    );
}

#[test]
fn a_return_that_nothing_follows_any_more() {
    check(
        "fn f() -> u8 {\n    if X.is_enabled() {\n        let a = b();\n        return a;\n    }\n    c()\n}\n",
        "true",
        expect![[r#"
            fn f() -> u8 {
                let a = b();
                return a;
            }
        "#]],
    );
}

#[test]
fn what_may_not_be_there_ends_nothing() {
    check(
        "fn f() {\n    #[cfg(unix)]\n    if X.is_enabled() {\n        return;\n    }\n    a();\n}\nfn g() {\n    if X.is_enabled() {\n        \
         #[cfg(unix)]\n        return;\n    }\n    a();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                #[cfg(unix)]
                {
                    return;
                }
                a();
            }
            fn g() {
                #[cfg(unix)]
                return;
                a();
            }
        "#]],
    );
}
