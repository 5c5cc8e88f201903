// retire limit --keep 25
#![deny(warnings)]

mod features;

use features::LIMIT;

fn main() {
    if LIMIT.get() > 20 {
        println!("many");
    } else {
        println!("few");
    }
    match LIMIT.get() {
        0 => println!("none"),
        1..=9 => println!("few"),
        other => println!("{other}"),
    }
    for number in 0..LIMIT.get() {
        if number % 10 == 0 {
            println!("{number}");
        }
    }
}
