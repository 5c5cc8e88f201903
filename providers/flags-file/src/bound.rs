//! What a state file says of one registry.

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::{Declaration, StateEntry};
use flags_runtime::{ErrorKind, FeatureInfo, Reason, Registry, Resolution, ResolveError, Value};

use crate::declaration::{range_of, type_of, value_of};
use crate::report;
use crate::snapshot::Snapshot;

/// A state file, checked against a registry.
pub(crate) struct Bound {
    pub(crate) registry: &'static Registry,
    /// By feature; `None` where the file does not speak of it.
    opinions: Vec<Option<Result<Opinion, ResolveError>>>,
    /// Which entries speak to a feature of the registry, and to which.
    pub(crate) heard: Vec<(usize, &'static FeatureInfo)>,
    /// What is wrong with each entry that is set aside.
    pub(crate) errors: Vec<Diagnostic>,
    /// What is left out of the entries.
    pub(crate) ignored: Vec<Diagnostic>,
}

/// What an entry says of its feature.
struct Opinion {
    default: Option<Value>,
    /// By index into the registry's environments.
    environments: Vec<(usize, Value)>,
}

/// Places are shown in full for as many entries; beyond that each costs a walk through the text.
const SHOWN: usize = 100;

impl Bound {
    pub(crate) fn new(snapshot: &Snapshot, registry: &'static Registry) -> Self {
        let environments: Vec<String> = registry
            .environments()
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let mut bound = Self {
            registry,
            opinions: Vec::with_capacity(registry.features().len()),
            heard: Vec::new(),
            errors: Vec::new(),
            ignored: Vec::new(),
        };
        let mut set_aside = 0;
        for feature in registry.features() {
            let Some(index) = snapshot.entry_for(feature) else {
                bound.opinions.push(None);
                continue;
            };
            bound.heard.push((index, feature));
            // What is said of a frozen feature is not heard, right or wrong.
            let opinion = (!feature.is_frozen()).then(|| {
                bound
                    .opinion(
                        snapshot,
                        &snapshot.state.entries()[index],
                        feature,
                        &environments,
                    )
                    .map_err(|(kind, errors)| {
                        set_aside += 1;
                        let message = if set_aside > SHOWN {
                            errors
                                .iter()
                                .map(|error| snapshot.one_line(error))
                                .collect::<Vec<_>>()
                                .join("\n")
                        } else {
                            report::render(&errors, &snapshot.name, &snapshot.text)
                        };
                        bound.errors.extend(errors);
                        ResolveError::new(kind, message)
                    })
            });
            bound.opinions.push(opinion);
        }
        bound
    }

    /// What the file says of a feature in an environment, given by its index.
    pub(crate) fn resolve(
        &self,
        feature: &FeatureInfo,
        environment: Option<usize>,
    ) -> Result<Option<Resolution>, ResolveError> {
        let opinion = match self.opinions.get(feature.index()) {
            Some(Some(Ok(opinion))) => opinion,
            Some(Some(Err(error))) => return Err(error.clone()),
            _ => return Ok(None),
        };
        let own = opinion
            .environments
            .iter()
            .find(|(index, _)| Some(*index) == environment)
            .map(|(_, value)| value);
        Ok(own
            .or(opinion.default.as_ref())
            .map(|value| Resolution::new(value.clone(), Reason::Static)))
    }

    fn opinion(
        &mut self,
        snapshot: &Snapshot,
        entry: &StateEntry,
        feature: &FeatureInfo,
        environments: &[String],
    ) -> Result<Opinion, (ErrorKind, Vec<Diagnostic>)> {
        let Some(ty) = type_of(&feature.value_type()) else {
            let message = format!(
                "feature `{}` has a type that state files do not know",
                entry.name()
            );
            return Err((ErrorKind::General, vec![at(entry, message)]));
        };
        let range = range_of(feature);
        let declaration = Declaration {
            ty: &ty,
            range: range.as_ref(),
            environments,
        };
        let checked = snapshot.state.check(entry, &declaration);
        self.ignored.extend(checked.ignored);
        let mut errors = checked.errors;
        let kind = match (checked.misfits, errors.is_empty()) {
            (true, _) => ErrorKind::TypeMismatch,
            (false, false) => ErrorKind::ParseError,
            (false, true) => ErrorKind::General,
        };
        if let Some(span) = checked.rules_span {
            errors.push(Diagnostic {
                message: format!(
                    "feature `{}`: this release does not evaluate `rules` in a state file, so the \
                     entry is set aside",
                    entry.name()
                ),
                span: Some(span),
                help: Some(
                    "take the rules out, and say what holds for everyone in `default` and \
                     `environments`"
                        .to_owned(),
                ),
            });
            errors.sort_by_key(|error| error.span.as_ref().map(|span| span.start));
        }
        if !errors.is_empty() {
            return Err((kind, errors));
        }
        Ok(Opinion {
            default: checked.default.map(|value| value_of(value, &ty)),
            environments: checked
                .environments
                .into_iter()
                .filter_map(|own| Some((own.environment, value_of(own.default?, &ty))))
                .collect(),
        })
    }
}

/// A finding at an entry's name.
pub(crate) fn at(entry: &StateEntry, message: String) -> Diagnostic {
    Diagnostic {
        message,
        span: Some(entry.name_span().clone()),
        help: None,
    }
}
