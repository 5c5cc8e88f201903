//! The function that an attribute stands on.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Error;

/// A function as tokens, in its parts. What is not looked at stays as it was written.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    /// Visibility, `async`, `unsafe`, `extern`, and `fn`.
    pub(crate) head: TokenStream,
    pub(crate) is_async: bool,
    pub(crate) name: Ident,
    pub(crate) generics: TokenStream,
    pub(crate) parameters: Group,
    /// The type that is returned, and `where`.
    pub(crate) returns: TokenStream,
    pub(crate) body: Group,
}

/// `#[…]`.
pub(crate) struct Attribute {
    tokens: TokenStream,
    /// Its path without spaces: `tokio::test`.
    pub(crate) path: String,
}

/// One parameter: `#[case] mut number: i32`.
pub(crate) struct Parameter {
    pub(crate) attributes: Vec<Attribute>,
    /// `mut number: i32`.
    pub(crate) bare: TokenStream,
    /// `number: i32`.
    pub(crate) immutable: TokenStream,
    pub(crate) name: Ident,
}

impl Function {
    /// Reads the item below `#[attribute]`.
    pub(crate) fn parse(item: TokenStream, attribute: &str) -> Result<Self, Error> {
        let mut trees: Vec<TokenTree> = item.into_iter().collect();
        // What a `macro_rules!` macro took as an item arrives in a group without delimiters.
        while let [TokenTree::Group(group)] = &trees[..]
            && group.delimiter() == Delimiter::None
        {
            trees = group.stream().into_iter().collect();
        }
        let place = trees.first().map_or_else(Span::call_site, TokenTree::span);
        let expected = format!("`{attribute}` goes on a function with a body");
        let mut rest = &trees[..];
        let attributes = attributes(&mut rest);
        let keyword = rest
            .iter()
            .position(|tree| is_word(tree, "fn"))
            .ok_or_else(|| Error::new(place, &expected))?;
        let (head, after) = rest.split_at(keyword + 1);
        if let Some(word) = head.iter().find(|tree| is_word(tree, "const")) {
            return Err(Error::new(
                word.span(),
                format!("`{attribute}` cannot go on a `const fn`: overriding is done at run time"),
            ));
        }
        let (TokenTree::Ident(name), after) = after
            .split_first()
            .ok_or_else(|| Error::new(place, &expected))?
        else {
            return Err(Error::new(place, &expected));
        };
        let start = parameters_at(after).ok_or_else(|| Error::new(place, &expected))?;
        let (generics, after) = after.split_at(start);
        match after {
            [
                TokenTree::Group(parameters),
                returns @ ..,
                TokenTree::Group(body),
            ] if body.delimiter() == Delimiter::Brace => Ok(Self {
                attributes,
                is_async: head.iter().any(|tree| is_word(tree, "async")),
                head: head.iter().cloned().collect(),
                name: name.clone(),
                generics: generics.iter().cloned().collect(),
                parameters: parameters.clone(),
                returns: returns.iter().cloned().collect(),
                body: body.clone(),
            }),
            _ => Err(Error::new(place, &expected)),
        }
    }

    /// The body as a block, and before it the inner attributes (`#![…]`), which a block inside of
    /// another body cannot have.
    pub(crate) fn inner(&self) -> (TokenStream, TokenStream) {
        let trees: Vec<TokenTree> = self.body.stream().into_iter().collect();
        let mut rest = &trees[..];
        while let [hash, bang, TokenTree::Group(group), after @ ..] = rest
            && is_punct(hash, '#')
            && is_punct(bang, '!')
            && group.delimiter() == Delimiter::Bracket
        {
            rest = after;
        }
        let attributes = &trees[..trees.len() - rest.len()];
        let mut block = Group::new(Delimiter::Brace, rest.iter().cloned().collect());
        block.set_span(self.body.span());
        (attributes.iter().cloned().collect(), quote!(#block))
    }

    /// Its parameters; an error names the first that has no name, or is `self`.
    pub(crate) fn parameters(&self) -> Result<Vec<Parameter>, Error> {
        split(self.parameters.stream())
            .into_iter()
            .map(|trees| {
                let mut rest = &trees[..];
                let attributes = attributes(&mut rest);
                let bare: TokenStream = rest.iter().cloned().collect();
                if let [first, after @ ..] = rest
                    && is_word(first, "mut")
                {
                    rest = after;
                }
                match rest {
                    [TokenTree::Ident(name), colon, ..]
                        if is_punct(colon, ':') && name != "self" =>
                    {
                        Ok(Parameter {
                            attributes,
                            bare,
                            immutable: rest.iter().cloned().collect(),
                            name: name.clone(),
                        })
                    }
                    _ => Err(Error::new(
                        trees.first().map_or_else(Span::call_site, TokenTree::span),
                        "each parameter of a test in a matrix needs a name, and it takes no `self`",
                    )),
                }
            })
            .collect()
    }
}

impl ToTokens for Attribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.clone());
    }
}

/// Takes the attributes off the front.
fn attributes(rest: &mut &[TokenTree]) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    while let [hash, TokenTree::Group(group), after @ ..] = *rest
        && is_punct(hash, '#')
        && group.delimiter() == Delimiter::Bracket
    {
        let path = group.stream().into_iter().take_while(|tree| match tree {
            TokenTree::Ident(_) => true,
            TokenTree::Punct(punct) => punct.as_char() == ':',
            _ => false,
        });
        attributes.push(Attribute {
            path: path.map(|tree| tree.to_string()).collect(),
            tokens: rest[..2].iter().cloned().collect(),
        });
        *rest = after;
    }
    attributes
}

/// Where the parameters begin: generics may have parentheses too.
fn parameters_at(trees: &[TokenTree]) -> Option<usize> {
    let mut angles = Angles::default();
    trees.iter().position(|tree| {
        angles.see(tree);
        angles.depth == 0
            && matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
    })
}

/// The parts between commas; a comma in angle brackets belongs to a type.
pub(crate) fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    let mut angles = Angles::default();
    for tree in tokens {
        angles.see(&tree);
        match parts.last_mut() {
            Some(part) if angles.depth > 0 || !is_punct(&tree, ',') => part.push(tree),
            _ => parts.push(Vec::new()),
        }
    }
    if parts.last().is_some_and(Vec::is_empty) {
        parts.pop();
    }
    parts
}

/// Counts the angle brackets of types; the arrow `->` closes none.
#[derive(Default)]
struct Angles {
    depth: usize,
    after_dash: bool,
}

impl Angles {
    fn see(&mut self, tree: &TokenTree) {
        if is_punct(tree, '<') {
            self.depth += 1;
        } else if is_punct(tree, '>') && !self.after_dash {
            self.depth = self.depth.saturating_sub(1);
        }
        self.after_dash = is_punct(tree, '-') || is_punct(tree, '=');
    }
}

pub(crate) fn is_punct(tree: &TokenTree, character: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn is_word(tree: &TokenTree, word: &str) -> bool {
    matches!(tree, TokenTree::Ident(name) if name == word)
}
