//! Rust source as text.

use std::fmt::{self, Display, Write};

use flags_manifest::model::{RetiredValue, Type, Value, VariantSet};

/// A literal of a text: what is invisible or turns the direction of writing is escaped.
pub(crate) struct Literal<'a>(pub(crate) &'a str);

impl Display for Literal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Doc comment of these lines at this indentation.
pub(crate) fn doc(out: &mut String, indentation: &str, text: &str) {
    for line in text.trim().lines() {
        let line = line.trim_end();
        if line.is_empty() {
            let _ = writeln!(out, "{indentation}///");
        } else {
            for part in [indentation, "/// "] {
                out.push_str(part);
            }
            if is_plain(line) {
                out.push_str(line);
            } else {
                // Invisible characters, and those that turn the direction of writing, do not belong
                // into source.
                out.extend(line.chars().filter(|c| {
                    !c.is_control()
                        && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                }));
            }
            out.push('\n');
        }
    }
}

/// Whether a line is ASCII that can be seen, as nearly all are. A plain loop: macros are built without
/// optimization, where iterators cost ten times as much.
fn is_plain(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] < b' ' || bytes[index] >= 0x7f {
            return false;
        }
        index += 1;
    }
    true
}

/// A value as a doc comment or message shows it: as in TOML, a variant by its name.
pub(crate) fn shown(ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Variants(set), Value::Variant(index)) => variant(set, *index).to_owned(),
        (Type::Table(table), Value::Table(values)) => {
            let fields = table.fields.iter().zip(values);
            let fields: Vec<_> = fields
                .map(|(field, value)| format!("{} = {}", field.name, plain(value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        (_, value) => plain(value),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::String(value) => format!("{value:?}"),
        Value::Variant(index) => index.to_string(),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        // The inner names are in the type, which is next to it.
        Value::Table(_) => "{ … }".to_owned(),
    }
}

/// The value of a retired feature as a message shows it.
pub(crate) fn shown_retired(value: &RetiredValue) -> String {
    match value {
        RetiredValue::Boolean(value) => value.to_string(),
        RetiredValue::Integer(value) => value.to_string(),
        RetiredValue::Float(value) => format!("{value:?}"),
        RetiredValue::String(value) => value.clone(),
    }
}

/// Name of a variant.
pub(crate) fn variant(set: &VariantSet, index: usize) -> &str {
    &set.variants[index].name
}
