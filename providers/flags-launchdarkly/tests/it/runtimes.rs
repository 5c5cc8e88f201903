//! Without a runtime, inside one, and after one.

use std::sync::Arc;

use flags_faulty_server::{FaultyServer, Reply};
use flags_runtime::{Flags, Provider, ProviderState};

use crate::world::{SHOP, Subject, dark, polled, put, stream, wait_for};

/// The whole life of a provider.
fn live() {
    let server = FaultyServer::start();
    server.answer_with(|request| match request.target() {
        "/all" => Reply::sse([put(&dark(1, true))]),
        _ => Reply::json(dark(1, true)),
    });
    for builder in [stream(&server), polled(&server)] {
        let provider = Arc::new(builder.build().unwrap());
        wait_for(&provider, ProviderState::Ready);
        let flags = Flags::new(Arc::clone(&provider));
        let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
        assert!(flags.is_enabled(dark_mode, &Subject::default()));
        provider.shutdown();
    }
    // Dropped without a shutdown, too.
    drop(stream(&server).build().unwrap());
}

#[test]
fn f43_without_a_runtime() {
    live();
}

#[test]
fn f43_inside_a_runtime() {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async { live() });
    tokio::runtime::Builder::new_multi_thread()
        .build()
        .unwrap()
        .block_on(async { live() });
}

#[test]
fn f43_a_provider_outlives_the_runtime_that_it_was_made_in() {
    let server = FaultyServer::start();
    server.answer(Reply::sse([put(&dark(1, true))]));
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    let provider = runtime.block_on(async { stream(&server).build().unwrap() });
    drop(runtime);
    wait_for(&provider, ProviderState::Ready);
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async { drop(provider) });
}
