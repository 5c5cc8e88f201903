// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn title() -> &'static str {
    "new shop"
}

fn main() {
    println!("{}", title());
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn every_title_ends_with_the_shop() {
        assert!(title().ends_with("shop"));
    }
}
