// retire ratio --keep 0.5
#![deny(warnings)]

mod features;

fn main() {
    let ratio = 0.5_f64;
    println!("{:.2}", ratio * 3.0);
    println!("{}", 0.5_f64.sqrt() > 0.7);
}
