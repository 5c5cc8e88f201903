//! Signed overrides.

mod tokens;

#[allow(dead_code, reason = "not every test names every feature")]
mod my_features {
    typed_flags::features!("tests/features.toml");
}
