//! The example `web` relies on this: rustc finds a misspelled feature in a template.

use crate::package::Package;
use crate::readme::{Readme, is_recorded};

#[test]
fn f1_a_misspelled_feature_in_a_template_does_not_compile() {
    let readme = Readme::new();
    let shown = readme.block(
        "text",
        "error[E0425]: cannot find value `ENABLE_CRZY_FEATURE` in this scope\n --> src/main.rs:7:10",
    );
    let askama =
        "askama = { version = '0.16', default-features = false, features = ['derive', 'std'] }";
    let facade = Package::dependency("typed-flags", ", features = ['macros']");
    let page = Package::with_dependencies("page", &format!("{facade}{askama}"))
        .file("features.toml", "[features.enable_crazy_feature]\n")
        .file("src/main.rs", &program("ENABLE_CRAZY_FEATURE"));
    assert_eq!(page.cargo(&["check"]).warnings(), [""; 0]);

    page.edit("src/main.rs", &program("ENABLE_CRZY_FEATURE"));
    let run = page.cargo(&["check"]);
    assert_eq!(
        run.errors(),
        ["error[E0425]: cannot find value `ENABLE_CRZY_FEATURE` in this scope"]
    );
    let help = "similarly named constant `ENABLE_CRAZY_FEATURE` defined here";
    let expected = if is_recorded() { shown } else { help };
    assert!(
        run.stderr.contains(expected),
        "README says\n{shown}\nthe compiler says\n{}",
        run.stderr
    );
}

/// A program whose template asks for this constant.
fn program(constant: &str) -> String {
    format!(
        r#"mod features {{
    typed_flags::features!("features.toml");
}}
#[allow(unused_imports)]
use features::ENABLE_CRAZY_FEATURE;

#[derive(askama::Template)]
#[template(ext = "html", source = "{{% if {constant}.is_enabled() %}}awesome{{% endif %}}")]
struct Page;

fn main() {{
    println!("{{}}", askama::Template::render(&Page).unwrap());
}}
"#
    )
}
