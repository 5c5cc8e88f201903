// says: E0560
// says: new_kernel
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::Values;

fn main() {
    let _ = Values {
        new_kernel: false,
        ..Values::declared()
    };
}
