// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn page(step: u32) -> String {
    match step {
        0 => "one".into(),
        1 => {
            let text = "two";
            text.to_uppercase()
        }
        _ => "rest".to_string(),
    }
}

fn main() {
    println!("{} {} {}", page(0), page(1), page(2));
}
