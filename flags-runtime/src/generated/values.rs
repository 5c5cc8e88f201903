//! The generated struct `Values`.

use std::any::Any;
use std::fmt;

use crate::payload::Payload;
use crate::{Answer, Answers, FeatureInfo, FeatureValue, Reason, Registry, Resolution, Value};

/// So many fields of `Values` are looked up in one function.
pub const GROUP: usize = 128;

/// One field of `Values`, whatever its type.
pub trait ValuesField: Any {
    /// Takes the value of another field of the same type; returns whether it is.
    fn copy_from(&mut self, other: &dyn ValuesField) -> bool;
    /// The value as data.
    fn to_value(&self) -> Value;
    /// Takes a payload's value; returns whether its type fits.
    fn assign(&mut self, payload: &Payload) -> bool;
}

impl<T: FeatureValue> ValuesField for T {
    fn copy_from(&mut self, other: &dyn ValuesField) -> bool {
        let other: &dyn Any = other;
        match other.downcast_ref::<T>() {
            Some(value) => {
                self.clone_from(value);
                true
            }
            None => false,
        }
    }

    fn to_value(&self) -> Value {
        FeatureValue::to_value(self)
    }

    fn assign(&mut self, payload: &Payload) -> bool {
        match T::from_payload(payload) {
            Some(value) => {
                *self = value;
                true
            }
            None => false,
        }
    }
}

/// The fields of `Values` by the index of their features.
pub trait FieldsOfValues {
    /// `None` where the feature is frozen.
    fn field(&self, index: usize) -> Option<&dyn ValuesField>;
    /// `None` where the feature is frozen.
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn ValuesField>;
}

/// The struct `Values` that `features!` generated.
pub trait FeatureValues: FieldsOfValues + Sized + 'static {
    /// The features that it has the values of.
    const REGISTRY: &'static Registry;
    /// The declared values.
    fn declared() -> Self;
}

/// The declared values of an environment, or `None` where the registry has none of that name.
#[must_use]
pub fn declared_in<V: FeatureValues>(environment: &str) -> Option<V> {
    let environments = V::REGISTRY.environments();
    let environment = environments.iter().position(|name| *name == environment)?;
    let mut values = V::declared();
    for feature in V::REGISTRY.features() {
        if !feature.is_declared_in(environment) {
            continue;
        }
        if let Some(field) = values.field_mut(feature.index())
            && let Ok(payload) = Payload::load(feature, feature.declared_in(environment))
        {
            field.assign(&payload);
        }
    }
    Some(values)
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
    let field = values.field(feature.index())?;
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
        if let Some(field) = values.field(feature.index()) {
            map.field(feature.key(), &format_args!("{}", field.to_value()));
        }
    }
    map.finish()
}

/// `Clone` of `Values`. A derived one would keep an account, for each field, of all before it.
#[must_use]
pub fn values_clone<V: FeatureValues>(values: &V) -> V {
    let mut copy = V::declared();
    for index in 0..V::REGISTRY.features().len() {
        if let (Some(to), Some(from)) = (copy.field_mut(index), values.field(index)) {
            let fits = to.copy_from(from);
            debug_assert!(
                fits,
                "the fields of one struct have the same types in each value"
            );
        }
    }
    copy
}

/// `PartialEq` of `Values`. A derived one would nest as deep as there are features.
#[must_use]
pub fn values_equal<V: FeatureValues>(one: &V, two: &V) -> bool {
    let value = |values: &V, index| values.field(index).map(ValuesField::to_value);
    (0..V::REGISTRY.features().len()).all(|index| value(one, index) == value(two, index))
}

/// The implementations of the generated `Values`: index and Rust name of each field.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_values {
    ($vis:vis $name:ident { $([ $($index:literal $field:ident,)* ])* }) => {
        #[allow(dead_code, unreachable_pub)]
        impl $name {
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

            fn declared() -> Self {
                Self::declared()
            }
        }

        impl $crate::__private::generated::FieldsOfValues for $name {
            fn field(
                &self,
                index: $crate::__private::core::primitive::usize,
            ) -> $crate::__private::core::option::Option<&dyn $crate::__private::generated::ValuesField> {
                const GROUPS: &[fn(
                    &$name,
                    $crate::__private::core::primitive::usize,
                ) -> $crate::__private::core::option::Option<
                    &dyn $crate::__private::generated::ValuesField,
                >] = &[$({
                    fn group(
                        values: &$name,
                        index: $crate::__private::core::primitive::usize,
                    ) -> $crate::__private::core::option::Option<
                        &dyn $crate::__private::generated::ValuesField,
                    > {
                        match index {
                            $($index => $crate::__private::core::option::Option::Some(
                                &values.$field,
                            ),)*
                            _ => $crate::__private::core::option::Option::None,
                        }
                    }
                    group
                },)*];
                GROUPS.get(index / $crate::__private::generated::GROUP)?(self, index)
            }

            fn field_mut(
                &mut self,
                index: $crate::__private::core::primitive::usize,
            ) -> $crate::__private::core::option::Option<&mut dyn $crate::__private::generated::ValuesField>
            {
                const GROUPS: &[fn(
                    &mut $name,
                    $crate::__private::core::primitive::usize,
                ) -> $crate::__private::core::option::Option<
                    &mut dyn $crate::__private::generated::ValuesField,
                >] = &[$({
                    fn group(
                        values: &mut $name,
                        index: $crate::__private::core::primitive::usize,
                    ) -> $crate::__private::core::option::Option<
                        &mut dyn $crate::__private::generated::ValuesField,
                    > {
                        match index {
                            $($index => $crate::__private::core::option::Option::Some(
                                &mut values.$field,
                            ),)*
                            _ => $crate::__private::core::option::Option::None,
                        }
                    }
                    group
                },)*];
                GROUPS.get(index / $crate::__private::generated::GROUP)?(self, index)
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
