//! Who asks: what the session says, and for trying things out what the address says.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::features::Context;
use crate::session::Session;

/// What is known of a visitor. What is not, is unknown to rules, and not false.
#[derive(Debug, Default)]
struct Visitor {
    user: Option<String>,
    staff: Option<bool>,
    country: Option<String>,
}

/// The context of a request, for the layer that gives each request its scope.
pub(crate) fn context_of(request: &Parts, session: Option<Session>) -> Context<'static> {
    // An address that is wrong is refused below, before any feature is asked for.
    let Ok(address) = Visitor::of(request.uri.query().unwrap_or_default()) else {
        return Context::anonymous();
    };
    let session = session.map(|session| Visitor {
        user: Some(session.user),
        staff: Some(session.staff),
        country: None,
    });
    let session = session.unwrap_or_default();
    let mut context = match address.user.or(session.user) {
        Some(user) => Context::new(user),
        None => Context::anonymous(),
    };
    if let Some(staff) = address.staff.or(session.staff) {
        context = context.is_staff(staff);
    }
    if let Some(country) = address.country {
        context = context.country(country);
    }
    context
}

/// Answers with status 400 where the address says something that cannot be.
pub(crate) async fn refuse_bad_address(request: Request, next: Next) -> Response {
    match Visitor::of(request.uri().query().unwrap_or_default()) {
        Ok(_) => next.run(request).await,
        Err(error) => (StatusCode::BAD_REQUEST, error).into_response(),
    }
}

impl Visitor {
    /// What `?user=user-42&staff=1&country=DE` says. Other parameters are none of our business. An
    /// empty one says nothing, as an empty field of a form does.
    fn of(query: &str) -> Result<Self, String> {
        let mut visitor = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if value.is_empty() {
                continue;
            }
            match &*name {
                "user" => visitor.user = Some(value.into_owned()),
                "staff" => visitor.staff = Some(yes_or_no(&value)?),
                "country" => visitor.country = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(visitor)
    }
}

fn yes_or_no(value: &str) -> Result<bool, String> {
    match value {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(format!("`staff` must be `1` or `0`, found `{value}`")),
    }
}
