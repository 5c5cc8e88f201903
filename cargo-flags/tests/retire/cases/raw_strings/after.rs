// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!(
        r#"
        {{ "a": 1,
    "if NEW_CHECKOUT.is_enabled() {{": "}}" }}
            "#
    );
    let text = "first
            second \
            third
";
    print!("{text}");
}
