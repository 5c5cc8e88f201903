// says: E0425
// says: MAINTENANCE
mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    let _on = my_features::MAINTENANC.override_with(true);
}
