use expect_test::{Expect, expect};
use flags_minijinja::Features;
use minijinja::{Environment, Value, context};
use typed_flags::{Flags, MemoryProvider, NoopProvider, Scope};

use crate::{library_features, my_features};

/// Renders a template with the features of this file's registry, as nobody in particular.
#[track_caller]
fn check(template: &str, expected: &str) {
    let mut environment = Environment::new();
    Features::of([&my_features::REGISTRY])
        .with_flags(Flags::new(NoopProvider))
        .register(&mut environment);
    let rendered = environment.render_str(template, context! {});
    assert_eq!(rendered.expect("the template renders"), expected);
}

#[track_caller]
fn check_error(template: &str, expected: &Expect) {
    let mut environment = Environment::new();
    Features::of([&my_features::REGISTRY])
        .with_flags(Flags::new(NoopProvider))
        .register(&mut environment);
    let error = environment
        .render_str(template, context! {})
        .expect_err("the template does not render");
    expected.assert_eq(&error.to_string());
}

#[test]
fn a_boolean_is_a_condition() {
    check(
        "{% if feature.enable_crazy_feature %}crazy{% else %}calm{% endif %}",
        "calm",
    );
    check(
        "{% if not feature.enable_crazy_feature %}calm{% endif %}",
        "calm",
    );
}

#[test]
fn a_variant_is_its_name() {
    check(
        "{{ feature.checkout_button }} {{ feature.checkout_button == 'red' }}",
        "red True",
    );
}

#[test]
fn numbers_can_be_calculated_with() {
    // 25 + 1 and 0.5 * 3.
    check(
        "{{ feature.max_upload_mb + 1 }} {{ feature.discount * 3 }}",
        "26 1.5",
    );
}

#[test]
fn a_table_has_its_fields() {
    check(
        "{{ feature.search_limits.max_results }}: {{ feature.search_limits.sorts | join(', ') }}",
        "50: price, name",
    );
}

#[test]
fn a_string_is_escaped_as_any_other_text_of_a_page() {
    let mut environment = Environment::new();
    Features::of([&my_features::REGISTRY]).register(&mut environment);
    let page = environment.render_named_str("home.html", "{{ feature.motto }}", context! {});
    assert_eq!(page.expect("it renders"), "Fish &amp; &lt;chips&gt;");
}

#[test]
fn a_frozen_feature_is_its_default() {
    check("{{ feature.new_kernel }}", "True");
}

#[test]
fn a_key_that_is_no_name_is_also_known_with_underscores() {
    check(
        "{{ feature.new_checkout }} {{ feature['new-checkout'] }}",
        "True True",
    );
}

#[test]
fn the_keys_can_be_listed() {
    check(
        "{% for key in feature %}{{ key }} {% endfor %}",
        "checkout_button discount enable_crazy_feature max_upload_mb motto new-checkout new_kernel \
         search_limits staff_menu ",
    );
}

#[test]
fn an_unknown_name_is_an_error_even_in_a_condition() {
    check_error(
        "{% if feature.enable_crazy_featur %}x{% endif %}",
        &expect![[r#"
            undefined value: no feature `enable_crazy_featur` in registry `shop`; did you mean `enable_crazy_feature`? (in <string>:1)"#]],
    );
    check_error(
        "{{ feature.weather is defined }}",
        &expect![[
            r#"undefined value: no feature `weather` in registry `shop`; declare it in `features.toml` (in <string>:1)"#
        ]],
    );
    check_error(
        "{{ feature[7] }}",
        &expect![[
            r#"undefined value: a feature is named by a string, not by number (in <string>:1)"#
        ]],
    );
}

#[test]
fn an_unknown_field_of_a_table_is_an_error_too() {
    check_error(
        "{% if feature.search_limits.max_result %}x{% endif %}",
        &expect![
            "undefined value: feature `search_limits` has no field `max_result`; did you mean `max_results`? (in <string>:1)"
        ],
    );
    check_error(
        "{{ feature['search_limits']['colour'] }}",
        &expect![
            "undefined value: feature `search_limits` has no field `colour`; it has `max_results`, `sorts` (in <string>:1)"
        ],
    );
    check_error(
        "{% set limits = feature.search_limits %}{{ limits[7] }}",
        &expect!["undefined value: a field is named by a string, not by number (in <string>:1)"],
    );
}

#[test]
fn the_fields_of_a_table_can_be_listed() {
    check(
        "{% for key, value in feature.search_limits | items %}{{ key }}={{ value }} {% endfor %}\
         {{ feature.search_limits }}",
        "max_results=50 sorts=['price', 'name'] {'max_results': 50, 'sorts': ['price', 'name']}",
    );
}

#[test]
fn a_retired_name_says_so() {
    check_error(
        "{{ feature.power_peg }}",
        &expect![[
            r#"undefined value: feature `power_peg` was retired on 2026-03-01, its value is true: delete the check (in <string>:1)"#
        ]],
    );
}

#[test]
fn a_subject_of_its_own_goes_before_the_ambient_one() {
    let environment = Environment::new();
    let staff_menu = |features: Features| {
        environment
            .render_str(
                "{{ feature.staff_menu }}",
                context! { feature => Value::from_object(features) },
            )
            .expect("it renders")
    };
    let features = Features::of([&my_features::REGISTRY]);
    let member = my_features::Context::new("ada").is_staff(true);
    assert_eq!(
        staff_menu(features.clone().for_context(member.clone())),
        "True"
    );
    assert_eq!(staff_menu(features.clone()), "False");
    let flags = Flags::new(MemoryProvider::new());
    assert_eq!(
        staff_menu(features.with_flags(flags).for_context(member)),
        "True"
    );
}

#[test]
fn flags_of_ones_own_answer_instead_of_the_process() {
    let memory = MemoryProvider::new();
    memory.set(
        my_features::CHECKOUT_BUTTON,
        my_features::CheckoutButton::Blue,
    );
    let mut environment = Environment::new();
    Features::of([&my_features::REGISTRY])
        .with_flags(Flags::new(memory))
        .register(&mut environment);
    let button = environment.render_str("{{ feature.checkout_button }}", context! {});
    assert_eq!(button.expect("it renders"), "blue");
}

#[test]
fn the_earlier_registry_has_a_key_of_two() {
    let mut environment = Environment::new();
    let both = [&my_features::REGISTRY, &library_features::REGISTRY];
    Features::of(both).register(&mut environment);
    Features::of([&library_features::REGISTRY])
        .named("cart")
        .register(&mut environment);
    let all = "{{ feature.enable_crazy_feature }} {{ feature.one_click }} {{ cart.enable_crazy_feature }}";
    let rendered = environment
        .render_str(all, context! {})
        .expect("it renders");
    assert_eq!(rendered, "False True True");
    let error = environment
        .render_str("{{ feature.on_click }}", context! {})
        .expect_err("misspelled");
    expect![[r#"undefined value: no feature `on_click` in the registries `shop`, `cart`; did you mean `one_click`? (in <string>:1)"#]]
        .assert_eq(&error.to_string());
}

#[test]
fn f50_a_page_is_for_the_ambient_subject_and_agrees_with_itself() {
    let memory = MemoryProvider::new();
    let flags = Flags::new(memory.clone());
    let mut environment = Environment::new();
    Features::of([&my_features::REGISTRY])
        .with_flags(flags.clone())
        .register(&mut environment);
    environment.add_function("change", move || {
        memory.set(
            my_features::CHECKOUT_BUTTON,
            my_features::CheckoutButton::Blue,
        );
        ""
    });
    let page = "{{ feature.staff_menu }} {{ feature.checkout_button }}{{ change() }} \
                {{ feature.checkout_button }}";
    let render = || {
        environment
            .render_str(page, context! {})
            .expect("it renders")
    };
    let member = my_features::Context::new("ada").is_staff(true);
    let scope = Scope::new(member).with_flags(&flags);
    assert_eq!(scope.run(render), "True red red");
    // Outside, for nobody, and with what has changed.
    assert_eq!(render(), "False blue blue");
}
