//! Overrides and attributes.

use expect_test::expect;

use super::check;

#[test]
fn an_override_with_the_kept_value_goes() {
    check(
        "fn f() {\n    let _on = X.override_with(true);\n    a();\n    let on = X.override_with(true);\n    b();\n    drop(on);\n    c();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                a();
                b();
                c();
            }
        "#]],
    );
}

#[test]
fn an_overridden_closure_is_its_body() {
    check(
        "fn f() {\n    let a = X.overridden(true, || b(1));\n    let c = X.overridden(true, title);\n    X.overridden(true, || {\n        d();\n        e();\n    });\n    let g = X.overridden_async(true, h()).await;\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = b(1);
                let c = title();
                d();
                e();
                let g = h().await;
            }
        "#]],
    );
}

#[test]
fn one_of_several_overrides() {
    check(
        "fn f() {\n    let _several = Overrides::new()\n        .with(X, true)\n        .with(Y, 2)\n        .apply();\n    memory.set(X, true);\n    a();\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let _several = Overrides::new()
                    .with(Y, 2)
                    .apply();
                a();
            }
        "#]],
    );
}

#[test]
fn an_attribute_with_the_kept_value_goes() {
    check(
        "#[with_features(X = true)]\n#[test]\nfn on() {\n    a();\n}\n\n#[with_features(Y = 1, X = true)]\n#[test]\nfn two() {}\n\n#[with_features(features::X = true, Y = 1)]\n#[test]\nfn three() {}\n",
        "true",
        expect![[r#"
            #[test]
            fn on() {
                a();
            }

            #[with_features(Y = 1)]
            #[test]
            fn two() {}

            #[with_features(Y = 1)]
            #[test]
            fn three() {}
        "#]],
    );
}

#[test]
fn a_test_of_the_other_value_goes() {
    check(
        "#[with_features(X = true)]\n#[test]\nfn on() {\n    assert!(a());\n}\n\n/// Off.\n#[test]\n#[with_features(X = false)]\nfn off() {\n    assert!(!a());\n    assert!(!X.is_enabled());\n}\n\n#[test]\nfn other() {}\n",
        "true",
        expect![[r#"
            #[test]
            fn on() {
                assert!(a());
            }

            #[test]
            fn other() {}
        "#]],
    );
}

#[test]
fn matrices() {
    check(
        "#[feature_matrix(X, Y)]\n#[test]\nfn a() {}\n\n#[feature_matrix(Y, X = [true, false], mode = \"all\")]\nfn b() {}\n\n#[feature_matrix(X)]\nfn c() {}\n\n#[feature_matrix(X)]\n#[test]\nfn d() {}\n",
        "true",
        expect![[r##"
            #[feature_matrix(Y)]
            #[test]
            fn a() {}

            #[feature_matrix(Y, mode = "all")]
            fn b() {}

            #[test]
            fn c() {}

            #[test]
            fn d() {}
        "##]],
    );
}

#[test]
fn values() {
    check(
        "fn f() {\n    let a = Values { x: true, ..Values::declared() };\n    let b = Values {\n        x: true,\n        y: 1,\n    };\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = Values { ..Values::declared() };
                let b = Values {
                    y: 1,
                };
            }
        "#]],
    );
}

#[test]
fn a_closure_that_drops_something_at_its_end_stays_one() {
    check(
        "fn f() {\n    let a = X.overridden(true, move || guard.value());\n    match X.overridden(true, || lock().value()) {\n        \
         _ => b(),\n    }\n    let c = X.overridden(true, || d.len());\n}\n",
        "true",
        expect![[r#"
            fn f() {
                let a = (move || guard.value())();
                match (|| lock().value())() {
                    _ => b(),
                }
                let c = d.len();
            }
        "#]],
    );
}
