//! The dead branch of a frozen feature is not in the program.

use crate::package::Package;

const MANIFEST: &str = "[features.new_kernel]
default = true
frozen = true

[features.theme]
variants = [\"light\", \"dark\"]
default = \"dark\"
frozen = true
";

fn program(name: &str, condition: [&str; 2]) -> Package {
    let [kernel, theme] = condition;
    Package::new(name).file("features.toml", MANIFEST).file(
        "src/main.rs",
        &format!(
            "mod my_features {{
    typed_flags::features!(\"features.toml\");
}}
use my_features::{{NEW_KERNEL, THEME, Theme}};
fn main() {{
    if {kernel} {{ println!(\"marker-kernel-live\"); }} else {{ println!(\"marker-kernel-dead\"); }}
    if {theme} {{ println!(\"marker-theme-live\"); }} else {{ println!(\"marker-theme-dead\"); }}
}}
"
        ),
    )
}

#[track_caller]
fn check(package: &Package, arguments: &[&str], profile: &str) {
    let printed = package.cargo(arguments);
    assert_eq!(printed.printed(), "marker-kernel-live\nmarker-theme-live");
    let binary = package.binary(profile);
    for (marker, is_there) in [
        ("marker-kernel-live", true),
        ("marker-theme-live", true),
        ("marker-kernel-dead", false),
        ("marker-theme-dead", false),
    ] {
        let found = binary
            .windows(marker.len())
            .any(|window| window == marker.as_bytes());
        assert_eq!(found, is_there, "{marker} in the {profile} program");
    }
}

#[test]
fn a_release_program_drops_the_branch_of_a_plain_if() {
    let plain = [
        "NEW_KERNEL.is_enabled()",
        "matches!(THEME.get(), Theme::Dark)",
    ];
    check(
        &program("frozen-release", plain),
        &["run", "--release"],
        "release",
    );
}

#[test]
fn a_debug_program_drops_the_branch_of_a_constant_if() {
    let constant = [
        "const { NEW_KERNEL.is_enabled() }",
        "const { matches!(THEME.get(), Theme::Dark) }",
    ];
    check(&program("frozen-debug", constant), &["run"], "debug");
}
