//! Answers that are spoiled at random: refused, set aside or served, and never a panic.

use flags_runtime::Provider;
use flags_unleash::UnleashProvider;

use crate::world::{SHOP, Visitor};

/// Each kind of strategy, constraint and variant.
const WHOLE: &str = r#"{"version":2,"features":[
  {"name":"dark_mode","enabled":true,"strategies":[
    {"name":"flexibleRollout","parameters":{"rollout":"50","stickiness":"default","groupId":"g"},"segments":[1]},
    {"name":"userWithId","parameters":{"userIds":"1,2"}},
    {"name":"remoteAddress","parameters":{"IPs":"127.0.0.1,10.0.0.0/8"}},
    {"name":"gradualRolloutSessionId","parameters":{"percentage":"50","groupId":"g"}},
    {"name":"default","constraints":[
      {"contextName":"plan","operator":"IN","values":["pro","free"]},
      {"contextName":"plan","operator":"STR_STARTS_WITH","values":["p"],"caseInsensitive":true},
      {"contextName":"seats","operator":"NUM_GTE","value":"5","inverted":true},
      {"contextName":"version","operator":"SEMVER_GT","value":"1.2.3"},
      {"contextName":"currentTime","operator":"DATE_AFTER","value":"2026-01-29T13:00:00.000Z"},
      {"contextName":"plan","operator":"REGEX","value":"^(a|b)+$"}]}]},
  {"name":"button","enabled":true,"strategies":[{"name":"default","variants":[
      {"name":"blue","weight":300,"stickiness":"userId","payload":{"type":"string","value":"x"}},
      {"name":"green","weight":700,"stickiness":"userId"}]}],
    "variants":[{"name":"red","weight":1000,"overrides":[{"contextName":"userId","values":["1"]}]}],
    "dependencies":[{"feature":"dark_mode","enabled":true,"variants":["a"]}]},
  {"name":"limits","enabled":true,"variants":[
      {"name":"few","weight":1000,"payload":{"type":"json","value":"{\"results\":5}"}}]}],
  "segments":[{"id":1,"constraints":[{"contextName":"plan","operator":"NOT_IN","values":["x"]}]}]}"#;

#[test]
fn f13_spoiled_answers() {
    let mut random = fastrand::Rng::with_seed(7);
    let visitors = [
        Visitor::default(),
        Visitor::new("1")
            .with("plan", "pro")
            .with("seats", "7")
            .with("version", "2.0.0"),
        Visitor::new("2")
            .with("session_id", "s")
            .with("remote_address", "10.1.2.3"),
    ];
    let mut served = 0;
    for _ in 0..4_000 {
        let mut bytes = WHOLE.as_bytes().to_vec();
        for _ in 0..random.usize(1..4) {
            let position = random.usize(0..bytes.len());
            match random.u8(0..4) {
                0 => bytes[position] = random.u8(0x20..0x7f),
                1 => drop(bytes.remove(position)),
                2 => bytes.insert(position, *random.choice(b"0129-\"{}[],:aZ(*\\").unwrap()),
                _ => {
                    let end = (position + random.usize(1..40)).min(bytes.len());
                    let piece = bytes[position..end].to_vec();
                    let at = random.usize(0..=bytes.len());
                    bytes.splice(at..at, piece);
                }
            }
        }
        let Ok(provider) = UnleashProvider::from_text(&String::from_utf8_lossy(&bytes)) else {
            continue;
        };
        served += 1;
        for feature in SHOP.features() {
            for visitor in &visitors {
                // Whichever: it is told, and does not panic.
                drop(provider.resolve(feature, visitor));
            }
        }
    }
    assert!(served > 400, "{served} were served at all");
}
