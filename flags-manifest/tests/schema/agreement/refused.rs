//! Texts that both refuse.

use super::check_refused;
use crate::generate;

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
        "[features.a]\nneeds = ['b', 'b']\n[features.b]",
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
        "[features.a]\nconstant = 'lower'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = 'two-words'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = 'lower_case'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = 'Upper_Case'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = 'A1__2'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = '1A'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = '_a'",
        "[retired]\na = { on = 2026-01-31, value = true, constant = 'lower' }",
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
    let of_conditions = schema["definitions"]["Condition"]["properties"].as_object();
    for word in of_conditions
        .expect("conditions have words of their own")
        .keys()
    {
        assert!(
            names.iter().any(|name| name == word),
            "`{word}` is not reserved"
        );
    }
}
