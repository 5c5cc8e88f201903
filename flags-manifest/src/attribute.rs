//! `[context]`.

use std::collections::HashSet;

use crate::diagnostic::{Quoted, suggest};
use crate::findings::Findings;
use crate::keys;
use crate::lines::Lines;
use crate::model::{Attribute, AttributeType, Variant, VariantSet};
use crate::names;
use crate::reader::{self, Each, In, What};
use crate::tree::{Kind, Node, Span};

#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) attributes: Vec<Attribute>,
    /// Where each attribute's name stands.
    pub(crate) spans: Vec<Span>,
    /// Names whose declaration is wrong.
    pub(crate) broken: HashSet<String>,
}

const TYPES: &[&str] = &[
    "bool", "string", "integer", "float", "semver", "datetime", "strings",
];

/// Methods of `Context` itself, and those that every `Clone` type has.
const METHODS: &[&str] = &[
    "new",
    "anonymous",
    "into_owned",
    "targeting_key",
    "scope",
    "scope_async",
    "carry",
    "clone",
    "to_owned",
];

pub(crate) fn attributes(findings: &mut Findings, node: &Node<'_>, lines: &Lines) -> Attributes {
    let mut read = Attributes::default();
    let Some(table) = reader::table(findings, node, &"`[context]`") else {
        return read;
    };
    for entry in &table.entries {
        let what = format!("attribute {}", Quoted(&entry.name));
        let named = name(findings, &entry.name_span, &entry.name);
        match declaration(findings, &entry.value, &entry.name, &what) {
            Some((ty, private)) if named => {
                read.spans.push(entry.name_span.clone());
                read.attributes.push(Attribute {
                    name: entry.name.clone().into_owned(),
                    ty,
                    private,
                    line: lines.line(entry.name_span.start),
                });
            }
            _ => {
                read.broken.insert(entry.name.clone().into_owned());
            }
        }
    }
    read
}

/// An attribute is a setter of `Context`, so its name is one in Rust.
fn name(findings: &mut Findings, span: &Span, name: &str) -> bool {
    let what = format!("attribute {}", Quoted(name));
    let is_snake = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if keys::COMBINATORS.contains(&name) {
        findings.report(
            span,
            format!("{what} has a name that conditions use for something else"),
        );
    } else if METHODS.contains(&name) {
        findings.report(
            span,
            format!("{what} has the name of a method of `Context`"),
        );
    } else if !is_snake {
        let message = format!(
            "{what} cannot name a setter, which needs a letter from `a` to `z` and then such \
             letters, digits and `_`"
        );
        let snake = names::snake(name);
        if names::key_problem(name).is_none() && names::is_identifier(&snake) {
            findings.report_with_help(span, message, format!("write `{snake}`"));
        } else {
            findings.report(span, message);
        }
    } else if names::is_keyword(name) {
        findings.report(
            span,
            format!("{what} is a keyword of Rust, so that no setter can have its name"),
        );
    } else {
        return true;
    }
    false
}

fn declaration(
    findings: &mut Findings,
    node: &Node<'_>,
    name: &str,
    what: What<'_>,
) -> Option<(AttributeType, bool)> {
    let Kind::Table(table) = &node.kind else {
        return attribute_type(findings, node, name, what).map(|ty| (ty, false));
    };
    let (mut ty, mut private) = (None, false);
    for entry in &table.entries {
        let inner = In(what, &entry.name);
        match entry.name.as_ref() {
            "type" => ty = Some(attribute_type(findings, &entry.value, name, &inner)),
            "private" => {
                private = reader::boolean(findings, &entry.value, &inner).unwrap_or(true);
            }
            _ => reader::unknown(findings, entry, what, keys::ATTRIBUTE),
        }
    }
    if ty.is_none() {
        findings.report(&node.span, format!("{what} has no `type`"));
    }
    ty.flatten().map(|ty| (ty, private))
}

fn attribute_type(
    findings: &mut Findings,
    node: &Node<'_>,
    name: &str,
    what: What<'_>,
) -> Option<AttributeType> {
    if let Kind::Array(nodes) = &node.kind {
        return variants(findings, node, nodes, names::camel(name), what)
            .map(AttributeType::Variants);
    }
    let wanted = "`bool`, `string`, `integer`, `float`, `semver`, `datetime`, `strings` or a list \
                  of names";
    let Some(written) = node.as_str() else {
        findings.mismatch(node, what, wanted);
        return None;
    };
    Some(match written {
        "bool" => AttributeType::Boolean,
        "string" => AttributeType::String,
        "integer" => AttributeType::Integer,
        "float" => AttributeType::Float,
        "semver" => AttributeType::Semver,
        "datetime" => AttributeType::Datetime,
        "strings" => AttributeType::Strings,
        _ => {
            let message = format!("{what} must be {wanted}, found {}", Quoted(written));
            match synonym(written).or_else(|| suggest(written, TYPES.iter().copied())) {
                Some(ty) => {
                    findings.report_with_help(&node.span, message, format!("did you mean `{ty}`?"));
                }
                None => findings.report(&node.span, message),
            }
            return None;
        }
    })
}

/// What people coming from elsewhere write.
fn synonym(written: &str) -> Option<&'static str> {
    Some(match written {
        "boolean" => "bool",
        "str" | "text" | "String" => "string",
        "int" | "i64" | "number" => "integer",
        "double" | "f64" => "float",
        "version" => "semver",
        "date" | "time" | "timestamp" | "date-time" => "datetime",
        "list" | "string[]" | "array" => "strings",
        _ => return None,
    })
}

/// A closed set of names; those that can be used, after a finding.
pub(crate) fn variants(
    findings: &mut Findings,
    node: &Node<'_>,
    nodes: &[Node<'_>],
    type_name: String,
    what: What<'_>,
) -> Option<VariantSet> {
    if nodes.is_empty() {
        findings.report(&node.span, format!("{what} must not be an empty list"));
        return None;
    }
    let mut variants: Vec<Variant> = Vec::with_capacity(nodes.len());
    let mut names = HashSet::new();
    for node in nodes {
        let Some(name) = node.as_str() else {
            findings.mismatch(node, &Each(what), "a string");
            continue;
        };
        if !names.insert(name) {
            findings.report(&node.span, format!("{what} holds {} twice", Quoted(name)));
            continue;
        }
        let rust_name = names::camel(name);
        if let Some(problem) = names::key_problem(name) {
            findings.report(
                &node.span,
                format!(
                    "{what}: {} {problem}, so no variant can be named after it",
                    Quoted(name)
                ),
            );
        } else if !names::is_identifier(&rust_name) {
            findings.report(
                &node.span,
                format!(
                    "{what}: {} would be the variant `{rust_name}`, which Rust keeps for itself",
                    Quoted(name)
                ),
            );
        } else if let Some(first) = variants.iter().find(|known| known.rust_name == rust_name) {
            findings.report(
                &node.span,
                format!(
                    "{what}: {} and {} would both be the variant `{rust_name}`",
                    Quoted(&first.name),
                    Quoted(name)
                ),
            );
        } else {
            variants.push(Variant {
                name: name.to_owned(),
                rust_name,
            });
        }
    }
    (!variants.is_empty()).then_some(VariantSet {
        type_name,
        variants,
    })
}
