// retire button --keep blue
#![deny(warnings)]

mod features;

fn main() {
    println!("primary");
    if std::env::args().count() == 1 {
        println!("alone");
    }
    let cold = true;
    println!("{cold}");
}
