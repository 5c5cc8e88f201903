//! Templates of askama and minijinja: `{% if %}`, `{% match %}`, `{{ }}`.
//!
//! What is rendered stays the same to the byte: only tags go, and the white space that they trimmed.

mod tags;

use std::collections::BTreeMap;
use std::ops::Range;

use ra_ap_syntax::ast::{self, AstToken as _, IsString as _};
use ra_ap_syntax::{Edition, SourceFile, SyntaxNode};

use self::tags::{Tag, tags};
use super::draft::{Draft, Edit, Mark, What, within};
use super::fold::{Round, fold as fold_code};
use super::value::Value;
use super::view::{View, size};
use super::{FeatureUse, Folded, Kept, Named, Refusal, literal, matching};
use crate::code::{Item, Use};

/// Folds a template.
///
/// # Errors
///
/// Each place that cannot be folded, and why.
pub(super) fn fold(text: &str, uses: &[&Use], kept: &Kept) -> Result<Folded, Vec<Refusal>> {
    let uses: Vec<(FeatureUse, bool)> = (uses.iter())
        .map(|it| (super::plan::named(it), it.item == Item::FlagKey))
        .collect();
    fold_marked(text, &uses, kept)
}

/// Templates that are strings in a source, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Inline {
    pub(super) edits: Vec<Edit>,
    pub(super) uses_type: bool,
}

/// Folds the templates that are strings in a source.
pub(super) fn fold_inline(
    text: &str,
    edition: Edition,
    uses: &[&Use],
    kept: &Kept,
) -> Result<Inline, Vec<Refusal>> {
    let mut folded = Inline::default();
    let mut refusals = Vec::new();
    let Some(first) = uses.first() else {
        return Ok(folded);
    };
    let root = SourceFile::parse(text, edition).syntax_node();
    let strings: BTreeMap<usize, Range<usize>> = (uses.iter())
        .filter_map(|it| plain_string(&root, &it.range))
        .map(|it| (it.start, it))
        .collect();
    for range in strings.values() {
        let inside = |it: &&&Use| within(&it.range, range);
        let named: Vec<(FeatureUse, bool)> = (uses.iter())
            .filter(inside)
            .map(|it| {
                let mut named = super::plan::named(it);
                named.range = named.range.start - range.start..named.range.end - range.start;
                (named, it.item == Item::FlagKey)
            })
            .collect();
        match fold_marked(&text[range.clone()], &named, kept) {
            Ok(new) => {
                folded.uses_type |= new.uses_type;
                // A string without escapes had no quotes; one that is raw may end at a new one.
                let is_raw = text[..range.start - 1].ends_with('r');
                let new = match text[..range.start].ends_with("#\"") {
                    true => new.text,
                    false if is_raw && new.text.contains('"') => {
                        refusals.push(Refusal {
                            range: named_range(&named, range),
                            message: "the value needs quotes, which would end this string: write it as `r#\"…\"#`"
                                .to_owned(),
                        });
                        continue;
                    }
                    false => new.text.replace('"', "\\\""),
                };
                folded.edits.push(Edit::replace(range.clone(), new));
            }
            Err(found) => refusals.extend(found.into_iter().map(|it| Refusal {
                range: it.range.start + range.start..it.range.end + range.start,
                ..it
            })),
        }
    }
    let outside = uses
        .iter()
        .find(|it| !strings.values().any(|range| within(&it.range, range)));
    if let Some(outside) = outside {
        refusals.push(Refusal {
            range: outside.range.clone(),
            message: "this template is no plain string that can be folded where it is: take it out by hand".to_owned(),
        });
    }
    debug_assert_eq!(&*first.text, text);
    if refusals.is_empty() {
        Ok(folded)
    } else {
        Err(refusals)
    }
}

fn named_range(named: &[(FeatureUse, bool)], string: &Range<usize>) -> Range<usize> {
    named.first().map_or(string.clone(), |(it, _)| {
        it.range.start + string.start..it.range.end + string.start
    })
}

/// What stands between the quotes around a place, if it says what it means without escapes.
fn plain_string(root: &SyntaxNode, range: &Range<usize>) -> Option<Range<usize>> {
    let token = root.token_at_offset(size(range.start)).right_biased()?;
    let string = ast::String::cast(token)?;
    let outer: Range<usize> = string.syntax().text_range().into();
    let inner: Range<usize> = string.text_range_between_quotes()?.into();
    let escapes = !string.is_raw() && string.text().contains('\\');
    (!escapes && outer.start < inner.start).then_some(inner)
}

/// The same; each use says whether it is a flag key, which needs no method to be a value.
pub(super) fn fold_marked(
    text: &str,
    uses: &[(FeatureUse, bool)],
    kept: &Kept,
) -> Result<Folded, Vec<Refusal>> {
    let mut draft = Draft::of(text);
    draft.marks = uses
        .iter()
        .map(|(it, is_key)| mark(it, *is_key, kept))
        .collect();
    let mut refusals = Vec::new();
    while let Some(index) =
        (draft.marks.iter()).position(|it| matches!(it.what, What::Constant | What::Known(_)))
    {
        let origin = draft.marks[index].origin.clone();
        match (Template {
            draft: &draft,
            kept,
        })
        .step(index)
        {
            Ok(edits) => {
                draft.apply(edits);
                // What is written down as a literal is no use any more.
                draft
                    .marks
                    .retain(|it| it.origin != origin || matches!(it.what, What::Variant(_)));
            }
            Err(message) => {
                refusals.push(Refusal {
                    range: origin,
                    message,
                });
                draft.marks.remove(index);
            }
        }
    }
    if !refusals.is_empty() {
        refusals.sort_by_key(|it| it.range.start);
        return Err(refusals);
    }
    let uses_type = (draft.marks.iter()).any(|it| matches!(it.what, What::Type | What::Variant(_)));
    Ok(Folded {
        text: draft.text,
        uses_type,
    })
}

fn mark(it: &FeatureUse, is_key: bool, kept: &Kept) -> Mark {
    let what = match it.named {
        Named::Constant if is_key => What::Known(as_rendered(kept)),
        Named::Constant | Named::Key | Named::Field => What::Constant,
        Named::Type => What::Type,
        Named::Variant(index) => What::Variant(index),
    };
    Mark {
        range: it.range.clone(),
        what,
        origin: it.range.clone(),
    }
}

/// The value as a template sees it.
fn as_rendered(kept: &Kept) -> Value {
    match kept {
        Kept::Variant { names, index, .. } => Value::Str(names[*index].clone()),
        Kept::Text(text) => Value::Str(text.clone()),
        kept => kept.value(),
    }
}

struct Template<'a> {
    draft: &'a Draft,
    kept: &'a Kept,
}

/// What an expression of a template became.
enum Became {
    Known(Value),
    Text(String),
}

impl Template<'_> {
    fn step(&self, index: usize) -> Result<Vec<Edit>, String> {
        let text = &self.draft.text;
        let mark = &self.draft.marks[index];
        let tags = tags(text);
        let Some(at) = tags.iter().position(|it| within(&mark.range, &it.range)) else {
            return Err("this is in no tag of the template: take it out by hand".to_owned());
        };
        let tag = &tags[at];
        let expression = tag.expression(text);
        match (tag.keyword.as_str(), self.evaluate(&expression)?) {
            ("if" | "elif" | "else if", Became::Known(value)) => {
                chain(text, &tags, at, is_true(&value))
            }
            ("match", Became::Known(value)) => self.choose(&tags, at, &value),
            (_, Became::Known(value)) => Ok(vec![Edit::replace(expression, self.written(&value)?)]),
            (_, Became::Text(new)) => Ok(vec![Edit::replace(expression, new)]),
        }
    }

    /// Folds one expression, as the code that askama takes it for; the operators of minijinja are
    /// written as those of Rust for it, in as many bytes.
    fn evaluate(&self, range: &Range<usize>) -> Result<Became, String> {
        const BEFORE: &str = "const _: bool = ";
        let source = &self.draft.text[range.clone()];
        let is_key = (self.draft.marks.iter())
            .any(|it| within(&it.range, range) && matches!(it.what, What::Known(_)));
        let code = if is_key {
            as_code(source)
        } else {
            source.to_owned()
        };
        let mut draft = Draft::of(&format!("{BEFORE}{code};"));
        draft.marks = (self.draft.marks.iter())
            .filter(|it| within(&it.range, range))
            .map(|it| Mark {
                range: it.range.start - range.start + BEFORE.len()
                    ..it.range.end - range.start + BEFORE.len(),
                ..it.clone()
            })
            .collect();
        fold_code(&mut draft, self.kept, Edition::CURRENT);
        let whole = BEFORE.len()..draft.text.len() - 1;
        let view = View::new(&draft.text, Edition::CURRENT);
        let round = Round {
            view: &view,
            draft: &draft,
            kept: self.kept,
        };
        let mut edits = Vec::new();
        for mark in &draft.marks {
            match &mark.what {
                What::Known(value) if mark.range == whole => {
                    return Ok(Became::Known(value.clone()));
                }
                What::Known(value) => {
                    let expr = view.expression(&mark.range);
                    let written = match value {
                        Value::Variant(_) => self.written(value)?,
                        value => literal::write(&round, expr.as_ref(), value, None)?,
                    };
                    edits.push(Edit::replace(mark.range.clone(), written));
                }
                What::Constant => {
                    return Err("this is no expression of the template that can be folded: take it out by hand".to_owned());
                }
                _ => {}
            }
        }
        draft.apply(edits);
        let folded = &draft.text[BEFORE.len()..draft.text.len() - 1];
        Ok(Became::Text(if is_key {
            from_code(folded)
        } else {
            folded.to_owned()
        }))
    }

    /// A literal that renders as the value does.
    fn written(&self, value: &Value) -> Result<String, String> {
        Ok(match value {
            Value::Bool(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Float(value) => format!("{value:?}"),
            Value::Str(value) | Value::Text(value) => format!("{value:?}"),
            Value::Variant(index) => match self.kept {
                Kept::Variant { names, .. } => format!("{:?}", names[*index]),
                _ => return Err("the feature has no variants".to_owned()),
            },
        })
    }

    /// The arm of a `{% match %}` that takes the value.
    fn choose(&self, tags: &[Tag], at: usize, value: &Value) -> Result<Vec<Edit>, String> {
        let text = &self.draft.text;
        let end = closing(tags, at, "match", "endmatch")?;
        let view = View::new("", Edition::CURRENT);
        let round = Round {
            view: &view,
            draft: self.draft,
            kept: self.kept,
        };
        let mut depth = 0;
        for index in at + 1..end {
            match tags[index].keyword.as_str() {
                "match" => depth += 1,
                "endmatch" => depth -= 1,
                "when" if depth == 0 => {
                    let pattern = tags[index].expression(text);
                    match matching::matches_text(&round, &pattern, value) {
                        Some(true) => return taken(text, tags, at, index, end),
                        Some(false) => {}
                        None => {
                            return Err(format!(
                                "it cannot be told whether `{}` is the kept value: take the `match` out by hand",
                                &text[pattern]
                            ));
                        }
                    }
                }
                "else" if depth == 0 && directly_in(tags, at, index) => {
                    return taken(text, tags, at, index, end);
                }
                _ => {}
            }
        }
        Err("no arm of this `match` takes the kept value: take it out by hand".to_owned())
    }
}

/// Keeps what one arm says.
fn taken(text: &str, tags: &[Tag], at: usize, arm: usize, end: usize) -> Result<Vec<Edit>, String> {
    let mut depth = 0;
    let next = (arm + 1..end)
        .find(|index| {
            let keyword = tags[*index].keyword.as_str();
            depth += i32::from(keyword == "match") - i32::from(keyword == "endmatch");
            depth == 0
                && (matches!(keyword, "when" | "endwhen")
                    || (keyword == "else" && directly_in(tags, at, *index)))
        })
        .unwrap_or(end);
    let mut edits = Vec::new();
    without(
        text,
        &mut edits,
        tags[at].left,
        tags[at].range.start..tags[arm].range.end,
        tags[arm].right,
    )?;
    without(
        text,
        &mut edits,
        tags[next].left,
        tags[next].range.start..tags[end].range.end,
        tags[end].right,
    )?;
    Ok(edits)
}

/// Whether an `{% else %}` is that of the `{% match %}`, and not of an `{% if %}` or `{% for %}` in it.
fn directly_in(tags: &[Tag], at: usize, index: usize) -> bool {
    let mut depth = 0;
    for tag in &tags[at + 1..index] {
        match tag.keyword.as_str() {
            "if" | "for" => depth += 1,
            "endif" | "endfor" => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

fn closing(tags: &[Tag], at: usize, open: &str, close: &str) -> Result<usize, String> {
    let mut depth = 0;
    for (index, tag) in tags.iter().enumerate().skip(at) {
        if tag.keyword == open {
            depth += 1;
        } else if tag.keyword == close {
            depth -= 1;
            if depth == 0 {
                return Ok(index);
            }
        }
    }
    Err(format!("the template has no `{close}` for this"))
}

/// Folds an `{% if %}` one of whose conditions is known.
fn chain(text: &str, tags: &[Tag], at: usize, value: bool) -> Result<Vec<Edit>, String> {
    let first = opening(tags, at)?;
    let end = closing(tags, first, "if", "endif")?;
    let branches = branches(tags, first, end);
    let mine = branches
        .iter()
        .position(|it| *it == at)
        .ok_or("the template's tags do not match")?;
    let next = branches.get(mine + 1).copied().unwrap_or(end);
    let (tag, after, last) = (&tags[at], &tags[next], &tags[end]);
    let mut edits = Vec::new();
    match (value, mine == 0) {
        (true, true) => {
            without(text, &mut edits, tag.left, tag.range.clone(), tag.right)?;
            without(
                text,
                &mut edits,
                after.left,
                after.range.start..last.range.end,
                last.right,
            )?;
        }
        (true, false) => {
            edits.push(Edit::replace(tag.inner.clone(), " else "));
            if next != end {
                edits.push(Edit::delete(after.range.start..last.range.start));
                edits.push(last.with_left(after.left));
            }
        }
        (false, true) if next == end => {
            without(
                text,
                &mut edits,
                tag.left,
                tag.range.start..last.range.end,
                last.right,
            )?;
        }
        (false, true) if after.keyword == "else" => {
            without(
                text,
                &mut edits,
                tag.left,
                tag.range.start..after.range.end,
                after.right,
            )?;
            without(text, &mut edits, last.left, last.range.clone(), last.right)?;
        }
        (false, true) => {
            edits.push(Edit::delete(tag.range.start..after.range.start));
            edits.push(after.with_left(tag.left));
            edits.push(Edit::replace(after.keyword_range.clone(), "if"));
        }
        (false, false) => {
            edits.push(Edit::delete(tag.range.start..after.range.start));
            edits.push(after.with_left(tag.left));
        }
    }
    Ok(edits)
}

/// The `{% if %}` that a tag belongs to.
fn opening(tags: &[Tag], at: usize) -> Result<usize, String> {
    let mut depth = 0;
    for index in (0..=at).rev() {
        match tags[index].keyword.as_str() {
            "endif" => depth += 1,
            "if" if depth == 0 => return Ok(index),
            "if" => depth -= 1,
            _ => {}
        }
    }
    Err("the template has no `if` for this".to_owned())
}

/// Tags that begin a branch of this `{% if %}`.
fn branches(tags: &[Tag], first: usize, end: usize) -> Vec<usize> {
    let mut branches = vec![first];
    let mut depth = 0;
    for (index, tag) in tags.iter().enumerate().take(end).skip(first + 1) {
        match tag.keyword.as_str() {
            "if" | "match" | "for" => depth += 1,
            "endif" | "endmatch" | "endfor" => depth -= 1,
            "elif" | "else if" | "else" if depth == 0 => branches.push(index),
            _ => {}
        }
    }
    branches
}

/// Takes out tags, and the white space that their outer ends trimmed.
fn without(
    text: &str,
    edits: &mut Vec<Edit>,
    left: Option<char>,
    range: Range<usize>,
    right: Option<char>,
) -> Result<(), String> {
    if left == Some('~') || right == Some('~') {
        return Err("a tag with `~` goes, and what it does to white space cannot be written without it: write `-`, or \
                    nothing, instead"
            .to_owned());
    }
    let start = match left {
        Some('-') => text[..range.start].trim_end().len(),
        _ => range.start,
    };
    let end = match right {
        Some('-') => text.len() - text[range.end..].trim_start().len(),
        _ => range.end,
    };
    edits.push(Edit::delete(start..end));
    Ok(())
}

/// Truth as minijinja has it; in askama it is a boolean.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::Integer(value) => *value != 0,
        Value::Float(value) => *value != 0.0,
        Value::Str(value) | Value::Text(value) => !value.is_empty(),
        Value::Variant(_) => true,
    }
}

const OPERATORS: [(&str, &str); 3] = [(" and ", " && "), (" or ", " || "), ("not ", "!   ")];

/// minijinja's operators as Rust's, in as many bytes.
fn as_code(source: &str) -> String {
    let mut code = source.replace('\'', "\"");
    for (theirs, ours) in OPERATORS {
        code = match theirs {
            " and " => code.replace(theirs, " &&  "),
            " or " => code.replace(theirs, " || "),
            _ => replace_words(&code, theirs, ours),
        };
    }
    code
}

fn from_code(code: &str) -> String {
    code.replace("&& ", "and")
        .replace("||", "or")
        .replace("!   ", "not ")
}

/// `not ` where it is a word.
fn replace_words(text: &str, word: &str, by: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let before = rest[..at]
            .chars()
            .next_back()
            .or_else(|| replaced.chars().next_back());
        replaced.push_str(&rest[..at]);
        let is_word = before.is_none_or(|it| !it.is_alphanumeric() && it != '_');
        replaced.push_str(if is_word { by } else { word });
        rest = &rest[at + word.len()..];
    }
    replaced.push_str(rest);
    replaced
}
