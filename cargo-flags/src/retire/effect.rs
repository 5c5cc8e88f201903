//! What an expression does besides having a value.

use ra_ap_syntax::ast::{self, AstNode as _, HasArgList as _, HasAttrs as _, HasLoopBody as _};
use ra_ap_syntax::{SyntaxKind, SyntaxNode};

use super::view::View;

/// Methods that do nothing but look, and leave no value behind whose end could be seen.
const LOOKS: &[&str] = &[
    "as_bytes",
    "as_deref",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "bytes",
    "chars",
    "clone",
    "cloned",
    "collect",
    "contains",
    "contains_key",
    "copied",
    "count",
    "ends_with",
    "enumerate",
    "eq",
    "eq_ignore_ascii_case",
    "filter",
    "filter_map",
    "first",
    "flat_map",
    "get",
    "into",
    "into_iter",
    "is_ascii",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "is_enabled",
    "is_enabled_for",
    "get_for",
    "iter",
    "join",
    "key",
    "keys",
    "last",
    "len",
    "lines",
    "map",
    "max",
    "min",
    "ne",
    "next",
    "ok",
    "rev",
    "skip",
    "split",
    "split_whitespace",
    "starts_with",
    "sum",
    "take",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
    "to_vec",
    "trim",
    "trim_end",
    "trim_start",
    "unwrap_or",
    "unwrap_or_default",
    "value",
    "values",
    "zip",
];

/// Methods of [`LOOKS`] that do so whatever they are given, since they call nothing.
const PURE: &[&str] = &[
    "as_bytes",
    "as_deref",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "clone",
    "contains",
    "contains_key",
    "ends_with",
    "eq_ignore_ascii_case",
    "first",
    "get_for",
    "into",
    "is_ascii",
    "is_empty",
    "is_enabled",
    "is_enabled_for",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "key",
    "last",
    "len",
    "starts_with",
    "to_owned",
    "to_string",
    "trim",
    "value",
    "get",
];

/// Whether nobody can tell if the expression was evaluated.
pub(super) fn is_pure(view: &View, expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Literal(_) | ast::Expr::PathExpr(_) | ast::Expr::ClosureExpr(_) => true,
        ast::Expr::ParenExpr(it) => it.expr().is_some_and(|it| is_pure(view, &it)),
        ast::Expr::RefExpr(it) => it.expr().is_some_and(|it| is_pure(view, &it)),
        ast::Expr::FieldExpr(it) => it.expr().is_some_and(|it| is_pure(view, &it)),
        ast::Expr::CastExpr(it) => it.expr().is_some_and(|it| is_pure(view, &it)),
        ast::Expr::LetExpr(it) => it.expr().is_some_and(|it| is_pure(view, &it)),
        // A dereference runs code of its own only where somebody went to lengths.
        ast::Expr::PrefixExpr(it) => {
            it.op_kind() != Some(ast::UnaryOp::Neg)
                && it.expr().is_some_and(|it| is_pure(view, &it))
        }
        ast::Expr::TupleExpr(it) => it.fields().all(|it| is_pure(view, &it)),
        ast::Expr::BinExpr(it) => {
            (matches!(
                it.op_kind(),
                Some(ast::BinaryOp::LogicOp(_) | ast::BinaryOp::CmpOp(_))
            ) || divides_by_a_number(it))
                && [it.lhs(), it.rhs()]
                    .into_iter()
                    .all(|it| it.is_some_and(|it| is_pure(view, &it)))
        }
        ast::Expr::MethodCallExpr(it) => {
            let name = it
                .name_ref()
                .map(|it| it.text().to_string())
                .unwrap_or_default();
            (PURE.contains(&name.as_str()) || is_context(it))
                && it.receiver().is_some_and(|it| is_pure(view, &it))
                && it
                    .arg_list()
                    .is_some_and(|it| it.args().all(|it| is_pure(view, &it)))
        }
        ast::Expr::CallExpr(it) if view.macro_of(it).is_some_and(|it| it.name == "format") => it
            .arg_list()
            .is_some_and(|it| it.args().all(|it| is_pure(view, &it))),
        ast::Expr::CallExpr(it) => {
            view.macro_of(it).is_none()
                && makes_context(it)
                && it
                    .arg_list()
                    .is_some_and(|it| it.args().all(|it| is_pure(view, &it)))
        }
        _ => false,
    }
}

/// `a % 2`, which neither overflows nor divides by zero.
fn divides_by_a_number(it: &ast::BinExpr) -> bool {
    let number = it.rhs().map(|it| it.syntax().text().to_string());
    matches!(
        it.op_kind(),
        Some(ast::BinaryOp::ArithOp(
            ast::ArithOp::Rem | ast::ArithOp::Div
        ))
    ) && number.is_some_and(|it| {
        it.bytes().all(|it| it.is_ascii_digit()) && !it.trim_matches('0').is_empty()
    })
}

/// `Context::new(user).is_staff(true)`, which does nothing but build.
fn is_context(call: &ast::MethodCallExpr) -> bool {
    match call.receiver() {
        Some(ast::Expr::MethodCallExpr(inner)) => is_context(&inner),
        Some(ast::Expr::CallExpr(call)) => makes_context(&call),
        _ => false,
    }
}

fn makes_context(call: &ast::CallExpr) -> bool {
    let Some(ast::Expr::PathExpr(path)) = call.expr() else {
        return false;
    };
    let Some(path) = path.path() else {
        return false;
    };
    let last = path.segment().map(|it| it.syntax().text().to_string());
    let before = path
        .qualifier()
        .and_then(|it| it.segment())
        .map(|it| it.syntax().text().to_string());
    matches!(
        (before.as_deref(), last.as_deref()),
        (Some("Context"), Some("new" | "anonymous" | "default"))
    ) || matches!(
        (before.as_deref(), last.as_deref()),
        (Some("String"), Some("from" | "new"))
    )
}

/// Whether control never comes out of the end of it.
pub(super) fn diverges(view: &View, expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::ReturnExpr(_) | ast::Expr::BreakExpr(_) | ast::Expr::ContinueExpr(_) => true,
        ast::Expr::ParenExpr(it) => it.expr().is_some_and(|it| diverges(view, &it)),
        ast::Expr::CallExpr(it) => match view.macro_of(it) {
            Some(it) => matches!(
                it.name.as_str(),
                "bail" | "panic" | "todo" | "unimplemented" | "unreachable"
            ),
            None => it.expr().is_some_and(|it| {
                let callee = it.syntax().text().to_string();
                callee.ends_with("process::exit") || callee.ends_with("process::abort")
            }),
        },
        ast::Expr::LoopExpr(it) => it
            .loop_body()
            .is_some_and(|body| !breaks(body.syntax(), it.label())),
        ast::Expr::BlockExpr(it) => {
            it.async_token().is_none()
                && it.const_token().is_none()
                && it.label().is_none()
                && it.stmt_list().is_some_and(|it| list_diverges(view, &it))
        }
        ast::Expr::IfExpr(it) => {
            it.then_branch()
                .is_some_and(|it| diverges(view, &ast::Expr::BlockExpr(it)))
                && match it.else_branch() {
                    Some(ast::ElseBranch::Block(it)) => diverges(view, &ast::Expr::BlockExpr(it)),
                    Some(ast::ElseBranch::IfExpr(it)) => diverges(view, &ast::Expr::IfExpr(it)),
                    None => false,
                }
        }
        ast::Expr::MatchExpr(it) => it.match_arm_list().is_some_and(|it| {
            let mut arms = it.arms().peekable();
            arms.peek().is_some()
                && arms.all(|arm| arm.expr().is_some_and(|it| diverges(view, &it)))
        }),
        _ => false,
    }
}

/// Whether control never comes out of the end of the statements.
pub(super) fn list_diverges(view: &View, list: &ast::StmtList) -> bool {
    list.statements().any(|it| statement_diverges(view, &it))
        || (list.tail_expr()).is_some_and(|it| it.attrs().next().is_none() && diverges(view, &it))
}

/// Whether control never comes out of the end of the statement.
pub(super) fn statement_diverges(view: &View, statement: &ast::Stmt) -> bool {
    match statement {
        // `#[cfg(…)] return;` may not be there.
        ast::Stmt::ExprStmt(it) => it
            .expr()
            .is_some_and(|it| it.attrs().next().is_none() && diverges(view, &it)),
        ast::Stmt::LetStmt(it) => {
            it.attrs().next().is_none() && it.initializer().is_some_and(|it| diverges(view, &it))
        }
        ast::Stmt::Item(_) => false,
    }
}

/// Whether a loop's body leaves the loop by `break`.
pub(super) fn breaks(body: &SyntaxNode, label: Option<ast::Label>) -> bool {
    let label = label
        .and_then(|it| it.lifetime())
        .map(|it| it.text().to_string());
    body.descendants()
        .filter_map(ast::BreakExpr::cast)
        .any(|it| match it.lifetime() {
            Some(lifetime) => label.as_deref() == Some(&*lifetime.text()),
            None => nearest_loop(it.syntax()).is_some_and(|it| body.ancestors().nth(1) == Some(it)),
        })
        || body
            .descendants()
            .filter_map(ast::TokenTree::cast)
            .any(|it| {
                it.syntax()
                    .descendants_with_tokens()
                    .any(|it| it.kind() == SyntaxKind::BREAK_KW)
            })
}

fn nearest_loop(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.ancestors().find(|it| {
        matches!(
            it.kind(),
            SyntaxKind::LOOP_EXPR
                | SyntaxKind::WHILE_EXPR
                | SyntaxKind::FOR_EXPR
                | SyntaxKind::CLOSURE_EXPR
        )
    })
}

/// Whether the expression may leave a value behind, until the statement around it ends, whose end
/// somebody might see: a lock, say.
pub(super) fn leaves_something(view: &View, expr: &ast::Expr) -> bool {
    expr.syntax()
        .descendants()
        .filter_map(ast::Expr::cast)
        .any(|it| {
            let held = match &it {
                ast::Expr::MethodCallExpr(it) => it.receiver(),
                ast::Expr::FieldExpr(it) => it.expr(),
                ast::Expr::RefExpr(it) => it.expr(),
                ast::Expr::IndexExpr(it) => it.base(),
                ast::Expr::PrefixExpr(it) if it.op_kind() == Some(ast::UnaryOp::Deref) => it.expr(),
                _ => None,
            };
            match held {
                Some(ast::Expr::MethodCallExpr(it)) => !it
                    .name_ref()
                    .is_some_and(|it| LOOKS.contains(&it.text().as_str())),
                Some(ast::Expr::CallExpr(it)) => {
                    !view
                        .macro_of(&it)
                        .is_some_and(|it| matches!(it.name.as_str(), "format" | "vec"))
                        && !makes_context(&it)
                }
                Some(ast::Expr::MacroExpr(_) | ast::Expr::AwaitExpr(_) | ast::Expr::TryExpr(_)) => {
                    true
                }
                _ => false,
            }
        })
}

/// Whether the end of a variable with this initial value is nothing that anybody could see.
pub(super) fn ends_unseen(view: &View, expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Literal(_) => true,
        ast::Expr::ParenExpr(it) => it.expr().is_some_and(|it| ends_unseen(view, &it)),
        ast::Expr::BinExpr(_) => true,
        ast::Expr::CallExpr(it) => {
            view.macro_of(it).is_some_and(|it| it.name == "format") || makes_context(it)
        }
        ast::Expr::MethodCallExpr(it) => it.name_ref().is_some_and(|it| {
            matches!(
                it.text().as_str(),
                "to_string"
                    | "to_owned"
                    | "len"
                    | "is_empty"
                    | "count"
                    | "to_lowercase"
                    | "to_uppercase"
                    | "is_some"
                    | "is_none"
                    | "trim"
                    | "as_str"
                    | "contains"
                    | "join"
            )
        }),
        _ => false,
    }
}
