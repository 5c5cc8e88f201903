//! Enums for closed sets, structs for tables, and `Key`.

use std::borrow::Cow;
use std::fmt::Write;

use flags_manifest::model::{
    AttributeType, FieldType, Manifest, Scalar, TableType, Type, VariantSet,
};

use super::{ALLOW_UNUSED, Writer};
use crate::text::{self, Literal};

impl Writer<'_> {
    pub(super) fn types(&mut self, manifest: &Manifest) {
        for feature in &manifest.features {
            match &feature.ty {
                Type::Variants(set) => {
                    self.variants(set, &format!("Variants of the feature `{}`.", feature.key));
                }
                Type::Table(table) => {
                    self.table(table, &format!("Value of the feature `{}`.", feature.key));
                }
                Type::Boolean | Type::Integer | Type::Float | Type::String => {}
            }
        }
        for attribute in &manifest.attributes {
            if let AttributeType::Variants(set) = &attribute.ty {
                self.variants(
                    set,
                    &format!("Values of the attribute `{}`.", attribute.name),
                );
            }
        }
        for retired in &manifest.retired {
            if let Some(set) = &retired.variants {
                self.variants(
                    set,
                    &format!("Variants of the retired feature `{}`.", retired.key),
                );
            }
        }
    }

    fn variants(&mut self, set: &VariantSet, about: &str) {
        let name = &set.type_name;
        text::doc(&mut self.out, "", about);
        self.line(ALLOW_UNUSED);
        self.derive(&["fmt::Debug", "cmp::PartialEq"]);
        let (visibility, private) = (self.visibility, &self.private);
        let out = &mut self.out;
        let _ = writeln!(out, "{visibility} enum {name} {{");
        for variant in &set.variants {
            text::doc(out, "    ", &format!("`{}`", variant.name));
            let _ = writeln!(out, "    {},", variant.rust_name);
        }
        let _ = writeln!(
            out,
            "}}\n{private}::implement_variants! {{\n    {visibility} {name} {{"
        );
        for variant in &set.variants {
            let _ = writeln!(
                out,
                "        {} = {},",
                variant.rust_name,
                Literal(&variant.name)
            );
        }
        out.push_str("    }\n}\n\n");
    }

    fn table(&mut self, table: &TableType, about: &str) {
        for field in &table.fields {
            if let FieldType::Table(inner) = &field.ty {
                self.table(
                    inner,
                    &format!("Field `{}` of `{}`.", field.name, table.type_name),
                );
            }
        }
        text::doc(&mut self.out, "", about);
        self.line(ALLOW_UNUSED);
        self.derive(&["clone::Clone", "fmt::Debug", "cmp::PartialEq"]);
        let types: Vec<_> = table
            .fields
            .iter()
            .map(|field| self.field_type(&field.ty))
            .collect();
        let (visibility, private, name) = (self.visibility, &self.private, &table.type_name);
        let out = &mut self.out;
        let _ = writeln!(out, "{visibility} struct {name} {{");
        for (field, ty) in table.fields.iter().zip(&types) {
            text::doc(out, "    ", &format!("`{}`", field.name));
            let _ = writeln!(out, "    {visibility} {}: {ty},", field.rust_name);
        }
        let _ = writeln!(out, "}}\n{private}::implement_table! {{\n    {name} {{");
        for (index, field) in table.fields.iter().enumerate() {
            let _ = writeln!(
                out,
                "        {index} {} {} {},",
                field.rust_name,
                word(&field.ty),
                Literal(&field.name)
            );
        }
        out.push_str("    }\n}\n\n");
    }

    fn field_type(&self, ty: &FieldType) -> String {
        match ty {
            FieldType::Scalar(scalar) => self.scalar(*scalar),
            FieldType::List(scalar) => format!("{}::List<{}>", self.facade, self.scalar(*scalar)),
            FieldType::Table(table) => table.type_name.clone(),
        }
    }

    fn scalar(&self, scalar: Scalar) -> String {
        self.feature_type(&match scalar {
            Scalar::Boolean => Type::Boolean,
            Scalar::Integer => Type::Integer,
            Scalar::Float => Type::Float,
            Scalar::String => Type::String,
        })
    }

    pub(super) fn key(&mut self, manifest: &Manifest) {
        self.line("/// All features, to be matched exhaustively.");
        self.line(ALLOW_UNUSED);
        self.derive(&[
            "clone::Clone",
            "marker::Copy",
            "cmp::PartialEq",
            "cmp::Eq",
            "hash::Hash",
            "cmp::PartialOrd",
            "cmp::Ord",
        ]);
        let (visibility, private) = (self.visibility, &self.private);
        let out = &mut self.out;
        let _ = writeln!(out, "{visibility} enum Key {{");
        for feature in &manifest.features {
            let _ = writeln!(
                out,
                "    /// `{}`\n    {},",
                feature.key, feature.key_variant
            );
        }
        let _ = writeln!(
            out,
            "}}\n{private}::implement_key! {{\n    {visibility} Key {{"
        );
        for feature in &manifest.features {
            let _ = writeln!(out, "        {}", feature.key_variant);
        }
        out.push_str("    }\n}\n\n");
    }
}

/// What a field of this type is made and listed with.
fn word(ty: &FieldType) -> Cow<'static, str> {
    Cow::Borrowed(match ty {
        FieldType::Scalar(Scalar::Boolean) => "boolean",
        FieldType::Scalar(Scalar::Integer) => "integer",
        FieldType::Scalar(Scalar::Float) => "float",
        FieldType::Scalar(Scalar::String) => "text",
        FieldType::List(Scalar::Boolean) => "booleans",
        FieldType::List(Scalar::Integer) => "integers",
        FieldType::List(Scalar::Float) => "floats",
        FieldType::List(Scalar::String) => "texts",
        FieldType::Table(table) => return Cow::Owned(format!("own({})", table.type_name)),
    })
}
