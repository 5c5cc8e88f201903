//! `#[path = "…"]`, and what else attributes say.

use ra_ap_syntax::ast::{self, AstToken as _, HasAttrs as _};
use ra_ap_syntax::{AstNode as _, NodeOrToken, SyntaxKind, T};

use super::ModuleFile;

/// The text of a string literal, if it is one without a fault.
pub(in crate::code) fn string_of(token: &ra_ap_syntax::SyntaxToken) -> Option<String> {
    let string = ast::String::cast(token.clone())?;
    Some(string.value().ok()?.into_owned())
}

/// Where the file of a module without a body may be.
pub(super) fn module_file(module: &ast::Module) -> ModuleFile {
    let mut file = ModuleFile::default();
    for attribute in module.attrs() {
        match attribute.simple_name().as_deref() {
            Some("path") => {
                let literal = match attribute.expr() {
                    Some(ast::Expr::Literal(literal)) => literal.syntax().first_token(),
                    _ => None,
                };
                file.paths.extend(literal.as_ref().and_then(string_of));
            }
            Some("cfg_attr") => {
                let paths = attribute
                    .token_tree()
                    .map(|tokens| paths_in(&tokens))
                    .unwrap_or_default();
                file.conditional |= !paths.is_empty();
                file.paths.extend(paths);
            }
            _ => {}
        }
    }
    file
}

/// `path = "…"` within the parentheses of `cfg_attr`.
fn paths_in(tokens: &ast::TokenTree) -> Vec<String> {
    let tokens: Vec<_> = tokens
        .syntax()
        .children_with_tokens()
        .filter_map(NodeOrToken::into_token)
        .filter(|token| !token.kind().is_trivia())
        .collect();
    tokens
        .windows(3)
        .filter(|three| three[0].text() == "path" && three[1].kind() == T![=])
        .filter(|three| three[2].kind() == SyntaxKind::STRING)
        .filter_map(|three| string_of(&three[2]))
        .collect()
}
