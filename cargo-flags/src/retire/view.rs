//! The text as a syntax tree in which the calls of well-known macros are calls of functions, so that
//! their arguments are expressions.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode as _, AstToken as _, HasName as _};
use ra_ap_syntax::{
    Edition, NodeOrToken, SourceFile, SyntaxKind, SyntaxNode, SyntaxToken, TextRange, TextSize,
};

/// A tree whose places are those of the text.
#[derive(Debug)]
pub(super) struct View {
    pub(super) root: SyntaxNode,
    /// Macros that are shown as calls, by the place of their `!`.
    macros: HashMap<usize, Macro>,
    pub(super) edition: Edition,
}

/// A macro that is shown as a call.
#[derive(Clone, Debug)]
pub(super) struct Macro {
    /// Its name, without the path to it.
    pub(super) name: String,
    /// Bytes of a pattern that the tree does not show: of `matches!`.
    pub(super) pattern: Option<Range<usize>>,
}

/// Macros whose arguments are expressions that are evaluated once, in this order, as if they were
/// arguments of a function (or not at all).
const KNOWN: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "bail",
    "dbg",
    "debug",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "ensure",
    "eprint",
    "eprintln",
    "error",
    "format",
    "format_args",
    "info",
    "log",
    "matches",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "vec",
    "warn",
    "write",
    "writeln",
    "anyhow",
    "join",
    "try_join",
];

impl View {
    pub(super) fn new(text: &str, edition: Edition) -> Self {
        let mut shown = text.to_owned();
        let mut macros = HashMap::new();
        loop {
            let root = SourceFile::parse(&shown, edition).syntax_node();
            // Whoever defines a macro of this name means something else by it.
            let own: HashSet<String> = (root.descendants().filter_map(ast::MacroRules::cast))
                .filter_map(|it| Some(it.name()?.text().to_string()))
                .collect();
            let mut changed = false;
            let mut bytes = shown.clone().into_bytes();
            for call in root.descendants().filter_map(ast::MacroCall::cast) {
                changed |= show(&call, &own, &mut bytes, &mut macros);
            }
            if !changed {
                return Self {
                    root,
                    macros,
                    edition,
                };
            }
            let next = String::from_utf8(bytes).expect("ASCII was put in the place of ASCII");
            shown = next;
        }
    }

    /// The macro that this call shows.
    pub(super) fn macro_of(&self, call: &ast::CallExpr) -> Option<&Macro> {
        let callee = call.expr()?;
        self.macros
            .get(&usize::from(callee.syntax().text_range().end()))
    }

    /// The outermost expression with exactly these bytes.
    pub(super) fn expression(&self, range: &Range<usize>) -> Option<ast::Expr> {
        let range = text_range(range);
        if !self.root.text_range().contains_range(range) || range.is_empty() {
            return None;
        }
        let start = match self.root.covering_element(range) {
            NodeOrToken::Node(node) => node,
            NodeOrToken::Token(token) => token.parent()?,
        };
        start
            .ancestors()
            .take_while(|node| node.text_range() == range)
            .filter_map(ast::Expr::cast)
            .last()
    }

    /// The innermost node of a kind around these bytes.
    pub(super) fn around<N: ast::AstNode>(&self, range: &Range<usize>) -> Option<N> {
        let node = match self.root.covering_element(text_range(range)) {
            NodeOrToken::Node(node) => node,
            NodeOrToken::Token(token) => token.parent()?,
        };
        node.ancestors().find_map(N::cast)
    }

    /// The token that begins here.
    pub(super) fn token_at(&self, at: usize) -> Option<SyntaxToken> {
        self.root.token_at_offset(size(at)).right_biased()
    }
}

/// Bytes of a node.
pub(super) fn bytes(node: &SyntaxNode) -> Range<usize> {
    node.text_range().into()
}

/// Bytes of an expression.
pub(super) fn span(expr: &ast::Expr) -> Range<usize> {
    bytes(expr.syntax())
}

pub(super) fn text_range(range: &Range<usize>) -> TextRange {
    TextRange::new(size(range.start), size(range.end))
}

pub(super) fn size(at: usize) -> TextSize {
    TextSize::try_from(at).expect("no source has four gigabytes")
}

/// Writes one call of a macro as that of a function. False if its arguments are none.
fn show(
    call: &ast::MacroCall,
    own: &HashSet<String>,
    text: &mut [u8],
    macros: &mut HashMap<usize, Macro>,
) -> bool {
    let Some((name, bang, tree)) = parts(call) else {
        return false;
    };
    if own.contains(&name) {
        return false;
    }
    // An item is no expression, and braces are not those of a call.
    if call.syntax().parent().is_some_and(|it| {
        SourceFile::can_cast(it.kind())
            || ast::ItemList::can_cast(it.kind())
            || ast::AssocItemList::can_cast(it.kind())
    }) {
        return false;
    }
    let inside = usize::from(tree.syntax().text_range().start()) + 1
        ..usize::from(tree.syntax().text_range().end()) - 1;
    let mut arguments = text[inside.clone()].to_vec();
    let Some(pattern) = as_arguments(&name, &tree, inside.start, &mut arguments) else {
        return false;
    };
    let as_text = String::from_utf8_lossy(&arguments).replace("\r\n", " \n");
    let parsed = SourceFile::parse(&format!("const _: () = f({as_text});"), Edition::CURRENT);
    if !parsed.errors().is_empty() {
        return false;
    }
    text[inside.clone()].copy_from_slice(&arguments);
    text[bang] = b' ';
    text[inside.start - 1] = b'(';
    text[inside.end] = b')';
    macros.insert(bang, Macro { name, pattern });
    true
}

fn parts(call: &ast::MacroCall) -> Option<(String, usize, ast::TokenTree)> {
    let name = call.path()?.segment()?.name_ref()?.text().to_string();
    if !KNOWN.contains(&name.as_str()) {
        return None;
    }
    let tree = call.token_tree()?;
    tree.right_delimiter_token()?;
    if !matches!(
        tree.left_delimiter_token()?.kind(),
        SyntaxKind::L_PAREN | SyntaxKind::L_BRACK
    ) {
        return None;
    }
    let bang = call.excl_token()?.text_range().start().into();
    Some((name, bang, tree))
}

/// Blanks what is no expression among the arguments. The pattern of `matches!` is returned.
fn as_arguments(
    name: &str,
    tree: &ast::TokenTree,
    start: usize,
    arguments: &mut [u8],
) -> Option<Option<Range<usize>>> {
    let tokens: Vec<_> = tree
        .syntax()
        .children_with_tokens()
        .filter(|it| !it.kind().is_trivia())
        .collect();
    let tokens = &tokens[1..tokens.len() - 1];
    let mut blank =
        |range: Range<usize>| arguments[range.start - start..range.end - start].fill(b' ');
    let place =
        |it: &NodeOrToken<SyntaxNode, SyntaxToken>| -> Range<usize> { it.text_range().into() };
    if name == "matches" {
        let comma = tokens
            .iter()
            .position(|it| it.kind() == SyntaxKind::COMMA)?;
        let pattern = tokens.get(comma + 1..)?;
        let pattern = match pattern.split_last() {
            Some((last, rest)) if last.kind() == SyntaxKind::COMMA => rest,
            _ => pattern,
        };
        let range = place(pattern.first()?).start..place(pattern.last()?).end;
        // Not as a space only, so that comments in it do not show up.
        blank(range.clone());
        return Some(Some(range));
    }
    let traces = matches!(name, "debug" | "error" | "info" | "log" | "trace" | "warn");
    let mut at_start = true;
    for (index, it) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).map(|it| it.kind());
        match it.kind() {
            SyntaxKind::SEMICOLON if name == "vec" => {
                arguments[place(it).start - start] = b',';
                at_start = true;
                continue;
            }
            // `target: "x"`, and `%x`, `?x` of tracing.
            SyntaxKind::IDENT
                if traces
                    && at_start
                    && next == Some(SyntaxKind::COLON)
                    && tokens.get(index + 2).map(|it| it.kind()) != Some(SyntaxKind::COLON) =>
            {
                arguments[place(it).start - start..place(it).end - start].fill(b' ');
            }
            SyntaxKind::COLON
                if traces
                    && index > 0
                    && tokens[index - 1].kind() == SyntaxKind::IDENT
                    && tokens
                        .get(index.wrapping_sub(2))
                        .is_none_or(|it| it.kind() == SyntaxKind::COMMA) =>
            {
                arguments[place(it).start - start] = b' ';
            }
            SyntaxKind::PERCENT | SyntaxKind::QUESTION
                if traces
                    && (at_start
                        || tokens
                            .get(index.wrapping_sub(1))
                            .is_some_and(|it| it.kind() == SyntaxKind::EQ)) =>
            {
                arguments[place(it).start - start] = b' ';
            }
            _ => {}
        }
        at_start = it.kind() == SyntaxKind::COMMA;
    }
    Some(None)
}

/// Whether a token is a string of any kind, in which no byte is formatting.
pub(super) fn is_string(token: &SyntaxToken) -> bool {
    ast::String::can_cast(token.kind())
        || ast::ByteString::can_cast(token.kind())
        || ast::CString::can_cast(token.kind())
}
