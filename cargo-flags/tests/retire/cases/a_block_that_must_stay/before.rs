// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn main() {
    let name = "outer";
    let _first = Noisy("first");
    if NEW_CHECKOUT.is_enabled() {
        let name = "inner";
        let _guard = Noisy(name);
        println!("in {name}");
    }
    println!("out {name}");
}
