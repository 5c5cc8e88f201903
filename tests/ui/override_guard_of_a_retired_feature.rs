// says: feature `power_peg` was retired on 2026-03-01 (value `true`, rolled out): delete the check
mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    let _off = my_features::POWER_PEG.override_with(false);
}
