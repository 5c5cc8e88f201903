//! The arguments of `features!`.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Token};

/// `features!(pub "features.toml", crate = my_facade)`.
pub(crate) struct Arguments {
    /// Visibility of what is generated.
    pub(crate) visibility: Option<TokenStream>,
    /// Path of the manifest.
    pub(crate) path: Option<LitStr>,
    /// Path of the façade.
    pub(crate) crate_path: Option<TokenStream>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self {
            visibility: visibility(input)?,
            path: None,
            crate_path: None,
        };
        if input.peek(LitStr) {
            arguments.path = Some(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        } else if arguments.visibility.is_some() && !input.is_empty() {
            return Err(input.error("expected the path of a manifest, such as `\"features.toml\"`"));
        }
        while !input.is_empty() {
            arguments.argument(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

impl Arguments {
    fn argument(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let place = input.span();
        let Ok(name) = input.call(Ident::parse_any) else {
            return Err(Error::new(
                place,
                "expected the path of a manifest as a string literal, then `crate = path`",
            ));
        };
        if name != "crate" {
            return Err(Error::new(
                name.span(),
                format!(
                    "unknown argument `{name}`: `features!` takes a visibility, the path of a \
                     manifest, and `crate = path`"
                ),
            ));
        }
        if self.crate_path.is_some() {
            return Err(Error::new(name.span(), "`crate` is given twice"));
        }
        input.parse::<Token![=]>()?;
        self.crate_path = Some(crate_path(input)?);
        Ok(())
    }
}

fn visibility(input: ParseStream<'_>) -> syn::Result<Option<TokenStream>> {
    // A `$vis:vis` of a wrapping macro arrives in a group without delimiters.
    input.step(|cursor| {
        let group = cursor.group(Delimiter::None);
        if let Some((inside, _, after)) = group
            && (inside.eof() || inside.ident().is_some_and(|(name, _)| name == "pub"))
        {
            let tokens = inside.token_stream();
            return Ok(((!tokens.is_empty()).then_some(tokens), after));
        }
        let Some((name, mut rest)) = cursor.ident().filter(|(name, _)| name == "pub") else {
            return Ok((None, *cursor));
        };
        let mut tokens = TokenStream::from(TokenTree::from(name));
        if let Some((group, after)) = rest.token_tree()
            && matches!(&group, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
        {
            tokens.extend([group]);
            rest = after;
        }
        Ok((Some(tokens), rest))
    })
}

pub(crate) fn crate_path(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut path = TokenStream::new();
    let mut last: Option<Span> = None;
    while !input.is_empty() && !input.peek(Token![,]) {
        let tree: TokenTree = input.parse()?;
        let fits = match &tree {
            TokenTree::Ident(name) => name != "$crate",
            TokenTree::Punct(punct) => punct.as_char() == ':',
            TokenTree::Group(group) => group.delimiter() == Delimiter::None,
            TokenTree::Literal(_) => false,
        };
        if !fits {
            return Err(Error::new(
                tree.span(),
                "`crate` takes the path of a crate or module by name, such as `my_facade`",
            ));
        }
        last = Some(tree.span());
        path.extend([tree]);
    }
    match last {
        Some(_) => Ok(path),
        None => Err(input.error("expected a path, such as `crate = my_facade`")),
    }
}

/// The tokens as a person writes them: spaces only between words.
pub(crate) fn text(tokens: TokenStream) -> String {
    let mut text = String::new();
    write(&mut text, tokens);
    text
}

fn write(text: &mut String, tokens: TokenStream) {
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(text, group.stream());
                text.push_str(close);
            }
            TokenTree::Ident(name) => {
                if text.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    text.push(' ');
                }
                text.push_str(&name.to_string());
            }
            other => text.push_str(&other.to_string()),
        }
    }
}
