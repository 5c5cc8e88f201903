//! Fields of `Values`.

use std::collections::HashSet;

use ra_ap_syntax::ast::{self, HasName as _};
use ra_ap_syntax::{AstNode as _, SmolStr, SyntaxNode};

use super::{Context, Finder};
use crate::code::path::{Path, Segment, plain};

/// The fields that a literal or a pattern of a struct names.
pub(super) fn of_record(node: &SyntaxNode) -> Vec<Segment> {
    if let Some(literal) = ast::RecordExpr::cast(node.clone()) {
        let fields = literal.record_expr_field_list().into_iter();
        return fields
            .flat_map(|list| list.fields())
            .filter_map(|field| field.field_name())
            .filter_map(|name| name.syntax().first_token())
            .map(|token| Path::single(&token).last().clone())
            .collect();
    }
    if let Some(pattern) = ast::RecordPat::cast(node.clone()) {
        let fields = pattern.record_pat_field_list().into_iter();
        return fields
            .flat_map(|list| list.fields())
            .filter_map(|field| match field.name_ref() {
                Some(name) => name.syntax().first_token(),
                None => match field.pat()? {
                    ast::Pat::IdentPat(it) => it.name()?.syntax().first_token(),
                    _ => None,
                },
            })
            .map(|token| Path::single(&token).last().clone())
            .collect();
    }
    Vec::new()
}

impl Finder<'_> {
    /// `values.crazy`, where it is told nearby that `values` is of the type `Values`.
    pub(super) fn accessed_fields(&mut self, tree: &ast::SourceFile, fields: &HashSet<SmolStr>) {
        let accesses = tree.syntax().descendants().filter_map(ast::FieldExpr::cast);
        for access in accesses {
            let Some(token) = access
                .name_ref()
                .and_then(|name| name.syntax().first_token())
            else {
                continue;
            };
            if !fields.contains(&plain(token.text())) {
                continue;
            }
            if let Some(path) = access.expr().and_then(|value| type_of(&value)) {
                let field = Path::single(&token).last().clone();
                if self.seen.insert(field.range.start) {
                    self.add(path, Context::Fields, vec![field]);
                }
            }
        }
    }
}

/// The type of a value as it is written at the value, or where the variable gets it.
fn type_of(value: &ast::Expr) -> Option<Path> {
    match value {
        ast::Expr::RecordExpr(it) => Path::of(&it.path()?),
        ast::Expr::ParenExpr(it) => type_of(&it.expr()?),
        ast::Expr::RefExpr(it) => type_of(&it.expr()?),
        // `Values::declared()`
        ast::Expr::CallExpr(it) => match it.expr()? {
            ast::Expr::PathExpr(called) => Path::of(&called.path()?.qualifier()?),
            _ => None,
        },
        ast::Expr::PathExpr(it) => {
            let path = it.path()?;
            let name = Path::of(&path)?.as_name()?.clone();
            type_of_variable(path.syntax(), &name)
        }
        _ => None,
    }
}

fn type_of_variable(node: &SyntaxNode, name: &SmolStr) -> Option<Path> {
    let offset = node.text_range().start();
    for around in node.ancestors() {
        let lets: Vec<_> = around.children().filter_map(ast::LetStmt::cast).collect();
        let found = lets
            .into_iter()
            .rev()
            .find(|it| it.syntax().text_range().end() <= offset && is_named(it.pat(), name));
        if let Some(found) = found {
            return match found.ty() {
                Some(ty) => path_of_type(&ty),
                None => type_of(&found.initializer()?),
            };
        }
        let parameters = match ast::Fn::cast(around.clone()) {
            Some(function) => function.param_list(),
            None => ast::ClosureExpr::cast(around.clone()).and_then(|it| it.param_list()),
        };
        let mut parameters = parameters.into_iter().flat_map(|list| list.params());
        if let Some(found) = parameters.find(|param| is_named(param.pat(), name)) {
            return path_of_type(&found.ty()?);
        }
        if ast::Fn::can_cast(around.kind()) {
            return None;
        }
    }
    None
}

fn is_named(pattern: Option<ast::Pat>, name: &SmolStr) -> bool {
    match pattern {
        Some(ast::Pat::IdentPat(it)) => it.name().is_some_and(|it| plain(&it.text()) == *name),
        _ => false,
    }
}

fn path_of_type(ty: &ast::Type) -> Option<Path> {
    match ty {
        ast::Type::PathType(it) => Path::of(&it.path()?),
        ast::Type::RefType(it) => path_of_type(&it.ty()?),
        ast::Type::ParenType(it) => path_of_type(&it.ty()?),
        _ => None,
    }
}
