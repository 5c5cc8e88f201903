// says: `/etc/shop.toml` is an absolute path
mod my_features {
    typed_flags::features!("/etc/shop.toml");
}

fn main() {}
