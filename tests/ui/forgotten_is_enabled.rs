// says: E0308
mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    if my_features::MAINTENANCE {}
}
