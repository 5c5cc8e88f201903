//! The object `feature` of templates.

use std::fmt;
use std::sync::Arc;

use flags_runtime::{Anonymous, EvaluationContext, Flags, Registry, Scope};
use minijinja::value::{Enumerator, Object};
use minijinja::{Environment, Error, ErrorKind, Value};

use crate::check::{self, Findings};
use crate::convert::value_of;
use crate::fields::Fields;
use crate::names::Names;

/// The features of one or more registries, as templates see them. Cheap to clone.
#[derive(Clone)]
pub struct Features {
    names: Arc<Names>,
    name: &'static str,
    /// Whose answers; the ambient context's where there is none.
    context: Option<Arc<dyn EvaluationContext>>,
    /// Who answers; the process-wide provider where there are none.
    flags: Option<Flags>,
}

impl Features {
    /// All features of these registries. Where two have one key, the earlier registry has it.
    #[must_use]
    pub fn of(registries: impl IntoIterator<Item = &'static Registry>) -> Self {
        Self {
            names: Arc::new(Names::of(registries)),
            name: "feature",
            context: None,
            flags: None,
        }
    }

    /// Another name than `feature` for the object that [`Features::register`] adds.
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The answers for one subject, instead of the ambient context's.
    #[must_use]
    pub fn for_context(mut self, context: impl EvaluationContext + 'static) -> Self {
        self.context = Some(Arc::new(context));
        self
    }

    /// The answers of these flags, instead of the process-wide provider's.
    #[must_use]
    pub fn with_flags(mut self, flags: Flags) -> Self {
        self.flags = Some(flags);
        self
    }

    /// Adds the global object `feature` to an environment: every template can use it.
    pub fn register(&self, environment: &mut Environment<'_>) {
        environment.add_global(self.name, Value::from_object(self.clone()));
    }

    /// Checks each name after `feature.` and in `feature["…"]`, in all templates that the
    /// environment has loaded, and the fields of tables.
    ///
    /// Templates that a loader has yet to load are not among them: name these with
    /// [`Features::check_templates`]. A name that is made while rendering, as in `feature[name]`, or
    /// that follows another name for the object, as in `{% set f = feature %}{{ f.name }}`, is looked
    /// at when it is rendered.
    ///
    /// # Errors
    ///
    /// All mistakes at once, each with template, line and help; or that no template is loaded.
    pub fn check(&self, environment: &Environment<'_>) -> Result<(), Findings> {
        let names: Vec<_> = environment.templates().map(|(name, _)| name).collect();
        if names.is_empty() {
            return Err(Findings::nothing_to_check());
        }
        self.check_templates(environment, names)
    }

    /// The same for the templates of these names, which are loaded for it.
    ///
    /// # Errors
    ///
    /// All mistakes at once, each with template, line and help. A template that is missing or does
    /// not parse is one.
    pub fn check_templates<'n>(
        &self,
        environment: &Environment<'_>,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<(), Findings> {
        Findings::into_result(
            names
                .into_iter()
                .flat_map(|name| match environment.get_template(name) {
                    Ok(template) => check::template(self.name, &self.names, &template),
                    Err(error) => vec![check::Finding::unusable(name, &error)],
                })
                .collect(),
        )
    }

    fn value(&self, name: &str) -> Result<Value, String> {
        let feature = self.names.find(name)?;
        let scope = Scope::current();
        let ambient = scope.as_ref().map(Scope::context);
        let context = self.context.as_deref().or(ambient);
        let evaluation = match (&self.flags, context) {
            (Some(flags), context) => flags.evaluate_value(feature, context.unwrap_or(&Anonymous)),
            (None, Some(context)) => feature.evaluate_for(context),
            // Not for `Anonymous`, so that the reason says that there was no context.
            (None, None) => feature.evaluate(),
        };
        let value = match evaluation.value() {
            flags_runtime::Value::Table(fields) => fields
                .iter()
                .map(|(field, value)| Ok((field.as_str().to_owned(), value_of(value)?)))
                .collect::<Result<_, _>>()
                .map(|fields| {
                    Value::from_object(Fields {
                        name: name.to_owned(),
                        feature,
                        fields,
                    })
                }),
            value => value_of(value),
        };
        value.map_err(|kind| {
            format!("feature `{name}` has {kind}, which flags-minijinja is too old to show")
        })
    }
}

impl Object for Features {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let value = match key.as_str() {
            Some(name) => self.value(name),
            None => Err(format!(
                "a feature is named by a string, not by {}",
                key.kind()
            )),
        };
        Some(value.unwrap_or_else(|detail| {
            // An invalid value, which minijinja raises: `None` would be undefined, silently off.
            Value::from(Error::new(ErrorKind::UndefinedError, detail))
        }))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.names.keys().map(Value::from).collect())
    }
}

impl fmt::Debug for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names.keys()).finish()
    }
}
