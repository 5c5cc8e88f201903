//! The page. Its templates name the features themselves, so a misspelled one does not compile.

use std::path::PathBuf;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;

use crate::features::{
    CHECKOUT_BUTTON, CheckoutButton, Context, ENABLE_CRAZY_FEATURE, MAINTENANCE, MAX_UPLOAD_MB,
    NEW_KERNEL, SEARCH_LIMITS, SHOW_AWESOME_TEXT_FEATURE,
};
use crate::visitor::Visitor;
use crate::why::why;

/// Serves `/` and `/why`. The path is shown, so that the reader knows which file to edit.
pub(crate) fn router(state_file: PathBuf) -> Router {
    let state_file: Arc<str> = state_file.display().to_string().into();
    Router::new()
        .route("/", get(home))
        .route("/why", get(why))
        .with_state(state_file)
}

async fn home(State(state_file): State<Arc<str>>, visitor: Visitor) -> Response {
    let visitor = visitor.context();
    let state_file = &*state_file;
    if MAINTENANCE.is_enabled_for(&visitor) {
        show(StatusCode::SERVICE_UNAVAILABLE, &Maintenance { state_file })
    } else {
        show(
            StatusCode::OK,
            &Home {
                state_file,
                visitor,
            },
        )
    }
}

#[derive(Template)]
#[template(path = "home.html", config = "examples/web/askama.toml")]
struct Home<'a> {
    visitor: Context<'a>,
    state_file: &'a str,
}

#[derive(Template)]
#[template(path = "maintenance.html", config = "examples/web/askama.toml")]
struct Maintenance<'a> {
    state_file: &'a str,
}

fn show(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!("the page cannot be rendered: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
