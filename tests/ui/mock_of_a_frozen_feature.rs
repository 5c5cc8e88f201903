// says: E0308
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::NEW_KERNEL;

fn main() {
    typed_flags::MockProvider::new().set(NEW_KERNEL, false);
}
