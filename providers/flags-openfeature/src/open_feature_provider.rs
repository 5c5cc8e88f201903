//! Theirs as ours.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use flags_runtime::{
    ErrorKind, EvaluationContext, FeatureInfo, Listener, Provider, ProviderState, Resolution,
    ResolveError, Status, Value, ValueType,
};
use open_feature::provider::{FeatureProvider, ProviderStatus, ResolutionDetails};
use open_feature::{EvaluationContext as TheirContext, EvaluationResult};
use tokio::task::coop::unconstrained;

use crate::outgoing::Sharing;
use crate::reasons;
use crate::starting::{Initialization, Starting};
use crate::values;

/// Any OpenFeature provider as one of `typed-flags`.
///
/// What it is asked, by the declared type of the feature: `resolve_bool_value`, `resolve_int_value`,
/// `resolve_float_value`, `resolve_string_value` for strings and variants, `resolve_struct_value` for
/// tables; each with the key that providers know the feature by.
///
/// It is told the targeting key and each attribute that `[context]` declares, by its name. Lists go
/// as a `Struct` that holds a `Vec<String>`, since OpenFeature has no lists in a context. Attributes
/// that are declared private are held back, unless [`OpenFeatureProvider::share_private`] names them.
///
/// See the [crate](crate) for what becomes of a future that is not ready at once.
pub struct OpenFeatureProvider<P> {
    name: String,
    starting: Arc<Starting<P>>,
    base: TheirContext,
    sharing: Sharing,
    missing_is_no_opinion: bool,
}

impl<P: FeatureProvider> OpenFeatureProvider<P> {
    /// A provider that needs no initialization, or has had it.
    pub fn new(provider: P) -> Self {
        Self::over(Starting::ready(provider))
    }

    /// Initializes a provider, with OpenFeature's global context, and waits for it.
    ///
    /// ```
    /// use flags_openfeature::OpenFeatureProvider;
    /// use open_feature::{EvaluationContext, provider::NoOpProvider};
    ///
    /// # async fn main_of_yours() {
    /// let global = EvaluationContext::default().with_custom_field("region", "eu");
    /// let provider = OpenFeatureProvider::initialized(NoOpProvider::default(), global).await;
    /// flags_runtime::set_provider(provider);
    /// # }
    /// ```
    pub async fn initialized(mut provider: P, global: TheirContext) -> Self {
        provider.initialize(&global).await;
        Self::new(provider).with_context(global)
    }

    /// Hands the initialization to `spawn`, for the background, and returns at once. Until it has
    /// ended the status is `NotReady`, and declared values are served.
    ///
    /// ```
    /// use flags_openfeature::OpenFeatureProvider;
    /// use open_feature::{EvaluationContext, provider::NoOpProvider};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let provider = OpenFeatureProvider::start(
    ///     NoOpProvider::default(),
    ///     EvaluationContext::default(),
    ///     |initialization| drop(tokio::spawn(initialization)),
    /// );
    /// flags_runtime::set_provider(provider);
    /// # }
    /// ```
    ///
    /// [`Provider::ready`] blocks its thread while it waits: on a runtime with one thread, which is
    /// the one that initializes, it waits in vain until its time is over.
    pub fn start(provider: P, global: TheirContext, spawn: impl FnOnce(Initialization)) -> Self {
        let name = name_of(&provider);
        let (starting, initialization) = Starting::begin(provider, global.clone());
        spawn(initialization);
        Self {
            name,
            ..Self::over(starting)
        }
        .with_context(global)
    }

    /// Adds to what each evaluation knows: OpenFeature's global context. The evaluation's own
    /// attributes go before it.
    #[must_use]
    pub fn with_context(mut self, context: TheirContext) -> Self {
        self.base = context;
        self
    }

    /// Tells the provider these attributes too, although `features.toml` declares them private.
    #[must_use]
    pub fn share_private<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        let names: BTreeSet<String> = names.into_iter().map(Into::into).collect();
        self.sharing.private.extend(names);
        self
    }

    /// Has no opinion on a flag that the provider does not know (`FLAG_NOT_FOUND`), so that the next
    /// provider of a chain, or the rules of `features.toml`, decide. Otherwise that is an error, as
    /// OpenFeature has it, and the declared value is served.
    #[must_use]
    pub const fn missing_is_no_opinion(mut self) -> Self {
        self.missing_is_no_opinion = true;
        self
    }

    fn over(starting: Arc<Starting<P>>) -> Self {
        Self {
            name: starting.provider().map(name_of).unwrap_or_default(),
            starting,
            base: TheirContext::default(),
            sharing: Sharing::default(),
            missing_is_no_opinion: false,
        }
    }

    fn ask(
        &self,
        provider: &P,
        feature: &FeatureInfo,
        context: &TheirContext,
    ) -> Result<Resolution, ResolveError> {
        let key = feature.provider_key();
        match feature.value_type() {
            ValueType::Boolean => {
                self.poll(provider.resolve_bool_value(key, context), Value::Boolean)
            }
            ValueType::Integer => {
                self.poll(provider.resolve_int_value(key, context), Value::Integer)
            }
            ValueType::Float => self.poll(provider.resolve_float_value(key, context), Value::Float),
            ValueType::Text | ValueType::Variants(_) => {
                self.poll(provider.resolve_string_value(key, context), Value::from)
            }
            ValueType::Table(_) => self.poll(
                provider.resolve_struct_value(key, context),
                values::from_struct,
            ),
            _ => Err(ResolveError::new(
                ErrorKind::TypeMismatch,
                "OpenFeature has no values of this feature's type",
            )),
        }
    }

    /// Polls the future of an answer once.
    fn poll<T>(
        &self,
        future: Pin<Box<dyn Future<Output = EvaluationResult<ResolutionDetails<T>>> + Send + '_>>,
        value: impl FnOnce(T) -> Value,
    ) -> Result<Resolution, ResolveError> {
        let mut future = std::pin::pin!(unconstrained(future));
        match future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(Ok(details)) => {
                let reason = details.reason.as_ref();
                let resolution =
                    Resolution::new(value(details.value), reasons::from_theirs(reason));
                Ok(match details.variant {
                    Some(variant) => resolution.with_variant(variant),
                    None => resolution,
                })
            }
            Poll::Ready(Err(error)) => Err(reasons::from_error(error)),
            Poll::Pending => Err(ResolveError::new(
                ErrorKind::General,
                "the OpenFeature provider did not answer at once, and an evaluation does not wait",
            )),
        }
    }
}

impl<P: FeatureProvider> Provider for OpenFeatureProvider<P> {
    fn name(&self) -> &str {
        &self.name
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let provider = self.starting.provider();
        let Some(provider) = provider.filter(|it| it.status() != ProviderStatus::NotReady) else {
            return Err(ResolveError::new(
                ErrorKind::ProviderNotReady,
                "the OpenFeature provider is not ready",
            ));
        };
        let mut theirs = self.sharing.context(feature.registry(), context);
        theirs.merge_missing(&self.base);
        match self.ask(provider, feature, &theirs) {
            Err(error) if self.missing_is_no_opinion && error.kind() == ErrorKind::FlagNotFound => {
                Ok(None)
            }
            answer => answer.map(Some),
        }
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.starting.listeners.add(listener);
    }

    fn status(&self) -> Status {
        match self.starting.provider() {
            None if self.starting.is_lost() => Status::new(ProviderState::Error)
                .because("its initialization was dropped, or panicked, before it ended"),
            None => Status::new(ProviderState::NotReady).because("it is being initialized"),
            Some(provider) => Status::new(match provider.status() {
                ProviderStatus::NotReady => ProviderState::NotReady,
                ProviderStatus::Ready => ProviderState::Ready,
                ProviderStatus::Error => ProviderState::Error,
                ProviderStatus::STALE => ProviderState::Stale,
            }),
        }
    }

    fn ready(&self, timeout: Duration) -> Status {
        self.starting.wait(timeout);
        self.status()
    }
}

impl<P> fmt::Debug for OpenFeatureProvider<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A provider may hold a key, and its context may hold what is private.
        f.debug_struct("OpenFeatureProvider")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

fn name_of<P: FeatureProvider>(provider: &P) -> String {
    let name = &provider.metadata().name;
    if name.is_empty() {
        "openfeature".to_owned()
    } else {
        name.clone()
    }
}
