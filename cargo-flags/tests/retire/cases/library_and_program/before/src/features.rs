//! The features.

typed_flags::features!(pub "features.toml");
