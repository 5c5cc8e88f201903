//! Declarations and values, between the words of the manifest and those of the runtime.

use flags_manifest::model;
use flags_runtime::{
    FeatureInfo, Field, FieldType, Scalar, TableType, Text, Value, ValueType, Variants,
};

/// The type of a feature, in the manifest's words.
///
/// `None` for a type that this crate does not know, which a newer runtime may have.
pub(crate) fn type_of(ty: &ValueType) -> Option<model::Type> {
    Some(match ty {
        ValueType::Boolean => model::Type::Boolean,
        ValueType::Integer => model::Type::Integer,
        ValueType::Float => model::Type::Float,
        ValueType::Text => model::Type::String,
        ValueType::Variants(variants) => model::Type::Variants(variant_set(variants)),
        ValueType::Table(table) => model::Type::Table(table_type(table)?),
        _ => return None,
    })
}

/// A closed set, in the manifest's words.
pub(crate) fn variant_set(variants: &Variants) -> model::VariantSet {
    let names = variants.names().iter();
    model::VariantSet {
        type_name: variants.type_name().to_owned(),
        variants: names
            .map(|name| model::Variant {
                name: (*name).to_owned(),
                rust_name: (*name).to_owned(),
            })
            .collect(),
    }
}

fn table_type(table: &TableType) -> Option<model::TableType> {
    Some(model::TableType {
        type_name: table.type_name().to_owned(),
        fields: table.fields().iter().map(field).collect::<Option<_>>()?,
    })
}

fn field(field: &Field) -> Option<model::Field> {
    Some(model::Field {
        name: field.name().to_owned(),
        rust_name: field.name().to_owned(),
        ty: match field.ty() {
            FieldType::Scalar(ty) => model::FieldType::Scalar(scalar(ty)?),
            FieldType::List(ty) => model::FieldType::List(scalar(ty)?),
            FieldType::Table(table) => model::FieldType::Table(table_type(table)?),
            _ => return None,
        },
    })
}

fn scalar(ty: Scalar) -> Option<model::Scalar> {
    Some(match ty {
        Scalar::Boolean => model::Scalar::Boolean,
        Scalar::Integer => model::Scalar::Integer,
        Scalar::Float => model::Scalar::Float,
        Scalar::Text => model::Scalar::String,
        _ => return None,
    })
}

/// The bounds of a number, in the manifest's words.
pub(crate) fn range_of(feature: &FeatureInfo) -> Option<(model::Value, model::Value)> {
    match feature.range()? {
        (Value::Integer(low), Value::Integer(high)) => {
            Some((model::Value::Integer(*low), model::Value::Integer(*high)))
        }
        (Value::Float(low), Value::Float(high)) => {
            Some((model::Value::Float(*low), model::Value::Float(*high)))
        }
        _ => None,
    }
}

/// A value that fits its type, in the runtime's words.
pub(crate) fn value_of(value: model::Value, ty: &model::Type) -> Value {
    match (value, ty) {
        (model::Value::Variant(index), model::Type::Variants(set)) => Value::Text(
            set.variants
                .get(index)
                .map(|variant| variant.name.clone())
                .unwrap_or_default()
                .into(),
        ),
        (model::Value::Table(values), model::Type::Table(ty)) => table_value(values, ty),
        (value, _) => single(value),
    }
}

fn table_value(values: Vec<model::Value>, ty: &model::TableType) -> Value {
    Value::Table(
        ty.fields
            .iter()
            .zip(values)
            .map(|(field, value)| {
                let value = match (value, &field.ty) {
                    (model::Value::Table(values), model::FieldType::Table(ty)) => {
                        table_value(values, ty)
                    }
                    (value, _) => single(value),
                };
                (Text::from(field.name.clone()), value)
            })
            .collect(),
    )
}

fn single(value: model::Value) -> Value {
    match value {
        model::Value::Boolean(value) => Value::Boolean(value),
        model::Value::Integer(value) => Value::Integer(value),
        model::Value::Float(value) => Value::Float(value),
        model::Value::String(value) => Value::Text(value.into()),
        model::Value::List(items) => Value::List(items.into_iter().map(single).collect()),
        model::Value::Variant(_) | model::Value::Table(_) => {
            unreachable!("bug in typed-flags: a checked value has the shape of its type")
        }
    }
}
