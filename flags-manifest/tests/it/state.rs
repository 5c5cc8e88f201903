//! State files.

use expect_test::{Expect, expect};
use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::model::{EnvironmentValue, Scalar, Serve, Test, Type, Value};
use flags_manifest::model::{Field, FieldType, TableType};
use flags_manifest::state::{Declaration, DeclaredSegment, Format, Opinion, Scope, parse};
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

/// Two attributes; segment `staff`, and `beta`, which refers to it.
fn scope() -> Scope {
    let declared = flags_manifest::parse(
        "[context]\ncountry = 'string'\nseats = 'integer'\ntenant = 'string'\n\
         joined = 'datetime'\napp = 'semver'\n",
    );
    assert_eq!(declared.diagnostics, []);
    let segment = |name: &str, refers_to| DeclaredSegment {
        name: name.to_owned(),
        refers_to,
    };
    Scope {
        attributes: declared.manifest.attributes,
        segments: vec![segment("staff", vec![]), segment("beta", vec![0])],
        environments: vec!["staging".to_owned(), "production".to_owned()],
    }
}

/// What is wrong with the segments of a text.
#[track_caller]
fn segment_errors(text: &str, expected: Expect) {
    let parsed = parse(text, Format::Toml);
    assert_eq!(shown(&parsed.errors, text), "");
    let scope = scope();
    let checker = parsed.state.against(&scope);
    expected.assert_eq(&shown(&checker.segments().errors, text));
}

/// Indices of the segments that can be used, and of those that cannot.
#[track_caller]
fn segments(text: &str) -> (Vec<usize>, Vec<usize>) {
    let parsed = parse(text, Format::Toml);
    assert_eq!(shown(&parsed.errors, text), "");
    let scope = scope();
    let segments = parsed.state.against(&scope).segments().clone();
    (
        segments.usable.iter().map(|(index, _)| *index).collect(),
        segments.broken.iter().map(|broken| broken.index).collect(),
    )
}

/// What the first entry of a text says of a feature of this type.
fn opinion(text: &str, ty: &Type) -> Opinion {
    let parsed = parse(text, Format::Toml);
    assert_eq!(shown(&parsed.errors, text), "");
    let scope = scope();
    let declaration = Declaration { ty, range: None };
    let checker = parsed.state.against(&scope);
    let first = parsed.state.entries().next();
    checker.check(first.expect("the text has an entry"), &declaration)
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
        .map(|entry| (entry.name(), parsed.state.line(&entry.name_span())))
        .collect();
    assert_eq!(entries, [("b", 1), ("shop/a", 2)]);
    assert_eq!(
        &text[parsed.state.entries().next().unwrap().name_span()],
        "b"
    );
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
fn rules_refer_to_attributes_and_segments_by_index() {
    let text = "[features.a]\nrules = [{ when = { country = ['DE'], any = [{ segment = 'beta' }] }, \
                rollout = 12.5, by = 'tenant' }]\n[segments.own]\ncountry = 'FR'\n";
    let opinion = opinion(text, &Type::Boolean);
    assert_eq!(shown(&opinion.errors, text), "");
    let rules = opinion.rules.unwrap_or_default();
    assert_eq!(rules[0].by, Some(2));
    let tests = &rules[0].when.as_ref().unwrap().tests;
    assert!(matches!(tests[0], Test::Attribute(0, _)), "{tests:?}");
    let Test::Any(any) = &tests[1] else {
        panic!("{tests:?}");
    };
    assert_eq!(any[0].tests, [Test::Segment(1)]);
}

#[test]
fn a_segment_of_the_file_alone_comes_after_those_of_the_registry() {
    let text = "[features.a]\nrules = [{ when = { segment = 'own' }, serve = true }]\n\
                [segments]\nstaff = { seats = 1 }\nown = { segment = 'staff' }\n";
    let rules = opinion(text, &Type::Boolean).rules.unwrap_or_default();
    assert_eq!(rules[0].when.as_ref().unwrap().tests, [Test::Segment(2)]);
    assert_eq!(segments(text), (vec![0, 2], vec![]));
}

#[test]
fn a_misspelled_attribute_segment_or_operator_gets_a_suggestion() {
    entry_errors(
        "[features.a]\nrules = [\n  { when = { contry = 'DE' }, serve = true },\n  \
         { when = { segment = 'stafff' }, serve = true },\n  \
         { when = { seats = { gtee = 1 } }, serve = true },\n  \
         { rollout = 1, by = 'tennant' },\n]\n",
        &Type::Boolean,
        expect![[r#"
            feature `a`: rule 1: `when.contry` is no attribute of `[context]` (there are `app`, `country`, `joined`, `seats` and `tenant`)
             --> flags.toml:3:14
              |
            3 |   { when = { contry = 'DE' }, serve = true },
              |              ^^^^^^
              = help: did you mean `country`?

            feature `a`: rule 2: `when.segment`: there is no segment `stafff` in `[segments]`
             --> flags.toml:4:24
              |
            4 |   { when = { segment = 'stafff' }, serve = true },
              |                        ^^^^^^^^
              = help: did you mean `staff`?

            feature `a`: rule 3: `when.seats`: unknown operator `gtee`, expected `gt`, `gte`, `lt`, `lte`, `not`, `not-in` or `exists`
             --> flags.toml:5:24
              |
            5 |   { when = { seats = { gtee = 1 } }, serve = true },
              |                        ^^^^
              = help: did you mean `gte`?

            feature `a`: rule 4: `by` must name an attribute of `[context]`, found `tennant`
             --> flags.toml:6:23
              |
            6 |   { rollout = 1, by = 'tennant' },
              |                       ^^^^^^^^^
              = help: did you mean `tenant`?"#]],
    );
}

#[test]
fn an_operand_of_another_type_is_an_error() {
    entry_errors(
        "[features.a]\nrules = [{ when = { seats = 'many', joined = '2026-01-01T00:00:00Z' }, serve = 'on' }]\n",
        &Type::Boolean,
        expect![[r#"
            feature `a`: rule 1: `when.seats` must be an integer, found a string
             --> flags.toml:2:29
              |
            2 | rules = [{ when = { seats = 'many', joined = '2026-01-01T00:00:00Z' }, serve = 'on' }]
              |                             ^^^^^^

            feature `a`: rule 1: `when.joined` must be a date-time with an offset, found a string
             --> flags.toml:2:46
              |
            2 | rules = [{ when = { seats = 'many', joined = '2026-01-01T00:00:00Z' }, serve = 'on' }]
              |                                              ^^^^^^^^^^^^^^^^^^^^^^
              = help: write it without quotes, such as 2026-12-01T09:00:00Z

            feature `a`: rule 1: `serve` must be a boolean, found a string
             --> flags.toml:2:80
              |
            2 | rules = [{ when = { seats = 'many', joined = '2026-01-01T00:00:00Z' }, serve = 'on' }]
              |                                                                                ^^^^"#]],
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
    assert!(parsed.state.entries().len() == 0);
}

#[test]
fn f27_a_cycle_of_segments_is_found() {
    let text = "[segments]\na = { segment = 'b' }\nb = { none = [{ segment = 'a' }] }\n\
                c = { segment = 'a' }\nd = { seats = 1 }\n";
    segment_errors(
        text,
        expect![[r#"
        segments refer to each other in a circle: `a` -> `b` -> `a`
         --> flags.toml:2:17
          |
        2 | a = { segment = 'b' }
          |                 ^^^"#]],
    );
    assert_eq!(segments(text), (vec![5], vec![2, 3, 4]));
    let span = parse(text, Format::Toml).state.segments().cloned();
    assert_eq!(span, Some(1..9));
}

#[test]
fn f27_a_cycle_through_the_registry_is_shown_where_the_file_closes_it() {
    let text = "[segments]\nstaff = { segment = 'beta' }\n";
    segment_errors(
        text,
        expect![[r#"
        segments refer to each other in a circle: `staff` -> `beta` -> `staff`
         --> flags.toml:2:21
          |
        2 | staff = { segment = 'beta' }
          |                     ^^^^^^"#]],
    );
    assert_eq!(segments(text), (vec![], vec![0, 1]));
}

#[test]
fn f27_a_missing_segment_is_found() {
    let text = "[segments]\nstaff = { segment = 'stuff' }\nown = { segment = 'gone' }\n";
    segment_errors(
        text,
        expect![[r#"
        segment `staff`: `segment`: there is no segment `stuff` in `[segments]`
         --> flags.toml:2:21
          |
        2 | staff = { segment = 'stuff' }
          |                     ^^^^^^^
          = help: did you mean `staff`?

        segment `own`: `segment`: there is no segment `gone` in `[segments]`
         --> flags.toml:3:19
          |
        3 | own = { segment = 'gone' }
          |                   ^^^^^^"#]],
    );
    assert_eq!(segments(text), (vec![], vec![0, 1, 2]));
}

#[test]
fn f27_rules_on_a_segment_that_is_wrong_say_so() {
    entry_errors(
        "[features.a]\nrules = [{ when = { any = [{ segment = 'beta' }] }, serve = true }]\n\
         environments.staging.rules = [{ serve = true }, { when = { segment = 'staff' }, serve = true }]\n\
         [segments]\nstaff = { seat = 1 }\n",
        &Type::Boolean,
        expect![[r#"
            feature `a`: rule 1: `when.segment` cannot be used, since segment `staff` is wrong, see line 5
             --> flags.toml:2:40
              |
            2 | rules = [{ when = { any = [{ segment = 'beta' }] }, serve = true }]
              |                                        ^^^^^^

            feature `a`: `environments.staging`: rule 2: `when.segment` cannot be used, since segment `staff` is wrong, see line 5
             --> flags.toml:3:70
              |
            3 | environments.staging.rules = [{ serve = true }, { when = { segment = 'staff' }, serve = true }]
              |                                                                      ^^^^^^^"#]],
    );
}

#[test]
fn f27_a_chain_of_segments_has_a_limit() {
    let mut text = "[segments]\nstaff = { segment = 's0' }\n".to_owned();
    for index in 0..70 {
        text.push_str(&format!("s{index} = {{ segment = 's{}' }}\n", index + 1));
    }
    text.push_str("s70 = { seats = 1 }\n");
    segment_errors(
        &text,
        expect![[r#"
        segment `s5` refers to a chain of 65 segments, and at most 64 are allowed
         --> flags.toml:8:18
          |
        8 | s5 = { segment = 's6' }
          |                  ^^^^"#]],
    );
    let (usable, broken) = segments(&text);
    assert_eq!(usable.len(), 64 + 1);
    assert_eq!(broken[..3], [0, 1, 2]);
}

#[test]
fn f21_a_segment_has_a_limit_of_its_own() {
    let list = "'x', ".repeat(65_537);
    let text = format!("[segments]\nstaff = {{ country = [{list}] }}\nown = {{ seats = 1 }}\n");
    assert_eq!(segments(&text), (vec![2], vec![0, 1]));
    let scope = scope();
    let parsed = parse(&*text, Format::Toml);
    let errors = parsed.state.against(&scope).segments().errors.clone();
    assert_eq!(
        errors[0].message,
        "segment `staff` holds a list of 65537 items, and 65536 is the most that is read"
    );
}

#[test]
fn segments_must_be_a_table() {
    errors(
        "segments = ['staff']\n",
        expect![[r#"
        `[segments]` must be a table, found a list
         --> flags.toml:1:12
          |
        1 | segments = ['staff']
          |            ^^^^^^^^^"#]],
    );
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
        let span = parsed.state.entries().next().unwrap().name_span();
        assert_eq!(&text[span], "\"a\"");
    }
}
