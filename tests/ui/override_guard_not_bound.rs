// says: the override ends when the guard is dropped
#![deny(unused_must_use)]

mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    my_features::MAINTENANCE.override_with(true);
}
