// says: E0308
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{CHECKOUT_BUTTON, CheckoutButton, MAINTENANCE};
use typed_flags::MockProvider;

fn main() {
    let mock = MockProvider::new().with(MAINTENANCE, "on");
    mock.set(CHECKOUT_BUTTON, true);
    mock.answer_with(MAINTENANCE, |_| Some(CheckoutButton::Red));
}
