// says: E0277
// says: cannot be sent between threads safely
mod my_features {
    typed_flags::features!("shop.toml");
}

fn main() {
    let on = my_features::MAINTENANCE.override_with(true);
    std::thread::spawn(move || drop(on));
}
