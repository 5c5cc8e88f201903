// says: E0425
// says: MAINTENANCE
mod my_features {
    typed_flags::features!("shop.toml");
}

#[typed_flags::with_features(my_features::MAINTENENCE = true)]
fn test() {}

fn main() {}
