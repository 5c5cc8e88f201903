//! The service, and the future of its answer.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, ready};

use flags_request::{OVERRIDDEN_HEADER, RequestContext};
use flags_runtime::{EvaluationContext, Scope};
use http::header::{CACHE_CONTROL, COOKIE, HeaderValue};
use http::request::Parts;
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use crate::body::ScopedBody;
use crate::layer::{MakesContext, Settings, Subject};

/// What [`FlagsLayer`](crate::FlagsLayer) makes of a service.
pub struct FlagsService<S, C> {
    inner: S,
    settings: Arc<Settings<C>>,
}

impl<S, C> FlagsService<S, C> {
    pub(crate) const fn new(inner: S, settings: Arc<Settings<C>>) -> Self {
        Self { inner, settings }
    }
}

impl<S: Clone, C> Clone for FlagsService<S, C> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), Arc::clone(&self.settings))
    }
}

impl<S: fmt::Debug, C> fmt::Debug for FlagsService<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagsService")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

impl<S, C, ReqBody, ResBody> Service<Request<ReqBody>> for FlagsService<S, C>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>> + Clone,
    C: EvaluationContext + Clone + 'static,
    ResBody: Body,
{
    type Response = Response<ScopedBody<ResBody>>;
    type Error = S::Error;
    type Future = ResponseFuture<S, C, ReqBody>;

    fn poll_ready(&mut self, task: &mut task::Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        let (parts, body) = request.into_parts();
        let state = match &*self.settings.subject {
            Subject::Now(make) => {
                let context = make(&parts);
                called(&self.settings, context, &mut self.inner, parts, body)
            }
            Subject::Later(make) => {
                // The one that is ready is called, and the clone waits for the next request.
                let clone = self.inner.clone();
                State::MakingContext {
                    context: make(&parts),
                    call: Some((mem::replace(&mut self.inner, clone), parts, body)),
                    settings: Arc::clone(&self.settings),
                }
            }
        };
        ResponseFuture { state }
    }
}

/// Begins the scope of a request, and calls the service in it.
fn called<S, C, ReqBody>(
    settings: &Settings<C>,
    context: C,
    service: &mut S,
    mut parts: Parts,
    body: ReqBody,
) -> State<S, C, ReqBody>
where
    S: Service<Request<ReqBody>>,
    C: EvaluationContext + Clone + 'static,
{
    let header = |name: &str| parts.headers.get(name);
    let cookies = parts.headers.get_all(COOKIE);
    let (scope, told) = settings.scopes.begin(context.clone(), header, cookies);
    parts.extensions.insert(RequestContext(context));
    let request = Request::from_parts(parts, body);
    State::Called {
        response: scope.run(|| service.call(request)),
        scope,
        overridden: told.map(|told| HeaderValue::from_str(&told).expect("it is visible ASCII")),
    }
}

pin_project_lite::pin_project! {
    /// The answer to a request, in its scope.
    pub struct ResponseFuture<S: Service<Request<ReqBody>>, C, ReqBody> {
        #[pin]
        state: State<S, C, ReqBody>,
    }
}

pin_project_lite::pin_project! {
    #[project = StateProjection]
    enum State<S: Service<Request<ReqBody>>, C, ReqBody> {
        MakingContext {
            context: MakesContext<C>,
            call: Option<(S, Parts, ReqBody)>,
            settings: Arc<Settings<C>>,
        },
        Called {
            #[pin]
            response: S::Future,
            scope: Scope,
            overridden: Option<HeaderValue>,
        },
    }
}

impl<S, C, ReqBody, ResBody> Future for ResponseFuture<S, C, ReqBody>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    C: EvaluationContext + Clone + 'static,
    ResBody: Body,
{
    type Output = Result<Response<ScopedBody<ResBody>>, S::Error>;

    fn poll(self: Pin<&mut Self>, task: &mut task::Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                StateProjection::MakingContext {
                    context,
                    call,
                    settings,
                } => {
                    let context = ready!(context.as_mut().poll(task));
                    let (mut service, parts, body) = call
                        .take()
                        .expect("the state changes when the context is there");
                    called(settings, context, &mut service, parts, body)
                }
                StateProjection::Called {
                    response,
                    scope,
                    overridden,
                } => {
                    let response = ready!(scope.run(|| response.poll(task)))?;
                    return Poll::Ready(Ok(answer(response, scope, overridden.take())));
                }
            };
            state.set(next);
        }
    }
}

fn answer<B: Body>(
    mut response: Response<B>,
    scope: &Scope,
    overridden: Option<HeaderValue>,
) -> Response<ScopedBody<B>> {
    if let Some(overridden) = overridden {
        let headers = response.headers_mut();
        headers.insert(OVERRIDDEN_HEADER, overridden);
        // What was made for one tester must not be served to anybody else.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // For error reports of layers further out.
    response.extensions_mut().insert(scope.clone());
    response.map(|body| ScopedBody::new(body, scope.clone()))
}

impl<S: Service<Request<ReqBody>>, C, ReqBody> fmt::Debug for ResponseFuture<S, C, ReqBody> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
