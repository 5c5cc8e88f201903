// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn one() {
    println!("one");
}

fn two() {
    use features::DARK_MODE;
    if !DARK_MODE.is_enabled() {
        println!("two");
    }
}

fn main() {
    one();
    two();
    if {
        true
    } {
        println!("three");
    }
}
