//! The generated struct `Values`.

use std::any::Any;
#[cfg(feature = "serde")]
use std::collections::HashMap;
use std::fmt;

use crate::payload::Payload;
use crate::{
    Answer, Answers, FeatureInfo, FeatureValue, Reason, Registry, Resolution, Text, Value,
    ValueType,
};

/// So many features stand in one group of the generated code.
pub const GROUP: usize = 128;

/// The struct `Values` that `features!` generated.
pub trait FeatureValues: Sized + 'static {
    /// The features that it has the values of.
    const REGISTRY: &'static Registry;

    /// Every field from its part.
    fn of(parts: Parts<'_>) -> Self;

    /// A field of this group of features.
    fn field(&self, group: usize, which: Which) -> ValuesField<'_>;
}

/// One field of `Values`.
#[derive(Clone, Copy)]
pub enum ValuesField<'a> {
    /// Of a boolean feature.
    Boolean(bool),
    /// Of an integer feature.
    Integer(i64),
    /// Of a float feature.
    Float(f64),
    /// Of a string feature.
    Text(&'a Text),
    /// Of a type that `features!` generated.
    Own(&'a dyn OwnField),
}

impl fmt::Debug for ValuesField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_value())
    }
}

impl ValuesField<'_> {
    /// The value as data.
    fn to_value(self) -> Value {
        match self {
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Float(value) => Value::Float(value),
            Self::Text(value) => Value::Text(value.clone()),
            Self::Own(value) => value.to_value(),
        }
    }

    /// The value, if it is of this type.
    fn get<T: FeatureValue>(self) -> Option<T> {
        let value: &dyn Any = match &self {
            Self::Boolean(value) => value,
            Self::Integer(value) => value,
            Self::Float(value) => value,
            Self::Text(value) => *value,
            Self::Own(value) => *value,
        };
        value.downcast_ref().cloned()
    }
}

/// A value of a type that `features!` generated.
pub trait OwnField: Any {
    /// The value as data.
    fn to_value(&self) -> Value;
}

impl<T: FeatureValue> OwnField for T {
    fn to_value(&self) -> Value {
        FeatureValue::to_value(self)
    }
}

/// Which field of a group is asked for: the type of its feature, and how many fields of that type are
/// before it in the group.
#[derive(Clone, Debug)]
pub struct Which {
    ty: ValueType,
    position: usize,
}

impl Which {
    /// The field of a feature that is not frozen.
    fn of(feature: &FeatureInfo) -> Self {
        let (ty, index) = (feature.value_type(), feature.index());
        let group = &feature.registry().features()[index - index % GROUP..index];
        let is_before =
            |other: &&FeatureInfo| !other.is_frozen() && list(&other.value_type()) == list(&ty);
        Self {
            position: group.iter().filter(is_before).count(),
            ty,
        }
    }

    /// The field among those of the group. To list the fields costs a build less than to choose one of
    /// them.
    #[must_use]
    pub fn among<'a>(
        self,
        booleans: &[bool],
        integers: &[i64],
        floats: &[f64],
        texts: &[&'a Text],
        own: &[&'a dyn OwnField],
    ) -> ValuesField<'a> {
        let position = self.position;
        match self.ty {
            ValueType::Boolean => ValuesField::Boolean(booleans[position]),
            ValueType::Integer => ValuesField::Integer(integers[position]),
            ValueType::Float => ValuesField::Float(floats[position]),
            ValueType::Text => ValuesField::Text(texts[position]),
            ValueType::Variants(_) | ValueType::Table(_) => ValuesField::Own(own[position]),
        }
    }
}

/// In which of the lists of [`Which::among`] the fields of this type are.
const fn list(ty: &ValueType) -> usize {
    match ty {
        ValueType::Boolean => 0,
        ValueType::Integer => 1,
        ValueType::Float => 2,
        ValueType::Text => 3,
        ValueType::Variants(_) | ValueType::Table(_) => 4,
    }
}

/// What the fields of a new `Values` are made from, by the index of their features. An expression of
/// calls of one method costs a build less than fields that are written one after the other.
#[derive(Clone, Copy)]
pub struct Parts<'a>(&'a dyn Fn(usize) -> Part<'a>);

enum Part<'a> {
    /// Value of the feature.
    Loaded(Payload),
    /// The same field of another `Values`.
    Copy(ValuesField<'a>),
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts")
    }
}

/// The words of the generated code. A method without a type parameter, and of a value that is copied,
/// costs a build less.
impl Parts<'_> {
    /// Field of a boolean feature.
    #[must_use]
    pub fn boolean(self, index: usize) -> bool {
        self.own(index)
    }

    /// Field of an integer feature.
    #[must_use]
    pub fn integer(self, index: usize) -> i64 {
        self.own(index)
    }

    /// Field of a float feature.
    #[must_use]
    pub fn float(self, index: usize) -> f64 {
        self.own(index)
    }

    /// Field of a string feature.
    #[must_use]
    pub fn text(self, index: usize) -> Text {
        self.own(index)
    }

    /// Field of a type that `features!` generated.
    ///
    /// # Panics
    ///
    /// Where the field is not of the type that its feature declares, which `features!` does not
    /// generate.
    #[must_use]
    pub fn own<T: FeatureValue>(self, index: usize) -> T {
        match (self.0)(index) {
            Part::Loaded(payload) => T::from_payload(&payload),
            Part::Copy(field) => field.get(),
        }
        .expect("a field has the type that its feature declares")
    }
}

/// A value that the manifest declares.
fn load(feature: &FeatureInfo, value: &Value) -> Part<'static> {
    Part::Loaded(Payload::load(feature, value).expect("features.toml was checked at build"))
}

/// The declared values.
#[must_use]
pub fn values_declared<V: FeatureValues>() -> V {
    let features = V::REGISTRY.features();
    V::of(Parts(&|index| {
        load(&features[index], features[index].default())
    }))
}

/// The declared values of an environment, or `None` where the registry has none of that name.
#[must_use]
pub fn declared_in<V: FeatureValues>(environment: &str) -> Option<V> {
    let environments = V::REGISTRY.environments();
    let environment = environments.iter().position(|name| *name == environment)?;
    let features = V::REGISTRY.features();
    Some(V::of(Parts(&|index| {
        load(&features[index], features[index].declared_in(environment))
    })))
}

/// The declared values, but for those of these features, which are not frozen.
#[cfg(feature = "serde")]
pub(super) fn values_with<V: FeatureValues>(given: &HashMap<usize, Payload>) -> V {
    let features = V::REGISTRY.features();
    V::of(Parts(&|index| match given.get(&index) {
        Some(payload) => Part::Loaded(payload.clone()),
        None => load(&features[index], features[index].default()),
    }))
}

/// `Provider::answers` of `Values`: the same for every context.
#[must_use]
pub fn values_answers<V: FeatureValues>(values: &V, registry: &'static Registry) -> Answers {
    let answer = |feature| Answer::Fixed(Ok(values_resolve(values, feature)));
    Answers::new(registry.features().iter().map(answer).collect())
}

/// `Provider::resolve` of `Values`: no opinion on another registry's features and on frozen ones.
#[must_use]
pub fn values_resolve<V: FeatureValues>(values: &V, feature: &FeatureInfo) -> Option<Resolution> {
    if !std::ptr::eq(feature.registry(), V::REGISTRY) {
        return None;
    }
    let field = field(values, feature)?;
    Some(Resolution::new(field.to_value(), Reason::Static))
}

/// `Debug` of `Values`: the features by their keys.
///
/// # Errors
///
/// When the formatter has one.
pub fn values_debug<V: FeatureValues>(values: &V, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut map = f.debug_struct("Values");
    for feature in V::REGISTRY.features() {
        if let Some(field) = field(values, feature) {
            map.field(feature.key(), &format_args!("{}", field.to_value()));
        }
    }
    map.finish()
}

/// `Clone` of `Values`. A derived one would keep an account, for each field, of all before it.
#[must_use]
pub fn values_clone<V: FeatureValues>(values: &V) -> V {
    let features = V::REGISTRY.features();
    V::of(Parts(&|index| Part::Copy(chosen(values, &features[index]))))
}

/// `PartialEq` of `Values`. A derived one would nest as deep as there are features.
#[must_use]
pub fn values_equal<V: FeatureValues>(one: &V, two: &V) -> bool {
    let value = |values, feature| field(values, feature).map(ValuesField::to_value);
    V::REGISTRY
        .features()
        .iter()
        .all(|feature| value(one, feature) == value(two, feature))
}

/// `None` where the feature is frozen.
fn field<'a, V: FeatureValues>(values: &'a V, feature: &FeatureInfo) -> Option<ValuesField<'a>> {
    (!feature.is_frozen()).then(|| chosen(values, feature))
}

/// The field of a feature that is not frozen.
fn chosen<'a, V: FeatureValues>(values: &'a V, feature: &FeatureInfo) -> ValuesField<'a> {
    values.field(feature.index() / GROUP, Which::of(feature))
}

/// The implementations of the generated `Values`: index and Rust name of each field.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_values {
    ($vis:vis $name:ident { $([
        boolean { $($boolean_index:literal $boolean:ident,)* }
        integer { $($integer_index:literal $integer:ident,)* }
        float { $($float_index:literal $float:ident,)* }
        text { $($text_index:literal $text:ident,)* }
        own { $($own_index:literal $own:ident,)* }
    ])* }) => {
        #[allow(dead_code, unreachable_pub)]
        impl $name {
            /// The declared default of every feature.
            #[must_use]
            $vis fn declared() -> Self {
                $crate::__private::generated::values_declared()
            }

            /// The values that `features.toml` declares for an environment, or `None` where it
            /// declares no environment of that name.
            #[must_use]
            $vis fn declared_in(
                environment: &$crate::__private::core::primitive::str,
            ) -> $crate::__private::core::option::Option<Self> {
                $crate::__private::generated::declared_in(environment)
            }
        }

        impl $crate::__private::generated::FeatureValues for $name {
            const REGISTRY: &'static $crate::Registry = &REGISTRY;

            #[allow(unused_variables)]
            fn of(parts: $crate::__private::generated::Parts<'_>) -> Self {
                Self {
                    $(
                        $($boolean: parts.boolean($boolean_index),)*
                        $($integer: parts.integer($integer_index),)*
                        $($float: parts.float($float_index),)*
                        $($text: parts.text($text_index),)*
                        $($own: parts.own($own_index),)*
                    )*
                }
            }

            fn field(
                &self,
                group: $crate::__private::core::primitive::usize,
                which: $crate::__private::generated::Which,
            ) -> $crate::__private::generated::ValuesField<'_> {
                const GROUPS: &[fn(
                    &$name,
                    $crate::__private::generated::Which,
                ) -> $crate::__private::generated::ValuesField<'_>] = &[$({
                    #[allow(unused_variables)]
                    fn group(
                        values: &$name,
                        which: $crate::__private::generated::Which,
                    ) -> $crate::__private::generated::ValuesField<'_> {
                        which.among(
                            &[$(values.$boolean),*],
                            &[$(values.$integer),*],
                            &[$(values.$float),*],
                            &[$(&values.$text),*],
                            &[$(&values.$own),*],
                        )
                    }
                    group
                },)*];
                GROUPS[group](self, which)
            }
        }

        impl $crate::Provider for $name {
            fn name(&self) -> &$crate::__private::core::primitive::str {
                "values"
            }

            fn resolve(
                &self,
                feature: &$crate::FeatureInfo,
                _: &dyn $crate::EvaluationContext,
            ) -> $crate::__private::core::result::Result<
                $crate::__private::core::option::Option<$crate::Resolution>,
                $crate::ResolveError,
            > {
                $crate::__private::core::result::Result::Ok($crate::__private::generated::values_resolve(
                    self, feature,
                ))
            }

            fn answers(
                &self,
                registry: &'static $crate::Registry,
                _: &$crate::__private::core::primitive::str,
            ) -> $crate::Answers {
                $crate::__private::generated::values_answers(self, registry)
            }
        }

        impl $crate::__private::core::fmt::Debug for $name {
            fn fmt(
                &self,
                f: &mut $crate::__private::core::fmt::Formatter<'_>,
            ) -> $crate::__private::core::fmt::Result {
                $crate::__private::generated::values_debug(self, f)
            }
        }

        impl $crate::__private::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::__private::generated::values_clone(self)
            }
        }

        impl $crate::__private::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> $crate::__private::core::primitive::bool {
                $crate::__private::generated::values_equal(self, other)
            }
        }

        $crate::__implement_serde_for_values! { $name }
    };
}

/// Without serde `Values` has nothing of it.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_values {
    ($name:ident) => {};
}

/// `Deserialize` of `Values`: a map by flag key, where missing ones keep their declared values.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_values {
    ($name:ident) => {
        impl<'de> $crate::__private::generated::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::core::result::Result<Self, D::Error> {
                $crate::__private::generated::deserialize_values(deserializer)
            }
        }
    };
}
