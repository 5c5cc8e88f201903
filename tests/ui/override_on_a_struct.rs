// says: `with_features` goes on a function with a body
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::MAINTENANCE;

#[typed_flags::with_features(MAINTENANCE = true)]
struct Test;

fn main() {}
