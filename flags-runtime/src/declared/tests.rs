use std::any::Any;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::read;
use crate::{Field, FieldType, Rule, TableType, Value, ValueType};

fn build(_: &Value) -> Option<Arc<dyn Any + Send + Sync>> {
    None
}

fn shown(table: &TableType) -> String {
    let field = |field: &Field| match field.ty() {
        FieldType::Scalar(scalar) => format!("{}: {}", field.name(), scalar.name()),
        FieldType::List(scalar) => format!("{}: list of {}", field.name(), scalar.name()),
        FieldType::Table(inner) => format!("{}: {}", field.name(), shown(inner)),
    };
    let fields: Vec<_> = table.fields().iter().map(field).collect();
    format!("{} {{ {} }}", table.type_name(), fields.join(", "))
}

fn lines(rules: &[Rule]) -> String {
    let rules: Vec<_> = rules.iter().map(|rule| format!("{rule:?}")).collect();
    rules.join("\n")
}

/// What a text says of its first feature.
#[track_caller]
fn check(types: &str, feature: &str, expected: Expect) {
    let text = format!("{types}\n0\n1\n{feature}\n").leak();
    let read = read(text, &[build, build]);
    let [feature] = read.features.as_slice() else {
        panic!("one feature was written");
    };
    let ty = match feature.value_type {
        ValueType::Variants(variants) => {
            format!("{} of {:?}", variants.type_name(), variants.names())
        }
        ValueType::Table(table) => shown(table),
        other => other.name().to_owned(),
    };
    let mut out = format!(
        "line {}, {}: {ty}, {}\n{:?} {:?} {:?} {:?} {:?} {:?}\n",
        feature.line,
        feature.constant,
        feature.default,
        feature.description,
        feature.owner,
        feature.issue,
        feature.kind.map(|kind| kind.as_str()),
        feature.created.map(|day| day.to_string()),
        feature.expires.map(|day| day.to_string()),
    );
    for (said, what) in [
        (
            feature.provider_key.is_some(),
            format!("{:?}", feature.provider_key),
        ),
        (!feature.variable.is_empty(), feature.variable.to_owned()),
        (feature.range.is_some(), format!("{:?}", feature.range)),
        (!feature.needs.is_empty(), format!("{:?}", feature.needs)),
        (
            !feature.environments.is_empty(),
            format!("{:?}", feature.environments),
        ),
        (!feature.rules.is_empty(), lines(feature.rules)),
        (
            !feature.rules_in.is_empty(),
            format!("{:?}", feature.rules_in),
        ),
        (feature.frozen, "frozen".to_owned()),
    ] {
        if said {
            out.push_str(&what);
            out.push('\n');
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn a_boolean_of_which_nothing_else_is_said() {
    check(
        "0",
        "2 5:CRAZY boolean true 0: 0: 0: 0 0 0 end",
        expect![[r#"
            line 2, CRAZY: a boolean, true
            "" "" "" None None None
        "#]],
    );
}

#[test]
fn texts_may_hold_spaces_colons_and_ends_of_lines() {
    check(
        "0",
        "2 5:GREET text 8:say: \"hi 10:one\ntwo ü 3:a b 0: 1 20260301 20270630 end",
        expect![[r#"
            line 2, GREET: a string, "say: \"hi"
            "one\ntwo ü" "a b" "" Some("release") Some("2026-03-01") Some("2027-06-30")
        "#]],
    );
}

#[test]
fn whatever_can_be_said_of_a_number() {
    check(
        "0",
        "9 3:MAX integer -25 0: 0: 0: 5 0 0 known-as 3:max read-from 9:FLAGS_MAX \
         range integer -500 integer 1 needs 3 needs-not 4 in 2 integer 7 rules-in 1 0 frozen end",
        expect![[r#"
            line 9, MAX: an integer, -25
            "" "" "" Some("permission") None None
            Some("max")
            FLAGS_MAX
            Some((Integer(-500), Integer(1)))
            [Need { feature: 3, negated: false }, Need { feature: 4, negated: true }]
            [(2, Integer(7))]
            [(1, [])]
            frozen
        "#]],
    );
}

#[test]
fn a_closed_set() {
    check(
        "1\nvariants 6:Button 2 3:red 9:dark-blue",
        "2 6:BUTTON own 0 text 9:dark-blue 0: 0: 0: 0 0 0 end",
        expect![[r#"
            line 2, BUTTON: Button of ["red", "dark-blue"], "dark-blue"
            "" "" "" None None None
        "#]],
    );
}

#[test]
fn a_table_in_a_table() {
    check(
        "2\ntable 5:Inner 1 2:on boolean\ntable 5:Outer 3 5:inner table 0 4:tags list text 5:ratio float",
        "2 5:OUTER own 1 table 3 5:inner table 1 2:on boolean true 4:tags list 2 text 1:a text 1:b \
         5:ratio float 1e-7 0: 0: 0: 0 0 0 end",
        expect![[r#"
            line 2, OUTER: Outer { inner: Inner { on: a boolean }, tags: list of a string, ratio: a float }, { inner = { on = true }, tags = ["a", "b"], ratio = 1e-7 }
            "" "" "" None None None
        "#]],
    );
}

#[test]
fn rules_with_every_way_to_serve() {
    check(
        "0",
        "2 1:A boolean false 0: 0: 0: 0 0 0 rules 4 \
         3 serve boolean true when 1 segment 0 end \
         4 rollout 12500 boolean true by 2 salt 6:autumn end \
         5 split 2 boolean true 50000 boolean false 50000 end \
         6 ramp 1000 2000 0 100000 boolean true end end",
        expect![[r#"
            line 2, A: a boolean, false
            "" "" "" None None None
            Rule { when: Some(Condition { tests: [Segment(0)] }), serve: Value(Boolean(true)), by: None, salt: None, line: 3 }
            Rule { when: None, serve: Rollout(12500, Boolean(true)), by: Some(2), salt: Some("autumn"), line: 4 }
            Rule { when: None, serve: Split([(Boolean(true), 50000), (Boolean(false), 50000)]), by: None, salt: None, line: 5 }
            Rule { when: None, serve: Ramp(Ramp { from: Timestamp(1000), to: Timestamp(2000), start: 0, end: 100000, value: Boolean(true) }), by: None, salt: None, line: 6 }
        "#]],
    );
}

#[test]
fn conditions_with_every_matcher() {
    check(
        "0",
        "2 1:A boolean false 0: 0: 0: 0 0 0 rules 1 3 serve boolean true when 5 \
         attribute 0 is boolean true \
         attribute 1 any-of 2 text 2:DE text 2:AT \
         attribute 2 operators 13 not is variant 1 not-in 1 integer 5 gt float 0.5 gte moment 7 lt integer 1 \
         lte integer 2 starts-with 1 1:a ends-with 1 1:b contains 1 1:c matches 2:.* semver 5:>=2.1 \
         before moment 8 exists false \
         any 1 1 segment 1 \
         none 1 2 all 1 1 segment 2 attribute 3 operators 1 after moment 9 end end",
        expect![[r#"
            line 2, A: a boolean, false
            "" "" "" None None None
            Rule { when: Some(Condition { tests: [Attribute(0, Is(Boolean(true))), Attribute(1, AnyOf([Text("DE"), Text("AT")])), Attribute(2, Operators([Not([Is(Variant(1))]), NotIn([Integer(5)]), Gt(Float(0.5)), Gte(Datetime(Timestamp(7))), Lt(Integer(1)), Lte(Integer(2)), StartsWith(["a"]), EndsWith(["b"]), Contains(["c"]), Matches(".*"), Semver(">=2.1"), Before(Datetime(Timestamp(8))), Exists(false)])), Any([Condition { tests: [Segment(1)] }]), None([Condition { tests: [All([Condition { tests: [Segment(2)] }]), Attribute(3, Operators([After(Datetime(Timestamp(9)))]))] }])] }), serve: Value(Boolean(true)), by: None, salt: None, line: 3 }
        "#]],
    );
}
