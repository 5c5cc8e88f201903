//! `[retired]`.

use crate::attribute;
use crate::diagnostic::{OneOf, Quoted};
use crate::findings::Findings;
use crate::keys;
use crate::lines::Lines;
use crate::model::{Retired, RetiredValue, Scalar, Value};
use crate::names;
use crate::reader::{self, In};
use crate::rust_name::{rust_constant, rust_type_name};
use crate::tree::{Entry, Node, Span};
use crate::value;

/// A retired feature before its names are compared with others.
pub(crate) struct Draft {
    pub(crate) retired: Retired,
    pub(crate) key_span: Span,
    pub(crate) constant_span: Option<Span>,
    pub(crate) type_name_span: Option<Span>,
}

pub(crate) fn retired(
    findings: &mut Findings,
    text: &str,
    lines: &Lines,
    entry: &Entry<'_>,
) -> Option<Draft> {
    let what = format!("retired feature {}", Quoted(&entry.name));
    let key = entry.name.as_ref();
    let problem = names::key_problem(key);
    if let Some(problem) = problem {
        findings.report(&entry.name_span, format!("{what}: the key {problem}"));
    }
    let table = reader::table(findings, &entry.value, &what)?;
    let (mut on, mut value, mut reason) = (None, None, None);
    let (mut variants, mut constant, mut type_name) = (None, None, None);
    for entry in &table.entries {
        let inner = In(&what, &entry.name);
        let node = &entry.value;
        match entry.name.as_ref() {
            "on" => on = reader::date(findings, node, &inner),
            "value" => value = retired_value(findings, node, &inner),
            "reason" => reason = reader::text(findings, node, &inner).map(str::to_owned),
            "variants" => {
                variants =
                    reader::list(findings, node, &inner, "a list of strings").and_then(|nodes| {
                        let name = names::camel(key);
                        attribute::variants(findings, node, nodes, name, &inner)
                    });
            }
            "constant" => constant = rust_constant(findings, node, &inner),
            "type-name" => type_name = rust_type_name(findings, node, &inner),
            _ => reader::unknown(findings, entry, &what, keys::RETIRED),
        }
    }
    for required in ["on", "value"] {
        if table.get(required).is_none() {
            reader::missing(findings, text, entry, &what, required);
        }
    }
    if let (Some(set), Some(entry), Some(_)) = (&mut variants, table.get("value"), &value) {
        if let Some(name) = type_name {
            name.clone_into(&mut set.type_name);
        }
        if value::variant(findings, &entry.value, set, &In(&what, "value")).is_none() {
            value = None;
        }
    }
    if table.get("variants").is_none()
        && let Some(entry) = table.get("type-name")
    {
        findings.report(
            &entry.name_span,
            format!(
                "{what}: `type-name` goes with {}",
                OneOf(&["variants"], "or")
            ),
        );
    }
    let (on, value) = (on?, value?);
    problem.is_none().then(|| Draft {
        retired: Retired {
            key: key.to_owned(),
            line: lines.line(entry.name_span.start),
            constant: constant.map_or_else(|| names::screaming(key), str::to_owned),
            on,
            value,
            reason,
            variants,
        },
        key_span: entry.name_span.clone(),
        constant_span: table.get("constant").map(|entry| entry.value.span.clone()),
        type_name_span: table.get("type-name").map(|entry| entry.value.span.clone()),
    })
}

fn retired_value(
    findings: &mut Findings,
    node: &Node<'_>,
    what: reader::What<'_>,
) -> Option<RetiredValue> {
    let ty: Option<Scalar> = value::scalar_of(node);
    let Some(ty) = ty else {
        findings.mismatch(node, what, "a boolean, an integer, a float or a string");
        return None;
    };
    value::scalar(findings, node, ty, what).and_then(|value| match value {
        Value::Boolean(value) => Some(RetiredValue::Boolean(value)),
        Value::Integer(value) => Some(RetiredValue::Integer(value)),
        Value::Float(value) => Some(RetiredValue::Float(value)),
        Value::String(value) => Some(RetiredValue::String(value)),
        Value::Variant(_) | Value::List(_) | Value::Table(_) => None,
    })
}
