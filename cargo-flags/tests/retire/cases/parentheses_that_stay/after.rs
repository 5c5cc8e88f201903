// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn decide(a: bool, b: bool, c: bool) -> bool {
    a && (b || c)
}

fn other(a: bool, b: bool, c: bool) -> bool {
    a == b && c
}

fn third(a: bool, b: bool) -> bool {
    !(a == b)
}

fn main() {
    for bits in 0..8 {
        let (a, b, c) = (bits & 1 == 1, bits & 2 == 2, bits & 4 == 4);
        println!("{} {} {}", decide(a, b, c), other(a, b, c), third(a, b));
    }
}
