//! A path as it is written: `crate::features::CRAZY`.

use std::ops::Range;

use ra_ap_syntax::ast;
use ra_ap_syntax::{AstNode as _, NodeOrToken, SmolStr, SyntaxKind, SyntaxToken, T, TextRange};

/// A path as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// Whether it begins with `::`.
    pub(super) global: bool,
    /// Its segments, without generic arguments; never empty.
    pub(super) segments: Vec<Segment>,
}

/// One name of a path: also `crate`, `self`, `super`; `$crate` is `crate`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The name, without `r#`.
    pub(super) name: SmolStr,
    /// Where it is written.
    pub(super) range: Range<usize>,
}

impl Path {
    /// `None` for one that begins in a type, such as `<T as Trait>::X`, or has a hole.
    pub(super) fn of(path: &ast::Path) -> Option<Self> {
        let mut segments = Vec::new();
        let mut global = false;
        let mut next = Some(path.clone());
        while let Some(path) = next {
            let segment = path.segment()?;
            if segment.type_anchor().is_some() {
                return None;
            }
            let name = segment.name_ref()?;
            let token = name.syntax().first_token()?;
            segments.push(Segment::of(&token));
            next = path.qualifier();
            if next.is_none() {
                global = segment.coloncolon_token().is_some();
            }
        }
        segments.reverse();
        Some(Self { global, segments })
    }

    /// The path that this token of a macro's arguments is part of; `None` for a field, a method, or
    /// the name of a struct's field.
    pub(super) fn in_tokens(token: &SyntaxToken) -> Option<Self> {
        let mut first = token.clone();
        let mut global = false;
        while let Some(colons) = colons_before(&first) {
            match significant_before(&colons) {
                Some(before) if is_name(&before) => first = before,
                _ => {
                    global = true;
                    break;
                }
            }
        }
        let before = significant_before(&first).map(|token| token.kind());
        if before == Some(T![.]) && !is_range_before(&first) {
            return None;
        }
        let mut segments = vec![Segment::of(&first)];
        let mut last = first;
        while let Some(next) = name_after_colons(&last) {
            segments.push(Segment::of(&next));
            last = next;
        }
        if before == Some(T![$]) && segments[0].name != "crate" {
            return None;
        }
        Some(Self { global, segments })
    }

    /// Of one segment.
    pub(super) fn single(token: &SyntaxToken) -> Self {
        Self {
            global: false,
            segments: vec![Segment::of(token)],
        }
    }

    /// This path with another after it.
    pub(super) fn join(&self, rest: &Self) -> Self {
        Self {
            global: self.global,
            segments: [&self.segments[..], &rest.segments[..]].concat(),
        }
    }

    /// The segments that are written, from the first to the one of this number.
    pub(super) fn range(&self, to: usize) -> Range<usize> {
        self.segments[0].range.start..self.segments[to].range.end
    }

    /// Its last segment.
    pub(super) fn last(&self) -> &Segment {
        self.segments.last().expect("a path has a segment")
    }

    /// The name, of a path that is one name.
    pub(super) fn as_name(&self) -> Option<&SmolStr> {
        match &self.segments[..] {
            [only] if !self.global => Some(&only.name),
            _ => None,
        }
    }
}

impl Segment {
    fn of(token: &SyntaxToken) -> Self {
        Self {
            name: plain(token.text()),
            range: bytes(token.text_range()),
        }
    }
}

/// A name without `r#`.
pub(super) fn plain(name: &str) -> SmolStr {
    SmolStr::new(name.strip_prefix("r#").unwrap_or(name))
}

/// The name of an item.
pub(super) fn name_of(item: &impl ast::HasName) -> Option<SmolStr> {
    Some(plain(item.name()?.text().as_str()))
}

/// A range of the syntax tree in bytes.
pub(super) fn bytes(range: TextRange) -> Range<usize> {
    range.start().into()..range.end().into()
}

/// The sibling before, past spaces and comments.
pub(super) fn significant_before(token: &SyntaxToken) -> Option<SyntaxToken> {
    let mut before = token.prev_sibling_or_token();
    loop {
        match before? {
            NodeOrToken::Token(token) if token.kind().is_trivia() => {
                before = token.prev_sibling_or_token();
            }
            NodeOrToken::Token(token) => return Some(token),
            NodeOrToken::Node(_) => return None,
        }
    }
}

/// The sibling after, past spaces and comments.
pub(super) fn significant_after(
    token: &SyntaxToken,
) -> Option<NodeOrToken<ra_ap_syntax::SyntaxNode, SyntaxToken>> {
    let mut after = token.next_sibling_or_token();
    while let Some(NodeOrToken::Token(token)) = &after
        && token.kind().is_trivia()
    {
        after = token.next_sibling_or_token();
    }
    after
}

pub(super) fn is_name(token: &SyntaxToken) -> bool {
    matches!(
        token.kind(),
        SyntaxKind::IDENT | T![crate] | T![self] | T![super]
    )
}

/// The first `:` of `::` before this token. In a macro's arguments each is a token of its own.
fn colons_before(token: &SyntaxToken) -> Option<SyntaxToken> {
    let second = significant_before(token)?;
    if second.kind() == T![::] {
        return Some(second);
    }
    let first = second.prev_token()?;
    (second.kind() == T![:] && first.kind() == T![:]).then_some(first)
}

fn name_after_colons(token: &SyntaxToken) -> Option<SyntaxToken> {
    let first = significant_after(token)?.into_token()?;
    let second = match first.kind() {
        T![::] => first,
        T![:] => first.next_token().filter(|token| token.kind() == T![:])?,
        _ => return None,
    };
    significant_after(&second)?.into_token().filter(is_name)
}

/// `..CRAZY` is no field.
fn is_range_before(token: &SyntaxToken) -> bool {
    significant_before(token)
        .and_then(|dot| dot.prev_token())
        .is_some_and(|token| token.kind() == T![.])
}
