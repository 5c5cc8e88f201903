// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn price(text: &str) -> u32 {
    let Some(price) = text.strip_prefix('$') else {
        return 0;
    };
    let Ok(price) = price.parse() else {
        return 2;
    };
    price
}

fn main() {
    println!("{} {} {}", price("7"), price("$x"), price("$7"));
}
