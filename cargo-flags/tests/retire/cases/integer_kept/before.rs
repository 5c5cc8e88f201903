// retire limit --keep 25
#![deny(warnings)]

mod features;

use features::LIMIT;

fn main() {
    println!("{}", LIMIT.get());
    let limit = LIMIT.get();
    for number in [10, 40] {
        if number > limit {
            println!("{number} is above {limit}");
        }
    }
    println!("{}", LIMIT.get().min(30) as f64 / 2.0);
    println!("{}", 100 - LIMIT.get() * 2);
    let bytes = usize::try_from(LIMIT.get()).unwrap_or(0) * 1024;
    println!("{bytes}");
}
