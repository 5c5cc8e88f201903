// says: `[context]` cannot be evaluated
// says: `[segments]` cannot be evaluated
// says: feature `new_checkout`: `rules` cannot be evaluated
mod my_features {
    typed_flags::features!("rules.toml");
}

fn main() {
    let _ = my_features::NEW_CHECKOUT.is_enabled();
}
