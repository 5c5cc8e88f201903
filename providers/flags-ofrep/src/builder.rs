//! How a service is asked.

use std::time::Duration;

use flags_http::{InvalidKey, InvalidRequest, Request, Secret, Settings, escape_segment};
use flags_runtime::EvaluationContext;

use crate::context::Disclosure;
use crate::{BuildError, OfrepClient, OfrepError, OfrepProvider};

/// Settings of an [`OfrepProvider`] or an [`OfrepClient`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `build` or `build_client`"]
pub struct Builder {
    http: Settings,
    interval: Duration,
    pub(crate) disclosure: Disclosure,
    pub(crate) endpoint: Endpoint,
    pub(crate) name: &'static str,
}

/// Where to ask, and with which headers.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    base: String,
    headers: Vec<(String, String)>,
    secret_headers: Vec<(String, Secret)>,
    /// What is in them without its prefix.
    secrets: Vec<Secret>,
    /// What is wrong with a token or key.
    problem: Option<InvalidKey>,
}

impl Builder {
    pub(crate) fn new(base: impl Into<String>) -> Self {
        let mut base = base.into();
        base.truncate(base.trim_end_matches('/').len());
        Self {
            http: Settings::new(),
            interval: Duration::from_secs(30),
            disclosure: Disclosure::default(),
            endpoint: Endpoint {
                base,
                headers: Vec::new(),
                secret_headers: Vec::new(),
                secrets: Vec::new(),
                problem: None,
            },
            name: "ofrep",
        }
    }

    pub(crate) fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Sends `Authorization: Bearer` and this token, which is never printed.
    pub fn token(self, token: impl Into<String>) -> Self {
        self.key("bearer token", "Authorization", "Bearer ", token.into())
    }

    /// Sends `X-API-Key` and this key, which is never printed.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        self.key("API key", "X-API-Key", "", key.into())
    }

    fn key(mut self, what: &str, header: &str, prefix: &str, key: String) -> Self {
        match Secret::called(&format!("OFREP {what}"), key) {
            Ok(key) => {
                self.endpoint.secrets.push(key.clone());
                self.secret_header(header, format!("{prefix}{}", key.expose()))
            }
            Err(problem) => {
                self.endpoint.problem = Some(problem);
                self
            }
        }
    }

    /// Sends a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.endpoint.headers.push((name.into(), value.into()));
        self
    }

    /// Sends a header whose value is never printed, and never sent to another host.
    pub fn secret_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = Secret::new(value);
        self.endpoint.secret_headers.push((name.into(), value));
        self
    }

    /// The attribute that the program declares as `ours` is called `theirs` by the service.
    pub fn attribute(mut self, ours: impl Into<String>, theirs: impl Into<String>) -> Self {
        self.disclosure.renames.insert(ours.into(), theirs.into());
        self
    }

    /// Sends these attributes too, although they are declared private.
    pub fn share_private<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        let names = names.into_iter().map(Into::into);
        self.disclosure.shared.extend(names);
        self
    }

    /// Sends this as the targeting key of contexts that have none. Otherwise they are an error.
    pub fn anonymous_key(mut self, key: impl Into<String>) -> Self {
        self.disclosure.anonymous_key = Some(key.into());
        self
    }

    /// Refreshes a provider this often, more or less a tenth. By default every 30 s.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How the service is asked, but for the interval, which is [`Builder::interval`]'s: how long a start
    /// waits for the first data, deadlines, sizes, a backup file, certificates, a proxy.
    pub fn http(mut self, settings: Settings) -> Self {
        self.http = settings;
        self
    }

    /// A provider for one context, which is refreshed from now on.
    ///
    /// # Errors
    ///
    /// If the address or a header cannot be used, or the context has no targeting key; not because the
    /// service cannot be reached.
    pub fn build(self, context: &dyn EvaluationContext) -> Result<OfrepProvider, BuildError> {
        OfrepProvider::start(self, context)
    }

    /// A client for many contexts.
    ///
    /// # Errors
    ///
    /// If the address or a header cannot be used.
    pub fn build_client(self) -> Result<OfrepClient, BuildError> {
        OfrepClient::start(self)
    }

    pub(crate) fn settings(&self) -> Settings {
        self.http.clone().interval(self.interval)
    }
}

impl Endpoint {
    /// What is wrong with it, before anything is asked.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        if let Some(problem) = &self.problem {
            return Err(BuildError::Invalid {
                problem: problem.to_string(),
            });
        }
        self.bulk(String::new())?;
        Ok(())
    }

    /// A request for all flags.
    pub(crate) fn bulk(&self, body: String) -> Result<Request, InvalidRequest> {
        self.post("", body)
    }

    /// A request for one flag.
    pub(crate) fn single(&self, key: &str, body: String) -> Result<Request, OfrepError> {
        self.post(&format!("/{}", escape_segment(key)), body)
            .map_err(|error| OfrepError::new(flags_runtime::ErrorKind::General, error.to_string()))
    }

    fn post(&self, path: &str, body: String) -> Result<Request, InvalidRequest> {
        let url = format!("{}/ofrep/v1/evaluate/flags{path}", self.base);
        let mut request = Request::post(&url, body)?;
        for (name, value) in &self.headers {
            request = request.header(name, value)?;
        }
        for (name, value) in &self.secret_headers {
            request = request.secret_header(name, value)?;
        }
        Ok(self.secrets.iter().fold(request, Request::hiding))
    }
}
