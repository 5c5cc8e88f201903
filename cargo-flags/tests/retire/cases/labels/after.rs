// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    'rows: for row in 0..4 {
        for column in 0..4 {
            if column > row {
                continue 'rows;
            }
            println!("{row} {column}");
        }
    }
    let found = {
        2
    };
    println!("{found}");
}
