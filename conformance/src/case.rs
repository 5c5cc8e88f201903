//! The case files, read.

use flags_runtime::{Strings, Timestamp, Value};
use toml_edit::{DocumentMut, Item, Table, TableLike, Value as Toml};

/// Cases over one registry.
pub(crate) struct Group {
    /// The file, and what the group is about.
    pub(crate) name: String,
    /// Text of a `features.toml`.
    pub(crate) registry: String,
    /// Text of a state file.
    pub(crate) state: Option<String>,
    pub(crate) environment: Option<String>,
    pub(crate) cases: Vec<Case>,
}

/// A context and what it gets.
pub(crate) struct Case {
    pub(crate) feature: String,
    pub(crate) key: Option<String>,
    /// When it is evaluated, where that matters.
    pub(crate) now: Option<Timestamp>,
    pub(crate) attributes: Vec<(String, Attribute)>,
    pub(crate) value: Value,
    pub(crate) variant: Option<String>,
    pub(crate) reason: String,
    /// Where it stands, for messages.
    pub(crate) text: String,
}

pub(crate) enum Attribute {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Datetime(Timestamp),
    Strings(Strings<'static>),
}

const GROUP_KEYS: &[&str] = &["about", "registry", "state", "environment", "cases"];
const CASE_KEYS: &[&str] = &[
    "feature", "key", "now", "context", "value", "variant", "reason",
];

/// The groups of a file.
///
/// # Panics
///
/// If the file is wrong, which is a bug of its author.
pub(crate) fn groups(name: &str, text: &str) -> Vec<Group> {
    let document: DocumentMut = text
        .parse()
        .unwrap_or_else(|error| panic!("case file `{name}`: {error}"));
    let groups = document
        .get("groups")
        .and_then(Item::as_array_of_tables)
        .unwrap_or_else(|| panic!("case file `{name}` has no `[[groups]]`"));
    groups.iter().map(|table| group(name, table)).collect()
}

fn group(file: &str, table: &Table) -> Group {
    let text = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
    let about =
        text("about").unwrap_or_else(|| panic!("`{file}`: a group says not what it is about"));
    let name = format!("{file}: {about}");
    known(&name, table, GROUP_KEYS);
    let cases = table.get("cases").and_then(Item::as_array);
    let cases = cases.unwrap_or_else(|| panic!("`{name}` has no cases"));
    Group {
        registry: text("registry").unwrap_or_else(|| panic!("`{name}` has no registry")),
        state: text("state"),
        environment: text("environment"),
        cases: cases.iter().map(|toml| case(&name, toml)).collect(),
        name,
    }
}

fn case(group: &str, toml: &Toml) -> Case {
    let table = toml
        .as_inline_table()
        .unwrap_or_else(|| panic!("`{group}`: a case is no table"));
    let shown = toml.to_string().trim().to_owned();
    known(&shown, table, CASE_KEYS);
    let text = |key: &str| table.get(key).and_then(Toml::as_str).map(str::to_owned);
    let context = table.get("context").and_then(Toml::as_inline_table);
    let attributes = context.into_iter().flat_map(|table| table.iter());
    Case {
        feature: text("feature").unwrap_or_else(|| panic!("{shown} has no feature")),
        key: text("key"),
        now: table.get("now").map(|toml| match toml {
            Toml::Datetime(value) => moment(&value.value().to_string()),
            _ => panic!("{shown}: `now` is no date-time"),
        }),
        attributes: attributes
            .map(|(name, toml)| (name.to_owned(), attribute(toml)))
            .collect(),
        value: value(
            table
                .get("value")
                .unwrap_or_else(|| panic!("{shown} has no value")),
        ),
        variant: text("variant"),
        reason: text("reason").unwrap_or_else(|| panic!("{shown} has no reason")),
        text: shown,
    }
}

fn known(what: &str, table: &dyn TableLike, keys: &[&str]) {
    for (key, _) in table.iter() {
        assert!(
            keys.contains(&key),
            "{what}: there is no `{key}` in a case file"
        );
    }
}

fn attribute(toml: &Toml) -> Attribute {
    match toml {
        Toml::Boolean(value) => Attribute::Boolean(*value.value()),
        Toml::Integer(value) => Attribute::Integer(*value.value()),
        Toml::Float(value) => Attribute::Float(*value.value()),
        Toml::String(value) => Attribute::Text(value.value().clone()),
        Toml::Datetime(value) => Attribute::Datetime(moment(&value.value().to_string())),
        Toml::Array(items) => {
            let texts = items.iter().filter_map(Toml::as_str).map(str::to_owned);
            Attribute::Strings(Strings::from(texts.collect::<Vec<_>>()))
        }
        Toml::InlineTable(_) => panic!("an attribute is no table: {toml}"),
    }
}

fn moment(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

fn value(toml: &Toml) -> Value {
    match toml {
        Toml::Boolean(value) => Value::Boolean(*value.value()),
        Toml::Integer(value) => Value::Integer(*value.value()),
        Toml::Float(value) => Value::Float(*value.value()),
        Toml::String(value) => Value::Text(value.value().clone().into()),
        Toml::Array(items) => Value::List(items.iter().map(value).collect()),
        Toml::InlineTable(fields) => Value::Table(
            fields
                .iter()
                .map(|(name, toml)| (name.to_owned().into(), value(toml)))
                .collect(),
        ),
        Toml::Datetime(_) => panic!("no feature has such a value: {toml}"),
    }
}
