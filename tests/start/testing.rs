//! The page about testing: what it shows is run.

use std::fmt::Write as _;

use crate::package::Package;

const PAGE: &str = include_str!("../../docs/testing.md");

/// The blocks of this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    let after = PAGE.split(opening.as_str()).skip(1);
    after
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

#[test]
fn all_tests_of_the_page_pass() {
    let facade = format!(
        "typed-flags = {{ path = {:?} }}\n",
        env!("CARGO_MANIFEST_DIR")
    );
    let [manifest] = blocks("toml")[..] else {
        panic!("the page has one manifest");
    };
    let mut package =
        Package::with_dependencies("testing", &facade).file("features.toml", manifest);
    let mut root = String::from("#![cfg(test)]\n");
    for (position, block) in blocks("rust").into_iter().enumerate() {
        package = package.file(&format!("src/block_{position}.rs"), block);
        writeln!(root, "mod block_{position};").unwrap();
    }
    let run = package.file("src/lib.rs", &root).cargo(&["test"]);
    let told = run.printed();
    for name in [
        "the_crazy_page_has_a_title",
        "the_title_changes_with_the_feature",
        "a_thread_has_what_is_carried",
        "staff_is_greeted_otherwise",
        "two_in_one_test",
        "blue_buttons_in_staging_alone",
        "the_page_is_there_in_every_stage",
        "the_page_asks_once",
    ] {
        assert!(told.contains(&format!("::{name} ... ok")), "{told}");
    }
    // The name of the test that is shown failing, and the same of one that is ruled out.
    let shown = PAGE.split("test the_page").nth(1).unwrap();
    let shown = format!("the_page{}", shown.split(' ').next().unwrap());
    assert!(told.contains(&format!("{shown} ... ok")), "{told}");
    let both = shown.replace("maintenance_off", "maintenance_on");
    assert!(!told.contains(&both), "{told}");
}
