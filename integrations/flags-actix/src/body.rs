//! The body of an answer, which may be made long after the handler has returned.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use flags_runtime::Scope;

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

impl<B: MessageBody> ScopedBody<B> {
    pub(crate) fn new(inner: B, scope: Scope) -> Self {
        let empty = matches!(inner.size(), BodySize::None | BodySize::Sized(0));
        let scope = (!empty).then_some(scope);
        Self { inner, scope }
    }
}

impl<B: MessageBody> MessageBody for ScopedBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.inner.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.project();
        let Some(scope) = this.scope else {
            return this.inner.poll_next(task);
        };
        let chunk = ready!(scope.run(|| this.inner.poll_next(task)));
        if chunk.is_none() {
            *this.scope = None;
        }
        Poll::Ready(chunk)
    }

    fn try_into_bytes(self) -> Result<Bytes, Self> {
        let scope = self.scope;
        let inner = self.inner.try_into_bytes();
        inner.map_err(|inner| Self { inner, scope })
    }
}
