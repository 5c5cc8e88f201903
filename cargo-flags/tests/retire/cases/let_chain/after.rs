// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn show(price: Option<u32>, discount: Option<u32>) {
    if let Some(price) = price
    {
        println!("price {price}");
    }
    if let Some(price) = price
        && let Some(discount) = discount
        && discount < price
    {
        println!("{}", price - discount);
    }
    if let Some(discount) = discount
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
