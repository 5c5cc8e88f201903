//! Futures that do not answer at once, or not at all.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use expect_test::expect;
use flags_openfeature::OpenFeatureProvider;
use flags_runtime::{Anonymous, Feature, Flags, ProviderState};
use open_feature::provider::{FeatureProvider, ProviderMetadata, ResolutionDetails};
use open_feature::{EvaluationContext, EvaluationResult, StructValue, async_trait};
use tokio::sync::RwLock;

use crate::world::registry;

/// What a provider does before it answers `true`.
enum Before {
    Never,
    Panics,
    /// Sleeps on tokio's timer, which needs a runtime.
    Sleeps,
    /// Takes a lock of tokio's that nobody else has.
    Locks(RwLock<()>),
}

struct Awkward {
    metadata: ProviderMetadata,
    before: Before,
    dropped: Arc<AtomicUsize>,
}

struct CountDrop(Arc<AtomicUsize>);

impl Drop for CountDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[async_trait]
impl FeatureProvider for Awkward {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        let _drop = CountDrop(Arc::clone(&self.dropped));
        match &self.before {
            Before::Never => pending().await,
            Before::Panics => panic!("a provider may panic"),
            Before::Sleeps => tokio::time::sleep(std::time::Duration::from_secs(3600)).await,
            Before::Locks(lock) => drop(lock.read().await),
        }
        Ok(ResolutionDetails::new(true))
    }

    async fn resolve_int_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        pending().await
    }

    async fn resolve_float_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        pending().await
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        pending().await
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        pending().await
    }
}

fn flags(before: Before) -> (Flags, Feature<bool>, Arc<AtomicUsize>) {
    let dropped = Arc::default();
    let provider = OpenFeatureProvider::new(Awkward {
        metadata: ProviderMetadata::new(""),
        before,
        dropped: Arc::clone(&dropped),
    });
    let flag = registry("[features.flag]\n").feature("flag").unwrap();
    (Flags::new(provider), flag, dropped)
}

#[test]
fn f40_a_future_that_is_not_ready_is_dropped_and_is_an_error() {
    let (flags, flag, dropped) = flags(Before::Never);
    let evaluation = flags.evaluate(flag, &Anonymous);
    assert!(!evaluation.value());
    expect!["the OpenFeature provider did not answer at once, and an evaluation does not wait"]
        .assert_eq(evaluation.error().unwrap().message());
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
    // A provider without a name has one here.
    assert_eq!(evaluation.provider(), "openfeature");
}

#[test]
fn f39_a_panic_of_the_provider_ends_in_the_declared_value() {
    let (flags, flag, _) = flags(Before::Panics);
    assert!(!flags.is_enabled(flag, &Anonymous));
    assert_eq!(flags.status().status().state(), ProviderState::Error);
}

#[test]
fn f43_a_provider_that_needs_a_runtime_is_no_danger_without_one() {
    let (flags, flag, _) = flags(Before::Sleeps);
    assert!(!flags.is_enabled(flag, &Anonymous));
}

#[test]
fn f43_inside_and_after_a_runtime_it_is_an_error() {
    let (flags, flag, _) = flags(Before::Sleeps);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let evaluation = flags.evaluate(flag, &Anonymous);
        assert!(!evaluation.value());
        assert!(
            evaluation
                .error()
                .unwrap()
                .message()
                .contains("did not answer at once")
        );
    });
    let entered = runtime.handle().clone();
    runtime.shutdown_background();
    let _guard = entered.enter();
    assert!(!flags.is_enabled(flag, &Anonymous));
}

#[tokio::test]
async fn a_task_that_has_used_up_its_turn_is_answered_all_the_same() {
    // tokio lets a task take its locks 128 times before it has to yield.
    let (flags, flag, _) = flags(Before::Locks(RwLock::new(())));
    for number in 0..1000 {
        let evaluation = flags.evaluate(flag, &Anonymous);
        assert!(
            *evaluation.value(),
            "answer {number}: {:?}",
            evaluation.error()
        );
    }
}
