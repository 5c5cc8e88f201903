//! Names in templates that nobody declared, found before anything is rendered.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use flags_manifest::diagnostic::suggest;
use flags_runtime::{FeatureInfo, ValueType};
use minijinja::Template;

use crate::names::Names;

mod source;

/// A mistake in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    template: String,
    line: Option<usize>,
    message: String,
}

impl Finding {
    pub(crate) fn unusable(template: &str, error: &minijinja::Error) -> Self {
        Self {
            template: template.to_owned(),
            line: error.line(),
            message: match error.detail() {
                Some(detail) => format!("{}: {detail}", error.kind()),
                None => error.kind().to_string(),
            },
        }
    }

    /// Name of the template.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Line in the template, from 1, where it could be told.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong, and what to do.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            template,
            line,
            message,
        } = self;
        match line {
            Some(line) => write!(f, "{template}:{line}: {message}"),
            None => write!(f, "{template}: {message}"),
        }
    }
}

/// All mistakes of a check, sorted by template and line. Prints one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    findings: Vec<Finding>,
}

impl Findings {
    pub(crate) fn into_result(mut findings: Vec<Finding>) -> Result<(), Self> {
        if findings.is_empty() {
            return Ok(());
        }
        findings.sort_by(|a, b| {
            (&a.template, a.line, &a.message).cmp(&(&b.template, b.line, &b.message))
        });
        Err(Self { findings })
    }

    /// A check of nothing would pass, whatever the templates say.
    pub(crate) fn nothing_to_check() -> Self {
        Self {
            findings: vec![Finding {
                template: "(environment)".to_owned(),
                line: None,
                message: "no template is loaded yet; name those of the loader with \
                          `check_templates`"
                    .to_owned(),
            }],
        }
    }

    /// The mistakes, of which there is at least one.
    #[must_use]
    pub fn as_slice(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, finding) in self.findings.iter().enumerate() {
            let break_ = if position == 0 { "" } else { "\n" };
            write!(f, "{break_}{finding}")?;
        }
        Ok(())
    }
}

impl Error for Findings {}

/// Looks at every use of the object `object` in a template.
pub(crate) fn template(object: &str, names: &Names, template: &Template<'_, '_>) -> Vec<Finding> {
    let mut uses: BTreeSet<String> = template
        .undeclared_variables(true)
        .into_iter()
        .filter_map(|path| {
            let rest = path.strip_prefix(object)?;
            // Without an attribute it is `feature["…"]`, or the whole object.
            rest.is_empty()
                .then(String::new)
                .or_else(|| rest.strip_prefix('.').map(str::to_owned))
        })
        .collect();
    let whole = uses.remove("");
    // As minijinja tells it, `feature.name["field"]` uses `feature.name`.
    let fields: Vec<_> = source::subscripted_fields(template.source(), object)
        .filter(|used| whole || uses.contains(used.name))
        .filter_map(|used| {
            let feature = names.find(used.name).ok()?;
            Some(Finding {
                template: template.name().to_owned(),
                line: Some(used.line),
                message: wrong_field(feature, used.name, used.field)?,
            })
        })
        .collect();
    if whole {
        uses.extend(source::subscripts(template.source(), object));
    }
    uses.iter()
        .filter_map(|path| {
            let message = mistake(names, path)?;
            Some(Finding {
                template: template.name().to_owned(),
                line: source::line_of(template.source(), object, path),
                message,
            })
        })
        .chain(fields)
        .collect()
}

/// `path` is what follows `feature.`: a name, and maybe a field.
fn mistake(names: &Names, path: &str) -> Option<String> {
    if let Ok(feature) = names.find(path) {
        // A subscript may hold a key with dots in it.
        return (feature.key() != path && path.contains('.'))
            .then(|| format!("no feature `{path}`"));
    }
    let (name, fields) = path.split_once('.').unwrap_or((path, ""));
    match names.find(name) {
        Err(unknown) => Some(unknown),
        Ok(_) if fields.is_empty() => None,
        Ok(feature) => {
            let field = fields.split('.').next().unwrap_or(fields);
            wrong_field(feature, name, field)
        }
    }
}

/// Why `feature.name.field` is none, if it is.
pub(crate) fn wrong_field(feature: &FeatureInfo, name: &str, field: &str) -> Option<String> {
    let ValueType::Table(table) = feature.value_type() else {
        return Some(format!(
            "feature `{name}` is {}, which has no field `{field}`",
            feature.default().type_name(),
        ));
    };
    let known = || table.fields().iter().map(|field| field.name());
    if known().any(|known| known == field) {
        return None;
    }
    let help = match suggest(field, known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it has `{}`", known().collect::<Vec<_>>().join("`, `")),
    };
    Some(format!("feature `{name}` has no field `{field}`; {help}"))
}
