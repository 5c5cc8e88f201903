// retire button --keep red
#![deny(warnings)]

mod features;

struct Noisy(&'static str);

impl Noisy {
    fn text(&self) -> &str {
        self.0
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn main() {
    println!("{}", Noisy("one").text());
    let length = Noisy("three").text().len();
    println!("{length}");
}
