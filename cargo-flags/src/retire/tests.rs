//! Before and after, construct by construct.

mod assertions;
mod bindings;
mod branches;
mod expressions;
mod imports;
mod inference;
mod matches;
mod refusals;
mod templates;
mod tests_of_users;

use std::ops::Range;

use expect_test::Expect;
use ra_ap_syntax::ast::{self, AstNode as _};
use ra_ap_syntax::{Edition, SourceFile, SyntaxKind, SyntaxToken};

use super::{FeatureUse, Kept, Named, fold};

/// Folds sources in which `X` is a boolean, `BUTTON` a `Button::{Red, Green, Blue}`, `LIMIT` an integer,
/// `RATIO` a float and `GREETING` a string; the kept value says which of them is retired.
#[track_caller]
fn check(before: &str, keep: &str, after: Expect) {
    let (name, kept) = kept(keep);
    match fold(before, Edition::Edition2024, &uses(before, name), &kept) {
        Ok(folded) => {
            let errors = SourceFile::parse(&folded.text, Edition::Edition2024).errors();
            assert!(
                errors.is_empty(),
                "no Rust any more: {errors:?}\n{}",
                folded.text
            );
            after.assert_eq(&folded.text.replace('\r', "␍"));
        }
        Err(refusals) => panic!("refused: {}", show(before, &refusals)),
    }
}

#[track_caller]
fn refuses(before: &str, keep: &str, refusals: Expect) {
    let (name, kept) = kept(keep);
    match fold(before, Edition::Edition2024, &uses(before, name), &kept) {
        Ok(folded) => panic!("not refused:\n{}", folded.text),
        Err(found) => refusals.assert_eq(&show(before, &found)),
    }
}

fn show(text: &str, refusals: &[super::Refusal]) -> String {
    let shown: Vec<String> = refusals
        .iter()
        .map(|it| {
            let line = text[..it.range.start].matches('\n').count() + 1;
            format!("{line}: {}: {}", &text[it.range.clone()], it.message)
        })
        .collect();
    shown.join("\n")
}

fn kept(keep: &str) -> (&'static str, Kept) {
    let variants = ["Red", "Green", "Blue"];
    if let Some(index) = variants.iter().position(|it| *it == keep) {
        let kept = Kept::Variant {
            type_name: "Button".to_owned(),
            variants: variants.iter().map(ToString::to_string).collect(),
            names: variants.iter().map(|it| it.to_lowercase()).collect(),
            index,
        };
        return ("BUTTON", kept);
    }
    if let Some(text) = keep.strip_prefix('"') {
        return (
            "GREETING",
            Kept::Text(text.trim_end_matches('"').to_owned()),
        );
    }
    match keep {
        "true" => ("X", Kept::Bool(true)),
        "false" => ("X", Kept::Bool(false)),
        number if number.contains('.') => ("RATIO", Kept::Float(number.parse().unwrap())),
        number => ("LIMIT", Kept::Integer(number.parse().unwrap())),
    }
}

/// What the resolver finds, for names that stand for nothing else.
fn uses(text: &str, constant: &str) -> Vec<FeatureUse> {
    let root = SourceFile::parse(text, Edition::Edition2024).syntax_node();
    let tokens: Vec<SyntaxToken> = root
        .descendants_with_tokens()
        .filter_map(|it| it.into_token())
        .filter(|it| it.kind() == SyntaxKind::IDENT)
        .collect();
    tokens
        .iter()
        .filter_map(|it| use_at(it, constant))
        .collect()
}

fn use_at(token: &SyntaxToken, constant: &str) -> Option<FeatureUse> {
    let (path, before) = path_to(token);
    let import = token
        .parent_ancestors()
        .any(|it| ast::UseTree::can_cast(it.kind()));
    let parent = token.parent()?;
    let field = ast::NameRef::can_cast(parent.kind())
        && parent
            .parent()
            .is_some_and(|it| ast::RecordExprField::can_cast(it.kind()));
    let named = match (token.text(), before.as_deref()) {
        ("x", _) if field && constant == "X" => Named::Field,
        ("X", Some("Key")) if constant == "X" => Named::Key,
        (name, _) if name == constant => Named::Constant,
        ("Button", _) if constant == "BUTTON" && !followed_by_colons(token) => Named::Type,
        (name @ ("Red" | "Green" | "Blue"), Some("Button")) if constant == "BUTTON" => {
            Named::Variant(["Red", "Green", "Blue"].iter().position(|it| *it == name)?)
        }
        _ => return None,
    };
    Some(FeatureUse {
        range: path,
        named,
        import,
    })
}

/// Bytes of the path that ends with this token, and the segment before.
fn path_to(token: &SyntaxToken) -> (Range<usize>, Option<String>) {
    let mut range: Range<usize> = token.text_range().into();
    let mut before = None;
    let mut at = token.clone();
    loop {
        let mut previous = Vec::new();
        let mut next = at.prev_token();
        while let Some(it) = next {
            if previous.len() == 3 {
                break;
            }
            previous.push(it.clone());
            next = it.prev_token();
        }
        let colons = previous
            .first()
            .is_some_and(|it| it.text() == "::")
            .then_some(1)
            .or_else(|| {
                (previous.len() > 1 && previous[0].text() == ":" && previous[1].text() == ":")
                    .then_some(2)
            });
        let Some(segment) = colons.and_then(|it| previous.get(it)) else {
            return (range, before);
        };
        if !(segment.kind() == SyntaxKind::IDENT
            || segment.text() == "crate"
            || segment.text() == "super")
        {
            return (range, before);
        }
        range.start = segment.text_range().start().into();
        before.get_or_insert_with(|| segment.text().to_owned());
        at = segment.clone();
    }
}

fn followed_by_colons(token: &SyntaxToken) -> bool {
    token.next_token().is_some_and(|it| {
        it.text().starts_with(':') && {
            it.text() == "::" || it.next_token().is_some_and(|it| it.text() == ":")
        }
    })
}
