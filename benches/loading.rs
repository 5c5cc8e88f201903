//! State files of 10, 1,000 and 100,000 features with one rule each, from text to the first answer,
//! against the shortest way to have names and booleans out of JSON.
//!
//! `cargo bench -p flags-bench --bench loading`

use std::any::Any;
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
    /// Each feature with the same rule.
    same: Texts,
    /// No two features with the same rule, and each in a line of its own.
    distinct: Texts,
    /// The same names, each with a boolean.
    plain: String,
}

/// State files that say the same.
struct Texts {
    json: String,
    toml: String,
}

impl Texts {
    fn new(count: u32, rule: impl Fn(u32) -> String, between: &str) -> Self {
        let (mut json, mut toml) = ("{\"features\":{".to_owned(), String::new());
        for index in 0..count {
            let (key, rule) = (key(index), rule(index));
            let comma = if index == 0 { "" } else { between };
            write!(json, "{comma}\"{key}\":{{\"rules\":[{rule}]}}").expect("strings take it");
            // In TOML names have no quotes, and no text in a rule has any of these characters.
            let rule = rule
                .replace('"', "")
                .replace(':', " = ")
                .replace('\'', "\"");
            writeln!(toml, "[features.{key}]\nrules = [{rule}]").expect("strings take it");
        }
        json.push_str("}}");
        Self {
            json: json.replace('\'', "\""),
            toml,
        }
    }
}

/// The rule of each feature. Texts are in single quotes.
fn same(_: u32) -> String {
    r#"{"when":{"is_staff":true},"serve":true}"#.to_owned()
}

/// A rule that no other feature has, of four kinds.
fn distinct(index: u32) -> String {
    let share = f64::from(index % 100_000 + 1) / 1000.0;
    match index % 4 {
        0 => format!(r#"{{"when":{{"seats":{index}}},"serve":true}}"#),
        1 => format!(r#"{{"when":{{"country":'region_{index}'}},"serve":true}}"#),
        2 => format!(r#"{{"when":{{"is_staff":true}},"rollout":{share}}}"#),
        _ => format!(r#"{{"when":{{"plan":['pro','enterprise']}},"rollout":{share}}}"#),
    }
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
        let mut plain = "{".to_owned();
        for index in 0..count {
            let (key, comma) = (key(index), if index == 0 { "" } else { "," });
            write!(plain, "{comma}\"{key}\":true").expect("strings take it");
        }
        plain.push('}');
        let last = registry.features()[count as usize - 1].key();
        Self {
            count,
            feature: registry.feature(last).expect("it was just declared"),
            same: Texts::new(count, same, ","),
            distinct: Texts::new(count, distinct, ",\n"),
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

/// `-- json 100000 once` loads only that, once, for profiles.
fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
    let counts = [(10, 2_000), (1_000, 200), (100_000, 15)];
    let is_chosen = counts.iter().any(|(count, _)| has(&count.to_string()));
    for (count, rounds) in counts {
        if has(&count.to_string()) || !is_chosen {
            let rounds = if has("once") { 1 } else { rounds };
            measure(&Load::new(count), rounds, has);
        }
    }
}

/// Loads something, and gives what stays.
type Loading<'l> = Box<dyn Fn() -> Box<dyn Any> + 'l>;

const LARGE: usize = 1 << 20;

struct Way<'l> {
    name: &'static str,
    load: Loading<'l>,
    seconds: Vec<f64>,
    kept: usize,
    peak: usize,
}

#[expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]
fn measure(load: &Load, rounds: usize, is_chosen: impl Fn(&str) -> bool) {
    let state = |text, format| move || -> Box<dyn Any> { Box::new(load.flags(text, format)) };
    let floor = || -> Box<dyn Any> {
        let map: HashMap<String, bool> =
            serde_json::from_str(&load.plain).expect("the text is good");
        Box::new(map)
    };
    let (same, distinct) = (&load.same, &load.distinct);
    let ways: [(_, _, Loading<'_>); _] = [
        ("floor", "JSON to HashMap<String, bool>", Box::new(floor)),
        ("json", "JSON", Box::new(state(&same.json, Format::Json))),
        (
            "json-differ",
            "JSON, rules differ",
            Box::new(state(&distinct.json, Format::Json)),
        ),
        ("toml", "TOML", Box::new(state(&same.toml, Format::Toml))),
        (
            "toml-differ",
            "TOML, rules differ",
            Box::new(state(&distinct.toml, Format::Toml)),
        ),
    ];
    let chooses = ways.iter().any(|(kind, ..)| is_chosen(kind));
    let mut ways: Vec<_> = ways
        .into_iter()
        .filter(|(kind, ..)| !chooses || is_chosen(kind))
        .map(|(_, name, load)| Way {
            name,
            load,
            seconds: Vec::with_capacity(rounds),
            kept: 0,
            peak: 0,
        })
        .collect();
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
            // Allocators put off some of the work of freeing many small pieces until somebody asks
            // for a large one. That is not to be the next way.
            drop(black_box(Vec::<u8>::with_capacity(LARGE)));
        }
    }
    let count = load.count as usize;
    println!(
        "{count} features with one rule each; bytes a feature: JSON {}, rules differ {}; TOML {}, {}",
        same.json.len() / count,
        distinct.json.len() / count,
        same.toml.len() / count,
        distinct.toml.len() / count,
    );
    let mut floor = None;
    for way in &mut ways {
        way.seconds.sort_by(f64::total_cmp);
        let time = way.seconds[rounds / 10];
        let floor = *floor.get_or_insert(time);
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
