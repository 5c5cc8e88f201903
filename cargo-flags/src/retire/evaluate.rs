//! Evaluations of the feature.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode as _, HasArgList as _};
use ra_ap_syntax::{Edition, NodeOrToken, SourceFile, SyntaxKind, SyntaxNode, SyntaxToken};

use super::draft::{Mark, Step};
use super::effect::is_pure;
use super::fold::Round;
use super::value::Value;
use super::view::{View, bytes, span};

/// The value of the evaluation that a constant is the subject of.
pub(super) fn step(round: &Round<'_>, mark: &Mark) -> Option<Step> {
    let value = round.kept.value();
    let Some(expr) = round.view.expression(&mark.range) else {
        let range = in_tokens(round, mark, &value)?;
        return Some(Step::known(range, value));
    };
    let evaluation = evaluation(&expr)?;
    if !evaluation.fits(&value) || !evaluation.effects.iter().all(|it| is_pure(round.view, it)) {
        return None;
    }
    Some(Step::known(evaluation.range, value))
}

/// An evaluation of a feature, as it is written.
#[derive(Clone, Debug)]
pub(super) struct Evaluation {
    pub(super) range: Range<usize>,
    boolean: bool,
    /// Expressions that are evaluated for it, beside the constant itself.
    pub(super) effects: Vec<ast::Expr>,
}

impl Evaluation {
    fn fits(&self, value: &Value) -> bool {
        !self.boolean || matches!(value, Value::Bool(_))
    }
}

/// The evaluation whose feature this expression is.
pub(super) fn evaluation(constant: &ast::Expr) -> Option<Evaluation> {
    let mut expr = constant.clone();
    let mut parent = expr.syntax().parent()?;
    while let Some(paren) = ast::ParenExpr::cast(parent.clone()) {
        expr = ast::Expr::ParenExpr(paren);
        parent = expr.syntax().parent()?;
    }
    if let Some(call) = ast::MethodCallExpr::cast(parent.clone()) {
        return by_method(&call);
    }
    let arguments = ast::ArgList::cast(parent)?;
    let args: Vec<ast::Expr> = arguments.args().collect();
    if args.first()?.syntax() != expr.syntax() {
        return None;
    }
    let parent = arguments.syntax().parent()?;
    // `flags.is_enabled(X, &context)`.
    if let Some(call) = ast::MethodCallExpr::cast(parent.clone()) {
        let [_, context] = args.as_slice() else {
            return None;
        };
        let effects = vec![call.receiver()?, context.clone()];
        return of_name(&call, effects, &["is_enabled"], &["get"], &["evaluate"]);
    }
    // `Feature::is_enabled(X)`.
    let call = ast::CallExpr::cast(parent)?;
    let callee = call.expr()?.syntax().text().to_string();
    let (ty, method) = callee.rsplit_once("::")?;
    let ty = ty.split("::<").next()?.rsplit("::").next()?;
    let boolean = matches!(method, "is_enabled" | "is_enabled_for");
    let known = boolean || matches!(method, "get" | "get_for");
    (known && matches!(ty, "Feature" | "Frozen")).then(|| Evaluation {
        range: bytes(call.syntax()),
        boolean,
        effects: args[1..].to_vec(),
    })
}

fn by_method(call: &ast::MethodCallExpr) -> Option<Evaluation> {
    let effects: Vec<ast::Expr> = call.arg_list()?.args().collect();
    match effects.len() {
        0 => of_name(call, effects, &["is_enabled"], &["get"], &["evaluate"]),
        1 => of_name(
            call,
            effects,
            &["is_enabled_for"],
            &["get_for"],
            &["evaluate_for"],
        ),
        _ => None,
    }
}

fn of_name(
    call: &ast::MethodCallExpr,
    effects: Vec<ast::Expr>,
    boolean: &[&str],
    any: &[&str],
    in_full: &[&str],
) -> Option<Evaluation> {
    let name = call.name_ref()?.text().to_string();
    let name = name.as_str();
    let range = if in_full.contains(&name) {
        value_of(call)?
    } else if boolean.contains(&name) || any.contains(&name) {
        bytes(call.syntax())
    } else {
        return None;
    };
    Some(Evaluation {
        range,
        boolean: boolean.contains(&name),
        effects,
    })
}

/// `X.evaluate().into_value()` and `*X.evaluate().value()`.
fn value_of(evaluation: &ast::MethodCallExpr) -> Option<Range<usize>> {
    let call = evaluation
        .syntax()
        .parent()
        .and_then(ast::MethodCallExpr::cast)?;
    match call.name_ref()?.text().as_str() {
        "into_value" => Some(bytes(call.syntax())),
        "value" => {
            let parent = call.syntax().parent()?;
            if let Some(it) = ast::PrefixExpr::cast(parent.clone()) {
                return (it.op_kind() == Some(ast::UnaryOp::Deref)).then(|| bytes(it.syntax()));
            }
            let clone = ast::MethodCallExpr::cast(parent)?;
            (clone.name_ref()?.text() == "clone").then(|| bytes(clone.syntax()))
        }
        _ => None,
    }
}

/// `X.is_enabled()` as the whole of what stands between the commas or brackets of a macro that is not
/// known: a literal can stand there as well.
fn in_tokens(round: &Round<'_>, mark: &Mark, value: &Value) -> Option<Range<usize>> {
    let range = evaluation_in_tokens(round.view, round.text(), mark)?;
    let call = &round.text()[mark.range.end..range.end];
    if call.contains("is_enabled") && !matches!(value, Value::Bool(_)) {
        return None;
    }
    let before = neighbour(
        round.view.token_at(range.start)?.prev_token(),
        SyntaxToken::prev_token,
    )?;
    let after = neighbour(round.view.token_at(range.end), SyntaxToken::next_token)?;
    let opens = matches!(
        before.kind(),
        SyntaxKind::L_PAREN
            | SyntaxKind::L_BRACK
            | SyntaxKind::L_CURLY
            | SyntaxKind::COMMA
            | SyntaxKind::COLON
    );
    let closes = matches!(
        after.kind(),
        SyntaxKind::R_PAREN
            | SyntaxKind::R_BRACK
            | SyntaxKind::R_CURLY
            | SyntaxKind::COMMA
            | SyntaxKind::SEMICOLON
    );
    (opens && closes).then_some(range)
}

fn evaluation_in_tokens(view: &View, text: &str, mark: &Mark) -> Option<Range<usize>> {
    let last = view.token_at(mark.range.end.checked_sub(1)?)?;
    ast::TokenTree::can_cast(last.parent()?.kind()).then_some(())?;
    let mut rest = last
        .siblings_with_tokens(ra_ap_syntax::Direction::Next)
        .skip(1)
        .filter(|it| !it.kind().is_trivia());
    (rest.next()?.kind() == SyntaxKind::DOT).then_some(())?;
    let name = rest.next()?.into_token()?;
    let NodeOrToken::Node(arguments) = rest.next()? else {
        return None;
    };
    let whole = mark.range.start..bytes(&arguments).end;
    let no_arguments = arguments
        .text()
        .to_string()
        .trim_matches(['(', ')'])
        .trim()
        .is_empty();
    match name.text() {
        "is_enabled" | "get" if no_arguments => {}
        "is_enabled_for" | "get_for" if has_pure_argument(view, &arguments) => {}
        _ => return None,
    }
    (text.get(whole.clone())?.ends_with(')')).then_some(whole)
}

fn has_pure_argument(view: &View, arguments: &SyntaxNode) -> bool {
    let parsed = SourceFile::parse(
        &format!("const _: () = f{};", arguments.text()),
        Edition::CURRENT,
    );
    let root = parsed.syntax_node();
    let call = root.descendants().find_map(ast::CallExpr::cast);
    parsed.errors().is_empty()
        && call
            .and_then(|it| it.arg_list())
            .is_some_and(|it| it.args().all(|it| is_pure(view, &it)))
}

fn neighbour(
    mut token: Option<SyntaxToken>,
    next: impl Fn(&SyntaxToken) -> Option<SyntaxToken>,
) -> Option<SyntaxToken> {
    while let Some(it) = &token {
        if !it.kind().is_trivia() {
            return token;
        }
        token = next(it);
    }
    None
}

/// Bytes of the arguments of an evaluation that do something.
pub(super) fn effects(view: &View, constant: &ast::Expr) -> Option<Range<usize>> {
    let evaluation = evaluation(constant)?;
    evaluation
        .effects
        .iter()
        .find(|it| !is_pure(view, it))
        .map(span)
}
