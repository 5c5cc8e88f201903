//! Texts that both accept.

use super::check_accepted;

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
        "[features.a]\ndefault = { x = 1 }\ntype-name = 'X86_64b2_3_4'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = '__X_'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = '_1'",
        "[features.a]\ndefault = { x = 1 }\ntype-name = '__'",
        "[features.a]\nconstant = '_B2'",
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

/// `text` after attributes of most types and a segment.
fn with_context(text: &str) -> String {
    format!(
        "segments.staff = {{ staff = true }}\n\
         context = {{ staff = 'bool', country = 'string', seats = 'integer', price = 'float', \
         version = 'semver', since = 'datetime', groups = 'strings', plan = ['free', 'pro'] }}\n\
         {text}\n"
    )
}
