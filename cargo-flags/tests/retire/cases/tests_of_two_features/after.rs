// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::DARK_MODE;

fn title() -> String {
    let mut title = String::from("shop");
    title += " new";
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

    #[with_features(DARK_MODE = true)]
    #[test]
    fn both() {
        assert_eq!(title(), "shop new dark");
    }

    #[with_features(DARK_MODE = false)]
    #[test]
    fn light() {
        let _new = Overrides::new().with(DARK_MODE, false).apply();
        assert_eq!(title(), "shop new");
    }

    #[feature_matrix(DARK_MODE)]
    #[test]
    fn every_title_begins_with_the_shop() {
        assert!(title().starts_with("shop"));
    }
}
