// retire new_checkout --keep false
#![deny(warnings)]

mod features;

fn loud() -> bool {
    println!("asked");
    true
}

fn main() {
    let both = loud() && false;
    println!("{both}");
    let _ = loud();
}
