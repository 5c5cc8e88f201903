//! Who asks. A real shop takes this from its session; here it stands in the address.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use crate::features::Context;

/// What `?user=user-42&staff=1&country=DE` says. What it leaves out is unknown, not false.
#[derive(Debug, Default)]
pub(crate) struct Visitor {
    user: Option<String>,
    staff: Option<bool>,
    country: Option<String>,
}

impl Visitor {
    /// What rules may ask about.
    pub(crate) fn context(&self) -> Context<'_> {
        let mut context = self
            .user
            .as_deref()
            .map_or_else(Context::anonymous, Context::new);
        if let Some(staff) = self.staff {
            context = context.is_staff(staff);
        }
        if let Some(country) = self.country.as_deref() {
            context = context.country(country);
        }
        context
    }

    /// Other parameters are none of its business. An empty one says nothing, as an empty field of a
    /// form does.
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

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = (StatusCode, String);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Self::of(parts.uri.query().unwrap_or_default())
            .map_err(|error| (StatusCode::BAD_REQUEST, error))
    }
}
