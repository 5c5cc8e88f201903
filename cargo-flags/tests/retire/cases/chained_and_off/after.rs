// retire new_checkout --keep false
#![deny(warnings)]

mod features;

fn pay(total: u32, _member: bool) -> &'static str {
    if total > 5 {
        "above five"
    } else {
        "old"
    }
}

fn main() {
    for total in [3, 7, 20] {
        println!("{} {}", pay(total, true), pay(total, false));
    }
}
