// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn pay(total: u32, member: bool) -> &'static str {
    if total > 10 {
        "new"
    } else if member {
        "member"
    } else if member && total > 5 {
        "member above five"
    } else {
        "old"
    }
}

fn main() {
    for total in [3, 7, 20] {
        println!("{} {}", pay(total, true), pay(total, false));
    }
}
