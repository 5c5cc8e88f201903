// retire new_checkout --keep true
#![deny(warnings)]

mod features;

struct Noisy(&'static str);

impl Noisy {
    fn yes(&self) -> bool {
        println!("asked {}", self.0);
        true
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn main() {
    if Noisy("one").yes() {
        println!("in one");
    }
    if Noisy("two").yes() {
        println!("in two");
    }
    println!("in four");
}
