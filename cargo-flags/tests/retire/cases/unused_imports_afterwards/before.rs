// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::rc::Rc;

use features::NEW_CHECKOUT;

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        let mut map = BTreeMap::new();
        map.insert(1, "one");
        println!("{map:?}");
    } else {
        let mut map: HashMap<u32, Rc<str>> = HashMap::new();
        map.insert(1, Rc::from("one"));
        let mut text = String::new();
        let _ = write!(text, "{map:?}");
        println!("{text}");
    }
}
