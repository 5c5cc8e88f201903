//! The example `web` relies on this: rustc finds a misspelled feature in a template.

use crate::package::Package;

#[test]
fn a_misspelled_feature_in_a_template_does_not_compile() {
    let page = Package::new(
        "page",
        "askama = { version = '0.16', default-features = false, features = ['derive', 'std'] }",
    );
    page.write("features.toml", "[features.enable_awesome_text_feature]\n");

    page.write("src/main.rs", &program("ENABLE_AWESOME_TEXT_FEATURE"));
    let (compiles, told) = page.check();
    assert!(compiles, "{told}");

    page.write("src/main.rs", &program("ENABLE_AWSOME_TEXT_FEATURE"));
    let (compiles, told) = page.check();
    assert!(!compiles);
    for part in [
        "error[E0425]: cannot find value `ENABLE_AWSOME_TEXT_FEATURE` in this scope",
        "similarly named constant `ENABLE_AWESOME_TEXT_FEATURE` defined here",
    ] {
        assert!(told.contains(part), "`{part}` is not in:\n{told}");
    }
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
