//! Changes to a `features.toml` that leave every other byte as it is.

use std::ops::Range;

use flags_manifest::diagnostic::{Diagnostic, suggest};
use flags_manifest::model::{Date, Feature, Manifest, RetiredValue, Type};
use flags_manifest::names;
use toml_edit::{Key, Value};

use crate::toml_text::{Statement, Step, TomlText, path};

/// Moves a feature to `[retired]`: takes out what is declared of it, with the comments directly
/// above and within, and its entries in the `needs` of others.
///
/// With `keep_variants` the entry keeps the names of the feature's enum, so that code that still
/// speaks of it resolves.
///
/// ```
/// use cargo_flags::manifest_edit::retire;
/// use flags_manifest::model::{Date, RetiredValue};
///
/// let text = "# The old one.\n[features.a]\n\n[features.b]\n";
/// let on = Date { year: 2026, month: 11, day: 22 };
/// let manifest = flags_manifest::parse(text).manifest;
/// let new = retire(text, &manifest, "a", &RetiredValue::Boolean(true), on, None, false).unwrap();
/// assert_eq!(new, "[features.b]\n\n[retired]\na = { on = 2026-11-22, value = true }\n");
/// ```
///
/// # Errors
///
/// Places in the text that keep it from being done: a feature that needs this one to be the
/// opposite of the value that is kept. Without a place, that there is no such feature.
pub fn retire(
    text: &str,
    parsed: &Manifest,
    key: &str,
    value: &RetiredValue,
    on: Date,
    reason: Option<&str>,
    keep_variants: bool,
) -> Result<String, Vec<Diagnostic>> {
    let Some(index) = parsed.features.iter().position(|it| it.key == key) else {
        return Err(vec![no_feature(parsed, key)]);
    };
    let feature = &parsed.features[index];
    let mut needs = Vec::new();
    for other in &parsed.features {
        let of_it = other.needs.iter().filter(|need| need.feature == index);
        needs.extend(of_it.map(|need| NeedOf {
            feature,
            other,
            negated: need.negated,
        }));
    }
    let unmet: Vec<_> = needs
        .iter()
        .filter(|need| *value == RetiredValue::Boolean(need.negated))
        .map(|need| need.unmet(text, value).unwrap_or_else(|error| error))
        .collect();
    if !unmet.is_empty() {
        return Err(unmet);
    }
    let mut text = text.to_owned();
    for need in needs {
        text = need.taken_out(&text).map_err(one)?;
    }
    let path = path(["features", key]);
    while let Some(shorter) = TomlText::new(&text).map_err(one)?.without(&path) {
        text = shorter;
    }
    let entry = entry(feature, value, on, reason, keep_variants);
    let text = with_retired(&text, key, &entry).map_err(one)?;
    let findings = flags_manifest::parse(&text).diagnostics;
    match findings.into_iter().next() {
        None => Ok(text),
        // The place would be one in a text that nobody sees.
        Some(finding) => Err(vec![Diagnostic {
            message: format!(
                "`{key}` cannot be retired, since the manifest would then be wrong: {}",
                finding.message
            ),
            span: Some(feature.key_span.clone()),
            help: finding.help,
        }]),
    }
}

fn one(diagnostic: Diagnostic) -> Vec<Diagnostic> {
    vec![diagnostic]
}

/// That a manifest does not declare this feature.
#[must_use]
pub fn no_feature(manifest: &Manifest, key: &str) -> Diagnostic {
    if let Some(retired) = manifest.retired.iter().find(|it| it.key == key) {
        return Diagnostic {
            message: format!(
                "feature `{key}` was retired on {} (line {})",
                retired.on, retired.line
            ),
            span: None,
            help: None,
        };
    }
    let keys = manifest.features.iter().map(|it| it.key.as_str());
    Diagnostic {
        message: format!("there is no feature `{key}`"),
        span: None,
        help: suggest(key, keys).map(|near| format!("did you mean `{near}`?")),
    }
}

/// That another feature needs the one that is retired.
struct NeedOf<'m> {
    feature: &'m Feature,
    other: &'m Feature,
    negated: bool,
}

impl NeedOf<'_> {
    fn written(&self) -> String {
        let not = if self.negated { "!" } else { "" };
        format!("{not}{}", self.feature.key)
    }

    fn path(&self) -> [Step<'_>; 3] {
        path(["features", &self.other.key, "needs"])
    }

    /// Where the items of the list stand, and which of them it is.
    fn place(&self, toml: &TomlText<'_>) -> Option<(Vec<Range<usize>>, usize)> {
        let sites = toml.find(&self.path());
        let items = sites.iter().find_map(|site| site.value()?.as_array())?;
        let written = self.written();
        let place = items.iter().position(|it| it.as_str() == Some(&written))?;
        Some((items.iter().filter_map(Value::span).collect(), place))
    }

    /// That it would never hold.
    fn unmet(&self, text: &str, value: &RetiredValue) -> Result<Diagnostic, Diagnostic> {
        let (written, other) = (self.written(), &self.other.key);
        let place = self.place(&TomlText::new(text)?);
        Ok(Diagnostic {
            message: format!(
                "feature `{other}` needs `{written}`, which would never hold with `{}` kept at `{}`",
                self.feature.key,
                shown(value)
            ),
            span: place.map(|(items, place)| items[place].clone()),
            help: Some(format!(
                "retire `{other}` first, or take `{written}` out of its `needs`"
            )),
        })
    }

    /// The text without it, and without `needs` where it was the only one.
    fn taken_out(&self, text: &str) -> Result<String, Diagnostic> {
        let toml = TomlText::new(text)?;
        let Some((items, place)) = self.place(&toml) else {
            return Ok(text.to_owned());
        };
        if items.len() == 1
            && let Some(shorter) = toml.without(&self.path())
        {
            return Ok(shorter);
        }
        Ok(toml.without_item(&items, place))
    }
}

/// As TOML writes it.
fn shown(value: &RetiredValue) -> String {
    match value {
        RetiredValue::Boolean(value) => value.to_string(),
        RetiredValue::Integer(value) => value.to_string(),
        RetiredValue::Float(value) => Value::from(*value).to_string(),
        RetiredValue::String(value) => Value::from(value).to_string(),
    }
}

/// The value of a key in `[retired]`.
fn entry(
    feature: &Feature,
    value: &RetiredValue,
    on: Date,
    reason: Option<&str>,
    keep_variants: bool,
) -> String {
    let mut entry = format!("{{ on = {on}, value = {}", shown(value));
    let mut add = |key: &str, value: Value| entry += &format!(", {key} = {value}");
    if let Some(reason) = reason {
        add("reason", reason.into());
    }
    if feature.constant != names::screaming(&feature.key) {
        add("constant", feature.constant.as_str().into());
    }
    if let Type::Variants(set) = &feature.ty
        && keep_variants
    {
        let names = set.variants.iter().map(|variant| variant.name.as_str());
        add("variants", Value::Array(names.collect()));
        if set.type_name != names::camel(&feature.key) {
            add("type-name", set.type_name.as_str().into());
        }
    }
    entry + " }"
}

/// The text with one more entry in `[retired]`.
fn with_retired(text: &str, key: &str, entry: &str) -> Result<String, Diagnostic> {
    let toml = TomlText::new(text)?;
    let key = Key::new(key);
    let retired = Step::Key("retired");
    let statements = toml.statements();
    let header = statements
        .iter()
        .find(|it| it.value.is_none() && it.path == [retired]);
    let at_top = |it: &&Statement<'_>| it.path.first() == Some(&retired) && it.below == 0;
    let at_top = statements.iter().rfind(at_top);
    Ok(match (header, at_top) {
        (Some(header), _) => toml.with_lines(
            toml.section(&header.span).end,
            &[format!("{key} = {entry}")],
        ),
        (None, Some(statement)) => match statement.value {
            Some(Value::InlineTable(table)) if statement.path.len() == 1 => {
                let items = toml.members(table, &statement.path);
                let last = items.last().map(|member| &member.span);
                let container = table.span().unwrap_or_default();
                toml.with_item(&container, last, &format!("{key} = {entry}"))
            }
            _ => toml.with_lines(
                toml.line_end(statement.span.end),
                &[format!("retired.{key} = {entry}")],
            ),
        },
        (None, None) => {
            toml.with_lines_at_end(&["[retired]".to_owned(), format!("{key} = {entry}")])
        }
    })
}
