//! What is told to those who asked to hear of changes.

use crate::{FeatureInfo, Notice, Status, Text};

/// Something is different from now on. Given to the callback of [`on_change`](crate::on_change).
#[derive(Clone, Debug)]
pub struct Change {
    pub(crate) features: Vec<&'static FeatureInfo>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) status: Status,
    pub(crate) provider: Text,
}

impl Change {
    /// The features whose answer changed, or may have: where the provider has to be asked each
    /// time, nobody can tell.
    #[must_use]
    pub fn features(&self) -> &[&'static FeatureInfo] {
        &self.features
    }

    /// What has come up since the last change. Each notice is told once while it lasts.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How the provider is.
    #[must_use]
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// Name of the provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }
}

/// How an engine is: its provider's state, and what a person should know.
#[derive(Clone, Debug)]
pub struct Health {
    pub(crate) provider: Text,
    pub(crate) status: Status,
    pub(crate) notices: Vec<Notice>,
}

impl Health {
    /// Name of the provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// How the provider is.
    #[must_use]
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// What is wrong at present: entries set aside, keys that nobody knows, variables that do not fit.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}
