//! The JSON schema of `features.toml`, committed as `features.schema.json`, and what keeps it in
//! step with the parser.
//!
//! `UPDATE_EXPECT=1 cargo test -p flags-manifest --test schema` rewrites the committed file.

mod agreement;
mod condition;
mod coverage;
mod feature;
mod format;
mod generate;
mod json;
mod keys;
mod rule;
mod text;

use expect_test::expect_file;

#[test]
fn the_committed_schema_is_up_to_date() {
    expect_file!["../../../features.schema.json"].assert_eq(&generate::text());
}

#[test]
fn the_schema_is_a_schema() {
    jsonschema::meta::validate(&generate::schema()).expect("every keyword is used as draft 7 says");
}
