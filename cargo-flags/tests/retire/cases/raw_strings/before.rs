// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    if NEW_CHECKOUT.is_enabled() {
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
    } else {
        println!(r"}}");
    }
}
