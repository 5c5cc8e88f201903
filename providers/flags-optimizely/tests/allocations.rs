//! No decision allocates: what it serves has been made when the datafile was read.

#![expect(
    unsafe_code,
    reason = "an allocator that counts has to be an allocator"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use flags_file::registry_from_text;
use flags_optimizely::OptimizelyProvider;
use flags_runtime::{AttributeValue, EvaluationContext, Provider, Reason, Version};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is passed on to the system's allocator as it is; the counter is a thread-local
// without a destructor, so that counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

struct Visitor {
    version: Version,
}

impl EvaluationContext for Visitor {
    fn targeting_key(&self) -> Option<&str> {
        Some("anna")
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        match name {
            "country" => Some(AttributeValue::Text("DE")),
            "app_version" => Some(AttributeValue::Version(&self.version)),
            "is_staff" => Some(AttributeValue::Boolean(false)),
            _ => None,
        }
    }
}

#[test]
fn no_decision_allocates() {
    let registry = registry_from_text(
        "shop",
        r#"
        [features.enable_crazy_feature]
        [features.checkout_button]
        variants = ["red", "green", "blue"]
        default = "red"
        [features.max_upload_mb]
        default = 25
        [features.search_limits]
        default = { max_results = 50, timeout_ms = 200 }
        "#,
    )
    .unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/datafile.json");
    let provider = OptimizelyProvider::builder().read(path).unwrap();
    let visitor = Visitor {
        version: "2.4.0-rc.1+build.5".parse().unwrap(),
    };
    let _ = provider.answers(registry, "production");
    let reasons = registry.features().iter().map(|feature| {
        let before = ALLOCATIONS.with(Cell::get);
        let answer = black_box(provider.resolve(feature, black_box(&visitor)));
        let allocations = ALLOCATIONS.with(Cell::get) - before;
        assert_eq!(allocations, 0, "`{}` allocates", feature.key());
        answer.unwrap().unwrap().reason()
    });
    // An audience with a version and a bucket; a bucket; two that are the same for everybody.
    let expected = [
        Reason::TargetingMatch,
        Reason::Split,
        Reason::Static,
        Reason::Static,
    ];
    assert_eq!(reasons.collect::<Vec<_>>(), expected);
}
