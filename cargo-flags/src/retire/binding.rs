//! `let x = X.is_enabled();`: the name is the value from then on.

use std::ops::Range;

use ra_ap_syntax::SyntaxNode;
use ra_ap_syntax::ast::{self, AstNode as _, HasAttrs as _};

use super::draft::{Edit, Step};
use super::fold::Round;
use super::layout::without_lines;
use super::literal::plain_name;
use super::place::mentions;
use super::value::Value;
use super::view::{bytes, is_string, span, text_range};

pub(super) fn follow(
    round: &Round<'_>,
    expr: &ast::Expr,
    parent: &SyntaxNode,
    value: &Value,
) -> Option<Step> {
    let statement = ast::LetStmt::cast(parent.clone())?;
    if statement.let_else().is_some()
        || statement.attrs().next().is_some()
        || statement.initializer()?.syntax() != expr.syntax()
    {
        return None;
    }
    let name = plain_name(&statement.pat()?)?;
    let gone = Edit::delete(without_lines(round.text(), &bytes(statement.syntax())));
    if name == "_" {
        return Some(Step::edits(vec![gone]));
    }
    let list = statement.syntax().parent().and_then(ast::StmtList::cast)?;
    let rest = bytes(statement.syntax()).end..bytes(list.syntax()).end;
    let found = find(round, &name, &rest)?;
    if found.uses.is_empty() && !found.elsewhere {
        return Some(Step::edits(vec![gone]));
    }
    if !matches!(value, Value::Bool(_) | Value::Variant(_)) {
        return None;
    }
    let known: Vec<(Range<usize>, Value)> = (found.uses.into_iter())
        .filter(|range| {
            !(round.draft.marks.iter()).any(|mark| {
                mark.range == *range && matches!(mark.what, super::draft::What::Known(_))
            })
        })
        .map(|range| (range, value.clone()))
        .collect();
    if found.elsewhere && known.is_empty() {
        return None;
    }
    Some(Step {
        edits: if found.elsewhere {
            Vec::new()
        } else {
            vec![gone]
        },
        known,
    })
}

/// Where a variable is used.
struct Found {
    uses: Vec<Range<usize>>,
    /// In a format string or in the tokens of a macro too, where it has to stay a variable.
    elsewhere: bool,
}

/// Expressions that are this variable, in this place; `None` where it is not sure which are, or
/// where it has to stay one.
pub(super) fn uses_of(
    round: &Round<'_>,
    name: &str,
    place: &Range<usize>,
) -> Option<Vec<Range<usize>>> {
    let found = find(round, name, place)?;
    (!found.elsewhere).then_some(found.uses)
}

fn find(round: &Round<'_>, name: &str, place: &Range<usize>) -> Option<Found> {
    let mut found = Found {
        uses: Vec::new(),
        elsewhere: false,
    };
    let covering = round.view.root.covering_element(text_range(place));
    let node = covering.as_node().cloned().or_else(|| covering.parent())?;
    for token in node
        .descendants_with_tokens()
        .filter_map(|it| it.into_token())
    {
        if !text_range(place).contains_range(token.text_range()) {
            continue;
        }
        if is_string(&token) {
            found.elsewhere |= token.text().contains('{') && mentions(token.text(), name);
            continue;
        }
        if token.text() != name {
            continue;
        }
        let parent = token.parent()?;
        if ast::Name::can_cast(parent.kind()) {
            // A second variable of the name.
            return None;
        }
        if ast::TokenTree::can_cast(parent.kind()) {
            found.elsewhere = true;
            continue;
        }
        let Some(reference) = ast::NameRef::cast(parent.clone()) else {
            continue;
        };
        let Some(outer) = reference.syntax().parent() else {
            continue;
        };
        if ast::PathSegment::can_cast(outer.kind()) {
            let path = outer.ancestors().filter_map(ast::Path::cast).last()?;
            let whole = bytes(path.syntax());
            if whole != bytes(reference.syntax()) {
                continue;
            }
            let expr = path.syntax().parent().and_then(ast::PathExpr::cast);
            match expr {
                Some(expr) => found.uses.push(span(&ast::Expr::PathExpr(expr))),
                None => continue,
            }
        }
    }
    Some(found)
}
