//! Without a runtime, inside one, and after one.

use std::sync::Arc;

use flags_faulty_server::{FaultyServer, Reply};
use flags_runtime::{Flags, Provider, ProviderState};

use crate::world::{SHOP, Subject, at, dark, wait_for};

/// The whole life of a provider.
fn live() {
    let server = FaultyServer::start();
    server.answer(Reply::json(dark(true)));
    for builder in [at(&server), at(&server).manual()] {
        let provider = Arc::new(builder.build().unwrap());
        provider.refresh();
        wait_for(&provider, ProviderState::Ready);
        let flags = Flags::new(Arc::clone(&provider));
        let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
        assert!(flags.is_enabled(dark_mode, &Subject::default()));
        provider.shutdown();
    }
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
    server.answer(Reply::json(dark(false)));
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    let provider = runtime.block_on(async { Arc::new(at(&server).build().unwrap()) });
    drop(runtime);
    wait_for(&provider, ProviderState::Ready);
    server.answer(Reply::json(dark(true)));
    let flags = Flags::new(Arc::clone(&provider));
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    crate::world::wait("the change", || {
        flags.is_enabled(dark_mode, &Subject::default())
    });
}

#[test]
fn f43_a_task_that_has_used_up_its_turn_is_answered_all_the_same() {
    let rule = r#"{"t":0,"v":{"b":false},"p":[{"p":100,"v":{"b":true}}]}"#;
    let text = crate::world::document(&format!("\"dark_mode\":{rule}"));
    let provider = flags_configcat::ConfigCatProvider::text(text)
        .build()
        .unwrap();
    let flags = Flags::new(provider);
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let subject = Subject::new(Some("u"), []);
    runtime.block_on(async {
        for number in 0..1000 {
            assert!(flags.is_enabled(dark_mode, &subject), "answer {number}");
        }
    });
}
