//! Threads, panics and ends.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use flags_runtime::{
    Anonymous, Chain, EvaluationContext, FeatureInfo, Flags, Listener, NoopProvider, Provider,
    ProviderState, Reason, Resolution, ResolveError,
};

use crate::world::{OFF, ON, World, becomes, comes_to_say, dark_mode, eventually, registry, says};

/// Does something when it is told.
struct Hearing<F>(F);

impl<F: Fn() + Send + Sync> Listener for Hearing<F> {
    fn changed(&self) -> bool {
        (self.0)();
        true
    }
}

#[test]
fn a_change_of_the_file_reaches_flags_and_their_subscribers() {
    let shop = registry("[features.dark_mode]\n[features.other]\n");
    let world = World::with(OFF);
    let flags = Flags::new(world.watch());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let subscription = flags.on_change({
        let heard = Arc::clone(&heard);
        move |change| {
            let keys: Vec<_> = change.features().iter().map(|f| f.key()).collect();
            heard.lock().unwrap().push((keys, change.status().state()));
        }
    });
    assert!(!dark_mode(&flags, shop));
    world.replace(ON);
    eventually("it is on", || dark_mode(&flags, shop));
    eventually("it was told", || {
        *heard.lock().unwrap() == [(vec!["dark_mode"], ProviderState::Ready)]
    });
    drop(subscription);
}

#[test]
fn f39_a_panic_in_a_listener_does_not_end_the_watching() {
    let world = World::with(ON);
    let provider = world.watch();
    let told = Arc::new(AtomicUsize::new(0));
    let listener = {
        let told = Arc::clone(&told);
        move || {
            told.fetch_add(1, Ordering::SeqCst);
            panic!("a listener that panics, as it should in this test");
        }
    };
    provider.subscribe(Arc::new(Hearing(listener)));
    for (text, value) in [(OFF, "false"), (ON, "true"), (OFF, "false")] {
        world.replace(text);
        comes_to_say(&provider, "dark_mode", value);
    }
    assert_eq!(provider.status().state(), ProviderState::Ready);
    eventually("each change was told", || told.load(Ordering::SeqCst) == 3);
}

#[test]
fn f41_a_callback_that_panics_does_not_keep_flags_from_changing() {
    let shop = registry("[features.dark_mode]\n");
    let world = World::with(OFF);
    let flags = Flags::new(world.watch());
    flags
        .on_change(|_| panic!("a callback that panics, as it should in this test"))
        .keep();
    assert!(!dark_mode(&flags, shop));
    for (text, on) in [(ON, true), (OFF, false), (ON, true)] {
        world.replace(text);
        eventually("the change", || dark_mode(&flags, shop) == on);
    }
    assert_eq!(flags.status().status().state(), ProviderState::Ready);
    assert!(dark_mode(&flags, shop));
}

#[test]
fn f44_shutdown_ends_the_watching_and_may_be_repeated() {
    let world = World::with(ON);
    let provider = world.watch();
    let started = Instant::now();
    provider.shutdown();
    provider.shutdown();
    assert!(started.elapsed() < Duration::from_secs(2));
    world.replace(OFF);
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    // Its answers are as good as they were, but nobody keeps them so.
    let status = provider.ready(Duration::ZERO);
    assert_eq!(status.state(), ProviderState::Stale);
    assert_eq!(
        status.reason(),
        Some("it was shut down and does not look at the file any more")
    );
    drop(provider);
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn f44_shutdown_does_not_wait_for_the_interval() {
    let world = World::with(ON);
    let provider = world
        .builder()
        .interval(Duration::from_secs(3600))
        .build()
        .unwrap();
    let started = Instant::now();
    drop(provider);
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn f44_shutdown_during_a_refresh_is_bounded() {
    let world = World::with(ON);
    let provider = world.watch();
    let (entered, inside) = mpsc::channel();
    let (release, held) = mpsc::channel::<()>();
    let held = Mutex::new(held);
    provider.subscribe(Arc::new(Hearing(move || {
        let _ = entered.send(());
        // Ends when the test drops the other end.
        let _ = held.lock().unwrap().recv();
    })));
    world.replace(OFF);
    inside.recv_timeout(Duration::from_secs(20)).unwrap();
    let started = Instant::now();
    provider.shutdown();
    let took = started.elapsed();
    assert!(took >= Duration::from_millis(1900), "{took:?}");
    assert!(took < Duration::from_secs(4), "{took:?}");
    drop(release);
    let started = Instant::now();
    provider.shutdown();
    drop(provider);
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn f44_a_listener_may_shut_its_provider_down() {
    let world = World::with(ON);
    let provider = Arc::new(world.watch());
    let done = Arc::new(AtomicBool::new(false));
    let listener = {
        let (provider, done) = (Arc::downgrade(&provider), Arc::clone(&done));
        move || {
            if let Some(provider) = provider.upgrade() {
                provider.shutdown();
            }
            done.store(true, Ordering::SeqCst);
        }
    };
    provider.subscribe(Arc::new(Hearing(listener)));
    let started = Instant::now();
    world.replace(OFF);
    eventually("the listener is through", || done.load(Ordering::SeqCst));
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn f44_the_last_handle_may_be_dropped_by_the_watching_thread() {
    let world = World::with(ON);
    let provider = Arc::new(world.watch());
    let slot = Arc::new(Mutex::new(None));
    let dropped = Arc::new(AtomicBool::new(false));
    let listener = {
        let (slot, dropped) = (Arc::clone(&slot), Arc::clone(&dropped));
        move || {
            if let Some(provider) = slot.lock().unwrap().take() {
                drop::<Arc<flags_file::FileProvider>>(provider);
                dropped.store(true, Ordering::SeqCst);
            }
        }
    };
    provider.subscribe(Arc::new(Hearing(listener)));
    *slot.lock().unwrap() = Some(provider);
    let started = Instant::now();
    world.replace(OFF);
    eventually("it is dropped", || dropped.load(Ordering::SeqCst));
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn f44_flags_without_a_user_end_their_watching() {
    let shop = registry("[features.dark_mode]\n");
    let world = World::with(OFF);
    let flags = Flags::new(world.watch());
    assert!(!dark_mode(&flags, shop));
    let old = flags.set_provider(NoopProvider);
    world.replace(ON);
    // It goes on watching until it is dropped, and nobody listens.
    eventually("it sees the change", || old.status().age().is_some());
    drop(old);
    assert!(!dark_mode(&flags, shop));
}

#[test]
fn a_provider_is_asked_from_many_threads() {
    let world = World::with(ON);
    let provider = world.watch();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    assert_eq!(says(&provider, "production", "upload"), "no opinion");
                }
            });
        }
        world.replace(OFF);
    });
    comes_to_say(&provider, "dark_mode", "false");
    becomes(&provider, ProviderState::Ready);
}

/// Has an opinion on `upload`, which it gives on the spot.
struct Asked;

impl Provider for Asked {
    fn name(&self) -> &str {
        "asked"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok((feature.key() == "upload").then(|| Resolution::new(7, Reason::TargetingMatch)))
    }
}

#[test]
fn f28_in_a_chain_the_first_opinion_wins_and_the_file_knows_the_environment() {
    let shop = registry("[features.dark_mode]\n[features.upload]\ndefault = 1\n");
    let world = World::with(
        "[features.upload]\ndefault = 2\n[features.dark_mode]\nenvironments.staging = true\n",
    );
    let upload = shop.feature::<i64>("upload").unwrap();
    let flags = Flags::new(Chain::first(Asked).then(world.watch())).in_environment("staging");
    assert_eq!(flags.get(upload, &Anonymous), 7);
    assert!(dark_mode(&flags, shop));
    let flags = Flags::new(Chain::first(world.watch()).then(Asked));
    assert_eq!(flags.get(upload, &Anonymous), 2);
    assert!(!dark_mode(&flags, shop), "this is production");
}
