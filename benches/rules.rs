//! Rules against what a program would write by hand, and while others write.
//!
//! `cargo bench -p flags-bench --bench rules`

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use flags_bench::ruled::{
    ATTRIBUTES, BUTTON, ByHand, Context, HALF, Plan, REGISTRY, STAFF_ONLY, STAFF_RULES, visitor,
};
use flags_bench::{Contender, race};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    Answer, Answers, EvaluationContext, Feature, FeatureInfo, List, Listener, Listeners,
    NoopProvider, Provider, Reason, Registry, Resolution, ResolveError, RuleSet, Value, ValueType,
    set_provider,
};

/// Hands out the compiled-in rules, as a provider that read them from a file would.
#[derive(Clone, Default)]
struct Rules(Arc<Listeners>);

impl Provider for Rules {
    fn name(&self) -> &str {
        "rules"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let answers = registry.features().iter().map(|feature| {
            let rules: List<_> = feature.rules_in(0).iter().cloned().collect();
            // With a default, as an entry of a state file may have.
            let default = Resolution::new(feature.default().clone(), Reason::Static);
            Answer::Rules(RuleSet::new(rules).or(default))
        });
        Answers::new(answers.collect())
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.0.add(listener);
    }
}

fn contenders(ten: Feature<bool>, many: Feature<bool>) -> [Vec<Contender>; 4] {
    macro_rules! contender {
        ($name:literal, $subject:expr, |$context:ident| $work:expr) => {{
            let $context = $subject;
            Contender::new($name, move |calls| {
                for _ in 0..calls {
                    black_box($work);
                }
            })
        }};
    }
    [
        vec![
            contender!("by hand", ByHand::visitor(), |who| black_box(&who)
                .staff_only()),
            contender!("row 2: is_staff = true", visitor(), |who| STAFF_ONLY
                .is_enabled_for(black_box(&who))),
            contender!("row 6: the same of 10 features", own_visitor(ten), |who| {
                ten.is_enabled_for(black_box(&who))
            }),
            contender!(
                "row 6: the same of 100,000 features",
                own_visitor(many),
                |who| many.is_enabled_for(black_box(&who))
            ),
        ],
        vec![
            contender!("by hand", ByHand::visitor(), |who| black_box(&who).half()),
            contender!("row 3: rollout = 50", visitor(), |who| HALF
                .is_enabled_for(black_box(&who))),
        ],
        vec![
            contender!("by hand", ByHand::visitor(), |who| black_box(&who).button()),
            contender!(
                "row 4: five rules that fail, then a split",
                visitor(),
                |who| BUTTON.get_for(black_box(&who))
            ),
        ],
        vec![
            contender!(
                "hash of the key",
                "3f2a9c1e-7b4d-4e8f-9a6b-0c1d2e3f4a5b",
                |key| xxhash_rust::xxh3::xxh3_64(black_box(key.as_bytes()))
            ),
            contender!(
                "row 5: the context with 6 attributes",
                "3f2a9c1e-7b4d-4e8f-9a6b-0c1d2e3f4a5b",
                |key| {
                    Context::new(black_box(key))
                        .is_staff(false)
                        .country(black_box("FR"))
                        .plan(Plan::Pro)
                        .app_version(black_box("2.1.0"))
                        .seats(12)
                        .email(black_box("ada@example.com"))
                }
            ),
        ],
    ]
}

/// A registry with so many features, each with the rule of row 2; its last feature.
fn registry_of(name: &'static str, count: u32) -> Feature<bool> {
    let registry = Registry::late(name, "generated", u64::from(count), &["production"], &[])
        .with_attributes(&ATTRIBUTES)
        .leak_with(|registry| {
            (0..count)
                .map(|index| {
                    let key: &str = format!("feature_{index}").leak();
                    let value = Value::Boolean(false);
                    FeatureInfo::new(registry, index, 0, key, "F", ValueType::Boolean, value)
                        .with_rules(STAFF_RULES)
                })
                .collect()
        });
    registry
        .feature(registry.features()[count as usize - 1].key())
        .expect("it was just declared")
}

/// A context of the feature's own registry.
fn own_visitor(feature: Feature<bool>) -> ContextData<'static, 6> {
    let mut visitor = ContextData::of(feature.registry(), "user-42");
    visitor.set_boolean(0, false);
    visitor
}

/// Row 7: nanoseconds of an evaluation at the 99.9th percentile, over three readers.
#[expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]
fn busy() {
    let rules = Rules::default();
    let feature = registry_of("hundred", 100);
    set_provider(rules.clone());
    let sample = |evaluate: bool| {
        let context = own_visitor(feature);
        let mut times: Vec<u64> = Vec::with_capacity(1_000_000);
        for _ in 0..1_000_000 {
            let start = Instant::now();
            if evaluate {
                black_box(feature.is_enabled_for(black_box(&context)));
            }
            times.push(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX));
        }
        times
    };
    let measure = |title: &str, evaluate: bool, swaps: bool| {
        let stop = AtomicBool::new(false);
        let mut times = std::thread::scope(|scope| {
            scope.spawn(|| {
                while swaps && !stop.load(Ordering::Relaxed) {
                    rules.0.announce();
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
            let readers: Vec<_> = (0..3).map(|_| scope.spawn(|| sample(evaluate))).collect();
            let times: Vec<u64> = readers
                .into_iter()
                .flat_map(|reader| reader.join().expect("a reader does not panic"))
                .collect();
            stop.store(true, Ordering::Relaxed);
            times
        });
        times.sort_unstable();
        println!(
            "  {title:<44} p50 {:>5} ns  p99.9 {:>6} ns",
            times[times.len() / 2],
            times[times.len() / 1000 * 999]
        );
    };
    println!("row 7, three readers");
    for _ in 0..3 {
        measure("time stamps alone", false, false);
        measure("quiet", true, false);
        measure("100 features swapped each millisecond", true, true);
    }
}

fn main() {
    const CALLS: u32 = 20_000;
    let (ten, many) = (registry_of("ten", 10), registry_of("many", 100_000));
    let titles = ["row 2 and 6", "row 3", "row 4", "row 5"];
    for (title, contenders) in titles.into_iter().zip(contenders(ten, many)) {
        race(&format!("{title}, compiled in"), CALLS, contenders);
    }
    set_provider(Rules::default());
    for (title, contenders) in titles.into_iter().zip(contenders(ten, many)) {
        race(&format!("{title}, from a provider"), CALLS, contenders);
    }
    set_provider(NoopProvider);
    assert!(!STAFF_ONLY.is_enabled_for(&visitor()), "{REGISTRY:?}");
    busy();
}
