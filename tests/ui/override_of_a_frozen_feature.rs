// says: a frozen feature cannot be overridden
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::NEW_KERNEL;

#[typed_flags::with_features(NEW_KERNEL = false)]
fn test() {}

fn main() {}
