// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn render(new: bool) -> &'static str {
    if new { "new" } else { "old" }
}

fn main() {
    println!("one");
    let total = 2;
    println!("{total} {}", render(true));
    let ask = || 'y';
    let owned = move || total == 2;
    println!("{} {}", ask(), owned());
}
