//! Generated source as tokens with spans.
//!
//! In the compiler's own tokens: `proc_macro2` would lex the whole source a second time before it gives
//! it to the compiler, and without optimization, as macros are built.

use std::str::FromStr;

use flags_build::{Expansion, Invocation, Request, invoke};
use proc_macro::{Delimiter, Group, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

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
        Invocation::Inline(Expansion {
            error: message,
            constants,
            items,
        }) => {
            let mut tokens = error(message).unwrap_or_default();
            let constants = parse(&constants);
            tokens.extend(match span {
                Some(span) => respan(constants, span),
                None => constants,
            });
            tokens.extend(parse(&items));
            tokens
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
fn respan(constants: TokenStream, span: Span) -> TokenStream {
    let mut place = Place::Attributes;
    constants
        .into_iter()
        .map(|mut tree| {
            let (next, is_marked) = place.after(&tree);
            if is_marked {
                tree.set_span(span);
            }
            place = next;
            tree
        })
        .collect()
}

/// Where in an item the walk is.
#[derive(Clone, Copy)]
enum Place {
    /// Before the first token of the item itself; attributes are a `#` and a group.
    Attributes,
    /// After `#`.
    Attribute,
    /// In `pub(crate) const`.
    Head,
    /// After `const`.
    Name,
    /// Up to the `;`.
    Body,
}

impl Place {
    /// Where the walk is after this token, and whether the token gets the user's span.
    fn after(self, tree: &TokenTree) -> (Self, bool) {
        let is =
            |character| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == character);
        let is_const = || matches!(tree, TokenTree::Ident(name) if name.to_string() == "const");
        match self {
            Self::Attributes if is('#') => (Self::Attribute, false),
            Self::Attribute => (Self::Attributes, false),
            Self::Attributes if is_const() => (Self::Name, true),
            Self::Attributes => (Self::Head, true),
            Self::Head if is_const() => (Self::Name, false),
            Self::Head => (Self::Head, false),
            Self::Name => (Self::Body, true),
            Self::Body if is(';') => (Self::Attributes, true),
            Self::Body => (Self::Body, false),
        }
    }
}
