// says: `MAINTENANCE` has no value: write `MAINTENANCE = …`
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::MAINTENANCE;

#[typed_flags::with_features(MAINTENANCE)]
fn test() {
    let _ = MAINTENANCE.is_enabled();
}

fn main() {}
