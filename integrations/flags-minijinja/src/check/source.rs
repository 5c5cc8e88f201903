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
        .map(|(position, _)| 1 + source[..position].matches('\n').count())
}

/// The name in `["…"]` or `['…']` at the start of a text.
fn subscript(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('[')?.trim_start();
    let quote = rest
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))?;
    let (name, rest) = rest[1..].split_once(quote)?;
    rest.trim_start().starts_with(']').then_some(name)
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
