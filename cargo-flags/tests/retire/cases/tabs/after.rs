// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
	for n in 0..2 {
		if n == 1 {
			println!("tab	{n}");
		}
	}
}
