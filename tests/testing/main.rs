//! What tests have: overrides by attribute, combinations, and isolated flags.

mod isolated;
mod matrix;
mod overrides;

mod my_features {
    typed_flags::features!("features.toml");
}
