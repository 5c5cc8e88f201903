// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT};

fn title() -> String {
    let mut title = String::from("shop");
    if NEW_CHECKOUT.is_enabled() {
        title += " new";
    }
    if DARK_MODE.is_enabled() {
        title += " dark";
    }
    title
}

fn main() {
    println!("{}", title());
}

#[cfg(test)]
mod tests {
    use super::*;
    use typed_flags::{Overrides, feature_matrix, with_features};

    #[with_features(NEW_CHECKOUT = true, DARK_MODE = true)]
    #[test]
    fn both() {
        assert_eq!(title(), "shop new dark");
    }

    #[with_features(DARK_MODE = true, NEW_CHECKOUT = false)]
    #[test]
    fn dark_and_old() {
        assert_eq!(title(), "shop dark");
    }

    #[with_features(DARK_MODE = false)]
    #[test]
    fn light() {
        let _new = Overrides::new().with(NEW_CHECKOUT, true).with(DARK_MODE, false).apply();
        assert_eq!(title(), "shop new");
    }

    #[feature_matrix(NEW_CHECKOUT, DARK_MODE)]
    #[test]
    fn every_title_begins_with_the_shop() {
        assert!(title().starts_with("shop"));
    }
}
