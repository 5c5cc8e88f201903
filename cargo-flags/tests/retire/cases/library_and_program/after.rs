// retire new_checkout --keep true
#![deny(warnings)]

fn main() {
    shop::show();
    println!("the program too");
}
