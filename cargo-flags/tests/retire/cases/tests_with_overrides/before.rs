// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn title() -> &'static str {
    if NEW_CHECKOUT.is_enabled() { "new" } else { "old" }
}

fn main() {
    println!("{}", title());
}

#[cfg(test)]
mod tests {
    use super::*;
    use typed_flags::with_features;

    #[with_features(NEW_CHECKOUT = true)]
    #[test]
    fn the_new_title() {
        assert_eq!(title(), "new");
    }

    #[with_features(NEW_CHECKOUT = false)]
    #[test]
    fn the_old_title() {
        assert_eq!(title(), "old");
    }

    #[test]
    fn the_new_title_by_a_guard() {
        let _on = NEW_CHECKOUT.override_with(true);
        assert_eq!(title(), "new");
    }

    #[test]
    fn the_title_in_a_closure() {
        assert_eq!(NEW_CHECKOUT.overridden(true, title), "new");
        let length = NEW_CHECKOUT.overridden(true, || title().len());
        assert_eq!(length, 3);
    }
}
