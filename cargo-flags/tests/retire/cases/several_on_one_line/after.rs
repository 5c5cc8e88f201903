// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!("{}{}{}", true, 1, false);
    print!("a"); print!("b"); println!();
    let (x, y) = (false, true); println!("{x} {y}");
}
