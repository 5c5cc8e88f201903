// says: did you mean `MAINTENANCE`?
// says: feature `new_kernel` is frozen at `true`
// says: feature `power_peg` was retired on 2026-03-01
// says: `shop.toml` has no feature with the constant `THEIRS`
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{MAINTENANCE, NEW_KERNEL};

#[typed_flags::feature_matrix(MAINTENENCE, NEW_KERNEL, POWER_PEG, theirs::THEIRS, manifest = "shop.toml")]
#[test]
fn test() {
    let _ = (MAINTENANCE.get(), NEW_KERNEL.get());
}

fn main() {}
