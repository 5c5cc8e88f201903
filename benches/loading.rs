//! State files of 10, 1,000 and 100,000 features with one rule each, from text to the first answer,
//! against the shortest way to have names and booleans out of JSON.
//!
//! `cargo bench -p flags-bench --bench loading`

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use flags_bench::ruled;
use flags_file::{FileProvider, Format};
use flags_runtime::{Anonymous, Feature, FeatureInfo, Flags, Registry, Value, ValueType};

#[path = "counting.rs"]
mod counting;

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

/// What is loaded.
struct Load {
    count: u32,
    feature: Feature<bool>,
    json: String,
    toml: String,
    /// The same names, each with a boolean.
    plain: String,
}

impl Load {
    fn new(count: u32) -> Self {
        let name: &'static str = format!("load_{count}").leak();
        let registry = Registry::late(name, "generated", u64::from(count), &["production"], &[])
            .with_attributes(ruled::REGISTRY.attributes())
            .leak_with(|registry| {
                (0..count)
                    .map(|index| {
                        let key: &str = key(index).leak();
                        let off = Value::Boolean(false);
                        FeatureInfo::new(registry, index, 0, key, "F", ValueType::Boolean, off)
                    })
                    .collect()
            });
        let (mut json, mut toml, mut plain) =
            ("{\"features\":{".to_owned(), String::new(), "{".to_owned());
        for index in 0..count {
            let (key, comma) = (key(index), if index == 0 { "" } else { "," });
            let rule = r#"[{"when":{"is_staff":true},"serve":true}]"#;
            write!(json, "{comma}\"{key}\":{{\"rules\":{rule}}}").expect("strings take it");
            let rule = "[{ when = { is_staff = true }, serve = true }]";
            writeln!(toml, "[features.{key}]\nrules = {rule}").expect("strings take it");
            write!(plain, "{comma}\"{key}\":true").expect("strings take it");
        }
        json.push_str("}}");
        plain.push('}');
        let last = registry.features()[count as usize - 1].key();
        Self {
            count,
            feature: registry.feature(last).expect("it was just declared"),
            json,
            toml,
            plain,
        }
    }

    fn flags(&self, text: &str, format: Format) -> Flags {
        let provider = FileProvider::from_text("flags", text, format);
        let flags = Flags::new(provider.expect("the text is good"));
        // The first evaluation attaches the registry.
        assert!(!flags.is_enabled(self.feature, &Anonymous));
        flags
    }
}

fn key(index: u32) -> String {
    format!("feature_{index}")
}

fn main() {
    for (count, rounds) in [(10, 2_000), (1_000, 200), (100_000, 15)] {
        measure(&Load::new(count), rounds);
    }
}

struct Way<'l> {
    name: &'static str,
    load: &'l dyn Fn() -> Box<dyn std::any::Any>,
    seconds: Vec<f64>,
    kept: usize,
    peak: usize,
}

#[expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]
fn measure(load: &Load, rounds: usize) {
    let way = |name, load| Way {
        name,
        load,
        seconds: Vec::with_capacity(rounds),
        kept: 0,
        peak: 0,
    };
    let floor = || -> Box<dyn std::any::Any> {
        let map: HashMap<String, bool> =
            serde_json::from_str(&load.plain).expect("the text is good");
        Box::new(map)
    };
    let json = || -> Box<dyn std::any::Any> { Box::new(load.flags(&load.json, Format::Json)) };
    let toml = || -> Box<dyn std::any::Any> { Box::new(load.flags(&load.toml, Format::Toml)) };
    let mut ways = vec![
        way("JSON to HashMap<String, bool>", &floor),
        way("JSON state file", &json),
        way("TOML state file", &toml),
    ];
    // `-- json` measures that alone, for profiles.
    if std::env::args().any(|argument| argument == "json") {
        ways = vec![way("JSON state file", &json)];
    }
    for way in &mut ways {
        let (loaded, counted) = counting::count(|| black_box((way.load)()));
        drop(loaded);
        (way.kept, way.peak) = (counted.kept, counted.peak);
    }
    for _ in 0..rounds {
        for way in &mut ways {
            let start = Instant::now();
            let loaded = black_box((way.load)());
            way.seconds.push(start.elapsed().as_secs_f64());
            drop(loaded);
        }
    }
    println!(
        "{} features with one rule each ({} bytes of JSON, {} of TOML a feature)",
        load.count,
        load.json.len() / load.count as usize,
        load.toml.len() / load.count as usize,
    );
    let mut floor = None;
    for way in &mut ways {
        way.seconds.sort_by(f64::total_cmp);
        let time = way.seconds[rounds / 10];
        let floor = *floor.get_or_insert(time);
        let count = load.count as usize;
        println!(
            "  {:<30} {:>10.3} ms  {:>6.0} ns a feature {:>6.2} x  kept {:>5} bytes a feature, peak {:>5}",
            way.name,
            time * 1e3,
            time * 1e9 / f64::from(load.count),
            time / floor,
            way.kept / count,
            way.peak / count,
        );
    }
}
