//! Variables as values of features.

use flags_runtime::{
    ErrorKind, FeatureInfo, Field, FieldType, ResolveError, Scalar, TableType, Text, Value,
    ValueType, Variants,
};
use serde_json::Value as Json;

use crate::datafile::{Datafile, Flag, Variable, VariableKind, Variation};

/// What a feature is served from.
#[derive(Debug)]
pub(crate) enum Values {
    /// Whether the flag is on.
    Enabled,
    /// The key of the variation.
    Variants {
        names: &'static Variants,
        by_variation: ByVariation,
    },
    /// Variables of the flag.
    Variables {
        by_variation: ByVariation,
        /// Where the flag is off, or no variation of its own is served.
        otherwise: Served,
    },
}

/// `Ok(None)`: no opinion.
pub(crate) type Served = Result<Option<Value>, ResolveError>;

/// What each variation serves, by its index, in the order of the indices.
#[derive(Debug)]
pub(crate) struct ByVariation(Box<[(usize, Served)]>);

impl ByVariation {
    fn new(datafile: &Datafile, flag: &Flag, serve: impl Fn(&Variation) -> Served) -> Self {
        let rules = flag.experiments.iter().chain(&flag.rollout);
        let mut indices: Vec<_> = rules
            .flat_map(|rule| datafile.rules[*rule].variations.iter().copied())
            .collect();
        indices.sort_unstable();
        indices.dedup();
        let all = indices.into_iter();
        Self(
            all.map(|index| (index, serve(&datafile.variations[index])))
                .collect(),
        )
    }

    fn get(&self, index: usize) -> Option<&Served> {
        let found = self.0.binary_search_by_key(&index, |(index, _)| *index);
        Some(&self.0[found.ok()?].1)
    }
}

impl Values {
    /// How a flag serves a feature, or why it cannot.
    pub(crate) fn new(
        datafile: &Datafile,
        flag: &Flag,
        feature: &FeatureInfo,
    ) -> Result<Self, String> {
        match feature.value_type() {
            ValueType::Boolean => Ok(Self::Enabled),
            ValueType::Variants(names) => Ok(Self::Variants {
                names,
                by_variation: ByVariation::new(datafile, flag, |variation| {
                    served_variant(names, variation, feature)
                }),
            }),
            ty => {
                let from = Source::choose(flag, feature, ty)?;
                let otherwise = from.read(flag, feature, |variable| &variable.default);
                Ok(Self::Variables {
                    by_variation: ByVariation::new(datafile, flag, |variation| {
                        // Where the flag is off, its variables are as by default.
                        if variation.enabled {
                            from.read(flag, feature, |variable| variation.text(variable))
                        } else {
                            otherwise.clone()
                        }
                    }),
                    otherwise,
                })
            }
        }
    }

    /// What a decision serves.
    pub(crate) fn serve(&self, variation: Option<(usize, &Variation)>) -> Served {
        match self {
            Self::Enabled => {
                let enabled = variation.is_some_and(|(_, variation)| variation.enabled);
                Ok(Some(Value::Boolean(enabled)))
            }
            Self::Variants {
                names,
                by_variation,
            } => match variation {
                None => Ok(None),
                Some((index, variation)) => match by_variation.get(index) {
                    Some(served) => served.clone(),
                    // Of a holdout.
                    None if names.index_of(&variation.key).is_some() => {
                        Ok(Some(Value::Text(variation.key.clone())))
                    }
                    None => Ok(None),
                },
            },
            Self::Variables {
                by_variation,
                otherwise,
            } => {
                let own = variation.and_then(|(index, _)| by_variation.get(index));
                own.unwrap_or(otherwise).clone()
            }
        }
    }
}

/// A variation that turns the flag off, and that is none of the feature's, has no say in which of
/// them is served.
fn served_variant(names: &Variants, variation: &Variation, feature: &FeatureInfo) -> Served {
    if names.index_of(&variation.key).is_some() {
        return Ok(Some(Value::Text(variation.key.clone())));
    }
    if !variation.enabled {
        return Ok(None);
    }
    Err(ResolveError::new(
        ErrorKind::TypeMismatch,
        format!(
            "flag `{}` serves variation `{}`, and feature `{}` has `{}`",
            feature.provider_key(),
            variation.key,
            feature.key(),
            names.names().join("`, `")
        ),
    ))
}

/// The variables that make up a value.
enum Source {
    /// One variable, by index.
    Single(usize, ValueType),
    /// One variable for each field, by index.
    Fields(&'static TableType, Vec<usize>),
}

impl Source {
    fn choose(flag: &Flag, feature: &FeatureInfo, ty: ValueType) -> Result<Self, String> {
        let find = |key: &str| {
            let mut variables = flag.variables.iter();
            variables.position(|variable| *variable.key == *key)
        };
        if let ValueType::Table(table) = ty {
            let fields: Vec<_> = table
                .fields()
                .iter()
                .map(|field| find(field.name()))
                .collect();
            // Where not one of them is a variable, one may hold them all.
            if fields.iter().any(Option::is_some) || !has_json(flag) {
                let missing = table.fields().iter().zip(&fields);
                let missing = missing.filter(|(_, found)| found.is_none());
                let missing: Vec<_> = missing.map(|(field, _)| field.name()).collect();
                if !missing.is_empty() {
                    return Err(format!(
                        "feature `{}` is a table, and the flag has no variable `{}`",
                        feature.key(),
                        missing.join("`, `")
                    ));
                }
                let fields: Vec<_> = fields.into_iter().flatten().collect();
                for (field, index) in table.fields().iter().zip(&fields) {
                    fits_field(field, &flag.variables[*index])?;
                }
                return Ok(Self::Fields(table, fields));
            }
        }
        let sole = (flag.variables.len() == 1).then_some(0);
        let index = find(feature.provider_key())
            .or_else(|| find("value"))
            .or(sole)
            .ok_or_else(|| {
                let keys: Vec<_> = flag.variables.iter().map(|one| one.key.as_str()).collect();
                let has = match keys.as_slice() {
                    [] => "no variable".to_owned(),
                    keys => format!("the variables `{}`", keys.join("`, `")),
                };
                format!(
                    "feature `{}` is {}, and the flag has {has}; call the one that it is served \
                     from `{}` or `value`",
                    feature.key(),
                    ty.name(),
                    feature.provider_key()
                )
            })?;
        let variable = &flag.variables[index];
        let fits = match ty {
            ValueType::Integer => fits(Scalar::Integer, variable.kind),
            ValueType::Float => fits(Scalar::Float, variable.kind),
            ValueType::Text => fits(Scalar::Text, variable.kind),
            _ => variable.kind == VariableKind::Json,
        };
        if fits {
            return Ok(Self::Single(index, ty));
        }
        Err(format!(
            "variable `{}` is of type `{}`, and feature `{}` is {}",
            variable.key,
            variable.kind.name(),
            feature.key(),
            ty.name()
        ))
    }

    fn read<'f>(
        &self,
        flag: &'f Flag,
        feature: &FeatureInfo,
        text: impl Fn(&'f Variable) -> &'f Text,
    ) -> Served {
        let read = |index: usize, ty: FieldType| {
            let variable = &flag.variables[index];
            value(variable.kind, text(variable), ty).ok_or_else(|| {
                ResolveError::new(
                    ErrorKind::ParseError,
                    format!(
                        "flag `{}`: variable `{}` cannot be read as {}",
                        feature.provider_key(),
                        variable.key,
                        name(ty)
                    ),
                )
            })
        };
        match self {
            Self::Single(index, ty) => {
                let ty = match ty {
                    ValueType::Integer => FieldType::Scalar(Scalar::Integer),
                    ValueType::Float => FieldType::Scalar(Scalar::Float),
                    ValueType::Table(table) => FieldType::Table(table),
                    _ => FieldType::Scalar(Scalar::Text),
                };
                read(*index, ty).map(Some)
            }
            Self::Fields(table, indices) => {
                let fields = table.fields().iter().zip(indices);
                let fields = fields
                    .map(|(field, index)| Ok((field.name().into(), read(*index, field.ty())?)))
                    .collect::<Result<Vec<_>, ResolveError>>()?;
                Ok(Some(Value::Table(fields.into())))
            }
        }
    }
}

fn has_json(flag: &Flag) -> bool {
    let mut variables = flag.variables.iter();
    variables.any(|variable| variable.kind == VariableKind::Json)
}

fn fits_field(field: &Field, variable: &Variable) -> Result<(), String> {
    let fits = match field.ty() {
        FieldType::Scalar(scalar) => fits(scalar, variable.kind),
        _ => variable.kind == VariableKind::Json,
    };
    if fits {
        return Ok(());
    }
    Err(format!(
        "variable `{}` is of type `{}`, and the field of that name is {}",
        variable.key,
        variable.kind.name(),
        name(field.ty())
    ))
}

fn fits(scalar: Scalar, kind: VariableKind) -> bool {
    matches!(
        (scalar, kind),
        (Scalar::Boolean, VariableKind::Boolean)
            | (Scalar::Integer, VariableKind::Integer)
            | (Scalar::Float, VariableKind::Double | VariableKind::Integer)
            | (Scalar::Text, VariableKind::Text)
    )
}

const fn name(ty: FieldType) -> &'static str {
    match ty {
        FieldType::Scalar(scalar) => scalar.name(),
        FieldType::List(_) => "a list",
        _ => "a table",
    }
}

/// The text of a variable as a value.
fn value(kind: VariableKind, text: &Text, ty: FieldType) -> Option<Value> {
    Some(match (kind, ty) {
        (VariableKind::Boolean, _) => Value::Boolean(&**text == "true"),
        (VariableKind::Integer | VariableKind::Double, FieldType::Scalar(Scalar::Float)) => {
            Value::Float(double(text)?)
        }
        (VariableKind::Integer, _) => Value::Integer(integer(text)?),
        (VariableKind::Json, ty) => from_json(&serde_json::from_str(text).ok()?, ty)?,
        _ => Value::Text(text.clone()),
    })
}

pub(crate) fn integer(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

pub(crate) fn double(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number)
}

/// What a declaration asks for, out of JSON; more than that is left out.
fn from_json(json: &Json, ty: FieldType) -> Option<Value> {
    Some(match (ty, json) {
        (FieldType::Scalar(Scalar::Boolean), Json::Bool(value)) => Value::Boolean(*value),
        (FieldType::Scalar(Scalar::Integer), Json::Number(number)) => {
            Value::Integer(number.as_i64()?)
        }
        (FieldType::Scalar(Scalar::Float), Json::Number(number)) => Value::Float(number.as_f64()?),
        (FieldType::Scalar(Scalar::Text), Json::String(text)) => Value::Text(text.clone().into()),
        (FieldType::List(scalar), Json::Array(items)) => {
            let items = items.iter();
            let items = items.map(|item| from_json(item, FieldType::Scalar(scalar)));
            Value::List(items.collect::<Option<_>>()?)
        }
        (FieldType::Table(table), Json::Object(given)) => {
            let fields = table.fields().iter();
            let fields = fields.map(|field| {
                let value = from_json(given.get(field.name())?, field.ty())?;
                Some((field.name().into(), value))
            });
            Value::Table(fields.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}
