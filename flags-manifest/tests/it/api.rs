//! What the reader of state files uses: one grammar for both.

use expect_test::{Expect, expect};
use flags_manifest::model::{Matcher, Operand, Serve, Test, Type, Value};
use flags_manifest::tree::{Kind, Node, Table};
use flags_manifest::{Dates, Findings, Grammar, Lines, check_value, parse};

fn ty(text: &str) -> Type {
    parse(text).manifest.features.remove(0).ty
}

#[track_caller]
fn refused(text: &str, ty: &Type, range: Option<&(Value, Value)>, expected: Expect) {
    let (table, syntax) = Table::from_toml(text);
    assert_eq!(syntax, []);
    let node = &table.entries[0].value;
    let findings = check_value(node, ty, range, "feature `a`: `default`").expect_err("it is wrong");
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| finding.render("flags.toml", text))
        .collect();
    expected.assert_eq(&shown.join("\n\n"));
}

#[test]
fn a_value_that_fits() {
    let (table, _) = Table::from_toml("default = 5\n");
    let range = (Value::Integer(1), Value::Integer(9));
    let value = check_value(&table.entries[0].value, &Type::Integer, Some(&range), "it");
    assert_eq!(value, Ok(Value::Integer(5)));
}

#[test]
fn a_value_of_another_type() {
    refused(
        "default = \"on\"\n",
        &Type::Boolean,
        None,
        expect![[r#"
        feature `a`: `default` must be a boolean, found a string
         --> flags.toml:1:11
          |
        1 | default = "on"
          |           ^^^^"#]],
    );
}

#[test]
fn a_value_out_of_range() {
    let range = (Value::Integer(1), Value::Integer(9));
    refused(
        "default = 10\n",
        &Type::Integer,
        Some(&range),
        expect![[r#"
            feature `a`: `default` must be from 1 to 9, found 10
             --> flags.toml:1:11
              |
            1 | default = 10
              |           ^^"#]],
    );
}

#[test]
fn all_that_is_wrong_with_a_table() {
    let ty = ty("[features.a]\ndefault = { x = 1, y = \"z\" }\n");
    refused(
        "default = { x = \"1\", y = 2 }\n",
        &ty,
        None,
        expect![[r#"
            feature `a`: `default.x` must be an integer, found a string
             --> flags.toml:1:17
              |
            1 | default = { x = "1", y = 2 }
              |                 ^^^

            feature `a`: `default.y` must be a string, found an integer
             --> flags.toml:1:26
              |
            1 | default = { x = "1", y = 2 }
              |                          ^"#]],
    );
}

#[test]
fn rules_against_the_attributes_of_a_manifest() {
    let manifest = parse("[context]\ncountry = \"string\"\n").manifest;
    let text = "rules = [{ when = { country = \"DE\", segment = \"here\" }, serve = true }]\n";
    let (table, _) = Table::from_toml(text);
    let lines = Lines::new(text);
    let grammar = Grammar::new(&manifest.attributes, ["here"], &lines, Dates::Literal);
    let mut findings = Findings::new();
    let node = &table.entries[0].value;
    let rules = grammar.rules(&mut findings, node, &Type::Boolean, None, "feature `a`");
    assert_eq!(findings.into_sorted(), []);
    let rules = rules.expect("a list");
    assert_eq!(rules[0].serve, Serve::Value(Value::Boolean(true)));
    let tests = &rules[0].when.as_ref().expect("a condition").tests;
    let germany = Matcher::Is(Operand::String("DE".to_owned()));
    assert_eq!(tests, &[Test::Attribute(0, germany), Test::Segment(0)]);
}

#[test]
fn dates_as_text_where_the_format_has_no_other() {
    let manifest = parse("[context]\nborn = \"datetime\"\n").manifest;
    let lines = Lines::new("");
    let grammar = Grammar::new(&manifest.attributes, [], &lines, Dates::Text);
    let (table, _) = Table::from_toml("x = { born = \"2026-01-01t09:00:00+02:00\" }");
    let mut findings = Findings::new();
    let condition = grammar.condition(&mut findings, &table.entries[0].value, "segment `x`");
    assert_eq!(findings.into_sorted(), []);
    let moment = Operand::Datetime("2026-01-01T09:00:00+02:00".to_owned());
    assert_eq!(
        condition.expect("a condition").tests,
        [Test::Attribute(0, Matcher::Is(moment))]
    );
}

#[test]
fn null_is_no_value() {
    let node = Node {
        kind: Kind::Null,
        span: 0..0,
    };
    let findings = check_value(&node, &Type::String, None, "`default`").expect_err("no string");
    assert_eq!(
        findings[0].message,
        "`default` must be a string, found null"
    );
}

#[test]
fn entries_are_in_the_order_of_the_text() {
    let (table, _) = Table::from_toml("z = 1\na = 2\n[m]\ny = 1\nb.c = 2\n[k]\n");
    let names: Vec<&str> = table
        .entries
        .iter()
        .map(|entry| entry.name.as_ref())
        .collect();
    assert_eq!(names, ["z", "a", "m", "k"]);
    let inner = table
        .get("m")
        .and_then(|entry| entry.value.as_table())
        .expect("a table");
    let names: Vec<&str> = inner
        .entries
        .iter()
        .map(|entry| entry.name.as_ref())
        .collect();
    assert_eq!(names, ["y", "b"]);
}

#[test]
fn integers_of_every_radix() {
    let (table, _) = Table::from_toml("a = 1_000\nb = 0xff\nc = 0o17\nd = 0b11\ne = +7\nf = -7\n");
    let kinds: Vec<&Kind<'_>> = table
        .entries
        .iter()
        .map(|entry| &entry.value.kind)
        .collect();
    let expected = [1000, 255, 15, 3, 7, -7].map(Kind::Integer);
    assert_eq!(kinds, expected.iter().collect::<Vec<_>>());
}

#[test]
fn integers_beyond_64_bits_are_kept_as_written() {
    let (table, _) = Table::from_toml("a = 0xffff_ffff_ffff_ffff_f\n");
    assert_eq!(
        table.entries[0].value.kind,
        Kind::BigInteger("0xffff_ffff_ffff_ffff_f".into())
    );
}
