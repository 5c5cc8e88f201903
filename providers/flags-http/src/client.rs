//! Single requests.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::http::{self, HeaderMap, HeaderValue, Method, header};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};
use ureq::{Agent, Timeout};

use crate::address::Address;
use crate::pending::Workers;
use crate::settings::Proxy;
use crate::tls;
use crate::veil::{Veil, VeilConnector};
use crate::{FetchError, FetchErrorKind, Pending, Request, Response, Settings, StartError};

/// As many redirects are followed.
const REDIRECTS: usize = 3;
const MAX_HEAD: usize = 64 << 10;
/// Whoever asks for longer means no limit, and arithmetic with more may overflow.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Makes single requests. Clones are one client: one set of connections, and one `Retry-After`.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    name: String,
    agent: Agent,
    veil: Arc<Veil>,
    has_https: bool,
    timeout: Duration,
    read_timeout: Duration,
    max_size: u64,
    /// The service asked not to be asked before.
    not_before: Mutex<Option<Instant>>,
    ended: AtomicBool,
    workers: Workers,
}

impl Client {
    /// A client. `name` is the provider's, for threads.
    ///
    /// # Errors
    ///
    /// If the settings cannot be used: root certificates, proxy, user agent.
    pub fn new(name: &str, settings: &Settings) -> Result<Self, StartError> {
        let is_header = |c: char| c.is_ascii_graphic() || c == ' ';
        if !settings.user_agent.chars().all(is_header) {
            return Err(StartError::UserAgent);
        }
        let timeout = settings.timeout.min(LONGEST);
        let read_timeout = settings.read_timeout.min(LONGEST);
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MAX_HEAD)
            .timeout_global(Some(timeout))
            .timeout_per_read(Some(read_timeout))
            .timeout_per_write(Some(read_timeout))
            .user_agent(settings.user_agent.as_str());
        match &settings.proxy {
            Proxy::Environment => {}
            Proxy::None => config = config.proxy(None),
            Proxy::Url(url) => {
                let proxy = ureq::Proxy::new(url).map_err(|_| StartError::Proxy)?;
                config = config.proxy(Some(proxy));
            }
        }
        let (config, has_https) = tls::configure(config, settings)?;
        let veil = Arc::new(Veil::default());
        let connector = DefaultConnector::new().chain(VeilConnector(Arc::clone(&veil)));
        Ok(Self {
            inner: Arc::new(Inner {
                name: name.to_owned(),
                agent: Agent::with_parts(config.build(), connector, DefaultResolver::default()),
                veil,
                has_https,
                timeout,
                read_timeout,
                max_size: settings.max_size,
                not_before: Mutex::new(None),
                ended: AtomicBool::new(false),
                workers: Workers::new(name),
            }),
        })
    }

    /// Asks, and waits for the answer, whatever its status is; at most for
    /// [`Settings::timeout`].
    ///
    /// # Errors
    ///
    /// If there is no answer, or it is too large; or if the service has asked to wait and that time
    /// is not over.
    pub fn send(&self, request: &Request) -> Result<Response, FetchError> {
        self.is_allowed()?;
        let answer = catch_unwind(AssertUnwindSafe(|| self.follow(request)));
        let answer = answer.unwrap_or_else(|payload| {
            // A payload may panic when it is dropped.
            std::mem::forget(payload);
            let message = format!("asking `{}` panicked, which is a bug", request.shown());
            Err(FetchError::new(FetchErrorKind::Panicked, message))
        });
        if self.inner.ended.load(Ordering::Acquire) {
            return Err(shut_down());
        }
        if let Ok(response) = &answer
            && let Some(wait) = response.failure().and_then(|failure| failure.retry_after())
        {
            *self.not_before() = Instant::now().checked_add(wait);
        }
        answer
    }

    /// The same in the background: a future that needs no runtime, and any will do.
    ///
    /// It fails with [`FetchErrorKind::Busy`] where too many requests are under way.
    pub fn send_async(&self, request: Request) -> Pending<Response> {
        self.in_background(move |client| client.send(&request))
    }

    /// Does something with this client in the background, on a thread of its own.
    pub fn in_background<T: Send + 'static, E: From<FetchError> + Send + 'static>(
        &self,
        job: impl FnOnce(&Self) -> Result<T, E> + Send + 'static,
    ) -> Pending<T, E> {
        let client = self.clone();
        self.inner.workers.run(move || job(&client))
    }

    /// How long the service has asked not to be asked again, where that is not over.
    #[must_use]
    pub fn is_held_back(&self) -> Option<Duration> {
        let until = (*self.not_before())?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// Ends what is under way, and makes no further requests.
    pub fn shutdown(&self) {
        self.inner.ended.store(true, Ordering::Release);
        self.inner.agent.clone().shutdown();
    }

    fn is_allowed(&self) -> Result<(), FetchError> {
        if self.inner.ended.load(Ordering::Acquire) {
            return Err(shut_down());
        }
        match self.is_held_back() {
            None => Ok(()),
            Some(left) => Err(FetchError::new(
                FetchErrorKind::RateLimited,
                format!(
                    "the service asked not to be asked again for another {} s",
                    left.as_secs() + 1
                ),
            )
            .after(Some(left))),
        }
    }

    fn not_before(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.inner
            .not_before
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn follow(&self, request: &Request) -> Result<Response, FetchError> {
        let started = Instant::now();
        let mut address = request.address.clone();
        for hop in 0..=REDIRECTS {
            let left = self.inner.timeout.saturating_sub(started.elapsed());
            if left.is_zero() {
                return Err(self.late(request));
            }
            let response = self.ask(request, &address, (hop > 0).then_some(left))?;
            if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            address = redirected(request, &address, &response)?;
        }
        Err(redirect(request, "it redirects more than three times"))
    }

    /// Asks one host, without following it elsewhere.
    fn ask(
        &self,
        request: &Request,
        address: &Address,
        left: Option<Duration>,
    ) -> Result<Response, FetchError> {
        if address.is_https() && !self.inner.has_https {
            let why = "rustls has no cryptography: call `CryptoProvider::install_default` before the \
                       provider is built, or use the Cargo feature `rustls`";
            return Err(FetchError::new(FetchErrorKind::Tls, why));
        }
        let is_home = address.has_origin_of(&request.address);
        let veil = &self.inner.veil;
        veil.learn(request);
        let mut builder = http::Request::builder()
            .method(request.method.clone())
            .uri(address.covered(veil));
        for known in &request.headers {
            if is_home || !known.is_secret {
                let value = veil.cover(known.value.as_bytes()).into_owned();
                builder = builder.header(&known.name, value);
            }
        }
        let answer = match &request.body {
            None => self.run(builder.body(()), left),
            Some(body) => self.run(builder.body(body.clone()), left),
        };
        let failed = |error| self.failed(request, address, error);
        let mut answer = answer.map_err(failed)?;
        let too_large = || {
            FetchError::new(
                FetchErrorKind::TooLarge,
                format!(
                    "the answer of `{}` is refused: it is larger than {} bytes",
                    request.shown(),
                    self.inner.max_size
                ),
            )
        };
        let told = answer.body().content_length();
        if told.is_some_and(|length| length > self.inner.max_size) && request.method != Method::HEAD
        {
            return Err(too_large());
        }
        let body = answer.body_mut().with_config().limit(self.inner.max_size);
        let body = body.read_to_vec().map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => too_large(),
            error => failed(error),
        })?;
        let (parts, _) = answer.into_parts();
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = veil.uncover_received(value.as_bytes());
            Ok((name.clone(), HeaderValue::from_bytes(&value)?))
        });
        let headers: Result<HeaderMap, http::Error> = headers.collect();
        Ok(Response {
            status: parts.status.as_u16(),
            headers: headers.map_err(|error| failed(error.into()))?,
            body: veil.uncover_received(&body).into_owned(),
            shown: request.shown().to_owned(),
        })
    }

    fn run<B: ureq::AsSendBody>(
        &self,
        request: Result<http::Request<B>, http::Error>,
        left: Option<Duration>,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let mut request = request?;
        if left.is_some() {
            let config = self.inner.agent.configure_request(request);
            request = config.timeout_global(left).build();
        }
        self.inner.agent.run(request)
    }

    fn late(&self, request: &Request) -> FetchError {
        FetchError::new(
            FetchErrorKind::Timeout,
            format!(
                "`{}` did not answer in full within {:?}",
                request.shown(),
                self.inner.timeout
            ),
        )
    }

    fn failed(&self, request: &Request, address: &Address, error: ureq::Error) -> FetchError {
        use FetchErrorKind::{Broken, Protocol, TooLarge, Unreachable};

        let shown = request.shown();
        let (kind, why) = match error {
            ureq::Error::Timeout(Timeout::PerRead | Timeout::PerWrite) => {
                return FetchError::new(
                    FetchErrorKind::Timeout,
                    format!("`{shown}` was silent for {:?}", self.inner.read_timeout),
                );
            }
            ureq::Error::Timeout(_) => return self.late(request),
            ureq::Error::HostNotFound => (Unreachable, "the host is not known".to_owned()),
            ureq::Error::Io(error) => return io_failed(request, address, &error),
            ureq::Error::Tls(why) => (FetchErrorKind::Tls, why.to_owned()),
            #[cfg(feature = "rustls-no-provider")]
            ureq::Error::Rustls(error) => (FetchErrorKind::Tls, tls::explain(&error)),
            ureq::Error::TlsRequired => (
                FetchErrorKind::Tls,
                "`https` needs the Cargo feature `rustls`".to_owned(),
            ),
            ureq::Error::LargeResponseHeader(..) => {
                (TooLarge, "its headers are too large".to_owned())
            }
            ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => {
                (Unreachable, "the proxy does not let it through".to_owned())
            }
            ureq::Error::ConnectionFailed => (Unreachable, "no connection".to_owned()),
            ureq::Error::Decompress(..) => (Protocol, "its body cannot be decompressed".to_owned()),
            ureq::Error::Protocol(error) => (Protocol, self.inner.veil.hide(&error.to_string())),
            ureq::Error::BodyStalled => (Broken, "the body ended early".to_owned()),
            other => (Protocol, self.inner.veil.hide(&other.to_string())),
        };
        FetchError::new(kind, unusable(request, &why))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("name", &self.inner.name)
            .finish_non_exhaustive()
    }
}

fn unusable(request: &Request, why: &str) -> String {
    request.redact(&format!("`{}` cannot be asked: {why}", request.shown()))
}

fn io_failed(request: &Request, address: &Address, error: &std::io::Error) -> FetchError {
    use std::io::ErrorKind;

    #[cfg(feature = "rustls-no-provider")]
    if let Some(inner) = error.get_ref()
        && let Some(error) = inner.downcast_ref::<rustls::Error>()
    {
        return FetchError::new(FetchErrorKind::Tls, unusable(request, &tls::explain(error)));
    }
    let kind = match error.kind() {
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => FetchErrorKind::Broken,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => FetchErrorKind::Timeout,
        ErrorKind::InvalidData => FetchErrorKind::Protocol,
        _ => FetchErrorKind::Unreachable,
    };
    let why = match kind {
        FetchErrorKind::Broken => "the connection broke off".to_owned(),
        FetchErrorKind::Unreachable => format!("`{}`: {error}", address.host()),
        _ => error.to_string(),
    };
    FetchError::new(kind, unusable(request, &why))
}

/// Where a redirect leads, if it may be followed.
fn redirected(
    request: &Request,
    from: &Address,
    response: &Response,
) -> Result<Address, FetchError> {
    let location = response.headers.get(header::LOCATION);
    let location = location.and_then(|location| location.to_str().ok());
    let Some(location) = location else {
        return Err(redirect(request, "it redirects without saying where to"));
    };
    let to = from
        .join(location)
        .map_err(|_| redirect(request, "it redirects to what is no address"))?;
    if from.is_https() && !to.is_https() {
        return Err(redirect(request, "it redirects from `https` to `http`"));
    }
    if !to.has_origin_of(&request.address) && request.is_told_by(&to) {
        return Err(redirect(request, "it redirects the key to another host"));
    }
    if request.body.is_some() {
        if !matches!(response.status, 307 | 308) {
            return Err(redirect(request, "it redirects a `POST` to a `GET`"));
        }
        if !to.has_origin_of(&request.address) {
            return Err(redirect(request, "it redirects a `POST` to another host"));
        }
    }
    Ok(to)
}

fn redirect(request: &Request, why: &str) -> FetchError {
    FetchError::new(FetchErrorKind::Redirect, unusable(request, why))
}

fn shut_down() -> FetchError {
    FetchError::new(FetchErrorKind::ShutDown, "it was shut down")
}
