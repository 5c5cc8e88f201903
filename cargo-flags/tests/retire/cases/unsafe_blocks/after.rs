// retire new_checkout --keep true
#![deny(warnings)]

mod features;

static NUMBERS: [u32; 3] = [1, 2, 3];

fn at(index: usize) -> u32 {
    // SAFETY: callers stay below three.
    unsafe { *NUMBERS.get_unchecked(index) }
}

fn main() {
    println!("{}", at(1));
    let first = unsafe {
        *NUMBERS.get_unchecked(0)
    };
    println!("{first}");
}
