// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn class(total: u32) -> &'static str {
    match total {
        0 => "free",
        1..=9 => "cheap",
        20.. if total % 2 == 0 => "even",
        _ => "other",
    }
}

fn main() {
    for total in [0, 5, 15, 20, 21] {
        println!("{}", class(total));
    }
}
