//! `cargo flags schema`, and what every command has in common.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

#[track_caller]
fn check(files: &[(&str, &str)], arguments: &str, status: i32, stderr: Expect) {
    let said = Prompt::with(files).flags(arguments);
    assert_eq!(said.stdout, "");
    stderr.assert_eq(&said.stderr);
    assert_eq!(said.status, status);
}

#[test]
fn the_schema_is_the_one_that_editors_use() {
    let said = Prompt::empty().flags("schema");
    let committed =
        std::fs::read_to_string(crate::prompt::repository().join("features.schema.json"))
            .expect("it is there");
    assert_eq!(said.stdout, committed);
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
}

#[test]
fn a_format_for_findings_is_refused_where_there_are_none() {
    check(
        &[],
        "schema --format github",
        2,
        expect![[r#"
            error: this command has no output in the format `github`: choose `human` or `json`
        "#]],
    );
}
