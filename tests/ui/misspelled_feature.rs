// says: E0425
// says: NEW_CHECKOUT
mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    println!("{}", my_features::NEW_CHEKOUT.is_enabled());
}
