// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn title() -> &'static str {
    if NEW_CHECKOUT.is_enabled() { "new shop" } else { "old shop" }
}

fn main() {
    println!("{}", title());
}

#[cfg(test)]
mod tests {
    use super::title;
    use crate::features::NEW_CHECKOUT;
    use typed_flags::feature_matrix;

    #[feature_matrix(NEW_CHECKOUT)]
    #[test]
    fn every_title_ends_with_the_shop() {
        assert!(title().ends_with("shop"));
    }
}
