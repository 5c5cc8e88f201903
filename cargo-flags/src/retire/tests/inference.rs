//! Types of numbers that only the code that goes has fixed.

use expect_test::expect;

use super::{check, refuses};

#[test]
fn a_number_whose_type_the_other_branch_says() {
    refuses(
        "fn f(price: u64) {\n    let a = if X.is_enabled() { 1 } else { price };\n    println!(\"{}\", u64::MAX - 1);\n    \
         let b = match X.is_enabled() {\n        true => Some(-1),\n        false => Some(price),\n    };\n    \
         let c = if X.is_enabled() { 0x10 } else { 1_u8 };\n    let d = if X.is_enabled() { 1.5 } else { half() };\n}\n",
        "true",
        expect![[r#"
            2: X: only a branch that goes says of what type `1` is here: write that type at it
            4: X: only a branch that goes says of what type `Some(-1)` is here: write that type at it
            8: X: only a branch that goes says of what type `0x10` is here: write that type at it
            9: X: only a branch that goes says of what type `1.5` is here: write that type at it"#]],
    );
}

#[test]
fn a_variable_whose_type_the_other_branch_says() {
    refuses(
        "fn f(price: u64) {\n    let mut n = 0;\n    if X.is_enabled() {\n        n += 1;\n    } else {\n        n += price;\n    \
         }\n    println!(\"{n} {}\", n);\n    let mut list = Vec::new();\n    if X.is_enabled() {\n        list.extend([1, 2]);\n    \
         } else {\n        list.push(3_u8);\n    }\n    println!(\"{:?}\", list);\n}\n",
        "true",
        expect![[r#"
            3: X: only code that goes says of what type `0` is, which `n` takes: write the type at `let n`
            10: X: only code that goes says of what type `[1, 2]` is, which `list` takes: write the type at `let list`"#]],
    );
}

#[test]
fn a_number_through_a_variable() {
    refuses(
        "fn f(price: u64) {\n    let one = 1;\n    let a = if X.is_enabled() { one } else { price };\n    println!(\"{}\", a * 3_000_000_000);\n}\n",
        "true",
        expect![
            "3: X: only a branch that goes says of what type `one` is here: write that type at it"
        ],
    );
}

#[test]
fn an_argument_of_a_function_that_takes_what_it_is_given() {
    refuses(
        "fn f(price: u64) {\n    show(if X.is_enabled() { 1 } else { price });\n    \
         print(if X.is_enabled() { 2 } else { price });\n    elsewhere(if X.is_enabled() { 3 } else { price });\n}\n\
         fn show<T: Debug>(it: T) {}\nfn print(it: impl Debug) {}\n",
        "true",
        expect![[r#"
            2: X: only a branch that goes says of what type `1` is here: write that type at it
            3: X: only a branch that goes says of what type `2` is here: write that type at it
            4: X: only a branch that goes says of what type `3` is here: write that type at it"#]],
    );
}

#[test]
fn types_that_something_else_says() {
    check(
        "fn f(price: u64) -> u64 {\n    let a: u64 = if X.is_enabled() { 1 } else { price };\n    let b = if X.is_enabled() { 2 } else { 3 };\n    \
         let c = if X.is_enabled() { 4_u64 } else { price };\n    let d = if X.is_enabled() { 5 } else { price };\n    \
         pay(if X.is_enabled() { 6 } else { price }, d);\n    let e = price + if X.is_enabled() { 7 } else { price };\n    \
         let g = Page { size: if X.is_enabled() { 8 } else { price } };\n    let mut n = 0;\n    if X.is_enabled() {\n        n += price;\n    \
         } else {\n        n = price;\n    }\n    println!(\"{}\", if X.is_enabled() { 9 } else { price });\n    \
         if X.is_enabled() { 10 } else { price }\n}\nfn pay(a: u64, b: u64) {}\n",
        "true",
        expect![[r#"
            fn f(price: u64) -> u64 {
                let a: u64 = 1;
                let b = 2;
                let c = 4_u64;
                let d = 5;
                pay(6, d);
                let e = price + 7;
                let g = Page { size: 8 };
                let mut n = 0;
                n += price;
                println!("{}", 9);
                10
            }
            fn pay(a: u64, b: u64) {}
        "#]],
    );
}

#[test]
fn an_integer_beside_a_variable_keeps_its_type() {
    check(
        "fn f() {\n    for size in [10, 40] {\n        if size > LIMIT.get() {}\n        if page.size > LIMIT.get() {}\n    }\n}\n",
        "25",
        expect![[r#"
            fn f() {
                for size in [10, 40] {
                    if size > 25_i64 {}
                    if page.size > 25 {}
                }
            }
        "#]],
    );
}

#[test]
fn blocks_of_other_kinds_say_nothing_of_numbers() {
    check(
        "fn f(price: u64) {\n    let a = async { 1 };\n    let b = unsafe { 2 };\n    let c = 'd: { 3 };\n    if X.is_enabled() {\n        \
         g(a, b, c);\n    }\n    h(a, b, c);\n    let e = if X.is_enabled() { price } else { unsafe { 4 } };\n}\n",
        "false",
        expect![[r#"
            fn f(price: u64) {
                let a = async { 1 };
                let b = unsafe { 2 };
                let c = 'd: { 3 };
                h(a, b, c);
                let e = unsafe { 4 };
            }
        "#]],
    );
}
