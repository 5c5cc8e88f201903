//! LaunchDarkly's stream, on a thread with a runtime of its own.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use flags_http::Secret;
use flags_runtime::{Notice, Status};
use launchdarkly_sdk_transport::{HttpTransport, HyperTransport};
use launchdarkly_server_sdk::{
    Client, ConfigBuilder, EventProcessorBuilder, NullEventProcessorBuilder,
    PersistentDataStoreBuilder, ServiceEndpointsBuilder, StreamingDataSourceBuilder,
};
use rustls::crypto::CryptoProvider;
use tokio::runtime;
use tokio::sync::Notify;

use crate::Endpoints;
use crate::fallback::Fallback;
use crate::guard::{Guard, Guarded};
use crate::health::{Health, Problem};
use crate::served::Served;
use crate::store::Stores;

/// How long a shutdown waits for the thread.
const PATIENCE: Duration = Duration::from_secs(2);

/// How a stream is to be read.
#[derive(Clone, Debug)]
pub(crate) struct StreamSettings {
    pub(crate) endpoints: Endpoints,
    pub(crate) events: bool,
    pub(crate) spread: Duration,
    pub(crate) timeout: Duration,
    pub(crate) silence: Duration,
    pub(crate) max_size: usize,
    pub(crate) reconnect: Duration,
    /// So long it may be away before it is polled, and how often that is; `None` for never.
    pub(crate) fallback: Option<(Duration, Duration)>,
    /// Where access is denied: the first pause, and the longest.
    pub(crate) extended: (Duration, Duration),
}

/// A stream that is read for as long as this lives, or until [`Stream::shutdown`].
pub(crate) struct Stream {
    pub(crate) health: Arc<Health>,
    pub(crate) fallback: Arc<Fallback>,
    /// The vendor's client of the moment, which evaluates where events are on.
    client: Arc<ArcSwapOption<Client>>,
    end: Arc<End>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct End {
    wanted: Notify,
    reached: Mutex<bool>,
    told: Condvar,
}

impl Stream {
    pub(crate) fn start(
        key: Secret,
        settings: StreamSettings,
        fallback: Fallback,
        served: Arc<Served>,
        health: Arc<Health>,
    ) -> io::Result<Self> {
        choose_cryptography();
        let fallback = Arc::new(fallback);
        let guard = Arc::new(Guard {
            health: Arc::clone(&health),
            served: Arc::clone(&served),
            given_up: Notify::new(),
            timeout: settings.timeout,
            silence: settings.silence,
            max_size: settings.max_size,
            let_go: Mutex::new(None),
        });
        let stream = Self {
            health,
            fallback: Arc::clone(&fallback),
            client: Arc::default(),
            end: Arc::default(),
            thread: Mutex::new(None),
        };
        let reader = Reader {
            key,
            settings,
            guard,
            fallback,
            client: Arc::clone(&stream.client),
            end: Arc::clone(&stream.end),
        };
        let thread = thread::Builder::new().name("flags-launchdarkly".to_owned());
        let thread = thread.spawn(move || {
            let _reached = Reached(Arc::clone(&reader.end));
            // Made here, and dropped here: where it was made in another runtime, it could not be
            // dropped there.
            match runtime::Builder::new_current_thread().enable_all().build() {
                Err(error) => {
                    let problem = format!("there is no runtime to be had: {error}");
                    reader.guard.health.bad(Problem::Denied(problem));
                }
                Ok(runtime) => {
                    runtime.block_on(reader.run());
                    reader.fallback.end_for_good();
                    // What the vendor's crate has left running ends here.
                    runtime.shutdown_background();
                }
            }
        })?;
        *stream.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
        Ok(stream)
    }

    /// The vendor's client, where it knows what is served: not before it has its data, while it is
    /// started again, or while what is served comes from elsewhere.
    pub(crate) fn client(&self) -> Option<Arc<Client>> {
        let client = self.client.load_full()?;
        (client.initialized() && !self.fallback.is_on()).then_some(client)
    }

    pub(crate) fn status(&self) -> Status {
        let status = self.health.status();
        if self.health.is_over() {
            return status;
        }
        self.fallback.status(status)
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        let mut notices = self.health.notices();
        notices.extend(self.fallback.notices());
        notices
    }

    /// Ends the stream, and waits for the thread, but not for long. Harmless when repeated, and from a
    /// listener.
    pub(crate) fn shutdown(&self) {
        self.health.shut_down();
        self.end.wanted.notify_one();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(thread) = thread.filter(|it| it.thread().id() != thread::current().id()) else {
            return;
        };
        let reached = self
            .end
            .reached
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .end
            .told
            .wait_timeout_while(reached, PATIENCE, |reached| !*reached);
        let (reached, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let is_over = *reached;
        drop(reached);
        if is_over {
            // A panic of the thread has nothing to tell that its end does not.
            let _ = thread.join();
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.shutdown();
    }
}

/// Says that the thread has ended, however it did.
struct Reached(Arc<End>);

impl Drop for Reached {
    fn drop(&mut self) {
        *self
            .0
            .reached
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
        self.0.told.notify_all();
    }
}

/// The thread's own.
struct Reader {
    key: Secret,
    settings: StreamSettings,
    guard: Arc<Guard>,
    fallback: Arc<Fallback>,
    client: Arc<ArcSwapOption<Client>>,
    end: Arc<End>,
}

impl Reader {
    async fn run(&self) {
        tokio::select! {
            () = self.read() => {}
            () = self.fall_back() => {}
        }
    }

    /// Polls while the stream is silent, or has been away for long. It never ends.
    async fn fall_back(&self) {
        let health = &self.guard.health;
        let Some(patience) = self.fallback.after else {
            return std::future::pending().await;
        };
        loop {
            match health.given_up_at(patience) {
                Some(until) if until <= Instant::now() => self.fallback.begin(),
                Some(until) => {
                    tokio::select! {
                        () = health.turned.notified() => {}
                        () = tokio::time::sleep_until(until.into()) => {}
                    }
                    continue;
                }
                None => {
                    if let Some(poller) = self.fallback.end() {
                        // A request may be under way, which the stream need not wait for.
                        tokio::task::spawn_blocking(move || drop(poller));
                    }
                }
            }
            health.turned.notified().await;
        }
    }

    async fn read(&self) {
        // A fleet that starts together does not arrive together.
        if self
            .ends_within(self.settings.spread.mul_f64(fastrand::f64()))
            .await
        {
            return;
        }
        let (first, longest) = self.settings.extended;
        let mut pause = first;
        loop {
            match self.client() {
                Err(problem) => self.guard.health.bad(Problem::Denied(problem)),
                Ok(client) => {
                    let client = Arc::new(client);
                    client.start_with_default_executor();
                    self.client.store(Some(Arc::clone(&client)));
                    let is_over = tokio::select! {
                        () = self.end.wanted.notified() => true,
                        () = self.guard.given_up.notified() => false,
                        () = self.abandoned() => false,
                    };
                    if client.initialized() {
                        pause = first;
                    }
                    client.close();
                    if is_over {
                        return;
                    }
                }
            }
            // The vendor's crate has given up, and would not try again.
            if self
                .ends_within(pause.mul_f64(0.5 + fastrand::f64() / 2.0))
                .await
            {
                return;
            }
            pause = (pause * 2).min(longest);
        }
    }

    /// Waits until the vendor's crate has let go of the stream for good.
    async fn abandoned(&self) {
        while !self.guard.is_abandoned(Instant::now()) {
            tokio::time::sleep(Duration::from_secs(30)).await;
        }
        *self
            .guard
            .let_go
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether the end is wanted before this time is over.
    async fn ends_within(&self, time: Duration) -> bool {
        tokio::select! {
            () = self.end.wanted.notified() => true,
            () = tokio::time::sleep(time) => false,
        }
    }

    fn client(&self) -> Result<Client, String> {
        // Addresses without TLS are for relays and tests.
        let is_plain = self.settings.endpoints.is_plain();
        let builder = || HyperTransport::builder().connect_timeout(self.settings.timeout);
        if is_plain {
            self.client_over(builder().build_http().map_err(in_words)?)
        } else {
            self.client_over(builder().build_https().map_err(in_words)?)
        }
    }

    fn client_over<T: HttpTransport>(&self, transport: T) -> Result<Client, String> {
        let endpoints = &self.settings.endpoints;
        let mut addresses = ServiceEndpointsBuilder::new();
        addresses
            .streaming_base_url(&endpoints.streaming)
            .polling_base_url(&endpoints.polling)
            .events_base_url(&endpoints.events);
        let mut source = StreamingDataSourceBuilder::new();
        source
            .initial_reconnect_delay(self.settings.reconnect)
            .transport(Guarded {
                transport: transport.clone(),
                guard: Arc::clone(&self.guard),
            });
        let mut store = PersistentDataStoreBuilder::new(Arc::new(Stores {
            served: Arc::clone(&self.guard.served),
            health: Arc::clone(&self.guard.health),
        }));
        store.cache_forever();
        let config = ConfigBuilder::new(self.key.expose())
            .service_endpoints(&addresses)
            .data_source(&source)
            .data_store(&store);
        let config = if self.settings.events {
            let mut events = EventProcessorBuilder::new();
            events.transport(transport);
            config.event_processor(&events)
        } else {
            config.event_processor(&NullEventProcessorBuilder::new())
        };
        let config = config.build().map_err(in_words)?;
        Client::build(config).map_err(in_words)
    }
}

fn in_words(error: impl std::fmt::Display) -> String {
    format!("LaunchDarkly's crate cannot be started: {error}")
}

/// rustls panics at its first use where two kinds of cryptography are linked and nobody has chosen;
/// so this chooses, unless the program has.
fn choose_cryptography() {
    if CryptoProvider::get_default().is_none() {
        // Somebody else may have been faster, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
