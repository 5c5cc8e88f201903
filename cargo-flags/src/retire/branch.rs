//! `if`, `while`, guards.

use ra_ap_syntax::SyntaxNode;
use ra_ap_syntax::ast::{self, AstNode as _, HasLoopBody as _};

use super::draft::{Edit, Step, within};
use super::effect::breaks;
use super::fold::Round;
use super::layout::{indentation, without_lines};
use super::place::{Chosen, Statement, put, unreachable};
use super::value::Value;
use super::view::{bytes, span};

pub(super) fn follow(
    round: &Round<'_>,
    expr: &ast::Expr,
    parent: &SyntaxNode,
    value: &Value,
) -> Option<Step> {
    let value = value.as_bool()?;
    if let Some(it) = ast::IfExpr::cast(parent.clone()) {
        return branch(round, expr, &it, value);
    }
    if let Some(it) = ast::BinExpr::cast(parent.clone()) {
        return evaluated_in_vain(round, expr, &it, value);
    }
    if let Some(it) = ast::WhileExpr::cast(parent.clone()) {
        return repetition(round, expr, &it, value);
    }
    if let Some(it) = ast::MatchGuard::cast(parent.clone()) {
        return guard(round, &it, value);
    }
    None
}

fn branch(round: &Round<'_>, expr: &ast::Expr, it: &ast::IfExpr, value: bool) -> Option<Step> {
    if it.condition()?.syntax() != expr.syntax() {
        return None;
    }
    let chosen = if value {
        Chosen::Block(it.then_branch()?)
    } else {
        match it.else_branch() {
            Some(ast::ElseBranch::Block(block)) => Chosen::Block(block),
            Some(ast::ElseBranch::IfExpr(it)) => Chosen::Expr(ast::Expr::IfExpr(it)),
            None => Chosen::Nothing,
        }
    };
    let place = ast::Expr::IfExpr(it.clone());
    Some(Step::edits(put(round.view, round.text(), &place, chosen)))
}

/// `if a() && false { … }` is `a()`, whatever it answers.
fn evaluated_in_vain(
    round: &Round<'_>,
    expr: &ast::Expr,
    it: &ast::BinExpr,
    value: bool,
) -> Option<Step> {
    let decides = it.op_kind()? == ast::BinaryOp::LogicOp(ast::LogicOp::And) && !value;
    let lhs = it.lhs()?;
    let branch = it.syntax().parent().and_then(ast::IfExpr::cast)?;
    let has_let = lhs
        .syntax()
        .descendants()
        .any(|it| ast::LetExpr::can_cast(it.kind()));
    let place = ast::Expr::IfExpr(branch.clone());
    let statement = Statement::of(&place)?;
    if !decides || it.rhs()?.syntax() != expr.syntax() || has_let {
        return None;
    }
    let range = span(&lhs);
    if round
        .draft
        .marks
        .iter()
        .any(|mark| within(&mark.range, &range))
    {
        return None;
    }
    let first = format!("let _ = {};", &round.text()[range]);
    let edits = match branch.else_branch() {
        None => vec![Edit::replace(statement.range, first)],
        Some(otherwise) => {
            let chosen = match otherwise {
                ast::ElseBranch::Block(block) => Chosen::Block(block),
                ast::ElseBranch::IfExpr(it) => Chosen::Expr(ast::Expr::IfExpr(it)),
            };
            let indentation = indentation(round.text(), span(&place).start);
            let mut edits = put(round.view, round.text(), &place, chosen);
            edits.push(Edit::insert(
                span(&place).start,
                format!("{first}\n{indentation}"),
            ));
            edits
        }
    };
    Some(Step::edits(edits))
}

fn repetition(
    round: &Round<'_>,
    expr: &ast::Expr,
    it: &ast::WhileExpr,
    value: bool,
) -> Option<Step> {
    if it.condition()?.syntax() != expr.syntax() {
        return None;
    }
    let place = ast::Expr::WhileExpr(it.clone());
    if !value {
        return Some(Step::edits(put(
            round.view,
            round.text(),
            &place,
            Chosen::Nothing,
        )));
    }
    let start = it.while_token()?.text_range().start().into();
    let mut edits = vec![Edit::replace(start..span(expr).end, "loop")];
    let body = it.loop_body()?;
    if !breaks(body.syntax(), it.label())
        && ast::HasAttrs::attrs(it).next().is_none()
        && let Some(at) = Statement::of(&place)
    {
        edits.extend(unreachable(round.text(), &at.list, &at.range));
    }
    Some(Step::edits(edits))
}

fn guard(round: &Round<'_>, it: &ast::MatchGuard, value: bool) -> Option<Step> {
    let arm = it.syntax().parent().and_then(ast::MatchArm::cast)?;
    if !value {
        return Some(Step::edits(vec![Edit::delete(without_arm(
            round.text(),
            &arm,
        ))]));
    }
    let pattern = arm.pat()?;
    let mut edits = vec![Edit::delete(
        bytes(pattern.syntax()).end..bytes(it.syntax()).end,
    )];
    // Arms after it that nothing comes to any more.
    let all = takes_all(round, &pattern);
    let same = pattern.syntax().text().to_string();
    let mut next = arm.syntax().next_sibling();
    while let Some(arm) = next {
        next = arm.next_sibling();
        let Some(arm) = ast::MatchArm::cast(arm) else {
            continue;
        };
        if all
            || arm
                .pat()
                .is_some_and(|it| it.syntax().text().to_string() == same)
        {
            edits.push(Edit::delete(without_arm(round.text(), &arm)));
        }
    }
    Some(Step::edits(edits))
}

/// Whether the pattern matches whatever there is: `_`, or a new name.
fn takes_all(round: &Round<'_>, pattern: &ast::Pat) -> bool {
    match pattern {
        ast::Pat::WildcardPat(_) => true,
        ast::Pat::IdentPat(it) => {
            it.pat().is_none()
                && round.variant(it.syntax()).is_none()
                && ast::HasName::name(it).is_some_and(|it| {
                    it.text()
                        .starts_with(|c: char| c.is_lowercase() || c == '_')
                })
        }
        ast::Pat::ParenPat(it) => it.pat().is_some_and(|it| takes_all(round, &it)),
        _ => false,
    }
}

/// An arm of a `match`, with its comma and its line.
pub(super) fn without_arm(text: &str, arm: &ast::MatchArm) -> std::ops::Range<usize> {
    without_lines(text, &bytes(arm.syntax()))
}
