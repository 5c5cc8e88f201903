// retire greeting --keep hello
#![deny(warnings)]

mod features;

use features::GREETING;

fn main() {
    let greeting = GREETING.get();
    println!("{}", greeting.as_str());
}
