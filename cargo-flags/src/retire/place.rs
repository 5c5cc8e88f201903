//! Puts what is left of an expression in its place: a branch for the whole `if`, say.

use std::ops::Range;

use ra_ap_syntax::SyntaxKind;
use ra_ap_syntax::ast::{self, AstNode as _, HasAttrs as _, HasName as _};

use super::draft::Edit;
use super::effect::{diverges, ends_unseen, leaves_something, list_diverges};
use super::layout::{Layout, without_lines};
use super::view::{View, bytes, span};

/// What is left of an expression.
#[derive(Clone, Debug)]
pub(super) enum Chosen {
    /// `()`.
    Nothing,
    Block(ast::BlockExpr),
    Expr(ast::Expr),
}

/// Puts what is left, which is a part of the place, in the place.
pub(super) fn put(view: &View, text: &str, place: &ast::Expr, chosen: Chosen) -> Vec<Edit> {
    let chosen = match chosen {
        Chosen::Expr(ast::Expr::BlockExpr(block)) if is_plain(&block) => Chosen::Block(block),
        Chosen::Expr(ast::Expr::TupleExpr(it)) if it.fields().next().is_none() => Chosen::Nothing,
        chosen => chosen,
    };
    let putting = Putting {
        view,
        text,
        layout: Layout::new(view, text),
    };
    if let Some(statement) = Statement::of(place) {
        return putting.as_statement(place, &statement, chosen);
    }
    if let Some(edits) = putting.as_else(place, &chosen) {
        return edits;
    }
    putting.as_expression(place, chosen)
}

/// A place among statements.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) list: ast::StmtList,
    /// With its semicolon.
    pub(super) range: Range<usize>,
    pub(super) semicolon: bool,
    /// Nothing follows.
    pub(super) last: bool,
    pub(super) tail: bool,
    attributes: bool,
}

impl Statement {
    /// The statement that this expression is.
    pub(super) fn of(place: &ast::Expr) -> Option<Self> {
        // What a lint of clippy's was told about an `if` goes with the `if`.
        let attributes = place
            .attrs()
            .any(|it| !it.syntax().text().to_string().contains("(clippy::"));
        let parent = place.syntax().parent()?;
        if let Some(list) = ast::StmtList::cast(parent.clone()) {
            return Some(Self {
                list,
                range: span(place),
                semicolon: false,
                last: true,
                tail: true,
                attributes,
            });
        }
        let statement = ast::ExprStmt::cast(parent)?;
        Self::around(
            statement.syntax(),
            statement.semicolon_token().is_some(),
            attributes,
        )
    }

    /// This statement.
    pub(super) fn around(
        statement: &ra_ap_syntax::SyntaxNode,
        semicolon: bool,
        attributes: bool,
    ) -> Option<Self> {
        let list = ast::StmtList::cast(statement.parent()?)?;
        Some(Self {
            range: bytes(statement),
            semicolon,
            last: list.tail_expr().is_none()
                && list
                    .statements()
                    .last()
                    .is_some_and(|it| it.syntax() == statement),
            tail: false,
            attributes,
            list,
        })
    }
}

struct Putting<'a> {
    view: &'a View,
    text: &'a str,
    layout: Layout<'a>,
}

impl Putting<'_> {
    fn as_statement(&self, place: &ast::Expr, at: &Statement, chosen: Chosen) -> Vec<Edit> {
        let mut whole = span(place);
        if at.attributes {
            whole.start = after_attributes(place);
        }
        let diverges_there = match &chosen {
            // Whether it is there at all may depend on the attribute.
            _ if at.attributes => false,
            Chosen::Block(block) => block
                .stmt_list()
                .is_some_and(|it| list_diverges(self.view, &it)),
            _ => false,
        };
        let at = &Statement {
            // What comes after it goes.
            last: at.last || (diverges_there && !has_items_after(at)),
            ..at.clone()
        };
        match chosen {
            Chosen::Nothing => vec![Edit::delete(without_lines(self.text, &at.range))],
            Chosen::Block(block) => {
                let mut edits = if at.attributes || self.needs_braces(&block, at) {
                    self.layout
                        .keep(&whole, &span(&ast::Expr::BlockExpr(block.clone())))
                } else {
                    self.splice(&whole, at, &block)
                };
                if diverges_there {
                    edits.extend(unreachable(self.text, &at.list, &at.range));
                }
                edits
            }
            Chosen::Expr(expr) => {
                let mut edits = self.layout.keep(&whole, &span(&expr));
                let parens = place
                    .syntax()
                    .parent()
                    .is_some_and(|parent| expr.needs_parens_in_place_of(&parent, place.syntax()));
                if parens {
                    edits.push(Edit::insert(span(&expr).start, "("));
                    edits.push(Edit::insert(span(&expr).end, ")"));
                }
                if !at.tail && !at.semicolon && !is_block_like(&expr) {
                    edits.push(Edit::insert(span(&expr).end, ";"));
                }
                if diverges(self.view, &expr) && !at.attributes {
                    edits.extend(unreachable(self.text, &at.list, &at.range));
                }
                edits
            }
        }
    }

    /// The statements of a block in the place of one.
    fn splice(&self, whole: &Range<usize>, at: &Statement, block: &ast::BlockExpr) -> Vec<Edit> {
        let Some(content) = content(self.text, block) else {
            return vec![Edit::delete(without_lines(self.text, &at.range))];
        };
        let mut edits = self.layout.keep(whole, &content);
        let tail = block.stmt_list().and_then(|it| it.tail_expr());
        match tail {
            Some(tail) if !at.tail && !at.semicolon && !is_block_like(&tail) => {
                edits.push(Edit::insert(span(&tail).end, ";"));
            }
            // Its own semicolon would stand alone.
            None if at.semicolon => edits.push(Edit::delete(whole.end..at.range.end)),
            // It would end up after the comment.
            Some(tail) if at.semicolon && span(&tail).end < content.end => {
                edits.push(Edit::delete(whole.end..at.range.end));
                edits.push(Edit::insert(span(&tail).end, ";"));
            }
            _ => {}
        }
        edits
    }

    /// Whether the names of a block's statements must not get out of it, or its values must end with it.
    fn needs_braces(&self, block: &ast::BlockExpr, at: &Statement) -> bool {
        let Some(list) = block.stmt_list() else {
            return true;
        };
        if list
            .syntax()
            .children()
            .any(|it| ast::Attr::can_cast(it.kind()))
        {
            return true;
        }
        let following = &self.text[at.range.end..bytes(at.list.syntax()).end];
        list.statements().any(|it| match it {
            ast::Stmt::Item(_) => true,
            ast::Stmt::ExprStmt(it) => {
                !at.last && matches!(it.expr(), Some(ast::Expr::MacroExpr(_)))
            }
            ast::Stmt::LetStmt(it) => {
                let plain = match it.pat() {
                    Some(ast::Pat::IdentPat(pat)) if pat.pat().is_none() => pat
                        .name()
                        .is_some_and(|name| !mentions(following, name.text().as_str())),
                    _ => false,
                };
                let unseen = it
                    .initializer()
                    .is_some_and(|it| ends_unseen(self.view, &it));
                !(at.last || plain && unseen)
            }
        })
    }

    /// The place is what comes after an `else`.
    fn as_else(&self, place: &ast::Expr, chosen: &Chosen) -> Option<Vec<Edit>> {
        let outer = place.syntax().parent().and_then(ast::IfExpr::cast)?;
        if outer
            .condition()
            .is_some_and(|it| it.syntax() == place.syntax())
        {
            return None;
        }
        let then = outer.then_branch()?;
        let whole = span(place);
        Some(match chosen {
            Chosen::Nothing => vec![Edit::delete(bytes(then.syntax()).end..whole.end)],
            Chosen::Block(block) => {
                let empty = content(self.text, block).is_none();
                if empty {
                    vec![Edit::delete(bytes(then.syntax()).end..whole.end)]
                } else {
                    self.layout.keep(&whole, &bytes(block.syntax()))
                }
            }
            Chosen::Expr(expr @ ast::Expr::IfExpr(_)) => self.layout.keep(&whole, &span(expr)),
            Chosen::Expr(expr) => {
                let mut edits = self.layout.keep(&whole, &span(expr));
                edits.push(Edit::insert(span(expr).start, "{ "));
                edits.push(Edit::insert(span(expr).end, " }"));
                edits
            }
        })
    }

    fn as_expression(&self, place: &ast::Expr, chosen: Chosen) -> Vec<Edit> {
        let whole = span(place);
        let body = is_body(place);
        match chosen {
            Chosen::Nothing if body => vec![Edit::replace(with_comma(place), "{}")],
            Chosen::Nothing => vec![Edit::replace(whole, "()")],
            Chosen::Expr(expr) => self.expression(place, &expr),
            Chosen::Block(block) => {
                let list = block.stmt_list();
                let bare = list.as_ref().is_some_and(|it| {
                    it.statements().next().is_none()
                        && !it.syntax().descendants_with_tokens().any(|token| {
                            token.kind() == SyntaxKind::COMMENT
                                && !it.tail_expr().is_some_and(|tail| {
                                    tail.syntax()
                                        .text_range()
                                        .contains_range(token.text_range())
                                })
                        })
                });
                if let Some(edits) = self.in_let(place, &block) {
                    return edits;
                }
                match list.and_then(|it| it.tail_expr()) {
                    Some(tail)
                        if bare && (ends_there(place) || !leaves_something(self.view, &tail)) =>
                    {
                        self.expression(place, &tail)
                    }
                    None if content(self.text, &block).is_none() => {
                        self.as_expression(place, Chosen::Nothing)
                    }
                    _ => self.layout.keep(&whole, &bytes(block.syntax())),
                }
            }
        }
    }

    /// `let x = if … { return };` is the `return`.
    fn in_let(&self, place: &ast::Expr, block: &ast::BlockExpr) -> Option<Vec<Edit>> {
        let statement = place.syntax().parent().and_then(ast::LetStmt::cast)?;
        if !list_diverges(self.view, &block.stmt_list()?)
            || statement.let_else().is_some()
            || statement.attrs().next().is_some()
        {
            return None;
        }
        let at = Statement::around(statement.syntax(), true, statement.attrs().next().is_some())?;
        let content = content(self.text, block)?;
        let mut edits = self.layout.keep(&at.range, &content);
        let tail = block.stmt_list().and_then(|it| it.tail_expr());
        if let Some(tail) = tail
            && !is_block_like(&tail)
        {
            edits.push(Edit::insert(span(&tail).end, ";"));
        }
        edits.extend(unreachable(self.text, &at.list, &at.range));
        Some(edits)
    }

    /// An expression for another, with the parentheses that it needs and no more.
    fn expression(&self, place: &ast::Expr, expr: &ast::Expr) -> Vec<Edit> {
        let mut outer = place.clone();
        while let Some(paren) = outer.syntax().parent().and_then(ast::ParenExpr::cast) {
            outer = ast::Expr::ParenExpr(paren);
        }
        let needs = outer
            .syntax()
            .parent()
            .is_some_and(|parent| expr.needs_parens_in_place_of(&parent, outer.syntax()))
            || negative_in_front(&outer, expr)
            || cast_before_less(&outer, expr);
        if !needs {
            return self.layout.keep(&span(&outer), &span(expr));
        }
        if outer.syntax() != place.syntax() {
            return self.layout.keep(&span(place), &span(expr));
        }
        let mut edits = self.layout.keep(&span(place), &span(expr));
        edits.push(Edit::insert(span(expr).start, "("));
        edits.push(Edit::insert(span(expr).end, ")"));
        edits
    }
}

/// Takes an operand for a whole operation, with the parentheses that it needs and no more.
pub(super) fn put_operand(
    view: &View,
    text: &str,
    place: &ast::Expr,
    operand: &ast::Expr,
) -> Vec<Edit> {
    let mut inner = operand.clone();
    while let ast::Expr::ParenExpr(paren) = &inner {
        match paren.expr() {
            Some(expr) => inner = expr,
            None => break,
        }
    }
    let putting = Putting {
        view,
        text,
        layout: Layout::new(view, text),
    };
    if inner.syntax() != operand.syntax() {
        let needs = place
            .syntax()
            .parent()
            .is_some_and(|parent| inner.needs_parens_in_place_of(&parent, place.syntax()));
        if needs {
            return putting.layout.keep(&span(place), &span(operand));
        }
    }
    putting.expression(place, &inner)
}

/// `-1` in front of a method is another expression.
fn negative_in_front(outer: &ast::Expr, expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::PrefixExpr(_))
        && outer
            .syntax()
            .parent()
            .and_then(ast::MethodCallExpr::cast)
            .and_then(|it| it.receiver())
            .is_some_and(|it| it.syntax() == outer.syntax())
}

/// `a as i64 < 5` would begin the arguments of a type.
fn cast_before_less(outer: &ast::Expr, expr: &ast::Expr) -> bool {
    let ends_with_type = match expr {
        ast::Expr::CastExpr(_) => true,
        ast::Expr::BinExpr(it) => matches!(it.rhs(), Some(ast::Expr::CastExpr(_))),
        _ => false,
    };
    ends_with_type
        && (outer.syntax().parent())
            .and_then(ast::BinExpr::cast)
            .is_some_and(|it| {
                it.lhs().is_some_and(|it| it.syntax() == outer.syntax())
                    && it.op_token().is_some_and(|it| it.text().starts_with('<'))
            })
}

/// Statements after this one, which nothing reaches any more; those of blocks around it as well.
pub(super) fn unreachable(text: &str, list: &ast::StmtList, after: &Range<usize>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut last = after.clone();
    let mut items = false;
    for statement in list.statements() {
        let range = bytes(statement.syntax());
        if range.start < after.end {
            continue;
        }
        if matches!(statement, ast::Stmt::Item(_)) {
            items = true;
        } else if items {
            edits.push(Edit::delete(without_lines(text, &range)));
        } else {
            last = range;
        }
    }
    if let Some(tail) = list.tail_expr().map(|it| span(&it))
        && tail.start >= after.end
    {
        if items {
            edits.push(Edit::delete(without_lines(text, &tail)));
        } else {
            last = tail;
        }
    }
    if last.end > after.end {
        edits.push(Edit::delete(
            after_line(text, after.end, last.end)..last.end,
        ));
    }
    // What follows the block is not reached either, if it is a statement by itself.
    let block = list.syntax().parent().and_then(ast::BlockExpr::cast);
    if let Some(block) = block
        && is_plain(&block)
        && let Some(outer) = Statement::of(&ast::Expr::BlockExpr(block))
    {
        edits.extend(unreachable(text, &outer.list, &outer.range));
    }
    edits
}

/// The end of a comment behind a statement on its line.
fn after_line(text: &str, from: usize, to: usize) -> usize {
    let line = text[from..to].find('\n').map_or(to, |it| from + it);
    let rest = text[from..line].trim();
    if rest.is_empty() || rest.starts_with("//") {
        line
    } else {
        from
    }
}

fn has_items_after(at: &Statement) -> bool {
    at.list
        .statements()
        .any(|it| matches!(it, ast::Stmt::Item(_)) && bytes(it.syntax()).start >= at.range.end)
}

/// Where the expression itself begins.
fn after_attributes(place: &ast::Expr) -> usize {
    place
        .syntax()
        .children_with_tokens()
        .find(|it| !it.kind().is_trivia() && it.kind() != SyntaxKind::ATTR)
        .map_or(span(place).start, |it| it.text_range().start().into())
}

/// Whether the block is nothing but statements between braces.
pub(super) fn is_plain(block: &ast::BlockExpr) -> bool {
    block.attrs().next().is_none()
        && block.label().is_none()
        && block.unsafe_token().is_none()
        && block.async_token().is_none()
        && block.const_token().is_none()
        && block.try_token().is_none()
        && block.gen_token().is_none()
}

/// What stands between the braces of a block, comments included.
fn content(text: &str, block: &ast::BlockExpr) -> Option<Range<usize>> {
    let range = bytes(block.stmt_list()?.syntax());
    let inside = &text[range.start + 1..range.end - 1];
    let start = range.start + 1 + (inside.len() - inside.trim_start().len());
    let end = range.end - 1 - (inside.len() - inside.trim_end().len());
    (start < end).then_some(start..end)
}

/// Whether the expression is a statement without a semicolon.
fn is_block_like(expr: &ast::Expr) -> bool {
    matches!(
        expr,
        ast::Expr::BlockExpr(_)
            | ast::Expr::ForExpr(_)
            | ast::Expr::IfExpr(_)
            | ast::Expr::LoopExpr(_)
            | ast::Expr::MatchExpr(_)
            | ast::Expr::WhileExpr(_)
    )
}

/// Whether the place is the body of an arm or of a closure, where braces look right.
fn is_body(place: &ast::Expr) -> bool {
    place.syntax().parent().is_some_and(|it| {
        ast::MatchArm::can_cast(it.kind()) || ast::ClosureExpr::can_cast(it.kind())
    })
}

/// A body with the comma that a block does without.
fn with_comma(place: &ast::Expr) -> Range<usize> {
    let comma = place
        .syntax()
        .next_sibling_or_token()
        .filter(|it| it.kind() == SyntaxKind::COMMA);
    span(place).start..comma.map_or(span(place).end, |it| it.text_range().end().into())
}

/// Whether whatever the expression leaves behind ends right there anyway.
pub(super) fn ends_there(place: &ast::Expr) -> bool {
    let Some(parent) = place.syntax().parent() else {
        return false;
    };
    match parent.kind() {
        SyntaxKind::LET_STMT | SyntaxKind::MATCH_ARM | SyntaxKind::CLOSURE_EXPR => true,
        SyntaxKind::RETURN_EXPR | SyntaxKind::BREAK_EXPR => true,
        SyntaxKind::BIN_EXPR => ast::BinExpr::cast(parent).is_some_and(|it| {
            matches!(it.op_kind(), Some(ast::BinaryOp::Assignment { .. }))
                && Statement::of(&ast::Expr::BinExpr(it)).is_some()
        }),
        _ => false,
    }
}

/// Whether whatever is left behind ends where an operand of `&&` in this place would end: in a
/// condition, in another operand, or with the statement.
pub(super) fn ends_with_operand(view: &View, place: &ast::Expr) -> bool {
    let Some(parent) = place.syntax().parent() else {
        return false;
    };
    match ast::Expr::cast(parent.clone()) {
        Some(whole @ (ast::Expr::ParenExpr(_) | ast::Expr::PrefixExpr(_))) => {
            ends_with_operand(view, &whole)
        }
        Some(ast::Expr::BinExpr(it)) if matches!(it.op_kind(), Some(ast::BinaryOp::LogicOp(_))) => {
            true
        }
        Some(ast::Expr::IfExpr(_) | ast::Expr::WhileExpr(_)) => true,
        // The end of a block: up to edition 2021 only after its variables.
        None if ast::StmtList::can_cast(parent.kind()) => {
            view.edition.at_least_2024()
                || ast::StmtList::cast(parent).is_some_and(|it| it.statements().next().is_none())
        }
        _ => {
            matches!(
                parent.kind(),
                SyntaxKind::MATCH_GUARD | SyntaxKind::EXPR_STMT
            ) || ends_there(place)
        }
    }
}

/// Whether some text has this name as a word, in a format string for example.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(is_word)
            && !text[at + name.len()..].chars().next().is_some_and(is_word)
    })
}
