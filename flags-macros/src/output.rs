//! Generated source as tokens with spans.
//!
//! In the compiler's own tokens: `proc_macro2` would lex the whole source a second time before it gives
//! it to the compiler, and without optimization, as macros are built.

use std::str::FromStr;

use flags_build::{Expansion, Invocation, Request, invoke};
use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::arguments::{self, Arguments};

/// What the macro becomes.
pub(crate) fn tokens(arguments: Arguments) -> TokenStream {
    let span = arguments.path.as_ref().map(|path| path.span().unwrap());
    let usual = Request::default();
    let request = Request {
        path: arguments.path.map_or(usual.path, |path| path.value()),
        visibility: arguments
            .visibility
            .map_or(usual.visibility, arguments::text),
        crate_path: arguments
            .crate_path
            .map_or(usual.crate_path, arguments::text),
    };
    let core = format!("{}::__private::core", request.crate_path);
    let error = |message: Option<String>| {
        let place = span.unwrap_or_else(Span::call_site);
        message.map(|message| compile_error(&core, &message, place))
    };
    match invoke(request) {
        Invocation::Inline(mut expansion) => {
            let error = error(expansion.error.take());
            let code = match span {
                Some(span) => [constants(&expansion, span), parse(&expansion.items)],
                None => [parse(&expansion.code()), TokenStream::new()],
            };
            // Whole streams: `extend` would take them for their tokens, and go through each.
            error.into_iter().chain(code).collect()
        }
        Invocation::Include {
            file,
            error: message,
        } => {
            let mut tokens = error(message).unwrap_or_default();
            let file = Literal::string(&format!("/{file}"));
            tokens.extend(parse(&format!(
                "{core}::include!({core}::concat!({core}::env!(\"OUT_DIR\"), {file}));"
            )));
            tokens
        }
        Invocation::Refused(message) => error(Some(message)).unwrap_or_default(),
    }
}

fn parse(source: &str) -> TokenStream {
    TokenStream::from_str(source).expect("what flags-build writes is Rust")
}

fn compile_error(core: &str, message: &str, span: Span) -> TokenStream {
    let message = TokenTree::Literal(Literal::string(message));
    let message = Group::new(Delimiter::Brace, message.into());
    let trees = parse(&format!("{core}::compile_error"))
        .into_iter()
        .chain([Punct::new('!', Spacing::Alone).into(), message.into()]);
    trees
        .map(|mut tree| {
            tree.set_span(span);
            tree
        })
        .collect()
}

/// Lets rustc warn of constants that are never used: it does so for items whose first token and
/// whose `;` stand in the user's code, and it points at the name.
///
/// Attributes and definitions go from the lexer to the compiler without a look at their tokens, since to
/// take a token out and put it back costs more than to lex it.
fn constants(expansion: &Expansion, span: Span) -> TokenStream {
    let mut source = String::new();
    for constant in &expansion.constants {
        let parts = ["{", &constant.attributes, "}{", &constant.definition, "}"];
        source.extend(parts);
    }
    let mut parts = parse(&source).into_iter().map(|tree| match tree {
        TokenTree::Group(group) => group.stream(),
        _ => unreachable!("each part is in braces"),
    });
    let mut part = || parts.next().expect("each constant has two parts");
    let mut head = parse(&format!("{} const", expansion.visibility)).into_iter();
    let first = head.next().map(|mut tree| {
        tree.set_span(span);
        tree
    });
    let head: TokenStream = first.into_iter().chain(head).collect();
    let mut semicolon = Punct::new(';', Spacing::Alone);
    semicolon.set_span(span);
    let semicolon = TokenStream::from(TokenTree::from(semicolon));
    let mut tokens = Vec::with_capacity(5 * expansion.constants.len());
    for constant in &expansion.constants {
        let name = TokenTree::from(Ident::new(&constant.name, span));
        let attributes = part();
        tokens.extend([
            attributes,
            head.clone(),
            name.into(),
            part(),
            semicolon.clone(),
        ]);
    }
    tokens.into_iter().collect()
}
