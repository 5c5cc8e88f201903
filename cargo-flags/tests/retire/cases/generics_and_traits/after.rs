// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::fmt::Display;

trait Shown {
    const NAME: &'static str;

    fn title(&self) -> String {
        format!("new {}", Self::NAME)
    }
}

struct Pair<T>(T, T);

impl<T: Display + PartialOrd> Shown for Pair<T> {
    const NAME: &'static str = "pair";
}

impl<T: Display + PartialOrd> Pair<T> {
    fn chosen(&self) -> &T {
        match self.0 < self.1 {
            true => &self.1,
            false => &self.0,
        }
    }
}

fn show<T: Display>(value: impl Fn() -> T) -> String {
    value().to_string()
}

fn main() {
    let pair = Pair(1, 2);
    println!("{} {} {}", pair.title(), pair.chosen(), show(|| "x"));
}
