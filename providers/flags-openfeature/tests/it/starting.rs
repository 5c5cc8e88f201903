//! Initialization.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use expect_test::expect;
use flags_openfeature::{Initialization, OpenFeatureProvider};
use flags_runtime::{Anonymous, ErrorKind, Flags, Listener, Provider, ProviderState};
use open_feature::provider::{
    FeatureProvider, ProviderMetadata, ProviderStatus, ResolutionDetails,
};
use open_feature::{EvaluationContext, EvaluationResult, StructValue, async_trait};
use tokio::sync::oneshot;

use crate::world::registry;

/// Waits for a word before it is ready, and answers with what it was initialized with.
struct Slow {
    metadata: ProviderMetadata,
    word: Option<oneshot::Receiver<()>>,
    region_is_eu: bool,
}

impl Slow {
    fn new() -> (Self, oneshot::Sender<()>) {
        let (sender, word) = oneshot::channel();
        let slow = Self {
            metadata: ProviderMetadata::new("slow"),
            word: Some(word),
            region_is_eu: false,
        };
        (slow, sender)
    }
}

#[async_trait]
impl FeatureProvider for Slow {
    async fn initialize(&mut self, context: &EvaluationContext) {
        if let Some(word) = self.word.take() {
            word.await.unwrap();
        }
        self.region_is_eu = context
            .custom_fields
            .get("region")
            .and_then(|it| it.as_str())
            == Some("eu");
    }

    fn status(&self) -> ProviderStatus {
        match self.word {
            Some(_) => ProviderStatus::NotReady,
            None => ProviderStatus::Ready,
        }
    }

    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        Ok(ResolutionDetails::new(self.region_is_eu))
    }

    async fn resolve_int_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        panic!("only booleans are asked for")
    }

    async fn resolve_float_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        panic!("only booleans are asked for")
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        panic!("only booleans are asked for")
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        panic!("only booleans are asked for")
    }
}

fn europe() -> EvaluationContext {
    EvaluationContext::default().with_custom_field("region", "eu")
}

struct Counter(AtomicUsize);

impl Listener for Counter {
    fn changed(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed);
        true
    }
}

#[test]
fn f29_it_is_not_ready_and_then_ready() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .unwrap();
    let (slow, word) = Slow::new();
    let provider = Arc::new(OpenFeatureProvider::start(
        slow,
        europe(),
        |initialization| {
            drop(runtime.spawn(initialization));
        },
    ));
    let counter = Arc::new(Counter(AtomicUsize::new(0)));
    provider.subscribe(Arc::clone(&counter) as _);
    assert_eq!(provider.name(), "slow");
    assert_eq!(provider.status().state(), ProviderState::NotReady);
    assert_eq!(
        provider.ready(Duration::from_millis(1)).state(),
        ProviderState::NotReady
    );

    let flags = Flags::new(Arc::clone(&provider));
    let flag = registry("[features.flag]\n")
        .feature::<bool>("flag")
        .unwrap();
    let evaluation = flags.evaluate(flag, &Anonymous);
    assert_eq!(
        evaluation.error().unwrap().kind(),
        ErrorKind::ProviderNotReady
    );

    word.send(()).unwrap();
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    assert!(flags.is_enabled(flag, &Anonymous));
    // Those who wait are let go first; joining the runtime's thread ends the announcement.
    drop(runtime);
    assert_eq!(counter.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn an_initialization_that_is_waited_for() {
    let (slow, word) = Slow::new();
    word.send(()).unwrap();
    let provider = OpenFeatureProvider::initialized(slow, europe()).await;
    assert_eq!(provider.status().state(), ProviderState::Ready);
    let flag = registry("[features.flag]\n")
        .feature::<bool>("flag")
        .unwrap();
    assert!(Flags::new(provider).is_enabled(flag, &Anonymous));
}

#[track_caller]
fn check_lost(spawn: impl FnOnce(Initialization)) {
    let (slow, _) = Slow::new();
    let provider = OpenFeatureProvider::start(slow, europe(), spawn);
    let status = provider.ready(Duration::from_secs(60));
    expect!["Error: its initialization was dropped, or panicked, before it ended"]
        .assert_eq(&status.to_string());
    provider.shutdown();
    provider.shutdown();
}

#[test]
fn f44_a_dropped_initialization_is_an_error_and_nobody_waits_for_it() {
    check_lost(drop);
}

#[test]
fn f43_a_runtime_that_ends_during_the_initialization() {
    check_lost(|initialization| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        drop(runtime.spawn(initialization));
    });
}

#[test]
fn an_initialization_that_panics() {
    // Its word was dropped, so the provider panics.
    check_lost(|initialization| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let task = runtime.spawn(initialization);
        assert!(runtime.block_on(task).unwrap_err().is_panic());
    });
}

#[test]
fn f55_debug_shows_neither_provider_nor_context() {
    let (slow, _word) = Slow::new();
    let provider = OpenFeatureProvider::new(slow).with_context(europe());
    expect![[r#"OpenFeatureProvider { name: "slow", .. }"#]].assert_eq(&format!("{provider:?}"));
}
