// says: E0004
// says: Key::NewKernel
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::Key;

fn main() {
    match Key::Maintenance {
        Key::NewCheckout | Key::Maintenance | Key::CheckoutButton => {}
    }
}
