// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn first(_n: u32) -> &'static str {
    "new"
}

fn second(n: u32) -> &'static str {
    if n == 1 {
        "one"
    } else {
        "new"
    }
}

fn third(n: u32) -> &'static str {
    if n == 1 {
        "one"
    } else if n == 2 {
        "two"
    } else {
        "new"
    }
}

fn without_else(n: u32) {
    if n == 1 {
        println!("one");
    } else {
        println!("new");
    }
}

fn main() {
    for n in 1..4 {
        println!("{} {} {}", first(n), second(n), third(n));
        without_else(n);
    }
}
