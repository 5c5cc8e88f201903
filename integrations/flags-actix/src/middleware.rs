//! The middleware, and the service that it makes.

use std::fmt;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{self, Poll};

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::header::{CACHE_CONTROL, COOKIE, HeaderName, HeaderValue};
use actix_web::{Error, HttpMessage as _};
use flags_request::{OVERRIDDEN_HEADER, OverrideTokens, RequestContext, RequestScopes};
use flags_runtime::{EvaluationContext, Flags, Recorder};

use crate::body::ScopedBody;

/// Gives each request a scope, with the context that a closure makes of the request.
///
/// ```
/// # mod my_features { typed_flags::features!("tests/features.toml"); }
/// use actix_web::dev::ServiceRequest;
/// use actix_web::{App, web};
/// use flags_actix::FlagsMiddleware;
/// use my_features::{Context, ENABLE_CRAZY_FEATURE};
///
/// fn visitor(request: &ServiceRequest) -> Context<'static> {
///     match request.headers().get("x-user").and_then(|user| user.to_str().ok()) {
///         Some(user) => Context::new(user.to_owned()),
///         None => Context::anonymous(),
///     }
/// }
///
/// async fn home() -> &'static str {
///     if ENABLE_CRAZY_FEATURE.is_enabled() { "crazy" } else { "calm" } // for the visitor
/// }
///
/// let app = App::new()
///     .wrap(FlagsMiddleware::new(visitor))
///     .route("/", web::get().to(home));
/// ```
///
/// The scope holds while the service is called, while its future is polled, and while the body of
/// its answer is. All that is evaluated for one request comes from one snapshot: its handler, its
/// templates and its streams agree, whatever the provider does meanwhile. What the handler spawns,
/// or hands to `web::block`, takes the scope along with [`carry`](flags_runtime::carry) and
/// [`carry_async`](flags_runtime::carry_async).
pub struct FlagsMiddleware<C> {
    settings: Settings<C>,
}

struct Settings<C> {
    subject: Arc<Subject<C>>,
    scopes: RequestScopes,
}

/// How a context is made.
enum Subject<C> {
    Now(Box<Make<C>>),
    Later(Box<Make<Pin<Box<dyn Future<Output = C>>>>>),
}

type Make<T> = dyn Fn(&ServiceRequest) -> T + Send + Sync;

impl<C: EvaluationContext + Clone + 'static> FlagsMiddleware<C> {
    /// The closure makes the context of what the request says.
    pub fn new(context: impl Fn(&ServiceRequest) -> C + Send + Sync + 'static) -> Self {
        Self::of(Subject::Now(Box::new(context)))
    }

    /// The same where it takes time, as with a session that has to be loaded. The closure takes out
    /// of the request what the future needs.
    pub fn new_async<F>(context: impl Fn(&ServiceRequest) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = C> + 'static,
    {
        Self::of(Subject::Later(Box::new(move |request| {
            Box::pin(context(request))
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
    /// [`Scope`](flags_runtime::Scope) in the extensions of the request. While it is on, evaluations take the longer way,
    /// see [`Recorder`].
    #[must_use]
    pub fn recorded_by(mut self, recorder: Recorder) -> Self {
        self.settings.scopes.recorder = Some(recorder);
        self
    }

    /// Lets testers override features for their own requests, with a signed token in a header or a
    /// cookie. Without this, both are ignored.
    ///
    /// The answer says in [`OVERRIDDEN_HEADER`] what was overridden, or why nothing was, and is kept
    /// out of caches. A request with a token that is refused is served as if it had none.
    #[must_use]
    pub fn overridden_by(mut self, tokens: OverrideTokens) -> Self {
        self.settings.scopes.tokens = Some(tokens);
        self
    }
}

impl<C> Clone for FlagsMiddleware<C> {
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

impl<C> fmt::Debug for FlagsMiddleware<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagsMiddleware")
            .field("scopes", &self.settings.scopes)
            .finish_non_exhaustive()
    }
}

impl<S, B, C> Transform<S, ServiceRequest> for FlagsMiddleware<C>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody,
    C: EvaluationContext + Clone + 'static,
{
    type Response = ServiceResponse<ScopedBody<B>>;
    type Error = Error;
    type InitError = ();
    type Transform = FlagsService<S, C>;
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(FlagsService {
            inner: Rc::new(service),
            settings: Rc::new(self.settings.clone()),
        }))
    }
}

/// What [`FlagsMiddleware`] makes of a service.
pub struct FlagsService<S, C> {
    inner: Rc<S>,
    settings: Rc<Settings<C>>,
}

impl<S, C> fmt::Debug for FlagsService<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagsService").finish_non_exhaustive()
    }
}

impl<S, B, C> Service<ServiceRequest> for FlagsService<S, C>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody,
    C: EvaluationContext + Clone + 'static,
{
    type Response = ServiceResponse<ScopedBody<B>>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    fn poll_ready(&self, task: &mut task::Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let service = Rc::clone(&self.inner);
        let settings = Rc::clone(&self.settings);
        Box::pin(async move {
            let context = match &*settings.subject {
                Subject::Now(make) => make(&request),
                Subject::Later(make) => make(&request).await,
            };
            let header = |name: &str| request.headers().get(name);
            let cookies: Vec<_> = request.headers().get_all(COOKIE).collect();
            let (scope, told) = settings.scopes.begin(context.clone(), header, cookies);
            // For handlers, and for error reports of middleware further out.
            request.extensions_mut().insert(RequestContext(context));
            request.extensions_mut().insert(scope.clone());

            let response = scope.run(|| service.call(request));
            let mut response = scope.run_async(response).await?;
            if let Some(told) = told {
                let told = HeaderValue::from_str(&told).expect("it is visible ASCII");
                let headers = response.headers_mut();
                headers.insert(HeaderName::from_static(OVERRIDDEN_HEADER), told);
                // What was made for one tester must not be served to anybody else.
                headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            Ok(response.map_body(|_, body| ScopedBody::new(body, scope)))
        })
    }
}
