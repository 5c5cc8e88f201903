//! Macros that bring names into a scope: `features!`, `include!`, and `use` among the tokens of any.

use std::ops::Range;

use ra_ap_syntax::ast;
use ra_ap_syntax::{
    AstNode as _, Edition, NodeOrToken, SourceFile, SyntaxKind, SyntaxNode, SyntaxToken, T,
};

use super::{Items, ModuleFile, ScopeId, Visibility, What, string_of};
use crate::code::path::{Path, bytes, plain, significant_after};

/// A call of a macro that may be `features!`.
#[derive(Clone, Debug)]
pub(in crate::code) struct Expansion {
    /// Path of the macro.
    pub(in crate::code) called: Path,
    /// Path of the manifest as written, and where.
    pub(in crate::code) manifest: Option<(String, Range<usize>)>,
    /// Where the call is.
    pub(in crate::code) range: Range<usize>,
    /// Of what is generated.
    pub(in crate::code) visibility: Visibility,
    /// Whether it says where the façade is: then it is `features!` whatever its path.
    pub(in crate::code) names_facade: bool,
}

/// Macros whose braces hold items of the scope around them.
const TRANSPARENT: [&str; 2] = ["cfg_if", "cfg_select"];

impl Expansion {
    /// Path of the manifest, relative to the package's folder.
    pub(in crate::code) fn manifest_path(&self) -> &str {
        match &self.manifest {
            Some((path, _)) => path,
            None => "features.toml",
        }
    }
}

impl Items {
    pub(super) fn visit_call(&mut self, scope: ScopeId, call: &ast::MacroCall) {
        let Some(path) = call.path().and_then(|path| Path::of(&path)) else {
            return;
        };
        let Some(tokens) = call.token_tree() else {
            return;
        };
        let inside = inside(tokens.syntax());
        if path.last().name == "include" {
            if let [NodeOrToken::Token(file)] = &inside[..] {
                self.scopes[scope].includes.extend(string_of(file));
            }
            return;
        }
        if let Some(expansion) = expansion(path, bytes(call.syntax().text_range()), &inside) {
            self.scopes[scope].expansions.push(expansion);
        }
    }

    /// `use …;` and `mod name;` directly within these tokens.
    pub(super) fn visit_tokens(&mut self, scope: ScopeId, tokens: &SyntaxNode) {
        for token in tokens
            .children_with_tokens()
            .filter_map(NodeOrToken::into_token)
        {
            match token.kind() {
                T![use] => {
                    if let Some(tree) = import_at(&token) {
                        self.import(scope, visibility_before(&token), &tree);
                    }
                }
                T![mod] => {
                    let name = significant_after(&token).and_then(NodeOrToken::into_token);
                    if let Some(name) = name.filter(|name| name.kind() == SyntaxKind::IDENT)
                        && significant_after(&name)
                            .and_then(NodeOrToken::into_token)
                            .is_some_and(|token| token.kind() == T![;])
                    {
                        let what = What::File(ModuleFile::default());
                        self.declare(scope, plain(name.text()), visibility_before(&token), what);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether these tokens are a block with a `use` of its own.
pub(super) fn is_block_with_imports(tokens: &SyntaxNode) -> bool {
    if tokens.first_token().map(|token| token.kind()) != Some(T!['{']) {
        return false;
    }
    let has_import = tokens
        .children_with_tokens()
        .any(|token| token.kind() == T![use]);
    has_import && !is_transparent(tokens)
}

fn is_transparent(tokens: &SyntaxNode) -> bool {
    let call = tokens.ancestors().find_map(ast::MacroCall::cast);
    let name = call.and_then(|call| Path::of(&call.path()?));
    name.is_some_and(|path| TRANSPARENT.contains(&path.last().name.as_str()))
}

/// What `use`, at this token of a macro's, brings in; at most one tree. Its places are those of the
/// file.
pub(in crate::code) fn import_at(token: &SyntaxToken) -> Option<ast::UseTree> {
    let start = usize::from(token.text_range().start());

    let mut text = String::new();
    for element in token
        .siblings_with_tokens(ra_ap_syntax::Direction::Next)
        .take_while(|element| element.kind() != T!['}'])
    {
        text += &match &element {
            NodeOrToken::Token(token) => token.text().to_owned(),
            NodeOrToken::Node(node) => node.text().to_string(),
        };
        if element.kind() == T![;] {
            break;
        }
    }

    // Spaces in front, and in the place of a `$`, keep the places.
    let padded = format!("{:start$}{}", "", text.replace("$crate", " crate"));
    let file = SourceFile::parse(&padded, Edition::CURRENT).tree();
    let found = file.syntax().descendants().find_map(ast::Use::cast)?;
    found.use_tree()
}

/// What stands before a keyword among a macro's tokens.
pub(in crate::code) fn visibility_before(token: &SyntaxToken) -> Visibility {
    let Some(before) = token.prev_sibling_or_token() else {
        return Visibility::Private;
    };
    let mut before = Some(before);
    while let Some(NodeOrToken::Token(token)) = &before
        && token.kind().is_trivia()
    {
        before = token.prev_sibling_or_token();
    }
    match before {
        Some(NodeOrToken::Token(token)) if token.kind() == T![pub] => Visibility::Public,
        Some(NodeOrToken::Node(node))
            if node
                .first_token()
                .and_then(|open| open.prev_token())
                .is_some_and(|token| token.kind() == T![pub]) =>
        {
            Visibility::Crate
        }
        _ => Visibility::Private,
    }
}

type Element = NodeOrToken<SyntaxNode, SyntaxToken>;

/// What is between the parentheses, without spaces and comments.
fn inside(tokens: &SyntaxNode) -> Vec<Element> {
    let mut inside: Vec<_> = tokens
        .children_with_tokens()
        .filter(|element| !element.kind().is_trivia())
        .collect();
    inside.pop();
    if !inside.is_empty() {
        inside.remove(0);
    }
    inside
}

/// `pub(…) "path", crate = path`, each part of which may be missing.
fn expansion(called: Path, range: Range<usize>, inside: &[Element]) -> Option<Expansion> {
    let mut rest = inside;
    let mut visibility = Visibility::Crate;
    if let Some((first, after)) = rest.split_first()
        && first.kind() == T![pub]
    {
        visibility = Visibility::Public;
        rest = after;
        if let Some((NodeOrToken::Node(_), after)) = rest.split_first() {
            visibility = Visibility::Crate;
            rest = after;
        }
    }
    let mut manifest = None;
    if let Some((NodeOrToken::Token(first), after)) = rest.split_first()
        && first.kind() == SyntaxKind::STRING
    {
        manifest = Some((string_of(first)?, bytes(first.text_range())));
        rest = after;
        if rest.first().is_some_and(|next| next.kind() == T![,]) {
            rest = &rest[1..];
        }
    }
    let names_facade = rest.len() > 2 && rest[0].kind() == T![crate] && rest[1].kind() == T![=];
    (rest.is_empty() || names_facade).then_some(Expansion {
        called,
        manifest,
        range,
        visibility,
        names_facade,
    })
}
