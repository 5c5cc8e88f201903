//! A known value as a statement, as the receiver of a method, or as an argument of a macro.

use ra_ap_syntax::SyntaxNode;
use ra_ap_syntax::ast::{self, AstNode as _, HasArgList as _};

use super::draft::{Edit, Step};
use super::effect::is_pure;
use super::fold::Round;
use super::layout::without_lines;
use super::literal;
use super::place::{Chosen, put};
use super::value::Value;
use super::view::{bytes, span};

pub(super) fn follow(
    round: &Round<'_>,
    expr: &ast::Expr,
    parent: &SyntaxNode,
    value: &Value,
) -> Option<Step> {
    if let Some(it) = ast::ExprStmt::cast(parent.clone()) {
        it.semicolon_token()?;
        return Some(Step::edits(vec![Edit::delete(without_lines(
            round.text(),
            &bytes(it.syntax()),
        ))]));
    }
    if let Some(it) = ast::MethodCallExpr::cast(parent.clone()) {
        return method(round, expr, &it, value);
    }
    if let Some(it) = ast::CastExpr::cast(parent.clone()) {
        return cast(&it, value);
    }
    let arguments = ast::ArgList::cast(parent.clone())?;
    let call = arguments.syntax().parent().and_then(ast::CallExpr::cast)?;
    assertion(round, expr, &call, value)
}

/// An assertion that holds goes.
fn assertion(
    round: &Round<'_>,
    expr: &ast::Expr,
    call: &ast::CallExpr,
    value: &Value,
) -> Option<Step> {
    let (holds, message) = asserted(round, expr, call, value)?;
    if !holds || !message.iter().all(|it| is_pure(round.view, it)) {
        return None;
    }
    let place = ast::Expr::CallExpr(call.clone());
    Some(Step::edits(put(
        round.view,
        round.text(),
        &place,
        Chosen::Nothing,
    )))
}

/// Whether an assertion about a known value fails each time.
pub(super) fn fails(round: &Round<'_>, expr: &ast::Expr, value: &Value) -> bool {
    let call = (expr.syntax().parent())
        .and_then(ast::ArgList::cast)
        .and_then(|it| it.syntax().parent())
        .and_then(ast::CallExpr::cast);
    call.and_then(|it| asserted(round, expr, &it, value))
        .is_some_and(|(holds, _)| !holds)
}

/// Whether what is asserted holds, and the arguments of the message.
fn asserted(
    round: &Round<'_>,
    expr: &ast::Expr,
    call: &ast::CallExpr,
    value: &Value,
) -> Option<(bool, Vec<ast::Expr>)> {
    let name = &round.view.macro_of(call)?.name;
    let arguments: Vec<ast::Expr> = call.arg_list()?.args().collect();
    let index = (arguments.iter()).position(|it| it.syntax() == expr.syntax())?;
    match name.strip_prefix("debug_").unwrap_or(name) {
        "assert" | "ensure" if index == 0 => Some((value.as_bool()?, arguments[1..].to_vec())),
        kind @ ("assert_eq" | "assert_ne") if index < 2 => {
            let other = arguments.get(1 - index)?;
            let other = (round.known(other)).or_else(|| literal::read(round, other))?;
            let same = match (value, &other) {
                (Value::Text(a) | Value::Str(a), Value::Text(b) | Value::Str(b)) => a == b,
                (a, b) => a == b,
            };
            Some((same == (kind == "assert_eq"), arguments[2..].to_vec()))
        }
        _ => None,
    }
}

fn method(
    round: &Round<'_>,
    expr: &ast::Expr,
    call: &ast::MethodCallExpr,
    value: &Value,
) -> Option<Step> {
    if call.receiver()?.syntax() != expr.syntax() {
        return None;
    }
    let name = call.name_ref()?.text().to_string();
    let arguments: Vec<ast::Expr> = call.arg_list()?.args().collect();
    let whole = bytes(call.syntax());
    match (name.as_str(), value, arguments.as_slice()) {
        (
            "clone",
            value @ (Value::Bool(_)
            | Value::Variant(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)),
            [],
        ) => Some(Step::known(whole, value.clone())),
        ("as_str", Value::Text(text), []) => Some(Step::known(whole, Value::Str(text.clone()))),
        ("as_ref" | "deref", Value::Text(_), []) => None,
        ("then", Value::Bool(true), [ast::Expr::ClosureExpr(closure)]) => {
            then(round, call, closure)
        }
        ("then_some", Value::Bool(true), [argument]) => {
            let argument = span(argument);
            Some(Step::edits(vec![
                Edit::replace(whole.start..argument.start, "Some("),
                Edit::replace(argument.end..whole.end, ")"),
            ]))
        }
        _ => None,
    }
}

/// `true.then(|| a)` is `Some(a)`, if nothing in `a` means something else outside of the closure.
fn then(round: &Round<'_>, call: &ast::MethodCallExpr, closure: &ast::ClosureExpr) -> Option<Step> {
    let body = closure.body()?;
    if closure.ret_type().is_some() || leaves(&body) || matches!(body, ast::Expr::BlockExpr(_)) {
        return None;
    }
    let _ = round;
    let (whole, body) = (bytes(call.syntax()), span(&body));
    Some(Step::edits(vec![
        Edit::replace(whole.start..body.start, "Some("),
        Edit::replace(body.end..whole.end, ")"),
    ]))
}

/// Whether control may leave by `return`, `?` and the like, which mean another function outside of a
/// closure.
pub(super) fn leaves(expr: &ast::Expr) -> bool {
    expr.syntax().descendants().any(|it| {
        ast::ReturnExpr::can_cast(it.kind())
            || ast::TryExpr::can_cast(it.kind())
            || ast::AwaitExpr::can_cast(it.kind())
            || ast::MacroExpr::can_cast(it.kind())
    })
}

/// `X.get() as usize` is a number of that type.
fn cast(it: &ast::CastExpr, value: &Value) -> Option<Step> {
    let Value::Integer(value) = value else {
        return None;
    };
    let ty = it.ty()?.syntax().text().to_string();
    let value = i128::from(*value);
    let bits: u32 = match &*ty {
        "u8" | "i8" => 8,
        "u16" | "i16" => 16,
        "u32" | "i32" => 32,
        "u64" | "i64" | "usize" | "isize" => 64,
        "u128" | "i128" => 127,
        _ => return None,
    };
    let fits = if ty.starts_with('u') {
        value >= 0 && value < 1_i128 << bits.min(126)
    } else {
        value >= -(1_i128 << (bits - 1)) && value < 1_i128 << (bits - 1)
    };
    (fits && value >= 0).then(|| {
        Step::edits(vec![Edit::replace(
            bytes(it.syntax()),
            format!("{value}_{ty}"),
        )])
    })
}
