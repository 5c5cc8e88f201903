// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::collections::BTreeMap;

fn main() {
    let mut map = BTreeMap::new();
    map.insert(1, "one");
    println!("{map:?}");
}
