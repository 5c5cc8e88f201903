// says: unknown mode `pairs`, expected `pairwise`, `each` or `all`
mod my_features {
    typed_flags::features!("shop.toml");
}

#[typed_flags::feature_matrix(my_features::MAINTENANCE, manifest = "shop.toml", mode = "pairs")]
#[test]
fn test() {}

fn main() {}
