//! The generated struct `Values`.

use std::any::Any;
#[cfg(feature = "serde")]
use std::collections::HashMap;
use std::fmt;

use crate::payload::Payload;
use crate::{
    Answer, Answers, FeatureInfo, FeatureValue, Reason, Registry, Resolution, Text, Value,
};

/// So many fields of `Values` are looked up in one function.
pub const GROUP: usize = 128;

/// One field of `Values`, whatever its type.
pub trait ValuesField: Any {
    /// The value as data.
    fn to_value(&self) -> Value;
}

impl<T: FeatureValue> ValuesField for T {
    fn to_value(&self) -> Value {
        FeatureValue::to_value(self)
    }
}

/// What a group of fields says of the index of a frozen feature; nobody asks.
pub const NO_FIELD: &dyn ValuesField = &false;

/// The struct `Values` that `features!` generated.
pub trait FeatureValues: Sized + 'static {
    /// The features that it has the values of.
    const REGISTRY: &'static Registry;

    /// Every field from its part.
    fn of(parts: &Parts<'_>) -> Self;

    /// The field of the feature of this index, which is not frozen.
    fn field(&self, index: usize) -> &dyn ValuesField;
}

/// What the fields of a new `Values` are made from, by the index of their features. An expression of
/// calls of one method costs a build less than fields that are written one after the other.
pub struct Parts<'a>(&'a dyn Fn(usize) -> Part<'a>);

enum Part<'a> {
    /// Value of the feature.
    Loaded(Payload),
    /// The same field of another `Values`.
    Copy(&'a dyn ValuesField),
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts")
    }
}

/// The words of the generated code. A method without a type parameter costs a build less.
impl Parts<'_> {
    /// Field of a boolean feature.
    #[must_use]
    pub fn boolean(&self, index: usize) -> bool {
        self.own(index)
    }

    /// Field of an integer feature.
    #[must_use]
    pub fn integer(&self, index: usize) -> i64 {
        self.own(index)
    }

    /// Field of a float feature.
    #[must_use]
    pub fn float(&self, index: usize) -> f64 {
        self.own(index)
    }

    /// Field of a string feature.
    #[must_use]
    pub fn text(&self, index: usize) -> Text {
        self.own(index)
    }

    /// Field of a type that `features!` generated.
    ///
    /// # Panics
    ///
    /// Where the field is not of the type that its feature declares, which `features!` does not
    /// generate.
    #[must_use]
    pub fn own<T: FeatureValue>(&self, index: usize) -> T {
        match (self.0)(index) {
            Part::Loaded(payload) => T::from_payload(&payload),
            Part::Copy(field) => {
                let field: &dyn Any = field;
                field.downcast_ref().cloned()
            }
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
    V::of(&Parts(&|index| {
        load(&features[index], features[index].default())
    }))
}

/// The declared values of an environment, or `None` where the registry has none of that name.
#[must_use]
pub fn declared_in<V: FeatureValues>(environment: &str) -> Option<V> {
    let environments = V::REGISTRY.environments();
    let environment = environments.iter().position(|name| *name == environment)?;
    let features = V::REGISTRY.features();
    Some(V::of(&Parts(&|index| {
        load(&features[index], features[index].declared_in(environment))
    })))
}

/// The declared values, but for those of these features, which are not frozen.
#[cfg(feature = "serde")]
pub(super) fn values_with<V: FeatureValues>(given: &HashMap<usize, Payload>) -> V {
    let features = V::REGISTRY.features();
    V::of(&Parts(&|index| match given.get(&index) {
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
    V::of(&Parts(&|index| Part::Copy(values.field(index))))
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
fn field<'a, V: FeatureValues>(
    values: &'a V,
    feature: &FeatureInfo,
) -> Option<&'a dyn ValuesField> {
    (!feature.is_frozen()).then(|| values.field(feature.index()))
}

/// The implementations of the generated `Values`: index and Rust name of each field.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_values {
    ($vis:vis $name:ident { $([ $($index:literal $field:ident $word:ident,)* ])* }) => {
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
            fn of(parts: &$crate::__private::generated::Parts<'_>) -> Self {
                Self { $($($field: parts.$word($index),)*)* }
            }

            fn field(
                &self,
                index: $crate::__private::core::primitive::usize,
            ) -> &dyn $crate::__private::generated::ValuesField {
                const GROUPS: &[fn(
                    &$name,
                    $crate::__private::core::primitive::usize,
                ) -> &dyn $crate::__private::generated::ValuesField] = &[$({
                    #[allow(unused_variables)]
                    fn group(
                        values: &$name,
                        index: $crate::__private::core::primitive::usize,
                    ) -> &dyn $crate::__private::generated::ValuesField {
                        match index {
                            $($index => &values.$field,)*
                            _ => $crate::__private::generated::NO_FIELD,
                        }
                    }
                    group
                },)*];
                GROUPS[index / $crate::__private::generated::GROUP](self, index)
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
