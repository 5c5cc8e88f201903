// retire limit --keep 25
#![deny(warnings)]

mod features;

fn main() {
    println!("{}", 25);
    let limit = 25_i64;
    for number in [10, 40] {
        if number > limit {
            println!("{number} is above {limit}");
        }
    }
    println!("{}", 25_i64.min(30) as f64 / 2.0);
    println!("{}", 100 - 25_i64 * 2);
    let bytes = usize::try_from(25_i64).unwrap_or(0) * 1024;
    println!("{bytes}");
}
