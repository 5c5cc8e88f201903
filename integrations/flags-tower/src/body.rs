//! The body of an answer, which may be made long after the handler has returned.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use flags_runtime::Scope;
use http_body::{Body, Frame, SizeHint};

pin_project_lite::pin_project! {
    /// A body that is polled in the scope of its request.
    #[derive(Debug)]
    pub struct ScopedBody<B> {
        #[pin]
        inner: B,
        // Until the body ends: a scope keeps its snapshot.
        scope: Option<Scope>,
    }
}

impl<B: Body> ScopedBody<B> {
    pub(crate) fn new(inner: B, scope: Scope) -> Self {
        let scope = (!inner.is_end_stream()).then_some(scope);
        Self { inner, scope }
    }
}

impl<B: Body> Body for ScopedBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = self.project();
        let Some(scope) = this.scope else {
            return this.inner.poll_frame(task);
        };
        let frame = ready!(scope.run(|| this.inner.poll_frame(task)));
        if frame.is_none() {
            *this.scope = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
