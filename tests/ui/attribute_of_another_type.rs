// says: E0308
mod my_features {
    typed_flags::features!("club.toml");
}
use my_features::{Context, NEW_CHECKOUT};

fn main() {
    let visitor = Context::new("user-42").is_staff("yes").plan("pro");
    let _ = NEW_CHECKOUT.is_enabled_for(&visitor);
}
