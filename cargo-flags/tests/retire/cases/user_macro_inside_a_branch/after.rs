// retire new_checkout --keep true
#![deny(warnings)]

mod features;

macro_rules! shout {
    ($($text:tt)*) => {
        println!("{}", format!($($text)*).to_uppercase())
    };
}

fn main() {
    {
        shout!("new {}", 1);
    }
    let text = "end";
    shout!("{text}");
}
