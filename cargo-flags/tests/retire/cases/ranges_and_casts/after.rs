// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    for number in 0..3 {
        print!("{number} ");
    }
    println!();
    let from = true as usize;
    println!("{:?}", &[1, 2, 3][from..]);
    println!("{:?}", &[1, 2, 3][true as usize..=2]);
    println!("{}", "abc".len());
    println!("{}", (-1_i32).abs());
    println!("{}", 2.5 as u8 as char as u32);
}
