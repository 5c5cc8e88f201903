// says: E0599
// says: CheckoutButton
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{CHECKOUT_BUTTON, CheckoutButton};

#[typed_flags::with_features(CHECKOUT_BUTTON = CheckoutButton::Bleu)]
fn test() {}

fn main() {}
