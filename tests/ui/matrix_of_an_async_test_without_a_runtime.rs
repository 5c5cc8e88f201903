// says: an `async` test needs the attribute of a runtime
mod my_features {
    typed_flags::features!("shop.toml");
}

#[typed_flags::feature_matrix(my_features::MAINTENANCE, manifest = "shop.toml")]
async fn test() {}

fn main() {}
