// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let one = Some("one");
    let two = Some("two");
    let three = false.then(|| "three");
    println!("{one:?} {two:?} {three:?}");
    if let Some(text) = Some("text") {
        println!("{text}");
    }
    let length = Some(4).unwrap_or_default();
    println!("{length}");
}
