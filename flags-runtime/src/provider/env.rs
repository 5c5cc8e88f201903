//! Values out of environment variables.

use crate::payload::Payload;
use crate::variable::{self, Variables};
use crate::{
    Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, Notice, NoticeKind, Provider,
    Reason, Registry, Resolution, ResolveError,
};

/// Answers with the `FLAGS_<KEY>` variables, in every environment: for twelve-factor programs, and
/// as the first of a [`Chain`](crate::Chain).
///
/// The name is the flag key in capitals, with `_` for whatever is neither an ASCII letter nor a
/// digit: `new-checkout` is `FLAGS_NEW_CHECKOUT`. A boolean is `true`, `1`, `on`, `yes` or `false`,
/// `0`, `off`, `no`; a number is written as in Rust; a variant is its name; a table cannot be set by
/// a variable. Text that does not fit is an error, which names the variable and what is allowed.
///
/// The runtime reads these variables itself in development and testing, before it asks any
/// provider; see [`allow_variables`](crate::allow_variables).
///
/// ```
/// use flags_runtime::{EnvProvider, set_provider};
///
/// set_provider(EnvProvider::from_env());
/// ```
#[derive(Clone, Debug)]
pub struct EnvProvider {
    variables: Variables,
}

/// Variables that begin with `FLAGS_` and are settings of ours, not features.
const SETTINGS: [&str; 2] = ["FLAGS_ENV", "FLAGS_FILE"];

impl EnvProvider {
    /// The variables of the process, as they are now: later changes are not seen.
    #[must_use]
    pub fn from_env() -> Self {
        Self {
            variables: Variables::of_process(),
        }
    }

    /// Takes the variables from the caller, so that tests need no environment.
    pub fn from_vars<N: Into<String>, V: Into<String>>(
        vars: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let vars = vars.into_iter();
        Self {
            variables: Variables::new(vars.map(|(name, text)| (name.into(), text.into()))),
        }
    }

    fn answer(&self, feature: &FeatureInfo) -> Result<Option<Resolution>, ResolveError> {
        let Some(text) = self.variables.get(feature) else {
            return Ok(None);
        };
        let value = variable::parse(feature, text).map_err(|problem| {
            let name = feature.variable();
            ResolveError::new(ErrorKind::ParseError, format!("`{name}`: {problem}"))
        })?;
        // What is left to check is the declared range; loading says what it is.
        if Payload::check(feature, &value).is_none()
            && let Err(error) = Payload::load(feature, &value)
        {
            let name = feature.variable();
            return Err(ResolveError::new(
                error.kind(),
                format!("`{name}`: {error}"),
            ));
        }
        Ok(Some(Resolution::new(value, Reason::Static)))
    }
}

impl Provider for EnvProvider {
    fn name(&self) -> &str {
        "env"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        self.answer(feature)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let features = registry.features().iter();
        Answers::new(
            features
                .map(|feature| Answer::Fixed(self.answer(feature)))
                .collect(),
        )
    }

    /// The variables that name no feature of these registries.
    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let known: Vec<_> = registries
            .iter()
            .flat_map(|registry| registry.features())
            .map(|feature| feature.variable())
            .collect();
        self.variables
            .names()
            .filter(|name| !SETTINGS.contains(name) && !known.iter().any(|known| known == name))
            .map(|name| {
                Notice::new(
                    NoticeKind::UnknownFeature,
                    format!("`{name}` names no feature of an attached registry"),
                )
            })
            .collect()
    }
}
