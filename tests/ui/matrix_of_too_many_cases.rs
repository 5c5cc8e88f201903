// says: these features make 1,536 cases, and 1,024 are allowed
mod my_features {
    typed_flags::features!("shop.toml");
}

#[typed_flags::feature_matrix(
    my_features::MAINTENANCE,
    my_features::NEW_CHECKOUT,
    my_features::CHECKOUT_BUTTON,
    theirs::LIMIT = [1, 2, 3, 4, 5, 6, 7, 8],
    theirs::OTHER = [1, 2, 3, 4, 5, 6, 7, 8],
    theirs::LAST = [true, false],
    manifest = "shop.toml",
    mode = "all"
)]
#[test]
fn test() {}

fn main() {}
