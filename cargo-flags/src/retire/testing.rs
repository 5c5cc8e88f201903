//! What tests do to the feature: attributes, overrides, mocks.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode as _, HasArgList as _, HasAttrs as _};
use ra_ap_syntax::{NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken};

use super::call::leaves;
use super::draft::{Edit, Mark, Step, What, within};
use super::effect::leaves_something;
use super::fold::Round;
use super::layout::without_lines;
use super::literal;
use super::place::{Chosen, Statement, ends_there, put};
use super::value::Value;
use super::view::{bytes, span};

/// Whether an expression writes down the value that is kept; `None` where it is not sure.
pub(super) fn is_kept(round: &Round<'_>, expr: &ast::Expr) -> Option<bool> {
    let value = match expr {
        // `Text::from("hello")`, `"hello".into()`.
        ast::Expr::MethodCallExpr(it)
            if matches!(
                it.name_ref()?.text().as_str(),
                "into" | "to_owned" | "to_string"
            ) =>
        {
            literal::read(round, &it.receiver()?)?
        }
        expr => literal::read(round, expr)?,
    };
    same(round, value)
}

fn same(round: &Round<'_>, value: Value) -> Option<bool> {
    match (round.kept.value(), value) {
        (Value::Text(a), Value::Str(b)) => Some(a == b),
        (Value::Float(a), Value::Integer(b)) => Some(a == b as f64),
        (a, b) => (std::mem::discriminant(&a) == std::mem::discriminant(&b)).then_some(a == b),
    }
}

/// Overrides and mocks.
pub(super) fn step(round: &Round<'_>, mark: &Mark) -> Option<Step> {
    let expr = round.view.expression(&mark.range)?;
    let parent = expr.syntax().parent()?;
    if let Some(call) = ast::MethodCallExpr::cast(parent.clone()) {
        return overridden(round, &call);
    }
    let arguments = ast::ArgList::cast(parent)?;
    let call = arguments
        .syntax()
        .parent()
        .and_then(ast::MethodCallExpr::cast)?;
    let args: Vec<ast::Expr> = arguments.args().collect();
    (args.first()?.syntax() == expr.syntax()).then_some(())?;
    let kept = is_kept(round, args.last()?)?;
    if !kept {
        return None;
    }
    let whole = ast::Expr::MethodCallExpr(call.clone());
    match (call.name_ref()?.text().as_str(), args.len()) {
        ("with", 2) => {
            let receiver = span(&call.receiver()?);
            Some(Step::edits(vec![Edit::delete(
                receiver.end..span(&whole).end,
            )]))
        }
        ("set", 2) => {
            let statement = Statement::of(&whole)?;
            Some(Step::edits(vec![Edit::delete(without_lines(
                round.text(),
                &statement.range,
            ))]))
        }
        _ => None,
    }
}

fn overridden(round: &Round<'_>, call: &ast::MethodCallExpr) -> Option<Step> {
    let args: Vec<ast::Expr> = call.arg_list()?.args().collect();
    let whole = ast::Expr::MethodCallExpr(call.clone());
    let name = call.name_ref()?.text().to_string();
    if !matches!(
        name.as_str(),
        "override_with" | "overridden" | "overridden_async"
    ) {
        return None;
    }
    if !is_kept(round, args.first()?)? {
        return None;
    }
    match (name.as_str(), args.as_slice()) {
        ("override_with", [_]) => guard(round, &whole),
        ("overridden_async", [_, future]) => Some(Step::edits(put(
            round.view,
            round.text(),
            &whole,
            Chosen::Expr(future.clone()),
        ))),
        ("overridden", [_, ast::Expr::ClosureExpr(closure)])
            if becomes_its_body(round, &whole, closure) =>
        {
            let body = closure.body()?;
            Some(Step::edits(put(
                round.view,
                round.text(),
                &whole,
                Chosen::Expr(body),
            )))
        }
        ("overridden", [_, function]) => {
            let (function_span, whole) = (span(function), span(&whole));
            let bare = matches!(function, ast::Expr::PathExpr(_));
            Some(Step::edits(vec![
                Edit::replace(
                    whole.start..function_span.start,
                    if bare { "" } else { "(" },
                ),
                Edit::replace(
                    function_span.end..whole.end,
                    if bare { "()" } else { ")()" },
                ),
            ]))
        }
        _ => None,
    }
}

/// Whether a closure that is called right there means the same without a closure. One that is `move`
/// drops what it took when it ends, and so does each with what its last expression leaves behind.
fn becomes_its_body(round: &Round<'_>, place: &ast::Expr, closure: &ast::ClosureExpr) -> bool {
    closure.move_token().is_none()
        && closure.ret_type().is_none()
        && closure.body().is_some_and(|it| {
            let ends = Statement::of(place).is_some() || ends_there(place);
            !leaves(&it)
                && (ends
                    || matches!(it, ast::Expr::BlockExpr(_))
                    || !leaves_something(round.view, &it))
        })
}

/// `let _on = X.override_with(true);`, and where it is dropped.
fn guard(round: &Round<'_>, call: &ast::Expr) -> Option<Step> {
    let parent = call.syntax().parent()?;
    let text = round.text();
    if let Some(at) = Statement::of(call) {
        return Some(Step::edits(vec![Edit::delete(without_lines(
            text, &at.range,
        ))]));
    }
    let statement = ast::LetStmt::cast(parent)?;
    let name = literal::plain_name(&statement.pat()?)?;
    let list = statement.syntax().parent().and_then(ast::StmtList::cast)?;
    let mut edits = vec![Edit::delete(without_lines(
        text,
        &bytes(statement.syntax()),
    ))];
    if name != "_" {
        let rest = bytes(statement.syntax()).end;
        for use_ in super::binding::uses_of(round, &name, &(rest..bytes(list.syntax()).end))? {
            edits.push(Edit::delete(without_lines(text, &dropped(round, &use_)?)));
        }
    }
    Some(Step::edits(edits))
}

/// The statement `drop(guard);` around this place.
fn dropped(round: &Round<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let call: ast::CallExpr = round.view.around(range)?;
    (call.expr()?.syntax().text().to_string().ends_with("drop")).then_some(())?;
    (call.arg_list()?.args().count() == 1).then_some(())?;
    Some(Statement::of(&ast::Expr::CallExpr(call))?.range)
}

/// `#[with_features(X = true)]` and `#[feature_matrix(X)]`.
pub(super) fn attribute(round: &Round<'_>, mark: &Mark) -> Option<Step> {
    let token = round.view.token_at(mark.range.start)?;
    let tree = token.parent().and_then(ast::TokenTree::cast)?;
    let attribute = tree.syntax().ancestors().find_map(ast::Attr::cast)?;
    (attribute.token_tree()?.syntax() == tree.syntax()).then_some(())?;
    let name = attribute.path()?.segment()?.name_ref()?.text().to_string();
    let entries = entries(&tree);
    let mine = entries
        .iter()
        .position(|it| it.range.start == mark.range.start)?;
    let entry = &entries[mine];
    let value = (entry.value.as_ref()).map(|it| value_in(round, it));
    let function = attribute.syntax().parent()?;
    match name.as_str() {
        "with_features" => match value??.first()? {
            value if same(round, value.clone())? => {}
            // It is a test of what goes.
            _ => return is_test(&function).then(|| whole_function(round, &function)),
        },
        "feature_matrix" => {
            if let Some(values) = value {
                let kept = values?.into_iter().any(|it| same(round, it) == Some(true));
                if !kept {
                    return Some(whole_function(round, &function));
                }
            }
        }
        _ => return None,
    }
    let others = entries
        .iter()
        .enumerate()
        .any(|(index, it)| index != mine && (name == "with_features" || !it.option));
    if !others {
        let range = bytes(attribute.syntax());
        let stays_test = name == "with_features" || is_test_beside(&function, &attribute);
        return Some(Step::edits(vec![if stays_test {
            Edit::delete(without_lines(round.text(), &range))
        } else {
            Edit::replace(range, "#[test]")
        }]));
    }
    Some(Step::edits(vec![Edit::delete(entry.whole.clone())]))
}

fn whole_function(round: &Round<'_>, function: &SyntaxNode) -> Step {
    Step::edits(vec![Edit::delete(without_lines(
        round.text(),
        &bytes(function),
    ))])
}

/// `X = true` among others.
struct Entry {
    range: Range<usize>,
    value: Option<Range<usize>>,
    /// With its comma.
    whole: Range<usize>,
    /// `mode` or `manifest`.
    option: bool,
}

fn entries(tree: &ast::TokenTree) -> Vec<Entry> {
    let parts: Vec<NodeOrToken<SyntaxNode, SyntaxToken>> = tree
        .syntax()
        .children_with_tokens()
        .filter(|it| !it.kind().is_trivia())
        .collect();
    let place =
        |it: &NodeOrToken<SyntaxNode, SyntaxToken>| -> Range<usize> { it.text_range().into() };
    let inner = &parts[1..parts.len().saturating_sub(1).max(1)];
    let groups: Vec<_> = inner
        .split(|it| it.kind() == SyntaxKind::COMMA)
        .filter(|it| !it.is_empty())
        .collect();
    groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let range = place(&group[0]).start..place(&group[group.len() - 1]).end;
            let equals = group.iter().position(|it| it.kind() == SyntaxKind::EQ);
            let value = equals
                .and_then(|it| group.get(it + 1))
                .map(|it| place(it).start..range.end);
            let whole = match (groups.get(index + 1), index.checked_sub(1)) {
                (Some(next), _) => range.start..place(&next[0]).start,
                (None, Some(before)) => {
                    let before = groups[before];
                    place(&before[before.len() - 1]).end..range.end
                }
                (None, None) => range.clone(),
            };
            let first = group[0].to_string();
            Entry {
                range,
                value,
                whole,
                option: matches!(first.as_str(), "mode" | "manifest"),
            }
        })
        .collect()
}

/// The values that are written in an attribute: one, or a list.
fn value_in(round: &Round<'_>, range: &Range<usize>) -> Option<Vec<Value>> {
    let text = round.text().get(range.clone())?.trim();
    if let Some(list) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        let start = range.start + 1;
        let mut at = start;
        let mut values = Vec::new();
        for part in list.split(',') {
            let end = at + part.len();
            if !part.trim().is_empty() {
                let lead = part.len() - part.trim_start().len();
                values.push(one_value(round, &(at + lead..at + part.trim_end().len()))?);
            }
            at = end + 1;
        }
        return Some(values);
    }
    one_value(round, range).map(|it| vec![it])
}

fn one_value(round: &Round<'_>, range: &Range<usize>) -> Option<Value> {
    let variant = (round.draft.marks.iter()).find_map(|mark| match mark.what {
        What::Variant(index) if within(&mark.range, range) && mark.range == *range => Some(index),
        _ => None,
    });
    match variant {
        Some(index) => Some(Value::Variant(index)),
        None => literal::parse(round.text().get(range.clone())?.trim()),
    }
}

fn is_test(function: &SyntaxNode) -> bool {
    ast::Fn::cast(function.clone()).is_some_and(|it| it.attrs().any(|it| names_test(&it)))
}

fn is_test_beside(function: &SyntaxNode, but: &ast::Attr) -> bool {
    ast::Fn::cast(function.clone()).is_some_and(|it| {
        it.attrs()
            .any(|it| it.syntax() != but.syntax() && names_test(&it))
    })
}

fn names_test(attribute: &ast::Attr) -> bool {
    let name = attribute
        .path()
        .and_then(|it| it.segment())
        .map(|it| it.syntax().text().to_string());
    matches!(name.as_deref(), Some("test" | "rstest" | "feature_matrix"))
}
