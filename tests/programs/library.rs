//! A library and a binary, each with a manifest of its own.

use crate::package::Package;

#[test]
fn f12_a_library_has_its_own_features() {
    let workspace = env!("CARGO_MANIFEST_DIR");
    let facade = Package::dependency("typed-flags", ", features = [\"macros\"]");
    let library = format!(
        "[package]\nname = \"with-library-lib\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{facade}"
    );
    assert!(library.contains(workspace));
    let dependencies = format!("{facade}with-library-lib = {{ path = \"lib\" }}\n");
    let run = Package::with_dependencies("with-library", &dependencies)
        .file("lib/Cargo.toml", &library)
        .file(
            "lib/src/lib.rs",
            "pub mod features {\n    typed_flags::features!(pub \"features.toml\");\n}\n",
        )
        .file(
            "lib/features.toml",
            "[features.dark_mode]\ndefault = true\n",
        )
        .file(
            "src/main.rs",
            "mod my_features {
    typed_flags::features!(\"features.toml\");
}
use with_library_lib::features as theirs;
fn main() {
    println!(\"{} {}\", my_features::DARK_MODE.is_enabled(), theirs::DARK_MODE.is_enabled());
    println!(\"{} {}\", my_features::REGISTRY.name(), theirs::REGISTRY.name());
    println!(\"{}\", theirs::DARK_MODE.is_enabled_for(&my_features::Context::new(\"user-42\")));
}
",
        )
        .file(
            "features.toml",
            "[registry]\nname = \"shop\"\n\n[features.dark_mode]\n",
        )
        .cargo(&["run"]);
    assert_eq!(run.printed(), "false true\nshop with-library-lib\ntrue");
}
