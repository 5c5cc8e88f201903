//! The parser and the schema accept the same texts, and refuse the same.

use std::fmt::Write as _;
use std::sync::LazyLock;

use flags_manifest::reference;
use jsonschema::Validator;

use crate::{generate, json};

#[test]
fn both_accept_the_reference() {
    check_accepted(&[reference::TEXT]);
}

#[test]
fn both_accept_the_registry_of_this_repository() {
    check_accepted(&[include_str!("../../../features.toml")]);
}

#[test]
fn both_accept_tables_that_may_be_left_out() {
    check_accepted(&[
        "",
        "[registry]",
        "[policy]",
        "[context]",
        "[segments]",
        "[features]",
        "[retired]",
        "[features.a]",
        "features.a = {}",
        "policy.max-age = {}",
        "policy.require = []",
        "[features.a]\nenvironments = {}",
        "[features.a]\nneeds = []",
        "[features.a]\nrules = []",
    ]);
}

#[test]
fn both_accept_every_type_of_feature() {
    check_accepted(&[
        "[features.a]\ndefault = true",
        "[features.a]\ndefault = -7",
        "[features.a]\ndefault = 0x1F",
        "[features.a]\ndefault = 9223372036854775807",
        "[features.a]\ndefault = 0.5",
        "[features.a]\ndefault = 1e3",
        "[features.a]\ndefault = ''",
        "[features.a]\ndefault = 'x'\nvariants = ['x']",
        "[features.a]\ndefault = 'x'\nvariants = ['x', 'y']\ntype-name = 'Axis'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = 'Point'",
        "[features.a]\ndefault = { x = { y = { z = 1 } } }",
        "[features.a]\ndefault = { x = ['p', 'q'], y = [1, 2], z = [true], w = [0.5] }",
        "[features.a]\ndefault = 5\nrange = [1, 9]",
        "[features.a]\ndefault = 0.5\nrange = [0.0, 1.0]",
        "[features.a]\ndefault = 1\nrange = [1, 1]",
        "[features.a]\nfrozen = true",
        "[features.a]\nfrozen = false\nneeds = []",
        "[features.a]\nfrozen = true\ndefault = 'x'\nvariants = ['x']",
    ]);
}

#[test]
fn both_accept_keys_as_vendors_have_them() {
    check_accepted(&[
        "[features.new-checkout]",
        "[features.newCheckout]",
        "[features.'new.checkout']",
        "[features.NEW_CHECKOUT_2]",
        "[features.a]\nprovider-key = 'team/a b'",
        "[features.a]\nconstant = 'OTHER'",
    ]);
}

#[test]
fn both_accept_environments() {
    check_accepted(&[
        "registry.environments = ['production']",
        "registry.environments = ['qa', 'production']\nfeatures.a.environments.qa = true",
        "features.a.environments = { testing = true, staging = false }",
        "features.a.environments.testing = { default = true }",
        "features.a.environments.testing = { rules = [{ rollout = 10 }] }",
        "[features.a]\ndefault = { x = 1 }\nenvironments.testing = { default = { x = 2 } }",
    ]);
}

#[test]
fn both_accept_rules() {
    for rule in [
        "serve = true",
        "rollout = 0",
        "rollout = 100",
        "rollout = 12.5, salt = 'x'",
        "rollout = 10, by = 'country'",
        "rollout = 10, value = false",
        "rollout = { percent = 5 }",
        "rollout = { percent = 5 }, value = true",
        "split = { true = 50, false = 50 }",
        "split = { true = 33.3, false = 66.7 }, by = 'country', salt = 'x'",
        "ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00+01:00, start = 0, end = 100 }",
        "when = { segment = 'staff' }, serve = true",
        "when = { country = 'DE' }, rollout = 10",
    ] {
        check_accepted(&[&with_context(&format!(
            "[features.a]\nrules = [{{ {rule} }}]"
        ))]);
    }
}

#[test]
fn both_accept_conditions() {
    for condition in [
        "staff = true",
        "seats = 5",
        "price = 0.5",
        "country = 'DE'",
        "country = ['DE', 'AT']",
        "plan = 'pro'",
        "groups = 'testers'",
        "groups = ['testers', 'friends']",
        "version = { semver = '>=2.1' }",
        "country = { not = 'DE' }",
        "country = { not = ['DE'] }",
        "country = { not = { starts-with = 'D' } }",
        "country = { not-in = ['DE'] }",
        "country = { starts-with = ['D', 'A'], ends-with = 'E', contains = 'x', matches = '^[A-Z]+$' }",
        "seats = { gt = 1, lte = 5 }",
        "price = { gte = 0.5, lt = 1.5 }",
        "since = { before = 2026-12-01T09:00:00Z, after = 2025-12-01T09:00:00-05:00 }",
        "country = { exists = false }",
        "segment = 'staff'",
        "any = [{ country = 'DE' }, { segment = 'staff' }]",
        "all = [{ any = [{ country = 'DE' }] }, { none = [{ seats = 1 }] }]",
    ] {
        check_accepted(&[&with_context(&format!("segments.s = {{ {condition} }}"))]);
    }
}

#[test]
fn both_accept_every_type_of_attribute() {
    check_accepted(&[
        "context = { a = 'bool', b = 'string', c = 'integer', d = 'float', e = 'semver' }",
        "context = { a = 'datetime', b = 'strings', c = ['x', 'y'] }",
        "context.a = { type = 'string' }",
        "context.a = { type = ['x', 'y'], private = true }",
    ]);
}

#[test]
fn both_accept_retired_features() {
    check_accepted(&[
        "retired.a = { on = 2026-01-31, value = true }",
        "retired.a = { on = 2026-01-31, value = 7, reason = 'done' }",
        "retired.a = { on = 2026-01-31, value = 0.5 }",
        "retired.a = { on = 2026-01-31, value = 'x', variants = ['x', 'y'] }",
        "retired.a = { on = 2026-01-31, value = 'x', constant = 'OLD' }",
    ]);
}

#[test]
fn both_refuse_unknown_keys() {
    check_refused(&[
        "feature.a = {}",
        "registry.nmae = 'shop'",
        "policy.expire = 'warn'",
        "policy.max-age = { relaese = 90 }",
        "context.a = { type = 'string', privat = true }",
        "[features.a]\ndefualt = true",
        "[features.a]\nkebab_case = 1",
        "[features.a]\nprovider_key = 'x'",
        "features.a.environments.testing = { defualt = true }",
        "[features.a]\nrules = [{ serv = true }]",
        "[features.a]\nrules = [{ rollout = { percent = 5, salz = 'x' } }]",
        "[features.a]\nrules = [{ rollout = { percent = 5, value = true } }]",
        "[features.a]\nrules = [{ ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 9, by = 'x' } }]",
        "context.a = 'string'\nsegments.s = { a = { start-with = 'x' } }",
        "retired.a = { on = 2026-01-31, value = true, why = 'done' }",
    ]);
}

#[test]
fn both_refuse_values_of_another_type() {
    check_refused(&[
        "registry = 'shop'",
        "registry.name = 7",
        "registry.environments = 'production'",
        "policy.require = 'owner'",
        "policy.every-environment = 'yes'",
        "policy.max-age = 90",
        "policy.max-age = { release = '90 days' }",
        "context = ['a']",
        "context.a = true",
        "segments.s = 'staff'",
        "features = ['a']",
        "features.a = true",
        "[features.a]\ndescription = true",
        "[features.a]\nowner = ['x']",
        "[features.a]\nissue = 12",
        "[features.a]\ncreated = 'yesterday'",
        "[features.a]\nexpires = 2027",
        "[features.a]\ndefault = []",
        "[features.a]\ndefault = [1, 2]",
        "[features.a]\ndefault = nan",
        "[features.a]\ndefault = inf",
        "[features.a]\nfrozen = 'yes'",
        "[features.a]\nneeds = 'b'\n[features.b]",
        "[features.a]\nrules = true",
        "[features.a]\nrules = [true]",
        "[features.a]\nenvironments = true",
        "[features.a]\nenvironments.testing = [true]",
        "[features.a]\nvariants = 'x'\ndefault = 'x'",
        "[features.a]\nvariants = [1, 2]\ndefault = 1",
        "[features.a]\nvariants = ['x', 'y']\ndefault = 1",
        "[features.a]\ndefault = 5\nrange = 9",
        "retired.a = true",
        "retired.a = { on = 'long ago', value = true }",
        "retired.a = { on = 2026-01-31, value = [1] }",
    ]);
}

#[test]
fn both_refuse_words_that_are_not_in_the_set() {
    check_refused(&[
        "policy.expired = 'deny'",
        "policy.require = ['onwer']",
        "context.a = 'text'",
        "context.a = { type = 'int' }",
        "[features.a]\nkind = 'relase'",
        "[features.a]\nkind = 'kill_switch'",
        "registry.environments = ['development', 'staging']",
    ]);
}

#[test]
fn both_refuse_what_is_incomplete() {
    check_refused(&[
        "context.a = { private = true }",
        "[features.a]\nvariants = ['x', 'y']",
        "[features.a]\nrange = [1, 9]",
        "[features.a]\ndefault = 5\nrange = [1]",
        "[features.a]\nrules = [{}]",
        "[features.a]\nrules = [{ value = true }]",
        "[features.a]\nrules = [{ rollout = {} }]",
        "[features.a]\nrules = [{ ramp = { from = 2026-12-01T09:00:00Z, start = 0, end = 9 } }]",
        "retired.a = { value = true }",
        "retired.a = { on = 2026-01-31 }",
    ]);
}

#[test]
fn both_refuse_what_is_empty() {
    check_refused(&[
        "registry.environments = []",
        "context.a = []",
        "segments.s = {}",
        "segments.s = { any = [] }",
        "segments.s = { all = [] }",
        "segments.s = { none = [] }",
        "segments.s = { any = [{}] }",
        "context.a = 'string'\nsegments.s = { a = [] }",
        "context.a = 'string'\nsegments.s = { a = {} }",
        "context.a = 'string'\nsegments.s = { a = { not-in = [] } }",
        "context.a = 'string'\nsegments.s = { a = { not = [] } }",
        "context.a = 'string'\nsegments.s = { a = { contains = [] } }",
        "[features.'']",
        "[features.a]\nvariants = []\ndefault = 'x'",
        "[features.a]\nvariants = ['']\ndefault = ''",
        "[features.a]\ndefault = {}",
        "[features.a]\ndefault = { x = [] }",
        "[features.a]\nenvironments.testing = {}",
        "[features.a]\nrules = [{ split = {} }]",
        "registry.name = ''",
        "[features.a]\ndescription = ''",
        "[features.a]\nowner = ' '",
        "[features.a]\nprovider-key = ''",
        "[features.a]\nrules = [{ rollout = 5, salt = '' }]",
    ]);
}

#[test]
fn both_refuse_what_does_not_go_together() {
    check_refused(&[
        "[features.a]\nfrozen = true\nneeds = ['b']\n[features.b]",
        "[features.a]\nfrozen = true\nrules = [{ rollout = 5 }]",
        "[features.a]\nfrozen = true\nenvironments.testing = true",
        "[features.a]\nfrozen = true\ndefault = 5",
        "[features.a]\ndefault = 'x'\nrange = [1, 9]",
        "[features.a]\ntype-name = 'A'",
        "[features.a]\ndefault = 5\ntype-name = 'A'",
        "retired.a = { on = 2026-01-31, value = 'x', type-name = 'A' }",
        "retired.a = { on = 2026-01-31, value = true, variants = ['x'] }",
        "[features.a]\nrules = [{ serve = true, rollout = 5 }]",
        "[features.a]\nrules = [{ rollout = 5, split = { true = 50, false = 50 } }]",
        "[features.a]\nrules = [{ serve = true, value = true }]",
        "[features.a]\nrules = [{ serve = true, salt = 'x' }]",
        "[features.a]\nrules = [{ rollout = { percent = 5, salt = 'x' }, salt = 'x' }]",
        "context.c = 'string'\n[features.a]\nrules = [{ rollout = { percent = 5, by = 'c' }, by = 'c' }]",
        "[features.a]\nrules = [{ split = { true = 50, false = 50 }, value = true }]",
    ]);
}

#[test]
fn both_refuse_what_is_out_of_bounds_or_twice() {
    check_refused(&[
        "[features.a]\nrules = [{ rollout = -1 }]",
        "[features.a]\nrules = [{ rollout = 101 }]",
        "[features.a]\nrules = [{ rollout = nan }]",
        "[features.a]\nrules = [{ rollout = { percent = 100.5 } }]",
        "[features.a]\nrules = [{ split = { true = 150, false = -50 } }]",
        "[features.a]\ndefault = 9223372036854775808",
        "[features.a]\ndefault = 5\nrange = [1, 5, 9]",
        "[features.a]\nvariants = ['x', 'x']\ndefault = 'x'",
        "registry.environments = ['production', 'production']",
        "policy.max-age = { release = -1 }",
        "context.a = ['x', 'x']",
        "policy.require = ['owner', 'owner']",
        "policy.max-age = { release = 0 }",
    ]);
}

#[test]
fn both_refuse_names_that_cannot_be() {
    check_refused(&[
        "[features.'two words']",
        "[features.2fast]",
        "[features.'shop/a']",
        "[features.'grün']",
        "[features.a]\nneeds = ['!!b']\n[features.b]",
        "[features.a]\nconstant = 'TWO WORDS'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = 'two-words'",
        "[features.a]\ndefault = { 'two words' = 1 }",
        "context.is-staff = 'bool'",
        "context.Staff = 'bool'",
        "features.env = {}",
        "features.file = {}",
        "registry.name = 'my shop'",
        "registry.environments = ['production', 'pre production']",
        "segments.'' = { segment = 'x' }",
        "context.a = ['two words']",
        "[features.a]\nvariants = ['2nd']\ndefault = '2nd'",
        "retired.'two words' = { on = 2026-01-31, value = true }",
    ]);
}

#[test]
fn both_refuse_points_in_time_without_offset() {
    check_refused(&[
        "context.a = 'datetime'\nsegments.s = { a = { before = 2026-12-01T09:00:00 } }",
        "context.a = 'datetime'\nsegments.s = { a = { after = 2026-12-01 } }",
        "[features.a]\nrules = [{ ramp = { from = 2026-12-01T09:00:00, to = 2026-12-08T09:00:00Z, start = 0, end = 9 } }]",
        "[features.a]\ncreated = 2026-12-01T09:00:00Z",
    ]);
}

#[test]
fn both_refuse_attributes_with_a_reserved_name() {
    let schema = generate::schema();
    let reserved = &schema["properties"]["context"]["propertyNames"]["not"]["enum"];
    let names = reserved.as_array().expect("the schema lists them");
    for name in names {
        check_refused(&[&format!(
            "context.{} = 'string'",
            name.as_str().expect("a name")
        )]);
    }
    assert!(
        names.len() >= 4,
        "at least the words of conditions: {names:?}"
    );
}

/// `text` after attributes of most types and a segment.
fn with_context(text: &str) -> String {
    format!(
        "segments.staff = {{ staff = true }}\n\
         context = {{ staff = 'bool', country = 'string', seats = 'integer', price = 'float', \
         version = 'semver', since = 'datetime', groups = 'strings', plan = ['free', 'pro'] }}\n\
         {text}\n"
    )
}

#[track_caller]
fn check_accepted(texts: &[&str]) {
    let mut wrong = String::new();
    for text in texts {
        for error in schema_errors(text) {
            let _ = writeln!(wrong, "the schema refuses ({error}):\n{text}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[track_caller]
fn check_refused(texts: &[&str]) {
    let mut wrong = String::new();
    for text in texts {
        assert!(json::from_toml(text).is_some(), "this is no TOML:\n{text}");
        if schema_errors(text).is_empty() {
            let _ = writeln!(wrong, "the schema accepts:\n{text}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the schema has against a text, each with its place.
fn schema_errors(text: &str) -> Vec<String> {
    let Some(instance) = json::from_toml(text) else {
        return vec!["this is no TOML".to_owned()];
    };
    VALIDATOR
        .iter_errors(&instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&generate::schema())
        .expect("the schema is a schema")
});
