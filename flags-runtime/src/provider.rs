//! Where answers come from.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::{
    EvaluationContext, FeatureInfo, Reason, Registry, ResolveError, Rule, RuleSet, SegmentInfo,
    Text, Value,
};

pub(crate) mod chain;
pub(crate) mod deadline;
pub(crate) mod env;
pub(crate) mod listeners;
pub(crate) mod memory;
pub(crate) mod mock;
pub(crate) mod noop;
pub(crate) mod shadow;
pub(crate) mod staged;

/// Source of answers: a file, a vendor's SDK, a database.
///
/// Applications install one with [`set_provider`](crate::set_provider); libraries never do.
///
/// # For implementors
///
/// `resolve` answers from memory on the caller's thread: do I/O at construction and in the
/// background. A provider whose answers do not depend on the context should also say so in
/// [`Provider::answers`], which puts its features on the fast path, and announce changes to the
/// [`Listener`]s that [`Provider::subscribe`] gave it.
pub trait Provider: Send + Sync {
    /// Names it in evaluations, hooks and messages: `file`, `optimizely`.
    fn name(&self) -> &str;

    /// Answers for one feature and context. `Ok(None)`: no opinion, ask the next rung.
    ///
    /// # Errors
    ///
    /// When it should have an opinion and has none; the declared value is served, with the error.
    ///
    /// # For implementors
    ///
    /// A table that holds lists is converted at each call, which allocates for each list; give it
    /// through [`Provider::answers`], and it is converted once.
    ///
    /// [`EvaluationContext::environment`] names the environment that is evaluated for. Where it
    /// names none, or one that the feature's registry does not declare, that is production.
    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError>;

    /// What can be said of every feature of a registry without a context, from one snapshot.
    ///
    /// `environment` is one of [`Registry::environments`]. Called when the provider is installed,
    /// when a registry attaches, when the environment changes, and after each announced change;
    /// never in an evaluation. It must not block for long, and not install providers or attach
    /// registries.
    fn answers(&self, registry: &'static Registry, environment: &str) -> Answers {
        let _ = (registry, environment);
        Answers::ask()
    }

    /// The same as [`Provider::answers`], one after the other: for a provider with so many rules that
    /// they should not all be in memory beside what is made of them, or that can tell cheaply which
    /// of them are what they were. This is what the runtime calls.
    fn tell_answers(
        &self,
        registry: &'static Registry,
        environment: &str,
        to: &mut dyn AnswerSink,
    ) {
        let answers = self.answers(registry, environment);
        to.begin(answers.version, answers.segments);
        for (index, answer) in answers.by_index.into_iter().enumerate() {
            to.take(index, None, answer);
        }
    }

    /// Takes somebody to tell of changes, for as long as its [`Listener::changed`] returns `true`.
    fn subscribe(&self, listener: Arc<dyn Listener>) {
        let _ = listener;
    }

    /// How its answer for one feature and context comes about, step by step: shown by
    /// [`explain_for`](crate::Feature::explain_for) below what it says.
    ///
    /// # For implementors
    ///
    /// Each step is one line, in lower case. Values of attributes that
    /// [are private](EvaluationContext::is_private) do not belong there.
    fn explain(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> Vec<String> {
        let _ = (feature, context);
        Vec::new()
    }

    /// What is wrong with its current data, given the registries that are attached: an entry that
    /// is set aside, a key that none of them knows.
    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let _ = registries;
        Vec::new()
    }

    /// How it is.
    fn status(&self) -> Status {
        Status::new(ProviderState::Ready)
    }

    /// Waits until it has data, at most this long, and says how it is then.
    fn ready(&self, timeout: Duration) -> Status {
        let _ = timeout;
        self.status()
    }

    /// Ends its threads and connections. Bounded, and harmless when repeated; its last answers stay.
    fn shutdown(&self) {}
}

/// Somebody to tell of a provider's changes.
pub trait Listener: Send + Sync {
    /// The provider's answers, status or notices have changed. Returns whether to tell it again.
    ///
    /// Hold no lock that [`Provider::answers`], [`Provider::notices`] or [`Provider::status`] need.
    fn changed(&self) -> bool;
}

/// Answer of a provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    pub(crate) value: Value,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Reason,
}

impl Resolution {
    /// This value for this reason.
    pub fn new(value: impl Into<Value>, reason: Reason) -> Self {
        Self {
            value: value.into(),
            variant: None,
            reason,
        }
    }

    /// The provider's own name of the value.
    #[must_use]
    pub fn with_variant(mut self, variant: impl Into<Text>) -> Self {
        self.variant = Some(variant.into());
        self
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The provider's own name of the value.
    #[must_use]
    pub fn variant(&self) -> Option<&str> {
        self.variant.as_deref()
    }

    /// Why this value.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }
}

/// What a provider says of every feature of a registry without a context.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    pub(crate) version: Option<Text>,
    /// One for each feature, by index; missing ones ask.
    pub(crate) by_index: Vec<Answer>,
    /// Instead of the registry's segments, or beyond them.
    pub(crate) segments: Vec<(u32, SegmentInfo)>,
}

impl Answers {
    /// `resolve` is to be asked each time, for every feature.
    #[must_use]
    pub const fn ask() -> Self {
        Self {
            version: None,
            by_index: Vec::new(),
            segments: Vec::new(),
        }
    }

    /// One answer for each feature of the registry, in the order of [`Registry::features`].
    #[must_use]
    pub const fn new(by_index: Vec<Answer>) -> Self {
        Self {
            version: None,
            by_index,
            segments: Vec::new(),
        }
    }

    /// Version of the snapshot that these answers come from.
    #[must_use]
    pub fn with_version(mut self, version: impl Into<Text>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// The provider's own segments, by index: one of [`Registry::segments`] is replaced everywhere,
    /// in compiled-in rules too; from that list's end on, they are there beside it. At most one for
    /// each index, and no gaps.
    #[must_use]
    pub fn with_segments(mut self, segments: Vec<(u32, SegmentInfo)>) -> Self {
        self.segments = segments;
        self
    }

    /// Version of the snapshot that these answers come from.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The provider's own segments, by index.
    #[must_use]
    pub fn segments(&self) -> &[(u32, SegmentInfo)] {
        &self.segments
    }

    /// The answer for the feature of this index.
    #[must_use]
    pub fn get(&self, index: usize) -> &Answer {
        self.by_index.get(index).unwrap_or(&Answer::Ask)
    }
}

/// What a provider says of one feature without a context.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// It depends: `resolve` is to be asked each time.
    Ask,
    /// The same for every context, until a change is announced: what `resolve` would return.
    Fixed(Result<Option<Resolution>, ResolveError>),
    /// The runtime evaluates these rules, and does not call `resolve`.
    Rules(RuleSet),
}

/// Takes the answers of a provider for a registry, one after the other: see
/// [`Provider::tell_answers`].
///
/// First [`begin`](AnswerSink::begin), once; then, for each feature and in any order, either
/// [`keeps`](AnswerSink::keeps), if that says `true`, or [`take`](AnswerSink::take). A feature of
/// which nothing is said asks.
pub trait AnswerSink {
    /// The version and segments of what follows: see [`Answers::with_version`] and
    /// [`Answers::with_segments`].
    fn begin(&mut self, version: Option<Text>, segments: Vec<(u32, SegmentInfo)>);

    /// Whether the answer for the feature of this index is still there from the last time, told with
    /// the same fingerprint, and stays in place.
    fn keeps(&mut self, index: usize, fingerprint: u64) -> bool;

    /// The answer for the feature of this index. Whatever it depends on goes into the fingerprint,
    /// the indices of segments too; `None` where it is not to be kept.
    fn take(&mut self, index: usize, fingerprint: Option<u64>, answer: Answer);

    /// [`Answer::Rules`] for the feature of this index, of rules that stay the provider's own, so that
    /// it need not make a list of them for each feature.
    fn take_rules(
        &mut self,
        index: usize,
        fingerprint: Option<u64>,
        rules: &[Rule],
        otherwise: Option<Resolution>,
    ) {
        let set = RuleSet::new(rules.iter().cloned().collect());
        let set = match otherwise {
            Some(otherwise) => set.or(otherwise),
            None => set,
        };
        self.take(index, fingerprint, Answer::Rules(set));
    }
}

/// How a provider is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    state: ProviderState,
    reason: Option<Text>,
    since: Option<Instant>,
}

impl Status {
    /// In this state.
    #[must_use]
    pub const fn new(state: ProviderState) -> Self {
        Self {
            state,
            reason: None,
            since: None,
        }
    }

    /// Why.
    #[must_use]
    pub fn because(mut self, reason: impl Into<Text>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// When its data was last known to be good.
    #[must_use]
    pub const fn good_at(mut self, instant: Instant) -> Self {
        self.since = Some(instant);
        self
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> ProviderState {
        self.state
    }

    /// Why, where there is something to say.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// How long ago its data was last known to be good, where it says so.
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        self.since.map(|instant| instant.elapsed())
    }
}

/// `Stale: the file is gone (last good 12 s ago)`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.state)?;
        if let Some(reason) = &self.reason {
            write!(f, ": {reason}")?;
        }
        match self.age() {
            Some(age) => write!(f, " (last good {} s ago)", age.as_secs()),
            None => Ok(()),
        }
    }
}

/// State of a provider, as in OpenFeature's specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProviderState {
    /// It has no data yet; declared values are served.
    NotReady,
    /// Its data is current.
    Ready,
    /// Its last good data is served, because newer data cannot be had.
    Stale,
    /// It cannot answer; it goes on trying.
    Error,
    /// It cannot answer and has given up.
    Fatal,
}

/// Something that a person should know, reported once when it arises: an entry set aside, a key
/// that no registry knows, an environment that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Notice {
    kind: NoticeKind,
    message: Cow<'static, str>,
}

impl Notice {
    /// A notice. The message is complete in itself, with its place, and may have several lines.
    pub fn new(kind: NoticeKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// What it is about.
    #[must_use]
    pub const fn kind(&self) -> NoticeKind {
        self.kind
    }

    /// What a person should read.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What a [`Notice`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// The provider's data as a whole was refused; the last good data stays.
    Refused,
    /// The provider's entry for one feature was set aside; its last good or declared value stays.
    SetAside,
    /// The provider has an entry for a feature that no attached registry declares.
    UnknownFeature,
    /// The provider has an entry for a feature that was retired.
    Retired,
    /// Part of the provider's data is not understood, or has no effect, and is left out.
    Ignored,
    /// An unqualified key speaks to features of several registries.
    SharedKey,
    /// The entry or variable names a frozen feature, whose value is decided at build.
    Frozen,
    /// `FLAGS_ENV` or `set_environment` names an environment that a registry does not declare.
    UnknownEnvironment,
    /// A `FLAGS_…` variable does not fit its feature, or is not read in this environment.
    Variable,
    /// Two providers of a [`Chain`](crate::Chain) answer differently for one feature.
    Overruled,
    /// The provider panicked.
    Panicked,
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<P: Provider + ?Sized> Provider for $pointer {
            fn name(&self) -> &str {
                (**self).name()
            }

            fn resolve(
                &self,
                feature: &FeatureInfo,
                context: &dyn EvaluationContext,
            ) -> Result<Option<Resolution>, ResolveError> {
                (**self).resolve(feature, context)
            }

            fn answers(&self, registry: &'static Registry, environment: &str) -> Answers {
                (**self).answers(registry, environment)
            }

            fn tell_answers(
                &self,
                registry: &'static Registry,
                environment: &str,
                to: &mut dyn AnswerSink,
            ) {
                (**self).tell_answers(registry, environment, to);
            }

            fn subscribe(&self, listener: Arc<dyn Listener>) {
                (**self).subscribe(listener);
            }

            fn explain(
                &self,
                feature: &FeatureInfo,
                context: &dyn EvaluationContext,
            ) -> Vec<String> {
                (**self).explain(feature, context)
            }

            fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
                (**self).notices(registries)
            }

            fn status(&self) -> Status {
                (**self).status()
            }

            fn ready(&self, timeout: Duration) -> Status {
                (**self).ready(timeout)
            }

            fn shutdown(&self) {
                (**self).shutdown();
            }
        }
    )*};
}

forward!(&P, Box<P>, Arc<P>);
