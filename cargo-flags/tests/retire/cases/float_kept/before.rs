// retire ratio --keep 0.5
#![deny(warnings)]

mod features;

use features::RATIO;

fn main() {
    let ratio = RATIO.get();
    println!("{:.2}", ratio * 3.0);
    println!("{}", RATIO.get().sqrt() > 0.7);
}
