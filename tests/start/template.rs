//! The example `web` relies on this: rustc finds a misspelled feature in a template.

use crate::package::Package;

#[test]
fn a_misspelled_feature_in_a_template_does_not_compile() {
    let askama =
        "askama = { version = '0.16', default-features = false, features = ['derive', 'std'] }";
    let facade = Package::dependency("typed-flags", ", features = ['macros']");
    let page = Package::with_dependencies("page", &format!("{facade}{askama}"))
        .file("features.toml", "[features.enable_awesome_text_feature]\n")
        .file("src/main.rs", &program("ENABLE_AWESOME_TEXT_FEATURE"));
    assert_eq!(page.cargo(&["check"]).warnings(), [""; 0]);

    page.edit("src/main.rs", &program("ENABLE_AWSOME_TEXT_FEATURE"));
    let run = page.cargo(&["check"]);
    assert_eq!(
        run.errors(),
        ["error[E0425]: cannot find value `ENABLE_AWSOME_TEXT_FEATURE` in this scope"]
    );
    let help = "similarly named constant `ENABLE_AWESOME_TEXT_FEATURE` defined here";
    assert!(run.stderr.contains(help), "{}", run.stderr);
}

/// A program whose template asks for this constant.
fn program(constant: &str) -> String {
    format!(
        r#"mod features {{
    typed_flags::features!("features.toml");
}}
#[allow(unused_imports)]
use features::ENABLE_AWESOME_TEXT_FEATURE;

#[derive(askama::Template)]
#[template(ext = "html", source = "{{% if {constant}.is_enabled() %}}awesome{{% endif %}}")]
struct Page;

fn main() {{
    println!("{{}}", askama::Template::render(&Page).unwrap());
}}
"#
    )
}
