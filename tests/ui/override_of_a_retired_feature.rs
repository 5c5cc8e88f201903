// says: feature `power_peg` was retired on 2026-03-01
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::POWER_PEG;

#[typed_flags::with_features(POWER_PEG = false)]
fn test() {}

fn main() {}
