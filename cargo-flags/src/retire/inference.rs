//! Code that goes may be what told the compiler the type of a number that stays: without it, `1` is an
//! `i32` and `1.0` an `f64`, and nobody is told.

use std::ops::Range;

use ra_ap_syntax::ast::{
    self, ArithOp, AstNode as _, BinaryOp, HasArgList as _, HasGenericParams as _, HasName as _,
};
use ra_ap_syntax::{SyntaxKind, SyntaxNode};

use super::draft::{Step, within};
use super::fold::Round;
use super::view::{View, bytes, span};

/// How many variables that depend on each other are looked at.
const DEPTH: usize = 4;

/// Why a step would change the type of a number, and so its values.
pub(super) fn lost(round: &Round<'_>, mark: &Range<usize>, step: &Step) -> Option<String> {
    let removed: Vec<Range<usize>> = (step.edits.iter())
        .filter(|it| !it.range.is_empty() && !round.text()[it.range.clone()].trim().is_empty())
        .map(|it| it.range.clone())
        .collect();
    if removed.is_empty() {
        return None;
    }
    let types = Types {
        view: round.view,
        removed: &removed,
    };
    (types.of_the_value(mark)).or_else(|| types.of_a_variable())
}

/// What is known of types once some places are gone.
struct Types<'a> {
    view: &'a View,
    removed: &'a [Range<usize>],
}

impl Types<'_> {
    /// `let n = if X { 1 } else { price };`.
    fn of_the_value(&self, mark: &Range<usize>) -> Option<String> {
        let expr = self.view.expression(mark)?;
        let place = ast::Expr::cast(expr.syntax().parent()?)?;
        if !matches!(place, ast::Expr::IfExpr(_) | ast::Expr::MatchExpr(_)) {
            return None;
        }
        let (gone, kept): (Vec<_>, Vec<_>) = tails(&place)
            .into_iter()
            .partition(|it| self.is_removed(it));
        let loose = kept.iter().find(|kept| {
            self.is_loose(kept, DEPTH) && gone.iter().any(|gone| self.fixes(gone, kept))
        })?;
        (!self.is_typed(&place, number(loose))).then(|| {
            format!(
                "only a branch that goes says of what type `{}` is here: write that type at it",
                loose.syntax().text()
            )
        })
    }

    /// `let mut n = 0; if X { n += 1 } else { n += price }`.
    fn of_a_variable(&self) -> Option<String> {
        let mut seen = Vec::new();
        for range in self.removed {
            let node = match self
                .view
                .root
                .covering_element(super::view::text_range(range))
            {
                ra_ap_syntax::NodeOrToken::Node(node) => node,
                ra_ap_syntax::NodeOrToken::Token(token) => token.parent()?,
            };
            for path in node.descendants().filter_map(ast::PathExpr::cast) {
                let path = ast::Expr::PathExpr(path);
                let Some(name) = variable(&path) else {
                    continue;
                };
                if !within(&span(&path), range) || seen.contains(&name) {
                    continue;
                }
                seen.push(name.clone());
                let Some(declaration) = declaration(&path, &name) else {
                    continue;
                };
                if self.gone(&bytes(declaration.syntax())) {
                    continue;
                }
                if let Some(number) = self.loses_its_type(&declaration, &name) {
                    return Some(format!(
                        "only code that goes says of what type `{number}` is, which `{name}` takes: write the type at \
                         `let {name}`"
                    ));
                }
            }
        }
        None
    }

    /// A number that the variable has, whose type is fixed by what goes and by nothing that stays.
    fn loses_its_type(&self, declaration: &ast::LetStmt, name: &str) -> Option<String> {
        if is_written(declaration.ty().as_ref()) {
            return None;
        }
        let initial = declaration.initializer();
        let generic = initial
            .as_ref()
            .is_none_or(|it| self.is_loose(it, DEPTH) || is_empty(it));
        if !generic {
            return None;
        }
        let uses = uses(declaration, name);
        let (gone, kept): (Vec<_>, Vec<_>) = uses.iter().partition(|it| self.is_removed(it));
        if kept.is_empty()
            || !gone.iter().any(|it| self.constrains(it, DEPTH))
            || kept.iter().any(|it| self.constrains(it, DEPTH))
        {
            return None;
        }
        (initial.filter(|it| self.is_loose(it, DEPTH)))
            .or_else(|| kept.iter().find_map(|it| self.partner(it)))
            .map(|it| it.syntax().text().to_string())
    }

    /// A loose number that comes into a variable by this use of it: `n = 1`, `list.push(1)`.
    fn partner(&self, use_: &ast::Expr) -> Option<ast::Expr> {
        let parent = use_.syntax().parent()?;
        if let Some(it) = ast::BinExpr::cast(parent.clone()) {
            return it.rhs().filter(|it| self.is_loose(it, DEPTH));
        }
        let call = ast::MethodCallExpr::cast(parent)?;
        (call.arg_list()?.args()).find(|it| self.is_loose(it, DEPTH))
    }

    /// Whether a branch that goes says more about the type than what is kept.
    fn fixes(&self, gone: &ast::Expr, kept: &ast::Expr) -> bool {
        match (inner(gone), inner(kept)) {
            (ast::Expr::TupleExpr(gone), ast::Expr::TupleExpr(kept)) => gone
                .fields()
                .zip(kept.fields())
                .any(|(gone, kept)| self.is_loose(&kept, DEPTH) && self.fixes(&gone, &kept)),
            (ast::Expr::CallExpr(gone), ast::Expr::CallExpr(kept))
                if text_of(gone.expr()) == text_of(kept.expr()) =>
            {
                arguments(&gone)
                    .iter()
                    .zip(&arguments(&kept))
                    .any(|(gone, kept)| self.is_loose(kept, DEPTH) && self.fixes(gone, kept))
            }
            (gone, kept) => {
                let fallback = match number(&kept).as_deref() {
                    Some(it) if is_float(it) => "f64",
                    _ => "i32",
                };
                !self.is_loose(&gone, DEPTH)
                    && !is_empty(&gone)
                    && !super::effect::diverges(self.view, &gone)
                    && !number(&gone).is_some_and(|it| it.ends_with(fallback))
            }
        }
    }

    /// Whether the type of a number is left to the code around it.
    fn is_loose(&self, expr: &ast::Expr, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        let loose = |it: Option<ast::Expr>| it.is_some_and(|it| self.is_loose(&it, depth));
        match expr {
            ast::Expr::Literal(_) => number(expr).is_some_and(|it| !has_suffix(&it)),
            ast::Expr::ParenExpr(it) => loose(it.expr()),
            ast::Expr::PrefixExpr(it) => loose(it.expr()),
            ast::Expr::RefExpr(it) => loose(it.expr()),
            ast::Expr::BinExpr(it) => match it.op_kind() {
                Some(BinaryOp::ArithOp(ArithOp::Shl | ArithOp::Shr)) => loose(it.lhs()),
                Some(BinaryOp::ArithOp(_)) => loose(it.lhs()) && loose(it.rhs()),
                _ => false,
            },
            ast::Expr::RangeExpr(it) => {
                let ends: Vec<ast::Expr> =
                    it.syntax().children().filter_map(ast::Expr::cast).collect();
                !ends.is_empty() && ends.iter().all(|it| self.is_loose(it, depth))
            }
            ast::Expr::TupleExpr(it) => it.fields().any(|it| self.is_loose(&it, depth)),
            ast::Expr::ArrayExpr(it) => {
                let mut items = it.exprs().peekable();
                items.peek().is_some() && items.all(|it| self.is_loose(&it, depth))
            }
            ast::Expr::CallExpr(it) => {
                let arguments = arguments(it);
                match self.view.macro_of(it) {
                    Some(it) if it.name == "vec" => {
                        !arguments.is_empty() && arguments.iter().all(|it| self.is_loose(it, depth))
                    }
                    Some(it) if it.name == "dbg" => {
                        arguments.iter().any(|it| self.is_loose(it, depth))
                    }
                    Some(_) => false,
                    None => is_generic(it) && arguments.iter().any(|it| self.is_loose(it, depth)),
                }
            }
            ast::Expr::MethodCallExpr(it) => {
                let same = it.name_ref().is_some_and(|it| {
                    matches!(
                        it.text().as_str(),
                        "clamp" | "clone" | "into_iter" | "iter" | "max" | "min" | "rev" | "to_vec"
                    )
                });
                same && loose(it.receiver())
                    && it
                        .arg_list()
                        .is_some_and(|it| it.args().all(|it| self.is_loose(&it, depth)))
            }
            // What comes of another block is not its last expression, or not only that.
            ast::Expr::BlockExpr(it) if !super::place::is_plain(it) => false,
            ast::Expr::IfExpr(_) | ast::Expr::MatchExpr(_) | ast::Expr::BlockExpr(_) => {
                let mut tails = tails(expr);
                tails.retain(|it| !self.is_removed(it) && !super::effect::diverges(self.view, it));
                !tails.is_empty() && tails.iter().all(|it| self.is_loose(it, depth))
            }
            ast::Expr::PathExpr(_) => self.is_loose_variable(expr, depth - 1),
            _ => false,
        }
    }

    fn is_loose_variable(&self, expr: &ast::Expr, depth: usize) -> bool {
        let Some(name) = variable(expr) else {
            return false;
        };
        declaration(expr, &name).is_some_and(|it| {
            !is_written(it.ty().as_ref())
                && it.initializer().is_some_and(|it| self.is_loose(&it, depth))
                && !(uses(&it, &name).iter()).any(|it| {
                    it.syntax() != expr.syntax()
                        && !self.is_removed(it)
                        && self.constrains(it, depth)
                })
        })
    }

    /// Whether what is around an expression says of what type it is. A number in it that is written
    /// down is given where it makes a difference.
    fn is_typed(&self, place: &ast::Expr, number: Option<String>) -> bool {
        let shown_alike = number.is_some_and(|it| it.parse::<i32>().is_ok() || is_float(&it));
        let Some(parent) = place.syntax().parent() else {
            return false;
        };
        match parent.kind() {
            SyntaxKind::CAST_EXPR => shown_alike,
            SyntaxKind::ARG_LIST => {
                let shows = parent
                    .parent()
                    .and_then(ast::CallExpr::cast)
                    .and_then(|it| self.view.macro_of(&it).map(|it| it.name.clone()))
                    .is_some_and(|it| it != "vec" && it != "dbg");
                shows && shown_alike || self.constrains(place, DEPTH)
            }
            _ => self.constrains(place, DEPTH),
        }
    }

    /// Whether the place of an expression says of what type it is.
    fn constrains(&self, expr: &ast::Expr, depth: usize) -> bool {
        let (Some(parent), true) = (expr.syntax().parent(), depth > 0) else {
            return false;
        };
        let up = |it: SyntaxNode| ast::Expr::cast(it).is_some_and(|it| self.constrains(&it, depth));
        let is = |it: Option<ast::Expr>| it.is_some_and(|it| it.syntax() == expr.syntax());
        match parent.kind() {
            SyntaxKind::BIN_EXPR => {
                let Some(it) = ast::BinExpr::cast(parent.clone()) else {
                    return false;
                };
                let other = if is(it.lhs()) { it.rhs() } else { it.lhs() };
                let other = other.is_some_and(|it| !self.is_loose(&it, depth) && !is_empty(&it));
                match it.op_kind() {
                    Some(BinaryOp::ArithOp(ArithOp::Shl | ArithOp::Shr)) => {
                        is(it.lhs()) && up(parent)
                    }
                    Some(BinaryOp::ArithOp(_)) => other || up(parent),
                    Some(BinaryOp::LogicOp(_)) => true,
                    _ => other,
                }
            }
            SyntaxKind::METHOD_CALL_EXPR => {
                let Some(it) = ast::MethodCallExpr::cast(parent.clone()) else {
                    return false;
                };
                let name = it.name_ref().map(|it| it.text().to_string());
                let arguments: Vec<ast::Expr> = it
                    .arg_list()
                    .map(|it| it.args().collect())
                    .unwrap_or_default();
                if arguments.is_empty() {
                    return matches!(name.as_deref(), Some("clone" | "to_vec")) && up(parent);
                }
                (arguments.iter()).any(|it| {
                    !matches!(it, ast::Expr::ClosureExpr(_))
                        && !self.is_loose(it, depth)
                        && !is_empty(it)
                })
            }
            SyntaxKind::ARG_LIST => self.constrains_argument(&parent, expr, depth),
            SyntaxKind::LET_STMT => {
                let Some(it) = ast::LetStmt::cast(parent) else {
                    return false;
                };
                if is_written(it.ty().as_ref()) {
                    return true;
                }
                let name = match it.pat() {
                    Some(ast::Pat::IdentPat(it)) => ast::HasName::name(&it),
                    _ => None,
                };
                name.is_some_and(|name| {
                    (uses(&it, &name.text()).iter())
                        .any(|it| !self.is_removed(it) && self.constrains(it, depth - 1))
                })
            }
            SyntaxKind::RETURN_EXPR => returns(&parent),
            SyntaxKind::STMT_LIST => {
                let block = parent.parent();
                match block.as_ref().and_then(SyntaxNode::parent) {
                    Some(it) if ast::Fn::can_cast(it.kind()) => returns(&parent),
                    _ => block.is_some_and(up),
                }
            }
            SyntaxKind::MATCH_ARM => {
                let place = parent.ancestors().find_map(ast::MatchExpr::cast);
                place.is_some_and(|it| self.branch(ast::Expr::MatchExpr(it), depth))
            }
            SyntaxKind::IF_EXPR => {
                let Some(it) = ast::IfExpr::cast(parent) else {
                    return false;
                };
                !is(it.condition()) && self.branch(ast::Expr::IfExpr(it), depth)
            }
            SyntaxKind::INDEX_EXPR => {
                let base = ast::IndexExpr::cast(parent.clone()).and_then(|it| it.base());
                !is(base) || up(parent)
            }
            SyntaxKind::CLOSURE_EXPR => {
                ast::ClosureExpr::cast(parent).is_some_and(|it| it.ret_type().is_some())
            }
            SyntaxKind::RECORD_EXPR_FIELD | SyntaxKind::CONST | SyntaxKind::STATIC => true,
            SyntaxKind::PAREN_EXPR
            | SyntaxKind::PREFIX_EXPR
            | SyntaxKind::REF_EXPR
            | SyntaxKind::TUPLE_EXPR
            | SyntaxKind::ARRAY_EXPR
            | SyntaxKind::RANGE_EXPR
            | SyntaxKind::BLOCK_EXPR
            | SyntaxKind::TRY_EXPR => up(parent),
            _ => false,
        }
    }

    /// Whether another branch, or what is around all of them, says of what type one is.
    fn branch(&self, place: ast::Expr, depth: usize) -> bool {
        let other = tails(&place).iter().any(|it| {
            !self.is_removed(it)
                && !self.is_loose(it, depth)
                && !is_empty(it)
                && !super::effect::diverges(self.view, it)
        });
        other || self.constrains(&place, depth)
    }

    fn constrains_argument(&self, list: &SyntaxNode, expr: &ast::Expr, depth: usize) -> bool {
        let Some(call) = list.parent() else {
            return false;
        };
        if let Some(it) = ast::MethodCallExpr::cast(call.clone()) {
            return it.receiver().is_none_or(|it| {
                !self.is_loose(&it, depth)
                    && !variable(&it).is_some_and(|name| {
                        declaration(&it, &name).is_some_and(|it| {
                            !is_written(it.ty().as_ref())
                                && it.initializer().is_some_and(|it| is_empty(&it))
                        })
                    })
            });
        }
        let Some(it) = ast::CallExpr::cast(call.clone()) else {
            return false;
        };
        let up = || self.constrains(&ast::Expr::CallExpr(it.clone()), depth);
        match self.view.macro_of(&it).map(|it| it.name.as_str()) {
            Some("vec" | "dbg") => up(),
            Some(name) if name.contains("assert_") => arguments(&it)
                .iter()
                .take(2)
                .any(|it| it.syntax() != expr.syntax() && !self.is_loose(it, depth)),
            Some(_) => false,
            None if is_generic(&it) => up(),
            None => !may_be_a_generic_function(&it),
        }
    }

    fn is_removed(&self, expr: &ast::Expr) -> bool {
        self.gone(&span(expr))
    }

    fn gone(&self, range: &Range<usize>) -> bool {
        self.removed.iter().any(|it| within(range, it))
    }
}

/// Expressions that may be the value of this one.
fn tails(expr: &ast::Expr) -> Vec<ast::Expr> {
    match expr {
        ast::Expr::IfExpr(it) => {
            let mut all: Vec<ast::Expr> = (it.then_branch().map(ast::Expr::BlockExpr))
                .iter()
                .flat_map(tails)
                .collect();
            match it.else_branch() {
                Some(ast::ElseBranch::Block(it)) => all.extend(tails(&ast::Expr::BlockExpr(it))),
                Some(ast::ElseBranch::IfExpr(it)) => all.extend(tails(&ast::Expr::IfExpr(it))),
                None => {}
            }
            all
        }
        ast::Expr::MatchExpr(it) => (it.match_arm_list().into_iter())
            .flat_map(|it| it.arms())
            .filter_map(|it| it.expr())
            .flat_map(|it| tails(&it))
            .collect(),
        ast::Expr::BlockExpr(it) if super::place::is_plain(it) => (it.stmt_list())
            .and_then(|it| it.tail_expr())
            .iter()
            .flat_map(tails)
            .collect(),
        ast::Expr::ParenExpr(it) => it.expr().iter().flat_map(tails).collect(),
        expr => vec![expr.clone()],
    }
}

fn inner(expr: &ast::Expr) -> ast::Expr {
    match expr {
        ast::Expr::ParenExpr(it) => it.expr().map_or_else(|| expr.clone(), |it| inner(&it)),
        _ => expr.clone(),
    }
}

fn arguments(call: &ast::CallExpr) -> Vec<ast::Expr> {
    call.arg_list()
        .map(|it| it.args().collect())
        .unwrap_or_default()
}

fn text_of(expr: Option<ast::Expr>) -> Option<String> {
    expr.map(|it| it.syntax().text().to_string())
}

/// The text of a number with or without a sign.
fn number(expr: &ast::Expr) -> Option<String> {
    match inner(expr) {
        ast::Expr::Literal(it) => {
            let text = it.syntax().text().to_string();
            text.starts_with(|c: char| c.is_ascii_digit())
                .then_some(text)
        }
        ast::Expr::PrefixExpr(it) if it.op_kind() == Some(ast::UnaryOp::Neg) => {
            number(&it.expr()?).map(|it| format!("-{it}"))
        }
        _ => None,
    }
}

fn has_suffix(number: &str) -> bool {
    let types = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    ];
    let hexadecimal = number.starts_with("0x");
    types.iter().any(|it| number.ends_with(it))
        || !hexadecimal && ["f32", "f64"].iter().any(|it| number.ends_with(it))
}

fn is_float(number: &str) -> bool {
    !number.trim_start_matches('-').starts_with("0x") && number.contains(['.', 'e', 'E'])
}

/// `Some(1)`, `Box::new(1)`: the type of it is that of its argument.
fn is_generic(call: &ast::CallExpr) -> bool {
    let callee = text_of(call.expr()).unwrap_or_default();
    let last = callee.rsplit("::").next().unwrap_or_default();
    let known = [
        "Box",
        "Rc",
        "Arc",
        "Cell",
        "RefCell",
        "Mutex",
        "RwLock",
        "Wrapping",
        "Vec",
        "Some",
        "Ok",
        "Err",
        "Reverse",
        "max",
        "min",
        "once",
        "repeat",
        "from_ref",
        "black_box",
        "identity",
        "take",
        "replace",
        "size_of_val",
        "type_name_of_val",
        "BTreeMap",
        "HashMap",
        "HashSet",
        "BTreeSet",
        "VecDeque",
    ];
    known.contains(&last)
        || callee.split("::").any(|it| known.contains(&it)) && !callee.contains('<')
}

/// Whether a function takes what it is given, as far as one can tell: one that this file does not
/// declare may. The names of types begin with a capital, and what is in them has a type.
fn may_be_a_generic_function(call: &ast::CallExpr) -> bool {
    let callee = text_of(call.expr()).unwrap_or_default();
    let name = callee.rsplit("::").next().unwrap_or_default();
    if !matches!(call.expr(), Some(ast::Expr::PathExpr(_)))
        || !name.starts_with(|it: char| it.is_ascii_lowercase())
    {
        return false;
    }
    let Some(file) = call.syntax().ancestors().last() else {
        return true;
    };
    let functions = file.descendants().filter_map(ast::Fn::cast);
    let mut named = functions
        .filter(|it| it.name().is_some_and(|it| it.text() == name))
        .peekable();
    named.peek().is_none()
        || named.any(|it| {
            let is_open = |it: ast::ParamList| it.syntax().text().to_string().contains("impl ");
            (it.generic_param_list()).is_some_and(|it| it.type_or_const_params().next().is_some())
                || it.param_list().is_some_and(is_open)
        })
}

/// A value of which only its use says what is in it: `None`, `Vec::new()`.
fn is_empty(expr: &ast::Expr) -> bool {
    match inner(expr) {
        ast::Expr::PathExpr(it) => it.syntax().text() == "None",
        ast::Expr::ArrayExpr(it) => it.exprs().next().is_none(),
        ast::Expr::MacroExpr(it) => it.syntax().text().to_string().replace(' ', "") == "vec![]",
        ast::Expr::CallExpr(it) => {
            let callee = text_of(it.expr()).unwrap_or_default();
            let last = callee.rsplit("::").next().unwrap_or_default();
            !callee.contains('<')
                && (arguments(&it).is_empty() && matches!(last, "new" | "default" | "vec")
                    || last == "with_capacity")
        }
        _ => false,
    }
}

/// Whether a type is written down as a whole.
fn is_written(ty: Option<&ast::Type>) -> bool {
    ty.is_some_and(|it| {
        !it.syntax()
            .descendants()
            .any(|it| ast::InferType::can_cast(it.kind()))
    })
}

/// The name, if this can be a variable.
fn variable(expr: &ast::Expr) -> Option<String> {
    let ast::Expr::PathExpr(path) = expr else {
        return None;
    };
    let text = path.syntax().text().to_string();
    (text.starts_with(|c: char| c.is_lowercase() || c == '_') && !text.contains("::"))
        .then_some(text)
}

/// The `let` that a variable comes from.
fn declaration(expr: &ast::Expr, name: &str) -> Option<ast::LetStmt> {
    let start = span(expr).start;
    for list in expr.syntax().ancestors().filter_map(ast::StmtList::cast) {
        let found = (list.statements())
            .filter_map(|it| match it {
                ast::Stmt::LetStmt(it) if bytes(it.syntax()).end <= start => Some(it),
                _ => None,
            })
            .filter(|it| {
                matches!(it.pat(), Some(ast::Pat::IdentPat(it))
                    if ast::HasName::name(&it).is_some_and(|it| it.text() == name))
            })
            .last();
        if found.is_some() {
            return found;
        }
        if list
            .syntax()
            .ancestors()
            .nth(2)
            .is_some_and(|it| ast::Fn::can_cast(it.kind()))
        {
            return None;
        }
    }
    None
}

/// Where the variable of a `let` is used.
fn uses(declaration: &ast::LetStmt, name: &str) -> Vec<ast::Expr> {
    let Some(list) = declaration.syntax().parent() else {
        return Vec::new();
    };
    let from = bytes(declaration.syntax()).end;
    (list.descendants())
        .filter_map(ast::PathExpr::cast)
        .map(ast::Expr::PathExpr)
        .filter(|it| span(it).start >= from && it.syntax().text() == name)
        .collect()
}

/// Whether the function around says what it returns.
fn returns(node: &SyntaxNode) -> bool {
    let around = node.ancestors().find(|it| {
        ast::Fn::can_cast(it.kind())
            || ast::ClosureExpr::can_cast(it.kind())
            || ast::BlockExpr::cast(it.clone()).is_some_and(|it| it.async_token().is_some())
    });
    let Some(around) = around else {
        return false;
    };
    let ty = match ast::Fn::cast(around.clone()) {
        Some(it) => it.ret_type(),
        None => ast::ClosureExpr::cast(around).and_then(|it| it.ret_type()),
    };
    ty.and_then(|it| it.ty()).is_some_and(|it| {
        is_written(Some(&it))
            && !it
                .syntax()
                .descendants()
                .any(|it| ast::ImplTraitType::can_cast(it.kind()))
    })
}
