//! Whether a hosted service answers.

use std::time::{Duration, Instant};

use flags_http::{Client, FetchErrorKind, Request, Secret, Settings};

use crate::doctor::Check;

const TOPIC: &str = "service";

/// Asks the service once. Only its host is shown, since keys stand in paths and queries.
#[must_use]
pub fn service(url: &str, timeout: Duration) -> Check {
    let Some((scheme, rest)) = url.split_once("://") else {
        return Check::error(TOPIC, "the address has no scheme")
            .with_help("write it as `https://flags.example.com/…`");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // User name and password stand before the host.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let shown = format!("{scheme}://{host}");
    let request = match Request::get(url) {
        Ok(request) => request,
        // It does not quote the address.
        Err(error) => return Check::error(TOPIC, format!("{shown}: {error}")),
    };
    let request = request.hiding(&Secret::new(
        rest[authority.len()..].trim_start_matches('/'),
    ));
    let settings = Settings::new().timeout(timeout).read_timeout(timeout);
    let client = match Client::new("doctor", &settings) {
        Ok(client) => client,
        Err(error) => return Check::error(TOPIC, error.to_string()),
    };
    let began = Instant::now();
    let answer = client.send(&request);
    let took = began.elapsed().as_millis();
    match answer {
        Err(error) => {
            let why = match error.kind() {
                FetchErrorKind::Unreachable => "its host is not known, or nothing listens there",
                FetchErrorKind::Broken => "the connection broke",
                FetchErrorKind::Timeout => "it did not answer in time",
                FetchErrorKind::Tls => "its certificate is not trusted, or TLS failed otherwise",
                FetchErrorKind::Redirect => "it redirects in a way that is not followed",
                FetchErrorKind::TooLarge => "its answer is larger than is read",
                _ => "what it said is no HTTP answer",
            };
            Check::error(TOPIC, format!("{shown} does not answer: {why}"))
        }
        Ok(response) => {
            let status = response.status();
            let text = format!("{shown} answers with status {status} after {took} ms");
            match status {
                200..=299 | 304 => Check::ok(TOPIC, text),
                401 | 403 => Check::error(TOPIC, text)
                    .with_help("the service is there, and does not accept the key"),
                404 => Check::error(TOPIC, text)
                    .with_help("the service is there, and has nothing at this address"),
                429 => Check::warning(TOPIC, text).with_help("it is asked too often"),
                _ => Check::error(TOPIC, text),
            }
        }
    }
}
