// says: feature `power_peg` was retired on 2026-03-01 (value `true`, rolled out): delete the check
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{Context, POWER_PEG};

fn main() {
    if POWER_PEG.is_enabled() {}
    if POWER_PEG.is_enabled_for(&Context::new("user-42")) {}
    let _ = POWER_PEG.get();
    let _ = POWER_PEG.evaluate();
}
