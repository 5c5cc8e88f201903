//! The page. Its templates name the features themselves, so a misspelled one does not compile.

use std::path::Path;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use flags_tower::FlagsLayer;

use crate::features::{
    CHECKOUT_BUTTON, CheckoutButton, ENABLE_CRAZY_FEATURE, MAINTENANCE, MAX_UPLOAD_MB, NEW_KERNEL,
    SEARCH_LIMITS, SHOW_AWESOME_TEXT_FEATURE,
};
use crate::login;
use crate::session::{Session, Sessions};
use crate::visitor::{context_of, refuse_bad_address};
use crate::why::why;

/// What every handler knows.
#[derive(Clone)]
pub(crate) struct Shop {
    /// Shown, so that the reader knows which file to edit.
    pub(crate) state_file: Arc<str>,
    pub(crate) sessions: Sessions,
}

/// Serves the page. Each request has its scope: whatever is asked for in it, in a handler or in a
/// template, is for its visitor, and does not change before the page is done.
pub(crate) fn router(state_file: &Path) -> Router {
    let shop = Shop {
        state_file: state_file.display().to_string().into(),
        sessions: Sessions::new(),
    };
    let sessions = shop.sessions.clone();
    Router::new()
        .route("/", get(home))
        .route("/why", get(why))
        .route("/login", get(login::form).post(login::log_in))
        .route("/logout", post(login::log_out))
        .layer(middleware::from_fn(refuse_bad_address))
        .layer(FlagsLayer::new(move |request| {
            context_of(request, sessions.of(&request.headers))
        }))
        .with_state(shop)
}

async fn home(State(shop): State<Shop>, headers: HeaderMap) -> Response {
    let state_file = &*shop.state_file;
    if MAINTENANCE.is_enabled() {
        return show(StatusCode::SERVICE_UNAVAILABLE, &Maintenance { state_file });
    }
    let session = shop.sessions.of(&headers);
    show(
        StatusCode::OK,
        &Home {
            session,
            state_file,
        },
    )
}

#[derive(Template)]
#[template(path = "home.html", config = "examples/web/askama.toml")]
struct Home<'a> {
    session: Option<Session>,
    state_file: &'a str,
}

#[derive(Template)]
#[template(path = "maintenance.html", config = "examples/web/askama.toml")]
struct Maintenance<'a> {
    state_file: &'a str,
}

pub(crate) fn show(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!("the page cannot be rendered: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
