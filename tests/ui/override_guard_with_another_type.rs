// says: E0308
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{CHECKOUT_BUTTON, MAINTENANCE};

fn main() {
    let _on = MAINTENANCE.override_with("on");
    let _blue = typed_flags::Overrides::new().with(CHECKOUT_BUTTON, true).apply();
}
