//! Names that a function or block gives to something of its own.

use ra_ap_syntax::ast::{self, HasGenericParams as _, HasName as _};
use ra_ap_syntax::{AstNode as _, SmolStr, SyntaxKind, SyntaxNode};

use crate::code::names::Space;
use crate::code::path::{name_of, plain};

/// Whether this name, alone at this place, is a variable, a parameter or a generic.
pub(super) fn is_local(node: &SyntaxNode, name: &SmolStr, space: Space) -> bool {
    let offset = node.text_range().start();
    let mut is_past_function = false;
    for around in node.ancestors() {
        if has_generic(&around, name, space) {
            return true;
        }
        if is_past_function || space != Space::Values {
            continue;
        }
        let binds =
            |pattern: Option<ast::Pat>| pattern.is_some_and(|pattern| binds(&pattern, name));
        let is_bound = match around.kind() {
            SyntaxKind::STMT_LIST => around
                .children()
                .filter_map(ast::LetStmt::cast)
                .filter(|it| it.syntax().text_range().end() <= offset && it.let_else().is_none())
                .any(|it| binds(it.pat())),
            SyntaxKind::FOR_EXPR => ast::ForExpr::cast(around.clone()).is_some_and(|it| {
                let body = ast::HasLoopBody::loop_body(&it);
                body.is_some_and(|body| body.syntax().text_range().contains(offset))
                    && binds(it.pat())
            }),
            SyntaxKind::CLOSURE_EXPR => ast::ClosureExpr::cast(around.clone())
                .and_then(|it| it.param_list())
                .is_some_and(|list| list.params().any(|param| binds(param.pat()))),
            SyntaxKind::FN => ast::Fn::cast(around.clone())
                .and_then(|it| it.param_list())
                .is_some_and(|list| list.params().any(|param| binds(param.pat()))),
            _ => false,
        };
        if is_bound {
            return true;
        }
        is_past_function |= around.kind() == SyntaxKind::FN;
    }
    false
}

/// Whether this name in a pattern is a new variable: where a pattern has to fit always, a constant
/// has no place.
pub(super) fn is_binding(pattern: &ast::IdentPat) -> bool {
    let mut around = pattern.syntax().parent();
    while let Some(node) = around {
        match node.kind() {
            SyntaxKind::LET_STMT => {
                return ast::LetStmt::cast(node).is_some_and(|it| it.let_else().is_none());
            }
            SyntaxKind::PARAM | SyntaxKind::FOR_EXPR => return true,
            kind if ast::Pat::can_cast(kind) => {}
            SyntaxKind::RECORD_PAT_FIELD_LIST | SyntaxKind::TUPLE_STRUCT_PAT => {}
            // `S { name }`
            SyntaxKind::RECORD_PAT_FIELD => {
                if ast::RecordPatField::cast(node.clone()).is_some_and(|it| it.name_ref().is_none())
                {
                    return true;
                }
            }
            _ => return false,
        }
        around = node.parent();
    }
    false
}

fn binds(pattern: &ast::Pat, name: &SmolStr) -> bool {
    pattern
        .syntax()
        .descendants()
        .filter_map(ast::IdentPat::cast)
        .filter_map(|it| it.name())
        .any(|it| plain(&it.text()) == *name)
}

fn has_generic(node: &SyntaxNode, name: &SmolStr, space: Space) -> bool {
    let Some(generic) = ast::AnyHasGenericParams::cast(node.clone()) else {
        return false;
    };
    let Some(list) = generic.generic_param_list() else {
        return false;
    };
    list.generic_params().any(|param| match (param, space) {
        (ast::GenericParam::ConstParam(it), Space::Values) => name_of(&it).as_ref() == Some(name),
        (ast::GenericParam::TypeParam(it), Space::Types) => name_of(&it).as_ref() == Some(name),
        _ => false,
    })
}
