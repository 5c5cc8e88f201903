//! Where things stand in the text of a manifest.

use std::collections::HashMap;
use std::ops::Range;

use flags_manifest::model::Feature;
use flags_manifest::tree::Table;

/// The features of a text.
pub(super) struct Declarations<'t> {
    table: Table<'t>,
    /// By key, the index of the entry of `[features]`.
    features: HashMap<String, usize>,
}

/// What a text says of one feature.
#[derive(Clone, Copy)]
pub(super) struct Declared<'t> {
    fields: Option<&'t Table<'t>>,
    key: &'t Range<usize>,
}

impl<'t> Declarations<'t> {
    pub(super) fn read(text: &'t str) -> Self {
        let (table, _) = Table::from_toml(text);
        let features = features(&table);
        let keys = features.map_or_else(HashMap::new, |features| {
            let names = features.entries.iter().map(|entry| entry.name.to_string());
            names.zip(0..).collect()
        });
        Self {
            features: keys,
            table,
        }
    }

    pub(super) fn of<'a>(&'a self, feature: &'a Feature) -> Declared<'a> {
        let entry = (self.features.get(&feature.key))
            .and_then(|index| features(&self.table)?.entries.get(*index));
        Declared {
            fields: entry.and_then(|entry| entry.value.as_table()),
            key: &feature.key_span,
        }
    }
}

impl Declared<'_> {
    /// Where the value of this field stands; the feature's key, where there is no such field.
    pub(super) fn value(&self, field: &str) -> Range<usize> {
        let entry = self.fields.and_then(|fields| fields.get(field));
        entry.map_or_else(|| self.key(), |entry| entry.value.span.clone())
    }

    /// Where the feature's key stands.
    pub(super) fn key(&self) -> Range<usize> {
        self.key.clone()
    }
}

fn features<'a, 't>(table: &'a Table<'t>) -> Option<&'a Table<'t>> {
    table
        .get("features")
        .and_then(|entry| match &entry.value.kind {
            flags_manifest::tree::Kind::Table(table) => Some(table),
            _ => None,
        })
}
