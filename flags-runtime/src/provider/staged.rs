//! A provider for each environment.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::chain::combine;
use crate::installed::{Installed, panicked};
use crate::{
    Answer, AnswerSink, Answers, EvaluationContext, FeatureInfo, Listener, Notice, Provider,
    Registry, Resolution, ResolveError, Status,
};

/// Asks the provider of the environment that is evaluated for: a vendor's in production, a file in
/// staging, values in a test.
///
/// Which environment that is, is up to whoever evaluates: `FLAGS_ENV`,
/// [`set_environment`](crate::set_environment), or
/// [`Flags::in_environment`](crate::Flags::in_environment), so that a test can run as any stage.
///
/// It is as well as the worst of the providers that were needed so far; before anybody has
/// evaluated, as the worst of all. Its name is `staged(…)` with those of all.
///
/// ```
/// use flags_runtime::{Flags, MemoryProvider, NoopProvider, StagedProvider};
///
/// let staged = StagedProvider::otherwise(NoopProvider).stage("staging", MemoryProvider::new());
/// let flags = Flags::new(staged).in_environment("staging");
/// flags.run(|| {
///     // What is evaluated here is evaluated in staging.
/// });
/// ```
pub struct StagedProvider {
    name: String,
    otherwise: Stage,
    stages: Vec<(String, Stage)>,
}

struct Stage {
    installed: Installed,
    /// Whether it was ever asked what it holds.
    needed: AtomicBool,
}

impl StagedProvider {
    /// Asks this one in every environment that [`StagedProvider::stage`] does not name.
    pub fn otherwise(provider: impl Provider + 'static) -> Self {
        let mut staged = Self {
            name: String::new(),
            otherwise: Stage::new(provider),
            stages: Vec::new(),
        };
        staged.rename();
        staged
    }

    /// Asks this one in the environment of this name, instead of the one that was named for it
    /// before.
    #[must_use]
    pub fn stage(
        mut self,
        environment: impl Into<String>,
        provider: impl Provider + 'static,
    ) -> Self {
        let environment = environment.into();
        self.stages.retain(|(name, _)| *name != environment);
        self.stages.push((environment, Stage::new(provider)));
        self.rename();
        self
    }

    fn rename(&mut self) {
        let mut name = "staged(".to_owned();
        for (environment, stage) in &self.stages {
            name += &format!("{environment}: {}, ", stage.installed.name());
        }
        name += &format!("otherwise: {})", self.otherwise.installed.name());
        self.name = name;
    }

    fn of(&self, environment: &str) -> &Stage {
        self.stages
            .iter()
            .find(|(name, _)| name == environment)
            .map_or(&self.otherwise, |(_, stage)| stage)
    }

    fn all(&self) -> impl Iterator<Item = &Stage> {
        let stages = self.stages.iter().map(|(_, stage)| stage);
        stages.chain([&self.otherwise])
    }

    /// Those that were asked what they hold; before anybody asked, all.
    fn for_context(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> &Stage {
        let known = feature.registry().environments();
        let environment = context
            .environment()
            .filter(|name| known.contains(name))
            .unwrap_or("production");
        self.of(environment)
    }

    fn needed(&self) -> impl Iterator<Item = &Installed> {
        let is_needed = |stage: &&Stage| stage.needed.load(Ordering::Relaxed);
        let none_yet = !self.all().any(|stage| is_needed(&stage));
        self.all()
            .filter(move |stage| none_yet || is_needed(stage))
            .map(|stage| &stage.installed)
    }
}

impl Stage {
    fn new(provider: impl Provider + 'static) -> Self {
        Self {
            installed: Installed::new(Arc::new(provider)),
            needed: AtomicBool::new(false),
        }
    }
}

impl Provider for StagedProvider {
    fn name(&self) -> &str {
        &self.name
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        self.for_context(feature, context)
            .installed
            .resolve(feature, context)
    }

    fn answers(&self, registry: &'static Registry, environment: &str) -> Answers {
        let stage = self.of(environment);
        stage.needed.store(true, Ordering::Relaxed);
        stage
            .installed
            .answers(registry, environment)
            .unwrap_or_else(|| {
                let answer = Answer::Fixed(Err(panicked()));
                Answers::new(vec![answer; registry.features().len()])
            })
    }

    fn tell_answers(
        &self,
        registry: &'static Registry,
        environment: &str,
        to: &mut dyn AnswerSink,
    ) {
        let stage = self.of(environment);
        stage.needed.store(true, Ordering::Relaxed);
        if !stage.installed.tell_answers(registry, environment, to) {
            // What it told before it panicked does not count.
            for index in 0..registry.features().len() {
                to.take(index, None, Answer::Fixed(Err(panicked())));
            }
        }
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        for stage in self.all() {
            stage.installed.subscribe(Arc::clone(&listener));
        }
    }

    fn explain(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> Vec<String> {
        self.for_context(feature, context)
            .installed
            .explain(feature, context)
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        self.needed()
            .flat_map(|installed| installed.notices(registries))
            .collect()
    }

    fn status(&self) -> Status {
        let all: Vec<_> = self
            .needed()
            .map(|installed| (installed.name(), installed.status()))
            .collect();
        combine(&all)
    }

    /// Waits for each that was needed, all within the timeout.
    fn ready(&self, timeout: Duration) -> Status {
        let start = Instant::now();
        let all: Vec<_> = self
            .needed()
            .map(|installed| {
                let left = timeout.saturating_sub(start.elapsed());
                (installed.name(), installed.ready(left))
            })
            .collect();
        combine(&all)
    }

    fn shutdown(&self) {
        for stage in self.all() {
            stage.installed.shutdown();
        }
    }
}

impl fmt::Debug for StagedProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StagedProvider").field(&self.name).finish()
    }
}
