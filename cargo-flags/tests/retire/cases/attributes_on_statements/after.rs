// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    #[cfg(not(debug_assertions))]
    {
        println!("only in a release");
    }
    #[allow(unused_variables)]
    let unused = 1;
    #[cfg(debug_assertions)]
    println!("debug");
    #[allow(clippy::let_unit_value)]
    let _unit = {
        println!("unit");
    };
}
