// says: an evaluation does nothing but answer
#![deny(unused_must_use)]
mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    my_features::MAINTENANCE.is_enabled();
}
