//! Registries that are made at run time.

use expect_test::expect;
use flags_file::{feature, registry_from_text};
use flags_runtime::{Anonymous, Date, FeatureKind, Flags, Need, NoopProvider, Text, Value};

use crate::world::{SHOP, registry};

#[test]
fn a_registry_has_what_its_text_declares() {
    let shop = registry(
        "[registry]\nname = 'web'\nenvironments = ['production', 'lab']\n\
         [features.a]\ndescription = 'A.'\nowner = 'web'\nkind = 'ops'\ncreated = 2026-11-01\n\
         needs = ['!b']\nenvironments.lab = true\n[features.b]\nprovider-key = 'bee'\n",
    );
    assert_eq!((shop.name(), shop.source()), ("web", "features.toml"));
    assert_eq!(shop.environments(), ["production", "lab"]);
    let a = shop.find("a").unwrap();
    assert!(std::ptr::eq(a.registry(), shop));
    assert_eq!((a.constant(), a.line(), a.index()), ("A", 4, 0));
    assert_eq!(
        (a.description(), a.owner(), a.issue()),
        (Some("A."), Some("web"), None)
    );
    assert_eq!(a.kind(), Some(FeatureKind::Ops));
    assert_eq!(a.created(), Some(Date::new(2026, 11, 1)));
    assert_eq!(a.needs(), [Need::off(1)]);
    assert_eq!(a.declared_in(1), &Value::Boolean(true));
    assert_eq!(shop.find("b").unwrap().provider_key(), "bee");
}

#[test]
fn handles_are_found_by_key_and_type() {
    assert!(feature::<bool>(*SHOP, "dark_mode").is_some());
    assert!(feature::<i64>(*SHOP, "dark_mode").is_none());
    assert!(feature::<bool>(*SHOP, "dark_mood").is_none());
    assert!(feature::<bool>(*SHOP, "kernel").is_none(), "it is frozen");
    assert!(
        feature::<Text>(*SHOP, "button").is_none(),
        "it has variants"
    );
    let flags = Flags::new(NoopProvider);
    let greeting = feature::<Text>(*SHOP, "greeting").unwrap();
    assert_eq!(flags.get(greeting, &Anonymous), "hello");
    let ratio = feature::<f64>(*SHOP, "ratio").unwrap();
    assert_eq!(flags.get(ratio, &Anonymous).to_bits(), 0.5_f64.to_bits());
}

#[test]
fn variants_and_tables_are_evaluated_as_data() {
    let value = |key| {
        let info = SHOP.find(key).unwrap();
        info.evaluate_for(&Anonymous).into_value().to_string()
    };
    assert_eq!(value("button"), "\"red\"");
    assert_eq!(
        value("limits"),
        r#"{ results = 50, hosts = ["a", "b"], inner = { deep = true } }"#
    );
}

#[test]
fn a_text_that_is_wrong_is_an_error_with_its_places() {
    let error = registry_from_text("features.toml", "[features.a]\ndefualt = true\n").unwrap_err();
    assert_eq!(error.findings().len(), 1);
    let shown = error.to_string();
    assert!(shown.contains(" --> features.toml:2:1"), "{shown}");
    expect!["did you mean `default`?"].assert_eq(shown.rsplit("help: ").next().unwrap());
}
