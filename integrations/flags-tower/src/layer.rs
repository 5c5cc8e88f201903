//! The layer, and how it is set.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use flags_request::{OverrideTokens, RequestScopes};
use flags_runtime::{EvaluationContext, Flags, Recorder};
use http::request::Parts;
use tower_layer::Layer;

use crate::service::FlagsService;

/// Gives each request a scope, with the context that a closure makes of the request's head.
///
/// ```
/// # mod my_features { typed_flags::features!("tests/features.toml"); }
/// use axum::{Router, http::request::Parts, routing::get};
/// use flags_tower::FlagsLayer;
/// use my_features::{Context, ENABLE_CRAZY_FEATURE};
///
/// fn visitor(request: &Parts) -> Context<'static> {
///     match request.headers.get("x-user").and_then(|user| user.to_str().ok()) {
///         Some(user) => Context::new(user.to_owned()),
///         None => Context::anonymous(),
///     }
/// }
///
/// async fn home() -> &'static str {
///     if ENABLE_CRAZY_FEATURE.is_enabled() { "crazy" } else { "calm" } // for the visitor
/// }
///
/// let app: Router = Router::new()
///     .route("/", get(home))
///     .layer(FlagsLayer::new(visitor));
/// ```
///
/// The scope holds while the service is called, while its future is polled, and while the body of
/// its answer is. All that is evaluated for one request comes from one snapshot: its handler, its
/// templates and its streams agree, whatever the provider does meanwhile. What the handler spawns
/// takes the scope along with [`carry_async`](flags_runtime::carry_async).
pub struct FlagsLayer<C> {
    settings: Settings<C>,
}

pub(crate) struct Settings<C> {
    pub(crate) subject: Arc<Subject<C>>,
    pub(crate) scopes: RequestScopes,
}

/// How a context is made.
pub(crate) enum Subject<C> {
    Now(Box<Make<C>>),
    Later(Box<Make<MakesContext<C>>>),
}

type Make<T> = dyn Fn(&Parts) -> T + Send + Sync;

pub(crate) type MakesContext<C> = Pin<Box<dyn Future<Output = C> + Send>>;

impl<C: EvaluationContext + Clone + 'static> FlagsLayer<C> {
    /// The closure makes the context of what the request's head says.
    pub fn new(context: impl Fn(&Parts) -> C + Send + Sync + 'static) -> Self {
        Self::of(Subject::Now(Box::new(context)))
    }

    /// The same where it takes time, as with a session that has to be loaded. The closure takes out
    /// of the head what the future needs.
    ///
    /// ```
    /// # mod my_features { typed_flags::features!("tests/features.toml"); }
    /// # async fn load_session(cookie: Option<String>) -> String { cookie.unwrap_or_default() }
    /// use flags_tower::FlagsLayer;
    ///
    /// let layer = FlagsLayer::new_async(|request| {
    ///     let cookie = request.headers.get("cookie").and_then(|cookie| cookie.to_str().ok());
    ///     let cookie = cookie.map(str::to_owned);
    ///     async move { my_features::Context::new(load_session(cookie).await) }
    /// });
    /// ```
    pub fn new_async<F>(context: impl Fn(&Parts) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = C> + Send + 'static,
    {
        Self::of(Subject::Later(Box::new(move |parts| {
            Box::pin(context(parts))
        })))
    }

    fn of(subject: Subject<C>) -> Self {
        Self {
            settings: Settings {
                subject: Arc::new(subject),
                scopes: RequestScopes::default(),
            },
        }
    }

    /// Keeps the snapshots of these flags too, for as long as a request takes.
    #[must_use]
    pub fn with_flags(mut self, flags: Flags) -> Self {
        self.settings.scopes.flags = Some(flags);
        self
    }

    /// Keeps what is evaluated in each request, for error reports: inside of the request
    /// [`evaluated`](flags_runtime::evaluated) lists it, and afterwards
    /// [`Scope::evaluated`](flags_runtime::Scope::evaluated) of the
    /// [`Scope`](flags_runtime::Scope) in the extensions of the response. While it is on, evaluations
    /// take the longer way, see [`Recorder`].
    #[must_use]
    pub fn recorded_by(mut self, recorder: Recorder) -> Self {
        self.settings.scopes.recorder = Some(recorder);
        self
    }

    /// Lets testers override features for their own requests, with a signed token in a header or a
    /// cookie. Without this, both are ignored.
    ///
    /// The answer says in [`OVERRIDDEN_HEADER`](flags_request::OVERRIDDEN_HEADER) what was
    /// overridden, or why nothing was, and is kept out of caches. A request with a token that is
    /// refused is served as if it had none.
    #[must_use]
    pub fn overridden_by(mut self, tokens: OverrideTokens) -> Self {
        self.settings.scopes.tokens = Some(tokens);
        self
    }
}

impl<C> Clone for FlagsLayer<C> {
    fn clone(&self) -> Self {
        Self {
            settings: self.settings.clone(),
        }
    }
}

// Derived, it would ask for `C: Clone`.
impl<C> Clone for Settings<C> {
    fn clone(&self) -> Self {
        Self {
            subject: Arc::clone(&self.subject),
            scopes: self.scopes.clone(),
        }
    }
}

impl<C> fmt::Debug for FlagsLayer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagsLayer")
            .field("scopes", &self.settings.scopes)
            .finish_non_exhaustive()
    }
}

impl<S, C> Layer<S> for FlagsLayer<C> {
    type Service = FlagsService<S, C>;

    fn layer(&self, inner: S) -> Self::Service {
        FlagsService::new(inner, Arc::new(self.settings.clone()))
    }
}
