//! Features in templates, rendered and checked.

mod checking;
mod rendering;

#[allow(dead_code, reason = "templates use them")]
mod my_features {
    typed_flags::features!(pub(crate) "tests/features.toml");
}

#[allow(dead_code, reason = "templates use them")]
mod library_features {
    typed_flags::features!("tests/library.toml");
}
