//! State files.

use expect_test::{Expect, expect};
use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::model::{EnvironmentValue, Scalar, Serve, Type, Value};
use flags_manifest::model::{Field, FieldType, TableType};
use flags_manifest::state::{Declaration, Format, Opinion, parse};
use flags_manifest::tree::Table;

fn shown(findings: &[Diagnostic], text: &str) -> String {
    let shown: Vec<_> = findings
        .iter()
        .map(|finding| finding.render("flags.toml", text))
        .collect();
    shown.join("\n\n")
}

/// What is wrong with a text, whatever the features.
#[track_caller]
fn errors(text: &str, expected: Expect) {
    expected.assert_eq(&shown(&parse(text, Format::Toml).errors, text));
}

/// What the first entry of a text says of a feature of this type.
fn opinion(text: &str, ty: &Type) -> Opinion {
    let parsed = parse(text, Format::Toml);
    assert_eq!(shown(&parsed.errors, text), "");
    let environments = ["staging".to_owned(), "production".to_owned()];
    let declaration = Declaration {
        ty,
        range: None,
        environments: &environments,
    };
    parsed.state.check(&parsed.state.entries()[0], &declaration)
}

/// What is wrong with the first entry of a text.
#[track_caller]
fn entry_errors(text: &str, ty: &Type, expected: Expect) {
    expected.assert_eq(&shown(&opinion(text, ty).errors, text));
}

#[test]
fn entries_come_in_the_order_of_the_text_with_their_places() {
    let text = "[features.b]\n[features.\"shop/a\"]\ndefault = true\n";
    let parsed = parse(text, Format::Toml);
    let entries: Vec<_> = parsed
        .state
        .entries()
        .iter()
        .map(|entry| (entry.name(), parsed.state.line(entry.name_span())))
        .collect();
    assert_eq!(entries, [("b", 1), ("shop/a", 2)]);
    assert_eq!(&text[parsed.state.entries()[0].name_span().clone()], "b");
}

#[test]
fn an_entry_is_read_against_its_declaration() {
    let text =
        "[features.a]\ndefault = 1\nenvironments = { production = 2, staging = { default = 3 } }";
    let opinion = opinion(text, &Type::Integer);
    assert_eq!(opinion.default, Some(Value::Integer(1)));
    let own = |environment, value| EnvironmentValue {
        environment,
        default: Some(Value::Integer(value)),
        rules: None,
    };
    assert_eq!(opinion.environments, [own(1, 2), own(0, 3)]);
    assert!(opinion.errors.is_empty() && opinion.ignored.is_empty() && !opinion.misfits);
}

#[test]
fn rules_are_read_although_no_attribute_is_known() {
    let text = "[features.a]\nrules = [{ when = { country = ['DE'], any = [{ segment = 'staff' }] }, \
                rollout = 12.5, by = 'tenant' }]\n";
    let opinion = opinion(text, &Type::Boolean);
    assert!(opinion.errors.is_empty(), "{:?}", opinion.errors);
    assert_eq!(
        opinion.rules_span.map(|span| text[span].to_owned()),
        Some("rules".to_owned())
    );
}

#[test]
fn rules_without_conditions_are_in_the_model() {
    let text = "[features.a]\nrules = [{ rollout = 12.5 }]\n";
    let rules = opinion(text, &Type::Boolean).rules.unwrap_or_default();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0].serve, Serve::Rollout(12_500, Value::Boolean(true)));
    assert_eq!(rules[0].line, 2);
}

#[test]
fn the_first_rules_are_pointed_at() {
    let text = "[features.a]\nenvironments.staging = { rules = [] }\nrules = []\n";
    let span = opinion(text, &Type::Boolean).rules_span;
    assert_eq!(span.map(|span| span.start), text.find("rules"));
}

#[test]
fn f19_blank_fields_are_errors_of_their_entry() {
    entry_errors(
        "[features.a]\nenvironments.staging = {}\nrules = [{}]\n",
        &Type::Boolean,
        expect![[r#"
            feature `a`: `environments.staging` says nothing, expected a value, `default` or `rules`
             --> flags.toml:2:24
              |
            2 | environments.staging = {}
              |                        ^^

            feature `a`: rule 1 serves nothing, expected `serve`, `rollout`, `split` or `ramp`
             --> flags.toml:3:10
              |
            3 | rules = [{}]
              |          ^^"#]],
    );
}

#[test]
fn a_table_beside_the_long_form_is_explained() {
    let ty = Type::Table(TableType {
        type_name: "A".to_owned(),
        fields: vec![Field {
            name: "x".to_owned(),
            rust_name: "x".to_owned(),
            ty: FieldType::Scalar(Scalar::Integer),
        }],
    });
    entry_errors(
        "[features.a]\nenvironments.staging = { x = 1 }\n",
        &ty,
        expect![[r#"
            feature `a`: `environments.staging`: unknown key `x`, expected `default` or `rules`, since a table here is the long form
             --> flags.toml:2:26
              |
            2 | environments.staging = { x = 1 }
              |                          ^
              = help: put the value into `default = { … }`"#]],
    );
}

#[test]
fn unknown_sections_are_left_out_unless_they_look_like_a_slip() {
    let text = "[metadata]\n[registry]\n[features.a]\n";
    let parsed = parse(text, Format::Toml);
    assert!(parsed.errors.is_empty());
    assert_eq!(parsed.ignored.len(), 2);
    assert_eq!(parsed.state.entries().len(), 1);
    errors(
        "[segment.a]\n",
        expect![[r#"
        the state file: unknown key `segment`, expected `features` or `segments`
         --> flags.toml:1:2
          |
        1 | [segment.a]
          |  ^^^^^^^
          = help: did you mean `segments`?"#]],
    );
}

#[test]
fn an_unknown_section_says_where_it_belongs() {
    let text = "dark_mode = true\n[policy]\n[\"shop/dark_mode\"]\n";
    let parsed = parse(text, Format::Toml);
    expect![[r#"
        the state file: unknown key `dark_mode`, expected `features` or `segments`
         --> flags.toml:1:1
          |
        1 | dark_mode = true
          | ^^^^^^^^^
          = help: if it is a feature, write `[features.dark_mode]`

        the state file: unknown key `policy`, expected `features` or `segments`
         --> flags.toml:2:2
          |
        2 | [policy]
          |  ^^^^^^
          = help: `policy` stands in `features.toml` only

        the state file: unknown key `shop/dark_mode`, expected `features` or `segments`
         --> flags.toml:3:2
          |
        3 | ["shop/dark_mode"]
          |  ^^^^^^^^^^^^^^^^
          = help: if it is a feature, write `[features."shop/dark_mode"]`"#]]
    .assert_eq(&shown(&parsed.ignored, text));
}

#[test]
fn after_errors_of_syntax_there_are_no_entries() {
    let parsed = parse("[features.a]\n[features.b\n", Format::Toml);
    assert_eq!(parsed.errors.len(), 1);
    assert!(parsed.state.entries().is_empty());
}

#[test]
fn a_cycle_of_segments_is_found() {
    let text = "[segments]\na = { segment = 'b' }\nb = { none = [{ segment = 'a' }] }\nc = { segment = 'elsewhere' }\n";
    let parsed = parse(text, Format::Toml);
    expect![[r#"
        segments refer to each other in a circle: `a` -> `b` -> `a`
         --> flags.toml:2:17
          |
        2 | a = { segment = 'b' }
          |                 ^^^"#]]
    .assert_eq(&shown(&parsed.state.check_segments(), text));
    assert_eq!(parsed.state.segments(), Some(&(1..9)));
}

#[test]
fn f13_a_page_of_html_is_named_as_such() {
    errors(
        "\u{feff} <html>",
        expect![[r#"
        the file is a page of HTML or XML, not a state file
         --> flags.toml"#]],
    );
}

#[test]
fn a_tree_may_outlive_its_text() {
    let text = "a = [1, 2.5, 'x', 2026-01-01, { b = 99999999999999999999 }]\n".to_owned();
    let (table, _) = Table::from_toml(&text);
    let copy = table.clone().into_owned();
    assert_eq!(copy, table);
    drop(text);
    assert_eq!(copy.entries.len(), 1);
}

#[cfg(not(feature = "json"))]
#[test]
fn json_says_which_cargo_feature_it_needs() {
    let findings = parse("{}", Format::Json).errors;
    expect![[r#"
        the file is JSON, which this program cannot read: it was built without the Cargo feature `json` of `typed-flags`
         --> flags.toml"#]]
    .assert_eq(&shown(&findings, "{}"));
}

#[cfg(feature = "json")]
mod json {
    use flags_manifest::state::{Format, parse};
    use flags_manifest::tree::{Kind, Table};

    #[test]
    fn an_unknown_section_says_where_it_belongs() {
        let parsed = parse("{\"dark_mode\": true, \"policy\": {}}", Format::Json);
        let help: Vec<_> = parsed
            .ignored
            .into_iter()
            .map(|finding| finding.help)
            .collect();
        assert_eq!(
            help,
            [
                Some("if it is a feature, put `dark_mode` into `features`".to_owned()),
                Some("`policy` stands in `features.toml` only".to_owned()),
            ]
        );
    }

    #[test]
    fn json_becomes_the_tree_that_toml_becomes() {
        fn strip(table: Table<'_>) -> Vec<(String, String)> {
            let entries = table.entries.into_iter();
            entries
                .map(|e| (e.name.into_owned(), shape(e.value.kind)))
                .collect()
        }
        fn shape(kind: Kind<'_>) -> String {
            match kind {
                Kind::Array(nodes) => format!(
                    "{:?}",
                    nodes
                        .into_iter()
                        .map(|node| shape(node.kind))
                        .collect::<Vec<_>>()
                ),
                Kind::Table(table) => format!("{:?}", strip(table)),
                other => format!("{other:?}"),
            }
        }
        let (json, findings) = Table::from_json(
            r#"{"a": [1, -2.5e0, "\u00e4\n", true, {"b": 99999999999999999999}], "c": {}}"#,
        );
        assert!(findings.is_empty(), "{findings:?}");
        let (toml, _) =
            Table::from_toml("a = [1, -2.5, \"ä\\n\", true, { b = 99999999999999999999 }]\n[c]\n");
        assert_eq!(strip(json), strip(toml));
    }

    #[test]
    fn places_in_json_are_those_of_the_text() {
        let text = "\u{feff}{\n \"features\": {\"a\": {\"default\": \"ä\"}}}";
        let parsed = parse(text, Format::Json);
        let span = parsed.state.entries()[0].name_span().clone();
        assert_eq!(&text[span], "\"a\"");
    }
}
