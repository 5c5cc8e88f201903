//! Logging in and out. Any name will do, and whoever says so is staff: this shop is an example.

use askama::Template;
use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::features::ENABLE_CRAZY_FEATURE;
use crate::page::{Shop, show};
use crate::session::{Session, Sessions};

#[derive(Template)]
#[template(path = "login.html", config = "examples/web/askama.toml")]
struct Login<'a> {
    state_file: &'a str,
    complaint: &'a str,
}

pub(crate) async fn form(State(shop): State<Shop>) -> Response {
    show(
        StatusCode::OK,
        &Login {
            state_file: &shop.state_file,
            complaint: "",
        },
    )
}

pub(crate) async fn log_in(State(shop): State<Shop>, form: String) -> Response {
    let session = Session::parse(&form);
    if session.user.is_empty() {
        let complaint = "Please tell us a name.";
        let state_file = &shop.state_file;
        let page = Login {
            state_file,
            complaint,
        };
        return show(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    back_home(shop.sessions.begin(&session))
}

pub(crate) async fn log_out() -> Response {
    back_home(Sessions::end())
}

/// `303 See Other`, so that the browser asks for the page and does not send the form again.
fn back_home(cookie: Option<HeaderValue>) -> Response {
    match cookie {
        Some(cookie) => {
            let headers = [
                (SET_COOKIE, cookie),
                (LOCATION, HeaderValue::from_static("/")),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
