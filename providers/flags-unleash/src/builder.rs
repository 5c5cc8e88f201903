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
    pub(crate) settings: Settings,
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
            settings: Settings::new().interval(Duration::from_secs(15)),
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

    /// Refreshes this often. By default every 15 s.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.settings = self.settings.interval(interval);
        self
    }

    /// The build waits at most this long for the first data. By default not at all.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.settings = self.settings.wait(wait);
        self
    }

    /// Changes the other settings of fetching: deadlines, sizes, the backup file, certificates.
    ///
    /// ```
    /// use flags_unleash::UnleashProvider;
    ///
    /// let builder = UnleashProvider::builder("http://127.0.0.1:4242/api", "default:development.abc")
    ///     .settings(|settings| settings.backup("flags.backup"));
    /// ```
    pub fn settings(mut self, change: impl FnOnce(Settings) -> Settings) -> Self {
        self.settings = change(self.settings);
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
        let token = Secret::sdk_key("Unleash", self.token.expose())?;
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
}
