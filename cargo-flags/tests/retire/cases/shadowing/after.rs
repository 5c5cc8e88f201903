// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let total = 10;
    let total = total * 2;
    {
        let total = total + 1;
        println!("{total}");
    }
    println!("{total}");
    {
        let new = true;
        if new {
            println!("yes");
        }
        let new = "shadowed";
        println!("{new}");
    }
    let new = 5;
    println!("{new}");
}
