//! The feature among all features: `Key::X`, and its field of `Values`.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode as _};
use ra_ap_syntax::{Direction, NodeOrToken, SyntaxKind, SyntaxNode};

use super::branch::without_arm;
use super::draft::{Edit, Mark, Step};
use super::fold::Round;
use super::layout::{line_start, without_lines};
use super::testing::is_kept;
use super::view::bytes;

/// Takes `Key::X` out of a pattern: nothing has that key any more.
pub(super) fn key(round: &Round<'_>, mark: &Mark) -> Option<Step> {
    let pattern: ast::PathPat = round.view.around(&mark.range)?;
    if bytes(pattern.syntax()) != mark.range {
        return None;
    }
    let parent = pattern.syntax().parent()?;
    if let Some(arm) = ast::MatchArm::cast(parent.clone()) {
        return Some(Step::edits(vec![Edit::delete(without_arm(
            round.text(),
            &arm,
        ))]));
    }
    let alternatives = ast::OrPat::cast(parent)?;
    (alternatives.pats().count() > 1).then_some(())?;
    Some(Step::edits(vec![Edit::delete(without_separated(
        pattern.syntax(),
        SyntaxKind::PIPE,
    ))]))
}

/// Takes the field out of a literal that gives it the value that is kept.
pub(super) fn field(round: &Round<'_>, mark: &Mark) -> Option<Step> {
    let (node, fits) = if let Some(field) = round.view.around::<ast::RecordExprField>(&mark.range) {
        let fits = is_kept(round, &field.expr()?) == Some(true);
        (field.syntax().clone(), fits)
    } else {
        let field: ast::RecordPatField = round.view.around(&mark.range)?;
        let ignored = matches!(field.pat(), Some(ast::Pat::WildcardPat(_)));
        (field.syntax().clone(), ignored)
    };
    if !fits || bytes(&node).start != mark.range.start {
        return None;
    }
    let range = without_separated(&node, SyntaxKind::COMMA);
    Some(Step::edits(vec![Edit::delete(whole_line(
        round.text(),
        range,
    ))]))
}

/// A member of a list, with what separates it from the next, or from the one before if it is the last.
pub(super) fn without_separated(node: &SyntaxNode, separator: SyntaxKind) -> Range<usize> {
    let range = bytes(node);
    let other = |direction| {
        node.siblings_with_tokens(direction)
            .skip(1)
            .filter(|it| !it.kind().is_trivia())
            .take(2)
            .collect::<Vec<_>>()
    };
    let is_separator = |it: &NodeOrToken<_, _>| {
        let kind: SyntaxKind = match it {
            NodeOrToken::Node(node) => SyntaxNode::kind(node),
            NodeOrToken::Token(token) => ra_ap_syntax::SyntaxToken::kind(token),
        };
        kind == separator
    };
    let next = other(Direction::Next);
    if let Some(it) = next.first()
        && is_separator(it)
    {
        // Up to the next member, unless that begins a line of its own.
        let end = usize::from(it.text_range().end());
        return match next.get(1) {
            Some(following) if on_one_line(it, following) => {
                range.start..following.text_range().start().into()
            }
            _ => range.start..end,
        };
    }
    match other(Direction::Prev).first() {
        Some(it) if is_separator(it) => it.text_range().start().into()..range.end,
        _ => range,
    }
}

fn on_one_line(
    a: &NodeOrToken<SyntaxNode, ra_ap_syntax::SyntaxToken>,
    b: &NodeOrToken<SyntaxNode, ra_ap_syntax::SyntaxToken>,
) -> bool {
    let mut next = a.next_sibling_or_token();
    while let Some(it) = next {
        if it == *b {
            return true;
        }
        if it
            .as_token()
            .is_some_and(|it| it.text().contains('\n') || it.kind() == SyntaxKind::COMMENT)
        {
            return false;
        }
        next = it.next_sibling_or_token();
    }
    false
}

/// With its line, if it is alone there.
fn whole_line(text: &str, range: Range<usize>) -> Range<usize> {
    if text[line_start(text, range.start)..range.start]
        .trim()
        .is_empty()
    {
        without_lines(text, &range)
    } else {
        range
    }
}
