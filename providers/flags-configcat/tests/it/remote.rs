//! Polling, fetching by hand, and being sent elsewhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use expect_test::expect;
use flags_faulty_server::{FaultyServer, Reply};
use flags_runtime::{Flags, Listener, Provider, ProviderState};

use crate::world::{KEY, SHOP, Subject, at, dark, impatient, wait, wait_for};

struct Counter(AtomicUsize);

impl Listener for Counter {
    fn changed(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed);
        true
    }
}

#[test]
fn the_address_is_as_the_vendor_has_it() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)));
    let provider = at(&server).build().unwrap();
    let requests = server.wait_for_requests(1);
    assert_eq!(
        requests[0].target(),
        format!("/configuration-files/{KEY}/config_v6.json")
    );
    assert_eq!(requests[0].method(), "GET");
    drop(provider);
}

#[test]
fn a_change_is_announced_and_the_same_document_is_not() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(false)));
    let provider = Arc::new(at(&server).build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    wait_for(&provider, ProviderState::Ready);
    let counter = Arc::new(Counter(AtomicUsize::new(0)));
    provider.subscribe(Arc::clone(&counter) as _);
    let seen = server.requests().len();
    drop(server.wait_for_requests(seen + 3));
    assert_eq!(counter.0.load(Ordering::Relaxed), 0);
    server.answer(Reply::json(dark(true)));
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    wait("the change", || {
        flags.is_enabled(dark_mode, &Subject::default())
    });
    wait("the word", || counter.0.load(Ordering::Relaxed) == 1);
}

#[test]
fn by_hand_nothing_is_fetched_unasked() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)).etag("\"v1\""));
    let provider = Arc::new(at(&server).manual().build().unwrap());
    let flags = Flags::new(Arc::clone(&provider));
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    expect!["NotReady: nobody has called `refresh` yet"].assert_eq(&provider.status().to_string());
    assert!(!flags.is_enabled(dark_mode, &Subject::default()));
    assert!(server.requests().is_empty());

    assert_eq!(provider.refresh().state(), ProviderState::Ready);
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
    assert_eq!(provider.refresh().state(), ProviderState::Ready);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].header("if-none-match"), Some("\"v1\""));

    server.answer(Reply::html());
    let stale = provider.refresh();
    assert_eq!(stale.state(), ProviderState::Stale);
    assert_eq!(provider.notices(&[]).len(), 1);
    assert!(flags.is_enabled(dark_mode, &Subject::default()));

    provider.shutdown();
    provider.shutdown();
    assert_eq!(provider.refresh().state(), ProviderState::Stale);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn by_hand_a_failure_without_data_is_an_error() {
    let server = FaultyServer::start();
    let provider = at(&server).manual().build().unwrap();
    assert_eq!(provider.refresh().state(), ProviderState::Error);
}

/// A document that says where the data is, with or without data of its own.
fn elsewhere(url: &str, mode: u8, settings: &str) -> String {
    format!(r#"{{"p":{{"u":"{url}","r":{mode},"s":"salt"}},"f":{{{settings}}}}}"#)
}

#[test]
fn a_forced_redirect_is_followed_and_kept() {
    let (here, there) = (FaultyServer::start(), FaultyServer::start());
    here.answer(Reply::json(elsewhere(&there.url(""), 2, "")));
    let on = r#""dark_mode":{"t":0,"v":{"b":true}}"#;
    there.answer(Reply::json(elsewhere(&there.url(""), 2, on)));
    let flags = Flags::new(at(&here).build().unwrap());
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    wait("the data from there", || {
        flags.is_enabled(dark_mode, &Subject::default())
    });
    // Once it polls there, it polls there alone.
    drop(there.wait_for_requests(5));
    let asked = here.requests().len();
    drop(there.wait_for_requests(there.requests().len() + 3));
    assert_eq!(here.requests().len(), asked);
}

#[test]
fn by_hand_a_forced_redirect_is_followed() {
    let (here, there) = (FaultyServer::start(), FaultyServer::start());
    here.answer(Reply::json(elsewhere(&there.url(""), 2, "")));
    let on = r#""dark_mode":{"t":0,"v":{"b":true}}"#;
    there.answer(Reply::json(elsewhere(&there.url(""), 2, on)));
    let provider = at(&here).manual().build().unwrap();
    assert_eq!(provider.refresh().state(), ProviderState::Ready);
    assert_eq!(provider.refresh().state(), ProviderState::Ready);
    assert_eq!((here.requests().len(), there.requests().len()), (1, 2));
}

#[test]
fn a_redirect_that_is_not_forced_does_not_bind_an_address_of_ones_own() {
    let (here, there) = (FaultyServer::start(), FaultyServer::start());
    let on = r#""dark_mode":{"t":0,"v":{"b":true}}"#;
    here.answer(Reply::json(elsewhere(&there.url(""), 1, on)));
    let provider = at(&here).manual().build().unwrap();
    assert_eq!(provider.refresh().state(), ProviderState::Ready);
    assert!(there.requests().is_empty());
}

#[test]
fn f35_the_key_is_not_sent_to_another_host() {
    let (here, there) = (FaultyServer::start(), FaultyServer::start());
    here.answer(Reply::json(elsewhere(&there.other_host_url(""), 2, "")));
    let provider = at(&here).manual().build().unwrap();
    assert_eq!(provider.refresh().state(), ProviderState::Error);
    assert!(there.requests().is_empty());
}

#[test]
fn f35_redirects_of_documents_in_a_circle_end() {
    let (here, there) = (FaultyServer::start(), FaultyServer::start());
    here.answer(Reply::json(elsewhere(&there.url(""), 2, "")));
    there.answer(Reply::json(elsewhere(&here.url(""), 2, "")));
    let provider = at(&here).manual().build().unwrap();
    assert_eq!(provider.refresh().state(), ProviderState::Error);
    assert_eq!(here.requests().len() + there.requests().len(), 4);
}

#[test]
fn a_backup_is_served_where_configcat_cannot_be_reached() {
    let folder = tempfile::TempDir::new().unwrap();
    let settings = impatient().backup(folder.path().join("backup"));
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)));
    let provider = at(&server).http(settings.clone()).build().unwrap();
    wait_for(&provider, ProviderState::Ready);
    wait("the backup", || folder.path().join("backup").exists());
    drop(provider);
    server.answer(Reply::status(503));
    let flags = Flags::new(at(&server).http(settings).build().unwrap());
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(flags.is_enabled(dark_mode, &Subject::default()));
}

#[test]
fn refresh_is_soon_where_it_polls() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)));
    let rare = impatient().interval(Duration::from_secs(3600));
    let provider = at(&server).http(rare).build().unwrap();
    wait_for(&provider, ProviderState::Ready);
    assert_eq!(server.requests().len(), 1);
    provider.refresh();
    drop(server.wait_for_requests(2));
}
