//! Data as state files hold it, whichever way it is written.

use flags_manifest::model::{Field, FieldType, TableType, Type, Value};
use flags_manifest::tree::{Kind, Node, Table};
use jsonc_parser::cst::CstInputValue;
use toml_edit::Key;

/// A value, without its place in a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// `true` or `false`.
    Boolean(bool),
    /// Whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// Date, time or both, as TOML writes it.
    Moment(String),
    /// JSON's `null`.
    Null,
    /// List.
    List(Vec<Self>),
    /// Table, in the order of the text.
    Table(Vec<(String, Self)>),
}

impl Datum {
    /// A value of a feature of this type.
    #[must_use]
    pub fn of_value(value: &Value, ty: &Type) -> Self {
        match (value, ty) {
            (Value::Variant(index), Type::Variants(set)) => {
                Self::Text(set.variants[*index].name.clone())
            }
            (Value::Table(values), Type::Table(ty)) => Self::of_fields(values, ty),
            (value, _) => Self::of_scalar(value),
        }
    }

    fn of_fields(values: &[Value], ty: &TableType) -> Self {
        let field = |(field, value): (&Field, &Value)| {
            let datum = match (value, &field.ty) {
                (Value::Table(values), FieldType::Table(ty)) => Self::of_fields(values, ty),
                (value, _) => Self::of_scalar(value),
            };
            (field.name.clone(), datum)
        };
        Self::Table(ty.fields.iter().zip(values).map(field).collect())
    }

    fn of_scalar(value: &Value) -> Self {
        match value {
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Integer(value) => Self::Integer(*value),
            Value::Float(value) => Self::Float(*value),
            Value::String(value) => Self::Text(value.clone()),
            Value::List(values) => Self::List(values.iter().map(Self::of_scalar).collect()),
            // A value fits its type, and these two need theirs to be understood.
            Value::Variant(_) | Value::Table(_) => Self::Null,
        }
    }

    /// What a text holds.
    #[must_use]
    pub fn of_node(node: &Node<'_>) -> Self {
        match &node.kind {
            Kind::Boolean(value) => Self::Boolean(*value),
            Kind::Integer(value) => Self::Integer(*value),
            Kind::BigInteger(text) => Self::Moment(text.clone().into_owned()),
            Kind::Float(value) => Self::Float(*value),
            Kind::String(text) => Self::Text(text.clone().into_owned()),
            Kind::Datetime(value) => Self::Moment(value.to_string()),
            Kind::Null => Self::Null,
            Kind::Array(nodes) => Self::List(nodes.iter().map(Self::of_node).collect()),
            Kind::Table(table) => Self::of_table(table),
        }
    }

    /// What a text holds as a whole.
    #[must_use]
    pub fn of_table(table: &Table<'_>) -> Self {
        let entries = table.entries.iter();
        Self::Table(
            entries
                .map(|entry| (entry.name.clone().into_owned(), Self::of_node(&entry.value)))
                .collect(),
        )
    }

    /// A percentage, of which there are thousandths.
    #[must_use]
    pub fn percent(thousandths: u32) -> Self {
        match thousandths % 1000 {
            0 => Self::Integer(i64::from(thousandths / 1000)),
            _ => Self::Float(f64::from(thousandths) / 1000.0),
        }
    }

    /// What it holds under a name, if it is a table.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Table(entries) => entries
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, it)| it),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Table(entries) => {
                let mut entries = entries.iter_mut();
                entries.find(|(own, _)| own == name).map(|(_, it)| it)
            }
            _ => None,
        }
    }

    /// As TOML writes it, on one line.
    #[must_use]
    pub fn toml(&self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => toml_edit::Value::from(*value).to_string(),
            Self::Text(text) => toml_edit::Value::from(text).to_string(),
            Self::Moment(text) => text.clone(),
            // TOML has none; an empty text is refused wherever a value is read.
            Self::Null => String::new(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::toml).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Table(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Table(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(name, value)| format!("{} = {}", Key::new(name), value.toml()))
                    .collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// As JSON writes it.
    #[must_use]
    pub fn json(&self) -> CstInputValue {
        match self {
            Self::Boolean(value) => CstInputValue::Bool(*value),
            Self::Integer(value) => CstInputValue::Number(value.to_string()),
            Self::Float(value) => CstInputValue::Number(format!("{value:?}")),
            Self::Text(text) | Self::Moment(text) => CstInputValue::String(text.clone()),
            Self::Null => CstInputValue::Null,
            Self::List(items) => CstInputValue::Array(items.iter().map(Self::json).collect()),
            Self::Table(entries) => CstInputValue::Object(
                entries
                    .iter()
                    .map(|(name, value)| (name.clone(), value.json()))
                    .collect(),
            ),
        }
    }

    /// The same as text on one line, with a space behind each comma and colon or without.
    #[must_use]
    pub fn json_line(&self, spaces: bool) -> String {
        let (comma, colon) = if spaces { (", ", ": ") } else { (",", ":") };
        let quoted = |text: &String| serde_json::Value::from(text.as_str()).to_string();
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => format!("{value:?}"),
            Self::Text(text) | Self::Moment(text) => quoted(text),
            Self::Null => "null".to_owned(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|it| it.json_line(spaces)).collect();
                format!("[{}]", items.join(comma))
            }
            Self::Table(entries) => {
                let entry = |(name, value): &(String, Self)| {
                    format!("{}{colon}{}", quoted(name), value.json_line(spaces))
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{{}}}", entries.join(comma))
            }
        }
    }

    /// The same with its tables in the order of their names: the order of a text says nothing.
    #[must_use]
    pub fn sorted(self) -> Self {
        match self {
            Self::List(items) => Self::List(items.into_iter().map(Self::sorted).collect()),
            Self::Table(entries) => {
                let mut entries: Vec<_> = entries
                    .into_iter()
                    .map(|(name, value)| (name, value.sorted()))
                    .collect();
                entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                Self::Table(entries)
            }
            other => other,
        }
    }
}
