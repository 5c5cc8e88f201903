// says: write the values to try in brackets: `LIMIT = [1, …]`
mod my_features {
    typed_flags::features!("shop.toml");
}

#[typed_flags::feature_matrix(theirs::LIMIT = 1)]
#[test]
fn test() {}

fn main() {}
