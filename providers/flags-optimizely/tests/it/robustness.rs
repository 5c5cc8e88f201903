//! No text makes reading or deciding panic, and what is wrong with one flag spoils no other.

use std::sync::LazyLock;

use flags_optimizely::{Decision, OptimizelyProvider};
use flags_runtime::{AttributeValue, Flags, Provider, Registry, ResolveError};
use serde_json::{Value, json};

use crate::generator::world;
use crate::random::Random;
use crate::world::{Who, registry};

/// Features of every type, for the flags of generated datafiles.
static ANY: LazyLock<&'static Registry> = LazyLock::new(|| {
    registry(
        r#"
        [features.flag_0]
        [features.flag_1]
        default = 7
        [features.flag_2]
        default = "text"
        [features.flag_3]
        default = 0.5
        [features.flag_4]
        default = { variable_0 = 1, variable_1 = "a" }
        [features.flag_5]
        default = "a"
        variants = ["a", "held_out"]
        [features.flag_6]
        default = { variable_0 = [1], variable_1 = { a = 1 } }
        "#,
    )
});

fn people() -> [Who; 3] {
    [
        Who::nobody(),
        Who::user("user-7"),
        Who::user("user-8")
            .with("country", AttributeValue::Text("DE"))
            .with("app_version", AttributeValue::Text("2.1.3-beta"))
            .with("age", AttributeValue::Integer(7))
            .with("score", AttributeValue::Float(0.5))
            .with("is_staff", AttributeValue::Boolean(true)),
    ]
}

/// Everything that can be asked, is.
fn survives(text: &str) {
    let Ok(provider) = OptimizelyProvider::from_text(text) else {
        return;
    };
    for who in &people() {
        for key in provider.flag_keys() {
            // Either way there is an answer.
            let _ = provider.decide(&key, who);
        }
    }
    assert_eq!(provider.notices(&[*ANY]), provider.notices(&[*ANY]));
    let flags = Flags::new(provider);
    for who in &people() {
        for feature in ANY.features() {
            let evaluation = flags.evaluate_value(feature, who);
            assert_eq!(
                std::mem::discriminant(evaluation.value()),
                std::mem::discriminant(feature.default())
            );
        }
    }
}

const ROUNDS: u64 = 300;

#[test]
fn texts_with_other_bytes() {
    const BYTES: &[u8] = b"\"'[]{}:,\\0-9e. tfn\x00\xc3";
    let mut random = Random::new(1);
    for seed in 0..ROUNDS {
        let mut text = world(seed % 20, 0).datafile.to_string().into_bytes();
        for _ in 0..random.between(1, 4) {
            let at = random.below(text.len());
            match random.below(4) {
                0 => text.truncate(at.max(1)),
                1 => drop(text.remove(at)),
                2 => text.insert(at, *random.pick(BYTES)),
                _ => text[at] = *random.pick(BYTES),
            }
        }
        survives(&String::from_utf8_lossy(&text));
    }
}

#[test]
fn every_beginning_of_a_datafile() {
    let text = world(3, 0).datafile.to_string();
    for end in (0..text.len()).step_by(7) {
        if let Some(beginning) = text.get(..end) {
            let refused = OptimizelyProvider::from_text(beginning).is_err();
            assert!(refused, "{beginning}");
        }
    }
}

/// Replaces one value somewhere in it.
fn spoil(value: &mut Value, random: &mut Random) {
    let children = match value {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    };
    if children == 0 || random.percent(15) {
        *value = other(random);
        return;
    }
    let chosen = random.below(children);
    let child = match value {
        Value::Array(items) => items.get_mut(chosen),
        Value::Object(fields) if random.percent(10) => {
            let key = fields.keys().nth(chosen).unwrap().clone();
            fields.remove(&key);
            return;
        }
        Value::Object(fields) => fields.values_mut().nth(chosen),
        _ => None,
    };
    spoil(child.unwrap(), random);
}

fn other(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(1e308),
        5 => json!(""),
        6 => json!("and"),
        7 => json!([]),
        8 => json!({}),
        9 => json!([[[["or"]]]]),
        10 => json!("x".repeat(2000)),
        _ => json!({ "type": "custom_attribute", "name": "age", "match": "gt", "value": "x" }),
    }
}

#[test]
fn datafiles_with_other_values() {
    let mut random = Random::new(2);
    for seed in 0..ROUNDS {
        let mut datafile = world(seed % 20, 0).datafile;
        for _ in 0..random.between(1, 4) {
            spoil(&mut datafile, &mut random);
        }
        survives(&datafile.to_string());
    }
}

#[test]
fn f15_what_is_wrong_with_one_flag_spoils_no_other() {
    let mut random = Random::new(3);
    let mut set_aside = 0;
    for seed in 0..ROUNDS {
        let mut datafile = world(seed % 20, 0).datafile;
        let decide = |datafile: &Value, but: usize| -> Vec<Result<Decision, ResolveError>> {
            let provider = OptimizelyProvider::from_text(&datafile.to_string()).unwrap();
            let keys = (0..7).filter(|index| *index != but);
            let who = &people()[2];
            keys.map(|index| provider.decide(&format!("flag_{index}"), who))
                .collect()
        };
        let flags = datafile["featureFlags"].as_array().unwrap().len();
        let spoilt = random.below(flags);
        let before = decide(&datafile, spoilt);
        spoil(&mut datafile["featureFlags"][spoilt], &mut random);
        assert_eq!(before, decide(&datafile, spoilt), "seed {seed}: {datafile}");
        let provider = OptimizelyProvider::from_text(&datafile.to_string()).unwrap();
        set_aside += provider.set_aside().len();
    }
    assert!(set_aside > 100, "{set_aside} flags were set aside");
}
