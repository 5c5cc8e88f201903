//! Whether a value fits the type of its feature.

use crate::diagnostic::{Diagnostic, OneOf, Quoted};
use crate::findings::Findings;
use crate::model::{Field, FieldType, Scalar, TableType, Type, Value, VariantSet};
use crate::reader::{Called, Each, In, What};
use crate::tree::{Kind, Node, Span};

/// How deep tables may be nested in a default, the default itself being the first level.
pub const MAX_TABLE_DEPTH: usize = 8;

/// Reads `node` as a value of a feature of type `ty`.
///
/// An integer is taken where a float is expected, if the float is exactly that number. `what`
/// names the value in messages, e.g. `` feature `x`: `default` ``.
///
/// # Errors
///
/// Everything that does not fit: the type, the `range`, the variants, the fields of a table.
pub fn check_value(
    node: &Node<'_>,
    ty: &Type,
    range: Option<&(Value, Value)>,
    what: &str,
) -> Result<Value, Vec<Diagnostic>> {
    let mut findings = Findings::new();
    value(&mut findings, node, ty, range, &Called(what)).ok_or_else(|| findings.into_vec())
}

/// Reads a value of type `ty`, or reports why it is none.
pub(crate) fn value(
    findings: &mut Findings,
    node: &Node<'_>,
    ty: &Type,
    range: Option<&(Value, Value)>,
    what: What<'_>,
) -> Option<Value> {
    let value = match ty {
        Type::Boolean => scalar(findings, node, Scalar::Boolean, what),
        Type::Integer => scalar(findings, node, Scalar::Integer, what),
        Type::Float => scalar(findings, node, Scalar::Float, what),
        Type::String => scalar(findings, node, Scalar::String, what),
        Type::Variants(set) => variant(findings, node, set, what).map(Value::Variant),
        Type::Table(ty) => table(findings, node, ty, what),
    }?;
    range
        .is_none_or(|range| check_range(findings, &node.span, &value, range, what))
        .then_some(value)
}

/// Whether a number lies within its range; reports it if not.
pub(crate) fn check_range(
    findings: &mut Findings,
    span: &Span,
    value: &Value,
    (least, greatest): &(Value, Value),
    what: What<'_>,
) -> bool {
    let fits = in_range(value, least, greatest);
    if !fits {
        findings.report(
            span,
            format!(
                "{what} must be from {} to {}, found {}",
                shown(least),
                shown(greatest),
                shown(value)
            ),
        );
    }
    fits
}

/// The index of a variant.
pub(crate) fn variant(
    findings: &mut Findings,
    node: &Node<'_>,
    set: &VariantSet,
    what: What<'_>,
) -> Option<usize> {
    let names: Vec<&str> = set.variants.iter().map(|v| v.name.as_str()).collect();
    let Some(name) = node.as_str() else {
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let message = format!(
            "{what} must be {}, found {}",
            OneOf(&quoted, "or"),
            node.describe()
        );
        let written = written(node).filter(|written| names.contains(&written.as_str()));
        match written {
            Some(written) => {
                findings.report_with_help(&node.span, message, format!("write `\"{written}\"`"));
            }
            None => findings.report(&node.span, message),
        }
        return None;
    };
    let index = names.iter().position(|known| *known == name);
    if index.is_none() {
        findings.report_with_suggestion(
            &node.span,
            format!(
                "{what} must be {}, found {}",
                OneOf(&names, "or"),
                Quoted(name)
            ),
            name,
            names,
        );
    }
    index
}

/// A single value.
pub(crate) fn scalar(
    findings: &mut Findings,
    node: &Node<'_>,
    scalar: Scalar,
    what: What<'_>,
) -> Option<Value> {
    let value = match (scalar, &node.kind) {
        (Scalar::Boolean, Kind::Boolean(value)) => Some(Value::Boolean(*value)),
        (Scalar::Integer, Kind::Integer(value)) => Some(Value::Integer(*value)),
        (Scalar::Float, Kind::Float(value)) if value.is_finite() => Some(Value::Float(*value)),
        (Scalar::Float, Kind::Integer(value)) => exact_float(*value).map(Value::Float),
        (Scalar::String, Kind::String(value)) => Some(Value::String(value.clone().into_owned())),
        _ => None,
    };
    if value.is_none() {
        match (scalar, &node.kind) {
            (Scalar::Float, Kind::Integer(value)) => findings.report(
                &node.span,
                format!("{what} must be a float, and {value} is none exactly"),
            ),
            (Scalar::Boolean, _) => findings.mismatch(node, what, "a boolean"),
            (Scalar::Integer, _) => findings.mismatch(node, what, "an integer"),
            (Scalar::Float, _) => findings.mismatch(node, what, "a float"),
            (Scalar::String, _) => findings.mismatch(node, what, "a string"),
        }
    }
    value
}

fn table(
    findings: &mut Findings,
    node: &Node<'_>,
    ty: &TableType,
    what: What<'_>,
) -> Option<Value> {
    let Kind::Table(table) = &node.kind else {
        findings.mismatch(node, what, "a table");
        return None;
    };
    let known = || ty.fields.iter().map(|field| field.name.as_str());
    let mut fits = true;
    for entry in &table.entries {
        if !known().any(|name| name == entry.name) {
            fits = false;
            let names: Vec<&str> = known().collect();
            findings.report_with_suggestion(
                &entry.name_span,
                format!(
                    "{what}: unknown field {}, expected {}",
                    Quoted(&entry.name),
                    OneOf(&names, "or")
                ),
                &entry.name,
                names.iter().copied(),
            );
        }
    }
    let mut values = Vec::with_capacity(ty.fields.len());
    for field in &ty.fields {
        let Some(entry) = table.get(&field.name) else {
            // It may be what an unknown field was meant to be, and that has been reported.
            if !std::mem::replace(&mut fits, false) {
                continue;
            }
            findings.report(
                &node.span,
                format!(
                    "{what} has no field {}, and needs them all",
                    Quoted(&field.name)
                ),
            );
            continue;
        };
        values.extend(field_value(
            findings,
            &entry.value,
            &field.ty,
            &In(what, &field.name),
        ));
    }
    (fits && values.len() == ty.fields.len()).then_some(Value::Table(values))
}

fn field_value(
    findings: &mut Findings,
    node: &Node<'_>,
    ty: &FieldType,
    what: What<'_>,
) -> Option<Value> {
    match ty {
        FieldType::Scalar(ty) => scalar(findings, node, *ty, what),
        FieldType::Table(ty) => table(findings, node, ty, what),
        FieldType::List(ty) => {
            let Kind::Array(nodes) = &node.kind else {
                findings.mismatch(node, what, "a list");
                return None;
            };
            if nodes.is_empty() {
                findings.report(&node.span, format!("{what} must not be an empty list"));
                return None;
            }
            let values: Vec<Value> = nodes
                .iter()
                .filter_map(|node| scalar(findings, node, *ty, &Each(what)))
                .collect();
            (values.len() == nodes.len()).then_some(Value::List(values))
        }
    }
}

/// The type of a single value; infinite numbers and NaN have none.
pub(crate) fn scalar_of(node: &Node<'_>) -> Option<Scalar> {
    match &node.kind {
        Kind::Boolean(_) => Some(Scalar::Boolean),
        Kind::Integer(_) => Some(Scalar::Integer),
        Kind::Float(value) if value.is_finite() => Some(Scalar::Float),
        Kind::String(_) => Some(Scalar::String),
        _ => None,
    }
}

fn exact_float(value: i64) -> Option<f64> {
    const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
    #[expect(
        clippy::cast_precision_loss,
        reason = "the guard excludes what would lose any"
    )]
    (value.unsigned_abs() <= EXACT).then_some(value as f64)
}

/// Whether a number lies within inclusive bounds of its own type; anything else does.
pub(crate) fn in_range(value: &Value, least: &Value, greatest: &Value) -> bool {
    match (value, least, greatest) {
        (Value::Integer(value), Value::Integer(least), Value::Integer(greatest)) => {
            (least..=greatest).contains(&value)
        }
        (Value::Float(value), Value::Float(least), Value::Float(greatest)) => {
            (least..=greatest).contains(&value)
        }
        _ => true,
    }
}

/// A single value as TOML writes it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::String(value) => Quoted(value).to_string(),
        Value::Variant(index) => format!("variant {index}"),
        Value::List(_) => "a list".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    }
}

/// What a single value that is no string would be in quotes.
fn written(node: &Node<'_>) -> Option<String> {
    match &node.kind {
        Kind::Boolean(value) => Some(value.to_string()),
        Kind::Integer(value) => Some(value.to_string()),
        Kind::Float(value) => Some(format!("{value:?}")),
        _ => None,
    }
}

/// A type with its article: `a string`.
pub(crate) fn describe(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "a boolean",
        Type::Integer => "an integer",
        Type::Float => "a float",
        Type::String => "a string",
        Type::Variants(_) => "one of variants",
        Type::Table(_) => "a table",
    }
}

/// What stands in for the default of a feature whose own is wrong.
pub(crate) fn dummy(ty: &Type) -> Value {
    match ty {
        Type::Boolean => Value::Boolean(false),
        Type::Integer => Value::Integer(0),
        Type::Float => Value::Float(0.0),
        Type::String => Value::String(String::new()),
        Type::Variants(_) => Value::Variant(0),
        Type::Table(table) => Value::Table(table.fields.iter().map(dummy_field).collect()),
    }
}

fn dummy_field(field: &Field) -> Value {
    let scalar = |ty: &Scalar| match ty {
        Scalar::Boolean => Value::Boolean(false),
        Scalar::Integer => Value::Integer(0),
        Scalar::Float => Value::Float(0.0),
        Scalar::String => Value::String(String::new()),
    };
    match &field.ty {
        FieldType::Scalar(ty) => scalar(ty),
        FieldType::List(ty) => Value::List(vec![scalar(ty)]),
        FieldType::Table(table) => Value::Table(table.fields.iter().map(dummy_field).collect()),
    }
}
