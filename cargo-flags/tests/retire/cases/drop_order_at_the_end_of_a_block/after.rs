// retire new_checkout --keep true
#![deny(warnings)]

mod features;

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn length() -> usize {
    let _outer = Noisy("outer");
    let inner = Noisy("inner");
    inner.0.len()
}

fn main() {
    println!("{}", length());
    let total = {
        let _in_value = Noisy("in value");
        3
    };
    println!("{total}");
}
