// says: E0599
// says: is_enabled
mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    if my_features::CHECKOUT_BUTTON.is_enabled() {}
}
