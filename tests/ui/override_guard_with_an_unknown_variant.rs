// says: E0599
// says: Bleu
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{CHECKOUT_BUTTON, CheckoutButton};

fn main() {
    let _blue = CHECKOUT_BUTTON.override_with(CheckoutButton::Bleu);
}
