//! Nothing grows faster than the manifest. The bounds are wide, for slow machines and debug
//! builds; what is quadratic misses them by far.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use flags_manifest::diagnostic::render_all;
use flags_manifest::parse;

const FEATURES: usize = 10_000;

fn large() -> String {
    let mut text =
        "[context]\ncountry = \"string\"\n[segments]\nhere = { country = \"DE\" }\n".to_owned();
    for index in 0..FEATURES {
        let _ = writeln!(
            text,
            "[features.feature_{index}_of_many]\ndescription = \"Number {index}.\"\nowner = \"web\""
        );
        let _ = match index % 5 {
            0 => writeln!(text, "variants = [\"red\", \"green\"]\ndefault = \"red\""),
            1 => writeln!(
                text,
                "default = {{ most = {index}, hosts = [\"a\", \"b\"] }}"
            ),
            2 => writeln!(text, "default = {index}\nrange = [0, 10000]"),
            3 => writeln!(
                text,
                "rules = [{{ when = {{ segment = \"here\" }}, rollout = 12.5 }}]"
            ),
            _ => writeln!(text, "needs = [\"feature_{}_of_many\"]", index - 1),
        };
    }
    text
}

#[track_caller]
fn within(bound: Duration, text: &str) -> usize {
    let start = Instant::now();
    let parsed = parse(text);
    let shown = render_all(&parsed.diagnostics, "features.toml", text);
    let spent = start.elapsed();
    assert!(spent < bound, "took {spent:?}");
    assert_eq!(shown.is_empty(), parsed.diagnostics.is_empty());
    parsed.diagnostics.len()
}

#[test]
fn ten_thousand_features() {
    assert_eq!(within(Duration::from_secs(5), &large()), 0);
}

#[test]
fn ten_thousand_findings() {
    let text = large().replace("owner", "ownr");
    assert_eq!(within(Duration::from_secs(5), &text), FEATURES);
}

#[test]
fn ten_thousand_unknown_needs() {
    let text = large().replace("needs = [\"feature_", "needs = [\"faeture_");
    assert_eq!(within(Duration::from_secs(10), &text), FEATURES / 5);
}

#[test]
fn ten_thousand_clashes() {
    let text = large().replace("default", "constant = \"ALL\"\ndefault");
    assert_eq!(within(Duration::from_secs(5), &text), FEATURES / 5 * 3 - 1);
}

#[test]
fn ten_thousand_errors_of_syntax() {
    let text = large().replace("\"web\"", "web");
    assert_eq!(within(Duration::from_secs(5), &text), FEATURES);
}
