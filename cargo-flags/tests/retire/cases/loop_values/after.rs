// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let mut rounds = 0;
    let last = loop {
        rounds += 1;
        if rounds == 4 {
            break rounds * 2;
        }
    };
    println!("{last}");
    let found = [1, 2, 3].iter().find(|number| {
        return **number > 1;
    });
    println!("{found:?}");
}
