//! What somebody who is asked for help asks first.

mod environment;
mod manifests;
mod service;
mod state;
mod tls;
mod versions;

pub use self::environment::environment;
pub use self::manifests::manifests;
pub use self::service::service;
pub use self::state::state;
pub use self::tls::tls;
pub use self::versions::versions;

use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What it is about: `versions`, `manifest`, `environment`, `state`, `service`, `tls`.
    pub topic: &'static str,
    /// How it is.
    pub status: Status,
    /// What was found, in one sentence; more may follow on further lines.
    pub text: String,
    /// What would mend it.
    pub help: Option<String>,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it should be, or just for information.
    Ok,
    /// It may surprise.
    Warning,
    /// It is wrong.
    Error,
}

impl Check {
    fn new(topic: &'static str, status: Status, text: impl Into<String>) -> Self {
        Self {
            topic,
            status,
            text: text.into(),
            help: None,
        }
    }

    fn ok(topic: &'static str, text: impl Into<String>) -> Self {
        Self::new(topic, Status::Ok, text)
    }

    fn warning(topic: &'static str, text: impl Into<String>) -> Self {
        Self::new(topic, Status::Warning, text)
    }

    fn error(topic: &'static str, text: impl Into<String>) -> Self {
        Self::new(topic, Status::Error, text)
    }

    fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// `1 feature`, `2 features`.
fn count(number: usize, singular: &str) -> String {
    match number {
        1 => format!("1 {singular}"),
        _ => format!("{number} {singular}s"),
    }
}
