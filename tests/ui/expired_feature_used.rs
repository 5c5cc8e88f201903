// says: feature `new_checkout` expired on 2026-06-30 (owner web, shop.toml:4)
#![deny(deprecated)]
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::NEW_CHECKOUT;

fn main() {
    let _ = NEW_CHECKOUT.is_enabled();
}
