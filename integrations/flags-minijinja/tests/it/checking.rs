use expect_test::{Expect, expect};
use flags_minijinja::Features;
use minijinja::Environment;

use crate::my_features;

#[track_caller]
fn check(source: &str, expected: &Expect) {
    let mut environment = Environment::new();
    environment
        .add_template("page.html", source)
        .expect("the template parses");
    let findings = match Features::of([&my_features::REGISTRY]).check(&environment) {
        Ok(()) => String::new(),
        Err(findings) => findings.to_string(),
    };
    expected.assert_eq(&findings);
}

#[test]
fn what_is_declared_passes() {
    check(
        "{% if feature.new_checkout and feature['new-checkout'] %}\
         {{ feature.search_limits.max_results }}{{ feature.checkout_button | upper }}{% endif %}",
        &expect![[""]],
    );
}

#[test]
fn a_misspelled_name_is_found_with_its_line() {
    check(
        "<p>feature.nonsense is only text</p>\n\n{% if feature.enable_crazy_featur %}x{% endif %}\n",
        &expect![[
            r#"page.html:3: no feature `enable_crazy_featur` in registry `shop`; did you mean `enable_crazy_feature`?"#
        ]],
    );
}

#[test]
fn all_mistakes_come_at_once() {
    check(
        "{{ feature.a_b_c }}\n{% if true %}{{ other.thing }}\n{{ feature['staf_menu'] }}{% endif %}\n\
         {{ feature.power_peg }}\n{{ feature . checkout_buton }}",
        &expect![[r#"
            page.html:1: no feature `a_b_c` in registry `shop`; declare it in `features.toml`
            page.html:3: no feature `staf_menu` in registry `shop`; did you mean `staff_menu`?
            page.html:4: feature `power_peg` was retired on 2026-03-01, its value is true: delete the check
            page.html:5: no feature `checkout_buton` in registry `shop`; did you mean `checkout_button`?"#]],
    );
}

#[test]
fn the_fields_of_tables_are_checked_too() {
    check(
        "{{ feature.search_limits.max_result }}{{ feature.search_limits.colour }}\n\
         {{ feature.motto.length }}",
        &expect![[r#"
            page.html:1: feature `search_limits` has no field `colour`; it has `max_results`, `sorts`
            page.html:1: feature `search_limits` has no field `max_result`; did you mean `max_results`?
            page.html:2: feature `motto` is a string, which has no field `length`"#]],
    );
}

#[test]
fn a_field_may_be_a_subscript() {
    check(
        "{{ feature.search_limits['sorts'] }}{{ feature['search_limits'].max_results }}\n\
         {{ feature.search_limits['max_result'] }}\n\
         {{ feature['search_limits'] .colour }}\n\
         {{ feature [ 'search_limits' ] [ \"sort\" ] }}{{ feature['motto']['length'] }}",
        &expect![[r#"
            page.html:2: feature `search_limits` has no field `max_result`; did you mean `max_results`?
            page.html:3: feature `search_limits` has no field `colour`; it has `max_results`, `sorts`
            page.html:4: feature `motto` is a string, which has no field `length`
            page.html:4: feature `search_limits` has no field `sort`; did you mean `sorts`?"#]],
    );
    check(
        "{% for feature in products %}{{ feature.search_limits['price'] }}{% endfor %}",
        &expect![[""]],
    );
}

#[test]
fn a_variable_of_the_template_with_that_name_is_no_feature() {
    check(
        "{% for feature in products %}{{ feature.price }}{% endfor %}",
        &expect![[""]],
    );
}

#[test]
fn words_that_only_end_alike_are_not_features() {
    check(
        "{{ my_feature['x'] }}{{ page.feature['y'] }}{{ feature['staff_menu'] }} feature['z']",
        &expect![[""]],
    );
}

#[test]
fn an_environment_without_templates_does_not_pass() {
    let findings = Features::of([&my_features::REGISTRY])
        .check(&Environment::new())
        .expect_err("nothing was checked");
    expect![
        "(environment): no template is loaded yet; name those of the loader with `check_templates`"
    ]
    .assert_eq(&findings.to_string());
}

#[test]
fn templates_of_a_loader_are_checked_by_name() {
    let mut environment = Environment::new();
    environment.set_loader(|name| {
        Ok(match name {
            "good.html" => Some("{{ feature.motto }}".to_owned()),
            "bad.html" => Some("\n{{ feature.moto }}".to_owned()),
            "broken.html" => Some("{% if %}".to_owned()),
            _ => None,
        })
    });
    let names = ["good.html", "bad.html", "broken.html", "missing.html"];
    let findings = Features::of([&my_features::REGISTRY])
        .check_templates(&environment, names)
        .expect_err("three are wrong");
    expect![[r#"
        bad.html:2: no feature `moto` in registry `shop`; did you mean `motto`?
        broken.html:1: syntax error: unexpected end of block
        missing.html: template not found: template "missing.html" does not exist"#]]
    .assert_eq(&findings.to_string());
    let lines: Vec<_> = findings
        .as_slice()
        .iter()
        .map(|finding| finding.line())
        .collect();
    assert_eq!(lines, [Some(2), Some(1), None]);
}
