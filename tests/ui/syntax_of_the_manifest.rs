// says: syntax.toml:1:
mod my_features {
    typed_flags::features!("syntax.toml");
}

fn main() {
    let _ = my_features::NEW_CHECKOUT.get();
}
