//! Who gets what: rows 1 to 7 of the table in `README.md`, with the floors and the peers beside them
//! in the same run.
//!
//! `cargo bench -p flags-bench --bench rules`, or a few rows: `… --bench rules -- 2 3`
//!
//! Everything is measured twice: with the rules compiled in, and with a state file that says the same
//! and is watched.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

use flags_bench::peers::facades::{self, ready};
use flags_bench::peers::launchdarkly::{self, LaunchDarkly};
use flags_bench::peers::unleash::{self, Unleash};
use flags_bench::ruled::{BUTTON, ByHand, Context, HALF, KEY, PLAIN, Plan, STAFF_ONLY, visitor};
use flags_bench::table::{Line, Role, Table};
use flags_bench::{Contender, crowd};
use flags_file::FileProvider;
use flags_runtime::__private::ContextData;
use typed_flags::{Feature, Reason, set_provider};

#[path = "counting.rs"]
mod counting;
#[path = "rules/swaps.rs"]
mod swaps;

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

static FLOOR: AtomicBool = AtomicBool::new(false);

/// A contender that evaluates an expression with what it owns, and keeps its value from being
/// optimised away.
macro_rules! contender {
    ($role:ident $name:expr, $work:expr) => {
        contender!($role $name, (), |_owned| $work)
    };
    ($role:ident $name:expr, $owned:expr, |$it:ident| $work:expr) => {{
        let $it = $owned;
        let contender = Contender::new($name, move |calls| {
            for _ in 0..calls {
                black_box($work);
            }
        });
        (Role::$role, contender)
    }};
}

fn lines(ten: Feature<bool>, many: Feature<bool>) -> Vec<Line> {
    let unleash = || Unleash::with_others(100);
    let launchdarkly = || LaunchDarkly::with_others(100);
    let theirs = || unleash::visitor(KEY, "FR", "ada@example.com");
    let theirs_too = || launchdarkly::visitor(KEY, "FR", "ada@example.com");
    let mine = |feature: Feature<bool>| {
        let mut visitor = ContextData::<6>::of(feature.registry(), "user-42");
        visitor.set_boolean(0, false);
        visitor
    };
    vec![
        Line {
            row: "1",
            work: "context-free boolean",
            floors: 1.2,
            peers: None,
            contenders: vec![
                contender!(Floor "AtomicBool::load", FLOOR.load(Ordering::Relaxed)),
                contender!(Ours "is_enabled()", PLAIN.is_enabled()),
                contender!(Peer "HashMap behind ArcSwap", facades::map(), |map| {
                    map.load().get(black_box("plain")).copied()
                }),
                contender!(Peer "featureflag", facades::featureflag(), |feature| {
                    feature.is_enabled_in(None)
                }),
                contender!(Peer "open-feature", facades::open_feature(), |client| {
                    ready(client.get_bool_value(black_box("plain"), None, None)).is_ok()
                }),
                contender!(Peer "unleash-yggdrasil", (unleash(), theirs()), |it| {
                    it.0.is_enabled(black_box("plain"), black_box(&it.1))
                }),
                contender!(Peer "launchdarkly", (launchdarkly(), theirs_too()), |it| {
                    it.0.is_enabled(black_box("plain"), black_box(&it.1))
                }),
            ],
        },
        Line {
            row: "2",
            work: "`is_staff = true`",
            floors: 6.0,
            peers: Some(12.0),
            contenders: vec![
                contender!(Floor "by hand", ByHand::visitor(), |who| {
                    black_box(&who).staff_only()
                }),
                contender!(Ours "is_enabled_for()", visitor(), |who| {
                    STAFF_ONLY.is_enabled_for(black_box(&who))
                }),
                contender!(Peer "unleash-yggdrasil", (unleash(), theirs()), |it| {
                    it.0.is_enabled(black_box("staff_only"), black_box(&it.1))
                }),
                contender!(Peer "launchdarkly", (launchdarkly(), theirs_too()), |it| {
                    it.0.is_enabled(black_box("staff_only"), black_box(&it.1))
                }),
            ],
        },
        Line {
            row: "3",
            work: "50 % by a key of 36 characters",
            floors: 2.0,
            peers: Some(18.0),
            contenders: vec![
                contender!(Floor "by hand", ByHand::visitor(), |who| black_box(&who).half()),
                contender!(Ours "is_enabled_for()", visitor(), |who| {
                    HALF.is_enabled_for(black_box(&who))
                }),
                contender!(Peer "unleash-yggdrasil", (unleash(), theirs()), |it| {
                    it.0.is_enabled(black_box("half"), black_box(&it.1))
                }),
                contender!(Peer "launchdarkly", (launchdarkly(), theirs_too()), |it| {
                    it.0.is_enabled(black_box("half"), black_box(&it.1))
                }),
            ],
        },
        Line {
            row: "4",
            work: "5 conditions that fail, then 3 variants by key",
            floors: 7.0,
            peers: Some(15.0),
            contenders: vec![
                contender!(Floor "by hand", ByHand::visitor(), |who| black_box(&who).button()),
                contender!(Ours "get_for()", visitor(), |who| BUTTON.get_for(black_box(&who))),
                contender!(Peer "unleash-yggdrasil", (unleash(), theirs()), |it| {
                    it.0.variant(black_box("button"), black_box(&it.1))
                }),
                contender!(Peer "launchdarkly", (launchdarkly(), theirs_too()), |it| {
                    it.0.text(black_box("button"), black_box(&it.1)).map(str::len)
                }),
            ],
        },
        Line {
            row: "5",
            work: "the context with 6 attributes",
            floors: f64::INFINITY,
            peers: Some(6.0),
            contenders: vec![
                contender!(Floor "hash of the key", {
                    xxhash_rust::xxh3::xxh3_64(black_box(KEY.as_bytes()))
                }),
                contender!(Ours "Context::new(…)…", {
                    Context::new(black_box(KEY))
                        .is_staff(black_box(false))
                        .country(black_box("FR"))
                        .plan(black_box(Plan::Pro))
                        .app_version(black_box("2.1.0"))
                        .seats(black_box(12))
                        .email(black_box("ada@example.com"))
                }),
                contender!(Peer "open-feature", {
                    let [key, country, email] = black_box([KEY, "FR", "ada@example.com"]);
                    facades::open_feature_visitor(key, country, email)
                }),
                contender!(Peer "unleash-yggdrasil", {
                    let [key, country, email] = black_box([KEY, "FR", "ada@example.com"]);
                    unleash::visitor(key, country, email)
                }),
                contender!(Peer "launchdarkly", {
                    let [key, country, email] = black_box([KEY, "FR", "ada@example.com"]);
                    launchdarkly::visitor(key, country, email)
                }),
            ],
        },
        Line {
            row: "6",
            work: "row 2 with 100,000 features, beside 10",
            floors: 2.0,
            peers: None,
            contenders: vec![
                contender!(Floor "of 10 features", mine(ten), |who| {
                    ten.is_enabled_for(black_box(&who))
                }),
                contender!(Ours "of 100,000 features", mine(many), |who| {
                    many.is_enabled_for(black_box(&who))
                }),
                contender!(Peer "unleash-yggdrasil", (Unleash::with_others(crowd::MANY), theirs()), |it| {
                    it.0.is_enabled(black_box("staff_only"), black_box(&it.1))
                }),
                contender!(Peer "launchdarkly", (LaunchDarkly::with_others(crowd::MANY), theirs_too()), |it| {
                    it.0.is_enabled(black_box("staff_only"), black_box(&it.1))
                }),
            ],
        },
    ]
}

/// Races each row, and counts what a call allocates.
fn measure(place: &'static str, lines: Vec<Line>, table: &mut Table) {
    for line in lines.into_iter().filter(|line| wanted(line.row)) {
        let allocations = |contender: &Contender| {
            const CALLS: u32 = 100;
            // Something else may allocate at the same time; the least is what the work itself does.
            let counted = (0..5).map(|_| counting::count(|| contender.run(CALLS)).1.calls);
            counted.min().unwrap_or(0) / CALLS as usize
        };
        table.measure(place, line, allocations);
    }
}

/// Whether a row is among the arguments, or there are none.
fn wanted(row: &str) -> bool {
    let mut rows = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .peekable();
    rows.peek().is_none() || rows.any(|argument| argument == row)
}

/// What is compared is the same work, and the state file's rules are what answers.
fn check(place: &str) {
    let (who, by) = (visitor(), STAFF_ONLY.evaluate_for(&visitor()));
    assert_eq!(by.provider(), place);
    assert!(!STAFF_ONLY.is_enabled_for(&who) && !ByHand::visitor().staff_only());
    assert!(STAFF_ONLY.is_enabled_for(&Context::new(KEY).is_staff(true)));
    assert_eq!(HALF.evaluate_for(&who).reason(), Reason::Split);
    assert_eq!(BUTTON.evaluate_for(&who).reason(), Reason::Split);
    let (unleash, theirs) = (
        Unleash::with_others(0),
        unleash::visitor(KEY, "FR", "ada@example.com"),
    );
    assert!(!unleash.is_enabled("staff_only", &theirs));
    assert!(["red", "green", "blue"].contains(&&*unleash.variant("button", &theirs)));
    let launchdarkly = LaunchDarkly::with_others(0);
    let theirs = launchdarkly::visitor(KEY, "FR", "ada@example.com");
    assert!(!launchdarkly.is_enabled("staff_only", &theirs));
    assert!(launchdarkly.text("button", &theirs).is_some());
    // Both deal half of everybody in.
    let (mut ours, mut dealt) = (0, [0; 2]);
    for key in (0..1_000).map(|index| format!("user-{index}")) {
        ours += u32::from(HALF.is_enabled_for(&Context::new(&*key)));
        let theirs = unleash::visitor(&key, "FR", "ada@example.com");
        dealt[0] += u32::from(unleash.is_enabled("half", &theirs));
        let theirs = launchdarkly::visitor(&key, "FR", "ada@example.com");
        dealt[1] += u32::from(launchdarkly.is_enabled("half", &theirs));
    }
    for inside in [ours, dealt[0], dealt[1]] {
        // Four sigma of 1,000 fair coins are 63.
        assert!((437..=563).contains(&inside), "{inside}");
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A static that nobody writes would be a constant.
    FLOOR.store(black_box(false), Ordering::Relaxed);
    let mut table = Table::default();
    // First, because a swap is one for all registries that have been attached.
    if wanted("7") {
        swaps::measure(&mut table)?;
    }
    let (ten, many) = (
        crowd::registry("ten", 10),
        crowd::registry("many", crowd::MANY),
    );
    check("noop");
    measure("compiled in", lines(ten, many), &mut table);
    let folder = crowd::Folder::new()?;
    let file = folder.write("flags.toml", &crowd::state())?;
    set_provider(FileProvider::watch(file)?);
    check("file");
    measure("state file", lines(ten, many), &mut table);
    table.print();
    Ok(())
}
