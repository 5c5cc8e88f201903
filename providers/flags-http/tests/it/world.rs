//! A server that misbehaves, a poller that asks it, and what was taken.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flags_faulty_server::{FaultyServer, Reply};
use flags_http::{Client, Document, Origin, Poller, Refused, Request, Settings, Taken};
use flags_runtime::{Listener, ProviderState};

/// As soon as possible, and so short that a test sees many rounds.
pub(crate) fn settings() -> Settings {
    let soon = Duration::from_millis(5);
    Settings::new()
        .interval(soon)
        .spread(Duration::ZERO)
        .backoff(soon, soon)
        .extended(soon, soon)
        .no_proxy()
}

/// A document with one flag.
pub(crate) fn document(version: u32) -> String {
    format!(r#"{{"version":{version},"flags":{{"dark_mode":true}}}}"#)
}

/// What a provider would have taken, in order.
#[derive(Clone, Default)]
pub(crate) struct Shelf(Arc<Mutex<Vec<(u32, Origin)>>>);

impl Shelf {
    pub(crate) fn all(&self) -> Vec<(u32, Origin)> {
        self.0.lock().unwrap().clone()
    }

    /// Version of the document that is served.
    pub(crate) fn version(&self) -> Option<u32> {
        self.0.lock().unwrap().last().map(|(version, _)| *version)
    }

    /// Reads a document as a provider would.
    pub(crate) fn take(&self, document: &Document<'_>) -> Result<Taken, Refused> {
        let text = document.text().trim();
        if text.contains("panic") {
            panic!("the parser has a bug");
        }
        if !text.ends_with('}') {
            return Err(Refused::invalid("it ends early"));
        }
        if text.contains(r#""flags":{}"#) {
            return Err(Refused::suspicious("it holds no flag"));
        }
        let version = text
            .strip_prefix(r#"{"version":"#)
            .and_then(|rest| rest.split(',').next())
            .and_then(|version| version.parse().ok())
            .ok_or_else(|| Refused::invalid("it has no version"))?;
        match self.version() {
            Some(known) if known == version => return Ok(Taken::Same),
            Some(known) if known > version => return Ok(Taken::Older),
            _ => {}
        }
        self.0.lock().unwrap().push((version, document.origin()));
        Ok(Taken::Changed)
    }
}

/// Counts how often it was told of a change.
#[derive(Default)]
pub(crate) struct Told(AtomicUsize);

impl Told {
    pub(crate) fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Listener for Told {
    fn changed(&self) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

pub(crate) struct World {
    pub(crate) server: FaultyServer,
    pub(crate) poller: Poller,
    pub(crate) shelf: Shelf,
    pub(crate) told: Arc<Told>,
}

impl World {
    pub(crate) fn new(reply: Reply) -> Self {
        Self::with(settings(), [reply])
    }

    pub(crate) fn with(settings: Settings, replies: impl IntoIterator<Item = Reply>) -> Self {
        let server = FaultyServer::start();
        server.script(replies);
        let (poller, shelf) = start(&server, &settings);
        let told = Arc::new(Told::default());
        poller.subscribe(Arc::clone(&told) as Arc<dyn Listener>);
        Self {
            server,
            poller,
            shelf,
            told,
        }
    }

    /// One that has taken version 1.
    #[track_caller]
    pub(crate) fn good(settings: Settings) -> Self {
        let world = Self::with(settings, [Reply::json(document(1))]);
        world.wait_for_state(ProviderState::Ready);
        world
    }

    #[track_caller]
    pub(crate) fn wait_for_state(&self, state: ProviderState) {
        wait_until(&format!("the state is {state:?}"), || {
            self.poller.status().state() == state
        });
    }

    /// The status, without the port and the age.
    pub(crate) fn status(&self) -> String {
        self.without_port(&match self.poller.status() {
            status if status.age().is_some() => {
                let text = status.to_string();
                let (text, _) = text.rsplit_once(" (last good ").unwrap();
                format!("{text} (with its age)")
            }
            status => status.to_string(),
        })
    }

    pub(crate) fn notices(&self) -> String {
        let notices = self.poller.notices();
        let notices: Vec<_> = notices
            .iter()
            .map(|notice| format!("{:?}: {notice}", notice.kind()))
            .collect();
        self.without_port(&notices.join("\n"))
    }

    fn without_port(&self, text: &str) -> String {
        text.replace(&self.server.address().to_string(), "SERVER")
    }
}

pub(crate) fn start(server: &FaultyServer, settings: &Settings) -> (Poller, Shelf) {
    let shelf = Shelf::default();
    let request = Request::get(&server.url("/flags.json")).unwrap();
    let sink = {
        let shelf = shelf.clone();
        move |document: &Document<'_>| shelf.take(document)
    };
    let poller = Poller::start("test", "", request, settings, sink).unwrap();
    (poller, shelf)
}

/// How often pollers have asked, after a while in which this thread asked for something else, as often
/// as a poller of [`settings`] would have.
pub(crate) fn asked_meanwhile(server: &FaultyServer) -> usize {
    let client = Client::new("other", &settings()).unwrap();
    let other = Request::get(&server.url("/other")).unwrap();
    for _ in 0..20 {
        client.send(&other).unwrap();
    }
    let requests = server.requests();
    requests
        .iter()
        .filter(|request| request.target() == "/flags.json")
        .count()
}

/// Waits for a condition; long, because the machine may be busy.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "not so: {what}"
        );
        thread::sleep(Duration::from_millis(2));
    }
}
