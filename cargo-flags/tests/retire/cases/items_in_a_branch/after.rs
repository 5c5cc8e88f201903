// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn twice(n: u32) -> u32 {
    n + 2
}

fn main() {
    println!("{}", twice(5));
    {
        fn twice(n: u32) -> u32 {
            n * 2
        }
        println!("{}", twice(5));
    }
    println!("{}", twice(5));
}
