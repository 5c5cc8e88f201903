// retire limit --keep 25
#![deny(warnings)]

mod features;

fn main() {
    println!("many");
    match 25_i64 {
        0 => println!("none"),
        1..=9 => println!("few"),
        other => println!("{other}"),
    }
    for number in 0..25_i64 {
        if number % 10 == 0 {
            println!("{number}");
        }
    }
}
