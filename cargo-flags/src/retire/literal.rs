//! Reads and writes literals.

use ra_ap_syntax::SyntaxNode;
use ra_ap_syntax::ast::{self, AstNode as _, HasName as _};

use super::fold::Round;
use super::value::Value;
use super::view::span;

/// The value that an expression writes down.
pub(super) fn read(round: &Round<'_>, expr: &ast::Expr) -> Option<Value> {
    match expr {
        ast::Expr::ParenExpr(it) => read(round, &it.expr()?),
        ast::Expr::PathExpr(it) => round.variant(it.path()?.syntax()).map(Value::Variant),
        ast::Expr::Literal(it) => parse(&it.syntax().text().to_string()),
        ast::Expr::PrefixExpr(it) if it.op_kind() == Some(ast::UnaryOp::Neg) => {
            parse(&it.syntax().text().to_string())
        }
        _ => None,
    }
}

/// The value of a literal's text.
pub(super) fn parse(text: &str) -> Option<Value> {
    match text {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ => {}
    }
    if text.starts_with('"') || text.starts_with("r\"") || text.starts_with("r#") {
        return string(text).map(Value::Str);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits.trim_start()),
        None => ("", text),
    };
    let plain = digits.replace('_', "");
    let plain = plain
        .strip_suffix("i64")
        .or_else(|| plain.strip_suffix("f64"))
        .unwrap_or(&plain);
    if !plain.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if plain.contains('.') || (plain.contains(['e', 'E']) && !plain.starts_with("0x")) {
        return format!("{sign}{plain}").parse().ok().map(Value::Float);
    }
    let (radix, digits) = match plain.get(..2) {
        Some("0x") => (16, &plain[2..]),
        Some("0o") => (8, &plain[2..]),
        Some("0b") => (2, &plain[2..]),
        _ => (10, plain),
    };
    i64::from_str_radix(&format!("{sign}{digits}"), radix)
        .ok()
        .map(Value::Integer)
}

fn string(text: &str) -> Option<String> {
    use ra_ap_syntax::ast::AstToken as _;

    let parsed = ra_ap_syntax::SourceFile::parse(
        &format!("const _: &str = {text};"),
        ra_ap_syntax::Edition::CURRENT,
    );
    let root = parsed.syntax_node();
    let token = root
        .descendants_with_tokens()
        .filter_map(|it| it.into_token())
        .find_map(ast::String::cast)?;
    token.value().ok().map(|it| it.into_owned())
}

/// The text of a known expression, where one can be written: `Err` says why not.
pub(super) fn write(
    round: &Round<'_>,
    expr: Option<&ast::Expr>,
    value: &Value,
    enum_path: Option<&str>,
) -> Result<String, String> {
    Ok(match value {
        Value::Bool(value) => value.to_string(),
        Value::Variant(index) => {
            let super::value::Kept::Variant { variants, .. } = round.kept else {
                return Err("the feature has no variants".to_owned());
            };
            match enum_path {
                Some(path) => format!("{path}::{}", variants[*index]),
                None => {
                    return Err(format!(
                        "the value would be written as a variant here, but the enum is not imported: import it, or \
                     replace the evaluation by hand with `{}`",
                        round.kept
                    ));
                }
            }
        }
        Value::Integer(value) => number(round, expr, &value.to_string(), "i64", *value < 0),
        Value::Float(value) => number(round, expr, &format!("{value:?}"), "f64", *value < 0.0),
        Value::Str(value) => format!("{value:?}"),
        Value::Text(value) => text(round, expr, value)?,
    })
}

/// A number with its type, where nothing else says what that is.
fn number(
    round: &Round<'_>,
    expr: Option<&ast::Expr>,
    digits: &str,
    ty: &str,
    negative: bool,
) -> String {
    let Some(expr) = expr else {
        return format!("{digits}_{ty}");
    };
    let bare = expr.syntax().parent().is_some_and(|parent| {
        if let Some(it) = ast::LetStmt::cast(parent.clone()) {
            return it.ty().is_some();
        }
        if let Some(it) = ast::BinExpr::cast(parent.clone()) {
            let other = [it.lhs(), it.rhs()]
                .into_iter()
                .flatten()
                .find(|it| it.syntax() != expr.syntax());
            return matches!(
                it.op_kind(),
                Some(ast::BinaryOp::CmpOp(_) | ast::BinaryOp::Assignment { .. })
            ) && other.is_some_and(|it| has_type(&it));
        }
        ast::Const::can_cast(parent.kind())
            || ast::Static::can_cast(parent.kind())
            || is_shown(round, &parent) && digits.parse::<i32>().is_ok()
    });
    let literal = if bare {
        digits.to_owned()
    } else {
        format!("{digits}_{ty}")
    };
    let parent = expr.syntax().parent();
    let tight = parent.is_some_and(|it| {
        ast::MethodCallExpr::can_cast(it.kind())
            || ast::PrefixExpr::can_cast(it.kind())
            || ast::CastExpr::can_cast(it.kind())
    });
    if negative && tight {
        format!("({literal})")
    } else {
        literal
    }
}

/// Whether an expression has a type of its own, which no number beside it changes.
fn has_type(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::FieldExpr(_) | ast::Expr::CastExpr(_) => true,
        ast::Expr::ParenExpr(it) => it.expr().is_some_and(|it| has_type(&it)),
        ast::Expr::PathExpr(it) => it
            .path()
            .and_then(|it| it.segment())
            .is_some_and(|it| !it.syntax().text().to_string().contains(char::is_lowercase)),
        _ => false,
    }
}

/// A text's literal is a `&str`, which is right only where any string is.
fn text(round: &Round<'_>, expr: Option<&ast::Expr>, value: &str) -> Result<String, String> {
    let refused = Err(format!(
        "the text would be `{value:?}` here, which has another type than a `Text`: write `.as_str()` behind the \
         evaluation, or replace it by hand"
    ));
    let Some(parent) = expr.and_then(|it| it.syntax().parent()) else {
        return refused;
    };
    if let Some(call) = ast::MethodCallExpr::cast(parent.clone()) {
        let name = call
            .name_ref()
            .map(|it| it.text().to_string())
            .unwrap_or_default();
        let of_str = [
            "as_bytes",
            "bytes",
            "chars",
            "contains",
            "ends_with",
            "eq_ignore_ascii_case",
            "find",
            "is_empty",
            "len",
            "lines",
            "parse",
            "repeat",
            "replace",
            "split",
            "split_whitespace",
            "starts_with",
            "to_lowercase",
            "to_string",
            "to_uppercase",
            "trim",
        ];
        if of_str.contains(&name.as_str())
            && expr.is_some_and(|it| call.receiver().is_some_and(|r| r.syntax() == it.syntax()))
        {
            return Ok(format!("{value:?}"));
        }
    }
    if is_shown(round, &parent) {
        return Ok(format!("{value:?}"));
    }
    refused
}

/// Whether these are the arguments of a macro that shows them, whatever their types are.
fn is_shown(round: &Round<'_>, arguments: &SyntaxNode) -> bool {
    let call = ast::ArgList::cast(arguments.clone())
        .and_then(|it| it.syntax().parent())
        .and_then(ast::CallExpr::cast);
    call.and_then(|it| round.view.macro_of(&it).map(|it| it.name.clone()))
        .is_some_and(|it| {
            matches!(
                it.as_str(),
                "eprint"
                    | "eprintln"
                    | "format"
                    | "format_args"
                    | "panic"
                    | "print"
                    | "println"
                    | "write"
                    | "writeln"
            )
        })
}

/// Whether the expression is the whole of a field that is written in short: `Page { x }`.
pub(super) fn short_field(expr: &ast::Expr) -> Option<String> {
    let field = expr
        .syntax()
        .parent()
        .and_then(ast::RecordExprField::cast)?;
    (field.colon_token().is_none() && span(expr) == super::view::bytes(field.syntax()))
        .then(|| expr.syntax().text().to_string())
}

/// The name of a variable pattern that can be replaced by a value.
pub(super) fn plain_name(pattern: &ast::Pat) -> Option<String> {
    match pattern {
        ast::Pat::IdentPat(it)
            if it.pat().is_none() && it.mut_token().is_none() && it.ref_token().is_none() =>
        {
            Some(it.name()?.text().to_string())
        }
        ast::Pat::WildcardPat(_) => Some("_".to_owned()),
        _ => None,
    }
}
