use std::time::{Duration, SystemTime, UNIX_EPOCH};

use expect_test::{Expect, expect};
use flags_request::{OverrideKey, OverrideTokens, Refused};
use typed_flags::{Overridable, Override, Text, Value};

use crate::my_features::{
    ACCOUNTING, CHECKOUT_BUTTON, CheckoutButton, DISCOUNT, ENABLE_CRAZY_FEATURE, MAX_UPLOAD_MB,
    MOTTO, REGISTRY, SEARCH_LIMITS, SEE_INVOICES, SearchLimits,
};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// With Python's `hmac` and `base64`: HMAC-SHA-256 under `SECRET` of `v1.` and the claims
/// `exp=1800000000&shop%2Fenable_crazy_feature=true&shop%2Fcheckout_button=blue`.
const TOKEN: &str = "v1.ZXhwPTE4MDAwMDAwMDAmc2hvcCUyRmVuYWJsZV9jcmF6eV9mZWF0dXJlPXRydWUmc2hvcCUyRmNoZWNrb3V0X2J1dHRvbj1ibHVl.wVYWSvACkiVlS1_5H6Wy_cBqHYjwGgGRdnMMDJoogzs";

fn key() -> OverrideKey {
    OverrideKey::new(SECRET).expect("the secret is long enough")
}

fn tokens() -> OverrideTokens {
    OverrideTokens::new(key(), [&REGISTRY])
}

/// So many seconds before the tokens of these tests end.
fn before_the_end(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000 - seconds)
}

#[track_caller]
fn check_refused(token: &str, expected: Refused) {
    let refused = tokens().read(token, before_the_end(60));
    assert_eq!(refused.expect_err("it is refused"), expected);
}

#[test]
fn a_token_of_another_language_is_read() {
    let accepted = tokens()
        .read(TOKEN, before_the_end(60))
        .expect("it is good");
    expect!["overridden: enable_crazy_feature, checkout_button"].assert_eq(&accepted.to_string());
    accepted.overrides().run(|| {
        assert!(ENABLE_CRAZY_FEATURE.is_enabled());
        assert_eq!(CHECKOUT_BUTTON.get(), CheckoutButton::Blue);
    });
    assert!(!ENABLE_CRAZY_FEATURE.is_enabled());
}

#[test]
fn what_we_issue_is_what_another_language_makes() {
    let all = [
        ENABLE_CRAZY_FEATURE.set_to(true),
        CHECKOUT_BUTTON.set_to(CheckoutButton::Blue),
    ];
    assert_eq!(key().issue(all, before_the_end(0)).expect("it can"), TOKEN);
}

#[test]
fn each_type_of_value_arrives() {
    let all = [
        MAX_UPLOAD_MB.set_to(500),
        DISCOUNT.set_to(0.1),
        MOTTO.set_to(Text::from("a=b & c/d é\n")),
    ];
    let token = key().issue(all, before_the_end(0)).expect("it can");
    let accepted = tokens()
        .read(&token, before_the_end(1))
        .expect("it is good");
    assert!(accepted.set_aside().is_empty());
    accepted.overrides().run(|| {
        assert_eq!(MAX_UPLOAD_MB.get(), 500);
        assert_eq!(DISCOUNT.get(), 0.1);
        assert_eq!(MOTTO.get().as_str(), "a=b & c/d é\n");
    });
}

#[test]
fn f59_a_token_ends() {
    assert!(tokens().read(TOKEN, before_the_end(1)).is_ok());
    for late in [
        before_the_end(0),
        before_the_end(0) + Duration::from_secs(1),
    ] {
        assert_eq!(
            tokens().read(TOKEN, late).expect_err("late"),
            Refused::Expired
        );
    }
}

#[test]
fn f59_a_token_for_longer_than_allowed_is_refused() {
    let a_day = 24 * 60 * 60;
    assert!(tokens().read(TOKEN, before_the_end(a_day)).is_ok());
    let longer = tokens().read(TOKEN, before_the_end(a_day + 1));
    assert_eq!(longer.expect_err("too long"), Refused::TooLong);
    let strict = tokens().at_most(Duration::from_secs(60));
    let longer = strict.read(TOKEN, before_the_end(61));
    assert_eq!(longer.expect_err("too long"), Refused::TooLong);
}

#[test]
fn f59_whatever_is_changed_in_a_token_is_refused() {
    for position in 0..TOKEN.len() {
        let mut changed = TOKEN.as_bytes().to_vec();
        changed[position] = if changed[position] == b'A' {
            b'B'
        } else {
            b'A'
        };
        let changed = String::from_utf8(changed).expect("still ASCII");
        let refused = tokens()
            .read(&changed, before_the_end(60))
            .expect_err(&changed);
        assert!(
            matches!(refused, Refused::Signature | Refused::Malformed),
            "{changed}"
        );
    }
}

#[test]
fn f59_a_token_of_another_key_is_refused() {
    let other = OverrideKey::new("another secret of at least 32 bytes").expect("long enough");
    let token = other.issue([ENABLE_CRAZY_FEATURE.set_to(true)], before_the_end(0));
    check_refused(&token.expect("it can"), Refused::Signature);
}

#[test]
fn f59_what_is_no_token_is_refused() {
    for text in [
        "",
        ".",
        "v1",
        "v1..",
        "v2.YQ.YQ",
        "true",
        "v1.YQ.YQ=",
        "v1.é.é",
    ] {
        let refused = tokens().read(text, before_the_end(60)).expect_err(text);
        assert!(
            matches!(refused, Refused::Malformed | Refused::Signature),
            "{text}"
        );
    }
    check_refused(
        &"x".repeat(OverrideTokens::MOST_BYTES + 1),
        Refused::Malformed,
    );
}

#[test]
fn f59_a_permission_is_neither_issued_nor_taken() {
    let refused = key().issue([SEE_INVOICES.set_to(true)], before_the_end(0));
    expect!["feature `see_invoices` is a permission, and cannot be overridden from outside"]
        .assert_eq(&refused.expect_err("not issued").to_string());
    // Somebody with the key makes one all the same: see `set_aside`.
    check_set_aside(
        "shop/see_invoices",
        "true",
        &expect!["feature `see_invoices` is a permission, and cannot be overridden from outside"],
    );
}

#[test]
fn f59_what_a_permission_needs_is_neither_issued_nor_taken() {
    let refused = key().issue([ACCOUNTING.set_to(true)], before_the_end(0));
    expect!["feature `accounting` is needed by the permission `see_invoices`, and cannot be overridden from outside"].assert_eq(&refused.expect_err("not issued").to_string());
    check_set_aside(
        "shop/accounting",
        "true",
        &expect![
            "feature `accounting` is needed by the permission `see_invoices`, and cannot be overridden from outside"
        ],
    );
}

/// Reads a token that says this beside something good.
#[track_caller]
fn check_set_aside(name: &str, value: &str, expected: &Expect) {
    let claims = form_urlencoded::Serializer::new(String::new())
        .append_pair("exp", "1800000000")
        .append_pair(name, value)
        .append_pair("shop/motto", "good")
        .finish();
    let accepted = tokens()
        .read(&signed(&claims), before_the_end(60))
        .expect("the rest is good");
    assert_eq!(accepted.keys().collect::<Vec<_>>(), ["motto"]);
    expected.assert_eq(&accepted.set_aside().join("\n"));
}

/// A token with these claims, by hand.
fn signed(claims: &str) -> String {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
    use hmac::{Hmac, KeyInit as _, Mac as _};

    let signed = format!("v1.{}", BASE64.encode(claims));
    let mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    let signature = mac.chain_update(&signed).finalize().into_bytes();
    format!("{signed}.{}", BASE64.encode(signature))
}

#[test]
fn what_cannot_be_is_set_aside_alone() {
    check_set_aside("shop/gone", "true", &expect!["no feature `shop/gone` here"]);
    check_set_aside("cart/motto", "x", &expect!["no feature `cart/motto` here"]);
    check_set_aside("motto", "x", &expect!["no feature `motto` here"]);
    check_set_aside(
        "shop/enable_crazy_feature",
        "yes",
        &expect!["feature `enable_crazy_feature` is a boolean, not `yes`"],
    );
    check_set_aside(
        "shop/new_kernel",
        "false",
        &expect![
            "feature `new_kernel` is frozen: it was decided at build, and cannot be overridden"
        ],
    );
    check_set_aside(
        "shop/max_upload_mb",
        "501",
        &expect!["feature `max_upload_mb` must be an integer from 1 to 500, found 501"],
    );
    check_set_aside(
        "shop/checkout_button",
        "mauve",
        &expect![[
            r#"feature `checkout_button` must be one of `red`, `green`, `blue`, found "mauve""#
        ]],
    );
    check_set_aside(
        "shop/search_limits",
        "{}",
        &expect!["feature `search_limits` is a table, not `{}`"],
    );
}

#[test]
fn claims_without_a_good_end_are_refused() {
    for claims in [
        "",
        "shop%2Fmotto=x",
        "exp=soon",
        "exp=-1",
        "exp=99999999999999999999",
        "shop%2Fmotto=x&exp=1800000000",
    ] {
        check_refused(&signed(claims), Refused::Malformed);
    }
    check_refused(&signed("exp=18446744073709551615"), Refused::Malformed);
}

#[test]
fn one_key_replaces_another() {
    let new = OverrideKey::new("the new secret of at least 32 bytes").expect("long enough");
    let both = OverrideTokens::new(new, [&REGISTRY]).or(key());
    assert!(both.read(TOKEN, before_the_end(60)).is_ok());
}

#[test]
fn a_table_is_not_issued() {
    let limits = SEARCH_LIMITS.set_to(SearchLimits { max_results: 1 });
    let refused = key()
        .issue([limits], before_the_end(0))
        .expect_err("not issued");
    expect!["feature `search_limits` is a table, which a token cannot hold"]
        .assert_eq(&refused.to_string());
}

#[test]
fn a_short_key_is_no_key() {
    let weak = OverrideKey::new("secret").expect_err("too short");
    expect!["a key for overrides has at least 32 random bytes, this one has 6"]
        .assert_eq(&weak.to_string());
}

#[test]
fn f55_a_key_does_not_show_itself() {
    assert_eq!(format!("{:?}", key()), "OverrideKey(***)");
    assert!(!format!("{:?}", tokens()).contains(&SECRET[..8]));
}

#[test]
fn values_are_checked_as_everywhere() {
    let outside = Override::from_outside(MAX_UPLOAD_MB.info(), &Value::Integer(0));
    assert!(outside.is_err());
}

/// The keys that a request with these headers overrides.
#[track_caller]
fn check_request(header: Option<&str>, cookies: &[&str], expected: Option<&str>) {
    let found = tokens().of_request(header, cookies.iter().copied(), before_the_end(60));
    let told = found.map(|read| read.expect("the token is good").to_string());
    assert_eq!(told.as_deref(), expected);
}

#[test]
fn a_request_brings_its_token_in_a_header_or_a_cookie() {
    let other = key().issue([MOTTO.set_to(Text::from("x"))], before_the_end(0));
    let other = other.expect("it can");
    let cookie = format!("session=a=b; flags_override={other} ; theme=dark");
    check_request(None, &[], None);
    check_request(None, &["theme=dark", "x"], None);
    check_request(None, &["theme=dark", &cookie], Some("overridden: motto"));
    check_request(
        Some(TOKEN),
        &[&cookie],
        Some("overridden: enable_crazy_feature, checkout_button"),
    );
    check_request(Some(""), &[&cookie], None);
    check_request(None, &["flags_override="], None);
}
