// says: broken.toml:2:11
// says: broken.toml:6:1
// says: did you mean `default`
mod my_features {
    typed_flags::features!("broken.toml");
}
use my_features::{MAINTENANCE, NEW_CHECKOUT};

fn main() {
    let _ = MAINTENANCE.is_enabled();
    let _ = NEW_CHECKOUT.get();
}
