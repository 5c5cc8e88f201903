// retire new_checkout --keep true
#![deny(warnings)]

mod features;

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn main() {
    let name = "outer";
    let _first = Noisy("first");
    {
        let name = "inner";
        let _guard = Noisy(name);
        println!("in {name}");
    }
    println!("out {name}");
}
