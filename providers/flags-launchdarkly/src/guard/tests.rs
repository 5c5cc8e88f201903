use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use flags_runtime::ProviderState;
use futures_util::{StreamExt, stream};
use launchdarkly_sdk_transport::{ByteStream, HttpTransport, Request, Response, ResponseFuture};
use tokio::sync::Notify;

use super::{Guard, Guarded, retry_after};
use crate::health::Health;
use crate::served::Served;

/// Answers with a heartbeat, and is silent then.
#[derive(Clone)]
struct Heartbeat;

impl HttpTransport for Heartbeat {
    fn request(&self, _: Request<Option<Bytes>>) -> ResponseFuture {
        Box::pin(async {
            let beat = stream::once(async { Ok(Bytes::from_static(b":\n\n")) });
            let body: ByteStream = Box::pin(beat.chain(stream::pending()));
            Ok(Response::new(body))
        })
    }
}

fn guarded() -> Guarded<Heartbeat> {
    let day = Duration::from_secs(86_400);
    Guarded {
        transport: Heartbeat,
        guard: Arc::new(Guard {
            health: Arc::default(),
            served: Served::new(false),
            given_up: Notify::new(),
            timeout: day,
            silence: day,
            max_size: 1 << 20,
            let_go: Mutex::new(None),
        }),
    }
}

#[tokio::test]
async fn a_stream_that_nobody_reads_any_more_is_told_of() {
    let guarded = guarded();
    let health: &Health = &guarded.guard.health;
    let ask = || guarded.request(Request::new(None));
    let mut body = ask().await.unwrap().into_body();
    assert_eq!(body.next().await.unwrap().unwrap(), ":\n\n");
    health.good(true);
    assert_eq!(health.status().state(), ProviderState::Ready);

    // As after a panic of the task that reads it.
    drop(body);
    assert_eq!(health.status().state(), ProviderState::Stale);
    let soon = Instant::now();
    assert!(!guarded.guard.is_abandoned(soon));
    let later = soon + Duration::from_secs(180);
    assert!(guarded.guard.is_abandoned(later));

    // Somebody asks again.
    let body = ask().await.unwrap();
    assert!(!guarded.guard.is_abandoned(later));
    drop(body);
}

#[track_caller]
fn check(header: &str, seconds: u64) {
    let response = Response::builder()
        .header("Retry-After", header)
        .body(())
        .unwrap();
    // 1994-11-06T08:49:37Z
    let now: SystemTime = UNIX_EPOCH + Duration::from_secs(784_111_777);
    assert_eq!(
        retry_after(&response, now),
        Duration::from_secs(seconds),
        "{header}"
    );
}

#[test]
fn f32_retry_after_is_seconds_or_a_date_and_an_hour_at_most() {
    check("7", 7);
    check("Sun, 06 Nov 1994 08:50:00 GMT", 23);
    check("Sun, 06 Nov 1994 08:49:00 GMT", 0);
    check("86400", 3600);
    check("18446744073709551615", 3600);
    check("Fri, 31 Dec 9999 23:59:59 GMT", 3600);
    check("-1", 0);
    check("soon", 0);
}
