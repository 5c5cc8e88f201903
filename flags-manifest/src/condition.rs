//! Conditions: `attribute = matcher`, `segment`, `any`, `all`, `none`.

use crate::diagnostic::{OneOf, Quoted};
use crate::findings::Findings;
use crate::grammar::Grammar;
use crate::instant::instant;
use crate::keys;
use crate::model::{
    Attribute, AttributeType, Condition, Matcher, Operand, Operator, Scalar, Test, Value,
};
use crate::pattern;
use crate::reader::{self, Each, In, What};
use crate::tree::{Entry, Kind, Node};
use crate::value;

pub(crate) fn condition(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    node: &Node<'_>,
    what: What<'_>,
) -> Option<Condition> {
    let table = reader::table(findings, node, what)?;
    if table.entries.is_empty() {
        findings.report(&node.span, format!("{what} must not be an empty condition"));
        return None;
    }
    let mut tests = Vec::with_capacity(table.entries.len());
    for entry in &table.entries {
        let what = In(what, &entry.name);
        tests.extend(match entry.name.as_ref() {
            "segment" => segment(grammar, findings, &entry.value, &what),
            "any" => conditions(grammar, findings, &entry.value, &what).map(Test::Any),
            "all" => conditions(grammar, findings, &entry.value, &what).map(Test::All),
            "none" => conditions(grammar, findings, &entry.value, &what).map(Test::None),
            _ => attribute(grammar, findings, entry, &what),
        });
    }
    (tests.len() == table.entries.len()).then(|| Condition {
        tests,
        span: node.span.clone(),
    })
}

fn segment(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    node: &Node<'_>,
    what: What<'_>,
) -> Option<Test> {
    let name = reader::text(findings, node, what)?;
    if let Some(index) = grammar.segment_index.get(name) {
        return Some(Test::Segment(*index));
    }
    findings.report_with_suggestion(
        &node.span,
        format!(
            "{what}: there is no segment {} in `[segments]`",
            Quoted(name)
        ),
        name,
        sorted(grammar.segment_index.keys().copied()),
    );
    None
}

fn conditions(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    node: &Node<'_>,
    what: What<'_>,
) -> Option<Vec<Condition>> {
    let nodes = nonempty(findings, node, what, "a list of conditions")?;
    let conditions: Vec<Condition> = nodes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| {
            let what = format_args!("{what}: condition {}", index + 1);
            condition(grammar, findings, node, &what)
        })
        .collect();
    (conditions.len() == nodes.len()).then_some(conditions)
}

fn attribute(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    entry: &Entry<'_>,
    what: What<'_>,
) -> Option<Test> {
    let Some(index) = grammar.attribute_index.get(entry.name.as_ref()) else {
        let known = sorted(grammar.attribute_index.keys().copied());
        let expected = if known.is_empty() {
            String::new()
        } else {
            format!(" (there are {})", OneOf(&known, "and"))
        };
        findings.report_with_suggestion(
            &entry.name_span,
            format!("{what} is no attribute of `[context]`{expected}"),
            &entry.name,
            known.iter().chain(keys::COMBINATORS).copied(),
        );
        return None;
    };
    // A wrongly declared attribute has been reported already.
    let index = (*index)?;
    let attribute = &grammar.attributes[index];
    matcher(grammar, findings, &entry.value, attribute, what)
        .map(|matcher| Test::Attribute(index, matcher))
}

fn sorted<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

fn matcher(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    node: &Node<'_>,
    attribute: &Attribute,
    what: What<'_>,
) -> Option<Matcher> {
    match &node.kind {
        Kind::Array(_) => operands(grammar, findings, node, attribute, what).map(Matcher::AnyOf),
        Kind::Table(table) => {
            if table.entries.is_empty() {
                findings.report(&node.span, format!("{what} must not be an empty table"));
                return None;
            }
            let operators: Vec<Operator> = table
                .entries
                .iter()
                .filter_map(|entry| operator(grammar, findings, entry, attribute, what))
                .collect();
            (operators.len() == table.entries.len()).then_some(Matcher::Operators(operators))
        }
        _ => operand(grammar, findings, node, attribute, what).map(Matcher::Is),
    }
}

fn operator(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    entry: &Entry<'_>,
    attribute: &Attribute,
    what: What<'_>,
) -> Option<Operator> {
    let allowed = operators(&attribute.ty);
    let name = entry.name.as_ref();
    if !keys::OPERATORS.contains(&name) {
        findings.report_with_suggestion(
            &entry.name_span,
            format!(
                "{what}: unknown operator {}, expected {}",
                Quoted(name),
                OneOf(&allowed, "or")
            ),
            name,
            allowed.iter().copied(),
        );
        return None;
    }
    if !allowed.contains(&name) {
        findings.report(
            &entry.name_span,
            format!(
                "{what}: the operator `{name}` does not apply to {}, expected {}",
                described(&attribute.ty),
                OneOf(&allowed, "or")
            ),
        );
        return None;
    }
    let node = &entry.value;
    let what: What<'_> = &In(what, name);
    let mut one = || operand(grammar, findings, node, attribute, what);
    Some(match name {
        "gt" => Operator::Gt(one()?),
        "gte" => Operator::Gte(one()?),
        "lt" => Operator::Lt(one()?),
        "lte" => Operator::Lte(one()?),
        "before" => Operator::Before(one()?),
        "after" => Operator::After(one()?),
        "not" => Operator::Not(Box::new(matcher(grammar, findings, node, attribute, what)?)),
        "not-in" => Operator::NotIn(operands(grammar, findings, node, attribute, what)?),
        "starts-with" => Operator::StartsWith(texts(findings, node, what)?),
        "ends-with" => Operator::EndsWith(texts(findings, node, what)?),
        "contains" => Operator::Contains(texts(findings, node, what)?),
        "matches" => {
            let text = reader::text(findings, node, what)?;
            pattern::check(findings, &node.span, text, what)?;
            Operator::Matches(text.to_owned())
        }
        "semver" => {
            let text = reader::text(findings, node, what)?;
            requirement(findings, node, text, what)?;
            Operator::Semver(text.to_owned())
        }
        _ => Operator::Exists(reader::boolean(findings, node, what)?),
    })
}

/// The operators that apply to an attribute.
fn operators(ty: &AttributeType) -> Vec<&'static str> {
    let own: &[&str] = match ty {
        AttributeType::Boolean | AttributeType::Strings | AttributeType::Variants(_) => &[],
        AttributeType::Integer | AttributeType::Float => &["gt", "gte", "lt", "lte"],
        AttributeType::String => &["starts-with", "ends-with", "contains", "matches"],
        AttributeType::Semver => &["semver"],
        AttributeType::Datetime => &["before", "after"],
    };
    [own, &["not", "not-in", "exists"]].concat()
}

pub(crate) fn described(ty: &AttributeType) -> &'static str {
    match ty {
        AttributeType::Boolean => "a boolean",
        AttributeType::Integer => "an integer",
        AttributeType::Float => "a float",
        AttributeType::String => "a string",
        AttributeType::Semver => "a version",
        AttributeType::Datetime => "a date-time",
        AttributeType::Strings => "a list of strings",
        AttributeType::Variants(_) => "a closed set",
    }
}

fn operands(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    node: &Node<'_>,
    attribute: &Attribute,
    what: What<'_>,
) -> Option<Vec<Operand>> {
    let nodes = nonempty(findings, node, what, "a list")?;
    let operands: Vec<Operand> = nodes
        .iter()
        .filter_map(|node| operand(grammar, findings, node, attribute, &Each(what)))
        .collect();
    (operands.len() == nodes.len()).then_some(operands)
}

fn operand(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    node: &Node<'_>,
    attribute: &Attribute,
    what: What<'_>,
) -> Option<Operand> {
    let ty = match &attribute.ty {
        AttributeType::Boolean => Scalar::Boolean,
        AttributeType::Integer => Scalar::Integer,
        AttributeType::Float => Scalar::Float,
        AttributeType::String | AttributeType::Strings | AttributeType::Semver => Scalar::String,
        AttributeType::Datetime => {
            let instant = instant(findings, node, what, grammar.dates)?;
            return Some(Operand::Datetime(instant.text));
        }
        AttributeType::Variants(set) => {
            return value::variant(findings, node, set, what).map(Operand::Variant);
        }
    };
    let value = value::scalar(findings, node, ty, what)?;
    match value {
        Value::String(text) if attribute.ty == AttributeType::Semver => {
            version(findings, node, &text, what)?;
            Some(Operand::String(text))
        }
        Value::Boolean(value) => Some(Operand::Boolean(value)),
        Value::Integer(value) => Some(Operand::Integer(value)),
        Value::Float(value) => Some(Operand::Float(value)),
        Value::String(value) => Some(Operand::String(value)),
        Value::Variant(_) | Value::List(_) | Value::Table(_) => None,
    }
}

fn requirement(findings: &mut Findings, node: &Node<'_>, text: &str, what: What<'_>) -> Option<()> {
    let Err(error) = semver::VersionReq::parse(text) else {
        return Some(());
    };
    findings.report_with_help(
        &node.span,
        format!(
            "{what} must be a requirement on versions, found {} ({error})",
            Quoted(text)
        ),
        "write it such as `>=2.1` or `>=2.1, <4`",
    );
    None
}

fn version(findings: &mut Findings, node: &Node<'_>, text: &str, what: What<'_>) -> Option<()> {
    let Err(error) = semver::Version::parse(text) else {
        return Some(());
    };
    let message = format!("{what} must be a version, found {} ({error})", Quoted(text));
    if semver::VersionReq::parse(text).is_ok() {
        findings.report_with_help(
            &node.span,
            message,
            format!(
                "write all of it, such as `2.1.0`, or a requirement: `{{ semver = {text:?} }}`"
            ),
        );
    } else {
        findings.report_with_help(&node.span, message, "write it such as `2.1.0`");
    }
    None
}

/// A text, or a list of texts.
fn texts(findings: &mut Findings, node: &Node<'_>, what: What<'_>) -> Option<Vec<String>> {
    let Kind::Array(_) = node.kind else {
        return reader::text(findings, node, what).map(|text| vec![text.to_owned()]);
    };
    let nodes = nonempty(findings, node, what, "a list of strings")?;
    let texts: Vec<String> = nodes
        .iter()
        .filter_map(|node| reader::text(findings, node, &Each(what)).map(str::to_owned))
        .collect();
    (texts.len() == nodes.len()).then_some(texts)
}

fn nonempty<'t, 'a>(
    findings: &mut Findings,
    node: &'t Node<'a>,
    what: What<'_>,
    wanted: &str,
) -> Option<&'t [Node<'a>]> {
    let nodes = reader::list(findings, node, what, wanted)?;
    if nodes.is_empty() {
        findings.report(&node.span, format!("{what} must not be an empty list"));
        return None;
    }
    Some(nodes)
}
