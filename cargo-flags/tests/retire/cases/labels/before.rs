// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    'rows: for row in 0..4 {
        for column in 0..4 {
            if NEW_CHECKOUT.is_enabled() {
                if column > row {
                    continue 'rows;
                }
            } else if column == 2 {
                break 'rows;
            }
            println!("{row} {column}");
        }
    }
    let found = 'search: {
        if !NEW_CHECKOUT.is_enabled() {
            break 'search 1;
        }
        2
    };
    println!("{found}");
}
