// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn minus(list: &[i32]) -> i32 {
    println!("{list:?}");
    -list[0]
}

fn first(list: &[i32]) -> i32 {
    println!("first");
    (list[0] + 1).abs()
}

fn star(value: &i32) -> i32 {
    println!("star");
    *value
}

fn main() {
    println!("{} {} {}", minus(&[1]), first(&[1]), star(&3));
}
