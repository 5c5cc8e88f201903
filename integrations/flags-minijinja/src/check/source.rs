//! Where in a template's text a name stands.
//!
//! minijinja tells which names a template uses, but not where, and nothing of subscripts. Its
//! ordinary tags are assumed here; with a syntax of one's own a finding has no line.

/// Names in `feature["…"]`.
pub(super) fn subscripts(source: &str, object: &str) -> Vec<String> {
    uses(source, object)
        .filter_map(|(_, rest)| subscript(rest))
        .map(str::to_owned)
        .collect()
}

/// A field of a table, where it or the feature is named by a subscript.
pub(super) struct UsedField<'s> {
    pub(super) name: &'s str,
    pub(super) field: &'s str,
    /// From 1.
    pub(super) line: usize,
}

/// Uses as `feature.name["field"]`, `feature["name"].field` and `feature["name"]["field"]`.
pub(super) fn subscripted_fields<'s>(
    source: &'s str,
    object: &str,
) -> impl Iterator<Item = UsedField<'s>> {
    uses(source, object).filter_map(|(position, rest)| {
        let (name, after) = member(rest)?;
        let (field, _) = member(after)?;
        let subscripted = [rest, after].iter().any(|member| member.starts_with('['));
        subscripted.then(|| UsedField {
            name,
            field,
            line: line_at(source, position),
        })
    })
}

/// Line of the first use of `path`, from 1.
pub(super) fn line_of(source: &str, object: &str, path: &str) -> Option<usize> {
    uses(source, object)
        .find(|(_, rest)| {
            subscript(rest) == Some(path)
                || rest
                    .strip_prefix('.')
                    .and_then(|rest| rest.trim_start().strip_prefix(path))
                    .is_some_and(|rest| !rest.starts_with(is_word))
        })
        .map(|(position, _)| line_at(source, position))
}

fn line_at(source: &str, position: usize) -> usize {
    1 + source[..position].matches('\n').count()
}

/// The name in `.name` or `["…"]` at the start of a text, and what follows.
fn member(rest: &str) -> Option<(&str, &str)> {
    let (name, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let rest = rest.trim_start();
            let end = rest.find(|character| !is_word(character));
            rest.split_at(end.unwrap_or(rest.len()))
        }
        None => quoted(rest)?,
    };
    (!name.is_empty()).then_some((name, rest.trim_start()))
}

/// The name in `["…"]` or `['…']` at the start of a text.
fn subscript(rest: &str) -> Option<&str> {
    quoted(rest).map(|(name, _)| name)
}

/// The same, and what follows.
fn quoted(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.strip_prefix('[')?.trim_start();
    let quote = rest
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))?;
    let (name, rest) = rest[1..].split_once(quote)?;
    Some((name, rest.trim_start().strip_prefix(']')?))
}

/// Each place in a tag where the object's name stands as a word of its own, with what follows.
fn uses<'s>(source: &'s str, object: &str) -> impl Iterator<Item = (usize, &'s str)> {
    source
        .match_indices(object)
        .filter_map(move |(position, _)| {
            let before = &source[..position];
            let rest = &source[position + object.len()..];
            let apart = !before.ends_with(|last: char| is_word(last) || last == '.')
                && !rest.starts_with(is_word);
            (apart && in_tag(before)).then_some((position, rest.trim_start()))
        })
}

/// Whether the last tag that was opened is still open.
fn in_tag(before: &str) -> bool {
    [("{{", "}}"), ("{%", "%}")].iter().any(|(open, close)| {
        before
            .rfind(open)
            .is_some_and(|opened| !before[opened..].contains(close))
    })
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}
