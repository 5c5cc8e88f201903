//! The names that `features!` generates.

use std::collections::HashMap;

use flags_manifest::model::{FieldType, Manifest, TableType, Type};
use ra_ap_syntax::SmolStr;

use super::path::plain;

/// What a generated name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Generated {
    /// A feature's constant.
    Constant(usize),
    /// A feature's enum or struct, or the struct of a table within it.
    Type(usize),
    /// `Key`.
    Keys,
    /// `Values`.
    Values,
    /// Anything else: it names no feature.
    Other,
}

/// All names that a manifest generates.
#[derive(Debug, Default)]
pub(super) struct GeneratedNames {
    names: HashMap<SmolStr, Generated>,
    variants: HashMap<(usize, SmolStr), usize>,
    keys: HashMap<SmolStr, usize>,
    fields: HashMap<SmolStr, usize>,
}

impl GeneratedNames {
    pub(super) fn of(manifest: &Manifest) -> Self {
        let mut this = Self::default();
        for name in ["Context", "FEATURES", "REGISTRY"] {
            this.names.insert(name.into(), Generated::Other);
        }
        this.names.insert("Key".into(), Generated::Keys);
        this.names.insert("Values".into(), Generated::Values);
        for retired in &manifest.retired {
            this.names
                .insert(plain(&retired.constant), Generated::Other);
        }
        for (index, feature) in manifest.features.iter().enumerate() {
            this.names
                .insert(plain(&feature.constant), Generated::Constant(index));
            this.keys.insert(plain(&feature.key_variant), index);
            if !feature.frozen {
                this.fields.insert(plain(&feature.field), index);
            }
            match &feature.ty {
                Type::Variants(set) => {
                    this.names
                        .insert(plain(&set.type_name), Generated::Type(index));
                    for (variant, it) in set.variants.iter().enumerate() {
                        this.variants.insert((index, plain(&it.rust_name)), variant);
                    }
                }
                Type::Table(table) => this.table(table, index),
                Type::Boolean | Type::Integer | Type::Float | Type::String => {}
            }
        }
        this
    }

    fn table(&mut self, table: &TableType, feature: usize) {
        self.names
            .insert(plain(&table.type_name), Generated::Type(feature));
        for field in &table.fields {
            if let FieldType::Table(inner) = &field.ty {
                self.table(inner, feature);
            }
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<Generated> {
        self.names.get(name).copied()
    }

    /// Index of a variant of this feature's enum.
    pub(super) fn variant(&self, feature: usize, name: &SmolStr) -> Option<usize> {
        self.variants.get(&(feature, name.clone())).copied()
    }

    /// The feature of this variant of `Key`.
    pub(super) fn key(&self, name: &str) -> Option<usize> {
        self.keys.get(name).copied()
    }

    /// The feature of this field of `Values`.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.fields.get(name).copied()
    }

    /// The names that lead to a feature.
    pub(super) fn words(&self) -> impl Iterator<Item = &SmolStr> {
        self.names
            .iter()
            .filter(|(_, generated)| **generated != Generated::Other)
            .map(|(name, _)| name)
    }

    /// The variants of a feature's enum.
    pub(super) fn variants(&self, feature: usize) -> impl Iterator<Item = &SmolStr> {
        self.variants
            .keys()
            .filter(move |(of, _)| *of == feature)
            .map(|(_, name)| name)
    }

    /// The fields of `Values`.
    pub(super) fn fields(&self) -> impl Iterator<Item = &SmolStr> {
        self.fields.keys()
    }

    /// The variants of `Key`.
    pub(super) fn keys(&self) -> impl Iterator<Item = &SmolStr> {
        self.keys.keys()
    }
}
