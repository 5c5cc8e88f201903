// says: E0004
// says: CheckoutButton::Blue
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{CHECKOUT_BUTTON, CheckoutButton};

fn main() {
    match CHECKOUT_BUTTON.get() {
        CheckoutButton::Red | CheckoutButton::Green => {}
    }
}
