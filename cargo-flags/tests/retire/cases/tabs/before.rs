// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
	for n in 0..2 {
		if NEW_CHECKOUT.is_enabled() {
			if n == 1 {
				println!("tab	{n}");
			}
		} else {
			println!("old");
		}
	}
}
