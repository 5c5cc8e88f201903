// retire bounds --keep {max_results=50,timeout_ms=200}
#![deny(warnings)]

mod features;

use features::BOUNDS;

fn main() {
    println!("{}", BOUNDS.get().max_results);
}
