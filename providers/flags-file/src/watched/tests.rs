use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use flags_manifest::state::Format;
use flags_runtime::ProviderState;

use super::Watched;
use crate::source::Content;

#[test]
fn f41_a_poisoned_lock_is_recovered() {
    let watched = Watched::new("flags.toml".to_owned(), Format::Toml, false);
    let poisoned = catch_unwind(AssertUnwindSafe(|| {
        let _health = watched.health();
        panic!("under the lock, as it should in this test");
    }));
    assert!(poisoned.is_err());
    assert!(watched.health.is_poisoned());

    assert_eq!(watched.status().state(), ProviderState::NotReady);
    let started = Instant::now();
    watched.wait(Duration::from_millis(20));
    assert!(started.elapsed() >= Duration::from_millis(20));
    let text = "[features.a]\ndefault = true\n".to_owned();
    let (changed, problem) = watched.take(Content::Text { text, hash: 1 });
    assert!(changed && problem.is_none());
    assert_eq!(watched.status().state(), ProviderState::Ready);
}
