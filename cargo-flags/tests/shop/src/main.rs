//! A shop with flags.

mod features {
    typed_flags::features!("features.toml");
}

use features::{AWESOME_TEXT, CHECKOUT_BUTTON, CRAZY, CheckoutButton, Context, MAX_UPLOAD_MB};

fn home(visitor: &Context<'_>) -> String {
    let mut page = String::from("A plain text.\n");
    // The awesome text goes first.
    if AWESOME_TEXT.is_enabled_for(visitor) {
        page.push_str("This text is awesome!\n");
    }
    if CRAZY.is_enabled_for(visitor) {
        page.push_str("And this is just crazy!\n");
    } else {
        page.push_str("Not crazy at all.\n");
    }
    let colour = match CHECKOUT_BUTTON.get_for(visitor) {
        CheckoutButton::Red => "red",
        CheckoutButton::Green => "green",
        CheckoutButton::Blue => "blue",
    };
    page.push_str(&format!("A {colour} button.\n"));
    page
}

fn main() {
    let visitor = Context::new("user-42").is_staff(true);
    print!("{}", home(&visitor));
    println!("Uploads of up to {} MB.", MAX_UPLOAD_MB.get());
}
