//! A provider for each environment.

use flags_runtime::{
    Anonymous, Answer, AnswerSink, EvaluationContext, FeatureInfo, Flags, MemoryProvider,
    MockProvider, NoopProvider, Provider, ProviderState, Reason, Registry, Resolution,
    ResolveError, StagedProvider, Status,
};
use std::sync::Arc;
use std::time::Duration;

use crate::club;
use crate::scripted::{Act, Scripted};
use crate::shop::{AWESOME, MAX_UPLOAD_MB};

fn memory(megabytes: i64) -> MemoryProvider {
    let memory = MemoryProvider::new();
    memory.set(MAX_UPLOAD_MB, megabytes);
    memory
}

#[test]
fn each_environment_asks_its_own_provider() {
    let staged = Arc::new(
        StagedProvider::otherwise(memory(1))
            .stage("testing", memory(2))
            .stage("staging", memory(3)),
    );
    let in_stage = |name: &str| {
        let flags = Flags::new(Arc::clone(&staged)).in_environment(name);
        flags.get(MAX_UPLOAD_MB, &Anonymous)
    };
    assert_eq!(
        ["production", "development", "testing", "staging"].map(in_stage),
        [1, 1, 2, 3]
    );
}

#[test]
fn a_test_runs_as_each_stage_in_turn() {
    let mut seen = Vec::new();
    for stage in club::REGISTRY.environments() {
        let flags = Flags::new(NoopProvider).in_environment(*stage);
        seen.push((*stage, flags.is_enabled(AWESOME, &Anonymous)));
    }
    // As declared: `environments.development = true`.
    assert_eq!(
        seen,
        [
            ("development", true),
            ("testing", false),
            ("staging", false),
            ("production", false)
        ]
    );
}

#[test]
fn one_that_is_asked_each_time_is_asked_in_its_stage_alone() {
    let mock = MockProvider::new().with(AWESOME, true);
    mock.expect(AWESOME).once();
    let staged = Arc::new(StagedProvider::otherwise(NoopProvider).stage("staging", mock.clone()));
    let production = Flags::new(Arc::clone(&staged));
    let staging = Flags::new(staged).in_environment("staging");
    assert!(!production.is_enabled(AWESOME, &Anonymous));
    let answer = staging.evaluate(AWESOME, &Anonymous);
    assert_eq!((*answer.value(), answer.reason()), (true, Reason::Static));
    assert_eq!(answer.provider(), "staged(staging: mock, otherwise: noop)");
}

#[test]
fn an_unknown_environment_is_production() {
    let staged = StagedProvider::otherwise(memory(1)).stage("stagging", memory(2));
    let flags = Flags::new(staged).in_environment("stagging");
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 1);
    assert_eq!(flags.status().notices().len(), 1);
}

#[test]
fn the_later_provider_of_a_stage_replaces_the_earlier() {
    let staged = StagedProvider::otherwise(NoopProvider)
        .stage("testing", memory(1))
        .stage("testing", memory(2));
    assert_eq!(staged.name(), "staged(testing: memory, otherwise: noop)");
    let flags = Flags::new(staged).in_environment("testing");
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 2);
}

#[test]
fn a_change_of_the_stages_provider_is_a_change() {
    let memory = memory(1);
    let staged = StagedProvider::otherwise(NoopProvider).stage("testing", memory.clone());
    let flags = Flags::new(staged).in_environment("testing");
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 1);
    memory.set(MAX_UPLOAD_MB, 2);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 2);
}

#[test]
fn a_panic_stops_at_its_stage() {
    let panics = Scripted::new([("max_upload_mb", Act::PanicInAnswers)]);
    let flags = Flags::new(StagedProvider::otherwise(panics));
    let answer = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!((*answer.value(), answer.reason()), (25, Reason::Error));
    assert_eq!(flags.status().status().state(), ProviderState::Error);
}

/// Tells its answers one by one, and has none otherwise.
struct Telling;

impl Provider for Telling {
    fn name(&self) -> &str {
        "telling"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn tell_answers(&self, _: &'static Registry, environment: &str, to: &mut dyn AnswerSink) {
        let megabytes = if environment == "testing" { 7 } else { 8 };
        let resolution = Resolution::new(megabytes, Reason::Static);
        let answer = Answer::Fixed(Ok(Some(resolution)));
        to.take(MAX_UPLOAD_MB.index(), Some(1), answer);
    }
}

#[test]
fn answers_that_are_told_one_by_one_are_passed_on() {
    let staged = StagedProvider::otherwise(NoopProvider).stage("testing", Telling);
    let flags = Flags::new(staged).in_environment("testing");
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 7);
}

/// Never has any data.
struct Unreachable;

impl Provider for Unreachable {
    fn name(&self) -> &str {
        "unreachable"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn status(&self) -> Status {
        Status::new(ProviderState::NotReady).because("no connection")
    }
}

#[test]
fn a_stage_that_nobody_needs_does_not_count() {
    let staged = StagedProvider::otherwise(Unreachable).stage("testing", memory(1));
    let flags = Flags::new(staged).in_environment("testing");
    assert_eq!(flags.status().status().state(), ProviderState::NotReady);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 1);
    assert_eq!(flags.ready(Duration::ZERO).state(), ProviderState::Ready);
    assert_eq!(flags.status().status().state(), ProviderState::Ready);
}
