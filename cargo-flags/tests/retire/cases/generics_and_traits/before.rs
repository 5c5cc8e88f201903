// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::fmt::Display;

use features::NEW_CHECKOUT;

trait Shown {
    const NAME: &'static str;

    fn title(&self) -> String {
        if NEW_CHECKOUT.is_enabled() {
            format!("new {}", Self::NAME)
        } else {
            Self::NAME.to_owned()
        }
    }
}

struct Pair<T>(T, T);

impl<T: Display + PartialOrd> Shown for Pair<T> {
    const NAME: &'static str = "pair";
}

impl<T: Display + PartialOrd> Pair<T> {
    fn chosen(&self) -> &T {
        match NEW_CHECKOUT.is_enabled() && self.0 < self.1 {
            true => &self.1,
            false => &self.0,
        }
    }
}

fn show<T: Display>(value: impl Fn() -> T) -> String {
    if !NEW_CHECKOUT.is_enabled() {
        String::new()
    } else {
        value().to_string()
    }
}

fn main() {
    let pair = Pair(1, 2);
    println!("{} {} {}", pair.title(), pair.chosen(), show(|| "x"));
}
