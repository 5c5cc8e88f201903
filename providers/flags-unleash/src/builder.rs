//! How a provider is set up.

use std::time::Duration;

use flags_http::{Request, Secret, Settings};

use crate::subject::Mapping;
use crate::{BuildError, UnleashProvider};

/// Version of the vendor's specification of clients that this one keeps to.
const SPECIFICATION: &str = "6.1.0";

/// Settings of an [`UnleashProvider`]. Made by [`UnleashProvider::builder`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `build`"]
pub struct Builder {
    base: String,
    token: Secret,
    app_name: String,
    http: Settings,
    interval: Duration,
    pub(crate) mapping: Mapping,
}

impl Builder {
    pub(crate) fn new(base: impl Into<String>, token: impl Into<String>) -> Self {
        let mut base = base.into();
        base.truncate(base.trim_end_matches('/').len());
        Self {
            base,
            token: Secret::new(token),
            app_name: "typed-flags".to_owned(),
            http: Settings::new(),
            interval: Duration::from_secs(15),
            mapping: Mapping::default(),
        }
    }

    /// What the program is called: told to Unleash, and the field `appName` of contexts that have none.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = name.into();
        self.mapping.app_name = Some(self.app_name.clone());
        self
    }

    /// The field `environment` of contexts that have none. (Which environment's flags there are is up to
    /// the token.)
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.mapping.environment = Some(name.into());
        self
    }

    /// The attribute that the program declares as `ours` is called `theirs` in Unleash.
    pub fn attribute(mut self, ours: impl Into<String>, theirs: impl Into<String>) -> Self {
        self.mapping.renames.insert(ours.into(), theirs.into());
        self
    }

    /// Lets flags ask for these attributes too, although they are declared private. They stay in the
    /// process.
    pub fn share_private<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        let names = names.into_iter().map(Into::into);
        self.mapping.shared.extend(names);
        self
    }

    /// Refreshes this often, more or less a tenth. By default every 15 s.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How Unleash is asked, but for the interval, which is [`Builder::interval`]'s: how long a start
    /// waits for the first data, deadlines, sizes, a backup file, certificates, a proxy.
    pub fn http(mut self, settings: Settings) -> Self {
        self.http = settings;
        self
    }

    /// A provider that is refreshed from now on.
    ///
    /// # Errors
    ///
    /// If the address or the token cannot be used; not because Unleash cannot be reached.
    pub fn build(self) -> Result<UnleashProvider, BuildError> {
        UnleashProvider::start(self)
    }

    pub(crate) fn request(&self) -> Result<Request, BuildError> {
        let token = Secret::called("Unleash API token", self.token.expose());
        let token = token.map_err(|error| {
            error.found(
                "an admin of Unleash makes one of type `backend` (`client` in older versions)",
            )
        })?;
        let connection = format!("{:032x}", fastrand::u128(..));
        Ok(Request::get(&format!("{}/client/features", self.base))?
            .header("unleash-appname", &self.app_name)?
            .header("unleash-connection-id", &connection)?
            .header(
                "unleash-sdk",
                concat!("typed-flags:", env!("CARGO_PKG_VERSION")),
            )?
            .header("unleash-client-spec", SPECIFICATION)?
            .secret_header("authorization", &token)?)
    }

    pub(crate) fn settings(&self) -> Settings {
        self.http.clone().interval(self.interval)
    }
}
