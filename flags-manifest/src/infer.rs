//! What type a default gives its feature.

use crate::diagnostic::Quoted;
use crate::findings::Findings;
use crate::model::{Field, FieldType, Scalar, TableType, Type, Value};
use crate::names;
use crate::reader::{In, What};
use crate::tree::{Kind, Node, Span, Table};
use crate::value::{MAX_TABLE_DEPTH, scalar, scalar_of, value};

/// The type that a `default` gives its feature, and its value.
pub(crate) fn infer(
    findings: &mut Findings,
    node: &Node<'_>,
    type_name: &str,
    what: What<'_>,
) -> Option<(Type, Value)> {
    match &node.kind {
        Kind::Table(entries) => {
            let (ty, value) = infer_table(findings, node, entries, type_name.to_owned(), what, 1)?;
            Some((Type::Table(ty), value))
        }
        _ => match scalar_of(node) {
            Some(Scalar::Boolean) => Some(Type::Boolean),
            Some(Scalar::Integer) => Some(Type::Integer),
            Some(Scalar::Float) => Some(Type::Float),
            Some(Scalar::String) => Some(Type::String),
            None => {
                let wanted = "a boolean, an integer, a float, a string or a table";
                match &node.kind {
                    Kind::Array(_) => findings.report_with_help(
                        &node.span,
                        format!("{what} must be {wanted}, found a list"),
                        "put the list into a table: `default = { items = […] }`",
                    ),
                    _ => unfit(findings, node, what, wanted),
                }
                None
            }
        }
        .and_then(|ty| value(findings, node, &ty, None, what).map(|value| (ty, value))),
    }
}

fn infer_table(
    findings: &mut Findings,
    node: &Node<'_>,
    table: &Table<'_>,
    type_name: String,
    what: What<'_>,
    depth: usize,
) -> Option<(TableType, Value)> {
    if depth > MAX_TABLE_DEPTH {
        findings.report(
            &node.span,
            format!("{what}: tables may be nested {MAX_TABLE_DEPTH} deep at most"),
        );
        return None;
    }
    if table.entries.is_empty() {
        findings.report(&node.span, format!("{what} must not be an empty table"));
        return None;
    }
    let mut fields: Vec<Field> = Vec::with_capacity(table.entries.len());
    let mut values = Vec::with_capacity(table.entries.len());
    for entry in &table.entries {
        let what = In(what, &entry.name);
        let rust_name = field_name(findings, &entry.name_span, &entry.name, &what);
        let read = match &entry.value.kind {
            Kind::Table(inner) => {
                let type_name = format!("{type_name}{}", names::camel(&entry.name));
                infer_table(findings, &entry.value, inner, type_name, &what, depth + 1)
                    .map(|(ty, value)| (FieldType::Table(ty), value))
            }
            Kind::Array(nodes) => infer_list(findings, &entry.value, nodes, &what)
                .map(|(ty, value)| (FieldType::List(ty), value)),
            _ => match scalar_of(&entry.value) {
                Some(ty) => scalar(findings, &entry.value, ty, &what)
                    .map(|value| (FieldType::Scalar(ty), value)),
                None => {
                    let wanted =
                        "a boolean, an integer, a float, a string, a list of these or a table";
                    unfit(findings, &entry.value, &what, wanted);
                    None
                }
            },
        };
        let (Some(rust_name), Some((ty, value))) = (rust_name, read) else {
            continue;
        };
        if let Some(first) = fields.iter().find(|field| field.rust_name == rust_name) {
            findings.report(
                &entry.name_span,
                format!(
                    "{what} and {} would both be the field `{rust_name}`",
                    Quoted(&first.name)
                ),
            );
            continue;
        }
        fields.push(Field {
            name: entry.name.clone().into_owned(),
            rust_name,
            ty,
        });
        values.push(value);
    }
    // A field that is wrong has been reported; the struct stays, with the fields that are right.
    (!fields.is_empty()).then_some((TableType { type_name, fields }, Value::Table(values)))
}

fn field_name(findings: &mut Findings, span: &Span, name: &str, what: What<'_>) -> Option<String> {
    if let Some(problem) = names::key_problem(name) {
        findings.report(
            span,
            format!("{what} {problem}, so no field can be named after it"),
        );
        return None;
    }
    let field = names::field(&names::snake(name));
    if field.is_none() {
        findings.report(
            span,
            format!("{what} is a keyword that no field can be named after"),
        );
    }
    field
}

fn infer_list(
    findings: &mut Findings,
    node: &Node<'_>,
    nodes: &[Node<'_>],
    what: What<'_>,
) -> Option<(Scalar, Value)> {
    let Some(first) = nodes.first() else {
        findings.report(
            &node.span,
            format!("{what} must not be an empty list, since its type would be unknown"),
        );
        return None;
    };
    let number = |node: &Node<'_>| matches!(scalar_of(node), Some(Scalar::Integer | Scalar::Float));
    let any_float = nodes
        .iter()
        .any(|node| scalar_of(node) == Some(Scalar::Float));
    let ty = if any_float && number(first) {
        Some(Scalar::Float)
    } else {
        scalar_of(first)
    };
    let Some(ty) = ty else {
        let wanted = "a list of booleans, integers, floats or strings";
        findings.report(
            &first.span,
            format!("{what} must be {wanted}, found {} in it", first.describe()),
        );
        return None;
    };
    let mut values = Vec::with_capacity(nodes.len());
    for node in nodes {
        let fits = scalar_of(node) == Some(ty) || (ty == Scalar::Float && number(node));
        if fits {
            values.extend(scalar(findings, node, ty, what));
        } else {
            findings.report(
                &node.span,
                format!(
                    "{what} must be a list of one type, found {} after {}",
                    node.describe(),
                    first.describe()
                ),
            );
        }
    }
    (values.len() == nodes.len()).then_some((ty, Value::List(values)))
}

fn unfit(findings: &mut Findings, node: &Node<'_>, what: What<'_>, wanted: &str) {
    match &node.kind {
        Kind::BigInteger(_) => findings.report(
            &node.span,
            format!("{what} must be an integer from -2^63 to 2^63 - 1"),
        ),
        Kind::Float(_) => findings.report(
            &node.span,
            format!("{what} must be a finite number, found {}", node.describe()),
        ),
        Kind::Datetime(_) => findings.report_with_help(
            &node.span,
            format!("{what} must be {wanted}, found {}", node.describe()),
            "quote it to make it a string",
        ),
        _ => findings.mismatch(node, what, wanted),
    }
}
