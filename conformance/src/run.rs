//! Providers through cases.

use std::error::Error;
use std::fmt;

use flags_file::registry_from_text;
use flags_runtime::{EvaluationContext, Flags, Provider, Registry};

use crate::FILES;
use crate::case::{Case, Group, groups};
use crate::form::{Form, forms};
use crate::subject::{Named, indexed};

/// What was run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Cases, each counted once.
    pub cases: usize,
    /// Evaluations: each case in every form of its group and of its context.
    pub evaluations: usize,
}

/// Evaluations that gave something else. Its `Display` shows each.
#[derive(Clone, Debug)]
pub struct Failures {
    shown: Vec<String>,
}

impl Failures {
    /// What each gave, and what it should have given.
    #[must_use]
    pub fn shown(&self) -> &[String] {
        &self.shown
    }
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} evaluations do not conform", self.shown.len())?;
        for failure in &self.shown {
            write!(f, "\n\n{failure}")?;
        }
        Ok(())
    }
}

impl Error for Failures {}

/// Runs all cases. `provider` makes one from a registry and the text of a TOML state file, which is
/// empty where the rules are declared.
///
/// Each registry is leaked, as those of [`registry_from_text`] are.
///
/// # Errors
///
/// Every evaluation that gave another value, variant or reason, and every notice of a provider.
///
/// # Panics
///
/// If a case file is wrong.
pub fn run(
    provider: impl Fn(&'static Registry, &str) -> Box<dyn Provider>,
) -> Result<Summary, Failures> {
    let mut run = Run {
        summary: Summary::default(),
        failures: Vec::new(),
    };
    for (name, text) in FILES {
        for group in groups(name, text) {
            run.summary.cases += group.cases.len();
            for form in forms(&group) {
                run.form(&group, &form, &provider);
            }
        }
    }
    if run.failures.is_empty() {
        Ok(run.summary)
    } else {
        Err(Failures {
            shown: run.failures,
        })
    }
}

struct Run {
    summary: Summary,
    failures: Vec<String>,
}

impl Run {
    fn form(
        &mut self,
        group: &Group,
        form: &Form,
        provider: &impl Fn(&'static Registry, &str) -> Box<dyn Provider>,
    ) {
        let registry = registry_from_text("features.toml", &form.registry)
            .unwrap_or_else(|error| panic!("`{}` ({}): {error}", group.name, form.name));
        let flags = || {
            let flags = Flags::new(provider(registry, &form.state));
            match &group.environment {
                Some(environment) => flags.in_environment(environment.clone()),
                None => flags,
            }
        };
        let now = flags();
        for case in &group.cases {
            let flags = &match case.now {
                Some(moment) => flags().at(moment),
                None => now.clone(),
            };
            let place = format!("{} ({})", group.name, form.name);
            self.case(flags, registry, case, &Named(case), &place);
            if let Some(context) = indexed(case, registry) {
                self.case(
                    flags,
                    registry,
                    case,
                    &context,
                    &format!("{place}, by index"),
                );
            }
        }
        for notice in now.status().notices() {
            let shown = format!("{} ({}): {notice}", group.name, form.name);
            self.failures.push(shown);
        }
    }

    fn case(
        &mut self,
        flags: &Flags,
        registry: &'static Registry,
        case: &Case,
        context: &dyn EvaluationContext,
        place: &str,
    ) {
        self.summary.evaluations += 1;
        let feature = registry
            .find(&case.feature)
            .unwrap_or_else(|| panic!("{place}: there is no feature `{}`", case.feature));
        let found = flags.evaluate_value(feature, context);
        let (value, reason) = (found.value(), found.reason().as_str());
        let variant = found.variant();
        if *value != case.value || reason != case.reason || variant != case.variant.as_deref() {
            let variant = variant.map_or(String::new(), |name| format!(", variant {name}"));
            self.failures.push(format!(
                "{place}\n  {}\n  gave {value}{variant}, {reason}",
                case.text
            ));
        }
    }
}
