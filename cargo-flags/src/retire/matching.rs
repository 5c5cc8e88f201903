//! `match`, `if let`, `let … else`, `matches!`.

use ra_ap_syntax::ast::{self, AstNode as _, HasAttrs as _, HasName as _};
use ra_ap_syntax::{Edition, SourceFile, SyntaxNode};

use super::binding;
use super::draft::{Edit, Step};
use super::fold::Round;
use super::layout::{Layout, indentation, without_lines};
use super::literal;
use super::place::{Chosen, Statement, is_plain, put, unreachable};
use super::value::Value;
use super::view::{bytes, span};

pub(super) fn follow(
    round: &Round<'_>,
    expr: &ast::Expr,
    parent: &SyntaxNode,
    value: &Value,
) -> Option<Step> {
    if let Some(it) = ast::MatchExpr::cast(parent.clone()) {
        return fold_match(round, &it, value);
    }
    if let Some(it) = ast::LetExpr::cast(parent.clone()) {
        return Some(Step::known(
            bytes(it.syntax()),
            Value::Bool(matches(round, &it.pat()?, value)?.without_names()?),
        ));
    }
    if let Some(it) = ast::LetStmt::cast(parent.clone()) {
        return let_else(round, &it, value);
    }
    let arguments = ast::ArgList::cast(parent.clone())?;
    let call = arguments.syntax().parent().and_then(ast::CallExpr::cast)?;
    let shown = round.view.macro_of(&call)?;
    let pattern = shown.pattern.clone()?;
    (arguments.args().next()?.syntax() == expr.syntax()).then_some(())?;
    Some(Step::known(
        bytes(call.syntax()),
        Value::Bool(matches_text(round, &pattern, value)?),
    ))
}

/// Whether a pattern takes a value.
#[derive(Clone, Debug)]
enum Match {
    No,
    Yes,
    /// It does, and binds it to this name.
    Named(ast::IdentPat),
}

impl Match {
    fn without_names(&self) -> Option<bool> {
        match self {
            Self::No => Some(false),
            Self::Yes => Some(true),
            Self::Named(_) => None,
        }
    }
}

fn fold_match(round: &Round<'_>, it: &ast::MatchExpr, value: &Value) -> Option<Step> {
    let mut guarded = Vec::new();
    for arm in it.match_arm_list()?.arms() {
        if arm.attrs().next().is_some() {
            return None;
        }
        let found = matches(round, &arm.pat()?, value)?;
        let guard = arm.guard();
        match (found, guard) {
            (Match::No, _) => {}
            (Match::Yes, Some(_)) => guarded.push(arm),
            (Match::Yes, None) => return choose(round, it, &guarded, &arm),
            (Match::Named(name), None) if guarded.is_empty() => {
                return named(round, it, &arm, &name, value);
            }
            (Match::Named(_), _) => return None,
        }
    }
    None
}

fn choose(
    round: &Round<'_>,
    it: &ast::MatchExpr,
    guarded: &[ast::MatchArm],
    arm: &ast::MatchArm,
) -> Option<Step> {
    let place = ast::Expr::MatchExpr(it.clone());
    let body = arm.expr()?;
    if guarded.is_empty() {
        return Some(Step::edits(put(
            round.view,
            round.text(),
            &place,
            Chosen::Expr(body),
        )));
    }
    // `V if guard => a, V => b` is `if guard { a } else { b }`.
    let chain = Chain::new(round, &place);
    let mut edits = Vec::new();
    let mut at = span(&place).start;
    for (index, arm) in guarded.iter().enumerate() {
        let condition = span(&arm.guard()?.condition()?);
        let lead = if index == 0 { "if " } else { " else if " };
        edits.push(Edit::replace(at..condition.start, lead));
        at = chain.body(&mut edits, condition.end, " ", &arm.expr()?);
    }
    at = chain.body(&mut edits, at, " else ", &body);
    edits.push(Edit::delete(at..span(&place).end));
    Some(Step::edits(edits))
}

/// Bodies of arms as those of an `if`.
struct Chain<'a> {
    layout: Layout<'a>,
    text: &'a str,
    place: usize,
}

impl<'a> Chain<'a> {
    fn new(round: &'a Round<'_>, place: &ast::Expr) -> Self {
        Self {
            layout: Layout::new(round.view, round.text()),
            text: round.text(),
            place: span(place).start,
        }
    }

    /// Puts something for the text before a body, and braces around it. Returns where it ends.
    fn body(&self, edits: &mut Vec<Edit>, from: usize, lead: &str, body: &ast::Expr) -> usize {
        let range = span(body);
        let outer = indentation(self.text, self.place);
        if matches!(body, ast::Expr::BlockExpr(it) if is_plain(it)) {
            edits.push(Edit::replace(from..range.start, lead));
            edits.extend(self.layout.moved(&range, outer));
        } else {
            let inner = format!("{outer}    ");
            edits.push(Edit::replace(
                from..range.start,
                format!("{lead}{{\n{inner}"),
            ));
            edits.extend(self.layout.moved(&range, &inner));
            edits.push(Edit::insert(range.end, format!("\n{outer}}}")));
        }
        range.end
    }
}

/// `other => f(other)`: the name is the value from now on.
fn named(
    round: &Round<'_>,
    it: &ast::MatchExpr,
    arm: &ast::MatchArm,
    name: &ast::IdentPat,
    value: &Value,
) -> Option<Step> {
    let body = arm.expr()?;
    let ident = name.name()?.text().to_string();
    let uses = binding::uses_of(round, &ident, &span(&body))?;
    let place = ast::Expr::MatchExpr(it.clone());
    let mut step = Step::edits(put(round.view, round.text(), &place, Chosen::Expr(body)));
    step.known = uses.into_iter().map(|it| (it, value.clone())).collect();
    Some(step)
}

/// `let V = X.get() else { … };`.
fn let_else(round: &Round<'_>, it: &ast::LetStmt, value: &Value) -> Option<Step> {
    let otherwise = it.let_else()?.block_expr()?;
    let found = matches(round, &it.pat()?, value)?.without_names()?;
    let at = Statement::around(it.syntax(), true, it.attrs().next().is_some())?;
    if found {
        return Some(Step::edits(vec![Edit::delete(without_lines(
            round.text(),
            &at.range,
        ))]));
    }
    // As if it were `let x = if X { … } else { … };` of which the second is chosen.
    let layout = Layout::new(round.view, round.text());
    let block = span(&ast::Expr::BlockExpr(otherwise));
    let mut edits = layout.keep(&at.range, &block);
    edits.extend(unreachable(round.text(), &at.list, &at.range));
    Some(Step::edits(edits))
}

fn matches(round: &Round<'_>, pattern: &ast::Pat, value: &Value) -> Option<Match> {
    match pattern {
        ast::Pat::WildcardPat(_) => Some(Match::Yes),
        ast::Pat::ParenPat(it) => matches(round, &it.pat()?, value),
        ast::Pat::OrPat(it) => {
            let mut any = false;
            for pattern in it.pats() {
                any |= matches(round, &pattern, value)?.without_names()?;
            }
            Some(if any { Match::Yes } else { Match::No })
        }
        ast::Pat::LiteralPat(it) => {
            let text = it.syntax().text().to_string();
            is(value, literal::parse(&text)?)
        }
        ast::Pat::RangePat(it) => in_range(it, value),
        ast::Pat::PathPat(it) => is(value, Value::Variant(round.variant(it.path()?.syntax())?)),
        ast::Pat::IdentPat(it) => {
            let name = it.name()?;
            if let Some(variant) = round
                .variant(it.syntax())
                .or_else(|| round.variant(name.syntax()))
            {
                return is(value, Value::Variant(variant));
            }
            if it.pat().is_some()
                || !name
                    .text()
                    .starts_with(|c: char| c.is_lowercase() || c == '_')
            {
                return None;
            }
            // A name that must be mutable, or a reference, is a variable of its own.
            (it.mut_token().is_none() && it.ref_token().is_none()).then(|| Match::Named(it.clone()))
        }
        _ => None,
    }
}

fn is(value: &Value, other: Value) -> Option<Match> {
    let same = match (value, &other) {
        (Value::Str(a), Value::Text(b) | Value::Str(b)) => a == b,
        (Value::Bool(_), Value::Bool(_))
        | (Value::Variant(_), Value::Variant(_))
        | (Value::Integer(_), Value::Integer(_))
        | (Value::Float(_), Value::Float(_)) => *value == other,
        _ => return None,
    };
    Some(if same { Match::Yes } else { Match::No })
}

fn in_range(range: &ast::RangePat, value: &Value) -> Option<Match> {
    use ast::RangeItem as _;

    let Value::Integer(value) = value else {
        return None;
    };
    let bound = |pattern: Option<ast::Pat>| -> Option<Option<i64>> {
        let Some(pattern) = pattern else {
            return Some(None);
        };
        match literal::parse(&pattern.syntax().text().to_string())? {
            Value::Integer(value) => Some(Some(value)),
            _ => None,
        }
    };
    let (start, end) = (bound(range.start())?, bound(range.end())?);
    let above = start.is_none_or(|start| start <= *value);
    let below = end.is_none_or(|end| match range.op_kind() {
        Some(ast::RangeOp::Exclusive) => *value < end,
        _ => *value <= end,
    });
    Some(if above && below {
        Match::Yes
    } else {
        Match::No
    })
}

/// Whether the pattern of `matches!` takes the value. The tree does not show it.
pub(super) fn matches_text(
    round: &Round<'_>,
    range: &std::ops::Range<usize>,
    value: &Value,
) -> Option<bool> {
    let before = "const _: () = match () { ";
    let text = format!("{before}{} => {{}} }};", &round.text()[range.clone()]);
    let parsed = SourceFile::parse(&text, Edition::CURRENT);
    if !parsed.errors().is_empty() {
        return None;
    }
    let root = parsed.syntax_node();
    let arm = root.descendants().find_map(ast::MatchArm::cast)?;
    if arm.guard().is_some() {
        return None;
    }
    // The same places, seen from there.
    let shift = |at: usize| (at + before.len()).checked_sub(range.start);
    let draft = super::draft::Draft {
        marks: (round.draft.marks.iter())
            .filter(|mark| super::draft::within(&mark.range, range))
            .filter_map(|mark| {
                let mut mark = mark.clone();
                mark.range = shift(mark.range.start)?..shift(mark.range.end)?;
                Some(mark)
            })
            .collect(),
        text,
        removed: Vec::new(),
        refused: Vec::new(),
    };
    let there = Round {
        view: round.view,
        draft: &draft,
        kept: round.kept,
    };
    matches(&there, &arm.pat()?, value)?.without_names()
}
