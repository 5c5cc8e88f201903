//! `!`, `&&`, `||`, comparisons, parentheses.

use ra_ap_syntax::SyntaxNode;
use ra_ap_syntax::ast::{self, ArithOp, AstNode as _, BinaryOp, CmpOp, LogicOp};

use super::draft::{Edit, Step};
use super::effect::{is_pure, leaves_something};
use super::fold::Round;
use super::layout::Layout;
use super::literal;
use super::place::{ends_with_operand, is_plain, put_operand};
use super::value::Value;
use super::view::{bytes, span};

pub(super) fn follow(
    round: &Round<'_>,
    expr: &ast::Expr,
    parent: &SyntaxNode,
    value: &Value,
) -> Option<Step> {
    match ast::Expr::cast(parent.clone()) {
        Some(ast::Expr::ParenExpr(_)) => Some(Step::known(bytes(parent), value.clone())),
        Some(ast::Expr::PrefixExpr(it)) => prefix(&it, value),
        Some(ast::Expr::BinExpr(it)) => binary(round, expr, &it, value),
        Some(_) => None,
        None => block(expr, parent, value),
    }
}

fn prefix(it: &ast::PrefixExpr, value: &Value) -> Option<Step> {
    let negated = match (it.op_kind()?, value) {
        (ast::UnaryOp::Not, Value::Bool(value)) => Value::Bool(!value),
        // `&*X.get()`: a `Text` is its text.
        (ast::UnaryOp::Deref, Value::Text(text)) => {
            let whole = it.syntax().parent().and_then(ast::RefExpr::cast)?;
            return (whole.mut_token().is_none())
                .then(|| Step::known(bytes(whole.syntax()), Value::Str(text.clone())));
        }
        (ast::UnaryOp::Neg, Value::Integer(value)) => Value::Integer(value.checked_neg()?),
        _ => return None,
    };
    Some(Step::known(bytes(it.syntax()), negated))
}

/// `const { X.is_enabled() }`, `{ X.is_enabled() }`.
fn block(expr: &ast::Expr, parent: &SyntaxNode, value: &Value) -> Option<Step> {
    let list = ast::StmtList::cast(parent.clone())?;
    let block = list.syntax().parent().and_then(ast::BlockExpr::cast)?;
    let whole = ast::Expr::BlockExpr(block.clone());
    let is_operand = block
        .syntax()
        .parent()
        .is_some_and(|it| ast::Expr::can_cast(it.kind()) && !ast::ClosureExpr::can_cast(it.kind()));
    let alone = list.statements().next().is_none()
        && list
            .tail_expr()
            .is_some_and(|it| it.syntax() == expr.syntax());
    let condition =
        block.const_token().is_some() || (is_plain(&block) && is_operand && !is_branch(&block));
    (alone && condition).then(|| Step::known(span(&whole), value.clone()))
}

/// The body of an `if`, a loop or a function, and no block that is an operand.
fn is_branch(block: &ast::BlockExpr) -> bool {
    let Some(parent) = block.syntax().parent() else {
        return true;
    };
    match ast::Expr::cast(parent) {
        Some(ast::Expr::IfExpr(it)) => it
            .condition()
            .is_none_or(|it| it.syntax() != block.syntax()),
        Some(ast::Expr::WhileExpr(it)) => it
            .condition()
            .is_none_or(|it| it.syntax() != block.syntax()),
        Some(ast::Expr::ForExpr(_) | ast::Expr::LoopExpr(_)) => true,
        _ => false,
    }
}

fn binary(round: &Round<'_>, expr: &ast::Expr, it: &ast::BinExpr, value: &Value) -> Option<Step> {
    let (lhs, rhs) = (it.lhs()?, it.rhs()?);
    let left = lhs.syntax() == expr.syntax();
    let other = if left { rhs } else { lhs };
    let whole = ast::Expr::BinExpr(it.clone());
    match it.op_kind()? {
        BinaryOp::LogicOp(op) => {
            let value = value.as_bool()?;
            let decides = match op {
                LogicOp::And => !value,
                LogicOp::Or => value,
            };
            if !decides {
                // What an operand leaves behind ends with it; without the operator it would stay.
                if round.known(&other).is_none()
                    && leaves_something(round.view, &other)
                    && !ends_with_operand(round.view, &whole)
                {
                    return None;
                }
                return Some(Step::edits(put_operand(
                    round.view,
                    round.text(),
                    &whole,
                    &other,
                )));
            }
            // What comes after it is not evaluated; what comes before it is.
            if left || is_pure(round.view, &other) {
                return Some(Step::known(span(&whole), Value::Bool(value)));
            }
            None
        }
        BinaryOp::ArithOp(op) => bitwise(round, op, &whole, &other, value.as_bool()?),
        BinaryOp::CmpOp(op) => {
            let Some(other) = round.known(&other).or_else(|| literal::read(round, &other)) else {
                return equality(round, op, &whole, &other, value.as_bool()?);
            };
            let (a, b) = if left {
                (value, &other)
            } else {
                (&other, value)
            };
            Some(Step::known(span(&whole), Value::Bool(compare(op, a, b)?)))
        }
        _ => None,
    }
}

/// `&`, `|` and `^`, which evaluate both sides.
fn bitwise(
    round: &Round<'_>,
    op: ArithOp,
    whole: &ast::Expr,
    other: &ast::Expr,
    value: bool,
) -> Option<Step> {
    match (op, value) {
        (ArithOp::BitAnd, true) | (ArithOp::BitOr | ArithOp::BitXor, false) => Some(Step::edits(
            put_operand(round.view, round.text(), whole, other),
        )),
        (ArithOp::BitXor, true) => Some(Step::edits(put_negated(round, whole, other))),
        (ArithOp::BitAnd | ArithOp::BitOr, _) if is_pure(round.view, other) => {
            Some(Step::known(span(whole), Value::Bool(value)))
        }
        _ => None,
    }
}

/// `member == true` is `member`.
fn equality(
    round: &Round<'_>,
    op: CmpOp,
    whole: &ast::Expr,
    other: &ast::Expr,
    value: bool,
) -> Option<Step> {
    let CmpOp::Eq { negated } = op else {
        return None;
    };
    Some(Step::edits(if value == negated {
        put_negated(round, whole, other)
    } else {
        put_operand(round.view, round.text(), whole, other)
    }))
}

/// The opposite of one operand in the place of an operation.
fn put_negated(round: &Round<'_>, whole: &ast::Expr, other: &ast::Expr) -> Vec<Edit> {
    let (place, operand) = (span(whole), span(other));
    let parens = matches!(
        other,
        ast::Expr::BinExpr(_)
            | ast::Expr::CastExpr(_)
            | ast::Expr::RangeExpr(_)
            | ast::Expr::LetExpr(_)
    );
    let mut edits = Layout::new(round.view, round.text()).keep(&place, &operand);
    edits.push(Edit::insert(operand.start, if parens { "!(" } else { "!" }));
    if parens {
        edits.push(Edit::insert(operand.end, ")"));
    }
    edits
}

fn compare(op: CmpOp, a: &Value, b: &Value) -> Option<bool> {
    let ordering = match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.partial_cmp(b),
        (Value::Variant(a), Value::Variant(b)) => {
            return match op {
                CmpOp::Eq { negated } => Some((a == b) != negated),
                CmpOp::Ord { .. } => None,
            };
        }
        (Value::Integer(a), Value::Integer(b)) => a.partial_cmp(b),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Text(a) | Value::Str(a), Value::Text(b) | Value::Str(b)) => a.partial_cmp(b),
        _ => None,
    }?;
    Some(match op {
        CmpOp::Eq { negated } => ordering.is_eq() != negated,
        CmpOp::Ord {
            ordering: ast::Ordering::Less,
            strict: true,
        } => ordering.is_lt(),
        CmpOp::Ord {
            ordering: ast::Ordering::Less,
            strict: false,
        } => ordering.is_le(),
        CmpOp::Ord {
            ordering: ast::Ordering::Greater,
            strict: true,
        } => ordering.is_gt(),
        CmpOp::Ord {
            ordering: ast::Ordering::Greater,
            strict: false,
        } => ordering.is_ge(),
    })
}
