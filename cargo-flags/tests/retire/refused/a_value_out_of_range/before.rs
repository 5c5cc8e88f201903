// retire limit --keep 501
#![deny(warnings)]

mod features;

use features::LIMIT;

fn main() {
    println!("{}", LIMIT.get());
}
