//! Paths among the tokens of a macro or an attribute.

use ra_ap_syntax::ast::{self, AstToken as _};
use ra_ap_syntax::{AstNode as _, NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken, T};

use super::{Context, Finder, locals};
use crate::code::items::{import_at, visibility_before};
use crate::code::names::Space;
use crate::code::path::{Path, Segment, is_name, plain, significant_after};

/// The attributes of tests that name features.
const TEST_ATTRIBUTES: [&str; 2] = ["with_features", "feature_matrix"];

/// Macros whose first string may name constants in braces.
const FORMATTING: [&str; 21] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "debug",
    "debug_assert",
    "eprint",
    "eprintln",
    "error",
    "format",
    "format_args",
    "info",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "warn",
    "write",
    "writeln",
];

impl Finder<'_> {
    pub(super) fn in_tokens(&mut self, token: &SyntaxToken, tokens: &SyntaxNode) {
        if let Some(keyword) = keyword_of_import(token) {
            let visibility = visibility_before(&keyword);
            if let Some(tree) = import_at(&keyword) {
                self.import(&tree, visibility);
            }
            return;
        }
        let Some(path) = Path::in_tokens(token) else {
            return;
        };
        if !self.is_new(&path) {
            return;
        }
        if let Some(name) = path.as_name()
            && (locals::is_local(tokens, name, Space::Values)
                || locals::is_local(tokens, name, Space::Types))
        {
            return;
        }
        let context = if is_in_test_attribute(tokens) {
            Context::TestAttribute
        } else {
            Context::Tokens
        };
        let fields = fields_after(&path, token);
        self.add(path, context, fields);
    }

    /// `format!("{CRAZY:?}")`.
    pub(super) fn captured(&mut self, token: &SyntaxToken) {
        let Some(tokens) = token.parent() else {
            return;
        };
        let call = tokens.parent().and_then(ast::MacroCall::cast);
        let called = call.and_then(|call| Path::of(&call.path()?));
        let formats = called.is_some_and(|path| FORMATTING.contains(&path.last().name.as_str()));
        let is_first = tokens
            .children_with_tokens()
            .filter_map(NodeOrToken::into_token)
            .find(|token| token.kind() == SyntaxKind::STRING)
            .as_ref()
            == Some(token);
        if !formats || !is_first || ast::String::cast(token.clone()).is_none() {
            return;
        }
        let start = usize::from(token.text_range().start());
        for (name, at) in captures(token.text()) {
            let range = start + at..start + at + name.len();
            if self.seen.insert(range.start)
                && !locals::is_local(&tokens, &plain(name), Space::Values)
            {
                let path = Path {
                    global: false,
                    segments: vec![Segment {
                        name: plain(name),
                        range,
                    }],
                };
                self.add(path, Context::Tokens, Vec::new());
            }
        }
    }
}

/// The names in the braces of a format string, with where they are.
fn captures(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        if text[open + 1..].starts_with('{') {
            at = open + 2;
            continue;
        }
        let rest = &text[open + 1..];
        let end = rest.find(['}', ':']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        if !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) {
            let spaces = rest[..end].len() - rest[..end].trim_start().len();
            found.push((name, open + 1 + spaces));
        }
        at = open + 1;
    }
    found
}

/// The `use` that this token is in, if it is in one.
fn keyword_of_import(token: &SyntaxToken) -> Option<SyntaxToken> {
    let mut element: NodeOrToken<SyntaxNode, SyntaxToken> = NodeOrToken::Token(token.clone());
    loop {
        let mut before = match &element {
            NodeOrToken::Token(token) => token.prev_sibling_or_token(),
            NodeOrToken::Node(node) => node.prev_sibling_or_token(),
        };
        while let Some(sibling) = before {
            match sibling.kind() {
                T![use] => return sibling.into_token(),
                T![,] | T![:] | T![::] | T![*] | T![as] | T!['{'] | T![$] => {}
                SyntaxKind::TOKEN_TREE => {}
                kind if kind.is_trivia() => {}
                _ if sibling.as_token().is_some_and(is_name) => {}
                _ => return None,
            }
            before = match &sibling {
                NodeOrToken::Token(token) => token.prev_sibling_or_token(),
                NodeOrToken::Node(node) => node.prev_sibling_or_token(),
            };
        }
        let tokens = match &element {
            NodeOrToken::Token(token) => token.parent()?,
            NodeOrToken::Node(node) => node.parent()?,
        };
        let is_braces =
            tokens.kind() == SyntaxKind::TOKEN_TREE && tokens.first_token()?.kind() == T!['{'];
        if !is_braces {
            return None;
        }
        element = NodeOrToken::Node(tokens);
    }
}

fn is_in_test_attribute(tokens: &SyntaxNode) -> bool {
    tokens.ancestors().any(|node| {
        let name = match node.kind() {
            SyntaxKind::TOKEN_TREE => node
                .prev_sibling_or_token()
                .and_then(NodeOrToken::into_token)
                .map(|token| plain(token.text())),
            SyntaxKind::META => ast::Meta::cast(node)
                .and_then(|meta| Path::of(&meta.path()?))
                .map(|path| path.last().name.clone()),
            _ => None,
        };
        name.is_some_and(|name| TEST_ATTRIBUTES.contains(&name.as_str()))
            && tokens
                .ancestors()
                .any(|node| node.kind() == SyntaxKind::ATTR)
    })
}

/// `crazy` of `Values { crazy: true }`.
fn fields_after(path: &Path, token: &SyntaxToken) -> Vec<Segment> {
    let mut last = token.clone();
    while usize::from(last.text_range().end()) < path.last().range.end {
        match last
            .next_sibling_or_token()
            .and_then(NodeOrToken::into_token)
        {
            Some(next) => last = next,
            None => return Vec::new(),
        }
    }
    let Some(NodeOrToken::Node(braces)) = significant_after(&last) else {
        return Vec::new();
    };
    if braces.first_token().map(|token| token.kind()) != Some(T!['{']) {
        return Vec::new();
    }
    let tokens: Vec<_> = braces
        .children_with_tokens()
        .filter(|element| !element.kind().is_trivia())
        .collect();
    tokens
        .windows(2)
        .filter(|two| matches!(two[0].kind(), T!['{'] | T![,]))
        .filter_map(|two| two[1].as_token())
        .filter(|token| token.kind() == SyntaxKind::IDENT)
        .map(|token| Path::single(token).last().clone())
        .collect()
}
