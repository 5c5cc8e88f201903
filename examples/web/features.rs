//! One typed constant for each feature of `features.toml`.

typed_flags::features!("features.toml");
