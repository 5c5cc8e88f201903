// says: unknown_attribute.toml:7:10
// says: did you mean `country`
// says: unknown_attribute.toml:11:14
// says: did you mean `is_staff`
// says: unknown_attribute.toml:12:39
mod my_features {
    typed_flags::features!("unknown_attribute.toml");
}
use my_features::{Context, NEW_CHECKOUT};

fn main() {
    let _ = NEW_CHECKOUT.is_enabled_for(&Context::new("user-42").is_staff(true));
}
