// says: unknown argument `visibility`
mod my_features {
    typed_flags::features!("shop.toml", visibility = pub);
}

fn main() {}
