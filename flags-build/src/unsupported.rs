//! What the grammar knows and this release does not evaluate: refused, not ignored.

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::model::{Manifest, Rule};
use flags_manifest::tree::Span;

/// A finding for `[context]`, for `[segments]`, and for each `rules`.
pub(crate) fn findings(text: &str, manifest: &Manifest) -> Vec<Diagnostic> {
    let attribute = manifest
        .attributes
        .first()
        .map(|attribute| finding("`[context]`", line(text, attribute.line)));
    let segment = manifest
        .segments
        .first()
        .map(|segment| finding("`[segments]`", line(text, segment.line)));
    let rules = manifest.features.iter().flat_map(|feature| {
        let of_environments = feature
            .environments
            .iter()
            .filter_map(|environment| environment.rules.as_deref());
        let first = |rules: &[Rule]| {
            let span = rules.first()?.span.clone();
            Some(finding(
                &format!("feature `{}`: `rules`", feature.key),
                span,
            ))
        };
        std::iter::once(feature.rules.as_slice())
            .chain(of_environments)
            .filter_map(first)
            .collect::<Vec<_>>()
    });
    attribute.into_iter().chain(segment).chain(rules).collect()
}

fn finding(what: &str, span: Span) -> Diagnostic {
    Diagnostic {
        message: format!(
            "{what} cannot be evaluated by typed-flags {}: it reads this part of the format and \
             refuses it, so that nobody relies on it",
            env!("CARGO_PKG_VERSION")
        ),
        span: Some(span),
        help: Some("remove it, or use a release that evaluates it".to_owned()),
    }
}

/// The text of a line, without the space around it.
fn line(text: &str, number: u32) -> Span {
    let index = usize::try_from(number).map_or(0, |number| number.saturating_sub(1));
    let start = text
        .split_inclusive('\n')
        .take(index)
        .map(str::len)
        .sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let start = start + (line.len() - line.trim_start().len());
    start..start + line.trim().len()
}
