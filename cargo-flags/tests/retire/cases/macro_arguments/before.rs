// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    println!("new: {}", NEW_CHECKOUT.is_enabled());
    println!("{}", if NEW_CHECKOUT.is_enabled() { "new" } else { "old" });
    let list = vec![
        1,
        if NEW_CHECKOUT.is_enabled() { 2 } else { 3 },
        u32::from(NEW_CHECKOUT.is_enabled()),
    ];
    println!("{list:?}");
    let text = format!("{:>5}|{new}", "a", new = !NEW_CHECKOUT.is_enabled());
    print!("{text}\n");
    assert!(NEW_CHECKOUT.is_enabled());
    assert!(NEW_CHECKOUT.is_enabled() && list.len() == 3, "it is {list:?}");
    debug_assert!(list.is_empty() || NEW_CHECKOUT.is_enabled());
    assert_eq!(list.len(), if NEW_CHECKOUT.is_enabled() { 3 } else { 4 });
    eprintln!("{}", NEW_CHECKOUT.is_enabled());
}
