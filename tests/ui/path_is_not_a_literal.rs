// says: unknown argument `PATH`
const PATH: &str = "shop.toml";
mod my_features {
    typed_flags::features!(PATH);
}

fn main() {}
