// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn title() -> &'static str {
    "new"
}

fn main() {
    println!("{}", title());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_title() {
        assert_eq!(title(), "new");
    }

    #[test]
    fn the_new_title_by_a_guard() {
        assert_eq!(title(), "new");
    }

    #[test]
    fn the_title_in_a_closure() {
        assert_eq!(title(), "new");
        let length = title().len();
        assert_eq!(length, 3);
    }
}
