//! How the scopes of requests are made, whichever framework brings the requests.

use std::time::SystemTime;

use flags_runtime::{EvaluationContext, Flags, Recorder, Scope};

use crate::tokens::{Accepted, OverrideTokens, Refused};

/// What the scope of each request has beside its context. For integrations: their layers and
/// middlewares document the settings.
#[derive(Clone, Debug, Default)]
pub struct RequestScopes {
    /// Instances whose snapshots are kept too.
    pub flags: Option<Flags>,
    /// Keeps what is evaluated.
    pub recorder: Option<Recorder>,
    /// Reads overrides of testers.
    pub tokens: Option<OverrideTokens>,
}

impl RequestScopes {
    /// Begins the scope of a request. `header` tells the value of a header, `cookies` those of the
    /// `Cookie` headers.
    ///
    /// With the scope comes what a tester is told in
    /// [`OVERRIDDEN_HEADER`](crate::OVERRIDDEN_HEADER), if the request brought a token: visible ASCII.
    pub fn begin<'r, H: AsRef<[u8]> + ?Sized + 'r>(
        &self,
        context: impl EvaluationContext + 'static,
        header: impl FnOnce(&str) -> Option<&'r H>,
        cookies: impl IntoIterator<Item = &'r H>,
    ) -> (Scope, Option<String>) {
        let brought = self.tokens.as_ref().and_then(|tokens| {
            // What is no text is no token either; it shall be refused, not passed over.
            let header = header(tokens.header()).map(|value| text(value).unwrap_or("?"));
            let cookies = cookies.into_iter().filter_map(text);
            tokens.of_request(header, cookies, SystemTime::now())
        });
        let mut scope = Scope::new(context);
        if let Some(flags) = &self.flags {
            scope = scope.with_flags(flags);
        }
        if let Some(recorder) = &self.recorder {
            scope = scope.recorded_by(recorder);
        }
        if let Some(Ok(accepted)) = &brought {
            scope = scope.with_overrides(accepted.overrides());
        }
        (scope, brought.as_ref().map(told))
    }
}

fn text<H: AsRef<[u8]> + ?Sized>(value: &H) -> Option<&str> {
    std::str::from_utf8(value.as_ref()).ok()
}

fn told(brought: &Result<Accepted, Refused>) -> String {
    let text = match brought {
        Ok(accepted) => accepted.to_string(),
        Err(refused) => refused.to_string(),
    };
    text.replace(|character| !matches!(character, ' '..='~'), "?")
}
