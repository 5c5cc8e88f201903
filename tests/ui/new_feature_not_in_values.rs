// says: E0063
// says: `checkout_button`
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::Values;

fn main() {
    let _ = Values {
        new_checkout: true,
        maintenance: false,
    };
}
