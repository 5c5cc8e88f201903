//! What `with_features` and `feature_matrix` are given: `A = true, my::B, mode = "each"`.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, Ident, LitStr, Token};

use crate::arguments::{self, crate_path};

/// The list in the parentheses of the attribute.
pub(crate) struct Assignments {
    /// The features, in the order in which they were written.
    pub(crate) features: Vec<Assignment>,
    /// `mode = "…"`, `manifest = "…"`.
    pub(crate) options: Vec<(Ident, LitStr)>,
    /// Path of the façade.
    pub(crate) facade: TokenStream,
}

/// `my_features::CHECKOUT_BUTTON = CheckoutButton::Blue`, or the path alone.
pub(crate) struct Assignment {
    pub(crate) path: TokenStream,
    /// Where it is written.
    pub(crate) span: Span,
    pub(crate) value: Option<TokenStream>,
}

/// Names that are options of `feature_matrix`, and cannot be constants of features.
const OPTIONS: [&str; 2] = ["mode", "manifest"];

impl Parse for Assignments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut features = Vec::new();
        let mut options: Vec<(Ident, LitStr)> = Vec::new();
        let mut facade = None;
        while !input.is_empty() {
            if input.peek(Token![crate]) && input.peek2(Token![=]) {
                let name = input.call(Ident::parse_any)?;
                input.parse::<Token![=]>()?;
                if facade.replace(crate_path(input)?).is_some() {
                    return Err(Error::new(name.span(), "`crate` is given twice"));
                }
            } else if let Some(option) = option(input)? {
                if options.iter().any(|(name, _)| *name == option.0) {
                    let message = format!("`{}` is given twice", option.0);
                    return Err(Error::new(option.0.span(), message));
                }
                options.push(option);
            } else {
                features.push(assignment(input)?);
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self {
            features,
            options,
            facade: facade.unwrap_or_else(|| quote!(::typed_flags)),
        })
    }
}

fn option(input: ParseStream<'_>) -> syn::Result<Option<(Ident, LitStr)>> {
    let ahead = input.fork();
    let Ok(name) = ahead.parse::<Ident>() else {
        return Ok(None);
    };
    if !OPTIONS.iter().any(|option| name == option) || !ahead.peek(Token![=]) {
        return Ok(None);
    }
    input.parse::<Ident>()?;
    input.parse::<Token![=]>()?;
    let example = match name.to_string().as_str() {
        "mode" => "each",
        _ => "features.toml",
    };
    let value = input.parse().map_err(|error| {
        let message = format!("`{name}` takes a text, such as `{name} = \"{example}\"`");
        Error::new(error.span(), message)
    })?;
    Ok(Some((name, value)))
}

fn assignment(input: ParseStream<'_>) -> syn::Result<Assignment> {
    let span = input.span();
    let path = path(input)?;
    let value = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        let value = value(input)?;
        if value.is_empty() {
            return Err(input.error("expected a value"));
        }
        Some(value)
    } else {
        None
    };
    Ok(Assignment { path, span, value })
}

fn path(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let place = input.span();
    let mut path = TokenStream::new();
    let mut ends_in_name = false;
    while !input.is_empty() && !input.peek(Token![=]) && !input.peek(Token![,]) {
        let tree: TokenTree = input.parse()?;
        match &tree {
            TokenTree::Ident(_) if !ends_in_name => ends_in_name = true,
            TokenTree::Group(group) if group.delimiter() == Delimiter::None && !ends_in_name => {
                ends_in_name = true;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                // One alone, as in a struct.
                if ends_in_name && punct.spacing() == Spacing::Alone {
                    return Err(expected_equals(&path, punct.span()));
                }
                ends_in_name = false;
            }
            _ => return Err(expected_feature(tree.span())),
        }
        path.extend([tree]);
    }
    if ends_in_name {
        Ok(path)
    } else {
        Err(expected_feature(place))
    }
}

fn expected_equals(path: &TokenStream, place: Span) -> Error {
    let name = arguments::text(path.clone());
    Error::new(
        place,
        format!("write `{name} = …`, with `=` before a value"),
    )
}

fn expected_feature(place: Span) -> Error {
    Error::new(
        place,
        "expected the constant of a feature, such as `ENABLE_CRAZY_FEATURE` or \
         `my_features::CHECKOUT_BUTTON`",
    )
}

/// Everything up to the next comma; one in the generics of `f::<A, B>()` is no such comma.
fn value(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut value = TokenStream::new();
    let mut depth = 0_usize;
    let mut before = ['\0'; 2];
    while !input.is_empty() && (depth > 0 || !input.peek(Token![,])) {
        let tree: TokenTree = input.parse()?;
        let (seen, is_alone) = match &tree {
            TokenTree::Punct(punct) => (punct.as_char(), punct.spacing() == Spacing::Alone),
            _ => ('\0', false),
        };
        // One that is no part of `==`, `<=` or `+=`.
        if seen == '=' && is_alone && before[1] == '\0' {
            let message = "expected `,` between a value and the next feature";
            return Err(Error::new(tree.span(), message));
        }
        match seen {
            '<' if depth > 0 || before == [':', ':'] => depth += 1,
            '>' if before[1] != '-' && before[1] != '=' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = [before[1], seen];
        value.extend([tree]);
    }
    Ok(value)
}

/// The value for a feature: as it was written, but for a literal text, which a feature has as `Text`.
pub(crate) fn converted(value: &TokenStream, facade: &TokenStream) -> TokenStream {
    let mut trees = value.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Literal(literal)), None) if is_text(&literal.to_string()) => {
            // All of it stands where the literal does, for the message if the feature is no text.
            let facade = facade.clone().into_iter().map(|mut tree| {
                tree.set_span(literal.span());
                tree
            });
            let facade = TokenStream::from_iter(facade);
            quote_spanned!(literal.span()=> #facade::Text::literal(#literal))
        }
        _ => value.clone(),
    }
}

fn is_text(literal: &str) -> bool {
    literal.starts_with('"') || literal.starts_with("r\"") || literal.starts_with("r#")
}

/// The values in `[CheckoutButton::Red, CheckoutButton::Blue]`.
pub(crate) fn list(value: &TokenStream) -> syn::Result<Option<Vec<TokenStream>>> {
    let mut trees = value.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Bracket => {
            let values = |input: ParseStream<'_>| {
                let mut values = Vec::new();
                while !input.is_empty() {
                    values.push(self::value(input)?);
                    if !input.is_empty() {
                        input.parse::<Token![,]>()?;
                    }
                }
                Ok(values)
            };
            values.parse2(group.stream()).map(Some)
        }
        _ => Ok(None),
    }
}
