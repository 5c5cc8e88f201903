//! Takes a feature out of code: what is known because of the value that is kept is folded, and
//! nothing else is touched.
//!
//! The text is changed in steps. In each, one rule sees the syntax tree and one expression whose value
//! is known, and says what follows: another expression is known, or pieces of text go. No tree is ever
//! printed, so comments and formatting stay as they are.

mod binding;
mod boolean;
mod branch;
mod call;
pub mod check;
mod draft;
mod effect;
mod evaluate;
mod fold;
mod imports;
mod inference;
mod layout;
mod literal;
mod matching;
mod place;
pub mod plan;
mod registry;
mod template;
mod testing;
mod value;
mod view;

#[cfg(test)]
mod tests;

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode as _};
use ra_ap_syntax::{Edition, SourceFile};

use self::draft::{Draft, Edit, Mark, What};
use self::fold::Round;
pub use self::value::Kept;
use self::view::View;

/// A place that names the feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureUse {
    /// Bytes of the whole path, or of the leaf of a `use`.
    pub range: Range<usize>,
    /// What of the feature it names.
    pub named: Named,
    /// Whether it is a leaf of a `use`.
    pub import: bool,
}

/// What of a feature is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Its constant.
    Constant,
    /// The enum or struct generated for it.
    Type,
    /// A variant of that enum, by its index.
    Variant(usize),
    /// Its variant of `Key`.
    Key,
    /// Its field of `Values`.
    Field,
}

/// A text without the feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The text.
    pub text: String,
    /// Whether it still speaks of the enum or struct that was generated for the feature.
    pub uses_type: bool,
}

/// What cannot be folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Bytes of the text as it is on disk.
    pub range: Range<usize>,
    /// Why not, in one sentence in lower case without a full stop.
    pub message: String,
}

/// Folds a source in which the feature is from now on what is kept.
///
/// ```
/// use cargo_flags::retire::{FeatureUse, Kept, Named, fold};
/// use ra_ap_syntax::Edition;
///
/// let text = "fn page() -> u8 {\n    if CRAZY.is_enabled() { 1 } else { 2 }\n}\n";
/// let at = text.find("CRAZY").unwrap();
/// let uses = [FeatureUse { range: at..at + 5, named: Named::Constant, import: false }];
/// let folded = fold(text, Edition::Edition2024, &uses, &Kept::Bool(true)).unwrap();
/// assert_eq!(folded.text, "fn page() -> u8 {\n    1\n}\n");
/// ```
///
/// # Errors
///
/// Each place that cannot be folded without a risk, and why.
pub fn fold(
    text: &str,
    edition: Edition,
    uses: &[FeatureUse],
    kept: &Kept,
) -> Result<Folded, Vec<Refusal>> {
    fold_beside(text, edition, uses, kept, false, Vec::new())
}

/// The same, beside templates: those that still speak of the type keep its imports, and those that
/// are strings in the source have been folded to these.
fn fold_beside(
    text: &str,
    edition: Edition,
    uses: &[FeatureUse],
    kept: &Kept,
    keep_type: bool,
    templates: Vec<Edit>,
) -> Result<Folded, Vec<Refusal>> {
    let mut draft = Draft::of(text);
    draft.marks = uses.iter().map(mark).collect();
    if let Some(refusal) = unparsed(text, edition) {
        return Err(vec![refusal]);
    }
    let enum_path = enum_path(text, edition, uses, kept);
    draft.apply(templates);
    draft.removed.clear();
    fold::fold(&mut draft, kept, edition);
    let mut refusals = refusals(&draft, kept, edition);
    let wrote_variant = match write_values(&mut draft, kept, edition, enum_path.as_deref()) {
        Ok(wrote) => wrote,
        Err(more) => {
            refusals.extend(more);
            false
        }
    };
    if !refusals.is_empty() {
        refusals.sort_by_key(|it| it.range.start);
        refusals.dedup();
        return Err(refusals);
    }
    // Names in a list of imports that is written anew are no names that anything needed.
    let removed = std::mem::take(&mut draft.removed);
    let uses_type = without_imports(&mut draft, edition, keep_type)
        | without_variants_imported(&mut draft, edition, kept)
        || wrote_variant;
    let text = imports::without_unused(&draft.text, &removed, edition);
    Ok(Folded { text, uses_type })
}

/// A source that the compiler does not see, or that is no Rust.
fn unparsed(text: &str, edition: Edition) -> Option<Refusal> {
    let parsed = SourceFile::parse(&text.replace("\r\n", " \n"), edition);
    let errors = parsed.errors();
    let error = errors.first()?;
    let start = text.len().min(error.range().start().into());
    Some(Refusal {
        range: start..text.len().min(usize::from(error.range().end()).max(start)),
        message: format!("this is no Rust that can be folded ({error}): mend the file first"),
    })
}

fn mark(it: &FeatureUse) -> Mark {
    let what = match (it.named, it.import) {
        (Named::Constant, true) => What::Import,
        (_, true) => What::TypeImport,
        (Named::Constant, false) => What::Constant,
        (Named::Type, false) => What::Type,
        (Named::Variant(index), false) => What::Variant(index),
        (Named::Key, false) => What::Key,
        (Named::Field, false) => What::Field,
    };
    Mark {
        range: it.range.clone(),
        what,
        origin: it.range.clone(),
    }
}

/// How this text speaks of the feature's enum, or could.
fn enum_path(text: &str, edition: Edition, uses: &[FeatureUse], kept: &Kept) -> Option<String> {
    let Kept::Variant { type_name, .. } = kept else {
        return None;
    };
    let root = SourceFile::parse(text, edition).syntax_node();
    let imports = || uses.iter().filter(|it| it.import);
    if let Some(name) = imports()
        .filter(|it| it.named == Named::Type)
        .find_map(|it| imports::name_of_leaf(&root, &it.range))
    {
        return Some(name);
    }
    let spoken = uses
        .iter()
        .filter(|it| !it.import)
        .find_map(|it| match it.named {
            Named::Type => Some(text[it.range.clone()].to_owned()),
            Named::Variant(_) => text[it.range.clone()]
                .rsplit_once("::")
                .map(|it| it.0.to_owned()),
            _ => None,
        });
    if spoken.is_some() {
        return spoken;
    }
    let beside = |path: &str| {
        path.rsplit_once("::")
            .map(|(module, _)| format!("{module}::{type_name}"))
    };
    uses.iter()
        .filter(|it| it.named == Named::Constant)
        .find_map(|it| match it.import {
            true => beside(&imports::path_of_leaf(&root, &it.range)?),
            false => beside(&text[it.range.clone()]),
        })
}

/// What is left that should not be.
fn refusals(draft: &Draft, kept: &Kept, edition: Edition) -> Vec<Refusal> {
    let view = View::new(&draft.text, edition);
    let mut refusals: Vec<Refusal> = (draft.refused.iter())
        .map(|(range, message)| Refusal {
            range: range.clone(),
            message: message.clone(),
        })
        .collect();
    for mark in &draft.marks {
        let message = match mark.what {
            What::Constant => why(&view, draft, mark, kept),
            What::Key => "this names the feature's `Key`, which goes with it, and it is no arm of a `match`: take it \
                          out by hand"
                .to_owned(),
            What::Field => format!(
                "this is the feature's field of `Values`, which goes with it, and it is not a plain `{kept}`: take it \
                 out by hand"
            ),
            _ => continue,
        };
        refusals.push(Refusal {
            range: mark.origin.clone(),
            message,
        });
    }
    refusals
}

/// Why the constant could not be taken out here.
fn why(view: &View, draft: &Draft, mark: &Mark, kept: &Kept) -> String {
    let text = &draft.text;
    let Some(expr) = view.expression(&mark.range) else {
        let attribute = view.around::<ast::Attr>(&mark.range).is_some();
        return match view
            .around::<ast::MacroCall>(&mark.range)
            .and_then(|it| it.path())
        {
            _ if attribute => format!(
                "this attribute sets the feature to something else than `{kept}`, or it cannot be told to what: take \
                 it out by hand, or delete what it tests"
            ),
            Some(path) => format!(
                "what the macro `{}!` makes of its tokens is not known: take the evaluation out of them by hand, \
                 into a variable before it, say",
                path.syntax().text()
            ),
            None if view.around::<ast::MacroRules>(&mark.range).is_some() => {
                "this is in the definition of a macro: take the evaluation out of it by hand"
                    .to_owned()
            }
            None => "this is no expression that can be folded: take it out by hand".to_owned(),
        };
    };
    if let Some(argument) = evaluate::effects(view, &expr) {
        return format!(
            "`{}` is evaluated for it, which may do something: put it into a variable before, and pass that",
            text[argument].trim()
        );
    }
    let method = expr
        .syntax()
        .parent()
        .and_then(ast::MethodCallExpr::cast)
        .and_then(|it| it.name_ref())
        .map(|it| it.text().to_string());
    match method.as_deref() {
        Some("override_with" | "overridden" | "overridden_async") => format!(
            "this overrides the feature with something else than `{kept}`, or it cannot be told with what: delete what \
             it tests"
        ),
        Some(name) => format!("`{name}` of a feature that is gone means nothing: take it out by hand"),
        None => "the feature is passed on here, and what becomes of it is not known: evaluate it here, or take it out \
                 by hand"
            .to_owned(),
    }
}

/// Writes down what is known and could not be folded away. True if that speaks of the enum.
fn write_values(
    draft: &mut Draft,
    kept: &Kept,
    edition: Edition,
    enum_path: Option<&str>,
) -> Result<bool, Vec<Refusal>> {
    let view = View::new(&draft.text, edition);
    let round = Round {
        view: &view,
        draft,
        kept,
    };
    let (mut edits, mut refusals, mut variants) = (Vec::new(), Vec::new(), false);
    for mark in &draft.marks {
        let What::Known(value) = &mark.what else {
            continue;
        };
        let expr = view.expression(&mark.range);
        if expr
            .as_ref()
            .is_some_and(|it| call::fails(&round, it, value))
        {
            refusals.push(Refusal {
                range: mark.origin.clone(),
                message: format!(
                    "this asserts what is not so with `{kept}`: delete it, or what it tests"
                ),
            });
            continue;
        }
        match literal::write(&round, expr.as_ref(), value, enum_path) {
            Err(message) => refusals.push(Refusal {
                range: mark.origin.clone(),
                message,
            }),
            Ok(written) => {
                variants |= matches!(value, value::Value::Variant(_));
                let short = expr.as_ref().and_then(literal::short_field);
                let written = short.map_or(written.clone(), |name| format!("{name}: {written}"));
                edits.push(Edit::replace(mark.range.clone(), written));
            }
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    draft.apply(edits);
    Ok(variants)
}

/// Takes out `use features::Button::*`, if nothing is left of the variants. True if something is.
fn without_variants_imported(draft: &mut Draft, edition: Edition, kept: &Kept) -> bool {
    let Kept::Variant {
        type_name,
        variants,
        ..
    } = kept
    else {
        return false;
    };
    let root = SourceFile::parse(&draft.text, edition).syntax_node();
    let star = root
        .descendants()
        .filter_map(ast::UseTree::cast)
        .find(|it| {
            it.star_token().is_some()
                && it
                    .path()
                    .and_then(|it| it.segment())
                    .is_some_and(|it| it.syntax().text() == type_name.as_str())
        });
    let Some(star) = star else {
        return false;
    };
    if variants
        .iter()
        .any(|it| !imports::is_unused(&draft.text, &root, it))
    {
        return true;
    }
    match imports::without_leaf(&draft.text, &root, &view::bytes(star.syntax())) {
        Some(edits) => {
            draft.apply(edits);
            false
        }
        None => true,
    }
}

/// Takes out the imports of the constant, and those of its type that nothing needs any more. True if
/// something still speaks of the type.
fn without_imports(draft: &mut Draft, edition: Edition, keep_type: bool) -> bool {
    imports::without_marked(draft, edition, |text, root, mark| match mark.what {
        What::Import => true,
        What::TypeImport if !keep_type => imports::name_of_leaf(root, &mark.range)
            .is_some_and(|name| imports::is_unused(text, root, &name)),
        _ => false,
    });
    draft
        .marks
        .iter()
        .any(|it| matches!(it.what, What::Type | What::Variant(_) | What::TypeImport))
}
