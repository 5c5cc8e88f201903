// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn show(price: Option<u32>, discount: Option<u32>) {
    if NEW_CHECKOUT.is_enabled()
        && let Some(price) = price
    {
        println!("price {price}");
    }
    if let Some(price) = price
        && NEW_CHECKOUT.is_enabled()
        && let Some(discount) = discount
        && discount < price
    {
        println!("{}", price - discount);
    }
    if let Some(price) = price
        && !NEW_CHECKOUT.is_enabled()
    {
        println!("old {price}");
    }
    if let Some(discount) = discount
        && NEW_CHECKOUT.is_enabled()
    {
        println!("discount {discount}");
    }
}

fn main() {
    show(None, None);
    show(Some(5), None);
    show(Some(5), Some(2));
    show(None, Some(2));
}
